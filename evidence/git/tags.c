/* SPDX-License-Identifier: Apache-2.0 */
/* Lists the tags of a history. */
#include "evidence/git/tags.h"

#include <string.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "core/oid.h"
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

/* A tag, still without a place in a history. */
typedef struct {
  HmTag tag;    /* commit is not set; tagger is an identity of the journal */
  HmOid commit; /* all zero: where it leads is not known, as it could not be read */
  gboolean is_read;
  gboolean has_time; /* of its own */
} KnownTag;

struct HmTagList {
  GArray *tags;          /* (element-type KnownTag) in the order of refs */
  char *cut;             /* (nullable) owned: why not all were looked at */
  GStringChunk *strings; /* borrowed from the journal */
};

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

/* Fills in what the tag object itself says. */
static void
tag_fill (const HmWalk *walk, GStringChunk *strings, const HmTagHeader *header,
          git_odb_object *object, KnownTag *known)
{
  HmIdentities *identities = walk->journal->identities;
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autoptr (GString) armour = g_string_new (NULL);
  HmTag *tag = &known->tag;
  gboolean is_forge = FALSE;

  tag->is_annotated = TRUE;
  if (header->tagger.identity.text != NULL) {
    tag->tagger = hm_identities_intern (identities, &header->tagger.identity);
    tag->time = header->tagger.time;
    known->has_time = TRUE;
    is_forge =
        tag->tagger != HM_NO_INDEX && hm_identities_spelling (identities, tag->tagger)->is_forge;
  }
  if (hm_signature_split_tag (git_odb_object_data (object), git_odb_object_size (object), payload,
                              armour))
    hm_signature_read (armour->str, armour->len, is_forge, strings, &tag->signature);
}

/*
 * Fills in what an annotated tag says. Returns: FALSE where it leads to no commit; known->is_read
 * tells whether that could be told.
 */
static gboolean
annotated_read (git_odb *odb, const HmWalk *walk, GStringChunk *strings, KnownTag *known)
{
  HmOid oid = known->tag.oid;

  for (guint depth = 0; depth < TAG_CHAIN_MAX; depth++) {
    g_autoptr (git_odb_object) object = NULL;
    HmTagHeader header;

    if (hm_object_read (odb, &oid, GIT_OBJECT_TAG, TRUE, &object) != HM_OBJECT_READ
        || git_odb_object_size (object) > HM_COMMIT_BYTES_MAX
        || !hm_tag_parse (git_odb_object_data (object), git_odb_object_size (object), &header)) {
      known->is_read = !may_be_tag (odb, &oid);
      return FALSE;
    }
    if (depth == 0)
      tag_fill (walk, strings, &header, object, known);
    oid = header.target;
    if (header.is_target_commit) {
      known->commit = oid;
      return TRUE;
    }
    if (!header.is_target_tag)
      return FALSE;
  }
  return FALSE;
}

/* Returns: FALSE where @ref is no tag of a commit of @walk and no annotated one, and that could be told. */
static gboolean
tag_read (git_odb *odb, const HmWalk *walk, GStringChunk *strings, const git_reference *ref,
          KnownTag *known)
{
  const git_oid *target = git_reference_target (ref);
  const git_oid *peeled = git_reference_target_peel (ref);

  if (target == NULL)
    return FALSE;
  *known = (KnownTag){ .tag.tagger = HM_NO_INDEX, .is_read = TRUE };
  hm_oid_from_git (target, &known->tag.oid);
  if (hm_walk_find (walk, &known->tag.oid) != HM_NO_INDEX) {
    known->commit = known->tag.oid;
    return TRUE;
  }
  if (annotated_read (odb, walk, strings, known))
    return TRUE;
  /* packed-refs says where it leads. */
  if (peeled != NULL)
    hm_oid_from_git (peeled, &known->commit);
  return !known->is_read;
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

/* Returns: FALSE with HM_ERROR_CANCELLED. */
static gboolean
tags_read (HmTagList *list, git_reference_iterator *iterator, git_odb *odb, const HmWalk *walk,
           const gint *cancelled, GError **error)
{
  guint64 bytes_before = hm_allocator_total ();
  git_reference *next = NULL;

  for (guint n = 0; git_reference_next (&next, iterator) == 0; n++) {
    g_autoptr (git_reference) ref = g_steal_pointer (&next);
    const char *name = git_reference_name (ref) + strlen ("refs/tags/");
    KnownTag known;

    if (n >= HM_TAGS_MAX) {
      g_autofree char *max = hm_number_grouped (HM_TAGS_MAX);
      g_autofree char *text = g_strdup_printf ("only %s tags were looked at", max);

      list->cut = g_steal_pointer (&text);
      break;
    }
    if (n % 1024 == 0 && hm_is_cancelled (cancelled))
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    if (hm_allocator_total () - bytes_before > HM_HISTORY_BYTES_MAX) {
      list->cut = g_strdup ("the tags take more than 8 GiB to unpack; not all were looked at");
      break;
    }
    if (!tag_read (odb, walk, list->strings, ref, &known))
      continue;
    known.tag.name = g_string_chunk_insert (list->strings, name);
    known.tag.is_release = hm_tag_is_release (name);
    g_array_append_val (list->tags, known);
  }
  return TRUE;
}

HmTagList *
hm_tag_list_new (git_repository *repository, git_odb *odb, const HmWalk *walk,
                 const gint *cancelled, GError **error)
{
  g_autoptr (HmTagList) list = g_new0 (HmTagList, 1);
  g_autoptr (git_reference_iterator) iterator = NULL;

  list->tags = g_array_new (FALSE, FALSE, sizeof (KnownTag));
  list->strings = g_string_chunk_new (4096);
  hm_journal_adopt (walk->journal, list->strings);
  if (git_reference_iterator_glob_new (&iterator, repository, "refs/tags/*") < 0)
    list->cut = g_strdup ("the tags can't be read");
  else if (!tags_read (list, iterator, odb, walk, cancelled, error))
    return NULL;
  return g_steal_pointer (&list);
}

void
hm_tag_list_free (HmTagList *list)
{
  if (list == NULL)
    return;
  g_array_unref (list->tags);
  g_free (list->cut);
  g_free (list);
}

GArray *
hm_tag_list_pick (const HmTagList *list, HmWalk *walk, gint64 as_of)
{
  GArray *tags = g_array_new (FALSE, FALSE, sizeof (HmTag));
  guint n_unread = 0;

  for (guint i = 0; i < list->tags->len; i++) {
    const KnownTag *known = &g_array_index (list->tags, KnownTag, i);
    gboolean leads_nowhere = hm_oid_is_zero (&known->commit);
    HmTag tag = known->tag;

    tag.commit = leads_nowhere ? HM_NO_INDEX : hm_walk_find (walk, &known->commit);
    if (!known->is_read) {
      n_unread += leads_nowhere || tag.commit != HM_NO_INDEX ? 1 : 0;
      continue;
    }
    if (tag.commit == HM_NO_INDEX)
      continue;
    if (!known->has_time)
      tag.time = g_array_index (walk->commits, HmCommit, tag.commit).committer_time;
    if (tag.time > as_of)
      continue;
    if (known->has_time)
      tag.tagger = hm_people_use (walk->people, tag.tagger);
    g_array_append_val (tags, tag);
  }
  if (list->cut != NULL)
    hm_walk_cut (walk, list->cut, HM_INSTANT_MIN);
  if (n_unread > 0) {
    g_autofree char *text =
        g_strdup_printf ("%u %s can't be read", n_unread, n_unread == 1 ? "tag" : "tags");

    hm_walk_cut (walk, text, HM_INSTANT_MIN);
  }
  g_array_sort (tags, compare_tags);
  return tags;
}

GArray *
hm_tag_list_pick_of_branches (const HmTagList *list, HmWalk *walk, gint64 as_of)
{
  GArray *tags = g_array_new (FALSE, FALSE, sizeof (HmTag));

  for (guint i = 0; i < list->tags->len; i++) {
    const KnownTag *known = &g_array_index (list->tags, KnownTag, i);
    HmTag tag = known->tag;

    if (!known->is_read || !known->has_time || tag.time > as_of
        || hm_walk_find (walk, &known->commit) != HM_NO_INDEX)
      continue;
    tag.commit = HM_NO_INDEX;
    tag.tagger = hm_people_use (walk->people, tag.tagger);
    g_array_append_val (tags, tag);
  }
  g_array_sort (tags, compare_tags);
  return tags;
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
