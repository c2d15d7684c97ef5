/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/scan_entry.h"

#include "core/error.h"
#include "core/oid.h"
#include "evidence/forge/facts_digest.h"
#include "evidence/git/cancel.h"
#include "evidence/git/clone.h"
#include "evidence/git/remote.h"
#include "portfolio/activity.h"
#include "portfolio/scan_look.h"
#include "render/report_json.h"
#include "scoring/score.h"

#include <string.h>

/* A repository that is being worked on. */
typedef struct {
  HmScanTask *task;
  const HmScanOptions *options;
  const gint *cancelled;
  HmClone *clone;   /* (nullable) */
  const char *path; /* where it is */
  HmScanLook look;
  HmScanTerms terms;
  gboolean has_terms;
} Work;

void
hm_scan_task_clear (HmScanTask *task)
{
  g_clear_pointer (&task->report, hm_report_free);
  g_clear_pointer (&task->text, g_bytes_unref);
  g_clear_pointer (&task->state, hm_store_state_free);
  g_clear_error (&task->error);
}

static void
work_clear (Work *work)
{
  if (work->has_terms)
    work->options->terms.close (work->options->terms.data, &work->terms);
  hm_scan_look_clear (&work->look);
  hm_clone_free (work->clone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* "TAGS FORGE", where what the forge told is empty where nobody was asked. Returns: (owned) */
static char *
facts_word (const HmScanLook *look, const char *forge_digest)
{
  return g_strconcat (look->digest, " ", forge_digest, NULL);
}

/* What is written for git's way over SSH is public by HTTPS, or not for us. Returns: (owned) */
static char *
url_find (const HmPortfolioEntry *entry)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  HmPlatform platform;

  hm_remote_parse (entry->where, strings, &platform);
  return g_strdup (platform.url != NULL && !g_str_has_prefix (entry->where, "https://")
                       ? platform.url
                       : entry->where);
}

/* Copies of a remote repository are brought up to date first: that is one question where there is nothing new. */
static gboolean
place_find (Work *work, GError **error)
{
  const HmPortfolioEntry *entry = work->task->row->entry;
  g_autofree char *url = NULL;

  work->path = entry->place;
  if (entry->is_path)
    return TRUE;
  url = url_find (entry);
  work->clone =
      hm_clone_or_fetch (url, work->options->cache_folder, NULL, NULL, work->cancelled, error);
  if (work->clone == NULL)
    return FALSE;
  work->path = work->clone->path;
  return TRUE;
}

static gboolean
terms_open (Work *work, GError **error)
{
  const HmScanTermsSource *source = &work->options->terms;
  const HmPortfolioEntry *entry = work->task->row->entry;
  HmCollectOptions *collect = &work->terms.collect;

  if (!source->open (source->data, entry, work->path, &work->terms, error))
    return FALSE;
  work->has_terms = TRUE;
  collect->cancelled = work->cancelled;
  collect->is_one_of_many = TRUE;
  collect->forge.is_for_many = TRUE;
  if (!entry->is_path) {
    collect->name = entry->name;
    collect->url = entry->where;
  }
  return TRUE;
}

/* Whether what is here alone says that the last report may hold. */
static gboolean
is_as_before (const Work *work)
{
  const HmStoreState *before = work->task->before;
  const HmScanOptions *options = work->options;
  const char *digest = options->terms.digest (options->terms.data, work->task->row->entry);

  return before->scanned_at != 0 && before->scanned_at <= options->as_of
         && options->as_of - before->scanned_at < options->max_age_seconds
         && hm_oid_equal (&before->head, &work->look.revision.commit)
         && strcmp (before->tool_version, options->tool_version) == 0
         && strcmp (before->policy_digest, digest) == 0
         && g_str_has_prefix (before->forge_digest, work->look.digest);
}

/* Adds @note, which is taken, to what the owner should know of the repository. */
static void
row_note (HmScanRow *row, char *note)
{
  g_autofree char *before = row->note;
  g_autofree char *more = note;

  row->note = before != NULL ? g_strconcat (before, "; ", more, NULL) : g_strdup (more);
}

static void
renamed_note (Work *work, const char *renamed_to)
{
  if (renamed_to != NULL)
    row_note (work->task->row, g_strdup_printf ("is called %s now", renamed_to));
}

/* Sets *@ret_holds to whether the last report holds. Returns: FALSE where that can't be told */
static gboolean
report_holds (Work *work, gboolean *ret_holds, GError **error)
{
  g_autofree char *forge_digest = NULL;
  g_autofree char *renamed_to = NULL;
  g_autofree char *word = NULL;

  *ret_holds = FALSE;
  if (!is_as_before (work))
    return TRUE;
  if (!work->options->terms.may_ask) {
    word = facts_word (&work->look, "");
    *ret_holds = strcmp (work->task->before->forge_digest, word) == 0;
    return TRUE;
  }
  if (!terms_open (work, error)
      || !hm_scan_look_at_forge (&work->look, work->path, &work->terms.collect, &forge_digest,
                                 &renamed_to, error))
    return FALSE;
  word = facts_word (&work->look, forge_digest);
  *ret_holds = strcmp (work->task->before->forge_digest, word) == 0;
  if (*ret_holds)
    renamed_note (work, renamed_to);
  return TRUE;
}

/* Returns: (owned) what the store knew, to be changed */
static HmStoreState *
state_copy (const HmStoreState *state)
{
  HmStoreState *copy = hm_store_state_new ();

  copy->head = state->head;
  hm_text_set (&copy->tool_version, state->tool_version);
  hm_text_set (&copy->policy_digest, state->policy_digest);
  hm_text_set (&copy->forge_digest, state->forge_digest);
  copy->scanned_at = state->scanned_at;
  copy->looked_at = state->looked_at;
  copy->tried_at = state->tried_at;
  copy->failed_at = state->failed_at;
  hm_text_set (&copy->failure, state->failure);
  return copy;
}

static void
state_mend (HmStoreState *state)
{
  state->failed_at = 0;
  hm_text_set (&state->failure, "");
}

/*
 * Whether this scan is to be known as the last: what comes of one that was asked for as of an earlier time says nothing
 * of how it is now.
 */
static gboolean
is_last (const HmScanTask *task, const HmScanOptions *options)
{
  return !options->has_as_of
         || (task->before->scanned_at <= options->as_of && task->before->looked_at <= options->as_of
             && task->before->failed_at <= options->as_of);
}

/* Returns: (owned) what the store knew, and that the repository has its turn now */
static HmStoreState *
state_try (const HmScanTask *task, const HmScanOptions *options)
{
  HmStoreState *state = state_copy (task->before);

  state->tried_at = options->as_of;
  return state;
}

static void
unchanged_note (HmScanTask *task, const HmScanOptions *options)
{
  task->fate = HM_SCAN_UNCHANGED;
  if (!is_last (task, options))
    return;
  task->state = state_try (task, options);
  task->state->looked_at = options->as_of;
  state_mend (task->state);
}

/* Puts @report into the form that it is stored in, here, where it costs the store no time. */
static gboolean
report_ready (HmScanTask *task, const HmReport *report, GError **error)
{
  gsize size;
  const char *text;

  task->text = hm_report_write (report);
  text = g_bytes_get_data (task->text, &size);
  task->report = hm_report_read (text, size, error);
  return task->report != NULL;
}

static gboolean
scan (Work *work, GError **error)
{
  HmScanTask *task = work->task;
  const HmScanOptions *options = work->options;
  g_autoptr (HmEvidenceStore) evidence = NULL;
  g_autofree char *forge_digest = NULL;
  g_autofree char *word = NULL;
  g_autoptr (HmReport) report = NULL;
  const HmFacts *facts;

  if (!work->has_terms && !terms_open (work, error))
    return FALSE;
  evidence = hm_collect (work->path, &work->terms.collect, error);
  if (evidence == NULL)
    return FALSE;
  facts = hm_evidence_store_facts (evidence);
  report = hm_score_subject (work->terms.checks, work->terms.n_checks, facts, work->terms.policy,
                             options->tool_version);
  hm_activity_fill (report, facts);
  if (hm_is_cancelled (work->cancelled) || hm_is_cancelled (options->cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  if (!report_ready (task, report, error))
    return FALSE;
  renamed_note (work, facts->forge.renamed_to);
  forge_digest = hm_forge_facts_digest (&facts->forge);
  word = facts_word (&work->look, forge_digest);
  if (is_last (task, options)) {
    task->state = state_try (task, options);
    task->state->head = facts->subject.commit;
    hm_text_set (&task->state->tool_version, options->tool_version);
    hm_text_set (&task->state->policy_digest,
                 options->terms.digest (options->terms.data, task->row->entry));
    hm_text_set (&task->state->forge_digest, word);
    task->state->scanned_at = options->as_of;
    task->state->looked_at = options->as_of;
    state_mend (task->state);
  }
  task->fate = HM_SCAN_DONE;
  task->row->score = task->report->score;
  task->row->floor = task->report->floor;
  return TRUE;
}

/* Looks, and says which repositories of the portfolio this one is again. */
static gboolean
work_look (Work *work, GError **error)
{
  const HmScanTask *task = work->task;
  const HmPortfolioEntry *entry = task->row->entry;
  const HmPortfolioEntry *same = hm_twins_same (task->twins, entry);
  const HmPortfolioEntry *origin = NULL;
  const HmCollectOptions revision = {
    .has_as_of = work->options->has_as_of,
    .as_of = work->options->as_of,
    .cancelled = work->cancelled,
  };

  if (same != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "is the same repository as %s on line %u", same->name,
                    same->line);
  if (!place_find (work, error)
      || !hm_scan_look (work->path, entry->is_path ? NULL : entry->where, &revision, &work->look,
                        error))
    return FALSE;
  origin = hm_twins_origin (task->twins, work->look.remote_url);
  if (origin != NULL)
    row_note (task->row,
              g_strdup_printf ("is a copy of %s on line %u", origin->name, origin->line));
  return TRUE;
}

static gboolean
work_do (Work *work, GError **error)
{
  gboolean holds;

  if (!work_look (work, error) || !report_holds (work, &holds, error))
    return FALSE;
  if (!holds)
    return scan (work, error);
  unchanged_note (work->task, work->options);
  return TRUE;
}

/* A forge that refuses the token refuses it for all. */
static gboolean
ends_run (const GError *error)
{
  return error->domain == HM_ERROR
         && (error->code == HM_ERROR_TOKEN || error->code == HM_ERROR_CANCELLED);
}

/*
 * The repository waits for its turn in another run, which begins with those that have waited longest. But one that came
 * first in this run and still found too few requests left goes to the end of the line: if it needs more than a run ever
 * has, it would otherwise hold up all the others for good.
 */
static void
task_postpone (HmScanTask *task, const HmScanOptions *options, const char *why)
{
  task->fate = HM_SCAN_WAITING;
  task->row->why = g_strdup (why);
  if (task->is_first && is_last (task, options))
    task->state = state_try (task, options);
}

void
hm_scan_task_fail (HmScanTask *task, const HmScanOptions *options, const char *why)
{
  HmScanRow *row = task->row;

  hm_scan_task_clear (task);
  task->fate = HM_SCAN_FAILED;
  row->score = HM_NO_SCORE;
  row->floor = HM_NO_SCORE;
  g_free (row->why);
  row->why = g_strdup (why);
  if (!is_last (task, options))
    return;
  task->state = state_try (task, options);
  task->state->failed_at = options->as_of;
  hm_text_set (&task->state->failure, why);
}

void
hm_scan_task_run (HmScanTask *task, const HmScanOptions *options, const gint *cancelled)
{
  const gint64 began = g_get_monotonic_time ();
  g_auto (Work) work = { .task = task, .options = options, .cancelled = cancelled };
  g_autoptr (GError) error = NULL;

  if (!work_do (&work, &error)) {
    hm_scan_task_clear (task);
    if (ends_run (error)) {
      task->error = g_steal_pointer (&error);
    } else if (g_error_matches (error, HM_ERROR, HM_ERROR_QUOTA)) {
      task_postpone (task, options, error->message);
    } else {
      hm_scan_task_fail (task, options, error->message);
    }
  }
  task->row->took_us = g_get_monotonic_time () - began;
}
