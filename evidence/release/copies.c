/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds copies by name. gettext keeps all its old versions in one archive, which is read where the
 * files beside it do not settle a question.
 */
#include "evidence/release/copies.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/release/tarball.h"

#define DEPTH_MAX 8u
#define OLD_VERSIONS "archive.dir.tar.xz"

/* Bytes from the start in which a file says its version. */
#define VERSION_WITHIN 4096u
#define VERSION_BYTES_MAX 40u

typedef struct {
  char *name;    /* its last part */
  char *place;   /* its path; of a member of an archive "PATH of ARCHIVE" */
  GBytes *bytes; /* (nullable) until read */
} Copy;

struct HmCopies {
  GPtrArray *folders;  /* (element-type utf8) */
  GPtrArray *copies;   /* (element-type Copy) by name, then place; unsorted until read */
  GPtrArray *archives; /* (element-type utf8) of old versions, not read yet */
  gboolean is_read;
};

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->name);
  g_free (copy->place);
  g_clear_pointer (&copy->bytes, g_bytes_unref);
  g_free (copy);
}

static int
copies_compare (gconstpointer a, gconstpointer b)
{
  const Copy *const *left = a;
  const Copy *const *right = b;
  const int by_name = strcmp ((*left)->name, (*right)->name);

  return by_name != 0 ? by_name : strcmp ((*left)->place, (*right)->place);
}

/* Folders of /usr/share whose names begin so, in order: automake has one a version. */
static void
installed_add (GPtrArray *folders)
{
  static const char *const prefixes[] = { "aclocal", "autoconf", "automake-", "gettext",
                                          "gnulib",  "libtool",  "misc" };
  g_autoptr (GDir) dir = g_dir_open ("/usr/share", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++) {
      if (g_str_has_prefix (name, prefixes[i])) {
        g_ptr_array_add (folders, g_build_filename ("/usr/share", name, NULL));
        break;
      }
    }
  }
}

HmCopies *
hm_copies_new (const char *const *folders)
{
  HmCopies *copies = g_new0 (HmCopies, 1);

  copies->folders = g_ptr_array_new_with_free_func (g_free);
  copies->copies = g_ptr_array_new_with_free_func (copy_free);
  copies->archives = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; folders != NULL && folders[i] != NULL; i++)
    g_ptr_array_add (copies->folders, g_strdup (folders[i]));
  if (folders == NULL)
    installed_add (copies->folders);
  return copies;
}

void
hm_copies_free (HmCopies *copies)
{
  if (copies == NULL)
    return;
  g_ptr_array_unref (copies->folders);
  g_ptr_array_unref (copies->copies);
  g_ptr_array_unref (copies->archives);
  g_free (copies);
}

void
hm_copy_match_clear (HmCopyMatch *match)
{
  g_clear_pointer (&match->version, g_free);
  g_clear_pointer (&match->nearest, g_free);
  g_clear_pointer (&match->nearest_version, g_free);
  hm_diff_clear (&match->diff);
}

/* Takes @place. */
static void
copy_add (HmCopies *copies, char *place, const char *name, GBytes *bytes)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->name = g_strdup (name);
  copy->place = place;
  copy->bytes = bytes;
  g_ptr_array_add (copies->copies, copy);
}

/* Follows links to files, which is how Debian shares some of them, and none to folders. */
static void
folder_read (HmCopies *copies, const char *folder, guint depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL
         && copies->copies->len < HM_COPIES_MAX) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf status;

    if (g_lstat (path, &status) != 0)
      continue;
    if (S_ISDIR (status.st_mode)) {
      if (depth < DEPTH_MAX)
        folder_read (copies, path, depth + 1);
    } else if (strcmp (name, OLD_VERSIONS) == 0) {
      g_ptr_array_add (copies->archives, g_steal_pointer (&path));
    } else if (g_stat (path, &status) == 0 && S_ISREG (status.st_mode)) {
      copy_add (copies, g_steal_pointer (&path), name, NULL);
    }
  }
}

static void
copies_read (HmCopies *copies)
{
  if (copies->is_read)
    return;
  copies->is_read = TRUE;
  for (guint i = 0; i < copies->folders->len; i++)
    folder_read (copies, g_ptr_array_index (copies->folders, i), 0);
  g_ptr_array_sort (copies->copies, copies_compare);
}

/* What can't be read of it is passed over: then less can be compared, and is said not to have been. */
static void
archive_read (HmCopies *copies, const char *path)
{
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_KEPT_BYTES_MAX, NULL,
                                     FALSE };
  g_autoptr (HmTarball) archive = hm_tarball_open (path, &options, NULL);
  HmMember member;

  while (archive != NULL && copies->copies->len < HM_COPIES_MAX
         && hm_tarball_next (archive, &member, NULL)) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *place = g_strdup_printf ("%s of %s", member.path, path);
    g_autofree char *name = g_path_get_basename (member.path);
    HmOid oid;
    guint64 size;

    if (member.kind != HM_MEMBER_FILE)
      continue;
    if (!hm_tarball_read (archive, bytes, &oid, &size, NULL))
      return;
    if (size == bytes->len)
      copy_add (copies, g_steal_pointer (&place), name,
                g_byte_array_free_to_bytes (g_steal_pointer (&bytes)));
  }
}

/* Returns: whether there are more copies now. */
static gboolean
archives_read (HmCopies *copies)
{
  const guint n_before = copies->copies->len;

  for (guint i = 0; i < copies->archives->len; i++)
    archive_read (copies, g_ptr_array_index (copies->archives, i));
  g_ptr_array_set_size (copies->archives, 0);
  if (copies->copies->len > n_before)
    g_ptr_array_sort (copies->copies, copies_compare);
  return copies->copies->len > n_before;
}

/* Returns: (borrowed) (nullable) its content. */
static GBytes *
copy_bytes (Copy *copy)
{
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize size;

  if (copy->bytes == NULL && g_stat (copy->place, &status) == 0 && status.st_size >= 0
      && (guint64) status.st_size <= HM_COPY_BYTES_MAX
      && g_file_get_contents (copy->place, &text, &size, NULL))
    copy->bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  return copy->bytes;
}

/* The first copy called @name, or where it would be. */
static guint
copies_begin (const HmCopies *copies, const char *name)
{
  guint low = 0;
  guint high = copies->copies->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;
    const Copy *copy = g_ptr_array_index (copies->copies, middle);

    if (strcmp (copy->name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The run of digits and points that begins at @at, up to @end. Returns: (owned) (nullable) */
static char *
number_take (const char *at, const char *end)
{
  gsize size = 0;

  while (at < end && (*at == ' ' || *at == '\t' || *at == '\'' || *at == '"'))
    at++;
  while (at + size < end && size < VERSION_BYTES_MAX
         && (g_ascii_isdigit (at[size]) || (size > 0 && strchr (".-", at[size]) != NULL)))
    size++;
  while (size > 0 && !g_ascii_isdigit (at[size - 1]))
    size--;
  return size > 0 ? g_strndup (at, size) : NULL;
}

/*
 * The version that a line says: "# serial 30", "scriptversion=2018-03-07.03",
 * "timestamp='2022-01-09'". Returns: (owned) (nullable)
 */
static char *
line_version (const char *line, const char *end)
{
  static const char *const words[] = { "scriptversion=", "timestamp=", "VERSION=" };
  const gsize size = (gsize) (end - line);
  const char *serial;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (size > strlen (words[i]) && memcmp (line, words[i], strlen (words[i])) == 0)
      return number_take (line + strlen (words[i]), end);
  }
  if (size < 2 || (line[0] != '#' && strncmp (line, "dnl", MIN (size, 3)) != 0))
    return NULL;
  serial = g_strstr_len (line, (gssize) size, "serial");
  return serial != NULL ? number_take (serial + strlen ("serial"), end) : NULL;
}

/* Returns: (owned) (nullable) */
static char *
version_read (const void *bytes, gsize size)
{
  const char *text = bytes;
  const char *end = text + MIN (size, VERSION_WITHIN);

  for (const char *line = text; line < end;) {
    const char *line_end = memchr (line, '\n', (gsize) (end - line));
    char *version;

    if (line_end == NULL)
      line_end = end;
    version = line_version (line, line_end);
    if (version != NULL)
      return version;
    line = line_end + 1;
  }
  return NULL;
}

/* Steps over a "#!" line, which is none, and then over blank lines and comments of shell and m4. */
static const char *
head_skip (const char *at, const char *end)
{
  while (at < end) {
    const char *line_end = memchr (at, '\n', (gsize) (end - at));
    const gsize size = (gsize) ((line_end != NULL ? line_end : end) - at);
    const gboolean is_hash = size > 0 && at[0] == '#'
                             && (size == 1 || strchr (" \t#", at[1]) != NULL)
                             && at[size - 1] != '\\';
    const gboolean is_dnl =
        size >= 3 && memcmp (at, "dnl", 3) == 0 && (size == 3 || at[3] == ' ' || at[3] == '\t');

    if ((size > 0 && !is_hash && !is_dnl) || line_end == NULL)
      break;
    at = line_end + 1;
  }
  return at;
}

/*
 * Whether both have the same first line where that says what runs them, and are the same past the
 * comments at their heads.
 */
static gboolean
is_same_code (const char *a, gsize a_size, const char *b, gsize b_size)
{
  const char *a_end = a + a_size;
  const char *b_end = b + b_size;
  const gsize first = a_size > 2 && memcmp (a, "#!", 2) == 0 ? strcspn (a, "\n") + 1 : 0;

  if (first > MIN (a_size, b_size) || memcmp (a, b, first) != 0
      || (first == 0 && b_size > 2 && memcmp (b, "#!", 2) == 0))
    return FALSE;
  a = head_skip (a + first, a_end);
  b = head_skip (b + first, b_end);
  return a < a_end && a_end - a == b_end - b && memcmp (a, b, (gsize) (a_end - a)) == 0;
}

/* By numbers: 9 before 10, 2018-03 before 2022-01. */
static int
versions_compare (const char *a, const char *b)
{
  while (*a != '\0' || *b != '\0') {
    char *a_end, *b_end;
    const guint64 left = g_ascii_strtoull (a, &a_end, 10);
    const guint64 right = g_ascii_strtoull (b, &b_end, 10);

    if (left != right)
      return left < right ? -1 : 1;
    a = a_end + strspn (a_end, ".-");
    b = b_end + strspn (b_end, ".-");
  }
  return 0;
}

static void
nearest_set (HmCopyMatch *match, const Copy *copy, char *version)
{
  g_free (match->nearest);
  g_free (match->nearest_version);
  match->nearest = g_strdup (copy->place);
  match->nearest_version = version;
}

/* Returns: (borrowed) (nullable) the copy to show the differences from; @ret_match's verdict is set. */
static Copy *
nearest_find (HmCopies *copies, const char *name, const void *bytes, gsize size,
              HmCopyMatch *ret_match)
{
  Copy *nearest = NULL;

  ret_match->verdict = HM_COPY_NONE;
  for (guint i = copies_begin (copies, name); i < copies->copies->len; i++) {
    Copy *copy = g_ptr_array_index (copies->copies, i);
    g_autofree char *version = NULL;
    GBytes *content;
    gsize content_size;
    const void *data;
    HmCopyVerdict verdict;

    if (strcmp (copy->name, name) != 0)
      break;
    content = copy_bytes (copy);
    if (content == NULL)
      continue;
    data = g_bytes_get_data (content, &content_size);
    version = version_read (data, content_size);
    if (content_size == size && (size == 0 || memcmp (data, bytes, size) == 0)) {
      ret_match->verdict = HM_COPY_SAME;
      nearest_set (ret_match, copy, g_steal_pointer (&version));
      return copy;
    }
    if (is_same_code (data, content_size, bytes, size)) {
      verdict = HM_COPY_SAME_CODE;
    } else if (version == NULL || ret_match->version == NULL)
      verdict = HM_COPY_OTHER;
    else {
      const int order = versions_compare (ret_match->version, version);

      verdict = order == 0 ? HM_COPY_ALTERED : order > 0 ? HM_COPY_NEWER : HM_COPY_OTHER;
    }
    if (verdict == HM_COPY_SAME_CODE && ret_match->verdict != HM_COPY_SAME_CODE) {
      nearest = copy;
      ret_match->verdict = verdict;
      nearest_set (ret_match, copy, g_steal_pointer (&version));
    }
    if (ret_match->verdict == HM_COPY_SAME_CODE)
      continue;
    /* One of the same version says most; newer than one but older than another is just another. */
    if (nearest == NULL || verdict == HM_COPY_ALTERED
        || (ret_match->verdict == HM_COPY_NEWER && verdict == HM_COPY_OTHER)
        || (ret_match->verdict == HM_COPY_NEWER && verdict == HM_COPY_NEWER
            && versions_compare (version, ret_match->nearest_version) > 0)) {
      if (nearest != NULL && ret_match->verdict == HM_COPY_ALTERED)
        continue;
      nearest = copy;
      ret_match->verdict = verdict;
      nearest_set (ret_match, copy, g_steal_pointer (&version));
    }
  }
  return nearest;
}

void
hm_copies_compare (HmCopies *copies, const char *path, const void *bytes, gsize size,
                   gboolean has_diff, HmCopyMatch *ret_match)
{
  g_autofree char *name = g_path_get_basename (path);
  Copy *nearest;

  *ret_match = (HmCopyMatch){ .version = version_read (bytes, size) };
  copies_read (copies);
  nearest = nearest_find (copies, name, bytes, size, ret_match);
  if (ret_match->verdict != HM_COPY_SAME && ret_match->verdict != HM_COPY_SAME_CODE
      && archives_read (copies))
    nearest = nearest_find (copies, name, bytes, size, ret_match);
  if (has_diff && nearest != NULL && ret_match->verdict > HM_COPY_SAME_CODE) {
    gsize nearest_size;
    const void *data = g_bytes_get_data (copy_bytes (nearest), &nearest_size);

    hm_diff_make (data, nearest_size, bytes, size, &ret_match->diff);
  }
}

gboolean
hm_copies_know (HmCopies *copies, const char *path)
{
  const char *dot = strrchr (path, '.');

  copies_read (copies);
  if (dot == NULL || strchr (dot, '/') != NULL)
    return copies->copies->len > 0;
  for (guint i = 0; i < copies->copies->len; i++) {
    const Copy *copy = g_ptr_array_index (copies->copies, i);

    if (g_str_has_suffix (copy->name, dot))
      return TRUE;
  }
  return FALSE;
}
