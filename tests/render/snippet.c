/* SPDX-License-Identifier: Apache-2.0 */
#include "render/snippet.h"

#include "render/gain.h"
#include "render/link.h"
#include "render/stamp.h"
#include "tests/render/sample_report.h"

#include <string.h>

typedef void (*SnippetFunc) (GString *out, const HmReport *report, const HmBadgeStyle *style,
                             const char *file);

static void
assert_snippet (SnippetFunc snippet, const HmReport *report, const HmBadgeStyle *style,
                const char *file, const char *wanted)
{
  g_autoptr (GString) out = g_string_new (NULL);

  snippet (out, report, style, file);
  g_assert_cmpstr (out->str, ==, wanted);
}

static void
test_linked_to_the_subject (void)
{
  g_autoptr (HmReport) report = hm_sample_report_full ();
  const HmBadgeStyle style = { .label = NULL };
  guint width;
  guint height;
  HmStamp stamp;
  g_autofree char *html = NULL;

  assert_snippet (hm_snippet_markdown, report, &style, "badge.svg",
                  "[![hallmark score: 9.0 out of 10](badge.svg)](https://github.com/o/r)");
  hm_stamp_fill (report, &stamp);
  hm_badge_size (&stamp.badge, &style, &width, &height);
  html = g_strdup_printf ("<a href=\"https://github.com/o/r\"><img src=\"badge.svg\" width=\"%u\" "
                          "height=\"%u\" alt=\"hallmark score: 9.0 out of 10\"></a>",
                          width, height);
  assert_snippet (hm_snippet_html, report, &style, "badge.svg", html);
}

static void
test_without_a_link (void)
{
  g_autoptr (HmReport) report = hm_sample_report_unknown ();
  const HmBadgeStyle style = { .label = NULL };

  assert_snippet (hm_snippet_markdown, report, &style, "badge.svg",
                  "![hallmark score: not scored, too little is known](badge.svg)");
}

static void
test_hostile_label_link_and_file (void)
{
  g_autoptr (HmReport) report = hm_sample_report_full ();
  const HmBadgeStyle style = { .label = "a]\"<b>\n", .link = "https://x.org/)\"><i>?a=1&b" };
  g_autoptr (GString) html = g_string_new (NULL);

  assert_snippet (hm_snippet_markdown, report, &style, "./my badges/1(2)\"<.svg",
                  "[![a\\]\"&lt;b&gt;\\\\x0a score: 9.0 out of 10]"
                  "(my%20badges/1%282%29%22%3C.svg)](https://x.org/%29%22%3E%3Ci%3E?a=1&amp;b)");
  hm_snippet_html (html, report, &style, "./my badges/1(2)\"<.svg");
  g_assert_nonnull (strstr (html->str, "src=\"my%20badges/1%282%29%22%3C.svg\" "));
  g_assert_nonnull (strstr (html->str, "alt=\"a]&quot;&lt;b&gt;\\x0a score: 9.0 out of 10\""));
}

static void
test_only_web_links (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_assert_false (hm_link_append_url (out, ""));
  g_assert_false (hm_link_append_url (out, "javascript:alert(1)"));
  g_assert_false (hm_link_append_url (out, "file:///etc/passwd"));
  g_assert_cmpuint (out->len, ==, 0);
  g_assert_true (hm_link_append_url (out, "http://x.org/\xff\n`|"));
  g_assert_cmpstr (out->str, ==, "http://x.org/%FF%0A%60%7C");
}

static void
test_paths (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_link_append_path (out, "././a//b:c/\xff#");
  g_assert_cmpstr (out->str, ==, "a//b%3Ac/%FF%23");
}

static void
assert_evidence (const char *url, HmEvidenceKind kind, const char *wanted)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *path = g_strdup ("a b");
  const HmEvidence evidence = { .kind = kind, .text = path, .oid = report->commit, .line = 7 };

  hm_text_set (&report->subject_url, url);
  g_assert_true (hm_link_append_evidence (out, report, &evidence) == (*wanted != '\0'));
  g_assert_cmpstr (out->str, ==, wanted);
}

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

static void
test_evidence_on_forges (void)
{
  assert_evidence ("https://github.com/o/r", HM_EVIDENCE_FILE,
                   "https://github.com/o/r/blob/" COMMIT "/a%20b#L7");
  assert_evidence ("https://gitlab.com/g/s/r", HM_EVIDENCE_FILE,
                   "https://gitlab.com/g/s/r/-/blob/" COMMIT "/a%20b#L7");
  assert_evidence ("https://codeberg.org/o/r", HM_EVIDENCE_FILE,
                   "https://codeberg.org/o/r/src/commit/" COMMIT "/a%20b#L7");
  assert_evidence ("https://gitlab.com/o/r", HM_EVIDENCE_COMMIT,
                   "https://gitlab.com/o/r/-/commit/" COMMIT);
  assert_evidence ("https://github.com/o/r", HM_EVIDENCE_TAG, "");
  assert_evidence ("https://github.com.evil.org/o/r", HM_EVIDENCE_FILE, "");
  assert_evidence ("", HM_EVIDENCE_COMMIT, "");
}

static void
assert_stamp_of_band (const HmReport *report, const char *message, const char *accessible,
                      const char *band)
{
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  g_assert_cmpstr (stamp.badge.message, ==, message);
  g_assert_cmpstr (stamp.badge.accessible, ==, accessible);
  g_assert_cmpstr (stamp.badge.band, ==, band);
}

static void
assert_stamp (const HmReport *report, const char *message, const char *accessible)
{
  assert_stamp_of_band (report, message, accessible, report->band);
}

static void
test_stamp (void)
{
  g_autoptr (HmReport) full = hm_sample_report_full ();
  g_autoptr (HmReport) partial = hm_sample_report ();
  g_autoptr (HmReport) unknown = hm_sample_report_unknown ();

  assert_stamp (full, "9.0", "9.0 out of 10");
  full->score = full->unwaived_score = 100;
  assert_stamp (full, "10", "10 out of 10");
  full->unwaived_score = 62;
  assert_stamp (full, "10", "10 out of 10; 6.2 without waivers");
  partial->unwaived_score = 0;
  assert_stamp (partial, "7.6 partial",
                "7.6 out of 10; 0.0 without waivers, partial evidence: 58 % known");
  partial->unwaived_score = partial->score;
  assert_stamp (partial, "7.6 partial", "7.6 out of 10, partial evidence: 58 % known");
  assert_stamp (unknown, "n/a", "not scored, too little is known");
}

/* How good it is by now nobody knows, whatever its band was. */
static void
test_stale_stamp (void)
{
  g_autoptr (HmReport) full = hm_sample_report_full ();
  g_autoptr (HmReport) partial = hm_sample_report ();
  g_autoptr (HmReport) unknown = hm_sample_report_unknown ();

  full->is_stale = partial->is_stale = unknown->is_stale = TRUE;
  full->score = full->unwaived_score = 100;
  partial->score = 100;
  partial->coverage_percent = 100;
  assert_stamp_of_band (full, "10 stale", "10 out of 10, last scanned more than 30 days ago",
                        "unknown");
  assert_stamp_of_band (partial, "10 partial, stale",
                        "10 out of 10; 7.6 without waivers, partial evidence: 100 % known, "
                        "last scanned more than 30 days ago",
                        "unknown");
  assert_stamp_of_band (unknown, "n/a", "not scored, too little is known", "unknown");
}

static void
test_gain (void)
{
  static const struct {
    double gain;
    double rounded;
    const char *text;
  } gains[] = {
    { 0.0, 0.0, "0.0" },      { 0.04, 0.04, "0.0" },  { 0.05, 0.05, "0.1" },
    { 1.42857, 1.43, "1.4" }, { 9.99, 9.99, "10.0" }, { 10.0, 10.0, "10.0" },
    { 12.0, 10.0, "10.0" },   { -1.0, 0.0, "0.0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (gains); i++) {
    char text[HM_GAIN_TEXT_SIZE];

    g_assert_cmpfloat (hm_gain_round (gains[i].gain), ==, gains[i].rounded);
    g_assert_cmpstr (hm_gain_text (gains[i].gain, text), ==, gains[i].text);
    g_assert_cmpstr (hm_gain_text (gains[i].rounded, text), ==, gains[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snippet/linked-to-the-subject", test_linked_to_the_subject);
  g_test_add_func ("/snippet/without-a-link", test_without_a_link);
  g_test_add_func ("/snippet/hostile-label-link-and-file", test_hostile_label_link_and_file);
  g_test_add_func ("/link/only-web-links", test_only_web_links);
  g_test_add_func ("/link/paths", test_paths);
  g_test_add_func ("/link/evidence-on-forges", test_evidence_on_forges);
  g_test_add_func ("/stamp/what-the-badge-says", test_stamp);
  g_test_add_func ("/stamp/stale", test_stale_stamp);
  g_test_add_func ("/gain/rounding", test_gain);
  return g_test_run ();
}
