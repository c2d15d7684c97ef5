/* SPDX-License-Identifier: Apache-2.0 */
/* Lists what can't be read, and looks up what brought it in. */
#include "checks/opacity.h"

#include <string.h>

/*
 * What browsers and viewers show. A payload may hide in one, so they are counted; but no project's
 * pictures are reviewed.
 */
static const char *const media_extensions[] = {
  "avif", "bmp", "cur",  "eot", "flac", "gif", "icns", "ico",  "jpeg", "jpg",
  "jxl",  "m4a", "mov",  "mp3", "mp4",  "ogg", "ogv",  "otf",  "pdf",  "png",
  "svgz", "tif", "tiff", "ttc", "ttf",  "wav", "webm", "webp", "woff", "woff2",
};

static const struct {
  HmMarkKind kind;
  HmOpacity opacity;
  const char *words;
} readings[] = {
  { HM_MARK_BIDI_CONTROL, HM_OPAQUE_HIDDEN, "a bidirectional control that reorders the line" },
  { HM_MARK_INVISIBLE, HM_OPAQUE_HIDDEN, "characters that no editor shows" },
  { HM_MARK_HOMOGLYPH, HM_OPAQUE_HIDDEN, "a name whose letters are of another script" },
  { HM_MARK_ENCODED_ARCHIVE, HM_OPAQUE_FILE, "an archive or a program written as text" },
  { HM_MARK_LONG_LINE, HM_OPAQUE_LINES, "a line too long to read" },
  { HM_MARK_OFF_SCREEN, HM_OPAQUE_LINES, "code pushed out of view" },
  { HM_MARK_ENCODED_WALL, HM_OPAQUE_LINES, "a wall of encoded data" },
};

const char *
hm_mark_words (HmMarkKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    if (readings[i].kind == kind)
      return readings[i].words;
  return "";
}

static gboolean
is_medium (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (media_extensions); i++)
    if (g_ascii_strcasecmp (dot + 1, media_extensions[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
opaque_add (GArray *opaques, gsize entry, HmOpacity opacity, guint32 mark)
{
  const HmOpaque opaque = {
    .entry = (guint32) entry,
    .mark = mark,
    .commit = HM_NO_INDEX,
    .opacity = opacity,
  };

  g_array_append_val (opaques, opaque);
}

/* The first mark of @entry that makes it @opacity; HM_NO_INDEX where none does. */
static guint32
mark_find (const HmTree *tree, const HmTreeEntry *entry, HmOpacity opacity)
{
  for (guint i = 0; i < entry->n_marks; i++)
    for (gsize r = 0; r < G_N_ELEMENTS (readings); r++)
      if (readings[r].opacity == opacity && tree->marks[entry->marks + i].kind == readings[r].kind)
        return entry->marks + i;
  return HM_NO_INDEX;
}

static void
entry_look (const HmTree *tree, gsize index, GArray *opaques)
{
  const HmTreeEntry *entry = &tree->entries[index];

  if (entry->content == HM_CONTENT_BINARY)
    opaque_add (opaques, index, is_medium (entry->path) ? HM_OPAQUE_MEDIA : HM_OPAQUE_FILE,
                HM_NO_INDEX);
  if (entry->n_marks == 0 || (entry->roles & HM_ROLE_GENERATED) != 0)
    return;
  for (HmOpacity opacity = HM_OPAQUE_HIDDEN; opacity < HM_OPAQUE_MEDIA; opacity++) {
    guint32 mark = mark_find (tree, entry, opacity);

    if (mark != HM_NO_INDEX)
      opaque_add (opaques, index, opacity, mark);
  }
}

/* Looks up for each of @opaques which commit made its path hold what it holds now. */
static void
commits_find (const HmFacts *facts, const HmWitness *witness, GArray *opaques)
{
  const HmHistory *history = &facts->history;
  g_autoptr (GHashTable) by_path = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = opaques->len; i-- > 0;)
    g_hash_table_insert (
        by_path,
        (gpointer) (guintptr) facts->tree.entries[g_array_index (opaques, HmOpaque, i).entry].path,
        GUINT_TO_POINTER (i + 1));
  for (guint32 c = 0; c < history->n_commits; c++)
    for (guint32 i = 0; i < history->commits[c].n_changes; i++) {
      const HmFileChange *change = &history->changes[history->commits[c].changes + i];
      guint first = GPOINTER_TO_UINT (g_hash_table_lookup (by_path, change->path));

      for (guint o = first; o > 0 && o <= opaques->len; o++) {
        HmOpaque *opaque = &g_array_index (opaques, HmOpaque, o - 1);
        const HmTreeEntry *entry = &facts->tree.entries[opaque->entry];

        if (strcmp (entry->path, change->path) != 0)
          break;
        if (opaque->commit != HM_NO_INDEX
            || memcmp (&entry->oid, &change->after, sizeof (HmOid)) != 0)
          continue;
        opaque->commit = c;
        opaque->trace = hm_witness_trace (witness, c);
      }
    }
}

GArray *
hm_opaque_list (const HmFacts *facts, const HmWitness *witness)
{
  GArray *opaques = g_array_new (FALSE, FALSE, sizeof (HmOpaque));

  for (gsize i = 0; i < facts->tree.n_entries; i++)
    entry_look (&facts->tree, i, opaques);
  commits_find (facts, witness, opaques);
  return opaques;
}
