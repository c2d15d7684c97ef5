/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal.h"

#include "core/mask.h"
#include "tests/render/golden.h"
#include "tests/render/sample_judged.h"
#include "tests/render/sample_report.h"

#include <string.h>

/* Returns: (owned) what @terminal shows of @report (which is taken). */
static char *
shown (HmReport *report, const HmTerminal *terminal)
{
  GString *out = g_string_new (NULL);

  hm_terminal_report (out, report, terminal);
  hm_report_free (report);
  return g_string_free (out, FALSE);
}

static const struct {
  const char *name;
  HmTerminal terminal;
} looks[] = {
  { "terminal-40-ascii", { .width = 40 } },
  { "terminal-80-ascii", { .width = 80 } },
  { "terminal-80-utf8", { .width = 80, .utf8 = TRUE } },
  { "terminal-80-utf8-colour", { .width = 80, .utf8 = TRUE, .colour = TRUE } },
  { "terminal-80-ascii-details", { .width = 80, .details = TRUE } },
  { "terminal-80-utf8-details", { .width = 80, .utf8 = TRUE, .details = TRUE } },
  { "terminal-200-ascii-colour", { .width = 200, .colour = TRUE } },
  { "terminal-200-utf8", { .width = 200, .utf8 = TRUE } },
  { "terminal-200-utf8-colour-details",
    { .width = 200, .utf8 = TRUE, .colour = TRUE, .details = TRUE } },
};

static void
test_golden (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *text = shown (hm_sample_report (), &looks[i].terminal);
  g_autofree char *file = g_strconcat (looks[i].name, ".txt", NULL);

  hm_golden_check (file, text, strlen (text));
}

static void
test_golden_hostile (void)
{
  g_autofree char *text = shown (hm_sample_report_hostile (),
                                 &(HmTerminal){ .width = 80, .utf8 = TRUE, .details = TRUE });

  hm_golden_check ("terminal-80-hostile.txt", text, strlen (text));
}

static void
test_golden_unknown (void)
{
  g_autofree char *text = shown (hm_sample_report_unknown (), &(HmTerminal){ .width = 80 });

  hm_golden_check ("terminal-80-unknown.txt", text, strlen (text));
}

static void
test_golden_judged (void)
{
  g_autofree char *text = shown (hm_sample_report_judged (), &(HmTerminal){ .width = 80 });
  g_autofree char *details = shown (hm_sample_report_judged (),
                                    &(HmTerminal){ .width = 80, .utf8 = TRUE, .details = TRUE });

  hm_golden_check ("terminal-80-judged.txt", text, strlen (text));
  hm_golden_check ("terminal-80-judged-details.txt", details, strlen (details));
}

/* Returns: (owned) @text without SGR sequences. */
static char *
stripped (const char *text)
{
  g_autoptr (GRegex) sgr = g_regex_new ("\033\\[[0-9]+m", 0, 0, NULL);

  return g_regex_replace_literal (sgr, text, -1, 0, "", 0, NULL);
}

static void
assert_plain_lines (const char *text, guint width, gboolean is_ascii)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (gsize i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (hm_text_columns (lines[i]), <=, width);
    g_assert_false (g_str_has_suffix (lines[i], " "));
    for (const char *at = lines[i]; *at != '\0'; at = g_utf8_next_char (at)) {
      const gunichar character = g_utf8_get_char (at);

      g_assert_true (g_unichar_isprint (character));
      g_assert_true (!is_ascii || character <= 0x7e);
    }
  }
}

typedef HmReport *(*SampleFunc) (void);

/* Whatever the report, the width and the terminal: lines fit, nothing is a control, colour only colours. */
static void
test_every_look (void)
{
  static const SampleFunc samples[] = { hm_sample_report,         hm_sample_report_full,
                                        hm_sample_report_unknown, hm_sample_report_hostile,
                                        hm_sample_report_judged,  hm_sample_report_judged_hostile,
                                        hm_sample_report_passed,  hm_report_new };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    for (guint width = HM_TERMINAL_WIDTH_MIN; width <= 120; width += 4) {
      for (guint bits = 0; bits < 4; bits++) {
        HmTerminal terminal = { .width = width, .utf8 = bits & 1, .details = (bits & 2) != 0 };
        g_autofree char *plain = shown (samples[i](), &terminal);
        g_autofree char *coloured = NULL;
        g_autofree char *uncoloured = NULL;

        assert_plain_lines (plain, width, !terminal.utf8);
        terminal.colour = TRUE;
        coloured = shown (samples[i](), &terminal);
        uncoloured = stripped (coloured);
        g_assert_cmpstr (uncoloured, ==, plain);
      }
    }
  }
}

static void
test_narrow_counts_as_forty (void)
{
  g_autofree char *none = shown (hm_sample_report (), &(HmTerminal){ .width = 0 });
  g_autofree char *forty = shown (hm_sample_report (), &(HmTerminal){ .width = 40 });

  g_assert_cmpstr (none, ==, forty);
}

static void
test_full_coverage_is_not_partial (void)
{
  g_autofree char *text = shown (hm_sample_report_full (), &(HmTerminal){ .width = 80 });

  g_assert_null (strstr (text, "artial"));
  g_assert_nonnull (strstr (text, "Score 9.0 of 10, floor 9.0, ceiling 9.0, coverage 100 %\n"));
}

static void
test_long_evidence_is_counted (void)
{
  HmReport *report = hm_sample_report_full ();
  g_autofree char *text = NULL;

  hm_sample_add_flood (report, 1);
  text = shown (report, &(HmTerminal){ .width = 80, .details = TRUE });
  g_assert_nonnull (strstr (text, "src/a file.c:20\n"));
  g_assert_null (strstr (text, "src/a file.c:21\n"));
  g_assert_nonnull (strstr (text, "... and 10 more in the JSON report\n"));
}

static void
test_long_name_is_cut (void)
{
  HmReport *report = hm_sample_report_full ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  g_autofree char *text = NULL;

  hm_text_set (&result->name, "界界界界界界界界界界界界界");
  text = shown (report, &(HmTerminal){ .width = 80, .utf8 = TRUE });
  g_assert_nonnull (strstr (text, "\n界界界界界界界界界界界界  medium"));
}

static void
test_ten_steps_line_up (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;

  while (report->steps->len < 10)
    g_ptr_array_add (report->steps, hm_step_new ());
  text = shown (report, &(HmTerminal){ .width = 80, .details = TRUE });
  g_assert_nonnull (strstr (text, "\n  1.  +0.4  Signed-Commits:"));
  g_assert_nonnull (strstr (text, "\n  10. +0.0  :\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autofree char *path = g_strconcat ("/terminal/golden/", looks[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_golden);
  }
  g_test_add_func ("/terminal/golden/hostile-text", test_golden_hostile);
  g_test_add_func ("/terminal/golden/nothing-known", test_golden_unknown);
  g_test_add_func ("/terminal/golden/judged", test_golden_judged);
  g_test_add_func ("/terminal/every-look", test_every_look);
  g_test_add_func ("/terminal/narrow-counts-as-forty", test_narrow_counts_as_forty);
  g_test_add_func ("/terminal/full-coverage-is-not-partial", test_full_coverage_is_not_partial);
  g_test_add_func ("/terminal/long-evidence-is-counted", test_long_evidence_is_counted);
  g_test_add_func ("/terminal/long-name-is-cut", test_long_name_is_cut);
  g_test_add_func ("/terminal/ten-steps-line-up", test_ten_steps_line_up);
  return g_test_run ();
}
