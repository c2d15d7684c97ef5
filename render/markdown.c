/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts all text of the report. Each part has a share of the size that a comment may have, so that a check with a
 * thousand findings leaves room for the others.
 */
#include "render/markdown.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/gain.h"
#include "render/link.h"
#include "render/shortfall.h"
#include "render/snippet.h"
#include "scoring/policy.h"

#include <string.h>

/* Lets a script that posts the report find its own comment. */
#define MARKER "<!-- hallmark report -->\n"

#define BADGE_FILE "hallmark.svg"

/* Unicode characters kept of one text; masked, a hostile one takes ten bytes at most. */
#define NAME_MAX_CHARACTERS 64
#define REASON_MAX_CHARACTERS 200
#define MESSAGE_MAX_CHARACTERS 400

#define STEPS_MAX 5
#define EVIDENCE_MAX 10

/* Bytes: where the table of checks stops, and what is kept free for the badge and for "... and N more". */
#define TABLE_BYTES_MAX 20000
#define TAIL_BYTES_MAX 6000
#define MORE_BYTES 80

/* Bytes that the verdict may take, and what a range or a baseline tells; findings told of each. */
#define VERDICT_BYTES_MAX 8000
#define CHANGES_BYTES_MAX 3000
#define SHORTFALLS_MAX 5
#define CHANGES_MAX 5

#define COMMIT_DIGITS 12
#define DATE_LENGTH 10

/* Appends the first @max characters of @text, masked. */
static void
text_append (GString *out, const char *text, glong max)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) <= max) {
    hm_mask_markdown (out, text, -1);
    return;
  }
  hm_mask_markdown (out, valid, g_utf8_offset_to_pointer (valid, max) - valid);
  g_string_append (out, "...");
}

/* GitHub looks for mentions and references in HTML blocks too, and knows no escape there. */
static void
html_name_append (GString *out, const char *name)
{
  for (gsize i = 0; i < NAME_MAX_CHARACTERS && name[i] != '\0'; i++) {
    const gboolean is_plain = g_ascii_isalnum (name[i]) || name[i] == '-' || name[i] == '_'
                              || name[i] == '.' || name[i] == ' ';

    g_string_append_c (out, is_plain ? name[i] : '?');
  }
}

static const char *
outcome_word (HmOutcome outcome)
{
  switch (outcome) {
  case HM_PASS:
    return "ok";
  case HM_FAIL:
    return "**FAIL**";
  case HM_UNKNOWN:
    return "**could not look**";
  case HM_NOT_APPLICABLE:
  default:
    return "not applicable";
  }
}

static void
commit_append (GString *out, const HmReport *report, const HmOid *oid)
{
  const HmEvidence commit = { .kind = HM_EVIDENCE_COMMIT, .text = NULL, .oid = *oid };
  g_autoptr (GString) url = g_string_new (NULL);
  char hex[HM_OID_HEX_SIZE + 1];

  hm_oid_hex (oid, hex);
  if (hm_link_append_evidence (url, report, &commit))
    g_string_append_printf (out, "[`%.*s`](%s)", COMMIT_DIGITS, hex, url->str);
  else
    g_string_append_printf (out, "`%.*s`", COMMIT_DIGITS, hex);
}

static void
more_append (GString *out, const char *indent, guint n_more, const char *what)
{
  if (n_more > 0)
    g_string_append_printf (out, "%s... and %u more%s\n", indent, n_more, what);
}

/* Returns: (owned) " (6.2 without waivers)" where that is another score, else "". */
static char *
unwaived_text (int tenths, int unwaived_tenths)
{
  char unwaived[HM_SCORE_TEXT_SIZE];

  if (unwaived_tenths < 0 || unwaived_tenths == tenths)
    return g_strdup ("");
  return g_strdup_printf (" (%s without waivers)", hm_score_text (unwaived_tenths, unwaived));
}

static void
shortfall_append (GString *out, const HmShortfall *shortfall)
{
  g_autoptr (GString) title = g_string_new (NULL);

  /* Its finding is told below, with its place. */
  if (shortfall->kind == HM_SHORT_NEW_FINDING)
    g_string_append_printf (title, "new in %s", shortfall->check_name);
  else
    hm_shortfall_append (title, shortfall);
  g_string_append (out, "- **");
  text_append (out, title->str, REASON_MAX_CHARACTERS);
  g_string_append (out, "**");
  if (*shortfall->finding != '\0') {
    g_string_append (out, ": ");
    text_append (out, shortfall->finding, REASON_MAX_CHARACTERS);
  }
  if (*shortfall->place != '\0') {
    g_string_append (out, " (");
    text_append (out, shortfall->place, REASON_MAX_CHARACTERS);
    g_string_append_c (out, ')');
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < shortfall->ways->len; i++) {
    g_string_append (out, "  - to pass: ");
    text_append (out, g_ptr_array_index (shortfall->ways, i), REASON_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
}

/* Stands first, since a job's summary is read for it. */
static void
verdict_append (GString *out, const HmReport *report)
{
  const HmGateVerdict *verdict = report->verdict;
  const gsize bytes_max = out->len + VERDICT_BYTES_MAX;
  guint n_told = 0;

  if (verdict == NULL)
    return;
  if (verdict->has_passed)
    g_string_append (out, "**PASS**: nothing falls short of the gate.\n\n");
  else
    g_string_append_printf (out, "**FAIL**: %u %s short of the gate.\n\n", verdict->shortfalls->len,
                            verdict->shortfalls->len == 1 ? "thing falls" : "things fall");
  for (; n_told < MIN (verdict->shortfalls->len, SHORTFALLS_MAX); n_told++) {
    g_autoptr (GString) text = g_string_new (NULL);

    shortfall_append (text, g_ptr_array_index (verdict->shortfalls, n_told));
    if (out->len + text->len > bytes_max)
      break;
    g_string_append_len (out, text->str, (gssize) text->len);
  }
  more_append (out, "- ", verdict->shortfalls->len - n_told, " in the JSON report");
  for (n_told = 0; n_told < verdict->notes->len && out->len < bytes_max; n_told++) {
    g_string_append (out, "- Note: ");
    text_append (out, g_ptr_array_index (verdict->notes, n_told), REASON_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
  more_append (out, "- ", verdict->notes->len - n_told, " notes in the JSON report");
  if (verdict->shortfalls->len > 0 || verdict->notes->len > 0)
    g_string_append_c (out, '\n');
}

/* The built-in policy goes without saying. */
static void
policy_append (GString *out, const HmReport *report)
{
  if (*report->policy_source == '\0')
    return;
  g_string_append (out, "By the policy ");
  text_append (out, report->policy_name, NAME_MAX_CHARACTERS);
  g_string_append (out, " (");
  text_append (out, report->policy_source, REASON_MAX_CHARACTERS);
  g_string_append (out, ").\n");
}

static void
headline_append (GString *out, const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char ceiling[HM_SCORE_TEXT_SIZE];
  char as_of[HM_INSTANT_TEXT_SIZE];
  g_autofree char *unwaived = unwaived_text (report->score, report->unwaived_score);

  hm_score_text (report->score, score);
  if (report->score < 0)
    g_string_append (out, "## hallmark: no score\n\n");
  else
    g_string_append_printf (out, "## hallmark: %s%s of 10%s\n\n", score, unwaived,
                            report->is_partial ? ", partial" : "");
  verdict_append (out, report);
  g_string_append (out, "**");
  text_append (out, report->subject_name, REASON_MAX_CHARACTERS);
  g_string_append (out, "** at ");
  commit_append (out, report, &report->commit);
  if (*report->subject_ref != '\0') {
    g_string_append (out, " (");
    text_append (out, report->subject_ref, REASON_MAX_CHARACTERS);
    g_string_append_c (out, ')');
  }
  g_string_append_printf (out, ", as of %s.\n", hm_instant_text (report->as_of, as_of));
  g_string_append_printf (out, "Floor %s, ceiling %s; evidence settles **%d %%** of the scale.\n",
                          hm_score_text (report->floor, floor),
                          hm_score_text (report->ceiling, ceiling), report->coverage_percent);
  policy_append (out, report);
  if (report->forge.asked_at == 0)
    return;
  g_string_append (out, "Asked ");
  text_append (out, *report->forge.host != '\0' ? report->forge.host : "the forge",
               REASON_MAX_CHARACTERS);
  g_string_append (out, " (");
  text_append (out, report->forge.token_class, REASON_MAX_CHARACTERS);
  g_string_append_printf (out, ") at %s.\n", hm_instant_text (report->forge.asked_at, as_of));
}

static void
table_append (GString *out, const HmReport *report)
{
  guint i;

  if (report->results->len == 0)
    return;
  g_string_append (out, "\n| Check | Risk | Score | Why |\n|---|---|--:|---|\n");
  for (i = 0; i < report->results->len && out->len < TABLE_BYTES_MAX; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    char score[HM_SCORE_TEXT_SIZE];
    g_autofree char *unwaived = unwaived_text (result->score, result->unwaived_score);

    g_string_append (out, "| ");
    text_append (out, result->name, NAME_MAX_CHARACTERS);
    g_string_append_printf (out, " | %s | %s | ", hm_risk_text (result->risk),
                            hm_score_text (result->score, score));
    text_append (out, result->reason, REASON_MAX_CHARACTERS);
    g_string_append_printf (out, "%s |\n", unwaived);
  }
  if (i < report->results->len)
    g_string_append_c (out, '\n');
  more_append (out, "", report->results->len - i, " checks");
}

/* "+ Binary-Artifacts: an ELF executable (a.out)" for each. */
static void
changes_append (GString *out, const GPtrArray *changes, const char *word)
{
  const gsize bytes_max = out->len + CHANGES_BYTES_MAX;
  guint n_told = 0;

  for (; n_told < MIN (changes->len, CHANGES_MAX) && out->len < bytes_max; n_told++) {
    const HmFindingChange *change = g_ptr_array_index (changes, n_told);
    const HmFinding *finding = g_ptr_array_index (change->findings->items, 0);

    g_string_append_printf (out, "- %s%s in ", word, finding->waiver > 0 ? ", waived," : "");
    text_append (out, change->check_name, NAME_MAX_CHARACTERS);
    g_string_append (out, ": ");
    text_append (out, finding->message, REASON_MAX_CHARACTERS);
    if (finding->evidence->len > 0
        && *g_array_index (finding->evidence, HmEvidence, 0).text != '\0') {
      g_string_append (out, " (");
      text_append (out, g_array_index (finding->evidence, HmEvidence, 0).text,
                   REASON_MAX_CHARACTERS);
      g_string_append_c (out, ')');
    }
    g_string_append_c (out, '\n');
  }
  more_append (out, "- ", changes->len - n_told, " in the JSON report");
}

static void
comparison_append (GString *out, const char *title, const HmComparison *comparison)
{
  char before[HM_SCORE_TEXT_SIZE];
  char after[HM_SCORE_TEXT_SIZE];

  if (comparison == NULL)
    return;
  g_string_append_printf (out, "\n### %s\n\nScore %s to %s; %u %s came, %u mended.\n", title,
                          hm_score_text (comparison->before_score, before),
                          hm_score_text (comparison->after_score, after), comparison->added->len,
                          comparison->added->len == 1 ? "finding" : "findings",
                          comparison->mended->len);
  if (comparison->added->len + comparison->mended->len > 0)
    g_string_append_c (out, '\n');
  changes_append (out, comparison->added, "New");
  changes_append (out, comparison->mended, "Mended");
}

static void
steps_append (GString *out, const HmReport *report)
{
  const guint n_steps = MIN (report->steps->len, STEPS_MAX);

  if (n_steps == 0)
    return;
  g_string_append (out, "\n### Next steps\n\n");
  for (guint i = 0; i < n_steps; i++) {
    const HmStep *step = g_ptr_array_index (report->steps, i);
    char gain[HM_GAIN_TEXT_SIZE];

    hm_gain_text (step->gain, gain);
    if (step->is_view)
      g_string_append_printf (out, "%u. to see more (settles up to %s), ", i + 1, gain);
    else
      g_string_append_printf (out, "%u. **+%s**, ", i + 1, gain);
    text_append (out, step->check_name, NAME_MAX_CHARACTERS);
    g_string_append (out, ": ");
    text_append (out, step->text, MESSAGE_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
  if (report->steps->len > n_steps)
    g_string_append_c (out, '\n');
  more_append (out, "", report->steps->len - n_steps, " in the JSON report");
}

static void
evidence_append (GString *out, const HmReport *report, const HmEvidence *evidence)
{
  g_autoptr (GString) url = g_string_new (NULL);
  const gboolean is_linked = hm_link_append_evidence (url, report, evidence);
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append (out, "  - ");
  if (is_linked)
    g_string_append_c (out, '[');
  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    text_append (out, evidence->text, REASON_MAX_CHARACTERS);
    if (evidence->line > 0)
      g_string_append_printf (out, ", line %u", evidence->line);
    break;
  case HM_EVIDENCE_COMMIT:
    g_string_append_printf (out, "commit `%s`", hm_oid_hex (&evidence->oid, hex));
    break;
  case HM_EVIDENCE_TAG:
    g_string_append (out, "tag ");
    text_append (out, evidence->text, REASON_MAX_CHARACTERS);
    g_string_append_printf (out, " (`%s`)", hm_oid_hex (&evidence->oid, hex));
    break;
  case HM_EVIDENCE_URL:
    text_append (out, evidence->text, REASON_MAX_CHARACTERS);
    break;
  }
  if (is_linked)
    g_string_append_printf (out, "](%s)", url->str);
  g_string_append_c (out, '\n');
}

static void
waiver_append (GString *out, const HmReportWaiver *waiver)
{
  char until[HM_INSTANT_TEXT_SIZE];

  hm_instant_text (waiver->expires - 1, until);
  g_string_append_printf (out, "  - Waived until %.*s: ", DATE_LENGTH, until);
  text_append (out, waiver->reason, MESSAGE_MAX_CHARACTERS);
  g_string_append (out, ", ");
  text_append (out, waiver->by, NAME_MAX_CHARACTERS);
  g_string_append_c (out, '\n');
}

static void
finding_append (GString *out, const HmReport *report, const HmFinding *finding)
{
  const guint n_evidence = MIN (finding->evidence->len, EVIDENCE_MAX);
  const gboolean is_waived = finding->waiver > 0 && finding->waiver <= report->waivers->len;

  g_string_append_printf (out, "- %s: ", is_waived ? "waived" : outcome_word (finding->outcome));
  text_append (out, finding->message, MESSAGE_MAX_CHARACTERS);
  if (finding->points_max > 0 && finding->outcome != HM_NOT_APPLICABLE) {
    char points[HM_SCORE_TEXT_SIZE];
    char points_max[HM_SCORE_TEXT_SIZE];

    g_string_append_printf (
        out, " (%s of %s)",
        finding->outcome == HM_UNKNOWN ? "?" : hm_score_text (finding->points, points),
        hm_score_text (finding->points_max, points_max));
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < n_evidence; i++)
    evidence_append (out, report, &g_array_index (finding->evidence, HmEvidence, i));
  more_append (out, "  - ", finding->evidence->len - n_evidence, "");
  if (is_waived)
    waiver_append (out, g_ptr_array_index (report->waivers, finding->waiver - 1));
  if (!is_waived && finding->outcome != HM_PASS && *finding->remediation != '\0') {
    g_string_append (out, finding->outcome == HM_UNKNOWN ? "  - To see it: " : "  - To mend it: ");
    text_append (out, finding->remediation, MESSAGE_MAX_CHARACTERS);
    g_string_append_c (out, '\n');
  }
}

/* Appends the findings of one outcome while they fit. Returns: how many did not. */
static guint
findings_append (GString *out, const HmReport *report, const HmResult *result, HmOutcome outcome,
                 gsize bytes_max)
{
  guint n_left = 0;

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    g_autoptr (GString) text = NULL;

    if (finding->outcome != outcome)
      continue;
    text = g_string_new (NULL);
    finding_append (text, report, finding);
    if (n_left == 0 && out->len + text->len + MORE_BYTES <= bytes_max)
      g_string_append_len (out, text->str, (gssize) text->len);
    else
      n_left++;
  }
  return n_left;
}

/* What can be acted upon comes first, so that a cut takes what went well. */
static void
result_append (GString *out, const HmReport *report, const HmResult *result, gsize bytes_max)
{
  static const HmOutcome outcomes[] = { HM_FAIL, HM_UNKNOWN, HM_PASS, HM_NOT_APPLICABLE };
  g_autoptr (GString) section = g_string_new ("\n<details>\n<summary>");
  char score[HM_SCORE_TEXT_SIZE];
  const char *end = "\n</details>\n";
  guint n_left = 0;

  html_name_append (section, result->name);
  g_string_append_printf (section, ": %s</summary>\n\n", hm_score_text (result->score, score));
  if (section->len + strlen (end) + MORE_BYTES > bytes_max)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    n_left += findings_append (section, report, result, outcomes[i], bytes_max - strlen (end));
  more_append (section, "- ", n_left, " in the JSON report");
  g_string_append (section, end);
  g_string_append_len (out, section->str, (gssize) section->len);
}

static void
results_append (GString *out, const HmReport *report, gsize bytes_max)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    const gsize left = bytes_max > out->len ? bytes_max - out->len : 0;

    if (result->findings->items->len > 0)
      result_append (out, report, result, left / (report->results->len - i));
  }
}

static void
tail_append (GString *out, const HmReport *report, const HmBadgeStyle *style)
{
  g_string_append (out, "\n<details>\n<summary>Badge</summary>\n\n"
                        "Stamp it with `hallmark badge report.json -o " BADGE_FILE
                        "`, and show it with\n\n```markdown\n");
  hm_snippet_markdown (out, report, style, BADGE_FILE);
  g_string_append (out, "\n```\n\n</details>\n");
}

GBytes *
hm_markdown_write (const HmReport *report, const HmBadgeStyle *style)
{
  GString *out = g_string_new (MARKER);
  g_autoptr (GString) tail = g_string_new (NULL);

  headline_append (out, report);
  table_append (out, report);
  comparison_append (out, "What this range did", report->range);
  comparison_append (out, "Since the baseline", report->baseline);
  steps_append (out, report);
  tail_append (tail, report, style);
  if (tail->len > TAIL_BYTES_MAX)
    g_string_truncate (tail, 0);
  results_append (out, report, HM_MARKDOWN_MAX - tail->len);
  g_string_append_len (out, tail->str, (gssize) tail->len);
  return g_string_free_to_bytes (out);
}
