/* SPDX-License-Identifier: Apache-2.0 */
/* A badge that is of no whole report: what it says goes through the same stamp as any other. */
#include "render/endpoint.h"
#include "render/portfolio_format.h"
#include "render/stamp.h"
#include "scoring/policy.h"

HmBadgeFigures
hm_rank_row_badge (const HmRankRow *row)
{
  return (HmBadgeFigures){
    .score = row->has_report ? row->score : HM_NO_SCORE,
    .coverage_percent = row->coverage_percent,
    .is_partial = row->is_partial,
    .is_stale = row->has_report && row->is_stale,
    .band = row->band,
  };
}

HmBadgeFigures
hm_rank_mean_badge (const HmRankMean *mean)
{
  return (HmBadgeFigures){
    .score = mean->score,
    .coverage_percent = mean->coverage_percent,
    .is_partial = mean->coverage_percent < hm_policy_default.partial_below_percent,
    .is_stale = mean->is_stale,
    .band = mean->score >= 0 ? hm_policy_band (&hm_policy_default, mean->score)->id : "unknown",
  };
}

HmReport *
hm_figures_report (const HmBadgeFigures *figures)
{
  HmReport *report = hm_report_new ();

  report->score = figures->score;
  report->unwaived_score = figures->score;
  report->coverage_percent = figures->coverage_percent;
  report->is_partial = figures->is_partial;
  report->is_stale = figures->is_stale;
  hm_text_set (&report->band, figures->band);
  return report;
}

GBytes *
hm_figures_svg (const HmBadgeFigures *figures, const HmBadgeStyle *style)
{
  g_autoptr (HmReport) report = hm_figures_report (figures);
  GString *out = g_string_new (NULL);
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  hm_badge_svg (out, &stamp.badge, style);
  return g_string_free_to_bytes (out);
}

GBytes *
hm_figures_endpoint (const HmBadgeFigures *figures, const HmBadgeStyle *style)
{
  g_autoptr (HmReport) report = hm_figures_report (figures);

  return hm_endpoint_write (report, style);
}
