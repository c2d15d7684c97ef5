/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the facts about one commit together: the tree on one thread, history on another, the forge on a third. */
#include "evidence/collect.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/forge/gather.h"
#include "evidence/forge/vouch.h"
#include "evidence/git/files.h"
#include "evidence/git/history.h"
#include "evidence/git/mailmap.h"
#include "evidence/git/object.h"
#include "evidence/git/recent.h"
#include "evidence/git/remote.h"
#include "evidence/git/repository.h"
#include "evidence/git/revision.h"
#include "evidence/git/tags.h"
#include "evidence/git/tree.h"

struct HmEvidenceStore {
  HmFacts facts;
  GStringChunk *strings;
  HmTreeStore *tree;
  HmWalk *walk;
  GArray *recent; /* (element-type HmRecentCommit) */
  GArray *tags;   /* (element-type HmTag) */
  HmForgeSubject asked_about;
  HmForgeGather *forge; /* (nullable) */
};

/* What the thread that reads the tree is given and gives back. */
typedef struct {
  git_repository *repository; /* for its folders alone */
  const HmOid *root;
  gboolean has_content;
  HmTreeOptions options;
  HmTreeStore *store;   /* owned */
  HmFileReader *reader; /* owned */
  GError *error;        /* owned */
  GMutex mutex;
  GCond changed;
  gboolean is_lined_up; /* @reader is set, or will never be */
} TreeTask;

void
hm_evidence_store_free (HmEvidenceStore *store)
{
  if (store == NULL)
    return;
  hm_forge_gather_free (store->forge);
  g_string_chunk_free (store->strings);
  hm_tree_store_free (store->tree);
  hm_walk_free (store->walk);
  g_clear_pointer (&store->recent, g_array_unref);
  g_clear_pointer (&store->tags, g_array_unref);
  g_free (store);
}

const HmFacts *
hm_evidence_store_facts (const HmEvidenceStore *store)
{
  return &store->facts;
}

static void
tree_task_line_up (TreeTask *task, git_odb *odb)
{
  task->store = hm_tree_list (odb, task->root, &task->options, &task->error);
  if (task->store != NULL)
    task->reader = hm_file_reader_new (task->store, odb, task->has_content, HM_FILES_BYTES_MAX,
                                       task->options.cancelled);
  g_mutex_lock (&task->mutex);
  task->is_lined_up = TRUE;
  g_cond_signal (&task->changed);
  g_mutex_unlock (&task->mutex);
}

/* Uses a handle of its own: libgit2 takes a lock for each object that is read through one handle. */
static gpointer
tree_task_run (gpointer data)
{
  TreeTask *task = data;
  g_autoptr (git_odb) odb = hm_repository_odb_new (task->repository, &task->error);

  if (odb != NULL) {
    tree_task_line_up (task, odb);
    if (task->reader != NULL)
      hm_file_reader_run (task->reader, odb);
    return NULL;
  }
  g_mutex_lock (&task->mutex);
  task->is_lined_up = TRUE;
  g_cond_signal (&task->changed);
  g_mutex_unlock (&task->mutex);
  return NULL;
}

/* Everything that history says but for the verdicts on signatures. */
static gboolean
history_collect (HmEvidenceStore *store, git_repository *repository, git_odb *odb,
                 const HmRevision *revision, const HmCollectOptions *options, GError **error)
{
  g_autoptr (git_odb_object) blob = NULL;
  g_autoptr (HmMailmap) mailmap = NULL;

  const HmWalkOptions walk_options = {
    .commits_max = HM_COMMITS_MAX,
    .bytes_max = HM_HISTORY_BYTES_MAX,
    .cancelled = options->cancelled,
  };
  g_autoptr (GError) mailmap_error = NULL;

  store->walk = hm_walk_new (repository, odb, &revision->commit, &walk_options, error);
  if (store->walk == NULL)
    return FALSE;
  if ((options->needs & HM_NEED_SIGNATURES) != 0) {
    store->tags =
        hm_tags_list (repository, odb, store->walk, store->strings, options->cancelled, error);
    if (store->tags == NULL)
      return FALSE;
  }
  blob = hm_tree_read_root_file (odb, &revision->tree, ".mailmap", HM_MAILMAP_MAX, &mailmap_error);
  if (blob != NULL)
    mailmap = hm_mailmap_parse (git_odb_object_data (blob), git_odb_object_size (blob));
  else if (!g_error_matches (mailmap_error, HM_ERROR, HM_ERROR_NOT_FOUND))
    store->facts.history.people_why =
        g_string_chunk_insert (store->strings, mailmap_error->message);
  hm_walk_join (store->walk, mailmap);
  return TRUE;
}

static gboolean
signatures_collect (HmEvidenceStore *store, git_odb *odb, HmVerifier *verifier,
                    const HmCollectOptions *options, GError **error)
{
  HmHistory *history = &store->facts.history;

  store->recent =
      hm_recent_commits (store->walk, odb, verifier, store->strings, options->cancelled, error);
  if (store->recent == NULL)
    return FALSE;
  hm_tags_join (store->tags, store->walk);
  if (verifier != NULL)
    hm_tags_verify (store->tags, odb, verifier, store->strings);
  history->recent = (const HmRecentCommit *) (gpointer) store->recent->data;
  history->n_recent = store->recent->len;
  history->tags = (const HmTag *) (gpointer) store->tags->data;
  history->n_tags = store->tags->len;
  return TRUE;
}

/* Where no remote says it, a CI job's environment may: for the commit that the job is about, and for no other repository. */
static void
platform_of_job (HmEvidenceStore *store, const HmForgeJob *job, const HmOid *commit,
                 HmPlatform *platform)
{
  if (platform->host != NULL || job->host == NULL || job->project == NULL || job->url == NULL
      || !hm_oid_equal (&job->commit, commit))
    return;
  *platform = (HmPlatform){
    .kind = job->kind,
    .host = g_string_chunk_insert (store->strings, job->host),
    .project = g_string_chunk_insert (store->strings, job->project),
    .url = g_string_chunk_insert (store->strings, job->url),
  };
}

static void
subject_collect (HmEvidenceStore *store, git_repository *repository, const HmRevision *revision,
                 const HmCollectOptions *options)
{
  g_autofree char *url =
      options->url != NULL ? g_strdup (options->url) : hm_remote_url (repository);
  HmSubject *subject = &store->facts.subject;
  HmPlatform platform = { 0 };

  if (url != NULL)
    hm_remote_parse (url, store->strings, &platform);
  platform_of_job (store, &options->forge.job, &revision->commit, &platform);
  if (platform.host != NULL && platform.project != NULL) {
    g_autofree char *name = g_strdup_printf ("%s/%s", platform.host, platform.project);

    subject->name = g_string_chunk_insert (store->strings, name);
  } else if (options->name != NULL) {
    subject->name = g_string_chunk_insert (store->strings, options->name);
  } else {
    g_autofree char *folder = hm_repository_folder_name (repository);

    subject->name = g_string_chunk_insert (store->strings, folder);
  }
  subject->url = platform.url;
  subject->commit = revision->commit;
  subject->committed_at = revision->committer_time;
  if (revision->ref != NULL)
    subject->ref = g_string_chunk_insert (store->strings, revision->ref);

  if ((options->needs & HM_NEED_PLATFORM) != 0)
    store->facts.platform = platform;
  store->asked_about.platform = platform;
}

/* Whether the scanned commit is the one that HEAD names, and the time asked for is not past. */
static gboolean
revision_is_newest (git_repository *repository, const char *path, const HmRevision *revision,
                    const HmCollectOptions *options)
{
  const HmCollectOptions of_head = { .cancelled = options->cancelled };
  g_auto (HmRevision) head = { 0 };

  if (options->has_as_of && options->as_of < options->forge.asked_at)
    return FALSE;
  if (options->commit == NULL && options->ref == NULL && !options->has_as_of)
    return TRUE;
  return hm_revision_resolve (repository, path, &of_head, &head, NULL)
         && hm_oid_equal (&head.commit, &revision->commit);
}

static void
forge_start (HmEvidenceStore *store, const HmCollectOptions *options)
{
  if ((options->needs & HM_NEED_FORGE) == 0)
    return;
  store->asked_about.as_of = options->as_of;
  store->forge = hm_forge_gather_new (&options->forge, &store->asked_about, options->cancelled);
}

static gboolean
forge_take (HmEvidenceStore *store, GError **error)
{
  return store->forge == NULL || hm_forge_gather_finish (store->forge, &store->facts.forge, error);
}

/* Lets the forge vouch for commits and tags. */
static void
signatures_vouch (HmEvidenceStore *store)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (HmVouchable));

  for (guint i = 0; store->recent != NULL && i < store->recent->len; i++) {
    HmRecentCommit *recent = &g_array_index (store->recent, HmRecentCommit, i);
    const HmVouchable item = { store->facts.history.commits[recent->commit].oid,
                               &recent->signature };

    g_array_append_val (items, item);
  }
  for (guint i = 0; store->tags != NULL && i < store->tags->len; i++) {
    HmTag *tag = &g_array_index (store->tags, HmTag, i);
    const HmVouchable item = { tag->oid, &tag->signature };

    g_array_append_val (items, item);
  }
  hm_forge_vouch (&store->facts.forge, store->facts.forge.host,
                  (HmVouchable *) (gpointer) items->data, items->len, store->strings);
}

static gboolean
history_side (HmEvidenceStore *store, git_repository *repository, git_odb *odb,
              HmVerifier *verifier, const HmRevision *revision, const HmCollectOptions *options,
              GError **error)
{
  if ((options->needs & (HM_NEED_HISTORY | HM_NEED_SIGNATURES)) == 0)
    return TRUE;
  if (!history_collect (store, repository, odb, revision, options, error))
    return FALSE;
  hm_walk_get (store->walk, &store->facts.history);
  return (options->needs & HM_NEED_SIGNATURES) == 0
         || signatures_collect (store, odb, verifier, options, error);
}

static gboolean
tree_take (HmEvidenceStore *store, TreeTask *task, GError **error)
{
  store->tree = g_steal_pointer (&task->store);
  if (task->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&task->error));
    return FALSE;
  }
  if (!hm_file_reader_finish (task->reader, error))
    return FALSE;
  store->facts.tree = (HmTree){
    .entries = (const HmTreeEntry *) (gpointer) store->tree->entries->data,
    .n_entries = store->tree->entries->len,
    .documents = (const HmDocument *) (gpointer) store->tree->documents->data,
    .n_documents = store->tree->documents->len,
    .cut = store->tree->cut,
  };
  return TRUE;
}

/* Reads the tree on a thread of its own and history on this one; which is done first helps the other with the files. */
static gboolean
both_sides (HmEvidenceStore *store, git_repository *repository, HmVerifier *verifier,
            const HmRevision *revision, const HmCollectOptions *options, GError **error)
{
  g_autoptr (git_odb) odb = NULL;
  gboolean is_collected;
  GThread *thread;
  TreeTask task = {
    .repository = repository,
    .root = &revision->tree,
    .has_content = (options->needs & HM_NEED_CONTENT) != 0,
    .options = {
      .reads = options->reads,
      .entries_max = HM_TREE_ENTRIES_MAX,
      .documents_max = HM_DOCUMENTS_MAX,
      .bytes_max = HM_TREE_BYTES_MAX,
      .cancelled = options->cancelled,
    },
  };

  if (git_repository_odb (&odb, repository) < 0)
    return hm_git_fail (error, HM_ERROR_GIT, git_repository_path (repository));
  if ((options->needs & (HM_NEED_TREE | HM_NEED_CONTENT)) == 0)
    return history_side (store, repository, odb, verifier, revision, options, error);

  g_mutex_init (&task.mutex);
  g_cond_init (&task.changed);
  thread = g_thread_new ("tree", tree_task_run, &task);
  is_collected = history_side (store, repository, odb, verifier, revision, options, error);
  g_mutex_lock (&task.mutex);
  while (!task.is_lined_up)
    g_cond_wait (&task.changed, &task.mutex);
  g_mutex_unlock (&task.mutex);
  if (is_collected && task.reader != NULL)
    hm_file_reader_run (task.reader, odb);
  g_thread_join (thread);

  is_collected = is_collected && tree_take (store, &task, error);
  hm_file_reader_free (task.reader);
  hm_tree_store_free (task.store);
  g_clear_error (&task.error);
  g_mutex_clear (&task.mutex);
  g_cond_clear (&task.changed);
  return is_collected;
}

HmEvidenceStore *
hm_collect (const char *path, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmEvidenceStore) store = g_new0 (HmEvidenceStore, 1);
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (HmVerifier) verifier = NULL;
  g_auto (HmRevision) revision = { 0 };

  store->strings = g_string_chunk_new (4096);
  repository = hm_repository_open (path, error);
  if (repository == NULL || !hm_revision_resolve (repository, path, options, &revision, error))
    return NULL;
  if ((options->needs & HM_NEED_SIGNATURES) != 0
      && (options->allowed_signers != NULL || options->keyring != NULL)) {
    verifier =
        hm_verifier_new (options->allowed_signers, options->keyring, options->cancelled, error);
    if (verifier == NULL)
      return NULL;
  }
  store->facts.as_of = options->as_of;
  subject_collect (store, repository, &revision, options);
  store->asked_about.head = revision.commit;
  store->asked_about.is_newest = revision_is_newest (repository, path, &revision, options);
  forge_start (store, options);
  if (!both_sides (store, repository, verifier, &revision, options, error)
      || !forge_take (store, error))
    return NULL;
  signatures_vouch (store);
  return g_steal_pointer (&store);
}

HmEvidenceStore *
hm_collect_forge (const char *url, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmEvidenceStore) store = g_new0 (HmEvidenceStore, 1);
  HmPlatform *platform = &store->asked_about.platform;
  g_autofree char *name = NULL;

  store->strings = g_string_chunk_new (4096);
  hm_remote_parse (url, store->strings, platform);
  if (platform->host == NULL) {
    hm_fail (error, HM_ERROR_USAGE, "%s: names no project on a host", url);
    return NULL;
  }
  name = g_strdup_printf ("%s/%s", platform->host, platform->project);
  store->facts.subject.name = g_string_chunk_insert (store->strings, name);
  store->facts.subject.url = platform->url;
  store->facts.as_of = options->as_of;
  store->facts.platform = *platform;
  store->facts.tree.cut = "no tree was read";
  store->facts.history.cut = "no history was read";
  store->asked_about.is_newest = TRUE;
  forge_start (store, options);
  return forge_take (store, error) ? g_steal_pointer (&store) : NULL;
}
