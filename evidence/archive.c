/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the two sides of a commit, its tree and its history, on two threads that help each other. */
#include "evidence/archive.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/files.h"
#include "evidence/git/journal_file.h"
#include "evidence/git/mailmap.h"
#include "evidence/git/object.h"
#include "evidence/git/range.h"
#include "evidence/git/recent.h"
#include "evidence/git/repository.h"
#include "evidence/git/survey.h"
#include "evidence/git/tags.h"
#include "evidence/git/verify.h"
#include "evidence/store.h"

/* A .mailmap of some commit, with what it makes of identities. */
typedef struct {
  HmOid blob; /* first, so that a pointer to it is one to the whole */
  HmMailmap *mailmap;
  HmResolver *resolver;
} Mailmap;

struct HmArchive {
  const HmCollectOptions *options; /* borrowed */
  char *path;                      /* as the caller calls the repository */
  git_repository *repository;
  git_odb *odb;
  /* for the other thread: libgit2 takes a lock for each object that is read through one handle */
  git_odb *tree_odb;
  HmVerifier *verifier; /* (nullable) */
  HmJournal *journal;
  HmJournalFile *journal_file; /* (nullable) */
  HmTagList *tags;             /* (nullable) those of the newest commit that was asked for */
  HmResolver *as_written;      /* where there is no .mailmap */
  GHashTable *mailmaps;        /* HmOid -> Mailmap */
  HmFileMemory *files;         /* (nullable) */
};

/* One collection under way, on this thread and on that of the tree. */
typedef struct {
  HmArchive *archive;
  const HmMomentWanted *wanted;
  HmEvidenceStore *store;
  git_odb *tree_odb;    /* that of the other thread */
  HmTreeStore *tree;    /* owned */
  HmFileReader *reader; /* owned */
  HmSurvey *survey;     /* owned */
  GError *tree_error;   /* owned */
  GMutex mutex;
  GCond changed;
  gboolean is_tree_lined_up;   /* @reader is set, or will never be */
  gboolean is_survey_lined_up; /* @survey is set, or will never be */
} Sides;

static guint
oid_hash (gconstpointer data)
{
  const HmOid *oid = data;
  guint hash;

  memcpy (&hash, oid->bytes, sizeof hash);
  return hash;
}

static gboolean
oids_equal (gconstpointer a, gconstpointer b)
{
  return hm_oid_equal (a, b);
}

static void
mailmap_free (gpointer data)
{
  Mailmap *mailmap = data;

  hm_resolver_free (mailmap->resolver);
  hm_mailmap_free (mailmap->mailmap);
  g_free (mailmap);
}

static void
journal_open (HmArchive *archive)
{
  g_autofree char *objects = NULL;
  g_autofree char *folder = NULL;

  if (archive->options->journal_folder == NULL) {
    archive->journal = hm_journal_new ();
    return;
  }
  folder = g_build_filename (git_repository_commondir (archive->repository), "objects", NULL);
  objects = g_canonicalize_filename (folder, NULL);
  archive->journal_file = hm_journal_file_load (archive->options->journal_folder, objects,
                                                HM_JOURNAL_BYTES_MAX, &archive->journal);
}

void
hm_archive_save (HmArchive *archive)
{
  if (archive->journal_file != NULL)
    hm_journal_file_save (archive->journal_file, archive->journal);
}

HmArchive *
hm_archive_open (const char *path, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmArchive) archive = g_new0 (HmArchive, 1);

  archive->options = options;
  archive->path = g_strdup (path);
  archive->mailmaps = g_hash_table_new_full (oid_hash, oids_equal, NULL, mailmap_free);
  archive->repository = hm_repository_open (path, error);
  if (archive->repository == NULL)
    return NULL;
  if (git_repository_odb (&archive->odb, archive->repository) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, git_repository_path (archive->repository));
    return NULL;
  }
  journal_open (archive);
  hm_identities_tell (archive->journal->identities,
                      &(HmPeopleRules){ options->bots, options->same_people });
  archive->as_written = hm_resolver_new (archive->journal->identities, NULL);
  return g_steal_pointer (&archive);
}

void
hm_archive_free (HmArchive *archive)
{
  if (archive == NULL)
    return;
  hm_tag_list_free (archive->tags);
  g_hash_table_unref (archive->mailmaps);
  hm_resolver_free (archive->as_written);
  hm_journal_file_free (archive->journal_file);
  hm_journal_unref (archive->journal);
  hm_verifier_free (archive->verifier);
  hm_file_memory_free (archive->files);
  git_odb_free (archive->odb);
  git_odb_free (archive->tree_odb);
  git_repository_free (archive->repository);
  g_free (archive->path);
  g_free (archive);
}

git_repository *
hm_archive_repository (HmArchive *archive)
{
  return archive->repository;
}

void
hm_archive_remember_files (HmArchive *archive)
{
  if (archive->files == NULL)
    archive->files = hm_file_memory_new (TRUE);
}

gboolean
hm_archive_find (const HmArchive *archive, const HmOid *commit, HmOid *ret_tree, gint64 *ret_time)
{
  guint32 number = hm_journal_find (archive->journal, commit);
  const HmRecord *record;

  if (number == HM_NO_INDEX)
    return FALSE;
  record = hm_journal_record (archive->journal, number);
  if (record->state != HM_RECORD_READ)
    return FALSE;
  *ret_tree = record->tree;
  *ret_time = record->committer_time;
  return TRUE;
}

gboolean
hm_archive_open_anchors (HmArchive *archive, GError **error)
{
  const HmCollectOptions *options = archive->options;

  if ((options->needs & HM_NEED_SIGNATURES) == 0
      || (options->allowed_signers == NULL && options->keyring == NULL))
    return TRUE;
  archive->verifier = hm_verifier_new_of (
      &(HmAnchors){ options->allowed_signers, options->allowed_signers_bytes },
      &(HmAnchors){ options->keyring, options->keyring_bytes }, options->cancelled, error);
  return archive->verifier != NULL;
}

/* Returns: (borrowed) what the .mailmap of the tree makes of identities. */
static HmResolver *
mailmap_find (const Sides *sides)
{
  HmArchive *archive = sides->archive;
  g_autoptr (GError) error = NULL;
  g_autoptr (git_odb_object) blob = hm_tree_read_root_file (archive->odb, &sides->wanted->tree,
                                                            ".mailmap", HM_MAILMAP_MAX, &error);
  Mailmap *mailmap;
  HmOid oid;

  if (hm_identities_bots_are_cut (archive->journal->identities))
    sides->store->facts.history.people_why =
        "the policy's patterns for bots are too many for so many names, so some bots count as people";
  if (blob == NULL) {
    if (!g_error_matches (error, HM_ERROR, HM_ERROR_NOT_FOUND))
      sides->store->facts.history.people_why =
          g_string_chunk_insert (sides->store->strings, error->message);
    return archive->as_written;
  }
  hm_oid_from_git (git_odb_object_id (blob), &oid);
  mailmap = g_hash_table_lookup (archive->mailmaps, &oid);
  if (mailmap == NULL) {
    mailmap = g_new0 (Mailmap, 1);
    mailmap->blob = oid;
    mailmap->mailmap = hm_mailmap_parse (git_odb_object_data (blob), git_odb_object_size (blob));
    mailmap->resolver = hm_resolver_new (archive->journal->identities, mailmap->mailmap);
    g_hash_table_insert (archive->mailmaps, &mailmap->blob, mailmap);
  }
  return mailmap->resolver;
}

/* Lists the tags once for the history that is walked first: a later one is part of it, or they are listed anew. */
static gboolean
tags_list (const Sides *sides, GError **error)
{
  HmArchive *archive = sides->archive;
  HmEvidenceStore *store = sides->store;

  if ((archive->options->needs & HM_NEED_SIGNATURES) == 0)
    return TRUE;
  if (archive->tags == NULL)
    archive->tags = hm_tag_list_new (archive->repository, archive->odb, store->walk,
                                     archive->options->cancelled, error);
  if (archive->tags == NULL)
    return FALSE;
  store->tags = hm_tag_list_pick (archive->tags, store->walk, sides->wanted->tags_until);
  store->branch_tags =
      hm_tag_list_pick_of_branches (archive->tags, store->walk, sides->wanted->as_of);
  return TRUE;
}

static HmWalkOptions
walk_options (const HmArchive *archive)
{
  return (HmWalkOptions){
    .commits_max = HM_COMMITS_MAX,
    .bytes_max = HM_HISTORY_BYTES_MAX,
    .cancelled = archive->options->cancelled,
    .journal = archive->journal,
  };
}

HmWalk *
hm_archive_walk (HmArchive *archive, const HmOid *commit, GError **error)
{
  const HmWalkOptions options = walk_options (archive);

  return hm_walk_new (archive->repository, archive->odb, commit, &options, error);
}

static gboolean
before_mark (const Sides *sides, GError **error)
{
  HmArchive *archive = sides->archive;
  const HmCollectOptions of_before = { .commit = archive->options->before,
                                       .cancelled = archive->options->cancelled };
  const HmWalkOptions options = walk_options (archive);
  g_auto (HmRevision) before = { 0 };

  return archive->options->before == NULL
         || (hm_revision_resolve (archive->repository, archive->path, &of_before, &before, error)
             && hm_range_mark (sides->store->walk, archive->repository, archive->odb,
                               &before.commit, &options, error));
}

/* Everything that history says but for what commits changed and the verdicts on signatures. */
static gboolean
history_collect (const Sides *sides, GError **error)
{
  HmArchive *archive = sides->archive;
  HmEvidenceStore *store = sides->store;

  store->walk = hm_archive_walk (archive, &sides->wanted->commit, error);
  if (store->walk == NULL || !before_mark (sides, error) || !tags_list (sides, error))
    return FALSE;
  hm_walk_join (store->walk, mailmap_find (sides));
  return TRUE;
}

static gboolean
signatures_collect (const Sides *sides, GError **error)
{
  HmArchive *archive = sides->archive;
  HmEvidenceStore *store = sides->store;
  HmHistory *history = &store->facts.history;

  if ((archive->options->needs & HM_NEED_SIGNATURES) == 0)
    return TRUE;
  store->recent = hm_recent_commits (store->walk, archive->odb, archive->verifier, store->strings,
                                     archive->options->cancelled, error);
  if (store->recent == NULL)
    return FALSE;
  hm_tags_join (store->tags, store->walk);
  hm_tags_join (store->branch_tags, store->walk);
  if (archive->verifier != NULL)
    hm_tags_verify (store->tags, archive->odb, archive->verifier, store->strings);
  history->recent = (const HmRecentCommit *) (gpointer) store->recent->data;
  history->n_recent = store->recent->len;
  history->tags = (const HmTag *) (gpointer) store->tags->data;
  history->n_tags = store->tags->len;
  history->branch_tags = (const HmTag *) (gpointer) store->branch_tags->data;
  history->n_branch_tags = store->branch_tags->len;
  return TRUE;
}

static void
lined_up (Sides *sides, gboolean *is_lined_up)
{
  g_mutex_lock (&sides->mutex);
  *is_lined_up = TRUE;
  g_cond_broadcast (&sides->changed);
  g_mutex_unlock (&sides->mutex);
}

static void
lined_up_wait (Sides *sides, const gboolean *is_lined_up)
{
  g_mutex_lock (&sides->mutex);
  while (!*is_lined_up)
    g_cond_wait (&sides->changed, &sides->mutex);
  g_mutex_unlock (&sides->mutex);
}

static void
survey_line_up (Sides *sides)
{
  const HmArchive *archive = sides->archive;
  const HmSurveyOptions options = {
    .as_of = sides->wanted->as_of,
    .has_since = archive->options->has_changes_since || archive->options->before != NULL,
    .since = archive->options->has_changes_since ? archive->options->changes_since : HM_INSTANT_MIN,
    .changes_max = HM_CHANGES_MAX,
    .bytes_max = HM_CHANGES_BYTES_MAX,
    .cancelled = archive->options->cancelled,
  };

  if ((archive->options->needs & HM_NEED_CHANGES) != 0)
    sides->survey = hm_survey_new (sides->store->walk, &options);
}

static gboolean
history_side (Sides *sides, GError **error)
{
  const guint needs = HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_CHANGES;
  gboolean is_collected = TRUE;

  if ((sides->archive->options->needs & needs) != 0) {
    is_collected = history_collect (sides, error);
    if (is_collected)
      survey_line_up (sides);
  }
  lined_up (sides, &sides->is_survey_lined_up);
  if (!is_collected)
    return FALSE;
  if (sides->survey != NULL)
    hm_survey_run (sides->survey, sides->archive->odb);
  return sides->store->walk == NULL || signatures_collect (sides, error);
}

/* Returns: FALSE with the error of the tree's side. */
static gboolean
tree_take (Sides *sides, GError **error)
{
  HmEvidenceStore *store = sides->store;

  if (sides->tree_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&sides->tree_error));
    return FALSE;
  }
  if (sides->reader == NULL)
    return TRUE;
  if (!hm_file_reader_finish (sides->reader, error))
    return FALSE;
  store->tree = g_steal_pointer (&sides->tree);
  store->facts.tree = (HmTree){
    .entries = (const HmTreeEntry *) (gpointer) store->tree->entries->data,
    .n_entries = store->tree->entries->len,
    .documents = (const HmDocument *) (gpointer) store->tree->documents->data,
    .n_documents = store->tree->documents->len,
    .marks = (const HmMark *) (gpointer) store->tree->marks->data,
    .n_marks = store->tree->marks->len,
    .cut = store->tree->cut,
  };
  return TRUE;
}

static gboolean
survey_take (Sides *sides, GError **error)
{
  HmEvidenceStore *store = sides->store;

  if (sides->survey != NULL && !hm_survey_finish (sides->survey, error))
    return FALSE;
  if (store->walk != NULL)
    hm_walk_get (store->walk, &store->facts.history);
  return TRUE;
}

/*
 * Returns: (borrowed) (nullable) what is known of files: from the other trees of the history, or
 * from the last run, which asked for all that a file tells.
 */
static HmFileMemory *
memory_find (const HmArchive *archive)
{
  const guint whole = HM_NEED_CONTENT | HM_NEED_MARKS;

  if (archive->files != NULL)
    return archive->files;
  return archive->journal_file != NULL && (archive->options->needs & whole) == whole
             ? archive->journal->files
             : NULL;
}

static void
tree_line_up (Sides *sides, git_odb *odb)
{
  const HmCollectOptions *options = sides->archive->options;
  const HmTreeOptions tree_options = {
    .reads = options->reads,
    .entries_max = HM_TREE_ENTRIES_MAX,
    .documents_max = HM_DOCUMENTS_MAX,
    .bytes_max = HM_TREE_BYTES_MAX,
    .has_marks = (options->needs & HM_NEED_MARKS) != 0,
    .cancelled = options->cancelled,
  };

  sides->tree = hm_tree_list (odb, &sides->wanted->tree, &tree_options, &sides->tree_error);
  if (sides->tree == NULL)
    return;
  sides->tree->memory = memory_find (sides->archive);
  sides->reader = hm_file_reader_new (sides->tree, odb, (options->needs & HM_NEED_CONTENT) != 0,
                                      HM_FILES_BYTES_MAX, options->cancelled);
}

static gpointer
tree_side (gpointer data)
{
  Sides *sides = data;
  HmArchive *archive = sides->archive;
  git_odb *odb = NULL;

  if ((archive->options->needs & (HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_CHANGES)) != 0) {
    if (archive->tree_odb == NULL)
      archive->tree_odb = hm_repository_odb_new (archive->repository, &sides->tree_error);
    odb = archive->tree_odb;
  }
  if (odb != NULL && (archive->options->needs & (HM_NEED_TREE | HM_NEED_CONTENT)) != 0)
    tree_line_up (sides, odb);
  lined_up (sides, &sides->is_tree_lined_up);
  if (sides->reader != NULL)
    hm_file_reader_run (sides->reader, odb);
  lined_up_wait (sides, &sides->is_survey_lined_up);
  if (odb != NULL && sides->survey != NULL)
    hm_survey_run (sides->survey, odb);
  return NULL;
}

gboolean
hm_archive_collect (HmArchive *archive, const HmMomentWanted *wanted, HmEvidenceStore *store,
                    GError **error)
{
  Sides sides = { .archive = archive, .wanted = wanted, .store = store };
  gboolean is_collected;
  GThread *thread = NULL;

  if (archive->files != NULL)
    hm_file_memory_sweep (archive->files);
  g_mutex_init (&sides.mutex);
  g_cond_init (&sides.changed);
  if (!archive->options->is_one_of_many)
    thread = g_thread_try_new ("tree", tree_side, &sides, NULL);
  is_collected = history_side (&sides, error);
  if (thread == NULL)
    tree_side (&sides);
  lined_up_wait (&sides, &sides.is_tree_lined_up);
  if (is_collected && sides.reader != NULL)
    hm_file_reader_run (sides.reader, archive->odb);
  if (thread != NULL)
    g_thread_join (thread);

  is_collected = is_collected && tree_take (&sides, error) && survey_take (&sides, error);
  hm_survey_free (sides.survey);
  hm_file_reader_free (sides.reader);
  hm_tree_store_free (sides.tree);
  g_clear_error (&sides.tree_error);
  g_mutex_clear (&sides.mutex);
  g_cond_clear (&sides.changed);
  return is_collected;
}
