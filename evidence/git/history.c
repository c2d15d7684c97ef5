/* SPDX-License-Identifier: Apache-2.0 */
/* Walks history breadth first: the array of commits found is the queue of those to be read. */
#include "evidence/git/history.h"

#include <string.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "core/oid.h"
#include "evidence/git/cancel.h"
#include "evidence/git/shallow.h"
#include "evidence/git/trace.h"

/* HmCommit.signature of one that could not be read and is to be taken out again. */
#define SIGNATURE_ABSENT G_MAXUINT8

G_STATIC_ASSERT (HM_HISTORY_BYTES_MAX == 8ull * 1024 * 1024 * 1024);

/* Parents of all commits together: a few large octopuses over and over would else cost more than the commits. */
#define PARENTS_MAX (4 * (gsize) HM_COMMITS_MAX)

/* One walk under way, and what it met. */
typedef struct {
  HmWalk *walk;
  git_odb *odb;
  const HmWalkOptions *options;
  GArray *shallow;       /* (element-type HmOid) sorted */
  guint32 unknown_block; /* in parents: G_MAXUINT16 times HM_NO_INDEX, or HM_NO_INDEX itself */
  gsize n_missing;
  gsize n_damaged;
  gsize n_large;
  gsize n_over;   /* for which the journal has no room */
  gsize n_costly; /* not read, since those before took all that reading may */
  gboolean is_shallow;
  gboolean is_limited;
  gboolean has_huge_merge;
  gboolean has_ring;
} Progress;

static HmCommit *
commit_at (const HmWalk *walk, guint32 index)
{
  return &g_array_index (walk->commits, HmCommit, index);
}

/*
 * Returns: the place of @record, still without a commit where it is new, or beyond what the walk
 * knew of the journal.
 */
static guint32 *
place_of (const HmWalk *walk, guint32 record)
{
  if (record >= walk->places->len)
    g_array_set_size (walk->places, walk->journal->records->len);
  return &g_array_index (walk->places, guint32, record);
}

/* Returns: the index of the commit of @record, which joins the queue where it is new; HM_NO_INDEX past the limit. */
static guint32
commit_meet (Progress *progress, guint32 record)
{
  HmWalk *walk = progress->walk;
  HmCommit commit = { .second = HM_NO_INDEX };
  guint32 *place;

  if (record != HM_NO_INDEX) {
    place = place_of (walk, record);
    if (*place != 0)
      return *place - 1;
  }
  if (record == HM_NO_INDEX || walk->commits->len >= progress->options->commits_max) {
    progress->is_limited = TRUE;
    return HM_NO_INDEX;
  }
  commit.oid = hm_journal_record (walk->journal, record)->oid;
  g_array_append_val (walk->commits, commit);
  g_array_append_val (walk->records, record);
  *place = walk->commits->len;
  return *place - 1;
}

/* Where the parents of a commit stand that are not followed: once in memory for all such commits. */
static guint32
unknown_block (Progress *progress)
{
  GArray *parents = progress->walk->parents;

  if (progress->unknown_block == HM_NO_INDEX) {
    progress->unknown_block = parents->len;
    g_array_set_size (parents, parents->len + G_MAXUINT16);
    memset (&g_array_index (parents, guint32, progress->unknown_block), 0xff,
            G_MAXUINT16 * sizeof (guint32));
  }
  return progress->unknown_block;
}

static void
parents_add (Progress *progress, guint32 index, const HmRecord *record)
{
  GArray *parents = progress->walk->parents;
  const GArray *known = progress->walk->journal->parents;
  HmCommit *commit = commit_at (progress->walk, index);
  guint n = record->n_parents;
  gboolean is_boundary;

  commit->n_parents = (guint16) n;
  commit->parents = parents->len;
  if (n == 0)
    return;
  is_boundary = hm_shallow_contains (progress->shallow, &commit->oid);
  progress->is_shallow |= is_boundary;
  if (parents->len + n > PARENTS_MAX) {
    progress->is_limited = TRUE;
    commit->parents = unknown_block (progress);
    return;
  }
  for (guint i = 0; i < n; i++) {
    guint32 parent = HM_NO_INDEX;

    if (i >= HM_COMMIT_PARENTS_MAX)
      progress->has_huge_merge = TRUE;
    else if (!is_boundary)
      parent = commit_meet (progress, g_array_index (known, guint32, record->parents + i));
    g_array_append_val (parents, parent);
  }
}

static void
commit_read (Progress *progress, guint32 index)
{
  HmWalk *walk = progress->walk;
  const HmRecord *record =
      hm_journal_read (walk->journal, progress->odb, g_array_index (walk->records, guint32, index));
  HmCommit *commit = commit_at (walk, index);

  walk->bytes += record->bytes;
  if (record->state != HM_RECORD_READ) {
    commit->signature = SIGNATURE_ABSENT;
    progress->n_missing += record->state == HM_RECORD_MISSING;
    progress->n_damaged += record->state == HM_RECORD_DAMAGED;
    progress->n_large += record->state == HM_RECORD_LARGE;
    progress->n_over += record->state == HM_RECORD_OVER;
    progress->is_limited |= record->state == HM_RECORD_OVER;
    return;
  }
  commit->author_time = record->author_time;
  commit->committer_time = record->committer_time;
  commit->author = hm_people_use (walk->people, record->author);
  commit->committer = hm_people_use (walk->people, record->committer);
  commit->signature = record->signature;
  parents_add (progress, index, record);
}

/* Takes out the commits that could not be read, so that every index leads to one that was. */
static void
absent_remove (HmWalk *walk)
{
  guint n_before = walk->commits->len;
  g_autofree guint32 *moved = g_new (guint32, n_before);
  guint32 n = 0;

  for (guint32 i = 0; i < n_before; i++) {
    guint32 record = g_array_index (walk->records, guint32, i);

    moved[i] = HM_NO_INDEX;
    *place_of (walk, record) = 0;
    if (commit_at (walk, i)->signature == SIGNATURE_ABSENT)
      continue;
    moved[i] = n;
    *commit_at (walk, n) = *commit_at (walk, i);
    g_array_index (walk->records, guint32, n++) = record;
    *place_of (walk, record) = n;
  }
  g_array_set_size (walk->commits, n);
  g_array_set_size (walk->records, n);
  for (guint i = 0; i < walk->parents->len; i++) {
    guint32 *parent = &g_array_index (walk->parents, guint32, i);

    if (*parent != HM_NO_INDEX)
      *parent = moved[*parent];
  }
}

/* First parents from the scanned commit on; who was there already ends a ring of forged ids. */
static void
mainline_mark (Progress *progress)
{
  HmWalk *walk = progress->walk;
  guint32 index = walk->commits->len > 0 ? 0 : HM_NO_INDEX;

  while (index != HM_NO_INDEX && !commit_at (walk, index)->is_mainline) {
    HmCommit *commit = commit_at (walk, index);

    commit->is_mainline = TRUE;
    if (commit->n_parents == 0)
      return;
    index = g_array_index (walk->parents, guint32, commit->parents);
  }
  walk->is_mainline_cut = TRUE;
  progress->has_ring = index != HM_NO_INDEX;
}

static void
cut_find (Progress *progress)
{
  HmWalk *walk = progress->walk;
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *n = hm_number_grouped (walk->commits->len);
  g_autofree char *max = hm_number_grouped (progress->options->commits_max);
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;
  gint64 time = progress->has_ring || walk->commits->len == 0 ? G_MAXINT64 : HM_INSTANT_MIN;

  if (progress->is_shallow)
    g_ptr_array_add (reasons, g_strdup ("shallow clone"));
  if (progress->n_missing > 0)
    g_ptr_array_add (reasons, g_strdup ("missing objects"));
  if (progress->n_damaged > 0)
    g_ptr_array_add (reasons, g_strdup ("damaged objects"));
  if (progress->n_large > 0)
    g_ptr_array_add (
        reasons, g_strdup_printf ("commits larger than %u MiB", HM_COMMIT_BYTES_MAX / 1024 / 1024));
  if (progress->n_costly > 0)
    g_ptr_array_add (reasons, g_strdup ("limit of 8 GiB to unpack"));
  if (progress->is_limited)
    g_ptr_array_add (reasons, g_strdup_printf ("limit of %s commits", max));
  if (progress->has_huge_merge)
    g_ptr_array_add (reasons,
                     g_strdup_printf ("a merge of more than %u parents", HM_COMMIT_PARENTS_MAX));
  if (progress->has_ring)
    g_ptr_array_add (reasons, g_strdup ("commits that name their own descendants as parents"));
  if (reasons->len == 0)
    return;
  g_ptr_array_add (reasons, NULL);
  why = g_strjoinv (", ", (char **) reasons->pdata);
  text = g_strdup_printf ("history is cut at %s %s (%s)", n,
                          walk->commits->len == 1 ? "commit" : "commits", why);
  for (guint32 i = 0; i < walk->commits->len; i++) {
    const HmCommit *commit = commit_at (walk, i);

    for (guint p = 0; p < commit->n_parents; p++)
      if (g_array_index (walk->parents, guint32, commit->parents + p) == HM_NO_INDEX) {
        time = MAX (time, commit->committer_time);
        break;
      }
  }
  hm_walk_cut (walk, text, time);
}

void
hm_walk_cut (HmWalk *walk, const char *text, gint64 time)
{
  g_autofree char *before = g_steal_pointer (&walk->cut);

  walk->cut_time = before != NULL ? MAX (walk->cut_time, time) : time;
  walk->cut = before != NULL ? g_strconcat (before, "; ", text, NULL) : g_strdup (text);
}

HmWalk *
hm_walk_new (git_repository *repository, git_odb *odb, const HmOid *start,
             const HmWalkOptions *options, GError **error)
{
  g_autoptr (HmWalk) walk = g_new0 (HmWalk, 1);
  g_autoptr (GArray) shallow = hm_shallow_read (repository);
  Progress progress = {
    .walk = walk,
    .odb = odb,
    .options = options,
    .shallow = shallow,
    .unknown_block = HM_NO_INDEX,
  };

  walk->commits = g_array_sized_new (FALSE, FALSE, sizeof (HmCommit), 4096);
  walk->parents = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 4096);
  walk->journal = options->journal != NULL ? hm_journal_ref (options->journal) : hm_journal_new ();
  walk->records = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 4096);
  walk->places = g_array_new (FALSE, TRUE, sizeof (guint32));
  walk->people = hm_people_new_of (walk->journal->identities, HM_IDENTITIES_MAX);
  walk->changes = g_array_new (FALSE, FALSE, sizeof (HmFileChange));
  walk->marks = g_array_new (FALSE, FALSE, sizeof (HmMark));

  if (commit_meet (&progress, hm_journal_meet (walk->journal, start)) == HM_NO_INDEX) {
    hm_fail (error, HM_ERROR_LIMIT, "more commits are known than a history may have");
    return NULL;
  }
  for (guint32 i = 0; i < walk->commits->len; i++) {
    if (i % 1024 == 0 && hm_is_cancelled (options->cancelled)) {
      hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
      return NULL;
    }
    if (walk->bytes <= options->bytes_max) {
      commit_read (&progress, i);
    } else {
      commit_at (walk, i)->signature = SIGNATURE_ABSENT;
      progress.n_costly++;
    }
  }
  if (commit_at (walk, 0)->signature == SIGNATURE_ABSENT && progress.n_large == 0) {
    char hex[HM_OID_HEX_SIZE + 1];

    hm_fail (error, HM_ERROR_GIT, "commit %s can't be read", hm_oid_hex (start, hex));
    return NULL;
  }
  if (progress.n_missing + progress.n_damaged + progress.n_large + progress.n_costly
          + progress.n_over
      > 0)
    absent_remove (walk);
  mainline_mark (&progress);
  cut_find (&progress);
  return g_steal_pointer (&walk);
}

void
hm_walk_free (HmWalk *walk)
{
  if (walk == NULL)
    return;
  g_clear_pointer (&walk->commits, g_array_unref);
  g_clear_pointer (&walk->parents, g_array_unref);
  g_clear_pointer (&walk->records, g_array_unref);
  g_clear_pointer (&walk->places, g_array_unref);
  g_clear_pointer (&walk->changes, g_array_unref);
  g_clear_pointer (&walk->marks, g_array_unref);
  hm_people_free (walk->people);
  hm_journal_unref (walk->journal);
  g_free (walk->cut);
  g_free (walk->changes_why);
  g_free (walk);
}

guint32
hm_walk_find (const HmWalk *walk, const HmOid *oid)
{
  guint32 record = hm_journal_find (walk->journal, oid);

  if (record == HM_NO_INDEX || record >= walk->places->len)
    return HM_NO_INDEX;
  /* 0, which is none, turns into HM_NO_INDEX. */
  return g_array_index (walk->places, guint32, record) - 1;
}

const HmRecord *
hm_walk_record (const HmWalk *walk, guint32 index)
{
  return hm_journal_record (walk->journal, g_array_index (walk->records, guint32, index));
}

void
hm_walk_join (HmWalk *walk, HmResolver *resolver)
{
  hm_people_join_resolved (walk->people, resolver);
  for (guint32 i = 0; i < walk->commits->len; i++) {
    HmCommit *commit = commit_at (walk, i);

    commit->author = hm_people_person (walk->people, commit->author);
    commit->committer = hm_people_person (walk->people, commit->committer);
  }
  if (hm_people_is_full (walk->people)) {
    g_autofree char *max = hm_number_grouped (HM_IDENTITIES_MAX);
    g_autofree char *text =
        g_strdup_printf ("names and addresses past a limit of %s are counted as one person", max);

    hm_walk_cut (walk, text, G_MAXINT64);
  }
  hm_trace_find (walk, resolver);
}

void
hm_walk_get (const HmWalk *walk, HmHistory *ret_history)
{
  ret_history->commits = (const HmCommit *) (gpointer) walk->commits->data;
  ret_history->n_commits = walk->commits->len;
  ret_history->parents = (const guint32 *) (gpointer) walk->parents->data;
  ret_history->n_parents = walk->parents->len;
  ret_history->people = hm_people_persons (walk->people, &ret_history->n_people);
  ret_history->identities = hm_people_identities (walk->people, &ret_history->n_identities);
  ret_history->changes = (const HmFileChange *) (gpointer) walk->changes->data;
  ret_history->n_changes = walk->changes->len;
  ret_history->marks = (const HmMark *) (gpointer) walk->marks->data;
  ret_history->n_marks = walk->marks->len;
  ret_history->changes_since = walk->changes_since;
  ret_history->contents_since = walk->contents_since;
  ret_history->changes_why = walk->changes_why;
  ret_history->cut = walk->cut;
  ret_history->cut_time = walk->cut_time;
  ret_history->is_mainline_cut = walk->is_mainline_cut;
}
