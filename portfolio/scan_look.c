/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts refs and config, which evidence/ reads. */
#include "portfolio/scan_look.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/oid.h"
#include "evidence/forge/facts_digest.h"
#include "evidence/git/release_branches.h"
#include "evidence/git/remote.h"
#include "evidence/git/repository.h"
#include "evidence/store.h"
#include "evidence/subject.h"

void
hm_scan_look_clear (HmScanLook *look)
{
  g_clear_pointer (&look->repository, git_repository_free);
  hm_revision_clear (&look->revision);
  g_clear_pointer (&look->remote_url, g_free);
  g_clear_pointer (&look->digest, g_free);
}

static int
lines_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "refs/tags/NAME ID" of each tag, in the order of their bytes. */
static gboolean
tags_add (git_repository *repository, const char *path, GChecksum *checksum, GError **error)
{
  g_autoptr (git_reference_iterator) refs = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  git_reference *next = NULL;
  int code;

  if (git_reference_iterator_glob_new (&refs, repository, "refs/tags/*") < 0)
    return hm_git_fail (error, HM_ERROR_GIT, path);
  while ((code = git_reference_next (&next, refs)) == 0) {
    g_autoptr (git_reference) ref = next;
    const git_oid *target = git_reference_target (ref);
    char id[GIT_OID_HEXSZ + 1] = "";

    if (target != NULL)
      git_oid_tostr (id, sizeof id, target);
    g_ptr_array_add (lines, g_strdup_printf ("%s %s", git_reference_name (ref), id));
  }
  if (code != GIT_ITEROVER)
    return hm_git_fail (error, HM_ERROR_GIT, path);
  g_ptr_array_sort (lines, lines_compare);
  for (guint i = 0; i < lines->len; i++)
    g_checksum_update (checksum, g_ptr_array_index (lines, i),
                       (gssize) strlen (g_ptr_array_index (lines, i)) + 1);
  return TRUE;
}

/* A history that was cut may have been brought whole since, with the same commit at its end. */
static void
shallow_add (git_repository *repository, GChecksum *checksum)
{
  g_autofree char *file = g_build_filename (git_repository_commondir (repository), "shallow", NULL);
  GStatBuf status = { 0 };
  gint64 size = g_stat (file, &status) == 0 ? (gint64) status.st_size : -1;

  g_checksum_update (checksum, (const guchar *) &size, sizeof size);
}

static void
text_add (GChecksum *checksum, const char *text)
{
  const char *there = text != NULL ? text : "";

  g_checksum_update (checksum, (const guchar *) there, (gssize) strlen (there) + 1);
}

/* What stands in a portfolio is a repository, not whichever one happens to be around a folder. */
static gboolean
place_check (git_repository *repository, const char *path, GError **error)
{
  g_autofree char *top = NULL;

  if (hm_repository_is_at (repository, path, &top))
    return TRUE;
  if (top != NULL)
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: no git repository, but a part of the one at %s; write the path of that",
                    path, top);
  return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no git repository here", path);
}

gboolean
hm_scan_look (const char *path, const char *url, const HmCollectOptions *revision,
              HmScanLook *ret_look, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *remote = NULL;
  g_auto (HmScanLook) look = { 0 };

  look.repository = hm_repository_open (path, error);
  if (look.repository == NULL || !place_check (look.repository, path, error)
      || !hm_revision_resolve (look.repository, path, revision, &look.revision, error)
      || !tags_add (look.repository, path, checksum, error))
    return FALSE;
  shallow_add (look.repository, checksum);
  text_add (checksum, look.revision.ref);
  remote = url != NULL ? g_strdup (url) : hm_remote_url (look.repository);
  text_add (checksum, remote);
  if (url == NULL)
    look.remote_url = g_steal_pointer (&remote);
  *ret_look = (HmScanLook){
    .repository = g_steal_pointer (&look.repository),
    .revision = { .commit = look.revision.commit,
                  .tree = look.revision.tree,
                  .ref = g_steal_pointer (&look.revision.ref),
                  .committer_time = look.revision.committer_time },
    .remote_url = g_steal_pointer (&look.remote_url),
    .digest = g_strdup (g_checksum_get_string (checksum)),
  };
  return TRUE;
}

gboolean
hm_scan_look_at_forge (const HmScanLook *look, const char *path, const HmCollectOptions *collect,
                       char **ret_digest, char **ret_renamed_to, GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  HmForge facts = { 0 };

  if ((collect->needs & HM_NEED_FORGE) != 0) {
    hm_subject_collect (store, look->repository, &look->revision, collect);
    store->asked_about.head = look->revision.commit;
    store->asked_about.is_newest =
        hm_revision_is_newest (look->repository, path, &look->revision, collect);
    store->asked_about.as_of = collect->as_of;
    store->release_branches =
        hm_release_branches_find (look->repository, collect->release_branches);
    store->asked_about.release_branches = (const char *const *) store->release_branches->pdata;
    store->forge = hm_forge_gather_new (&collect->forge, &store->asked_about, collect->cancelled);
    if (!hm_forge_gather_finish (store->forge, &facts, error))
      return FALSE;
  }
  *ret_digest = hm_forge_facts_digest (&facts);
  *ret_renamed_to = g_strdup (facts.renamed_to);
  return TRUE;
}
