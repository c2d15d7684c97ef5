/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/code_owners.h"

#include "checks/lines.h"

static const char *const places[] = { HM_CODE_OWNERS_PLACES };

/*
 * "PATTERN OWNER...", on GitLab also "[SECTION] OWNER...": every owner has an @ in it, also an
 * address. A pattern by itself says that nobody owns what it matches.
 */
static gboolean
line_names_owner (const HmLines *line)
{
  const char *end = line->text + line->size;
  const char *at = line->text;
  gboolean is_past_pattern = FALSE;

  while (at < end && g_ascii_isspace (*at))
    at++;
  for (const char *start = at; at < end; at++) {
    gboolean is_first = at == start || g_ascii_isspace (at[-1]);

    if (is_first && *at == '#')
      return FALSE;
    is_past_pattern |= g_ascii_isspace (*at) && (at == start || at[-1] != '\\');
    if (is_past_pattern && *at == '@' && at + 1 < end && !g_ascii_isspace (at[1]))
      return TRUE;
  }
  return FALSE;
}

static void
owners_read (const HmDocument *document, HmCodeOwners *owners)
{
  HmLines lines;
  gboolean is_cut = FALSE;

  hm_lines_init (&lines, document->text, document->size);
  while (owners->line == 0 && hm_lines_next (&lines)) {
    is_cut |= lines.is_cut;
    if (line_names_owner (&lines))
      owners->line = lines.number;
  }
  owners->truth = owners->line > 0 ? HM_TRUTH_YES : is_cut ? HM_TRUTH_UNKNOWN : HM_TRUTH_NO;
  owners->why = is_cut ? "a line is too long to be looked at whole" : NULL;
}

static const HmTreeEntry *
find_entry (const HmTree *tree, const char *path)
{
  for (gsize i = 0; i < tree->n_entries; i++) {
    if (g_str_equal (tree->entries[i].path, path))
      return &tree->entries[i];
  }
  return NULL;
}

static const HmDocument *
find_document (const HmTree *tree, const HmTreeEntry *entry)
{
  for (gsize i = 0; i < tree->n_documents; i++) {
    if (g_str_equal (tree->documents[i].entry->path, entry->path))
      return &tree->documents[i];
  }
  return NULL;
}

HmCodeOwners
hm_code_owners_find (const HmTree *tree)
{
  HmCodeOwners owners = { .truth = tree->cut != NULL ? HM_TRUTH_UNKNOWN : HM_TRUTH_NO,
                          .why = tree->cut };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const HmTreeEntry *entry = find_entry (tree, places[i]);
    const HmDocument *document = NULL;

    if (entry == NULL || entry->kind == HM_ENTRY_SUBMODULE)
      continue;
    if (tree->cut != NULL && i > 0)
      return owners;
    owners = (HmCodeOwners){ .entry = entry, .why = "a symbolic link, which is not followed" };
    if (entry->kind == HM_ENTRY_SYMLINK)
      return owners;
    document = find_document (tree, entry);
    if (document != NULL && document->text != NULL)
      owners_read (document, &owners);
    else
      owners.why =
          document != NULL && document->why != NULL ? document->why : "its text was not read";
    return owners;
  }
  return owners;
}
