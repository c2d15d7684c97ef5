/* SPDX-License-Identifier: Apache-2.0 */
/* Reads lines of raw trees. */
#include "evidence/git/tree_line.h"

#include <string.h>

#define MODE_KIND 0170000u
#define MODE_FOLDER 0040000u
#define MODE_FILE 0100000u
#define MODE_LINK 0120000u
#define MODE_EXECUTABLE 0100u

/* Ids are read where they stand, at any address. */
G_STATIC_ASSERT (G_ALIGNOF (HmOid) == 1);

const char *
hm_tree_line_read (const char *at, const char *end, HmTreeLine *ret_line)
{
  const char *begin = at;
  const char *name_end;
  guint32 mode = 0;

  for (; at < end && *at >= '0' && *at <= '7' && mode <= G_MAXUINT16; at++)
    mode = mode << 3 | (guint32) (*at - '0');
  if (at == begin || at == end || *at != ' ')
    return NULL;
  at++;
  name_end = memchr (at, '\0', (gsize) (end - at));
  if (name_end == NULL || end - name_end - 1 < HM_OID_SIZE || name_end - at > G_MAXINT32)
    return NULL;
  *ret_line = (HmTreeLine){
    .name = at,
    .oid = (const HmOid *) (name_end + 1),
    .name_size = (guint32) (name_end - at),
    .mode = mode,
  };
  return name_end + 1 + HM_OID_SIZE;
}

gboolean
hm_tree_line_is_folder (const HmTreeLine *line)
{
  return (line->mode & MODE_KIND) == MODE_FOLDER;
}

HmEntryKind
hm_tree_line_kind (const HmTreeLine *line)
{
  switch (line->mode & MODE_KIND) {
  case MODE_FILE:
    return (line->mode & MODE_EXECUTABLE) != 0 ? HM_ENTRY_EXECUTABLE : HM_ENTRY_FILE;
  case MODE_LINK:
    return HM_ENTRY_SYMLINK;
  default:
    return HM_ENTRY_SUBMODULE;
  }
}

gboolean
hm_tree_line_is_refused (const HmTreeLine *line)
{
  const char *name = line->name;

  return name[0] == '\0' || memchr (name, '/', line->name_size) != NULL || strcmp (name, ".") == 0
         || strcmp (name, "..") == 0 || g_ascii_strcasecmp (name, ".git") == 0;
}

/* What comes after the name, or after the first @at bytes of it. */
static guint8
byte_at (const HmTreeLine *line, gsize at)
{
  if (at < line->name_size)
    return (guint8) line->name[at];
  return hm_tree_line_is_folder (line) ? '/' : '\0';
}

gint
hm_tree_line_compare (const HmTreeLine *a, const HmTreeLine *b)
{
  gsize n = MIN (a->name_size, b->name_size);
  gint order = memcmp (a->name, b->name, n);

  return order != 0 ? order : byte_at (a, n) - byte_at (b, n);
}
