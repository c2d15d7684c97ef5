/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads all members, then looks for those that get into each other's way. By sorting: hash tables
 * are for those who choose their keys.
 */
#include "evidence/release/members.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"

/* Members looked at to find the top folder: those at the start may be metadata. */
#define PEEKED_MAX 4u

/* What reading holds while it goes on. */
typedef struct {
  HmKnownFunc is_known;
  gconstpointer data;
  GArray *items;
  guint64 n_paths_bytes;
  guint64 n_kept_bytes;
} Reading;

static void
member_clear (gpointer data)
{
  HmReleaseMember *member = data;

  g_free (member->path);
  g_free (member->target);
  g_free (member->refused);
  g_clear_pointer (&member->bytes, g_bytes_unref);
}

void
hm_members_free (HmMembers *members)
{
  if (members == NULL)
    return;
  g_array_unref (members->items);
  g_free (members->top);
  g_free (members);
}

static HmReleaseMember *
member_at (const GArray *items, guint index)
{
  return &g_array_index (items, HmReleaseMember, index);
}

static void
refuse (HmReleaseMember *member, const char *why)
{
  if (member->refused == NULL)
    member->refused = g_strdup (why);
}

/*
 * By path, a slash before all else, so that a folder's name comes right before what is in it; then
 * as in the archive.
 */
static int
members_compare (gconstpointer a, gconstpointer b)
{
  const HmReleaseMember *left = a;
  const HmReleaseMember *right = b;
  const guchar *at = (const guchar *) left->path;
  const guchar *of = (const guchar *) right->path;

  while (*at != '\0' && *at == *of) {
    at++;
    of++;
  }
  if (*at == *of)
    return left->order < right->order ? -1 : left->order > right->order ? 1 : 0;
  if (*at == '\0' || *of == '\0')
    return *at == '\0' ? -1 : 1;
  if (*at == '/' || *of == '/')
    return *at == '/' ? -1 : 1;
  return *at < *of ? -1 : 1;
}

/* The id of a blob that holds @text. */
static void
text_id (const char *text, HmOid *ret_oid)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *header = g_strdup_printf ("blob %" G_GSIZE_FORMAT, strlen (text));
  gsize size = HM_OID_SIZE;

  g_checksum_update (checksum, (const guchar *) header, (gssize) strlen (header) + 1);
  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (checksum, ret_oid->bytes, &size);
}

/* Whether the link @path -> @target leads out of the folder that all is unpacked to. */
static gboolean
link_leads_out (const char *path, const char *target)
{
  gssize depth = 0;

  if (*target == '/' || *target == '\\')
    return TRUE;
  for (const char *at = strchr (path, '/'); at != NULL; at = strchr (at + 1, '/'))
    depth++;
  for (const char *part = target; *part != '\0';) {
    const gsize size = strcspn (part, "/");

    if (size == 2 && strncmp (part, "..", 2) == 0)
      depth--;
    else if (size > 0 && !(size == 1 && *part == '.'))
      depth++;
    if (depth < 0)
      return TRUE;
    part += size + (part[size] == '/' ? 1 : 0);
  }
  return FALSE;
}

static gboolean
file_read (Reading *reading, HmTarball *archive, HmReleaseMember *item, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!hm_tarball_read (archive, bytes, &item->oid, &item->size, error))
    return FALSE;
  if (bytes->len != item->size || reading->is_known (reading->data, &item->oid)
      || reading->n_kept_bytes + bytes->len > HM_TARBALL_KEPT_BYTES_MAX)
    return TRUE;
  reading->n_kept_bytes += bytes->len;
  item->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return TRUE;
}

static gboolean
member_add (Reading *reading, HmTarball *archive, const HmMember *member, GError **error)
{
  HmReleaseMember item = {
    .kind = member->kind,
    .is_executable = member->is_executable,
    .order = reading->items->len,
  };
  const char *why;

  item.path = hm_member_path (member->path, &why);
  if (item.path == NULL) {
    item.path = g_strndup (member->path, HM_PATH_MAX);
    refuse (&item, why);
  } else {
    item.is_clean = TRUE;
  }
  reading->n_paths_bytes += strlen (item.path);
  if (member->target != NULL) {
    item.target = g_strndup (member->target, HM_PATH_MAX);
    reading->n_paths_bytes += strlen (item.target);
  }
  if (*item.path == '\0')
    refuse (&item, "it has no name");
  if (item.kind == HM_MEMBER_SPECIAL)
    refuse (&item, "it is a device, a pipe or the like");
  if (item.kind == HM_MEMBER_SYMLINK && item.target != NULL)
    text_id (item.target, &item.oid);
  g_array_append_val (reading->items, item);
  if (reading->n_paths_bytes > HM_PATHS_TEXT_MAX)
    return hm_fail (error, HM_ERROR_LIMIT, "the paths of its members take more than 64 MiB");
  return item.kind != HM_MEMBER_FILE
         || file_read (reading, archive, member_at (reading->items, reading->items->len - 1),
                       error);
}

/* The first part of @path, and whether there is more. Returns: (owned) (nullable) */
static char *
first_part (const char *path, gboolean is_folder)
{
  const char *slash = strchr (path, '/');

  if (slash == NULL)
    return is_folder && *path != '\0' ? g_strdup (path) : NULL;
  return g_strndup (path, (gsize) (slash - path));
}

static gboolean
is_below (const char *path, const char *folder)
{
  const gsize size = strlen (folder);

  return strncmp (path, folder, size) == 0 && path[size] == '/';
}

/* Takes the top folder off all paths; what lies outside of it is refused. */
static void
top_take (HmMembers *members)
{
  guint n_below = 0;
  guint n_clean = 0;

  for (guint i = 0; i < members->items->len; i++) {
    const HmReleaseMember *item = member_at (members->items, i);

    if (!item->is_clean || item->kind == HM_MEMBER_FOLDER)
      continue;
    n_clean++;
    if (members->top == NULL)
      members->top = first_part (item->path, FALSE);
    n_below += members->top != NULL && is_below (item->path, members->top) ? 1 : 0;
  }
  if (members->top == NULL || 2 * n_below < n_clean) {
    g_clear_pointer (&members->top, g_free);
    return;
  }
  for (guint i = 0; i < members->items->len; i++) {
    HmReleaseMember *item = member_at (members->items, i);

    if (!item->is_clean || item->kind == HM_MEMBER_FOLDER)
      continue;
    if (is_below (item->path, members->top)) {
      const gsize size = strlen (members->top) + 1;

      memmove (item->path, item->path + size, strlen (item->path + size) + 1);
    } else {
      refuse (item, "it lies outside of the folder that all else is in");
    }
  }
}

static void
folders_drop (GArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++) {
    HmReleaseMember *item = member_at (items, i);

    if (item->kind == HM_MEMBER_FOLDER && item->refused == NULL) {
      member_clear (item);
      continue;
    }
    if (n != i)
      *member_at (items, n) = *item;
    n++;
  }
  /* What is past the end was moved, and must not be cleared. */
  if (n < items->len)
    memset (member_at (items, n), 0, (items->len - n) * sizeof (HmReleaseMember));
  g_array_set_size (items, n);
}

/* Of the sorted @items: what is there twice, and what lies below a file or link. */
static void
overlaps_find (GArray *items)
{
  guint above = 0;
  gboolean has_above = FALSE;

  for (guint i = 0; i < items->len; i++) {
    HmReleaseMember *item = member_at (items, i);
    const HmReleaseMember *before = has_above ? member_at (items, above) : NULL;

    if (before != NULL && strcmp (before->path, item->path) == 0) {
      refuse (item, before->kind == item->kind && hm_oid_equal (&before->oid, &item->oid)
                        ? "its path is there twice"
                        : "its path is there twice, with different content");
      continue;
    }
    if (before != NULL && is_below (item->path, before->path)) {
      refuse (item, before->kind == HM_MEMBER_SYMLINK ? "it lies behind a symbolic link"
                                                      : "it lies below a file");
      continue;
    }
    above = i;
    has_above = TRUE;
  }
}

/* Gives each hard link what it is another name of. */
static void
hard_links_resolve (GArray *items, const char *top)
{
  for (guint i = 0; i < items->len; i++) {
    HmReleaseMember *item = member_at (items, i);
    HmReleaseMember key = { 0 };
    const char *why;
    guint low = 0;
    guint high = items->len;

    if (item->kind != HM_MEMBER_HARD_LINK)
      continue;
    key.path = hm_member_path (item->target, &why);
    if (key.path != NULL && top != NULL && is_below (key.path, top))
      memmove (key.path, key.path + strlen (top) + 1, strlen (key.path + strlen (top) + 1) + 1);
    while (key.path != NULL && low < high) {
      const guint middle = low + (high - low) / 2;

      if (members_compare (member_at (items, middle), &key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    if (key.path != NULL && low < items->len && strcmp (member_at (items, low)->path, key.path) == 0
        && member_at (items, low)->kind == HM_MEMBER_FILE
        && member_at (items, low)->order < item->order) {
      const HmReleaseMember *of = member_at (items, low);

      item->kind = HM_MEMBER_FILE;
      item->oid = of->oid;
      item->size = of->size;
      item->is_executable = of->is_executable;
      item->bytes = of->bytes != NULL ? g_bytes_ref (of->bytes) : NULL;
    } else {
      refuse (item, "it is a hard link to what is not a file of the archive before it");
    }
    g_free (key.path);
  }
}

typedef struct {
  char *folded;
  guint index;
} Folded;

static int
folded_compare (gconstpointer a, gconstpointer b)
{
  const Folded *left = a;
  const Folded *right = b;
  const int by_text = strcmp (left->folded, right->folded);

  return by_text != 0 ? by_text : left->index < right->index ? -1 : 1;
}

/* Where letters of either case are the same, one of two would overwrite the other. */
static void
cases_find (GArray *items, HmKnownFunc is_known, gconstpointer data)
{
  g_autoptr (GArray) all = g_array_sized_new (FALSE, FALSE, sizeof (Folded), items->len);

  for (guint i = 0; i < items->len; i++) {
    const HmReleaseMember *item = member_at (items, i);
    const Folded one = { g_utf8_validate (item->path, -1, NULL) ? g_utf8_casefold (item->path, -1)
                                                                : g_ascii_strdown (item->path, -1),
                         i };

    g_array_append_val (all, one);
  }
  g_array_sort (all, folded_compare);
  for (guint i = 1; i < all->len; i++) {
    const Folded *one = &g_array_index (all, Folded, i);
    const Folded *before = &g_array_index (all, Folded, i - 1);
    HmReleaseMember *item = member_at (items, one->index);
    const HmReleaseMember *other = member_at (items, before->index);

    if (strcmp (one->folded, before->folded) != 0 || strcmp (item->path, other->path) == 0)
      continue;
    /* What the tag has so is the project's own affair. */
    if (!is_known (data, &item->oid) || !is_known (data, &other->oid))
      refuse (item, "its path differs from another's only in the case of letters");
  }
  for (guint i = 0; i < all->len; i++)
    g_free (g_array_index (all, Folded, i).folded);
}

HmMembers *
hm_members_read (HmTarball *archive, HmKnownFunc is_known, gconstpointer data, GError **error)
{
  g_autoptr (HmMembers) members = g_new0 (HmMembers, 1);
  g_autoptr (GError) end = NULL;
  Reading reading = { .is_known = is_known, .data = data };
  HmMember member;

  members->items = g_array_new (FALSE, TRUE, sizeof (HmReleaseMember));
  g_array_set_clear_func (members->items, member_clear);
  reading.items = members->items;
  while (hm_tarball_next (archive, &member, &end)) {
    if (!member_add (&reading, archive, &member, error))
      return NULL;
  }
  if (end != NULL) {
    g_propagate_error (error, g_steal_pointer (&end));
    return NULL;
  }
  top_take (members);
  folders_drop (members->items);
  for (guint i = 0; i < members->items->len; i++) {
    HmReleaseMember *item = member_at (members->items, i);

    if (item->kind == HM_MEMBER_SYMLINK && link_leads_out (item->path, item->target)
        && !is_known (data, &item->oid))
      refuse (item, "it is a symbolic link that leads out of the archive");
  }
  g_array_sort (members->items, members_compare);
  overlaps_find (members->items);
  hard_links_resolve (members->items, members->top);
  cases_find (members->items, is_known, data);
  return g_steal_pointer (&members);
}

char *
hm_members_peek_top (HmTarball *archive)
{
  HmMember member;

  for (guint i = 0; i < PEEKED_MAX && hm_tarball_next (archive, &member, NULL); i++) {
    const char *why;
    g_autofree char *path = hm_member_path (member.path, &why);
    char *top = path != NULL ? first_part (path, member.kind == HM_MEMBER_FOLDER) : NULL;

    if (top != NULL)
      return top;
  }
  return NULL;
}
