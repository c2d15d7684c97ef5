/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads take repositories in turn and work on them; the caller's thread alone touches the store. What came in while it wrote goes into the store
 * with its next transaction: many reports then cost one wait for the disk, and none waits for longer than that.
 */
#include "portfolio/scan.h"

#include "core/error.h"
#include "evidence/git/cancel.h"
#include "portfolio/scan_entry.h"
#include "store/put.h"

/* How long the caller's thread sleeps at most: it looks at the user's flag, and draws. */
#define TICK_US (100 * G_TIME_SPAN_MILLISECOND)

/* Reports that wait to be stored, for each thread that makes them: a disk that is slower than they are holds them up, and memory stays flat. */
#define PENDING_PER_JOB 4

typedef struct {
  HmScanRun *run;
  HmStore *store;
  const HmScanOptions *options;
  GArray *tasks;   /* (element-type HmScanTask) in the order that they are taken in */
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

static gboolean
task_put (Run *run, HmScanTask *task, GError **error)
{
  const char *key = task->row->entry->key;
  g_autoptr (GError) mistake = NULL;
  gsize size = 0;
  const char *text = task->text != NULL ? g_bytes_get_data (task->text, &size) : NULL;

  if ((task->report == NULL
       || hm_store_put_both (run->store, key, task->report, text, size, HM_STORE_REPLACE, NULL,
                             &mistake))
      && (task->state == NULL || hm_store_put_state (run->store, key, task->state, &mistake)))
    return TRUE;
  if (!is_of_report (mistake)) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  task->fate = HM_SCAN_FAILED;
  g_free (task->row->why);
  task->row->why = g_strdup (mistake->message);
  return TRUE;
}

static gboolean
is_to_be_stored (const HmScanTask *task)
{
  return task->report != NULL || task->state != NULL;
}

/* Stores what @batch brings, in one change. */
static gboolean
batch_put (Run *run, GQueue *batch, GError **error)
{
  gboolean is_any = FALSE;

  for (const GList *link = batch->head; link != NULL; link = link->next)
    is_any = is_any || is_to_be_stored (link->data);
  if (!is_any)
    return TRUE;
  if (!hm_store_begin (run->store, error))
    return FALSE;
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
  if (!batch_put (run, batch, error))
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
  GQueue batch;

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
    if (end != NULL)
      run_stop (run);
    batch_clear (&batch);
    if (run->options->on_tick != NULL)
      run->options->on_tick (run->options->data);
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
 * Who was never scanned comes first, then who was not for the longest time: where a run's requests are spent before its end, the next one begins with
 * those that had none.
 */
static int
tasks_compare (gconstpointer a, gconstpointer b)
{
  const HmScanTask *one = a;
  const HmScanTask *two = b;

  if (one->before->scanned_at != two->before->scanned_at)
    return one->before->scanned_at < two->before->scanned_at ? -1 : 1;
  return one->number < two->number ? -1 : one->number > two->number;
}

/* Lines up those that are not skipped, by what the store knows of them. */
static gboolean
tasks_line_up (Run *run, GPtrArray *states, GError **error)
{
  for (guint i = 0; i < run->run->rows->len; i++) {
    HmScanTask task = { .row = g_ptr_array_index (run->run->rows, i), .number = i };
    HmStoreState *state = hm_store_state (run->store, task.row->entry->key, error);

    if (state == NULL)
      return FALSE;
    g_ptr_array_add (states, state);
    task.before = state;
    if (state->scanned_at != 0 && state->scanned_at >= run->options->since)
      row_settle (run, task.row, HM_SCAN_SKIPPED);
    else
      g_array_append_val (run->tasks, task);
  }
  g_array_sort (run->tasks, tasks_compare);
  return TRUE;
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
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (HmScanTask));
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func (state_free);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  gboolean is_done;

  run.tasks = tasks;
  if (!tasks_line_up (&run, states, error))
    return FALSE;
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
  return is_done;
}
