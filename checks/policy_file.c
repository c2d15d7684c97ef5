/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/policy_file.h"

#include "checks/place.h"
#include "checks/readme_section.h"

static const char *const file_places[] = { HM_POLICY_FILE_PLACES, NULL };
static const char *const txt_places[] = { HM_POLICY_TXT_PLACES, NULL };
static const char *const readme_places[] = { HM_POLICY_README_PLACES, NULL };

static const HmDocument *
find_document (const HmTree *tree, const HmTreeEntry *entry)
{
  for (gsize i = 0; i < tree->n_documents; i++) {
    if (g_str_equal (tree->documents[i].entry->path, entry->path))
      return &tree->documents[i];
  }
  return NULL;
}

/* Notes why a file that might be the policy could not be looked at; the first reason stays. */
static void
note_unread (HmPolicyFile *file, const HmTreeEntry *entry, const char *why)
{
  if (file->kind != HM_POLICY_NONE)
    return;
  file->kind = HM_POLICY_UNREAD;
  file->entry = entry;
  file->why = why;
}

/* Returns: (nullable) the document of @entry where its text is there; else a reason is noted. */
static const HmDocument *
read_entry (HmPolicyFile *file, const HmTree *tree, const HmTreeEntry *entry)
{
  const HmDocument *document = find_document (tree, entry);

  if (entry->kind == HM_ENTRY_SUBMODULE)
    return NULL;
  if (entry->kind == HM_ENTRY_SYMLINK)
    note_unread (file, entry, "a symbolic link, which is not followed");
  else if (document == NULL)
    note_unread (file, entry, "its text was not read");
  else if (document->text == NULL)
    note_unread (file, entry, document->why != NULL ? document->why : "its text could not be read");
  else
    return document;
  return NULL;
}

static gboolean
is_found (const HmPolicyFile *file)
{
  return file->kind != HM_POLICY_NONE && file->kind != HM_POLICY_UNREAD;
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

static void
take_txt (HmPolicyFile *file, const HmDocument *document, gint64 as_of)
{
  if (file->txt != NULL)
    return;
  file->txt_entry = document->entry;
  file->txt = hm_security_txt_read (document->text, document->size);
  file->is_txt_expired = file->txt->expires_kind == HM_EXPIRES_KNOWN && file->txt->expires < as_of;
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

static void
find_files (HmPolicyFile *file, const HmFacts *facts)
{
  const HmTree *tree = &facts->tree;

  for (gsize i = 0; i < tree->n_entries; i++) {
    const HmTreeEntry *entry = &tree->entries[i];
    gboolean is_txt = hm_places_match (txt_places, entry->path);
    const HmDocument *document = NULL;

    if (!is_txt && !hm_places_match (file_places, entry->path))
      continue;
    document = read_entry (file, tree, entry);
    if (document == NULL)
      continue;
    if (is_txt || is_security_txt (document))
      take_txt (file, document, facts->as_of);
    else if (!is_found (file))
      take_text (file, HM_POLICY_FILE, entry, document->text, document->size, 0);
  }
}

static void
find_readme (HmPolicyFile *file, const HmTree *tree)
{
  for (gsize i = 0; i < tree->n_entries; i++) {
    const HmTreeEntry *entry = &tree->entries[i];
    const HmDocument *document = NULL;
    HmReadmeSection section;

    /* A README that is a link mostly names another that is read. */
    if (entry->kind == HM_ENTRY_SYMLINK || !hm_places_match (readme_places, entry->path))
      continue;
    document = read_entry (file, tree, entry);
    if (document == NULL
        || !hm_readme_find_security (entry->path, document->text, document->size, &section))
      continue;
    take_text (file, HM_POLICY_README, entry, section.text, section.size, section.line - 1);
    return;
  }
}

void
hm_policy_file_find (const HmFacts *facts, HmPolicyFile *ret_file)
{
  *ret_file = (HmPolicyFile){ 0 };
  find_files (ret_file, facts);
  if (is_found (ret_file))
    return;
  if (ret_file->txt != NULL && !ret_file->is_txt_expired) {
    take_text (ret_file, HM_POLICY_TXT, ret_file->txt_entry, NULL, 0, 0);
    return;
  }
  find_readme (ret_file, &facts->tree);
  if (ret_file->kind != HM_POLICY_NONE)
    return;
  if (facts->tree.cut != NULL)
    note_unread (ret_file, NULL, facts->tree.cut);
  else if (ret_file->txt != NULL)
    take_text (ret_file, HM_POLICY_TXT, ret_file->txt_entry, NULL, 0, 0);
}

void
hm_policy_file_clear (HmPolicyFile *file)
{
  g_clear_pointer (&file->txt, hm_security_txt_free);
}
