/* SPDX-License-Identifier: Apache-2.0 */
#include "render/stamp.h"

#include "core/number.h"

void
hm_stamp_fill (const HmReport *report, HmStamp *ret_stamp)
{
  char score[HM_SCORE_TEXT_SIZE];

  hm_score_text (report->score, score);
  if (report->score < 0) {
    g_strlcpy (ret_stamp->message, score, sizeof ret_stamp->message);
    g_strlcpy (ret_stamp->accessible, "not scored, too little is known",
               sizeof ret_stamp->accessible);
  } else if (report->is_partial) {
    g_snprintf (ret_stamp->message, sizeof ret_stamp->message, "%s partial", score);
    g_snprintf (ret_stamp->accessible, sizeof ret_stamp->accessible,
                "%s out of 10, partial evidence: %d %% known", score, report->coverage_percent);
  } else {
    g_strlcpy (ret_stamp->message, score, sizeof ret_stamp->message);
    g_snprintf (ret_stamp->accessible, sizeof ret_stamp->accessible, "%s out of 10", score);
  }
  ret_stamp->badge = (HmBadge){
    .message = ret_stamp->message,
    .band = report->band,
    .accessible = ret_stamp->accessible,
  };
}
