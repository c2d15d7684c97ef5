/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads take repositories in turn and work on them; the caller's thread alone touches the store. What came in while
 * it wrote goes into the store with its next transaction: many reports then cost one wait for the disk, and none waits
 * for longer than that.
 */
#include "portfolio/scan.h"

#include "core/error.h"
#include "evidence/git/cancel.h"
#include "portfolio/scan_entry.h"
#include "store/put.h"

/* How long the caller's thread sleeps at most: it looks at the user's flag, and draws. */
#define TICK_US (100 * G_TIME_SPAN_MILLISECOND)

/*
 * Reports that wait to be stored, for each thread that makes them: a disk that is slower than they are holds them up,
 * and memory stays flat.
 */
#define PENDING_PER_JOB 4

/*
 * A look that found nothing new is not stored by itself but with the next report, or with so many others: it takes less
 * time than a wait for the disk, and to lose a few costs no more than to look again.
 */
#define LOOKS_MAX 1000u

/* See HmScanOptions.store_wait_ms. */
#define STORE_WAIT_MS (10 * 60 * 1000)

/* That a repository was found unchanged. */
typedef struct {
  const char *key;
  HmStoreState *state;
} Look;

typedef struct {
  HmScanRun *run;
  HmStore *store;
  const HmScanOptions *options;
  const HmTwins *twins;
  GArray *tasks;   /* (element-type HmScanTask) in the order that they are taken in */
  GArray *looks;   /* (element-type Look) to be stored */
  gint is_stopped; /* atomic: the user's flag, or an error that ends the run */
  GMutex mutex;    /* guards all below */
  GCond came;      /* something is pending, or a worker ended */
  GCond went;      /* there is room for what is pending */
  GQueue pending;  /* (element-type HmScanTask) */
  guint next;      /* the task whose turn it is */
  guint n_workers;
} Run;

static void
row_free (gpointer data)
{
  HmScanRow *row = data;

  g_free (row->why);
  g_free (row->note);
  g_free (row);
}

HmScanRun *
hm_scan_run_new (const GPtrArray *entries)
{
  HmScanRun *run = g_new0 (HmScanRun, 1);

  run->rows = g_ptr_array_new_full (entries->len, row_free);
  for (guint i = 0; i < entries->len; i++) {
    HmScanRow *row = g_new0 (HmScanRow, 1);

    row->entry = g_ptr_array_index (entries, i);
    row->score = HM_NO_SCORE;
    row->floor = HM_NO_SCORE;
    g_ptr_array_add (run->rows, row);
  }
  run->counts[HM_SCAN_WAITING] = entries->len;
  return run;
}

void
hm_scan_run_free (HmScanRun *run)
{
  if (run == NULL)
    return;
  g_ptr_array_unref (run->rows);
  g_free (run);
}

static void
row_settle (Run *run, HmScanRow *row, HmScanFate fate)
{
  run->run->counts[row->fate]--;
  run->run->counts[fate]++;
  row->fate = fate;
  if (run->options->on_row != NULL)
    run->options->on_row (row, run->options->data);
}

/* Whether no repository is to be begun any more. */
static gboolean
is_over (const Run *run)
{
  return g_atomic_int_get (&run->is_stopped) || hm_is_cancelled (run->options->cancelled);
}

/* Somebody else's long change, such as a vacuum, is no reason to throw away what was scanned. */
static gboolean
store_waits_on (guint waited_ms, gpointer data)
{
  const Run *run = data;
  const HmScanOptions *options = run->options;

  if (options->on_tick != NULL)
    options->on_tick (options->data);
  return !hm_is_cancelled (options->cancelled)
         && waited_ms < (options->store_wait_ms > 0 ? options->store_wait_ms : STORE_WAIT_MS);
}

/* Returns: (nullable) the next that is to be worked on */
static HmScanTask *
task_take (Run *run)
{
  HmScanTask *task = NULL;

  g_mutex_lock (&run->mutex);
  while (!is_over (run) && run->pending.length >= run->options->n_jobs * PENDING_PER_JOB)
    g_cond_wait (&run->went, &run->mutex);
  if (run->next < run->tasks->len && !is_over (run))
    task = &g_array_index (run->tasks, HmScanTask, run->next++);
  g_mutex_unlock (&run->mutex);
  return task;
}

static gpointer
worker_run (gpointer data)
{
  Run *run = data;
  HmScanTask *task;

  while ((task = task_take (run)) != NULL) {
    hm_scan_task_run (task, run->options, &run->is_stopped);
    g_mutex_lock (&run->mutex);
    g_queue_push_tail (&run->pending, task);
    g_cond_signal (&run->came);
    g_mutex_unlock (&run->mutex);
  }
  g_mutex_lock (&run->mutex);
  run->n_workers--;
  g_cond_signal (&run->came);
  g_mutex_unlock (&run->mutex);
  return NULL;
}

/* From now on no repository is begun, and what is under way is broken off. */
static void
run_stop (Run *run)
{
  g_mutex_lock (&run->mutex);
  g_atomic_int_set (&run->is_stopped, 1);
  g_cond_broadcast (&run->went);
  g_mutex_unlock (&run->mutex);
}

/* What is about this one repository, and not about the store: a report that is too large, a key that can't be one. */
static gboolean
is_of_report (const GError *error)
{
  return g_error_matches (error, HM_ERROR, HM_ERROR_LIMIT)
         || g_error_matches (error, HM_ERROR, HM_ERROR_USAGE);
}

/*
 * Stores what @task brings: all of it, or that its scan failed. The state comes first, so that what is stored instead
 * of it where the report is refused takes its place.
 */
static gboolean
task_put (Run *run, HmScanTask *task, GError **error)
{
  const char *key = task->row->entry->key;
  g_autoptr (GError) mistake = NULL;
  gsize size = 0;
  const char *text = task->text != NULL ? g_bytes_get_data (task->text, &size) : NULL;
  gboolean is_known = TRUE;

  if (task->state != NULL)
    is_known = hm_store_put_state (run->store, key, task->state, &mistake);
  if (is_known
      && (task->report == NULL
          || hm_store_put_both (run->store, key, task->report, text, size, HM_STORE_REPLACE, NULL,
                                &mistake)))
    return TRUE;
  if (!is_of_report (mistake)) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  hm_scan_task_fail (task, run->options, mistake->message);
  /* Of a repository whose state the store refuses nothing can be kept. */
  return !is_known || task->state == NULL
         || hm_store_put_state (run->store, key, task->state, error);
}

static gboolean
is_to_be_stored (const HmScanTask *task)
{
  return task->report != NULL || task->state != NULL;
}

static void
look_clear (gpointer look)
{
  hm_store_state_free (((Look *) look)->state);
}

/* Takes from @task what can wait. */
static void
look_take (Run *run, HmScanTask *task)
{
  const Look look = { task->row->entry->key, task->state };

  if (task->fate != HM_SCAN_UNCHANGED || task->state == NULL || task->before->failed_at != 0)
    return;
  task->state = NULL;
  g_array_append_val (run->looks, look);
}

static gboolean
looks_put (Run *run, GError **error)
{
  for (guint i = 0; i < run->looks->len; i++) {
    const Look *look = &g_array_index (run->looks, Look, i);

    if (!hm_store_put_state (run->store, look->key, look->state, error))
      return FALSE;
  }
  g_array_set_size (run->looks, 0);
  return TRUE;
}

/* Stores what @batch brings, in one change, and with it all looks. */
static gboolean
batch_put (Run *run, GQueue *batch, guint looks_max, GError **error)
{
  gboolean is_any;

  for (GList *link = batch->head; link != NULL; link = link->next)
    look_take (run, link->data);
  is_any = run->looks->len > looks_max;
  for (const GList *link = batch->head; link != NULL; link = link->next)
    is_any = is_any || is_to_be_stored (link->data);
  if (!is_any)
    return TRUE;
  if (!hm_store_begin (run->store, error))
    return FALSE;
  if (!looks_put (run, error)) {
    hm_store_rollback (run->store);
    return FALSE;
  }
  for (GList *link = batch->head; link != NULL; link = link->next)
    if (!task_put (run, link->data, error)) {
      hm_store_rollback (run->store);
      return FALSE;
    }
  return hm_store_commit (run->store, error);
}

/* Takes those out of @batch that found that the run has to end; @end: (inout) the first of their errors */
static void
batch_sift (GQueue *batch, GError **end)
{
  for (GList *link = batch->head; link != NULL;) {
    GList *next = link->next;
    HmScanTask *task = link->data;

    if (task->error != NULL) {
      if (*end == NULL)
        *end = g_steal_pointer (&task->error);
      hm_scan_task_clear (task);
      g_queue_delete_link (batch, link);
    }
    link = next;
  }
}

static gboolean
batch_take (Run *run, GQueue *batch, GError **error)
{
  if (!batch_put (run, batch, LOOKS_MAX, error))
    return FALSE;
  for (GList *link = batch->head; link != NULL; link = link->next) {
    HmScanTask *task = link->data;

    row_settle (run, task->row, task->fate);
  }
  return TRUE;
}

static void
batch_clear (GQueue *batch)
{
  HmScanTask *task;

  while ((task = g_queue_pop_head (batch)) != NULL)
    hm_scan_task_clear (task);
}

/* Waits for what comes. Returns: FALSE where nothing can come any more */
static gboolean
batch_wait (Run *run, GQueue *batch)
{
  const gint64 until = g_get_monotonic_time () + TICK_US;
  gboolean is_more;

  g_mutex_lock (&run->mutex);
  while (run->pending.length == 0 && run->n_workers > 0
         && g_cond_wait_until (&run->came, &run->mutex, until))
    ;
  *batch = run->pending;
  g_queue_init (&run->pending);
  g_cond_broadcast (&run->went);
  is_more = run->n_workers > 0 || batch->length > 0;
  g_mutex_unlock (&run->mutex);
  return is_more;
}

/* Stores what the workers bring until they are done, also what was under way when the run came to its end. */
static gboolean
results_take (Run *run, GError **error)
{
  gboolean is_store_good = TRUE;
  GError *end = NULL;
  GQueue batch = G_QUEUE_INIT;

  while (batch_wait (run, &batch)) {
    if (hm_is_cancelled (run->options->cancelled))
      run_stop (run);
    batch_sift (&batch, &end);
    if (is_store_good && batch.length > 0) {
      g_autoptr (GError) mistake = NULL;

      is_store_good = batch_take (run, &batch, &mistake);
      if (!is_store_good) {
        g_clear_error (&end);
        end = g_steal_pointer (&mistake);
      }
    }
    /* While it waited for another process's change. */
    if (!is_store_good && hm_is_cancelled (run->options->cancelled))
      g_clear_error (&end);
    if (end != NULL || !is_store_good)
      run_stop (run);
    batch_clear (&batch);
    if (run->options->on_tick != NULL)
      run->options->on_tick (run->options->data);
  }
  if (is_store_good) {
    g_autoptr (GError) mistake = NULL;

    if (!batch_put (run, &batch, 0, &mistake) && end == NULL
        && !hm_is_cancelled (run->options->cancelled))
      end = g_steal_pointer (&mistake);
  }
  if (end == NULL && hm_is_cancelled (run->options->cancelled))
    hm_fail (&end, HM_ERROR_CANCELLED, "interrupted");
  if (end == NULL)
    return TRUE;
  g_propagate_error (error, end);
  return FALSE;
}

/* Returns: whether there are any; FALSE with @error set where none can be had */
static gboolean
workers_start (Run *run, guint n_jobs, GPtrArray *threads, GError **error)
{
  for (guint i = 0; i < n_jobs; i++) {
    g_autoptr (GError) cause = NULL;
    GThread *thread;

    g_mutex_lock (&run->mutex);
    run->n_workers++;
    g_mutex_unlock (&run->mutex);
    thread = g_thread_try_new ("scan", worker_run, run, &cause);
    if (thread != NULL) {
      g_ptr_array_add (threads, thread);
      continue;
    }
    g_mutex_lock (&run->mutex);
    run->n_workers--;
    g_mutex_unlock (&run->mutex);
    return threads->len > 0
           || hm_fail (error, HM_ERROR_LIMIT, "no thread to scan on: %s", cause->message);
  }
  return TRUE;
}

/*
 * Repositories that never had a turn come first, then those whose last turn is longest ago, whether or not anything was
 * found to have changed in it. So if a run spends its requests before its end, the next one begins with the
 * repositories that got none.
 */
static int
tasks_compare (gconstpointer a, gconstpointer b)
{
  const HmScanTask *one = a;
  const HmScanTask *two = b;

  if (one->before->tried_at != two->before->tried_at)
    return one->before->tried_at < two->before->tried_at ? -1 : 1;
  return one->number < two->number ? -1 : one->number > two->number;
}

/* Lines up those that are not skipped, by what the store knows of them. */
static gboolean
tasks_line_up (Run *run, GPtrArray *states, GError **error)
{
  const HmScanOptions *options = run->options;

  for (guint i = 0; i < run->run->rows->len; i++) {
    HmScanTask task = {
      .row = g_ptr_array_index (run->run->rows, i),
      .number = i,
      .twins = run->twins,
    };
    HmStoreState *state = hm_store_state (run->store, task.row->entry->key, error);

    if (state == NULL)
      return FALSE;
    g_ptr_array_add (states, state);
    task.before = state;
    /* A clock was ahead then: when that was is not known. */
    if (state->tried_at > options->as_of)
      state->tried_at = 0;
    if (state->looked_at != 0 && state->looked_at >= options->since
        && (state->looked_at <= options->as_of || options->has_as_of))
      row_settle (run, task.row, HM_SCAN_SKIPPED);
    else
      g_array_append_val (run->tasks, task);
  }
  g_array_sort (run->tasks, tasks_compare);
  for (guint i = 0; i < MIN (run->tasks->len, options->n_jobs); i++)
    g_array_index (run->tasks, HmScanTask, i).is_first = TRUE;
  return TRUE;
}

static HmTwins *
twins_find (const Run *run)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  if (run->options->entries != NULL)
    return hm_twins_find (run->options->entries, run->options->cancelled);
  for (guint i = 0; i < run->run->rows->len; i++) {
    const HmScanRow *row = g_ptr_array_index (run->run->rows, i);

    g_ptr_array_add (entries, (gpointer) (guintptr) row->entry);
  }
  return hm_twins_find (entries, run->options->cancelled);
}

static void
state_free (gpointer state)
{
  hm_store_state_free (state);
}

gboolean
hm_scan_run_go (HmScanRun *scan_run, HmStore *store, const HmScanOptions *options, GError **error)
{
  Run run = { .run = scan_run, .store = store, .options = options };
  g_autoptr (HmTwins) twins = twins_find (&run);
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (HmScanTask));
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (Look));
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (state_free);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  gboolean is_done;

  run.twins = twins;
  run.tasks = tasks;
  run.looks = looks;
  g_array_set_clear_func (looks, look_clear);
  hm_store_set_wait (store, store_waits_on, &run);
  if (!tasks_line_up (&run, states, error)) {
    hm_store_set_wait (store, NULL, NULL);
    return FALSE;
  }
  g_mutex_init (&run.mutex);
  g_cond_init (&run.came);
  g_cond_init (&run.went);
  is_done = workers_start (&run, MIN (options->n_jobs, tasks->len), threads, error)
            && results_take (&run, error);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  g_cond_clear (&run.went);
  g_cond_clear (&run.came);
  g_mutex_clear (&run.mutex);
  hm_store_set_wait (store, NULL, NULL);
  return is_done;
}
