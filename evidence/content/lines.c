/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that hide what they hold by their length or by blanks: a reviewer's window ends at column
 * 200, a line need not. What counts is how the file's other lines are: in one that a program wrote,
 * long lines are nothing to see.
 */
#include <string.h>

#include "evidence/content/recognisers.h"

/* Characters of a line that is long, and of one that people don't write often either. */
#define LONG_LINE_MIN 1000
#define WIDE_LINE_MIN 300

/*
 * Lines with something on them that a file has at least beside its long ones: of fewer nobody can
 * tell whose they are.
 */
#define OTHERS_MIN 3

/* Long or wide lines that a person's file has: some, or one in so many. */
#define FEW 3
#define ONE_IN 50

/* Columns of a run of blanks that push code out of view, and of a tab. */
#define GAP_MIN 150
#define TAB_COLUMNS 8

/* Bytes of such a run at least: it is all tabs. */
#define GAP_BYTES (GAP_MIN / TAB_COLUMNS)

/* Characters of what follows the run: less is the backslash of a macro or the end of a comment's box. */
#define CODE_MIN 4

typedef struct {
  gsize n_lines; /* with something on them */
  gsize n_long;
  gsize n_wide;     /* but not long */
  gsize n_gap_wide; /* GAP_MIN bytes or more, long ones included */
} Lengths;

/* Files that are data in a language's clothes: nobody reads their lines. */
static const char *const data_endings[] = { ".json", ".svg", ".ipynb", ".csv", ".html",
                                            ".htm",  ".map", ".xml",   ".sql" };

static gboolean
is_data (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (data_endings); i++)
    if (g_str_has_suffix (path, data_endings[i]))
      return TRUE;
  return FALSE;
}

/* Characters of UTF-8, or bytes of anything else. */
static gsize
characters_count (const char *text, gsize size)
{
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    n += ((guint8) text[i] & 0xc0) != 0x80 ? 1 : 0;
  return n;
}

static const char *
line_end (const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', (gsize) (end - at));

  return newline != NULL ? newline : end;
}

static void
lengths_take (const HmText *file, Lengths *ret_lengths)
{
  const char *end = file->text + file->size;
  Lengths lengths = { 0, 0, 0, 0 };

  for (const char *at = file->text; at < end;) {
    const char *next = line_end (at, end);
    const gsize size = (gsize) (next - at);

    lengths.n_lines += size > 1 ? 1 : 0;
    if (size >= GAP_MIN) {
      lengths.n_gap_wide++;
      lengths.n_long +=
          size >= LONG_LINE_MIN && characters_count (at, size) >= LONG_LINE_MIN ? 1 : 0;
      lengths.n_wide += size >= WIDE_LINE_MIN ? 1 : 0;
    }
    at = next + 1;
  }
  lengths.n_wide -= lengths.n_long;
  *ret_lengths = lengths;
}

static gboolean
is_few (gsize n, gsize n_lines)
{
  return n <= MAX (FEW, n_lines / ONE_IN);
}

static void
line_note (HmMarks *marks, HmMarkKind kind, guint32 number, const char *start, const char *end,
           gsize n)
{
  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  hm_marks_note (marks, kind, number, start, (gsize) (end - start), "%" G_GSIZE_FORMAT, n);
}

static void
long_lines_note (HmMarks *marks, const HmText *file)
{
  const char *end = file->text + file->size;
  guint32 number = 1;

  for (const char *at = file->text; at < end; number++) {
    const char *next = line_end (at, end);
    const gsize size = (gsize) (next - at);

    if (size >= LONG_LINE_MIN) {
      const gsize n = characters_count (at, size);

      if (n >= LONG_LINE_MIN)
        line_note (marks, HM_MARK_LONG_LINE, number, at, next, n);
    }
    at = next + 1;
  }
}

/*
 * Where the code begins that stands after GAP_MIN columns of blanks.
 *
 * Returns: (nullable) NULL where there is none; else *ret_column is 1-based
 */
static const char *
gap_find (const char *start, const char *end, gsize *ret_column)
{
  gsize column = 0;
  gsize gap = 0;

  for (const char *at = start; at < end; at++) {
    if (*at == ' ' || *at == '\t') {
      const gsize columns = *at == '\t' ? TAB_COLUMNS - column % TAB_COLUMNS : 1;

      column += columns;
      gap += columns;
      continue;
    }
    if (gap >= GAP_MIN && end - at >= CODE_MIN) {
      *ret_column = column + 1;
      return at;
    }
    gap = 0;
    column++;
  }
  return NULL;
}

static void
gaps_note (HmMarks *marks, const HmText *file)
{
  const char *end = file->text + file->size;
  guint32 number = 1;

  for (const char *at = file->text; at < end; number++) {
    const char *next = line_end (at, end);
    gsize column;

    if (next - at >= GAP_BYTES && gap_find (at, next, &column) != NULL)
      line_note (marks, HM_MARK_OFF_SCREEN, number, at, next, column);
    at = next + 1;
  }
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Whether a run of blanks is GAP_MIN columns wide: one that is has a byte of it where this looks. */
static gboolean
has_gap (const HmText *file)
{
  const char *end = file->text + file->size;

  for (const char *at = file->text; end - at >= GAP_BYTES;) {
    const char *start = at + GAP_BYTES - 1;
    gsize columns = 0;

    if (!is_blank (*start)) {
      at = start + 1;
      continue;
    }
    while (start > at && is_blank (start[-1]))
      start--;
    for (at = start; at < end && is_blank (*at); at++)
      columns += *at == '\t' ? TAB_COLUMNS : 1;
    if (columns >= GAP_MIN)
      return TRUE;
  }
  return FALSE;
}

void
hm_recognise_lines (HmMarks *marks, const HmText *file)
{
  Lengths lengths;

  if (is_data (file->path))
    return;
  lengths_take (file, &lengths);
  if (lengths.n_long > 0 && lengths.n_lines >= lengths.n_long + OTHERS_MIN
      && is_few (lengths.n_long, lengths.n_lines) && is_few (lengths.n_wide, lengths.n_lines))
    long_lines_note (marks, file);
  if (is_few (lengths.n_gap_wide, lengths.n_lines) && has_gap (file))
    gaps_note (marks, file);
}
