/* SPDX-License-Identifier: Apache-2.0 */
/* Where between two rows a signal came on, and how many scans that takes. */
#include "cli/history_first.h"

#include "core/error.h"
#include "core/instant.h"

#define N_MOMENTS 65u
#define DAY G_GINT64_CONSTANT (86400)
#define BEGIN G_GINT64_CONSTANT (1700000000)

/* What is told of the commit whose number this is, out of N_MOMENTS. */
typedef gboolean (*IsOn) (const HmHistoryPoint *point);

/* A project of a commit a day, the newest with the highest number; two probes, told by what a test says. */
typedef struct {
  HmMoment moments[N_MOMENTS];
  HmFacts facts;
  HmTag tag;
  IsOn is_on[2];
  guint n_scans;
  guint n_allowed; /* one scan more is an error */
} World;

static const char *const probes[] = { "new-lead", "release-key" };

static guint
number_of (const HmHistoryPoint *point)
{
  return point->commit.bytes[0];
}

static HmReport *
report_new (World *world, const HmHistoryPoint *point)
{
  HmReport *report = hm_report_new ();
  HmResult *result = hm_result_new ();

  hm_text_set (&result->id, "takeover-signals");
  hm_text_set (&result->name, "Takeover-Signals");
  report->as_of = point->time;
  report->commit = point->commit;
  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++)
    hm_findings_add (result->findings, probes[i], world->is_on[i](point) ? HM_FAIL : HM_PASS,
                     "at %u", number_of (point));
  g_ptr_array_add (report->results, result);
  return report;
}

static HmReport *
world_scan (gpointer data, const HmHistoryPoint *point, GError **error)
{
  World *world = data;

  if (world->n_scans == world->n_allowed) {
    hm_fail (error, HM_ERROR_GIT, "one scan too many");
    return NULL;
  }
  world->n_scans++;
  return report_new (world, point);
}

static void
world_init (World *world, IsOn lead, IsOn key)
{
  *world = (World){ .is_on = { lead, key }, .n_allowed = G_MAXUINT };
  for (guint i = 0; i < N_MOMENTS; i++) {
    const guint number = N_MOMENTS - 1 - i;

    world->moments[i] =
        (HmMoment){ .commit = { { (guint8) number, 1 } }, .time = BEGIN + number * DAY };
  }
}

static HmHistoryPoint
point_of (const World *world, guint number)
{
  const HmMoment *moment = &world->moments[N_MOMENTS - 1 - number];

  return (HmHistoryPoint){ .commit = moment->commit, .time = moment->time + 100 };
}

static HmSignalTraits
traits_of (const char *check G_GNUC_UNUSED, const HmFinding *finding G_GNUC_UNUSED)
{
  return (HmSignalTraits){ HM_SIGNAL_TRANSITION, NULL, NULL };
}

static HmHistorySearch
search_of (World *world)
{
  return (HmHistorySearch){ world->moments, N_MOMENTS, &world->facts, world_scan, world };
}

/* Returns: (owned) a history of rows at the numbers @from and @to, searched */
static HmHistoryReport *
history_search (World *world, guint from, guint to, gboolean has_begin)
{
  const HmHistoryPoint points[] = { point_of (world, from), point_of (world, to) };
  const HmHistorySearch search = search_of (world);
  HmHistoryReport *history = hm_history_report_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HmHistoryPoint));
  g_autoptr (GError) error = NULL;

  g_array_append_vals (rows, points, G_N_ELEMENTS (points));
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++) {
    g_autoptr (HmReport) report = report_new (world, &points[i]);

    hm_history_report_add (history, report, NULL, traits_of);
  }
  g_assert_true (hm_history_first_find (history, rows, has_begin, &search, &error));
  g_assert_no_error (error);
  return history;
}

static gboolean
is_never (const HmHistoryPoint *point G_GNUC_UNUSED)
{
  return FALSE;
}

static gboolean
is_always (const HmHistoryPoint *point G_GNUC_UNUSED)
{
  return TRUE;
}

static gboolean
is_from_20 (const HmHistoryPoint *point)
{
  return number_of (point) >= 20;
}

static gboolean
is_from_21 (const HmHistoryPoint *point)
{
  return number_of (point) >= 21;
}

/* On, off, and on again. */
static gboolean
is_twice (const HmHistoryPoint *point)
{
  return (number_of (point) >= 10 && number_of (point) < 14) || number_of (point) >= 50;
}

/* Nothing but time turns it on: after the last commit. */
static gboolean
is_late (const HmHistoryPoint *point)
{
  return point->time > BEGIN + 64 * DAY;
}

static gboolean
is_after_tag (const HmHistoryPoint *point)
{
  return point->time >= BEGIN + 30 * DAY + 60;
}

static void
test_commit (void)
{
  World world;
  g_autoptr (HmHistoryReport) history = NULL;
  const HmHistorySignal *signal;

  world_init (&world, is_from_20, is_never);
  history = history_search (&world, 0, 64, FALSE);
  signal = hm_history_signal (history, 0);
  g_assert_cmpuint (signal->came_on_commit.bytes[0], ==, 20);
  g_assert_cmpint (signal->came_on_time, ==, BEGIN + 20 * DAY);
  g_assert_cmpstr (signal->came_on_message, ==, "at 20");
  /* Of the row it stays as it was. */
  g_assert_cmpstr (signal->message, ==, "at 64");
  g_assert_cmpuint (world.n_scans, <=, 7);
}

/* The second of two signals that came on together costs a scan or two. */
static void
test_shared (void)
{
  World world;
  g_autoptr (HmHistoryReport) history = NULL;

  world_init (&world, is_from_20, is_from_21);
  history = history_search (&world, 0, 64, FALSE);
  g_assert_cmpuint (hm_history_signal (history, 0)->came_on_commit.bytes[0], ==, 20);
  g_assert_cmpuint (hm_history_signal (history, 1)->came_on_commit.bytes[0], ==, 21);
  g_assert_cmpuint (world.n_scans, <=, 8);
}

/* One of its beginnings, whichever: there it is on, and at the commit before it is not. */
static void
test_twice (void)
{
  World world;
  g_autoptr (HmHistoryReport) history = NULL;
  guint found;

  world_init (&world, is_twice, is_never);
  history = history_search (&world, 0, 64, FALSE);
  found = hm_history_signal (history, 0)->came_on_commit.bytes[0];
  g_assert_true (found == 10 || found == 50);
}

static void
test_time_alone (void)
{
  World world;
  g_autoptr (HmHistoryReport) history = NULL;
  const HmHistorySignal *signal;

  world_init (&world, is_late, is_never);
  history = history_search (&world, 0, 64, FALSE);
  signal = hm_history_signal (history, 0);
  g_assert_cmpint (signal->came_on_time, ==, BEGIN + 64 * DAY + 100);
  g_assert_cmpstr (signal->came_on_message, ==, "at 64");
}

static void
test_tag (void)
{
  World world;
  g_autoptr (HmHistoryReport) history = NULL;
  const HmHistorySignal *signal;

  world_init (&world, is_after_tag, is_never);
  world.tag.time = BEGIN + 30 * DAY + 60;
  world.facts.history.branch_tags = &world.tag;
  world.facts.history.n_branch_tags = 1;
  history = history_search (&world, 0, 64, FALSE);
  signal = hm_history_signal (history, 0);
  g_assert_cmpuint (signal->came_on_commit.bytes[0], ==, 30);
  g_assert_cmpint (signal->came_on_time, ==, world.tag.time);
}

/* What was on in the first row may have been on before, unless nothing was. */
static void
test_first_row (void)
{
  World world;
  g_autoptr (HmHistoryReport) since = NULL;
  g_autoptr (HmHistoryReport) whole = NULL;

  world_init (&world, is_always, is_never);
  since = history_search (&world, 5, 64, FALSE);
  g_assert_null (hm_history_signal (since, 0)->came_on_message);
  whole = history_search (&world, 5, 64, TRUE);
  g_assert_cmpuint (hm_history_signal (whole, 0)->came_on_commit.bytes[0], ==, 0);
}

static void
test_points (void)
{
  World world;
  const HmHistorySearch search = search_of (&world);
  HmHistoryPoint before, at, stray;
  g_autoptr (GArray) points = NULL;
  gint64 last = G_MININT64;

  world_init (&world, is_never, is_never);
  before = point_of (&world, 10);
  at = point_of (&world, 20);
  stray = (HmHistoryPoint){ .commit = { { 9, 9 } }, .time = at.time };
  /* Dates may lie, in either direction. */
  world.moments[N_MOMENTS - 1 - 13].time = G_MAXINT64;
  world.moments[N_MOMENTS - 1 - 16].time = G_MININT64;
  points = hm_history_points_between (&search, &before, &at);
  g_assert_cmpuint (points->len, ==, 10);
  for (guint i = 0; i < points->len; i++) {
    const HmHistoryPoint *point = &g_array_index (points, HmHistoryPoint, i);

    g_assert_cmpuint (number_of (point), ==, 11 + i);
    g_assert_cmpint (point->time, >=, last);
    g_assert_cmpint (point->time, <=, at.time);
    last = point->time;
  }
  g_assert_null (hm_history_points_between (&search, &before, &stray));
  g_assert_null (hm_history_points_between (&search, &stray, &at));
  g_assert_null (hm_history_points_between (&search, &at, &before));
}

static void
test_error (void)
{
  World world;
  const HmHistorySearch search = search_of (&world);
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (HmHistoryPoint));
  g_autoptr (GError) error = NULL;

  world_init (&world, is_from_20, is_never);
  world.n_allowed = 2;
  for (guint number = 0; number <= 64; number += 64) {
    const HmHistoryPoint point = point_of (&world, number);
    g_autoptr (HmReport) report = report_new (&world, &point);

    g_array_append_val (rows, point);
    hm_history_report_add (history, report, NULL, traits_of);
  }
  g_assert_false (hm_history_first_find (history, rows, FALSE, &search, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_GIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-first/the-commit-that-turned-it-on", test_commit);
  g_test_add_func ("/history-first/signals-share-scans", test_shared);
  g_test_add_func ("/history-first/one-of-two-beginnings", test_twice);
  g_test_add_func ("/history-first/time-alone-tells-the-row", test_time_alone);
  g_test_add_func ("/history-first/a-tag-between-commits", test_tag);
  g_test_add_func ("/history-first/on-in-the-first-row", test_first_row);
  g_test_add_func ("/history-first/points-whatever-their-dates", test_points);
  g_test_add_func ("/history-first/a-scan-that-can-not-be-made", test_error);
  return g_test_run ();
}
