/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio_names.h"

#include <string.h>

#include "core/mask.h"
#include "core/seeded_hash.h"

/* What the key of a folder begins with: HmPortfolioEntry.key. */
#define PATH_KEY "path:"

#define ELLIPSIS "\xe2\x80\xa6"

/* Of a SHA-256. */
#define DIGEST_DIGITS 64u

/* Accents of one letter: no script that is read needs more. */
#define MARKS_MAX 2u

static const HmNamed *
named_at (const GArray *named, guint index)
{
  return &g_array_index (named, HmNamed, index);
}

/* A folder whose name another has too. */
typedef struct {
  const char *path;
  gsize size;
  /* Bytes at its end that another's path ends with too; at least those of a slash and its name. */
  gsize shared;
  guint index;
} Folder;

char *
hm_name_flat (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autoptr (GString) flat = g_string_sized_new (strlen (valid));
  guint n_marks = 0;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    n_marks = g_unichar_iszerowidth (g_utf8_get_char (at)) ? n_marks + 1 : 0;
    if (n_marks <= MARKS_MAX)
      g_string_append_len (flat, at, g_utf8_next_char (at) - at);
  }
  return g_string_free (g_steal_pointer (&flat), FALSE);
}

static guint
character_columns (const char *character)
{
  const gunichar value = g_utf8_get_char (character);

  return g_unichar_iszerowidth (value) ? 0 : g_unichar_iswide (value) ? 2 : 1;
}

char *
hm_name_cut (const char *name, guint columns_max)
{
  const guint half = (columns_max - 1) / 2;
  g_autofree char *flat = hm_name_flat (name);
  g_autofree char *head = NULL;
  const char *left = flat;
  const char *right = flat + strlen (flat);
  guint columns;

  if (hm_text_columns (flat) <= columns_max)
    return g_steal_pointer (&flat);
  for (columns = character_columns (left); columns <= half; columns += character_columns (left))
    left = g_utf8_next_char (left);
  for (columns = 0; columns <= half;) {
    const char *before = g_utf8_prev_char (right);

    columns += character_columns (before);
    if (columns <= half)
      right = before;
  }
  head = g_strndup (flat, (gsize) (left - flat));
  return g_strconcat (head, ELLIPSIS, right, NULL);
}

/* Returns: (owned) (element-type utf8 to guint) how many of @texts are so; borrows them. */
static GHashTable *
texts_count (const GPtrArray *texts)
{
  GHashTable *counts = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

  for (guint i = 0; i < texts->len; i++) {
    char *text = g_ptr_array_index (texts, i);
    const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, text));

    g_hash_table_replace (counts, text, GUINT_TO_POINTER (count + 1));
  }
  return counts;
}

static gboolean
is_shared (GHashTable *counts, const char *text)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, text)) > 1;
}

static gboolean
is_folder (const HmNamed *named)
{
  return g_str_has_prefix (named->key, PATH_KEY);
}

/* Whether nobody gave the name: it is a folder's last part, or all of a URL but its host. */
static gboolean
is_end_of_key (const HmNamed *named)
{
  const gsize key = strlen (named->key);
  const gsize name = strlen (named->name);
  const char *slash = is_folder (named) ? strrchr (named->key, '/') : strchr (named->key, '/');

  return key > name && slash == named->key + key - name - 1
         && g_str_has_suffix (named->key, named->name);
}

static gsize
shared_end (const Folder *a, const Folder *b)
{
  const gsize most = MIN (a->size, b->size);
  gsize n = 0;

  while (n < most && a->path[a->size - n - 1] == b->path[b->size - n - 1])
    n++;
  return n;
}

/* By their bytes from the last to the first, so that the neighbours of each share the longest end with it. */
static int
folders_compare (gconstpointer a, gconstpointer b)
{
  const Folder *one = a;
  const Folder *other = b;
  const gsize shared = shared_end (one, other);

  if (shared == one->size || shared == other->size)
    return (one->size > other->size) - (one->size < other->size);
  return (guchar) one->path[one->size - shared - 1] < (guchar) other->path[other->size - shared - 1]
             ? -1
             : 1;
}

/* Returns: the shortest end of its path, of whole parts, that no other folder has. */
static const char *
folder_end (const Folder *folder)
{
  gsize begin = folder->size - MIN (folder->shared, folder->size);

  while (begin > 0 && folder->path[begin - 1] != '/')
    begin--;
  return folder->path + begin;
}

static void
folders_tell_apart (GPtrArray *texts, const GArray *named, GHashTable *counts)
{
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (Folder));

  for (guint i = 0; i < texts->len; i++) {
    Folder folder = { .index = i, .shared = strlen (named_at (named, i)->name) + 1 };

    if (!is_folder (named_at (named, i)) || !is_end_of_key (named_at (named, i))
        || !is_shared (counts, named_at (named, i)->name))
      continue;
    folder.path = named_at (named, i)->key + strlen (PATH_KEY);
    folder.size = strlen (folder.path);
    g_array_append_val (folders, folder);
  }
  g_array_sort (folders, folders_compare);
  for (guint i = 1; i < folders->len; i++) {
    Folder *one = &g_array_index (folders, Folder, i - 1);
    Folder *other = &g_array_index (folders, Folder, i);
    const gsize shared = shared_end (one, other);

    one->shared = MAX (one->shared, shared);
    other->shared = MAX (other->shared, shared);
  }
  for (guint i = 0; i < folders->len; i++) {
    const Folder *folder = &g_array_index (folders, Folder, i);
    char **text = (char **) &g_ptr_array_index (texts, folder->index);

    hm_text_set (text, folder_end (folder));
  }
}

/* To what more than one is called; with @is_of_folders to folders alone that are called after their last part. */
static void
digests_append (GPtrArray *texts, const GArray *named, guint digits, gboolean is_of_folders)
{
  g_autoptr (GHashTable) counts = texts_count (texts);
  g_autoptr (GPtrArray) marked = g_ptr_array_new_full (texts->len, NULL);

  for (guint i = 0; i < texts->len; i++) {
    const char *text = g_ptr_array_index (texts, i);
    char *longer = NULL;

    if (is_shared (counts, text)
        && (!is_of_folders
            || (is_folder (named_at (named, i)) && is_end_of_key (named_at (named, i))))) {
      g_autofree char *digest =
          g_compute_checksum_for_string (G_CHECKSUM_SHA256, named_at (named, i)->key, -1);

      longer = g_strdup_printf ("%s (%.*s)", text, (int) digits, digest);
    }
    g_ptr_array_add (marked, longer);
  }
  /* Not before: the counts borrow the texts. */
  for (guint i = 0; i < texts->len; i++) {
    char **text = (char **) &g_ptr_array_index (texts, i);

    if (g_ptr_array_index (marked, i) == NULL)
      continue;
    g_free (*text);
    *text = g_ptr_array_index (marked, i);
  }
}

GPtrArray *
hm_names_tell_apart (const GArray *named, HmNamesFor reader, guint columns_max)
{
  const guint n = named->len;
  GPtrArray *texts = g_ptr_array_new_full (n, g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_full (n, NULL);
  g_autoptr (GHashTable) counts = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, (char *) (gsize) named_at (named, i)->name);
  counts = texts_count (names);
  for (guint i = 0; i < n; i++) {
    const gboolean is_long = !is_folder (named_at (named, i)) && is_end_of_key (named_at (named, i))
                             && is_shared (counts, named_at (named, i)->name);

    g_ptr_array_add (texts,
                     g_strdup (is_long ? named_at (named, i)->key : named_at (named, i)->name));
  }
  if (reader == HM_NAMES_WITH_FOLDERS)
    folders_tell_apart (texts, named, counts);
  for (guint i = 0; columns_max > 0 && i < n; i++) {
    char **text = (char **) &g_ptr_array_index (texts, i);
    char *cut = hm_name_cut (*text, columns_max);

    g_free (*text);
    *text = cut;
  }
  if (reader == HM_NAMES_PUBLIC)
    digests_append (texts, named, HM_NAMES_DIGITS, TRUE);
  digests_append (texts, named, HM_NAMES_DIGITS, FALSE);
  /* Whoever makes two keys with the same first digits is told apart by all of them. */
  digests_append (texts, named, DIGEST_DIGITS, FALSE);
  return texts;
}

/* Returns: (owned) the names of those of @named that stand before @others, told apart from these too. */
static GPtrArray *
names_among (GArray *named, const GArray *others, HmNamesFor reader, guint columns_max)
{
  const guint n = named->len;
  GPtrArray *names;

  if (others->len > 0)
    g_array_append_vals (named, others->data, others->len);
  names = hm_names_tell_apart (named, reader, columns_max);
  g_ptr_array_set_size (names, (gint) n);
  return names;
}

GPtrArray *
hm_ranking_names (const HmRanking *ranking, HmNamesFor reader, guint columns_max)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (HmNamed));

  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);
    const HmNamed one = { row->key, row->name };

    g_array_append_val (named, one);
  }
  return names_among (named, ranking->others, reader, columns_max);
}

GPtrArray *
hm_moves_names (const HmMoves *moves, HmNamesFor reader, guint columns_max)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (HmNamed));

  for (guint i = 0; i < moves->moves->len; i++) {
    const HmMove *move = g_ptr_array_index (moves->moves, i);
    const HmNamed one = { move->key, move->name };

    g_array_append_val (named, one);
  }
  return names_among (named, moves->others, reader, columns_max);
}
