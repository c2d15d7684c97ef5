/* SPDX-License-Identifier: Apache-2.0 */
/* The history on a terminal: folded, unfolded, narrow, hostile. */
#include "render/history_table.h"

#include "core/mask.h"
#include "tests/render/golden.h"
#include "tests/render/sample_history.h"

#include <string.h>

static const HmTerminal plain = { .width = 80 };

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static void
assert_fits (const char *text, guint width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (hm_text_columns (lines[i]), <=, width);
}

static void
test_folded (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hm_history_table (out, history, &plain);
  assert_fits (out->str, 80);
  hm_golden_check ("history-80.txt", out->str, out->len);
}

static void
test_all (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) folded = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  HmTerminal terminal = plain;

  hm_history_table (folded, history, &terminal);
  terminal.details = TRUE;
  hm_history_table (all, history, &terminal);
  g_assert_cmpuint (count_lines (all->str), >=, 36);
  g_assert_cmpuint (count_lines (folded->str), <, 24);
}

/* A row without a score stands alone: it is not about as high as its neighbours. */
static void
test_unscored_row_is_not_folded (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hm_history_table (out, history, &plain);
  g_assert_nonnull (strstr (out->str, "\n2021-04           ab02"));
}

static void
test_first_alarms (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (HmHistoryReport) calm = hm_history_report_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) none = g_string_new (NULL);

  hm_history_first_alarms (out, history, &plain);
  assert_fits (out->str, 80);
  hm_golden_check ("history-alarms-80.txt", out->str, out->len);
  hm_sample_history_add (calm, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, NULL });
  hm_history_first_alarms (none, calm, &plain);
  g_assert_nonnull (strstr (none->str, "No signal was ever on."));
}

static void
test_hostile_text (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_hostile ();

  for (guint width = HM_TERMINAL_WIDTH_MIN; width <= 120; width += 40) {
    const HmTerminal terminal = { .width = width, .utf8 = width > 80 };
    g_autoptr (GString) out = g_string_new (NULL);

    hm_history_table (out, history, &terminal);
    hm_history_first_alarms (out, history, &terminal);
    g_assert_null (strchr (out->str, '\x1b'));
    g_assert_null (strchr (out->str, '\r'));
    g_assert_null (strstr (out->str, "\xe2\x80\xae"));
    g_assert_true (g_utf8_validate_len (out->str, out->len, NULL));
  }
}

static void
test_nothing (void)
{
  g_autoptr (HmHistoryReport) none = hm_history_report_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hm_history_table (out, none, &plain);
  g_assert_nonnull (strstr (out->str, "by month, 0 rows"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-table/folded", test_folded);
  g_test_add_func ("/history-table/all", test_all);
  g_test_add_func ("/history-table/unscored-row-is-not-folded", test_unscored_row_is_not_folded);
  g_test_add_func ("/history-table/first-alarms", test_first_alarms);
  g_test_add_func ("/history-table/hostile-text", test_hostile_text);
  g_test_add_func ("/history-table/nothing", test_nothing);
  return g_test_run ();
}
