/* SPDX-License-Identifier: Apache-2.0 */
/* Ctrl-C: the first asks the work to stop and clean up behind itself, a second one ends the process at once. */
#ifndef HM_CLI_INTERRUPT_H
#define HM_CLI_INTERRUPT_H

#include <glib.h>

/*
 * Catches SIGINT, SIGTERM and SIGHUP from now on, but those that are ignored.
 *
 * Returns: (borrowed) the flag that turns non-zero: HmCollectOptions.cancelled.
 */
const gint *hm_interrupt_watch (void);

#endif
