/* SPDX-License-Identifier: Apache-2.0 */
#include "render/markdown.h"

#include "tests/render/golden.h"
#include "tests/render/sample_judged.h"
#include "tests/render/sample_report.h"

#include <string.h>

static const HmBadgeStyle plain = { .label = NULL };

/* Returns: (owned) the Markdown of @report (which is taken). */
static char *
written (HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_markdown_write (report, &plain);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (size, <=, HM_MARKDOWN_MAX);
  g_assert_true (g_utf8_validate (text, (gssize) size, NULL));
  g_assert_cmpint (text[size - 1], ==, '\n');
  hm_report_free (report);
  return g_strndup (text, size);
}

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

static void
test_golden (void)
{
  g_autofree char *text = written (hm_sample_report ());

  hm_golden_check ("report.md", text, strlen (text));
}

static void
test_golden_unknown (void)
{
  g_autofree char *text = written (hm_sample_report_unknown ());

  hm_golden_check ("report-unknown.md", text, strlen (text));
}

static void
test_golden_hostile (void)
{
  g_autofree char *text = written (hm_sample_report_hostile ());

  hm_golden_check ("report-hostile.md", text, strlen (text));
}

static void
test_golden_judged (void)
{
  g_autofree char *text = written (hm_sample_report_judged ());

  hm_golden_check ("report-judged.md", text, strlen (text));
}

static void
test_verdict_stands_first (void)
{
  g_autofree char *failed = written (hm_sample_report_judged ());
  g_autofree char *passed = written (hm_sample_report_passed ());

  g_assert_true (strstr (failed, "**FAIL**: 4 things fall short") < strstr (failed, "github"));
  g_assert_nonnull (strstr (passed, "\n**PASS**: nothing falls short of the gate.\n"));
}

/* A line of a table has as many cells as its head. */
static void
assert_cells (const char *line)
{
  guint n_bars = 0;

  for (const char *at = line; *at != '\0'; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    else
      n_bars += *at == '|';
  }
  g_assert_cmpuint (n_bars, ==, 5);
}

static void
test_hostile_text_stays_text (void)
{
  g_autofree char *text = written (hm_sample_report_judged_hostile ());
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_null (strstr (text, "<script"));
  g_assert_null (strstr (text, "@octocat"));
  g_assert_null (strstr (text, "](javascript"));
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strchr (text, '\r'));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
  g_assert_cmpuint (count (text, "<"), ==, 1 + 4 * 2);
  for (gsize i = 0; lines[i] != NULL; i++) {
    if (lines[i][0] == '|')
      assert_cells (lines[i]);
  }
}

static void
test_details_are_closed (void)
{
  g_autofree char *text = written (hm_sample_report ());

  g_assert_cmpuint (count (text, "<details>\n"), ==, 6);
  g_assert_cmpuint (count (text, "\n</details>\n"), ==, 6);
}

static void
test_flood_is_counted (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;

  hm_sample_add_flood (report, 1001);
  text = written (report);
  g_assert_nonnull (strstr (text, "<summary>Flood: 0.0</summary>"));
  g_assert_nonnull (strstr (text, "- ... and 20 more\n"));
  g_assert_nonnull (strstr (text, " more in the JSON report\n\n</details>\n"));
  g_assert_nonnull (strstr (text, "<summary>Badge</summary>"));
  g_assert_cmpuint (count (text, "<details>\n"), ==, count (text, "\n</details>\n"));
}

static void
test_flood_of_checks (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < 300; i++)
    hm_sample_add_flood (report, 3);
  text = written (report);
  g_assert_nonnull (strstr (text, " more checks\n"));
  g_assert_nonnull (strstr (text, "<summary>Badge</summary>"));
  g_assert_cmpuint (count (text, "<details>\n"), ==, count (text, "\n</details>\n"));
}

static void
test_steps_past_the_fifth (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (report->steps, hm_step_new ());
  text = written (report);
  g_assert_nonnull (strstr (text, "\n... and 2 more in the JSON report\n"));
}

static void
test_long_badge_link_is_left_out (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autofree char *path = g_strnfill (10000, 'x');
  g_autofree char *link = g_strconcat ("https://example.org/", path, NULL);
  const HmBadgeStyle style = { .link = link };
  g_autoptr (GBytes) bytes = hm_markdown_write (report, &style);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_null (strstr (text, "<summary>Badge</summary>"));
}

static void
test_links_to_the_forge (void)
{
  g_autofree char *text = written (hm_sample_report ());

  g_assert_nonnull (strstr (text, "(https://github.com/o/r/blob/"
                                  "0123456789abcdef0123456789abcdef01234567/SECURITY.md#L12)"));
  g_assert_nonnull (strstr (text, "(https://github.com/o/r/commit/"
                                  "89abcdef0123456789abcdef0123456789abcdef)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/golden", test_golden);
  g_test_add_func ("/markdown/golden-of-nothing-known", test_golden_unknown);
  g_test_add_func ("/markdown/golden-of-hostile-text", test_golden_hostile);
  g_test_add_func ("/markdown/golden-of-what-was-judged", test_golden_judged);
  g_test_add_func ("/markdown/verdict-stands-first", test_verdict_stands_first);
  g_test_add_func ("/markdown/hostile-text-stays-text", test_hostile_text_stays_text);
  g_test_add_func ("/markdown/details-are-closed", test_details_are_closed);
  g_test_add_func ("/markdown/flood-is-counted", test_flood_is_counted);
  g_test_add_func ("/markdown/flood-of-checks", test_flood_of_checks);
  g_test_add_func ("/markdown/steps-past-the-fifth", test_steps_past_the_fifth);
  g_test_add_func ("/markdown/long-badge-link-is-left-out", test_long_badge_link_is_left_out);
  g_test_add_func ("/markdown/links-to-the-forge", test_links_to_the_forge);
  return g_test_run ();
}
