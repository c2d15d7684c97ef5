/* SPDX-License-Identifier: Apache-2.0 */
/* What the risk map and its key share. */
#ifndef HM_RENDER_CHART_RISK_H
#define HM_RENDER_CHART_RISK_H

#include "render/chart.h"

/* From here on a mark has another colour, tenths. */
#define HM_CHART_RISK_HIGH 50
#define HM_CHART_RISK_MIDDLE 25

typedef struct {
  /* (nullable) NULL: no mark tells what fell. */
  const char *since_day;
  gsize n_dots;
  /* Of the dots, those that are links where there is room and on a phone; the others are small. */
  gsize n_broad_links;
  gsize n_narrow_links;
  /* Marks that several dots share, and how many of them the fullest has. */
  guint n_shared;
  guint n_most;
  /* Dots that there was no room for. */
  gsize n_left_out;
} HmChartRiskKey;

void hm_chart_risk_key (HmHtml *html, const HmChartRiskKey *key);

#endif
