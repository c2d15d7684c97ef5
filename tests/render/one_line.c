/* SPDX-License-Identifier: Apache-2.0 */
#include "render/one_line.h"

#include "tests/render/sample_report.h"

#include <string.h>

/* Asserts what the line of @report (which is taken) is. */
static void
assert_line (HmReport *report, const char *wanted)
{
  g_autoptr (GBytes) bytes = hm_one_line_write (report);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, wanted);
  hm_report_free (report);
}

static void
test_without_a_gate (void)
{
  assert_line (hm_sample_report (), "github.com/o/r 7.6 (floor 5.3, coverage 58 %)\n");
  assert_line (hm_sample_report_unknown (), "r n/a (floor 0.0, coverage 0 %)\n");
  assert_line (hm_sample_report_empty (), "github.com/o/r n/a (floor n/a, coverage 0 %)\n");
}

static void
test_gate (void)
{
  HmReport *passed = hm_sample_report ();

  passed->verdict = hm_gate_verdict_new ();
  assert_line (passed, "github.com/o/r 7.6 (floor 5.3, coverage 58 %) gate: passed\n");
  assert_line (hm_sample_report_gated (),
               "github.com/o/r 7.6 (floor 5.3, coverage 58 %) gate: failed, score 7.6 of 8.0, "
               "coverage 58 % of 90 %, Signed-Commits 4.0 of 5.0 and 2 more\n");
}

static void
test_stays_one_line (void)
{
  g_autoptr (HmReport) report = hm_sample_report_hostile ();
  g_autoptr (GBytes) bytes = hm_one_line_write (report);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_true (g_utf8_validate (text, (gssize) size, NULL));
  g_assert_true (memchr (text, '\n', size) == text + size - 1);
  g_assert_null (memchr (text, '\033', size));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/one-line/without-a-gate", test_without_a_gate);
  g_test_add_func ("/one-line/gate", test_gate);
  g_test_add_func ("/one-line/stays-one-line", test_stays_one_line);
  return g_test_run ();
}
