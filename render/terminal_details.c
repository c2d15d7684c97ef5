/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal_details.h"

#include "core/instant.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/terminal_text.h"
#include "scoring/policy.h"

/* Pieces of evidence shown of one finding; the JSON report has all. */
#define EVIDENCE_SHOWN 20

#define MARK_COLUMN 2
#define WAIVED_SGR "33"
#define DATE_LENGTH 10

/* How an outcome is marked; the ASCII word is as wide as the widest. */
static const struct {
  const char *glyph;
  const char *word;
  const char *sgr;
} marks[] = {
  [HM_PASS] = { "✓", "ok", "32" },
  [HM_FAIL] = { "✗", "FAIL", "31" },
  [HM_UNKNOWN] = { "?", "?", "33" },
  [HM_NOT_APPLICABLE] = { "–", "-", HM_SGR_NORMAL },
};

static guint
message_column (const HmTerminal *terminal)
{
  return terminal->utf8 ? MARK_COLUMN + 2 : MARK_COLUMN + 6;
}

static void
evidence_write (HmWrap *wrap, const HmTerminal *terminal, const HmEvidence *evidence)
{
  g_autofree char *text = hm_terminal_text (terminal, evidence->text);
  char hex[HM_OID_HEX_SIZE + 1];

  hm_wrap_to_column (wrap, wrap->indent);
  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    if (evidence->line > 0)
      hm_wrap_printf (wrap, "%s:%u", text, evidence->line);
    else
      hm_wrap_text (wrap, text);
    break;
  case HM_EVIDENCE_COMMIT:
    hm_wrap_printf (wrap, "commit %s", hm_oid_hex (&evidence->oid, hex));
    break;
  case HM_EVIDENCE_TAG:
    hm_wrap_printf (wrap, "tag %s (%s)", text, hm_oid_hex (&evidence->oid, hex));
    break;
  case HM_EVIDENCE_URL:
    hm_wrap_text (wrap, text);
    break;
  }
  hm_wrap_end (wrap);
}

static void
points_write (HmWrap *wrap, const HmFinding *finding)
{
  char points[HM_SCORE_TEXT_SIZE];
  char points_max[HM_SCORE_TEXT_SIZE];

  if (finding->points_max == 0 || finding->outcome == HM_NOT_APPLICABLE)
    return;
  hm_wrap_printf (wrap, "(%s of %s)",
                  finding->outcome == HM_UNKNOWN ? "?" : hm_score_text (finding->points, points),
                  hm_score_text (finding->points_max, points_max));
}

/* Who says that a finding is right as it is, and for how long. */
static void
waiver_write (HmWrap *wrap, const HmTerminal *terminal, const HmReportWaiver *waiver)
{
  g_autofree char *reason = hm_terminal_text (terminal, waiver->reason);
  g_autofree char *by = hm_terminal_text (terminal, waiver->by);
  char until[HM_INSTANT_TEXT_SIZE];

  hm_instant_text (waiver->expires - 1, until);
  hm_wrap_to_column (wrap, wrap->indent);
  hm_wrap_printf (wrap, "Waived until %.*s: %s, %s", DATE_LENGTH, until, reason, by);
  hm_wrap_end (wrap);
}

static void
finding_write (HmWrap *wrap, const HmTerminal *terminal, const HmReport *report,
               const HmFinding *finding)
{
  g_autofree char *message = hm_terminal_text (terminal, finding->message);
  g_autofree char *remediation = hm_terminal_text (terminal, finding->remediation);
  const guint n_evidence = MIN (finding->evidence->len, EVIDENCE_SHOWN);
  const guint column = message_column (terminal);
  const gboolean is_waived = finding->waiver > 0 && finding->waiver <= report->waivers->len;

  hm_wrap_to_column (wrap, MARK_COLUMN);
  hm_wrap_colour (wrap, is_waived ? WAIVED_SGR : marks[finding->outcome].sgr);
  hm_wrap_text (wrap,
                terminal->utf8 ? marks[finding->outcome].glyph : marks[finding->outcome].word);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_indent (wrap, column);
  hm_wrap_to_column (wrap, column);
  hm_wrap_text (wrap, message);
  points_write (wrap, finding);
  hm_wrap_end (wrap);
  hm_wrap_indent (wrap, column + 2);
  for (guint i = 0; i < n_evidence; i++)
    evidence_write (wrap, terminal, &g_array_index (finding->evidence, HmEvidence, i));
  if (finding->evidence->len > n_evidence) {
    hm_wrap_to_column (wrap, column + 2);
    hm_wrap_printf (wrap, "... and %u more in the JSON report",
                    finding->evidence->len - n_evidence);
    hm_wrap_end (wrap);
  }
  if (is_waived)
    waiver_write (wrap, terminal, g_ptr_array_index (report->waivers, finding->waiver - 1));
  if (*remediation == '\0' || finding->outcome == HM_PASS || is_waived)
    return;
  hm_wrap_to_column (wrap, column + 2);
  hm_wrap_text (wrap, finding->outcome == HM_UNKNOWN ? "To see it:" : "To mend it:");
  hm_wrap_text (wrap, remediation);
  hm_wrap_end (wrap);
}

static void
result_write (HmWrap *wrap, const HmTerminal *terminal, const HmReport *report,
              const HmResult *result)
{
  g_autofree char *name = hm_terminal_text (terminal, result->name);
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char ceiling[HM_SCORE_TEXT_SIZE];

  hm_wrap_end (wrap);
  hm_wrap_indent (wrap, MARK_COLUMN);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, name);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_printf (wrap, "(%s risk):", hm_risk_text (result->risk));
  if (result->status == HM_STATUS_NOT_APPLICABLE)
    hm_wrap_text (wrap, "not applicable");
  else
    hm_wrap_printf (wrap, "%s, floor %s, ceiling %s", hm_score_text (result->score, score),
                    hm_score_text (result->floor, floor), hm_score_text (result->ceiling, ceiling));
  hm_wrap_end (wrap);
  for (guint i = 0; i < result->findings->items->len; i++)
    finding_write (wrap, terminal, report, g_ptr_array_index (result->findings->items, i));
}

void
hm_terminal_details_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  for (guint i = 0; i < report->results->len; i++)
    result_write (wrap, terminal, report, g_ptr_array_index (report->results, i));
}
