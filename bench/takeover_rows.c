/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs Takeover-Signals over commits whose story is known, each isolated: its ancestors alone, and the tags that were there.
 * usage: bench-takeovers TSV DIR       every row of the table
 *        bench-takeovers --years DIR   every year's end of every repository, for the rate of false alarms
 *
 * TSV has a line of names first, and of those columns: repo (OWNER/NAME), as_of_oid, as_of_date, label (bad, early, grey, control,
 * control-hard, control-registry), class. DIR holds bare repositories, OWNER+NAME. An alarm is a score of 2 or less. Bad rows are one incident when they
 * share a repository or a class; "same campaign" is the class of the bad row before.
 */
#include <stdio.h>
#include <string.h>

#include <git2.h>

#include "checks/registry.h"
#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "evidence/git/autoptr.h"
#include "evidence/timeline.h"
#include "scoring/score.h"

#include <hallmark/version.h>

/* Tenths: an alarm, and what is calm. */
#define ALARM_MAX 20
#define CALM_MIN 100

/* Whose probes the rates are counted of; the first is the one that alarms. */
static const char *const rated_checks[] = { "takeover-signals", "sensitive-changes",
                                            "opaque-source", "release-integrity" };

/* Projects younger than this at a year's end are left out of the rates. */
#define YEARS_MIN 3

typedef struct {
  char *repo;
  char *oid;
  char *date;
  char *label;
  char *class;
  int score; /* tenths; HM_NO_SCORE */
  char *signals;
  char *failure; /* (nullable) why there is no score */
} Row;

typedef struct {
  const HmCheck *check; /* that alarms */
  const HmCheck *rated[G_N_ELEMENTS (rated_checks)];
  GPtrArray *reads; /* (element-type const char*) of all of them, NULL-terminated */
  guint needs;      /* likewise */
  const char *folder;
} Bench;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->repo);
  g_free (row->oid);
  g_free (row->date);
  g_free (row->label);
  g_free (row->class);
  g_free (row->signals);
  g_free (row->failure);
  g_free (row);
}

static int
column_find (char **names, const char *name)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

/* Returns: (owned) (element-type Row) NULL with @error set. */
static GPtrArray *
table_read (const char *path, GError **error)
{
  static const char *const wanted[] = { "repo", "as_of_oid", "as_of_date", "label", "class" };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) names = NULL;
  int columns[G_N_ELEMENTS (wanted)];
  const char *last_class = "";

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  names = g_strsplit (lines[0] != NULL ? lines[0] : "", "\t", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    columns[i] = column_find (names, wanted[i]);
    if (columns[i] < 0) {
      hm_fail (error, HM_ERROR_FORMAT, "%s: no column '%s'", path, wanted[i]);
      return NULL;
    }
  }
  for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
    guint n = g_strv_length (cells);
    Row *row;
    gboolean is_whole = TRUE;

    for (gsize c = 0; c < G_N_ELEMENTS (wanted); c++)
      is_whole = is_whole && (guint) columns[c] < n;
    if (!is_whole)
      continue;
    row = g_new0 (Row, 1);
    row->repo = g_strdup (cells[columns[0]]);
    row->oid = g_strdup (cells[columns[1]]);
    row->date = g_strdup (cells[columns[2]]);
    row->label = g_strdup (cells[columns[3]]);
    row->class = g_strdup (cells[columns[4]]);
    row->score = HM_NO_SCORE;
    if (strcmp (row->label, "bad") == 0) {
      if (strcmp (row->class, "same campaign") == 0) {
        g_free (row->class);
        row->class = g_strdup (last_class);
      }
      last_class = row->class;
    }
    g_ptr_array_add (rows, row);
  }
  return g_steal_pointer (&rows);
}

/* Returns: (owned) the ids of failed probes, in the order found, each once. */
static char *
signals_text (const HmResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->outcome == HM_FAIL && g_hash_table_add (seen, finding->probe))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", finding->probe);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
repository_path (const Bench *bench, const char *repo)
{
  g_auto (GStrv) parts = g_strsplit (repo, "/", 2);
  g_autofree char *name = g_strjoinv ("+", parts);

  return g_build_filename (bench->folder, name, NULL);
}

static gboolean
commit_time (const char *path, const char *hex, gint64 *ret_time, GError **error)
{
  g_autoptr (git_repository) repository = NULL;
  git_commit *commit = NULL;
  git_oid oid;

  if (git_repository_open_bare (&repository, path) < 0 || git_oid_fromstr (&oid, hex) < 0
      || git_commit_lookup (&commit, repository, &oid) < 0)
    return hm_fail (error, HM_ERROR_GIT, "%s: %s", path, git_error_last ()->message);
  *ret_time = git_commit_time (commit);
  git_commit_free (commit);
  return TRUE;
}

static void
row_run (const Bench *bench, Row *row)
{
  g_autofree char *path = repository_path (bench, row->repo);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (HmResult) result = NULL;
  HmCollectOptions options = {
    .commit = row->oid,
    .needs = bench->check->needs & ~(guint) HM_NEED_FORGE,
    .reads = bench->check->reads,
    .has_as_of = TRUE,
  };

  if (commit_time (path, row->oid, &options.as_of, &error))
    store = hm_collect (path, &options, &error);
  if (store == NULL) {
    row->failure = g_strdup (error->message);
    return;
  }
  result = hm_score_check (bench->check, hm_evidence_store_facts (store), &hm_policy_default);
  row->score = result->score;
  row->signals = signals_text (result);
}

static gboolean
is_alarm (const Row *row)
{
  return row->score != HM_NO_SCORE && row->score <= ALARM_MAX;
}

static const char *
score_text (int score, char text[8])
{
  if (score == HM_NO_SCORE)
    return "n/a";
  g_snprintf (text, 8, "%d.%d", score / 10, score % 10);
  return text;
}

static void
rows_print (const GPtrArray *rows)
{
  printf ("%-34s %-10s %-10s %-16s %5s  %s\n", "repository", "commit", "date", "label", "score",
          "signals");
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);
    char text[8];

    printf ("%-34s %.10s %-10s %-16s %5s%s %s\n", row->repo, row->oid, row->date, row->label,
            score_text (row->score, text), is_alarm (row) ? "!" : " ",
            row->failure != NULL ? row->failure : row->signals);
  }
}

/* Prints how many of the rows of @label alarm, and are not calm. */
static void
label_print (const GPtrArray *rows, const char *label)
{
  guint n = 0, n_alarms = 0, n_stirred = 0, n_failed = 0;

  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);

    if (strcmp (row->label, label) != 0)
      continue;
    n++;
    n_alarms += is_alarm (row) ? 1 : 0;
    n_failed += row->score == HM_NO_SCORE ? 1 : 0;
    n_stirred += row->score != HM_NO_SCORE && row->score < CALM_MIN && !is_alarm (row) ? 1 : 0;
  }
  if (n > 0)
    printf ("%-17s %2u rows: %u alarms, %u with transitions, %u without a score\n", label, n,
            n_alarms, n_stirred, n_failed);
}

/*
 * Bad rows that share a repository or a class are one incident; @incident holds for each row the
 * first row of its own.
 */
static void
incidents_join (const GPtrArray *rows, guint *incident)
{
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = g_ptr_array_index (rows, i);

    incident[i] = i;
    if (strcmp (row->label, "bad") != 0)
      continue;
    for (guint j = 0; j < i; j++) {
      const Row *before = g_ptr_array_index (rows, j);

      if (strcmp (before->label, "bad") == 0
          && (strcmp (before->repo, row->repo) == 0 || strcmp (before->class, row->class) == 0)) {
        incident[i] = incident[j];
        break;
      }
    }
  }
}

static void
incidents_print (const GPtrArray *rows)
{
  g_autofree guint *incident = g_new (guint, rows->len + 1);
  guint n = 0, n_caught = 0;

  incidents_join (rows, incident);
  printf ("\nincidents, by the first row that alarms\n");
  for (guint i = 0; i < rows->len; i++) {
    const Row *first = g_ptr_array_index (rows, i);
    const Row *alarm = NULL;
    guint n_rows = 0, n_alarms = 0;

    if (incident[i] != i || strcmp (first->label, "bad") != 0)
      continue;
    for (guint j = i; j < rows->len; j++) {
      const Row *row = g_ptr_array_index (rows, j);

      if (incident[j] != i)
        continue;
      n_rows++;
      n_alarms += is_alarm (row) ? 1 : 0;
      if (alarm == NULL && is_alarm (row))
        alarm = row;
    }
    n++;
    n_caught += alarm != NULL ? 1 : 0;
    printf ("  %-32s %u of %u rows alarm; first: %s %.10s\n", first->repo, n_alarms, n_rows,
            alarm != NULL ? alarm->date : "none", alarm != NULL ? alarm->oid : "");
  }
  printf ("recall: %u of %u incidents\n", n_caught, n);
}

static int
table_run (const Bench *bench, const char *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = table_read (table, &error);

  if (rows == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  for (guint i = 0; i < rows->len; i++)
    row_run (bench, g_ptr_array_index (rows, i));
  rows_print (rows);
  incidents_print (rows);
  putchar ('\n');
  label_print (rows, "control");
  label_print (rows, "control-hard");
  label_print (rows, "control-registry");
  label_print (rows, "early");
  label_print (rows, "grey");
  return 0;
}

/* How often each signal was true, and of how many projects ever. */
typedef struct {
  GHashTable *points;   /* probe -> number */
  GHashTable *projects; /* likewise */
  guint n_points;
  guint n_projects;
  guint n_alarms;
  guint n_alarmed_projects;
} Rates;

static void
count_up (GHashTable *counts, const char *key)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, g_strdup (key), GUINT_TO_POINTER (n + 1));
}

static void
point_add (Rates *rates, const HmResult *result, GHashTable *ever)
{
  g_autofree char *text = signals_text (result);
  g_auto (GStrv) signals = g_strsplit (text, " ", -1);

  for (gsize i = 0; signals[i] != NULL; i++) {
    if (*signals[i] == '\0')
      continue;
    count_up (rates->points, signals[i]);
    if (g_hash_table_add (ever, g_strdup (signals[i])))
      count_up (rates->projects, signals[i]);
  }
}

/* Every end of a year at which the project at @path was old enough, and had a commit in that year. */
static void
project_run (const Bench *bench, const char *name, Rates *rates)
{
  g_autofree char *path = g_build_filename (bench->folder, name, NULL);
  g_autoptr (GHashTable) ever = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (HmTimeline) timeline = NULL;
  g_autoptr (GError) error = NULL;
  const HmMoment *moments;
  gsize n_moments;
  gboolean is_alarmed = FALSE;
  HmCollectOptions options = {
    .needs = bench->needs & ~(guint) HM_NEED_FORGE,
    .reads = (const char *const *) bench->reads->pdata,
    .as_of = HM_INSTANT_MAX,
  };

  timeline = hm_timeline_new (path, &options, &error);
  if (timeline == NULL) {
    printf ("%s: %s\n", name, error->message);
    return;
  }
  moments = hm_timeline_moments (timeline, &n_moments);
  rates->n_projects++;
  for (int year = 2006; n_moments > 0 && year < 2026; year++) {
    g_autofree char *from_text = g_strdup_printf ("%d-12-31", year - 1);
    g_autofree char *to_text = g_strdup_printf ("%d-12-31", year);
    g_autoptr (HmEvidenceStore) store = NULL;
    gint64 from, to;
    gsize at = 0;

    if (!hm_instant_parse (from_text, &from, NULL) || !hm_instant_parse (to_text, &to, NULL))
      continue;
    while (at < n_moments && moments[at].time > to)
      at++;
    if (at == n_moments || moments[at].time <= from
        || moments[n_moments - 1].time > hm_instant_add_months (to, -12 * YEARS_MIN))
      continue;
    store = hm_timeline_at (timeline, &moments[at].commit, to, &error);
    if (store == NULL) {
      printf ("%s: %s\n", name, error->message);
      g_clear_error (&error);
      continue;
    }
    rates->n_points++;
    for (gsize i = 0; i < G_N_ELEMENTS (rated_checks); i++) {
      g_autoptr (HmResult) result =
          hm_score_check (bench->rated[i], hm_evidence_store_facts (store), &hm_policy_default);

      point_add (rates, result, ever);
      if (bench->rated[i] != bench->check || result->score == HM_NO_SCORE
          || result->score > ALARM_MAX)
        continue;
      char hex[HM_OID_HEX_SIZE + 1];
      g_autofree char *signals = signals_text (result);

      printf ("alarm: %s %d %.10s %s\n", name, year, hm_oid_hex (&moments[at].commit, hex),
              signals);
      rates->n_alarms++;
      is_alarmed = TRUE;
    }
  }
  rates->n_alarmed_projects += is_alarmed ? 1 : 0;
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
years_run (const Bench *bench)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) signals = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (bench->folder, 0, &error);
  Rates rates = {
    .points = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .projects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  GHashTableIter iter;
  gpointer key;

  if (folder == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_texts);
  for (guint i = 0; i < names->len; i++)
    project_run (bench, g_ptr_array_index (names, i), &rates);
  printf ("%u ends of years of %u projects: %u alarms, in %u projects\n", rates.n_points,
          rates.n_projects, rates.n_alarms, rates.n_alarmed_projects);
  g_hash_table_iter_init (&iter, rates.points);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (signals, key);
  g_ptr_array_sort (signals, compare_texts);
  for (guint i = 0; i < signals->len; i++) {
    const char *signal = g_ptr_array_index (signals, i);

    printf ("  %-40s %4u points, %3u projects\n", signal,
            GPOINTER_TO_UINT (g_hash_table_lookup (rates.points, signal)),
            GPOINTER_TO_UINT (g_hash_table_lookup (rates.projects, signal)));
  }
  g_hash_table_unref (rates.points);
  g_hash_table_unref (rates.projects);
  return 0;
}

static void
rated_gather (Bench *bench, const HmRegistry *registry)
{
  bench->reads = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rated_checks); i++) {
    const HmCheck *check = hm_registry_find (registry, rated_checks[i]);

    bench->rated[i] = check;
    bench->needs |= check->needs;
    for (gsize j = 0; check->reads != NULL && check->reads[j] != NULL; j++)
      g_ptr_array_add (bench->reads, (gpointer) (guintptr) check->reads[j]);
  }
  g_ptr_array_add (bench->reads, NULL);
  bench->check = bench->rated[0];
}

int
main (int argc, char *argv[])
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  Bench bench = { 0 };

  if (argc != 3) {
    fputs ("usage: bench-takeovers TSV DIR\n       bench-takeovers --years DIR\n", stderr);
    return 2;
  }
  bench.folder = argv[2];
  git_libgit2_init ();
  rated_gather (&bench, registry);
  return strcmp (argv[1], "--years") == 0 ? years_run (&bench) : table_run (&bench, argv[1]);
}
