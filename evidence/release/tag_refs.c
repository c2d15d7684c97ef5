/* SPDX-License-Identifier: Apache-2.0 */
/* Lists tags and follows each to its commit, a bounded way. */
#include "evidence/release/tag_refs.h"

#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "core/number.h"
#include "evidence/git/cancel.h"
#include "evidence/git/commit.h"
#include "evidence/git/object.h"
#include "evidence/git/repository.h"

#define PREFIX "refs/tags/"

/* Tags that name tags: see evidence/git/tags.c. */
#define TAG_CHAIN_MAX 8

static void
tag_clear (gpointer data)
{
  HmTagRef *tag = data;

  g_free (tag->name);
}

/* Follows @object; leaves @ret_commit as it is where that ends elsewhere. */
static void
tag_peel (git_odb *odb, const HmOid *object, HmOid *ret_commit)
{
  HmOid oid = *object;

  for (guint depth = 0; depth <= TAG_CHAIN_MAX; depth++) {
    g_autoptr (git_odb_object) read = NULL;
    HmTagHeader header;
    git_object_t type;
    size_t size;
    git_oid id;

    hm_oid_to_git (&oid, &id);
    if (git_odb_read_header (&size, &type, odb, &id) < 0)
      return;
    if (type == GIT_OBJECT_COMMIT)
      *ret_commit = oid;
    if (type != GIT_OBJECT_TAG || size > HM_COMMIT_BYTES_MAX
        || hm_object_read (odb, &oid, GIT_OBJECT_TAG, TRUE, &read) != HM_OBJECT_READ
        || !hm_tag_parse (git_odb_object_data (read), git_odb_object_size (read), &header))
      return;
    oid = header.target;
  }
}

static int
tags_compare (gconstpointer a, gconstpointer b)
{
  const HmTagRef *left = a;
  const HmTagRef *right = b;

  return strcmp (left->name, right->name);
}

GArray *
hm_tag_refs_list (git_repository *repository, git_odb *odb, const gint *cancelled, GError **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, TRUE, sizeof (HmTagRef));
  g_autoptr (git_reference_iterator) iterator = NULL;
  git_reference *next = NULL;

  g_array_set_clear_func (tags, tag_clear);
  if (git_reference_iterator_glob_new (&iterator, repository, PREFIX "*") < 0) {
    hm_git_fail (error, HM_ERROR_GIT, git_repository_path (repository));
    return NULL;
  }
  while (git_reference_next (&next, iterator) == 0) {
    g_autoptr (git_reference) ref = g_steal_pointer (&next);
    const git_oid *target = git_reference_target (ref);
    HmTagRef tag = { 0 };

    if (hm_is_cancelled (cancelled)) {
      hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
      return NULL;
    }
    if (tags->len == HM_TAGS_MAX) {
      g_autofree char *max = hm_number_grouped (HM_TAGS_MAX);

      hm_fail (error, HM_ERROR_LIMIT, "%s: more than %s tags", git_repository_path (repository),
               max);
      return NULL;
    }
    if (target == NULL)
      continue;
    tag.name = g_strdup (git_reference_name (ref) + strlen (PREFIX));
    hm_oid_from_git (target, &tag.object);
    tag_peel (odb, &tag.object, &tag.commit);
    g_array_append_val (tags, tag);
  }
  g_array_sort (tags, tags_compare);
  return g_steal_pointer (&tags);
}

const HmTagRef *
hm_tag_refs_find (const GArray *tags, const char *name)
{
  const HmTagRef key = { .name = (char *) (guintptr) name };

  if (tags->len == 0)
    return NULL;
  return bsearch (&key, tags->data, tags->len, sizeof (HmTagRef), tags_compare);
}
