/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/policy_file.h"

#include <string.h>

#include "checks/place.h"
#include "checks/readme_section.h"

static const char *const file_places[] = { HM_POLICY_FILE_PLACES, NULL };
/* A SECURITY.txt that holds nothing but fields is one too, in the wrong place or case. */
static const char *const txt_places[] = { HM_POLICY_TXT_PLACES, HM_POLICY_FILE_PLACES, NULL };
static const char *const own_txt_places[] = { HM_POLICY_TXT_PLACES, NULL };
static const char *const readme_places[] = { HM_POLICY_README_PLACES, NULL };

/* A file of the tree that stands at one of the places looked at. */
typedef struct {
  const HmTreeEntry *entry;
  guint rank; /* of its place, the first one 0 */
} Candidate;

static gint
candidates_compare (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;

  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  return strcmp (left->entry->path, right->entry->path);
}

/* Returns: (owned) (element-type Candidate) the files at @places, in their order. No submodule is a file. */
static GArray *
candidates_find (const HmTree *tree, const char *const *places)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (gsize i = 0; i < tree->n_entries; i++) {
    Candidate candidate = { &tree->entries[i], hm_places_rank (places, tree->entries[i].path) };

    if (candidate.rank != G_MAXUINT && candidate.entry->kind != HM_ENTRY_SUBMODULE)
      g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, candidates_compare);
  return candidates;
}

/* Returns: (nullable) the document of @entry where its text is there; else @ret_why says why it is not. */
static const HmDocument *
document_of (const HmTree *tree, const HmTreeEntry *entry, const char **ret_why)
{
  *ret_why = "its text was not read";
  if (entry->kind == HM_ENTRY_SYMLINK) {
    *ret_why = "a symbolic link, which is not followed";
    return NULL;
  }
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];

    if (!g_str_equal (document->entry->path, entry->path))
      continue;
    if (document->text != NULL)
      return document;
    if (document->why != NULL)
      *ret_why = document->why;
  }
  return NULL;
}

static void
take_unread (HmPolicyFile *file, const HmTreeEntry *entry, const char *why)
{
  file->kind = HM_POLICY_UNREAD;
  file->entry = entry;
  file->why = why;
}

static void
take_text (HmPolicyFile *file, HmPolicyKind kind, const HmTreeEntry *entry, const char *text,
           gsize size, guint line_offset)
{
  file->kind = kind;
  file->entry = entry;
  file->text = text;
  file->size = size;
  file->line_offset = line_offset;
}

/* SECURITY.txt may be prose, or RFC 9116's file in the wrong place or case: what is in it decides. */
static gboolean
is_security_txt (const HmDocument *document)
{
  g_autoptr (HmSecurityTxt) txt = NULL;

  if (!hm_place_matches ("**/*.txt", document->entry->path))
    return FALSE;
  txt = hm_security_txt_read (document->text, document->size);
  return txt->has_fields_only;
}

/* Settles the policy where a SECURITY file decides it, also one that nobody could read. */
static void
find_file (HmPolicyFile *file, const HmTree *tree)
{
  g_autoptr (GArray) candidates = candidates_find (tree, file_places);

  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    const char *why = NULL;
    const HmDocument *document = document_of (tree, candidate->entry, &why);

    if (document == NULL) {
      take_unread (file, candidate->entry, why);
      return;
    }
    if (is_security_txt (document))
      continue;
    /* What is not listed may stand before it. */
    if (tree->cut != NULL && candidate->rank > 0)
      take_unread (file, NULL, tree->cut);
    else
      take_text (file, HM_POLICY_FILE, document->entry, document->text, document->size, 0);
    return;
  }
}

/* Finds the security.txt, or why nobody knows of one. */
static void
find_txt (HmPolicyFile *file, const HmTree *tree, gint64 as_of)
{
  g_autoptr (GArray) candidates = candidates_find (tree, txt_places);

  file->txt_why = tree->cut;
  for (guint i = 0; i < candidates->len; i++) {
    const HmTreeEntry *entry = g_array_index (candidates, Candidate, i).entry;
    gboolean is_own_place = hm_places_match (own_txt_places, entry->path);
    const char *why = NULL;
    const HmDocument *document = NULL;

    if (!is_own_place && !hm_place_matches ("**/*.txt", entry->path))
      continue;
    document = document_of (tree, entry, &why);
    if (document == NULL) {
      file->txt_entry = entry;
      file->txt_why = why;
      return;
    }
    if (!is_own_place && !is_security_txt (document))
      continue;
    if (tree->cut != NULL && g_array_index (candidates, Candidate, i).rank > 0)
      return;
    file->txt_why = NULL;
    file->txt_entry = entry;
    file->txt = hm_security_txt_read (document->text, document->size);
    file->is_txt_expired =
        file->txt->expires_kind == HM_EXPIRES_KNOWN && file->txt->expires < as_of;
    return;
  }
}

/* Settles the policy where a README decides it, also one that nobody could read. */
static void
find_readme (HmPolicyFile *file, const HmTree *tree)
{
  g_autoptr (GArray) candidates = candidates_find (tree, readme_places);
  const Candidate *link = NULL;
  guint n_read = 0;

  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    const char *why = NULL;
    const HmDocument *document = document_of (tree, candidate->entry, &why);
    HmReadmeSection section;

    if (candidate->entry->kind == HM_ENTRY_SYMLINK) {
      link = link != NULL ? link : candidate;
      continue;
    }
    if (document == NULL) {
      take_unread (file, candidate->entry, why);
      return;
    }
    n_read++;
    if (!hm_readme_find_security (candidate->entry->path, document->text, document->size, &section))
      continue;
    if (section.is_unsure)
      take_unread (file, candidate->entry, "a heading is too long to be looked at whole");
    else
      take_text (file, HM_POLICY_README, candidate->entry, section.text, section.size,
                 section.line - 1);
    return;
  }
  /* A link beside a README that was read mostly names that one. */
  if (link != NULL && n_read == 0)
    take_unread (file, link->entry, "a symbolic link, which is not followed");
}

void
hm_policy_file_find (const HmFacts *facts, HmPolicyFile *ret_file)
{
  const HmTree *tree = &facts->tree;

  *ret_file = (HmPolicyFile){ 0 };
  find_file (ret_file, tree);
  find_txt (ret_file, tree, facts->as_of);
  if (ret_file->kind != HM_POLICY_NONE)
    return;
  if (tree->cut != NULL || ret_file->txt_why != NULL) {
    /* A SECURITY file that is not listed would come before whatever else there is. */
    take_unread (ret_file, tree->cut != NULL ? NULL : ret_file->txt_entry,
                 tree->cut != NULL ? tree->cut : ret_file->txt_why);
    return;
  }
  if (ret_file->txt == NULL || ret_file->is_txt_expired)
    find_readme (ret_file, tree);
  if (ret_file->kind == HM_POLICY_NONE && ret_file->txt != NULL)
    take_text (ret_file, HM_POLICY_TXT, ret_file->txt_entry, NULL, 0, 0);
}

void
hm_policy_file_clear (HmPolicyFile *file)
{
  g_clear_pointer (&file->txt, hm_security_txt_free);
}
