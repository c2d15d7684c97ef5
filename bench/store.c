/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store of many repositories with a report a week, and how long its questions take.
 *
 *     bench-store FILE fill REPOSITORIES WEEKS
 *     bench-store FILE rank|changes|export     milliseconds, peak megabytes, rows
 *
 * Reports are shaped like real ones: 15 checks, 30 to 75 findings, 26 to 63 kB. Each week commit and time move; in one of four
 * weeks some scores, words and findings do. The same numbers give the same store.
 */
#include "core/instant.h"
#include "core/oid.h"
#include "render/report_json.h"
#include "store/maintain.h"
#include "store/put.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define N_CHECKS 15u
#define FINDINGS_MAX 5u
#define BLOCK 1000u
#define BATCH 250u
#define WEEK_SECONDS (7 * 86400)
#define BEGIN G_GINT64_CONSTANT (1735689600) /* 2025-01-01 */

/* A repository as it goes through the weeks. */
typedef struct {
  char *key;
  guint32 random;
  guint32 seed;     /* of what stays as it is */
  guint n_findings; /* of each check */
  HmReport *report;
  GString *text;
  guint phases[N_CHECKS][FINDINGS_MAX]; /* odd: passes; a new one each time it moves */
} Repository;

static guint32
random_next (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/*
 * By the highest bits, which alone come back only after 2^32 steps: by lower ones, commits of
 * findings equal those of reports, which report_move exchanges.
 */
static void
oid_fill (HmOid *oid, guint32 *random)
{
  for (gsize i = 0; i < sizeof oid->bytes; i++)
    oid->bytes[i] = (guint8) (random_next (random) >> 16);
}

static void
result_fill (Repository *repository, guint check)
{
  HmResult *result = hm_result_new ();
  guint n_passed = 0;

  result->id = (g_free (result->id), g_strdup_printf ("check-number-%u", check));
  result->name = (g_free (result->name), g_strdup_printf ("Check-Number-%u", check));
  hm_text_set (&result->summary, "Whether what is asked of the repository here is so");
  result->risk = HM_RISK_MEDIUM;
  result->weight = 5;
  for (guint i = 0; i < repository->n_findings; i++) {
    const guint phase = repository->phases[check][i];
    const gboolean is_pass = phase % 2 != 0;
    g_autofree char *probe = g_strdup_printf ("probe-%u-asks-one-thing", i);
    HmFinding *finding = hm_findings_add (
        result->findings, probe, is_pass ? HM_PASS : HM_FAIL,
        "src/part-%u/module-%u.c and what it needs: %u of the last 100 changes were looked at by somebody",
        check, i, phase % 101);
    guint32 random = repository->seed ^ (check * 64 + i);
    HmTreeEntry entry = { 0 };
    g_autofree char *path = g_strdup_printf ("src/part-%u/module-%u-%u.c", check, i, phase);
    HmOid commit;

    hm_finding_set_points (finding, is_pass ? 10 : 0, 10);
    if (!is_pass)
      hm_finding_set_remediation (
          finding, "Ask a second person to look at changes of this file before they are merged, "
                   "and let the forge require it: settings, branches, protection rules.");
    random += phase;
    entry.path = path;
    oid_fill (&entry.oid, &random);
    oid_fill (&commit, &random);
    hm_finding_cite_file (finding, &entry, i + 1);
    hm_finding_cite_commit (finding, &commit);
    n_passed += is_pass ? 1 : 0;
  }
  result->status = HM_STATUS_SCORED;
  result->score = (int) (n_passed * 100 / repository->n_findings);
  result->floor = result->score;
  result->ceiling = result->score;
  result->unwaived_score = result->score;
  result->unwaived_floor = result->score;
  hm_text_set (&result->reason, "some of what was looked at was as it should be");
  result->findings->reason = (g_free (result->findings->reason), g_strdup (result->reason));
  g_ptr_array_add (repository->report->results, result);
}

/* Each needs five others, and some of them much the same five. */
static HmReportActivity *
activity_make (const Repository *repository, gint64 as_of)
{
  HmReportActivity *activity = hm_report_activity_new ();
  g_autoptr (GStrvBuilder) dependencies = g_strv_builder_new ();
  guint32 random = repository->seed;

  activity->first_commit_at = as_of - (gint64) (random_next (&random) % 3650) * 86400;
  activity->last_commit_at = as_of;
  activity->n_commits = random_next (&random) % 500;
  activity->n_people = random_next (&random) % 40;
  activity->n_active = random_next (&random) % 5;
  activity->n_organisations = random_next (&random) % 5;
  activity->n_releases = random_next (&random) % 12;
  g_strfreev (activity->packages);
  g_strfreev (activity->dependencies);
  activity->packages = g_new0 (char *, 2);
  activity->packages[0] = g_strconcat ("repository:", repository->key, NULL);
  for (guint i = 0; i < 5; i++) {
    const guint number = random_next (&random) % (i < 3 ? 100 : 10000);
    g_autofree char *name =
        g_strdup_printf ("repository:github.com/owner-%u/project-%u", number / 7, number);

    g_strv_builder_add (dependencies, name);
  }
  activity->dependencies = g_strv_builder_end (dependencies);
  return activity;
}

static void
report_fill (Repository *repository, gint64 as_of)
{
  HmReport *report = hm_report_new ();
  g_autoptr (GBytes) bytes = NULL;
  int sum = 0;

  g_clear_pointer (&repository->report, hm_report_free);
  repository->report = report;
  hm_text_set (&report->tool_version, "0.1.0");
  hm_text_set (&report->policy_name, "default");
  hm_text_set (&report->subject_name, repository->key);
  hm_text_set (&report->subject_ref, "refs/heads/main");
  report->as_of = as_of;
  report->committed_at = as_of;
  report->activity = activity_make (repository, as_of);
  for (guint i = 0; i < N_CHECKS; i++) {
    result_fill (repository, i);
    sum += ((HmResult *) g_ptr_array_index (report->results, i))->score;
  }
  report->score = sum / (int) N_CHECKS;
  report->floor = report->score;
  report->ceiling = report->score;
  report->unwaived_score = report->score;
  report->unwaived_floor = report->score;
  report->coverage_percent = 100;
  hm_text_set (&report->band, "fair");
  bytes = hm_report_write (report);
  g_string_truncate (repository->text, 0);
  g_string_append_len (repository->text, g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes));
}

/*
 * Writing a report anew takes longer than putting it: where only time and commit move, they are
 * exchanged in the text.
 */
static void
report_move (Repository *repository, gint64 as_of)
{
  HmReport *report = repository->report;
  char old[HM_INSTANT_TEXT_SIZE];
  char new[HM_INSTANT_TEXT_SIZE];
  char old_commit[HM_OID_HEX_SIZE + 1];
  char new_commit[HM_OID_HEX_SIZE + 1];

  hm_instant_text (report->as_of, old);
  hm_oid_hex (&report->commit, old_commit);
  oid_fill (&report->commit, &repository->random);
  report->as_of = as_of;
  report->committed_at = as_of;
  g_string_replace (repository->text, old, hm_instant_text (as_of, new), 0);
  g_string_replace (repository->text, old_commit, hm_oid_hex (&report->commit, new_commit), 0);
}

static void
week_live (Repository *repository, guint week)
{
  const gint64 as_of = BEGIN + (gint64) week * WEEK_SECONDS;
  guint32 *random = &repository->random;

  if (repository->report != NULL && random_next (random) % 4 != 0) {
    report_move (repository, as_of);
    return;
  }
  for (guint n = random_next (random) % 4; n > 0; n--)
    repository
        ->phases[random_next (random) % N_CHECKS][random_next (random) % repository->n_findings]++;
  report_fill (repository, as_of);
  report_move (repository, as_of);
}

static void
repository_begin (Repository *repository, guint number)
{
  repository->key = g_strdup_printf ("github.com/owner-%u/project-%u", number / 7, number);
  repository->seed = number * 2654435761u + 1;
  repository->random = repository->seed;
  repository->n_findings = 2 + random_next (&repository->random) % (FINDINGS_MAX - 1);
  repository->text = g_string_new (NULL);
  for (guint i = 0; i < N_CHECKS; i++)
    for (guint j = 0; j < FINDINGS_MAX; j++)
      repository->phases[i][j] = random_next (&repository->random) % 100;
}

static void
repository_end (Repository *repository)
{
  g_free (repository->key);
  g_clear_pointer (&repository->report, hm_report_free);
  g_string_free (repository->text, TRUE);
}

static gboolean
week_put (HmStore *store, Repository *repositories, guint n, guint week, guint64 *n_bytes,
          GError **error)
{
  for (guint i = 0; i < n; i++) {
    Repository *repository = &repositories[i];

    if (i % BATCH == 0 && !hm_store_begin (store, error))
      return FALSE;
    week_live (repository, week);
    *n_bytes += repository->text->len;
    if (!hm_store_put_both (store, repository->key, repository->report, repository->text->str,
                            repository->text->len, HM_STORE_REPLACE, NULL, error))
      return FALSE;
    if ((i % BATCH == BATCH - 1 || i == n - 1) && !hm_store_commit (store, error))
      return FALSE;
  }
  return TRUE;
}

/* Week after week, as scans would, for a thousand repositories at a time: what is kept of more would not fit. */
static gboolean
store_fill (HmStore *store, guint n_repositories, guint n_weeks, GError **error)
{
  guint64 n_bytes = 0;
  gboolean is_done = TRUE;

  for (guint begin = 0; is_done && begin < n_repositories; begin += BLOCK) {
    const guint n = MIN (BLOCK, n_repositories - begin);
    g_autofree Repository *repositories = g_new0 (Repository, n);

    for (guint i = 0; i < n; i++)
      repository_begin (&repositories[i], begin + i);
    for (guint week = 0; is_done && week < n_weeks; week++)
      is_done = week_put (store, repositories, n, week, &n_bytes, error);
    for (guint i = 0; i < n; i++)
      repository_end (&repositories[i]);
    if (is_done)
      fprintf (stderr, "%u of %u repositories\n", begin + n, n_repositories);
  }
  printf ("%" G_GUINT64_FORMAT " bytes of JSON\n", n_bytes);
  return is_done;
}

typedef struct {
  guint64 n_rows;
  guint64 n_parts;
} Count;

static gboolean
summary_count (const HmStoreSummary *summary, gpointer data, GError **error)
{
  Count *count = data;

  (void) error;
  count->n_rows++;
  count->n_parts += summary->n_checks;
  return TRUE;
}

static gboolean
change_count (const HmStoreChange *change, gpointer data, GError **error)
{
  Count *count = data;

  (void) error;
  count->n_rows++;
  count->n_parts += change->came->len + change->went->len;
  for (guint i = 0; change->before != NULL && i < change->after->n_checks; i++)
    count->n_parts += change->before->checks[i].score != change->after->checks[i].score;
  return TRUE;
}

static void
problem_print (const char *problem, gpointer data)
{
  (void) data;
  fprintf (stderr, "%s\n", problem);
}

/* The last eight weeks of the year that `fill` made. */
static gboolean
question_ask (HmStore *store, const char *question, Count *count, GError **error)
{
  if (g_str_equal (question, "rank"))
    return hm_store_latest (store, NULL, HM_INSTANT_MAX, summary_count, count, error);
  if (g_str_equal (question, "changes"))
    return hm_store_changes (store, NULL, BEGIN + 43 * WEEK_SECONDS, HM_INSTANT_MAX, change_count,
                             count, error);
  if (g_str_equal (question, "export")) {
    HmStoreHealth health = { 0 };
    FILE *nowhere = fopen ("/dev/null", "w");
    gboolean is_done;

    g_assert (nowhere != NULL);
    is_done = hm_store_export (store, nowhere, problem_print, NULL, NULL, &health, error);
    count->n_rows = health.n_reports;
    fclose (nowhere);
    return is_done;
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "%s: no such question", question);
  return FALSE;
}

static gboolean
question_time (HmStore *store, const char *question, GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  Count count = { 0 };
  struct rusage usage;

  if (!question_ask (store, question, &count, error))
    return FALSE;
  getrusage (RUSAGE_SELF, &usage);
  printf ("%-8s %8.0f ms %6ld MB %9" G_GUINT64_FORMAT " rows %9" G_GUINT64_FORMAT " parts\n",
          question, (double) (g_get_monotonic_time () - start) / 1000, usage.ru_maxrss / 1024,
          count.n_rows, count.n_parts);
  return TRUE;
}

int
main (int argc, char **argv)
{
  const gboolean is_fill = argc == 5 && g_str_equal (argv[2], "fill");
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = NULL;

  if (!is_fill && argc != 3) {
    fprintf (stderr,
             "usage: bench-store FILE fill REPOSITORIES WEEKS | FILE rank|changes|export\n");
    return 2;
  }
  store = hm_store_open (argv[1], is_fill ? HM_STORE_WRITE : HM_STORE_READ, &error);
  if (store != NULL
      && (is_fill ? store_fill (store, (guint) atoi (argv[3]), (guint) atoi (argv[4]), &error)
                  : question_time (store, argv[2], &error)))
    return 0;
  fprintf (stderr, "bench-store: %s\n", error->message);
  return 1;
}
