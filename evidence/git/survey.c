/* SPDX-License-Identifier: Apache-2.0 */
/* Lines up commits, lets threads fill bags of their own, and puts these together in the order of the walk. */
#include "evidence/git/survey.h"

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "evidence/git/cancel.h"
#include "evidence/git/settled.h"

/* Commits that a thread takes at a time: neighbours have most of their folders in common. */
#define BATCH 32

G_STATIC_ASSERT (HM_CHANGES_BYTES_MAX == 16ull * 1024 * 1024 * 1024);

static const HmChangesWanted kinds[] = {
  { HM_LOOK_NONE, FALSE },
  { HM_LOOK_PATHS, FALSE },
  { HM_LOOK_CONTENTS, FALSE },
  { HM_LOOK_CONTENTS, TRUE },
};

/* What one thread read. */
typedef struct {
  GArray *changes; /* (element-type HmFileChange) */
  GArray *marks;   /* (element-type HmMark) */
  GStringChunk *strings;
} Bag;

/* One commit to be read, and what came of it. */
typedef struct {
  guint32 commit;
  guint8 kind;    /* in @kinds */
  const Bag *bag; /* (nullable) NULL: nobody got to it */
  guint32 marks;  /* in @bag */
  HmRecordLook look;
} Job;

struct HmSurvey {
  HmWalk *walk;
  HmSurveyOptions options;
  guint8 *wanted;    /* by commit: in @kinds */
  GArray *jobs;      /* (element-type Job) */
  gint next;         /* atomic: the first batch that no thread took */
  guint64 kilobytes; /* atomic: of all looks that count */
  GMutex mutex;      /* of @bags */
  GPtrArray *bags;   /* (element-type Bag) */
};

static void
bag_free (gpointer data)
{
  Bag *bag = data;

  g_array_unref (bag->changes);
  g_array_unref (bag->marks);
  g_clear_pointer (&bag->strings, g_string_chunk_free);
  g_free (bag);
}

static Bag *
bag_new (void)
{
  Bag *bag = g_new0 (Bag, 1);

  bag->changes = g_array_new (FALSE, FALSE, sizeof (HmFileChange));
  bag->marks = g_array_new (FALSE, FALSE, sizeof (HmMark));
  bag->strings = g_string_chunk_new (4096);
  return bag;
}

static HmCommit *
commit_at (const HmSurvey *survey, guint32 index)
{
  return &g_array_index (survey->walk->commits, HmCommit, index);
}

/* When everybody and everything that is called somebody began in this history. */
typedef struct {
  gint64 *people;     /* by person; bots and forges never were new */
  gint64 *identities; /* by identity of the journal */
} Firsts;

static void
firsts_clear (Firsts *firsts)
{
  g_free (firsts->people);
  g_free (firsts->identities);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Firsts, firsts_clear)

static void
identity_note (Firsts *firsts, guint32 identity, gint64 time)
{
  if (identity != HM_NO_INDEX)
    firsts->identities[identity] = MIN (firsts->identities[identity], time);
}

/* @times: of hm_settled_times() */
static void
firsts_find (Firsts *firsts, const HmWalk *walk, const gint64 *times)
{
  HmHistory history = { 0 };
  const guint32 n_identities = hm_identities_count (walk->journal->identities);

  hm_walk_get (walk, &history);
  firsts->people = g_new (gint64, history.n_people + 1);
  for (gsize i = 0; i < history.n_people; i++)
    firsts->people[i] =
        history.people[i].is_bot || history.people[i].is_forge ? HM_INSTANT_MIN : HM_INSTANT_MAX;
  firsts->identities = g_new (gint64, (gsize) n_identities + 1);
  for (guint32 i = 0; i < n_identities; i++)
    firsts->identities[i] = HM_INSTANT_MAX;
  for (guint32 i = 0; i < history.n_commits; i++) {
    const HmCommit *commit = &history.commits[i];
    const HmRecord *record = hm_walk_record (walk, i);

    firsts->people[commit->author] = MIN (firsts->people[commit->author], times[i]);
    firsts->people[commit->committer] = MIN (firsts->people[commit->committer], times[i]);
    identity_note (firsts, record->author, times[i]);
    identity_note (firsts, record->committer, times[i]);
  }
}

/* When whoever goes by @identity began: an old hand's name beside an address of one's own is as new as that. */
static gint64
first_of (const Firsts *firsts, const HmPerson *person, guint32 index, guint32 identity)
{
  if (person->is_bot || person->is_forge || identity == HM_NO_INDEX)
    return firsts->people[index];
  return MAX (firsts->people[index], firsts->identities[identity]);
}

/* Whether anybody new made the commit @index at @time. */
static gboolean
is_new (const HmWalk *walk, guint32 index, gint64 time, const Firsts *firsts)
{
  const HmCommit *commit = &g_array_index (walk->commits, HmCommit, index);
  const HmRecord *record = hm_walk_record (walk, index);
  gsize n_people;
  const HmPerson *people = hm_people_persons (walk->people, &n_people);
  gint64 first;

  /* Anybody calls themselves a bot, and its own commits are signed by its forge. */
  if (people[commit->author].is_bot && commit->signature == HM_SIGNATURE_NONE)
    return TRUE;
  first = MAX (first_of (firsts, &people[commit->author], commit->author, record->author),
               first_of (firsts, &people[commit->committer], commit->committer, record->committer));
  return time - first <= HM_NEWCOMER_SECONDS;
}

static guint8
kind_wanted (const HmWalk *walk, guint32 index, gint64 time, const Firsts *firsts)
{
  if (g_array_index (walk->commits, HmCommit, index).is_before || time < walk->changes_since)
    return 0;
  if (time < walk->contents_since)
    return 1;
  return is_new (walk, index, time, firsts) ? 3 : 2;
}

/*
 * Returns: (nullable) a look that tells what one of @kind would; a look at contents tells the paths
 * as well, unless it is not whole.
 */
static const HmRecordLook *
look_find (const HmSurvey *survey, guint32 index, guint8 kind)
{
  const HmJournal *journal = survey->walk->journal;
  guint32 record = g_array_index (survey->walk->records, guint32, index);
  const HmRecordLook *look = hm_journal_look (journal, record, &kinds[kind]);

  for (guint8 more = 2; look == NULL && kind == 1 && more < G_N_ELEMENTS (kinds); more++) {
    look = hm_journal_look (journal, record, &kinds[more]);
    if (look != NULL && look->is_partial)
      look = NULL;
  }
  return look;
}

HmSurvey *
hm_survey_new (HmWalk *walk, const HmSurveyOptions *options)
{
  HmSurvey *survey = g_new0 (HmSurvey, 1);
  g_autofree gint64 *times = hm_settled_times (walk);
  g_auto (Firsts) firsts = { 0 };

  survey->walk = walk;
  survey->options = *options;
  survey->wanted = g_new0 (guint8, walk->commits->len + 1);
  survey->jobs = g_array_new (FALSE, TRUE, sizeof (Job));
  survey->bags = g_ptr_array_new_with_free_func (bag_free);
  g_mutex_init (&survey->mutex);
  walk->changes_since = options->has_since ? options->since : options->as_of - HM_CHANGES_SECONDS;
  walk->contents_since = options->has_since ? options->since : options->as_of - HM_CONTENTS_SECONDS;
  firsts_find (&firsts, walk, times);
  for (guint32 i = 0; i < walk->commits->len; i++) {
    Job job = { .commit = i, .kind = kind_wanted (walk, i, times[i], &firsts) };
    const HmRecordLook *look;

    survey->wanted[i] = job.kind;
    if (job.kind == 0)
      continue;
    look = look_find (survey, i, job.kind);
    if (look == NULL)
      g_array_append_val (survey->jobs, job);
    else
      survey->kilobytes += look->kilobytes;
  }
  return survey;
}

void
hm_survey_free (HmSurvey *survey)
{
  if (survey == NULL)
    return;
  g_free (survey->wanted);
  g_array_unref (survey->jobs);
  g_ptr_array_unref (survey->bags);
  g_mutex_clear (&survey->mutex);
  g_free (survey);
}

guint
hm_survey_n_jobs (const HmSurvey *survey)
{
  return survey->jobs->len;
}

static gboolean
is_affordable (const HmSurvey *survey)
{
  return __atomic_load_n (&survey->kilobytes, __ATOMIC_RELAXED) <= survey->options.bytes_max / 1024;
}

/* The trees of the commit at @index and its parents; those of the parents are put into @parents. */
static HmTrees
trees_of (const HmSurvey *survey, guint32 index, GArray *parents)
{
  const HmWalk *walk = survey->walk;
  const HmCommit *commit = commit_at (survey, index);

  g_array_set_size (parents, 0);
  for (guint i = 0; i < commit->n_parents; i++) {
    guint32 parent = g_array_index (walk->parents, guint32, commit->parents + i);
    HmOid tree = { 0 };

    if (parent != HM_NO_INDEX)
      tree = hm_walk_record (walk, parent)->tree;
    g_array_append_val (parents, tree);
  }
  return (HmTrees){
    .tree = hm_walk_record (walk, index)->tree,
    .parents = (const HmOid *) (gpointer) parents->data,
    .n_parents = parents->len,
  };
}

static void
job_run (HmSurvey *survey, HmChangeReader *reader, Job *job, HmCommitChanges *changes,
         GArray *parents, Bag *bag)
{
  const HmTrees trees = trees_of (survey, job->commit, parents);
  guint64 cost_before = hm_change_reader_cost (reader);
  guint64 kilobytes;

  hm_change_reader_read (reader, &trees, &kinds[job->kind], bag->strings, changes);
  kilobytes = (hm_change_reader_cost (reader) - cost_before) / 1024;
  __atomic_add_fetch (&survey->kilobytes, kilobytes, __ATOMIC_RELAXED);
  job->look = (HmRecordLook){
    .changes = bag->changes->len,
    .n_changes = changes->changes->len,
    .n_files = changes->n_files,
    .kilobytes = (guint32) MIN (kilobytes, G_MAXUINT32),
    .look = (guint8) changes->look,
    .has_sources = kinds[job->kind].has_sources ? 1 : 0,
    .is_partial = changes->is_partial ? 1 : 0,
    .is_kept = changes->is_partial ? 0 : 1,
  };
  job->marks = bag->marks->len;
  g_array_append_vals (bag->changes, changes->changes->data, changes->changes->len);
  g_array_append_vals (bag->marks, changes->marks->data, changes->marks->len);
  job->bag = bag;
}

void
hm_survey_run (HmSurvey *survey, git_odb *odb)
{
  g_autoptr (HmChangeReader) reader = hm_change_reader_new (odb, survey->options.cancelled);
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (HmOid));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (HmFileChange));
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (HmMark));
  HmCommitChanges changes = { .changes = found, .marks = marks };
  Bag *bag = bag_new ();

  g_mutex_lock (&survey->mutex);
  g_ptr_array_add (survey->bags, bag);
  g_mutex_unlock (&survey->mutex);
  while (!hm_is_cancelled (survey->options.cancelled) && is_affordable (survey)) {
    guint begin = (guint) g_atomic_int_add (&survey->next, BATCH);
    guint end = MIN (begin + BATCH, survey->jobs->len);

    if (begin >= survey->jobs->len)
      return;
    for (guint i = begin; i < end && is_affordable (survey); i++)
      job_run (survey, reader, &g_array_index (survey->jobs, Job, i), &changes, parents, bag);
  }
}

static void
jobs_note (HmSurvey *survey)
{
  HmJournal *journal = survey->walk->journal;

  for (guint i = 0; i < survey->jobs->len; i++) {
    const Job *job = &g_array_index (survey->jobs, Job, i);

    if (job->bag == NULL)
      continue;
    hm_journal_note (journal, g_array_index (survey->walk->records, guint32, job->commit),
                     &job->look,
                     &g_array_index (job->bag->changes, HmFileChange, job->look.changes),
                     &g_array_index (job->bag->marks, HmMark, job->marks));
  }
  for (guint i = 0; i < survey->bags->len; i++) {
    Bag *bag = g_ptr_array_index (survey->bags, i);

    hm_journal_adopt (journal, g_steal_pointer (&bag->strings));
  }
}

/* Adds what @look says to the walk, as far as one of @kind would. Returns: FALSE where there is no room. */
static gboolean
look_take (HmSurvey *survey, const HmRecordLook *look, guint8 kind, HmCommit *commit)
{
  HmWalk *walk = survey->walk;
  const HmJournal *journal = walk->journal;
  gboolean is_of_paths = kinds[kind].look == HM_LOOK_PATHS;

  commit->changes = walk->changes->len;
  for (guint32 i = 0; i < look->n_changes; i++) {
    HmFileChange change = g_array_index (journal->changes, HmFileChange, look->changes + i);

    if (is_of_paths && (change.roles & ~HM_UNREMARKABLE_ROLES) == 0)
      continue;
    if (walk->changes->len >= survey->options.changes_max) {
      g_array_set_size (walk->changes, commit->changes);
      commit->changes = 0;
      return FALSE;
    }
    if (is_of_paths) {
      change.content = HM_CONTENT_UNREAD;
      change.size = 0;
      change.entropy = 0;
      change.n_marks = 0;
    }
    if (change.n_marks > 0)
      g_array_append_vals (walk->marks, &g_array_index (journal->marks, HmMark, change.marks),
                           change.n_marks);
    change.marks = walk->marks->len - change.n_marks;
    g_array_append_val (walk->changes, change);
  }
  commit->n_changes = walk->changes->len - commit->changes;
  commit->n_files = look->n_files;
  commit->look = (guint8) kinds[kind].look;
  commit->is_partial = look->is_partial;
  return TRUE;
}

/* Returns: FALSE where not all found room. */
static gboolean
looks_take (HmSurvey *survey, guint *ret_n_partial)
{
  *ret_n_partial = 0;
  for (guint32 i = 0; i < survey->walk->commits->len; i++) {
    guint8 kind = survey->wanted[i];
    const HmRecordLook *look;

    if (kind == 0)
      continue;
    look = look_find (survey, i, kind);
    g_assert (look != NULL);
    if (!look_take (survey, look, kind, commit_at (survey, i)))
      return FALSE;
    *ret_n_partial += look->is_partial;
  }
  return TRUE;
}

gboolean
hm_survey_finish (HmSurvey *survey, GError **error)
{
  HmWalk *walk = survey->walk;
  g_autoptr (GString) why = g_string_new (NULL);
  g_autofree char *max = hm_number_grouped (survey->options.changes_max);
  guint n_partial;

  /* What was under way then is not whole, and must not be taken for what the commit is. */
  if (hm_is_cancelled (survey->options.cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  jobs_note (survey);
  if (!is_affordable (survey)) {
    walk->changes_why = g_strdup ("what commits changed takes more than 16 GiB to read");
    return TRUE;
  }
  if (!looks_take (survey, &n_partial))
    g_string_printf (why, "only %s changes were looked at", max);
  if (n_partial > 0)
    g_string_append_printf (
        why, "%s%u %s could not be looked at whole (missing objects, or a limit)",
        why->len > 0 ? "; " : "", n_partial, n_partial == 1 ? "commit" : "commits");
  if (why->len > 0)
    walk->changes_why = g_string_free (g_steal_pointer (&why), FALSE);
  return TRUE;
}
