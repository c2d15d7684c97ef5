/* SPDX-License-Identifier: Apache-2.0 */
/* The line that counts a limit down. */
#include "cli/countdown.h"

static void
test_line (void)
{
  static const struct {
    gint64 seconds;
    const char *line;
  } cases[] = {
    { 1, "Waiting for api.github.com: its limit is lifted in 1 s" },
    { 59, "Waiting for api.github.com: its limit is lifted in 59 s" },
    { 60, "Waiting for api.github.com: its limit is lifted in 1 min 0 s" },
    { 3599, "Waiting for api.github.com: its limit is lifted in 59 min 59 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = hm_countdown_line ("api.github.com", cases[i].seconds, TRUE);

    g_assert_cmpstr (line, ==, cases[i].line);
  }
}

static void
test_host_is_masked (void)
{
  g_autofree char *line = hm_countdown_line ("evil\x1b]0;x\x07", 5, FALSE);

  g_assert_cmpstr (line, ==, "Waiting for evil\\x1b]0;x\\x07: its limit is lifted in 5 s");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/countdown/line", test_line);
  g_test_add_func ("/countdown/host-is-masked", test_host_is_masked);
  return g_test_run ();
}
