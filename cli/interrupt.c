/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"

#include <signal.h>

static gint interrupted;

static void
interrupt_note (int signal_number)
{
  (void) signal_number;
  g_atomic_int_set (&interrupted, 1);
}

/* What whoever started us wants ignored (nohup, a shell's background) stays so. */
static void
signal_watch (int signal_number, const struct sigaction *action)
{
  struct sigaction before;

  if (sigaction (signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN)
    return;
  sigaction (signal_number, action, NULL);
}

const gint *
hm_interrupt_watch (void)
{
  struct sigaction action = {
    .sa_handler = interrupt_note,
    .sa_flags = (int) SA_RESETHAND, /* the second one ends the process */
  };

  sigemptyset (&action.sa_mask);
  signal_watch (SIGINT, &action);
  signal_watch (SIGTERM, &action);
  signal_watch (SIGHUP, &action);
  return &interrupted;
}
