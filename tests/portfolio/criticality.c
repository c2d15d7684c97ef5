/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/criticality.h"

#include <math.h>

#include "portfolio/portfolio.h"

#define NOW G_GINT64_CONSTANT (1763700000)
#define DAY G_GINT64_CONSTANT (86400)
#define EPSILON 1e-9

/* Everything at its threshold. */
static HmCriticalitySignals
signals_full (void)
{
  return (HmCriticalitySignals){
    .as_of = NOW,
    .first_commit_at = NOW - 3660 * DAY,
    .last_commit_at = NOW,
    .n_people = 5000,
    .n_organisations = 10,
    .n_commits = 60000,
    .n_releases = 26,
    .n_dependents = HM_CRITICALITY_DEPENDENTS_MAX,
    .n_forks = 10000,
    .n_stars = 50000,
  };
}

static double
worked_out (const HmCriticalitySignals *signals)
{
  HmCriticality criticality;

  hm_criticality_work_out (signals, HM_CRITICALITY_AUTO, &criticality);
  return criticality.origin == HM_CRITICALITY_WORKED_OUT ? criticality.value : -1;
}

static void
test_ends_of_the_scale (void)
{
  HmCriticalitySignals signals = signals_full ();

  g_assert_cmpfloat_with_epsilon (worked_out (&signals), 1, EPSILON);
  /* More makes no difference. */
  signals.n_people = G_MAXINT64;
  signals.n_stars = G_MAXINT64;
  g_assert_cmpfloat_with_epsilon (worked_out (&signals), 1, EPSILON);
  /* Begun today, last touched long ago: a clock that is wrong. */
  signals = (HmCriticalitySignals){ .as_of = NOW,
                                    .first_commit_at = NOW + DAY,
                                    .last_commit_at = NOW - 4000 * DAY };
  g_assert_cmpfloat_with_epsilon (worked_out (&signals), 0, EPSILON);
}

static void
test_formula (void)
{
  HmCriticalitySignals signals = signals_full ();
  HmCriticality criticality;
  const double share = log (1 + 9) / log (1 + 20);

  signals.n_dependents = 9;
  hm_criticality_work_out (&signals, HM_CRITICALITY_AUTO, &criticality);
  g_assert_cmpfloat_with_epsilon (criticality.parts[HM_CRITICALITY_DEPENDENTS].share, share,
                                  EPSILON);
  /* Of 9.5 weight in all, two are its. */
  g_assert_cmpfloat_with_epsilon (criticality.value, (7.5 + 2 * share) / 9.5, EPSILON);
  g_assert_cmpfloat (criticality.parts[HM_CRITICALITY_DEPENDENTS].value, ==, 9);
  g_assert_cmpfloat (criticality.parts[HM_CRITICALITY_DEPENDENTS].weight, ==, 2);
}

static void
test_rest_lowers_it (void)
{
  HmCriticalitySignals busy = signals_full ();
  HmCriticalitySignals quiet = signals_full ();

  quiet.last_commit_at = NOW - 1000 * DAY;
  g_assert_cmpfloat (worked_out (&quiet), <, worked_out (&busy));
}

static void
test_unknown_leaves_the_mean (void)
{
  HmCriticalitySignals signals = signals_full ();
  HmCriticality criticality;

  signals.n_forks = -1;
  signals.n_stars = -1;
  hm_criticality_work_out (&signals, HM_CRITICALITY_AUTO, &criticality);
  g_assert_cmpfloat_with_epsilon (criticality.value, 1, EPSILON);
  g_assert_false (criticality.parts[HM_CRITICALITY_STARS].is_known);
  /* Half of the weight is enough: dependents, age, rest, forks and stars are 5 of 9.5. */
  signals = (HmCriticalitySignals){ NOW, NOW - DAY, NOW, -1, -1, -1, -1, 3, 4, 5 };
  g_assert_cmpfloat (worked_out (&signals), >, 0);
  signals.n_stars = -1;
  signals.n_forks = -1;
  g_assert_cmpfloat (worked_out (&signals), <, 0);
  g_assert_cmpfloat (worked_out (NULL), <, 0);
}

static void
test_given_wins (void)
{
  const HmCriticalitySignals signals = signals_full ();
  HmCriticality criticality;

  hm_criticality_work_out (&signals, 0.25, &criticality);
  g_assert_cmpint (criticality.origin, ==, HM_CRITICALITY_GIVEN);
  g_assert_cmpfloat (criticality.value, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (criticality.worked_out, 1, EPSILON);
  hm_criticality_work_out (NULL, 0, &criticality);
  g_assert_cmpint (criticality.origin, ==, HM_CRITICALITY_GIVEN);
  g_assert_cmpfloat (criticality.value, ==, 0);
}

static void
test_risk (void)
{
  HmCriticality criticality;

  hm_criticality_work_out (NULL, 0.5, &criticality);
  g_assert_cmpint (hm_criticality_risk (&criticality, 0), ==, 50);
  g_assert_cmpint (hm_criticality_risk (&criticality, 61), ==, 20);
  g_assert_cmpint (hm_criticality_risk (&criticality, 100), ==, 0);
  g_assert_cmpint (hm_criticality_risk (&criticality, HM_NO_SCORE), ==, HM_NO_SCORE);
  hm_criticality_work_out (NULL, HM_CRITICALITY_AUTO, &criticality);
  g_assert_cmpint (hm_criticality_risk (&criticality, 0), ==, HM_NO_SCORE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/criticality/ends-of-the-scale", test_ends_of_the_scale);
  g_test_add_func ("/criticality/formula", test_formula);
  g_test_add_func ("/criticality/rest-lowers-it", test_rest_lowers_it);
  g_test_add_func ("/criticality/unknown-leaves-the-mean", test_unknown_leaves_the_mean);
  g_test_add_func ("/criticality/given-wins", test_given_wins);
  g_test_add_func ("/criticality/risk", test_risk);
  return g_test_run ();
}
