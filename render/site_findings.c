/* SPDX-License-Identifier: Apache-2.0 */
/* What was found in a repository, with where to see it and how to mend it. Distrusts every text: a report may bring thousands of any length. */
#include "core/oid.h"
#include "render/site_part.h"
#include "scoring/policy.h"

/* What a page may have before the next finding is begun: one takes a few kB at most, each text being cut. */
#define FINDINGS_BYTES_MAX (HM_SITE_PAGE_MAX - 60000u)

/* Findings of one check that are told, where evidence of one is, and Unicode characters of a text. */
#define FINDINGS_MAX 25u
#define EVIDENCE_MAX 5u
#define TEXT_CHARACTERS 600
#define PLACE_CHARACTERS 160
#define COMMIT_DIGITS 12

/* A file, a tag, a name: none of it is prose. */
static void
place_append (HmHtml *html, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const gboolean is_cut = g_utf8_strlen (valid, -1) > PLACE_CHARACTERS;

  if (is_cut)
    *g_utf8_offset_to_pointer (valid, PLACE_CHARACTERS) = '\0';
  hm_html_text (html, valid);
  if (is_cut)
    hm_html_text (html, "\xe2\x80\xa6");
}

static void
evidence_append (HmHtml *html, const HmReport *report, const HmEvidence *evidence)
{
  g_autofree char *place = NULL;
  char hex[HM_OID_HEX_SIZE + 1];

  if (evidence->kind == HM_EVIDENCE_COMMIT)
    place = g_strdup_printf ("commit %.*s", COMMIT_DIGITS, hm_oid_hex (&evidence->oid, hex));
  else if (evidence->kind == HM_EVIDENCE_TAG)
    place = g_strdup_printf ("tag %s", evidence->text);
  else if (evidence->kind == HM_EVIDENCE_FILE && evidence->line > 0)
    place = g_strdup_printf ("%s:%u", evidence->text, evidence->line);
  else
    place = g_strdup (evidence->text);
  hm_html_begin (html, "li");
  hm_html_begin_evidence (html, report, evidence);
  place_append (html, place);
  hm_html_end (html);
  hm_html_end (html);
}

static const char *
outcome_word (const HmFinding *finding)
{
  if (finding->waiver > 0)
    return "Waived";
  return finding->outcome == HM_FAIL ? "Fails" : "Could not look";
}

static void
finding_append (HmHtml *html, const HmReport *report, const HmFinding *finding,
                gboolean with_remedy)
{
  const guint n_shown = MIN (finding->evidence->len, EVIDENCE_MAX);

  hm_html_begin (html, "li");
  hm_html_begin (html, "p");
  hm_html_leaf (html, "b",
                finding->outcome == HM_FAIL && finding->waiver == 0 ? "fails" : "unknown",
                outcome_word (finding));
  hm_html_text (html, ": ");
  hm_site_prose (html, finding->message, TEXT_CHARACTERS);
  hm_html_end (html);
  if (with_remedy && *finding->remediation != '\0') {
    hm_html_begin (html, "p");
    hm_html_attribute (html, "class", "remedy");
    hm_html_text (html, finding->outcome == HM_FAIL ? "To mend it: " : "To see it: ");
    hm_site_prose (html, finding->remediation, TEXT_CHARACTERS);
    hm_html_end (html);
  }
  if (n_shown > 0) {
    hm_html_begin (html, "ul");
    hm_html_attribute (html, "class", "evidence");
    for (guint i = 0; i < n_shown; i++)
      evidence_append (html, report, &g_array_index (finding->evidence, HmEvidence, i));
    if (n_shown < finding->evidence->len)
      hm_html_leaf_format (html, "li", NULL, "and %u more in the report",
                           finding->evidence->len - n_shown);
    hm_html_end (html);
  }
  hm_html_end (html);
}

static guint
outcome_count (const HmResult *result, HmOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < result->findings->items->len; i++)
    n += ((HmFinding *) g_ptr_array_index (result->findings->items, i))->outcome == outcome ? 1 : 0;
  return n;
}

/* Those of @outcome, as far as there is room. */
static void
findings_append (HmHtml *html, const HmReport *report, const HmResult *result, HmOutcome outcome)
{
  const char *remedy = "";
  guint n_told = 0;

  hm_html_begin (html, "ul");
  hm_html_attribute (html, "class", "findings");
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->outcome != outcome)
      continue;
    if (n_told == FINDINGS_MAX || hm_html_size (html) > FINDINGS_BYTES_MAX)
      break;
    /* What mends them all is said once. */
    finding_append (html, report, finding, !g_str_equal (finding->remediation, remedy));
    remedy = finding->remediation;
    n_told++;
  }
  if (n_told < outcome_count (result, outcome))
    hm_html_leaf_format (html, "li", NULL, "and %u more in the report",
                         outcome_count (result, outcome) - n_told);
  hm_html_end (html);
}

static void
result_append (HmHtml *html, const HmReport *report, const HmResult *result)
{
  const guint n_unknown = outcome_count (result, HM_UNKNOWN);

  hm_html_begin (html, "section");
  hm_html_begin (html, "h3");
  place_append (html, result->name);
  hm_html_end (html);
  if (outcome_count (result, HM_FAIL) > 0)
    findings_append (html, report, result, HM_FAIL);
  if (n_unknown > 0) {
    hm_html_begin (html, "details");
    hm_html_leaf_format (html, "summary", NULL, "%u that nobody could look at", n_unknown);
    findings_append (html, report, result, HM_UNKNOWN);
    hm_html_end (html);
  }
  hm_html_end (html);
}

void
hm_site_findings (HmHtml *html, const HmReport *report)
{
  guint n_shown = 0;
  guint n_more = 0;

  hm_html_leaf (html, "h2", NULL, "What was found");
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    if (outcome_count (result, HM_FAIL) + outcome_count (result, HM_UNKNOWN) == 0)
      continue;
    if (hm_html_size (html) > FINDINGS_BYTES_MAX) {
      n_more++;
      continue;
    }
    result_append (html, report, result);
    n_shown++;
  }
  if (n_shown == 0)
    hm_html_leaf (html, "p", NULL,
                  "Nothing that falls short, and nothing that nobody could look at.");
  if (n_more > 0)
    hm_html_leaf_format (html, "p", NULL, "%u more checks found something: see the report.",
                         n_more);
}
