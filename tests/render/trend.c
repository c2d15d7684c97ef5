/* SPDX-License-Identifier: Apache-2.0 */
/* A trend, and how it looks on a badge. */
#include "render/trend.h"

#include "core/instant.h"
#include "render/badge.h"
#include "tests/render/golden.h"

#include <string.h>

#define UNTIL G_GINT64_CONSTANT (1706745599) /* 2024-01-31T23:59:59Z */

/* What a trend may add to a badge. */
#define TREND_BYTES_MAX 150

/* Ends of months up to UNTIL, @n_points of them, of these scores. */
static void
trend_of (const int *scores, guint n_points, HmTrend *trend)
{
  g_autofree HmTrendPoint *points = g_new0 (HmTrendPoint, n_points + 1);

  for (guint i = 0; i < n_points; i++)
    points[i] = (HmTrendPoint){ hm_instant_add_months (UNTIL + 1, (int) i + 1 - (int) n_points) - 1,
                                scores[i] };
  hm_trend_make (points, n_points, trend);
}

static void
assert_text (const int *scores, guint n_points, const char *wanted)
{
  char text[HM_TREND_TEXT_SIZE];
  HmTrend trend;

  trend_of (scores, n_points, &trend);
  g_assert_cmpstr (hm_trend_text (&trend, text), ==, wanted);
}

static void
test_text (void)
{
  static const int up[13] = { 40, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 44 };
  static const int down[3] = { 90, 20, 85 };
  static const int same[2] = { 10, 10 };
  static const int gaps[4] = { -1, 50, -1, 60 };
  static const int none[3] = { -1, 50, -1 };

  assert_text (up, 13, "up 0.4 in 12 months");
  assert_text (down, 3, "down 0.5 in 2 months");
  assert_text (same, 2, "unchanged in 31 days");
  assert_text (gaps, 4, "up 1.0 in 2 months");
  assert_text (none, 3, "");
  assert_text (none, 0, "");
}

/* What was longer ago than twelve months counts no more. */
static void
test_only_the_last_twelve_months (void)
{
  int scores[40];
  HmTrend trend;

  for (int i = 0; i < 40; i++)
    scores[i] = i;
  trend_of (scores, 40, &trend);
  g_assert_cmpuint (trend.n_points, ==, 13);
  g_assert_cmpint (trend.points[0].score, ==, 27);
  g_assert_cmpint (trend.points[12].score, ==, 39);
}

static void
test_many_points_are_thinned (void)
{
  HmTrendPoint points[365];
  HmTrend trend;

  for (int i = 0; i < 365; i++)
    points[i] = (HmTrendPoint){ UNTIL - (364 - i) * 86400, i % 100 };
  hm_trend_make (points, 365, &trend);
  g_assert_cmpuint (trend.n_points, ==, HM_TREND_POINTS_MAX);
  g_assert_cmpint (trend.points[0].time, ==, points[0].time);
  g_assert_cmpint (trend.points[HM_TREND_POINTS_MAX - 1].time, ==, UNTIL);
}

static GString *
badge_make (const HmTrend *trend, HmBadgeShape shape)
{
  const HmBadge badge = { "8.7", "good", "8.7 out of 10", trend };
  const HmBadgeStyle style = { .shape = shape };
  GString *out = g_string_new (NULL);

  hm_badge_svg (out, &badge, &style);
  return out;
}

static void
test_badge (void)
{
  static const int scores[13] = { 83, 81, 80, 84, 84, 84, 86, 85, 85, 87, 87, 87, 87 };
  g_autoptr (GString) flat = NULL;
  g_autoptr (GString) tall = NULL;
  HmTrend trend;

  trend_of (scores, 13, &trend);
  flat = badge_make (&trend, HM_BADGE_FLAT);
  tall = badge_make (&trend, HM_BADGE_FOR_THE_BADGE);
  g_assert_nonnull (
      strstr (flat->str, "<title>hallmark: 8.7 out of 10, up 0.4 in 12 months</title>"));
  hm_golden_check ("flat-sparkline.svg", flat->str, flat->len);
  hm_golden_check ("for-the-badge-sparkline.svg", tall->str, tall->len);
}

static void
test_badge_without_points (void)
{
  const HmTrend none = { .n_points = 0 };
  g_autoptr (GString) with = badge_make (&none, HM_BADGE_FLAT);
  g_autoptr (GString) without = badge_make (NULL, HM_BADGE_FLAT);

  g_assert_cmpstr (with->str, ==, without->str);
}

/* Whatever the scores. */
static void
test_bytes (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20240229);
  g_autoptr (GString) without = badge_make (NULL, HM_BADGE_FLAT);
  int scores[13];

  for (int n = 0; n < 5000; n++) {
    g_autoptr (GString) with = NULL;
    HmTrend trend;

    for (int i = 0; i < 13; i++)
      scores[i] = n == 0 ? i % 2 * 100 : n == 1 ? 0 : g_rand_int_range (random, 0, 101);
    trend_of (scores, 13, &trend);
    with = badge_make (&trend, HM_BADGE_FLAT);
    g_assert_cmpuint (with->len, <=, without->len + TREND_BYTES_MAX);
  }
}

/* Points at one and the same time, as a history of tags may have them. */
static void
test_points_at_one_time (void)
{
  const HmTrendPoint points[] = { { UNTIL, 10 }, { UNTIL, 90 }, { UNTIL, 50 } };
  g_autoptr (GString) svg = NULL;
  HmTrend trend;

  hm_trend_make (points, G_N_ELEMENTS (points), &trend);
  svg = badge_make (&trend, HM_BADGE_FLAT);
  g_assert_nonnull (strstr (svg->str, "up 4.0 in 0 days"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/text", test_text);
  g_test_add_func ("/trend/only-the-last-twelve-months", test_only_the_last_twelve_months);
  g_test_add_func ("/trend/many-points-are-thinned", test_many_points_are_thinned);
  g_test_add_func ("/trend/badge", test_badge);
  g_test_add_func ("/trend/badge-without-points", test_badge_without_points);
  g_test_add_func ("/trend/bytes", test_bytes);
  g_test_add_func ("/trend/points-at-one-time", test_points_at_one_time);
  return g_test_run ();
}
