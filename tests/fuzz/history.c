/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of histories: whatever trend it takes, a badge can draw. */
#include "render/badge.h"
#include "render/history_json.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) svg = g_string_new (NULL);
  const HmBadgeStyle style = { .shape = HM_BADGE_FLAT };
  HmTrend trend = { 0 };
  const HmBadge badge = { "8.7", "good", NULL, &trend };
  const gboolean is_read = hm_history_read_trend ((const char *) data, size, &trend, &error);

  g_assert (is_read == (error == NULL));
  g_assert_cmpuint (trend.n_points, <=, HM_TREND_POINTS_MAX);
  hm_badge_svg (svg, &badge, &style);
  g_assert_true (g_utf8_validate_len (svg->str, svg->len, NULL));
  return 0;
}
