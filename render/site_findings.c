/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found in a repository, with where to see it and how to mend it. Distrusts every text: a
 * report may bring thousands of any length.
 */
#include "core/oid.h"
#include "core/seeded_hash.h"
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
message_append (HmHtml *html, const HmFinding *finding, guint n_equal)
{
  hm_html_begin (html, "p");
  hm_html_leaf (html, "b",
                finding->outcome == HM_FAIL && finding->waiver == 0 ? "fails" : "unknown",
                outcome_word (finding));
  hm_html_text (html, ": ");
  hm_site_prose (html, finding->message, TEXT_CHARACTERS);
  if (n_equal > 1)
    hm_html_text_format (html, " (%u findings)", n_equal);
  hm_html_end (html);
}

/* How to mend it, and where it is to be seen. */
static void
details_append (HmHtml *html, const HmReport *report, const HmFinding *finding,
                gboolean with_remedy)
{
  const guint n_shown = MIN (finding->evidence->len, EVIDENCE_MAX);

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
}

/* Whether they read the same, as those of several probes of a check may. */
static gboolean
is_equal (const HmFinding *one, const HmFinding *other)
{
  return one->outcome == other->outcome && (one->waiver > 0) == (other->waiver > 0)
         && g_str_equal (one->message, other->message);
}

static guint
outcome_count (const HmResult *result, HmOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < result->findings->items->len; i++)
    n += ((HmFinding *) g_ptr_array_index (result->findings->items, i))->outcome == outcome ? 1 : 0;
  return n;
}

/*
 * Returns: (owned) (element-type HmFinding) those of @outcome, each beside those that read the same; borrowed from
 * @result
 */
static GPtrArray *
findings_gather (const HmResult *result, HmOutcome outcome)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, NULL,
                                                         (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GPtrArray *findings = g_ptr_array_new ();

  for (guint i = 0; i < result->findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    GPtrArray *group = g_hash_table_lookup (groups, finding->message);

    if (finding->outcome != outcome)
      continue;
    if (group == NULL) {
      group = g_ptr_array_new ();
      g_hash_table_insert (groups, finding->message, group);
      g_ptr_array_add (order, group);
    }
    g_ptr_array_add (group, finding);
  }
  for (guint i = 0; i < order->len; i++)
    g_ptr_array_extend (findings, g_ptr_array_index (order, i), NULL, NULL);
  return findings;
}

/* Those of @outcome, as far as there is room. */
static void
findings_append (HmHtml *html, const HmReport *report, const HmResult *result, HmOutcome outcome)
{
  g_autoptr (GPtrArray) findings = findings_gather (result, outcome);
  const char *remedy = "";
  guint n_told = 0;

  hm_html_begin (html, "ul");
  hm_html_attribute (html, "class", "findings");
  while (n_told < MIN (findings->len, FINDINGS_MAX) && hm_html_size (html) <= FINDINGS_BYTES_MAX) {
    const HmFinding *first = g_ptr_array_index (findings, n_told);
    guint n_equal = 1;

    while (n_told + n_equal < findings->len
           && is_equal (first, g_ptr_array_index (findings, n_told + n_equal)))
      n_equal++;
    hm_html_begin (html, "li");
    message_append (html, first, n_equal);
    for (const guint end = n_told + n_equal;
         n_told < MIN (end, FINDINGS_MAX) && hm_html_size (html) <= FINDINGS_BYTES_MAX; n_told++) {
      const HmFinding *finding = g_ptr_array_index (findings, n_told);

      /* What mends them all is said once. */
      details_append (html, report, finding, !g_str_equal (finding->remediation, remedy));
      remedy = finding->remediation;
    }
    hm_html_end (html);
  }
  if (n_told < findings->len)
    hm_html_leaf_format (html, "li", NULL, "and %u more in the report", findings->len - n_told);
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
    hm_html_attribute (html, "class", "unseen");
    hm_html_begin (html, "summary");
    /* A list of all that can be opened tells them apart. */
    hm_html_begin (html, "span");
    hm_html_attribute (html, "class", "aside");
    place_append (html, result->name);
    hm_html_text (html, ": ");
    hm_html_end (html);
    hm_html_text_format (html, "%u that nobody could look at", n_unknown);
    hm_html_end (html);
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
