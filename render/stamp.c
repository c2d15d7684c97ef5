/* SPDX-License-Identifier: Apache-2.0 */
#include "render/stamp.h"

#include "core/number.h"
#include "render/portfolio.h"

#include <string.h>

/* What a screen reader says of a score. */
static void
accessible_fill (const HmReport *report, const char *score, char *text, gsize size)
{
  char unwaived[HM_SCORE_TEXT_SIZE];
  gsize length;

  g_snprintf (text, size, "%s out of 10", score);
  if (report->unwaived_score >= 0 && report->unwaived_score != report->score) {
    length = strlen (text);
    g_snprintf (text + length, size - length, "; %s without waivers",
                hm_score_text (report->unwaived_score, unwaived));
  }
  if (report->is_partial) {
    length = strlen (text);
    g_snprintf (text + length, size - length, ", partial evidence: %d %% known",
                report->coverage_percent);
  }
  if (report->is_stale)
    g_strlcat (text, ", last scanned more than " G_STRINGIFY (HM_RANKING_STALE_DAYS) " days ago",
               size);
}

/* What is said behind a score. */
static const char *
caution_text (const HmReport *report)
{
  if (report->is_partial)
    return report->is_stale ? " partial, stale" : " partial";
  return report->is_stale ? " stale" : "";
}

void
hm_stamp_fill (const HmReport *report, HmStamp *ret_stamp)
{
  char score[HM_SCORE_TEXT_SIZE];

  hm_score_text (report->score, score);
  g_snprintf (ret_stamp->message, sizeof ret_stamp->message, "%s%s", score,
              report->score >= 0 ? caution_text (report) : "");
  if (report->score < 0)
    g_strlcpy (ret_stamp->accessible, "not scored, too little is known",
               sizeof ret_stamp->accessible);
  else
    accessible_fill (report, score, ret_stamp->accessible, sizeof ret_stamp->accessible);
  ret_stamp->badge = (HmBadge){
    .message = ret_stamp->message,
    .band = report->is_stale ? "unknown" : report->band,
    .accessible = ret_stamp->accessible,
  };
}
