/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts all text of the report. Elements and their order are those of Jenkins' junit-10.xsd
 * (jenkinsci/xunit-plugin), which GitLab's parser reads too.
 */
#include "render/junit.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/fault.h"
#include "render/shortfall.h"

#include <string.h>

/* Findings told of one check, and bytes of one text: a page that a person reads. */
#define FINDINGS_MAX 50
#define TEXT_MAX 4000

/* What a case stands for. */
typedef struct {
  const char *name;
  const HmResult *result;       /* (nullable) the check; NULL: the whole */
  const HmShortfallKind *kinds; /* of the whole: what makes it fail */
  gsize n_kinds;
} Case;

typedef struct {
  const HmReport *report;
  GString *cases;
  guint n_cases;
  guint n_failed;
  guint n_skipped;
} Suite;

/* @text: masked for a terminal; for an attribute or for content. */
static void
xml_append (GString *out, const char *text)
{
  g_autoptr (GString) cut = g_string_new (text);

  if (cut->len > TEXT_MAX) {
    const char *end = g_utf8_find_prev_char (cut->str, cut->str + TEXT_MAX + 1);

    g_string_truncate (cut, (gsize) (end - cut->str));
    g_string_append (cut, "...");
  }
  hm_mask_xml (out, cut->str, (gssize) cut->len);
}

/* Shown as they are by servers that know no more than text. */
static void
raw_append (GString *out, const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);

  hm_mask_terminal (masked, text, -1, FALSE);
  xml_append (out, masked->str);
}

static gboolean
is_of_case (const Case *one, const HmShortfall *shortfall)
{
  if (one->result != NULL)
    return g_str_equal (shortfall->check_id, one->result->id);
  for (gsize i = 0; i < one->n_kinds; i++) {
    if (one->kinds[i] == shortfall->kind)
      return TRUE;
  }
  return FALSE;
}

static void
findings_append (GString *out, const Suite *suite, const HmResult *result)
{
  guint n_found = 0;

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    g_autoptr (GString) line = NULL;
    const HmEvidence *file;
    HmFault fault;

    if (finding->outcome != HM_FAIL || n_found++ >= FINDINGS_MAX)
      continue;
    hm_fault_fill (suite->report, result, finding, &fault);
    file = hm_fault_file (&fault);
    line = g_string_new (fault.waiver != NULL ? "waived: " : "");
    if (file != NULL) {
      hm_mask_terminal (line, file->text, -1, FALSE);
      g_string_append_printf (line, ":%u: ", MAX (file->line, 1));
    }
    hm_fault_text_append (line, &fault);
    xml_append (out, line->str);
    g_string_append_c (out, '\n');
  }
  if (n_found > FINDINGS_MAX)
    g_string_append_printf (out, "... and %u more in the JSON report\n", n_found - FINDINGS_MAX);
}

/*
 * One element for all of a case: those who read JUnit's XML show the first and no more. Returns:
 * whether there was one.
 */
static gboolean
failures_append (GString *out, const Suite *suite, const Case *one)
{
  const HmGateVerdict *verdict = suite->report->verdict;
  const HmShortfall *first = NULL;
  g_autoptr (GString) message = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  guint n_shortfalls = 0;

  for (guint i = 0; verdict != NULL && i < verdict->shortfalls->len; i++) {
    const HmShortfall *shortfall = g_ptr_array_index (verdict->shortfalls, i);
    g_autoptr (GString) text = g_string_new (NULL);

    if (!is_of_case (one, shortfall))
      continue;
    hm_shortfall_append (text, shortfall);
    if (n_shortfalls++ == 0) {
      first = shortfall;
      g_string_append (message, text->str);
    }
    if (n_shortfalls > FINDINGS_MAX)
      continue;
    hm_shortfall_append_ways (text, shortfall);
    xml_append (body, text->str);
    g_string_append_c (body, '\n');
  }
  if (first == NULL)
    return FALSE;
  if (n_shortfalls > 1)
    g_string_append_printf (message, ", and %u more", n_shortfalls - 1);
  if (n_shortfalls > FINDINGS_MAX)
    g_string_append_printf (body, "... and %u more\n", n_shortfalls - FINDINGS_MAX);
  g_string_append_printf (out, "      <failure type=\"%s\" message=\"",
                          hm_shortfall_kind_text (first->kind));
  xml_append (out, message->str);
  g_string_append_printf (out, "\">%s", body->str);
  if (one->result != NULL)
    findings_append (out, suite, one->result);
  g_string_append (out, "</failure>\n");
  return TRUE;
}

static void
check_out_append (GString *out, const Suite *suite, const HmResult *result, gboolean has_failed)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char ceiling[HM_SCORE_TEXT_SIZE];

  g_string_append (out, "      <system-out>");
  if (result->status == HM_STATUS_SCORED)
    g_string_append_printf (
        out, "score %s, floor %s, ceiling %s: ", hm_score_text (result->score, score),
        hm_score_text (result->floor, floor), hm_score_text (result->ceiling, ceiling));
  else
    g_string_append_printf (out, "%s: ", hm_status_text (result->status));
  raw_append (out, result->reason);
  g_string_append_c (out, '\n');
  if (!has_failed)
    findings_append (out, suite, result);
  g_string_append (out, "</system-out>\n");
}

static void
whole_out_append (GString *out, const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char ceiling[HM_SCORE_TEXT_SIZE];

  g_string_append_printf (
      out, "      <system-out>score %s, floor %s, ceiling %s, coverage %d %%</system-out>\n",
      hm_score_text (report->score, score), hm_score_text (report->floor, floor),
      hm_score_text (report->ceiling, ceiling), report->coverage_percent);
}

static void
case_append (Suite *suite, const Case *one)
{
  GString *out = suite->cases;
  g_autoptr (GString) failures = g_string_new (NULL);
  const gboolean has_failed = failures_append (failures, suite, one);
  const gboolean is_skipped =
      !has_failed && one->result != NULL && one->result->status != HM_STATUS_SCORED;

  suite->n_cases++;
  suite->n_failed += has_failed ? 1 : 0;
  suite->n_skipped += is_skipped ? 1 : 0;
  g_string_append (out, "    <testcase name=\"");
  raw_append (out, one->name);
  g_string_append (out, "\" classname=\"hallmark\" time=\"0\">\n");
  if (is_skipped) {
    g_string_append_printf (out, "      <skipped>%s: ", hm_status_text (one->result->status));
    raw_append (out, one->result->reason);
    g_string_append (out, "</skipped>\n");
  }
  g_string_append_len (out, failures->str, (gssize) failures->len);
  if (one->result != NULL)
    check_out_append (out, suite, one->result, has_failed);
  else
    whole_out_append (out, suite->report);
  g_string_append (out, "    </testcase>\n");
}

/* The bars of the whole: a case is there whether or not it is asked for, so that a test's history has no holes. */
static void
whole_append (Suite *suite)
{
  static const HmShortfallKind of_score[] = { HM_SHORT_OF_SCORE };
  static const HmShortfallKind of_floor[] = { HM_SHORT_OF_FLOOR };
  static const HmShortfallKind of_coverage[] = { HM_SHORT_OF_COVERAGE };
  static const HmShortfallKind of_baseline[] = { HM_SHORT_OF_BASELINE, HM_SHORT_OF_CHECK_BASELINE };
  static const HmShortfallKind of_range[] = { HM_SHORT_NEW_FINDING };

  case_append (suite, &(Case){ "score", NULL, of_score, G_N_ELEMENTS (of_score) });
  case_append (suite, &(Case){ "floor", NULL, of_floor, G_N_ELEMENTS (of_floor) });
  case_append (suite, &(Case){ "coverage", NULL, of_coverage, G_N_ELEMENTS (of_coverage) });
  if (suite->report->baseline != NULL)
    case_append (suite, &(Case){ "no regression", NULL, of_baseline, G_N_ELEMENTS (of_baseline) });
  if (suite->report->range != NULL)
    case_append (suite, &(Case){ "no new findings", NULL, of_range, G_N_ELEMENTS (of_range) });
}

static void
property_append (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "      <property name=\"%s\" value=\"", name);
  raw_append (out, value);
  g_string_append (out, "\"/>\n");
}

static void
properties_append (GString *out, const HmReport *report)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append (out, "    <properties>\n");
  property_append (out, "subject", report->subject_name);
  property_append (out, "commit", hm_oid_hex (&report->commit, hex));
  property_append (out, "policy", report->policy_name);
  property_append (out, "tool", report->tool_version);
  g_string_append (out, "    </properties>\n");
}

GBytes *
hm_junit_write (const HmReport *report)
{
  g_autoptr (GString) cases = g_string_new (NULL);
  Suite suite = { .report = report, .cases = cases };
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
  char as_of[HM_INSTANT_TEXT_SIZE];

  whole_append (&suite);
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    case_append (&suite, &(Case){ result->name, result, NULL, 0 });
  }
  g_string_append_printf (out,
                          "  <testsuite name=\"hallmark\" tests=\"%u\" failures=\"%u\" errors=\"0\""
                          " skipped=\"%u\" time=\"0\" timestamp=\"%s\">\n",
                          suite.n_cases, suite.n_failed, suite.n_skipped,
                          hm_instant_text (report->as_of, as_of));
  properties_append (out, report);
  g_string_append_len (out, cases->str, (gssize) cases->len);
  g_string_append (out, "  </testsuite>\n</testsuites>\n");
  return g_string_free_to_bytes (out);
}
