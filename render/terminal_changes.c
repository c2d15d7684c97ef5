/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal_changes.h"

#include "core/instant.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/terminal_text.h"

#define GAP 2
#define COMMIT_DIGITS 12

/* Findings shown of each kind; the JSON report has all. */
#define SHOWN 5
#define SHOWN_IN_DETAIL 50

static void
place_write (HmWrap *wrap, const HmTerminal *terminal, const HmFinding *finding)
{
  const HmEvidence *evidence;
  g_autofree char *text = NULL;
  char hex[HM_OID_HEX_SIZE + 1];

  if (finding->evidence->len == 0)
    return;
  evidence = &g_array_index (finding->evidence, HmEvidence, 0);
  text = hm_terminal_text (terminal, evidence->text);
  if (evidence->kind == HM_EVIDENCE_COMMIT)
    hm_wrap_printf (wrap, "(commit %.*s)", COMMIT_DIGITS, hm_oid_hex (&evidence->oid, hex));
  else if (evidence->line > 0)
    hm_wrap_printf (wrap, "(%s:%u)", text, evidence->line);
  else
    hm_wrap_printf (wrap, "(%s)", text);
}

static void
findings_write (HmWrap *wrap, const HmTerminal *terminal, const GPtrArray *changes,
                const char *mark, const char *sgr)
{
  const guint n_shown = MIN (changes->len, terminal->details ? SHOWN_IN_DETAIL : SHOWN);

  for (guint i = 0; i < n_shown; i++) {
    const HmFindingChange *change = g_ptr_array_index (changes, i);
    const HmFinding *finding = g_ptr_array_index (change->findings->items, 0);
    g_autofree char *name = hm_terminal_text (terminal, change->check_name);
    g_autofree char *message = hm_terminal_text (terminal, finding->message);

    hm_wrap_to_column (wrap, GAP);
    hm_wrap_colour (wrap, sgr);
    hm_wrap_text (wrap, mark);
    hm_wrap_colour (wrap, HM_SGR_NORMAL);
    hm_wrap_indent (wrap, 2 * GAP);
    hm_wrap_to_column (wrap, 2 * GAP);
    hm_wrap_printf (wrap, "%s: %s", name, message);
    place_write (wrap, terminal, finding);
    if (finding->waiver > 0)
      hm_wrap_text (wrap, "(waived)");
    hm_wrap_end (wrap);
  }
  if (changes->len > n_shown) {
    hm_wrap_to_column (wrap, GAP);
    hm_wrap_printf (wrap, "%s ... and %u more in the JSON report", mark, changes->len - n_shown);
    hm_wrap_end (wrap);
  }
}

static void
comparison_write (HmWrap *wrap, const HmTerminal *terminal, const HmComparison *comparison)
{
  hm_wrap_printf (wrap, "%u %s came, %u mended", comparison->added->len,
                  comparison->added->len == 1 ? "finding" : "findings", comparison->mended->len);
  hm_wrap_end (wrap);
  findings_write (wrap, terminal, comparison->added, "+", "31");
  findings_write (wrap, terminal, comparison->mended, "-", "32");
}

static void
title_write (HmWrap *wrap, const char *title)
{
  hm_wrap_end (wrap);
  hm_wrap_indent (wrap, GAP);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, title);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
}

static void
range_write (HmWrap *wrap, const HmTerminal *terminal, const HmComparison *range)
{
  char before[HM_OID_HEX_SIZE + 1];
  char after[HM_OID_HEX_SIZE + 1];

  title_write (wrap, "This range");
  hm_wrap_printf (wrap, "(%.*s..%.*s):", COMMIT_DIGITS, hm_oid_hex (&range->before_commit, before),
                  COMMIT_DIGITS, hm_oid_hex (&range->after_commit, after));
  comparison_write (wrap, terminal, range);
}

static void
baseline_write (HmWrap *wrap, const HmTerminal *terminal, const HmComparison *baseline)
{
  char as_of[HM_INSTANT_TEXT_SIZE];
  char before[HM_SCORE_TEXT_SIZE];
  char after[HM_SCORE_TEXT_SIZE];

  title_write (wrap, "Since the baseline");
  hm_wrap_printf (wrap, "of %s: score %s to %s,", hm_instant_text (baseline->before_as_of, as_of),
                  hm_score_text (baseline->before_score, before),
                  hm_score_text (baseline->after_score, after));
  comparison_write (wrap, terminal, baseline);
}

void
hm_terminal_changes_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  if (report->range != NULL)
    range_write (wrap, terminal, report->range);
  if (report->baseline != NULL)
    baseline_write (wrap, terminal, report->baseline);
}
