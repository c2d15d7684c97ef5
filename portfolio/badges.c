/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts keys and names: they become paths. */
#include "portfolio/badges.h"

#include <string.h>

#include "render/portfolio_format.h"

/* Characters of a name before its digest takes over: of a file name 255 are allowed. */
#define SEGMENT_MAX 100

/*
 * Hexadecimal digits of a digest that tells two names apart. Names come from strangers: two with the same first 8
 * digits are found within a second, and one of both would wear the badge of the other.
 */
#define DIGEST_DIGITS 32

static void
file_free (gpointer data)
{
  HmBadgeFile *file = data;

  g_free (file->path);
  g_bytes_unref (file->bytes);
  g_free (file);
}

/* Whether @text ends as a file of a badge does, so that a folder called so could stand in the way of one. */
static gboolean
is_like_file (const char *text, gsize size)
{
  static const char *const endings[] = { ".svg", ".json" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    const gsize length = strlen (endings[i]);

    if (size >= length && memcmp (text + size - length, endings[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether @text ends as a segment with a digest does. */
static gboolean
is_like_digest (const char *text, gsize size)
{
  if (size <= DIGEST_DIGITS || text[size - DIGEST_DIGITS - 1] != '-')
    return FALSE;
  for (gsize i = size - DIGEST_DIGITS; i < size; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  return TRUE;
}

/*
 * One segment of a path out of @text: letters, digits, '.', '_' and '-' stay, all else becomes '-'. A digest of the
 * whole follows where that or the length loses anything, where file systems that ignore case could take it for another,
 * and where it looks like a file or like a name with a digest.
 */
static void
segment_append (GString *path, const char *text, gsize size)
{
  const gsize begin = path->len;
  gboolean is_lossy = size == 0 || size > SEGMENT_MAX || text[0] == '.' || is_like_file (text, size)
                      || is_like_digest (text, size);

  for (gsize i = 0; i < MIN (size, SEGMENT_MAX); i++) {
    const char c = text[i];
    const gboolean is_safe =
        g_ascii_isalnum (c) || c == '_' || c == '-' || (c == '.' && path->len > begin);

    is_lossy = is_lossy || !is_safe || g_ascii_isupper (c);
    g_string_append_c (path, is_safe ? c : '-');
  }
  if (is_lossy) {
    g_autofree char *digest =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, size);

    g_string_append_printf (path, "-%.*s", DIGEST_DIGITS, digest);
  }
}

/* A path from the disk tells nothing to who reads badges: the last part and a digest stand for it. */
char *
hm_badge_file_of_repository (const char *key)
{
  g_autoptr (GString) path = g_string_new ("repository");
  const char *from = key;
  g_autofree char *digest = NULL;

  if (g_str_has_prefix (key, "path:")) {
    const char *last = strrchr (key, '/');

    last = last != NULL ? last + 1 : key + strlen ("path:");
    digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
    g_string_append (path, "/path/");
    segment_append (path, last, strlen (last));
    g_string_append_printf (path, "-%.*s", DIGEST_DIGITS, digest);
    return g_string_free (g_steal_pointer (&path), FALSE);
  }
  for (;;) {
    const gsize size = strcspn (from, "/");

    g_string_append_c (path, '/');
    segment_append (path, from, size);
    if (from[size] == '\0')
      return g_string_free (g_steal_pointer (&path), FALSE);
    from += size + 1;
  }
}

char *
hm_badge_file_of_group (const char *name)
{
  g_autoptr (GString) path = g_string_new ("group/");

  segment_append (path, name, strlen (name));
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static void
file_add (GPtrArray *files, const char *stem, const char *ending, GBytes *bytes)
{
  HmBadgeFile *file = g_new0 (HmBadgeFile, 1);

  file->path = g_strconcat (stem, ending, NULL);
  file->bytes = bytes;
  g_ptr_array_add (files, file);
}

static void
badge_add (GPtrArray *files, const char *stem, const HmBadgeFigures *figures,
           const HmBadgeStyle *style, const char *label)
{
  HmBadgeStyle own = *style;

  if (label != NULL)
    own.label = label;
  file_add (files, stem, ".json", hm_figures_endpoint (figures, &own));
  file_add (files, stem, ".svg", hm_figures_svg (figures, &own));
}

static int
files_compare (gconstpointer a, gconstpointer b)
{
  const HmBadgeFile *one = *(const HmBadgeFile *const *) a;
  const HmBadgeFile *other = *(const HmBadgeFile *const *) b;

  return strcmp (one->path, other->path);
}

static void
groups_add (GPtrArray *files, const HmRanking *ranking, const HmBadgeStyle *style)
{
  g_autoptr (GArray) groups = hm_ranking_groups (ranking);

  for (guint i = 0; i < groups->len; i++) {
    const HmRankGroup *group = &g_array_index (groups, HmRankGroup, i);
    g_autofree char *stem = hm_badge_file_of_group (group->name);
    const HmBadgeFigures figures = hm_rank_mean_badge (&group->mean);

    badge_add (files, stem, &figures, style, group->name);
  }
}

GPtrArray *
hm_badge_files_make (const HmRanking *ranking, const HmBadgeStyle *style)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (file_free);
  const HmRankMean mean = hm_ranking_mean (ranking, NULL);
  const HmBadgeFigures all = hm_rank_mean_badge (&mean);

  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);
    g_autofree char *stem = hm_badge_file_of_repository (row->key);
    const HmBadgeFigures figures = hm_rank_row_badge (row);

    badge_add (files, stem, &figures, style, NULL);
  }
  groups_add (files, ranking, style);
  badge_add (files, "portfolio", &all, style, NULL);
  g_ptr_array_sort (files, files_compare);
  for (guint i = 1; i < files->len; i++)
    g_assert (files_compare (&g_ptr_array_index (files, i - 1), &g_ptr_array_index (files, i)) < 0);
  return files;
}
