/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both ends of a range from one open repository. Distrusts the history: it may be cut, and its
 * commits may tell any date.
 */
#include "evidence/range.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/archive.h"
#include "evidence/git/range.h"
#include "evidence/git/repository.h"
#include "evidence/git/shallow.h"
#include "evidence/store.h"
#include "evidence/subject.h"

#define UNSHALLOW_HOW \
  "fetch the whole history: `fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` in GitLab CI, " \
  "`git fetch --unshallow` by hand"

/* The two histories that a range lies between. */
typedef struct {
  git_repository *repository; /* borrowed */
  const char *path;
  const char *base_text;
  gboolean is_shallow;
  HmRevision head;
  HmRevision base;
  HmWalk *head_walk;
  HmWalk *base_walk;
} Ends;

static void
ends_clear (Ends *ends)
{
  hm_revision_clear (&ends->head);
  hm_revision_clear (&ends->base);
  hm_walk_free (ends->head_walk);
  hm_walk_free (ends->base_walk);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ends, ends_clear)

void
hm_range_evidence_clear (HmRangeEvidence *evidence)
{
  /* What the others borrow goes last. */
  g_clear_pointer (&evidence->commits, hm_evidence_store_free);
  g_clear_pointer (&evidence->base, hm_evidence_store_free);
  g_clear_pointer (&evidence->head, hm_evidence_store_free);
}

static gboolean
base_resolve (Ends *ends, const HmCollectOptions *options, GError **error)
{
  const HmCollectOptions of_base = { .commit = ends->base_text, .cancelled = options->cancelled };
  g_autoptr (GError) mistake = NULL;

  if (hm_revision_resolve (ends->repository, ends->path, &of_base, &ends->base, &mistake))
    return TRUE;
  if (!g_error_matches (mistake, HM_ERROR, HM_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  if (ends->is_shallow)
    return hm_fail (error, HM_ERROR_USAGE, "%s: not in this clone, which is cut; %s",
                    ends->base_text, UNSHALLOW_HOW);
  return hm_fail (error, HM_ERROR_USAGE, "%s; where it is a branch of the remote, fetch it first",
                  mistake->message);
}

/* Whether each commit of the head that the base has not comes with all of its parents. */
static gboolean
ends_are_joined (const Ends *ends)
{
  const HmWalk *walk = ends->head_walk;

  for (guint i = 0; i < walk->commits->len; i++) {
    const HmCommit *commit = &g_array_index (walk->commits, HmCommit, i);

    if (hm_walk_find (ends->base_walk, &commit->oid) != HM_NO_INDEX)
      continue;
    for (guint32 j = 0; j < commit->n_parents; j++)
      if (g_array_index (walk->parents, guint32, commit->parents + j) == HM_NO_INDEX)
        return FALSE;
  }
  return TRUE;
}

static gboolean
range_make (const Ends *ends, HmRange *ret_range, GError **error)
{
  HmRange range = { .against = ends->base.commit, .head = ends->head.commit };

  if (!hm_range_merge_base (ends->head_walk, ends->base_walk, &range.base)) {
    if (ends->is_shallow)
      return hm_fail (error, HM_ERROR_USAGE,
                      "%s: where it parted from the scanned commit is not in this clone, which is "
                      "cut; %s",
                      ends->base_text, UNSHALLOW_HOW);
    return hm_fail (error, HM_ERROR_USAGE, "%s: shares no commit with the scanned one",
                    ends->base_text);
  }
  if (ends->is_shallow && !ends_are_joined (ends))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: not all commits since it are in this clone, which is cut; %s",
                    ends->base_text, UNSHALLOW_HOW);
  if (hm_oid_equal (&range.base, &range.head)
      && !hm_oid_equal (&ends->base.commit, &ends->head.commit))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: has the scanned commit already, so the range holds none; are its ends "
                    "swapped?",
                    ends->base_text);
  *ret_range = range;
  return TRUE;
}

gboolean
hm_range_find (const char *path, const HmCollectOptions *options, const char *base,
               HmRange *ret_range, GError **error)
{
  const HmCollectOptions of_history = {
    .journal_folder = options->journal_folder,
    .needs = HM_NEED_HISTORY,
    .cancelled = options->cancelled,
  };
  g_autoptr (HmArchive) archive = hm_archive_open (path, &of_history, error);
  g_autoptr (GArray) shallow = NULL;
  g_auto (Ends) ends = { .path = path, .base_text = base };

  if (archive == NULL)
    return FALSE;
  ends.repository = hm_archive_repository (archive);
  shallow = hm_shallow_read (ends.repository);
  ends.is_shallow = shallow->len > 0;
  if (!hm_revision_resolve (ends.repository, path, options, &ends.head, error)
      || !base_resolve (&ends, options, error)
      || (ends.head_walk = hm_archive_walk (archive, &ends.head.commit, error)) == NULL
      || (ends.base_walk = hm_archive_walk (archive, &ends.base.commit, error)) == NULL)
    return FALSE;
  hm_archive_save (archive);
  return range_make (&ends, ret_range, error);
}

/* The base is an ancestor of the head, whose history is read by now. */
static HmEvidenceStore *
base_collect (HmArchive *archive, const HmCollectOptions *options, const HmRange *range,
              const HmEvidenceStore *head, GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  HmRevision revision = { .commit = range->base };
  HmMomentWanted wanted = {
    .commit = range->base,
    .as_of = options->as_of,
    .tags_until = options->has_as_of ? options->as_of : G_MAXINT64,
  };
  char hex[HM_OID_HEX_SIZE + 1];

  if (!hm_archive_find (archive, &range->base, &wanted.tree, &revision.committer_time)) {
    hm_fail (error, HM_ERROR_NOT_FOUND, "commit %s is no part of this history",
             hm_oid_hex (&range->base, hex));
    return NULL;
  }
  store->facts.as_of = options->as_of;
  hm_subject_collect (store, hm_archive_repository (archive), &revision, options);
  if (!hm_archive_collect (archive, &wanted, store, error))
    return NULL;
  store->facts.forge = head->facts.forge;
  hm_evidence_store_vouch (store);
  return g_steal_pointer (&store);
}

/*
 * The commits between, whatever date they claim: of the head as it is scanned alone, those of long
 * ago are not looked at.
 */
static HmEvidenceStore *
commits_collect (HmArchive *archive, const HmRange *range, const HmEvidenceStore *head,
                 GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  HmMomentWanted wanted = { .commit = range->head, .as_of = head->facts.as_of };
  gint64 committed_at;

  if (!hm_archive_find (archive, &range->head, &wanted.tree, &committed_at)) {
    hm_fail (error, HM_ERROR_NOT_FOUND, "the scanned commit was not read");
    return NULL;
  }
  store->facts.as_of = head->facts.as_of;
  store->facts.subject = head->facts.subject;
  store->facts.forge = head->facts.forge;
  return hm_archive_collect (archive, &wanted, store, error) ? g_steal_pointer (&store) : NULL;
}

gboolean
hm_range_collect (const char *path, const HmCollectOptions *options, const HmRange *range,
                  HmRangeEvidence *ret_evidence, GError **error)
{
  /* The archive goes by what stands here at the time. */
  HmCollectOptions of_archive = *options;
  g_autoptr (HmArchive) archive = NULL;
  g_auto (HmRangeEvidence) evidence = { 0 };
  char against[HM_OID_HEX_SIZE + 1];

  of_archive.needs |= HM_NEED_TREE | HM_NEED_HISTORY;
  archive = hm_archive_open (path, &of_archive, error);
  if (archive == NULL)
    return FALSE;
  hm_archive_remember_files (archive);
  evidence.head = hm_archive_scan (archive, path, &of_archive, error);
  if (evidence.head == NULL)
    return FALSE;
  evidence.base = base_collect (archive, &of_archive, range, evidence.head, error);
  if (evidence.base == NULL)
    return FALSE;
  of_archive.needs = HM_NEED_HISTORY | HM_NEED_CHANGES;
  of_archive.has_changes_since = FALSE;
  of_archive.before = hm_oid_hex (&range->against, against);
  evidence.commits = commits_collect (archive, range, evidence.head, error);
  if (evidence.commits == NULL)
    return FALSE;
  *ret_evidence = (HmRangeEvidence){
    .head = g_steal_pointer (&evidence.head),
    .base = g_steal_pointer (&evidence.base),
    .commits = g_steal_pointer (&evidence.commits),
  };
  return TRUE;
}
