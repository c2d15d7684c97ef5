/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal_verdict.h"

#include "core/mask.h"
#include "tests/render/golden.h"
#include "tests/render/sample_judged.h"
#include "tests/render/sample_report.h"

#include <string.h>

/* Returns: (owned) the verdict on @report (which is taken). */
static char *
verdict_of (HmReport *report, const HmTerminal *terminal)
{
  GString *out = g_string_new (NULL);

  hm_terminal_verdict (out, report, terminal);
  hm_report_free (report);
  return g_string_free (out, FALSE);
}

static void
assert_block (const char *text, guint width, guint n_lines_max, gboolean is_ascii)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const guint n_lines = g_strv_length (lines) - 1;

  g_assert_true (g_str_has_suffix (text, "\n"));
  g_assert_cmpuint (n_lines, <=, n_lines_max);
  for (guint i = 0; i < n_lines; i++) {
    g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    g_assert_cmpuint (hm_text_columns (lines[i]), <=, width);
    for (const char *at = lines[i]; *at != '\0'; at = g_utf8_next_char (at)) {
      g_assert_true (g_unichar_isprint (g_utf8_get_char (at)));
      g_assert_true (!is_ascii || g_utf8_get_char (at) <= 0x7e);
    }
  }
}

static void
test_golden (void)
{
  g_autofree char *text = verdict_of (hm_sample_report_judged (), &(HmTerminal){ .width = 80 });

  hm_golden_check ("verdict-80.txt", text, strlen (text));
}

static void
test_pass_golden (void)
{
  g_autofree char *text = verdict_of (hm_sample_report_passed (),
                                      &(HmTerminal){ .width = 80, .utf8 = TRUE, .colour = TRUE });

  hm_golden_check ("verdict-80-pass.txt", text, strlen (text));
}

static void
test_nothing_asked_nothing_said (void)
{
  g_autofree char *text = verdict_of (hm_sample_report (), &(HmTerminal){ .width = 80 });

  g_assert_cmpstr (text, ==, "");
}

static void
test_ten_lines_of_eighty_columns (void)
{
  for (guint width = 0; width <= 200; width += 8) {
    for (guint bits = 0; bits < 2; bits++) {
      const HmTerminal terminal = { .width = width, .utf8 = bits == 1 };
      const guint columns = CLAMP (width, HM_TERMINAL_WIDTH_MIN, 80);
      g_autofree char *judged = verdict_of (hm_sample_report_judged (), &terminal);
      g_autofree char *hostile = verdict_of (hm_sample_report_judged_hostile (), &terminal);
      g_autofree char *passed = verdict_of (hm_sample_report_passed (), &terminal);

      assert_block (judged, columns, 10, bits == 0);
      assert_block (hostile, columns, 10, bits == 0);
      assert_block (passed, columns, 2, bits == 0);
    }
  }
}

/* However many there are, the gravest has its finding and its way back, and the rest is counted. */
static void
test_many_shortfalls_are_counted (void)
{
  for (guint n = 1; n <= 30; n++) {
    HmReport *report = hm_sample_report_passed ();
    g_autofree char *text = NULL;

    report->verdict->has_passed = FALSE;
    for (guint i = 0; i < n; i++) {
      HmShortfall *shortfall = hm_shortfall_new (HM_SHORT_OF_SCORE);

      shortfall->wanted = 100;
      shortfall->found = 90;
      hm_text_set (&shortfall->finding, i == 0 ? "gravest" : "other");
      g_ptr_array_add (shortfall->ways, g_strdup (i == 0 ? "+1.0 first" : "+1.0 other"));
      g_ptr_array_add (report->verdict->shortfalls, shortfall);
    }
    text = verdict_of (report, &(HmTerminal){ .width = 80 });
    assert_block (text, 80, 10, TRUE);
    g_assert_nonnull (strstr (text, "\n    gravest\n    to pass: +1.0 first\n"));
    if (n > 5) {
      g_autofree char *rest = g_strdup_printf ("... and %u more in the JSON report", n - 4);

      g_assert_nonnull (strstr (text, rest));
    } else
      g_assert_null (strstr (text, "more in the JSON"));
  }
}

/* Of a long path the end is what tells it from others, and the line is what is looked for. */
static void
test_long_place_keeps_its_line (void)
{
  HmReport *report = hm_sample_report_judged ();
  HmShortfall *shortfall = g_ptr_array_index (report->verdict->shortfalls, 0);
  g_autofree char *folder = g_strnfill (300, 'd');
  g_autofree char *place = g_strconcat (folder, "/file.c:123", NULL);
  g_autofree char *text = NULL;

  hm_text_set (&shortfall->place, place);
  text = verdict_of (report, &(HmTerminal){ .width = 80 });
  g_assert_nonnull (strstr (text, "d/file.c:123: 38 of 100"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal-verdict/golden", test_golden);
  g_test_add_func ("/terminal-verdict/golden-of-a-pass", test_pass_golden);
  g_test_add_func ("/terminal-verdict/nothing-asked-nothing-said", test_nothing_asked_nothing_said);
  g_test_add_func ("/terminal-verdict/ten-lines-of-eighty-columns",
                   test_ten_lines_of_eighty_columns);
  g_test_add_func ("/terminal-verdict/many-shortfalls-are-counted",
                   test_many_shortfalls_are_counted);
  g_test_add_func ("/terminal-verdict/long-place-keeps-its-line", test_long_place_keeps_its_line);
  return g_test_run ();
}
