/* SPDX-License-Identifier: Apache-2.0 */
/* Lists the tags of a history. */
#include "evidence/git/tags.h"

#include <string.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/commit.h"
#include "evidence/git/object.h"
#include "evidence/git/signature.h"

G_STATIC_ASSERT (HM_HISTORY_BYTES_MAX == 8ull * 1024 * 1024 * 1024);

/* Tags that name tags that name tags: git's own tools make chains of one, rarely two. */
#define TAG_CHAIN_MAX 8

gboolean
hm_tag_is_release (const char *name)
{
  for (const char *at = name; *at != '\0'; at++) {
    gboolean begins_word = at == name || !g_ascii_isalnum (at[-1]);

    if (g_ascii_isdigit (at[0]) && (at[1] == '.' || at[1] == '_') && g_ascii_isdigit (at[2]))
      return TRUE;
    if (begins_word && (at[0] == 'v' || at[0] == 'V') && g_ascii_isdigit (at[1]))
      return TRUE;
  }
  return FALSE;
}

/* Whether the object is a tag, or may be one: what could not be read must not pass for what leads elsewhere. */
static gboolean
may_be_tag (git_odb *odb, const HmOid *oid)
{
  git_object_t type;
  size_t size;
  git_oid id;

  hm_oid_to_git (oid, &id);
  return git_odb_read_header (&size, &type, odb, &id) < 0 || type == GIT_OBJECT_TAG;
}

/*
 * Fills in what an annotated tag says. Returns: FALSE where it does not lead to a commit of @walk; one is added to @n_unread
 * where that could not be told.
 */
static gboolean
annotated_read (git_odb *odb, HmWalk *walk, GStringChunk *strings, HmTag *tag, guint *n_unread)
{
  HmOid oid = tag->oid;

  for (guint depth = 0; depth < TAG_CHAIN_MAX; depth++) {
    g_autoptr (git_odb_object) object = NULL;
    HmTagHeader header;

    if (hm_object_read (odb, &oid, GIT_OBJECT_TAG, TRUE, &object) != HM_OBJECT_READ
        || git_odb_object_size (object) > HM_COMMIT_BYTES_MAX
        || !hm_tag_parse (git_odb_object_data (object), git_odb_object_size (object), &header)) {
      *n_unread += may_be_tag (odb, &oid) ? 1 : 0;
      return FALSE;
    }
    if (depth == 0) {
      g_autoptr (GString) payload = g_string_new (NULL);
      g_autoptr (GString) armour = g_string_new (NULL);

      tag->is_annotated = TRUE;
      tag->tagger = HM_NO_INDEX;
      if (header.tagger.identity.text != NULL) {
        tag->tagger = hm_people_intern (walk->people, &header.tagger.identity);
        tag->time = header.tagger.time;
      }
      if (hm_signature_split_tag (git_odb_object_data (object), git_odb_object_size (object),
                                  payload, armour))
        hm_signature_read (armour->str, armour->len,
                           tag->tagger != HM_NO_INDEX
                               && hm_people_is_forge (walk->people, tag->tagger),
                           strings, &tag->signature);
    }
    oid = header.target;
    if (header.is_target_commit) {
      tag->commit = hm_oid_index_find (&walk->index, &oid);
      return tag->commit != HM_NO_INDEX;
    }
    if (!header.is_target_tag)
      return FALSE;
  }
  return FALSE;
}

/* Returns: FALSE where @ref is no tag of a commit of @walk. */
static gboolean
tag_read (git_odb *odb, HmWalk *walk, GStringChunk *strings, const git_reference *ref, HmTag *tag,
          guint *n_unread)
{
  const git_oid *target = git_reference_target (ref);
  const git_oid *peeled = git_reference_target_peel (ref);
  HmOid commit;

  if (target == NULL)
    return FALSE;
  *tag = (HmTag){ .tagger = HM_NO_INDEX };
  hm_oid_from_git (target, &tag->oid);
  tag->commit = hm_oid_index_find (&walk->index, &tag->oid);
  if (tag->commit == HM_NO_INDEX) {
    /* packed-refs says where an annotated tag leads, which spares the reading of those of other branches. */
    if (peeled != NULL) {
      hm_oid_from_git (peeled, &commit);
      if (hm_oid_index_find (&walk->index, &commit) == HM_NO_INDEX)
        return FALSE;
    }
    if (!annotated_read (odb, walk, strings, tag, n_unread))
      return FALSE;
  }
  if (!tag->is_annotated || tag->tagger == HM_NO_INDEX)
    tag->time = g_array_index (walk->commits, HmCommit, tag->commit).committer_time;
  return TRUE;
}

static gint
compare_tags (gconstpointer a, gconstpointer b)
{
  const HmTag *tag_a = a;
  const HmTag *tag_b = b;

  if (tag_a->time != tag_b->time)
    return tag_a->time > tag_b->time ? -1 : 1;
  return strcmp (tag_a->name, tag_b->name);
}

GArray *
hm_tags_list (git_repository *repository, git_odb *odb, HmWalk *walk, GStringChunk *strings,
              const gint *cancelled, GError **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (HmTag));
  g_autoptr (git_reference_iterator) iterator = NULL;
  guint64 bytes_before = hm_allocator_total ();
  git_reference *next = NULL;
  guint n_unread = 0;

  if (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*") < 0) {
    hm_walk_cut (walk, "the tags can't be read", HM_INSTANT_MIN);
    return g_steal_pointer (&tags);
  }
  for (guint n = 0; git_reference_next (&next, iterator) == 0; n++) {
    g_autoptr (git_reference) ref = g_steal_pointer (&next);
    const char *name = git_reference_name (ref) + strlen ("refs/tags/");
    HmTag tag;

    if (n >= HM_TAGS_MAX) {
      g_autofree char *max = hm_number_grouped (HM_TAGS_MAX);
      g_autofree char *text = g_strdup_printf ("only %s tags were looked at", max);

      hm_walk_cut (walk, text, HM_INSTANT_MIN);
      break;
    }
    if (n % 1024 == 0 && hm_is_cancelled (cancelled)) {
      hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
      return NULL;
    }
    if (hm_allocator_total () - bytes_before > HM_HISTORY_BYTES_MAX) {
      hm_walk_cut (walk, "the tags take more than 8 GiB to unpack; not all were looked at",
                   HM_INSTANT_MIN);
      break;
    }
    if (!tag_read (odb, walk, strings, ref, &tag, &n_unread))
      continue;
    tag.name = g_string_chunk_insert (strings, name);
    tag.is_release = hm_tag_is_release (name);
    g_array_append_val (tags, tag);
  }
  if (n_unread > 0) {
    g_autofree char *text =
        g_strdup_printf ("%u %s can't be read", n_unread, n_unread == 1 ? "tag" : "tags");

    hm_walk_cut (walk, text, HM_INSTANT_MIN);
  }
  g_array_sort (tags, compare_tags);
  return g_steal_pointer (&tags);
}

void
hm_tags_join (GArray *tags, const HmWalk *walk)
{
  for (guint i = 0; i < tags->len; i++) {
    HmTag *tag = &g_array_index (tags, HmTag, i);

    if (tag->tagger != HM_NO_INDEX)
      tag->tagger = hm_people_person (walk->people, tag->tagger);
  }
}

void
hm_tags_verify (GArray *tags, git_odb *odb, HmVerifier *verifier, GStringChunk *strings)
{
  guint n_releases = 0;

  for (guint i = 0; i < tags->len && n_releases < HM_RECENT_RELEASES; i++) {
    HmTag *tag = &g_array_index (tags, HmTag, i);
    g_autoptr (git_odb_object) object = NULL;
    g_autoptr (GString) payload = g_string_new (NULL);
    g_autoptr (GString) armour = g_string_new (NULL);

    if (!tag->is_release)
      continue;
    n_releases++;
    if (tag->signature.kind != HM_SIGNATURE_NONE
        && hm_object_read (odb, &tag->oid, GIT_OBJECT_TAG, TRUE, &object) == HM_OBJECT_READ
        && hm_signature_split_tag (git_odb_object_data (object), git_odb_object_size (object),
                                   payload, armour))
      hm_verifier_verify (verifier, payload->str, payload->len, armour->str, armour->len, tag->time,
                          strings, &tag->signature);
  }
}
