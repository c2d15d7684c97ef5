/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the file as it is and four bytes for each ref: a repository of a million of them is scanned like any other. */
#include "evidence/git/packed_refs.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/plain.h"

struct HmPackedRefs {
  char *text; /* each line's end is a NUL now */
  gsize size;
  GArray *places; /* (element-type guint32) of the refs' lines in @text, in the order of names */
};

G_STATIC_ASSERT (HM_PACKED_REFS_BYTES_MAX < G_MAXUINT32);

/* `OID SP NAME`, where lines_split() let it pass. */
static const char *
name_at (const HmPackedRefs *refs, guint32 place)
{
  return refs->text + place + HM_OID_HEX_SIZE + 1;
}

static gint
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const HmPackedRefs *refs = data;
  guint32 place_a = *(const guint32 *) a;
  guint32 place_b = *(const guint32 *) b;
  int order = strcmp (name_at (refs, place_a), name_at (refs, place_b));

  return order != 0 ? order : (place_a > place_b) - (place_a < place_b);
}

/* 40 digits, and then @end. */
static gboolean
oid_read (const char *text, char end, HmOid *ret_oid)
{
  char hex[HM_OID_HEX_SIZE + 1];

  if (strnlen (text, HM_OID_HEX_SIZE) < HM_OID_HEX_SIZE || text[HM_OID_HEX_SIZE] != end)
    return FALSE;
  memcpy (hex, text, HM_OID_HEX_SIZE);
  hex[HM_OID_HEX_SIZE] = '\0';
  return hm_oid_parse (hex, ret_oid);
}

static gboolean
line_take (HmPackedRefs *refs, const char *line, gboolean follows_ref)
{
  guint32 place = (guint32) (line - refs->text);
  HmOid oid;

  if (line[0] == '#' || line[0] == '\0')
    return TRUE;
  if (line[0] == '^')
    return follows_ref && oid_read (line + 1, '\0', &oid);
  if (!oid_read (line, ' ', &oid) || name_at (refs, place)[0] == '\0')
    return FALSE;
  g_array_append_val (refs->places, place);
  return TRUE;
}

HmPackedRefs *
hm_packed_refs_parse (char *text, gsize size, GError **error)
{
  g_autoptr (HmPackedRefs) refs = g_new0 (HmPackedRefs, 1);
  gboolean is_sorted = TRUE;
  guint n_lines = 0;

  refs->text = text;
  refs->size = size;
  refs->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (char *line = text; line < text + size;) {
    char *end = memchr (line, '\n', (gsize) (text + size - line));
    guint n_before = refs->places->len;

    if (end == NULL)
      end = text + size;
    *end = '\0';
    n_lines++;
    if (strlen (line) != (gsize) (end - line) || !line_take (refs, line, n_before > 0)) {
      hm_fail (error, HM_ERROR_FORMAT,
               "line %u: neither an object id with a ref's name nor a comment", n_lines);
      return NULL;
    }
    if (refs->places->len > n_before && n_before > 0) {
      const guint32 *newest = &g_array_index (refs->places, guint32, n_before);

      is_sorted = is_sorted && compare_places (newest - 1, newest, refs) < 0;
    }
    line = end + 1;
  }
  if (!is_sorted)
    g_array_sort_with_data (refs->places, compare_places, refs);
  return g_steal_pointer (&refs);
}

HmPackedRefs *
hm_packed_refs_read (const char *path, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autofree char *text = NULL;
  HmPackedRefs *refs;
  gsize size = 0;

  text = hm_plain_file_read (path, HM_PACKED_REFS_BYTES_MAX, &size, &inner);
  if (text == NULL && !g_error_matches (inner, HM_ERROR, HM_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&inner));
    return NULL;
  }
  g_clear_error (&inner);
  if (text == NULL)
    text = g_strdup ("");
  refs = hm_packed_refs_parse (g_steal_pointer (&text), size, &inner);
  if (refs == NULL)
    hm_fail (error, HM_ERROR_GIT, "%s: %s", path, inner->message);
  return refs;
}

void
hm_packed_refs_free (HmPackedRefs *refs)
{
  if (refs == NULL)
    return;
  g_free (refs->text);
  g_array_unref (refs->places);
  g_free (refs);
}

gsize
hm_packed_refs_count (const HmPackedRefs *refs)
{
  return refs->places->len;
}

void
hm_packed_refs_get (const HmPackedRefs *refs, gsize index, HmPackedRef *ret_ref)
{
  const char *line = refs->text + g_array_index (refs->places, guint32, index);
  const char *name = line + HM_OID_HEX_SIZE + 1;
  const char *next = name + strlen (name) + 1;

  *ret_ref = (HmPackedRef){ .name = name };
  oid_read (line, ' ', &ret_ref->oid);
  if (next < refs->text + refs->size && *next == '^')
    oid_read (next + 1, '\0', &ret_ref->peeled);
}

gboolean
hm_packed_refs_find (const HmPackedRefs *refs, const char *name, HmPackedRef *ret_ref)
{
  guint low = 0;
  guint high = refs->places->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    int order = strcmp (name_at (refs, g_array_index (refs->places, guint32, middle)), name);

    if (order == 0) {
      hm_packed_refs_get (refs, middle, ret_ref);
      return TRUE;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}
