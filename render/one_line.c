/* SPDX-License-Identifier: Apache-2.0 */
#include "render/one_line.h"

#include "core/mask.h"
#include "core/number.h"
#include "render/shortfall.h"

#define SHORTFALLS_MAX 3

static void
verdict_append (GString *out, const HmGateVerdict *verdict)
{
  const guint n_shown = MIN (verdict->shortfalls->len, SHORTFALLS_MAX);

  g_string_append (out, verdict->has_passed ? " gate: passed" : " gate: failed");
  for (guint i = 0; i < n_shown; i++) {
    g_string_append (out, ", ");
    hm_shortfall_append (out, g_ptr_array_index (verdict->shortfalls, i));
  }
  if (verdict->shortfalls->len > n_shown)
    g_string_append_printf (out, " and %u more", verdict->shortfalls->len - n_shown);
}

GBytes *
hm_one_line_write (const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  GString *out = g_string_new (NULL);

  hm_mask_terminal (out, report->subject_name, -1, FALSE);
  g_string_append_printf (out, " %s (floor %s, coverage %d %%)",
                          hm_score_text (report->score, score),
                          hm_score_text (report->floor, floor), report->coverage_percent);
  if (report->verdict != NULL)
    verdict_append (out, report->verdict);
  g_string_append_c (out, '\n');
  return g_string_free_to_bytes (out);
}
