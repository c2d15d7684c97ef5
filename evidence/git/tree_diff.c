/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares raw trees, folder by folder, and enters only folders that differ from all parents'. What
 * two versions of a folder have in common at their beginning and their end is passed over by its
 * bytes: mostly one line of thousands has changed.
 */
#include "evidence/git/tree_diff.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/cancel.h"
#include "evidence/git/tree_line.h"

/* Raw trees that are open at once, one a level and parent, together. */
#define OPEN_TREES_BYTES_MAX ((gsize) HM_BLOB_MAX)

/* Bytes compared at once while looking for the first that differs. */
#define CHUNK 256

/* One version of a folder: that of the tree, or of one of its parents. */
typedef struct {
  GBytes *bytes;  /* (nullable) owned; NULL: it has no such folder */
  const char *at; /* what was not read into lines yet */
  const char *end;
  guint first; /* its lines, in Diff.lines; then the first that was not compared yet */
  guint n_lines;
  gboolean is_damaged;
  const HmOid *oid; /* (nullable) of what is looked at now; NULL: it has no such file or folder */
  HmEntryKind kind;
} Side;

typedef struct {
  const HmTreeComparison *comparison;
  gsize n_sides; /* the tree, then its parents */
  GArray *lines; /* (element-type HmTreeLine) of all open folders, a stack */
  GString *path;
  HmTreeFile *before; /* one a parent */
  gsize n_seen;       /* lines, those left out too */
  gsize open_bytes;
  gboolean is_whole;
  gboolean is_stopped;
} Diff;

static const HmTreeLine *
line_at (const Diff *diff, guint index)
{
  return &g_array_index (diff->lines, HmTreeLine, index);
}

static void
stop (Diff *diff)
{
  diff->is_whole = FALSE;
  diff->is_stopped = TRUE;
}

/* Counts @n looks at a line. */
static void
count (Diff *diff, gsize n)
{
  diff->n_seen += n;
  if (diff->n_seen > diff->comparison->lines_max || hm_is_cancelled (diff->comparison->cancelled))
    stop (diff);
}

static gsize
common_prefix (const char *a, const char *b, gsize size)
{
  gsize n = 0;

  while (size - n >= CHUNK && memcmp (a + n, b + n, CHUNK) == 0)
    n += CHUNK;
  while (n < size && a[n] == b[n])
    n++;
  return n;
}

static gsize
common_suffix (const char *a_end, const char *b_end, gsize size)
{
  gsize n = 0;

  while (size - n >= CHUNK && memcmp (a_end - n - CHUNK, b_end - n - CHUNK, CHUNK) == 0)
    n += CHUNK;
  while (n < size && a_end[-1 - (gssize) n] == b_end[-1 - (gssize) n])
    n++;
  return n;
}

static gsize
bytes_left (const Side *side)
{
  return (gsize) (side->end - side->at);
}

/* Passes over the lines that @a and @b begin with alike. */
static void
sides_skip_prefix (Diff *diff, Side *a, Side *b)
{
  const char *begin = a->at;
  const char *next = begin;
  const char *end = begin + common_prefix (a->at, b->at, MIN (bytes_left (a), bytes_left (b)));
  HmTreeLine line;

  while (next != NULL && !diff->is_stopped) {
    b->at += next - a->at;
    a->at = next;
    count (diff, 1);
    next = hm_tree_line_read (next, end, &line);
  }
}

/* Appends lines of the side to @lines until no more than @n_bytes_left are left, or it turns out to be damaged. */
static void
side_read (Diff *diff, Side *side, gsize n_bytes_left, GArray *lines)
{
  while (bytes_left (side) > n_bytes_left && !side->is_damaged && !diff->is_stopped) {
    HmTreeLine line;
    const char *next = hm_tree_line_read (side->at, side->end, &line);

    count (diff, 1);
    if (next == NULL) {
      side->is_damaged = TRUE;
      diff->is_whole = FALSE;
      return;
    }
    side->at = next;
    if (hm_tree_line_is_refused (&line) || hm_oid_is_zero (line.oid))
      diff->is_whole = FALSE;
    else
      g_array_append_val (lines, line);
  }
}

/*
 * Appends to @a_lines and @b_lines the lines of @a and @b that come before those with which both
 * end alike. The bytes that they have in common may begin within a line, and need not be lines in
 * both at once: so each goes on up to where the other got, until both are at the same place.
 */
static void
sides_read_middle (Diff *diff, Side *a, GArray *a_lines, Side *b, GArray *b_lines)
{
  gsize n_left = common_suffix (a->end, b->end, MIN (bytes_left (a), bytes_left (b)));

  while (!a->is_damaged && !b->is_damaged && !diff->is_stopped) {
    side_read (diff, a, n_left, a_lines);
    side_read (diff, b, bytes_left (a), b_lines);
    if (bytes_left (b) == bytes_left (a))
      return;
    n_left = bytes_left (b);
  }
}

static gint
lines_compare (gconstpointer a, gconstpointer b)
{
  const HmTreeLine *line_a = a;
  const HmTreeLine *line_b = b;
  gint order = hm_tree_line_compare (line_a, line_b);

  return order != 0 ? order : memcmp (line_a->oid, line_b->oid, HM_OID_SIZE);
}

/* Puts the lines from @first on in order, should somebody have made a tree without. */
static void
lines_sort (Diff *diff, guint first)
{
  for (guint i = first + 1; i < diff->lines->len; i++)
    if (hm_tree_line_compare (line_at (diff, i - 1), line_at (diff, i)) > 0) {
      qsort (&g_array_index (diff->lines, HmTreeLine, first), diff->lines->len - first,
             sizeof (HmTreeLine), lines_compare);
      return;
    }
}

/* Ends the lines of @side, the last ones that there are. */
static void
side_close (Diff *diff, Side *side, guint first)
{
  side->first = first;
  side->n_lines = diff->lines->len - first;
  lines_sort (diff, first);
}

/* Returns: FALSE where one of the folders can't be read. */
static gboolean
sides_load (Diff *diff, const Side *above, Side *sides)
{
  for (gsize i = 0; i < diff->n_sides; i++) {
    gsize size;

    if (above[i].oid == NULL)
      continue;
    sides[i].bytes = diff->comparison->load (diff->comparison->data, above[i].oid);
    if (sides[i].bytes == NULL)
      return FALSE;
    sides[i].at = g_bytes_get_data (sides[i].bytes, &size);
    sides[i].end = sides[i].at + size;
    diff->open_bytes += size;
    if (diff->open_bytes > OPEN_TREES_BYTES_MAX)
      return FALSE;
  }
  return TRUE;
}

static void
sides_free (Diff *diff, Side *sides)
{
  for (gsize i = 0; i < diff->n_sides; i++) {
    if (sides[i].bytes == NULL)
      continue;
    diff->open_bytes -= g_bytes_get_size (sides[i].bytes);
    g_bytes_unref (sides[i].bytes);
  }
  g_free (sides);
}

/*
 * Reads the lines of all sides, but for many that the tree and its first parent have alike: they
 * are no change, whatever others have.
 */
static void
sides_read (Diff *diff, Side *sides)
{
  guint first = diff->lines->len;
  gsize i = 0;

  if (diff->n_sides > 1 && sides[0].bytes != NULL && sides[1].bytes != NULL) {
    g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (HmTreeLine));

    sides_skip_prefix (diff, &sides[0], &sides[1]);
    sides_read_middle (diff, &sides[0], diff->lines, &sides[1], lines);
    side_close (diff, &sides[0], first);
    first = diff->lines->len;
    g_array_append_vals (diff->lines, lines->data, lines->len);
    side_close (diff, &sides[1], first);
    i = 2;
  }
  for (; i < diff->n_sides; i++) {
    first = diff->lines->len;
    if (sides[i].bytes != NULL)
      side_read (diff, &sides[i], 0, diff->lines);
    side_close (diff, &sides[i], first);
  }
}

/* Sets each side to what it has under the first name that is left. Returns: FALSE where none is. */
static gboolean
sides_next (Diff *diff, Side *sides, HmTreeLine *ret_line)
{
  const HmTreeLine *least = NULL;

  for (gsize i = 0; i < diff->n_sides; i++) {
    const HmTreeLine *line = sides[i].n_lines > 0 ? line_at (diff, sides[i].first) : NULL;

    if (line != NULL && (least == NULL || hm_tree_line_compare (line, least) < 0))
      least = line;
  }
  if (least == NULL)
    return FALSE;
  *ret_line = *least;
  for (gsize i = 0; i < diff->n_sides; i++) {
    const HmTreeLine *line = sides[i].n_lines > 0 ? line_at (diff, sides[i].first) : NULL;

    sides[i].oid = NULL;
    if (line == NULL || hm_tree_line_compare (line, ret_line) != 0)
      continue;
    sides[i].oid = line->oid;
    sides[i].kind = hm_tree_line_kind (line);
    sides[i].first++;
    sides[i].n_lines--;
  }
  return TRUE;
}

/* Whether the tree differs from this parent in what is looked at now. */
static gboolean
side_differs (const Side *tree, const Side *parent, gboolean is_folder)
{
  if (tree->oid == NULL || parent->oid == NULL)
    return tree->oid != parent->oid;
  return !hm_oid_equal (tree->oid, parent->oid) || (!is_folder && tree->kind != parent->kind);
}

static gboolean
differs_from_all (const Diff *diff, const Side *sides, gboolean is_folder)
{
  for (gsize i = 1; i < diff->n_sides; i++)
    if (!side_differs (&sides[0], &sides[i], is_folder))
      return FALSE;
  return TRUE;
}

static HmTreeFile
file_of (const Side *side)
{
  HmTreeFile file = { 0 };

  if (side->oid != NULL) {
    file.oid = *side->oid;
    file.kind = side->kind;
  }
  return file;
}

static void
file_tell (Diff *diff, const Side *sides)
{
  const HmTreeChange change = {
    .path = diff->path->str,
    .after = file_of (&sides[0]),
    .before = diff->before,
    .n_before = diff->n_sides - 1,
  };

  for (gsize i = 1; i < diff->n_sides; i++)
    diff->before[i - 1] = file_of (&sides[i]);
  if (!diff->comparison->changed (diff->comparison->data, &change))
    stop (diff);
}

static void folder_diff (Diff *diff, const Side *above, guint depth);

/* Appends the line's name to the path, looks at what @sides have there, and takes the name off again. */
static void
name_diff (Diff *diff, const Side *sides, const HmTreeLine *line, guint depth)
{
  gsize length_before = diff->path->len;

  if (length_before + (length_before > 0) + line->name_size > HM_PATH_MAX) {
    diff->is_whole = FALSE;
    return;
  }
  if (length_before > 0)
    g_string_append_c (diff->path, '/');
  g_string_append_len (diff->path, line->name, (gssize) line->name_size);
  if (hm_tree_line_is_folder (line))
    folder_diff (diff, sides, depth + 1);
  else
    file_tell (diff, sides);
  g_string_truncate (diff->path, length_before);
}

/* Compares the folders whose ids @above holds. */
static void
folder_diff (Diff *diff, const Side *above, guint depth)
{
  guint first = diff->lines->len;
  Side *sides;
  HmTreeLine line;

  if (depth > HM_TREE_DEPTH_MAX) {
    diff->is_whole = FALSE;
    return;
  }
  sides = g_new0 (Side, diff->n_sides);
  if (sides_load (diff, above, sides)) {
    sides_read (diff, sides);
    while (!diff->is_stopped && sides_next (diff, sides, &line)) {
      count (diff, diff->n_sides);
      if (!diff->is_stopped && differs_from_all (diff, sides, hm_tree_line_is_folder (&line)))
        name_diff (diff, sides, &line, depth);
    }
    g_array_set_size (diff->lines, first);
  } else {
    diff->is_whole = FALSE;
  }
  sides_free (diff, sides);
}

gboolean
hm_tree_diff (const HmTreeComparison *comparison, const HmOid *tree, const HmOid *parents,
              gsize n_parents)
{
  gsize n_compared = MIN (n_parents, HM_COMPARED_PARENTS_MAX);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (HmTreeLine));
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree HmTreeFile *before = g_new0 (HmTreeFile, n_compared + 1);
  g_autofree Side *roots = g_new0 (Side, n_compared + 1);
  Diff diff = {
    .comparison = comparison,
    .n_sides = n_compared + 1,
    .lines = lines,
    .path = path,
    .before = before,
    .is_whole = n_compared == n_parents,
  };

  roots[0].oid = tree;
  for (gsize i = 0; i < n_compared; i++)
    roots[i + 1].oid = &parents[i];
  if (differs_from_all (&diff, roots, TRUE))
    folder_diff (&diff, roots, 1);
  return diff.is_whole;
}
