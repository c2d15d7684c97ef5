/* SPDX-License-Identifier: Apache-2.0 */
/* Puts the facts about one commit together: what the repository says, and on another thread what the forge says. */
#include "evidence/collect.h"

#include "core/error.h"
#include "evidence/archive.h"
#include "evidence/forge/vouch.h"
#include "evidence/git/release_branches.h"
#include "evidence/git/remote.h"
#include "evidence/git/revision.h"
#include "evidence/release/state.h"
#include "evidence/store.h"
#include "evidence/subject.h"

HmEvidenceStore *
hm_evidence_store_new (void)
{
  HmEvidenceStore *store = g_new0 (HmEvidenceStore, 1);

  store->strings = g_string_chunk_new (4096);
  return store;
}

void
hm_evidence_store_free (HmEvidenceStore *store)
{
  if (store == NULL)
    return;
  hm_forge_gather_free (store->forge);
  g_clear_pointer (&store->release_branches, g_ptr_array_unref);
  g_string_chunk_free (store->strings);
  hm_tree_store_free (store->tree);
  hm_walk_free (store->walk);
  g_clear_pointer (&store->recent, g_array_unref);
  g_clear_pointer (&store->tags, g_array_unref);
  g_clear_pointer (&store->branch_tags, g_array_unref);
  g_clear_pointer (&store->moves, g_array_unref);
  g_free (store);
}

const HmFacts *
hm_evidence_store_facts (const HmEvidenceStore *store)
{
  return &store->facts;
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

void
hm_evidence_store_vouch (HmEvidenceStore *store)
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

/* Last, so that a scan that fails remembers nothing. */
static gboolean
moves_collect (HmEvidenceStore *store, git_repository *repository, const HmCollectOptions *options,
               GError **error)
{
  const HmPlatform *platform = &store->asked_about.platform;

  if (options->state == NULL || (options->needs & HM_NEED_SIGNATURES) == 0)
    return TRUE;
  store->moves = hm_state_scan (
      options->state,
      platform->host != NULL && platform->project != NULL ? store->facts.subject.name : NULL,
      repository, store->strings, options->cancelled, &store->facts.history, error);
  return store->moves != NULL;
}

HmEvidenceStore *
hm_archive_scan (HmArchive *archive, const char *path, const HmCollectOptions *options,
                 GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  git_repository *repository = hm_archive_repository (archive);
  g_auto (HmRevision) revision = { 0 };
  HmMomentWanted wanted;

  if (!hm_revision_resolve (repository, path, options, &revision, error)
      || !hm_archive_open_anchors (archive, error))
    return NULL;
  wanted = (HmMomentWanted){
    .commit = revision.commit,
    .tree = revision.tree,
    .as_of = options->as_of,
    .tags_until = options->has_as_of ? options->as_of : G_MAXINT64,
  };
  store->facts.as_of = options->as_of;
  hm_subject_collect (store, repository, &revision, options);
  store->asked_about.head = revision.commit;
  store->asked_about.is_newest = hm_revision_is_newest (repository, path, &revision, options);
  store->release_branches = hm_release_branches_find (repository, options->release_branches);
  store->asked_about.release_branches = (const char *const *) store->release_branches->pdata;
  forge_start (store, options);
  if (!hm_archive_collect (archive, &wanted, store, error))
    return NULL;
  hm_archive_save (archive);
  if (!forge_take (store, error) || !moves_collect (store, repository, options, error))
    return NULL;
  hm_evidence_store_vouch (store);
  return g_steal_pointer (&store);
}

HmEvidenceStore *
hm_collect (const char *path, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmArchive) archive = hm_archive_open (path, options, error);

  return archive != NULL ? hm_archive_scan (archive, path, options, error) : NULL;
}

HmEvidenceStore *
hm_collect_forge (const char *url, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  HmPlatform *platform = &store->asked_about.platform;
  g_autofree char *name = NULL;

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
