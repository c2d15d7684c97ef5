/* SPDX-License-Identifier: Apache-2.0 */
/* The history as a picture: bytes of the SVG, its limits, its axis, its colours. */
#include "render/history_plot.h"

#include "core/instant.h"
#include "render/history_axis.h"
#include "tests/render/golden.h"
#include "tests/render/sample_history.h"

#include <string.h>

/* What 220 rows with every sign of a takeover may take. */
#define SVG_BYTES_MAX 70000

static GString *
svg_make (const HmHistoryReport *history, HmTheme theme)
{
  const HmPlotStyle style = { .theme = theme };
  GString *out = g_string_new (NULL);

  hm_history_plot_svg (out, history, &style);
  g_assert_cmpint (out->str[out->len - 1], ==, '\n');
  return out;
}

static void
test_golden (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) svg = svg_make (history, HM_THEME_AUTO);

  hm_golden_check ("history.svg", svg->str, svg->len);
}

static void
test_same_bytes_again (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) first = svg_make (history, HM_THEME_AUTO);
  g_autoptr (GString) second = svg_make (history, HM_THEME_AUTO);
  const HmPlotStyle style = { HM_THEME_DARK, 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = hm_history_plot_png (history, &style, &error);
  g_autoptr (GBytes) again = hm_history_plot_png (history, &style, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first->str, ==, second->str);
  g_assert_true (g_bytes_equal (png, again));
}

/* An AUTO picture follows the reader; the others look the same everywhere. */
static void
test_themes (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) automatic = svg_make (history, HM_THEME_AUTO);
  g_autoptr (GString) light = svg_make (history, HM_THEME_LIGHT);
  g_autoptr (GString) dark = svg_make (history, HM_THEME_DARK);
  HmTheme theme;

  g_assert_nonnull (strstr (automatic->str, "@media(prefers-color-scheme:dark)"));
  g_assert_null (strstr (light->str, "@media"));
  g_assert_null (strstr (dark->str, "@media"));
  g_assert_cmpstr (light->str, !=, dark->str);
  g_assert_true (hm_theme_parse ("dark", &theme));
  g_assert_cmpint (theme, ==, HM_THEME_DARK);
  g_assert_false (hm_theme_parse ("Dark", &theme));
  g_assert_false (hm_theme_parse ("", &theme));
}

/* The story in words, for whoever can't see the picture. */
static void
test_description (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GString) svg = svg_make (history, HM_THEME_AUTO);

  g_assert_nonnull (strstr (svg->str, " role=\"img\" aria-label=\"example.org/o/r: score from "
                                      "2021-02 to 2024-01, 2.2 at last, and 3 signals\">"));
  g_assert_nonnull (strstr (svg->str, "<desc>example.org/o/r from 2021-02 to 2024-01.\n"));
  g_assert_nonnull (strstr (svg->str, "2023-02: new lead (transition; in 12 of 36 rows).\n"));
}

static void
test_hostile_text (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_hostile ();
  g_autoptr (GString) svg = svg_make (history, HM_THEME_AUTO);

  g_assert_null (strstr (svg->str, "<b>"));
  g_assert_null (strchr (svg->str, '\x1b'));
  g_assert_true (g_utf8_validate_len (svg->str, svg->len, NULL));
}

/* Of nothing, of one row, of two at one time: a picture all the same. */
static void
test_few_rows (void)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();

  for (int i = 0; i < 3; i++) {
    g_autoptr (GString) svg = svg_make (history, HM_THEME_AUTO);

    g_assert_true (g_str_has_prefix (svg->str, "<svg "));
    hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, NULL });
  }
}

/* The longest history whose score never stays, with more signals than are shown. */
static void
test_many_rows_and_signals (void)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) svg = NULL;

  for (int i = 0; i < 40; i++)
    g_ptr_array_add (failed, g_strdup_printf ("a-probe-with-a-long-name-%d", i));
  g_ptr_array_add (failed, NULL);
  for (guint i = 0; i < HM_HISTORY_ROWS_MAX; i++)
    hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME + i * 86400, (int) (i % 101),
                                                    NULL, (const char *const *) failed->pdata });
  svg = svg_make (history, HM_THEME_AUTO);
  g_assert_cmpuint (svg->len, <, 1000000);
}

static void
test_size (void)
{
  static const char *const failed[] = { "combined-transitions",
                                        "newcomer-share",
                                        "unwitnessed-build-edits",
                                        "new-lead",
                                        "release-key",
                                        "opaque-fixtures",
                                        "rewritten-fixtures",
                                        "bus-factor",
                                        "unwitnessed-work",
                                        "contacts-changed",
                                        NULL };
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GString) svg = NULL;

  for (int i = 0; i < 220; i++)
    hm_sample_history_add (history,
                           &(HmSampleRow){ hm_instant_add_months (HM_SAMPLE_TIME, i),
                                           40 + i / 3 % 20, NULL, i > 180 ? failed : NULL });
  svg = svg_make (history, HM_THEME_AUTO);
  g_assert_cmpuint (svg->len, <=, SVG_BYTES_MAX);
}

static void
assert_marks (gint64 from, gint64 to, const char *first, const char *last, guint n_marks)
{
  const HmTimeAxis axis = { from, to, 1500, 7500 };
  g_autoptr (GArray) marks = hm_time_axis_marks (&axis, 400);

  g_assert_cmpuint (marks->len, ==, n_marks);
  for (guint i = 1; i < marks->len; i++)
    g_assert_cmpint (g_array_index (marks, HmTimeMark, i).x
                         - g_array_index (marks, HmTimeMark, i - 1).x,
                     >=, 380);
  if (n_marks == 0)
    return;
  g_assert_cmpstr (g_array_index (marks, HmTimeMark, 0).name, ==, first);
  g_assert_cmpstr (g_array_index (marks, HmTimeMark, n_marks - 1).name, ==, last);
}

static void
test_marks_of_the_axis (void)
{
  const gint64 y2000 = 946684800;
  const gint64 year = 31556952;

  assert_marks (y2000 + 1, y2000 + year, "2000-02", "2000-12", 11);
  assert_marks (y2000 + 1, y2000 + 10 * year, "2001", "2009", 9);
  assert_marks (y2000 + 1, y2000 + 26 * year, "2002", "2024", 12);
  assert_marks (y2000 + 1, y2000 + 56 * year, "2005", "2055", 11);
  assert_marks (y2000 + 1, y2000 + 2, NULL, NULL, 0);
  assert_marks (HM_INSTANT_MIN, HM_INSTANT_MAX, "1000", "9000", 9);
}

static void
test_axis_ends (void)
{
  const HmTimeAxis axis = { 1000, 2000, 100, 300 };

  g_assert_cmpint (hm_time_axis_x (&axis, 1000), ==, 100);
  g_assert_cmpint (hm_time_axis_x (&axis, 2000), ==, 300);
  g_assert_cmpint (hm_time_axis_x (&axis, 1500), ==, 200);
  g_assert_cmpint (hm_time_axis_x (&axis, G_MININT64), ==, 100);
  g_assert_cmpint (hm_time_axis_x (&axis, G_MAXINT64), ==, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-plot/golden", test_golden);
  g_test_add_func ("/history-plot/same-bytes-again", test_same_bytes_again);
  g_test_add_func ("/history-plot/themes", test_themes);
  g_test_add_func ("/history-plot/description", test_description);
  g_test_add_func ("/history-plot/hostile-text", test_hostile_text);
  g_test_add_func ("/history-plot/few-rows", test_few_rows);
  g_test_add_func ("/history-plot/many-rows-and-signals", test_many_rows_and_signals);
  g_test_add_func ("/history-plot/size", test_size);
  g_test_add_func ("/history-plot/marks-of-the-axis", test_marks_of_the_axis);
  g_test_add_func ("/history-plot/axis-ends", test_axis_ends);
  return g_test_run ();
}
