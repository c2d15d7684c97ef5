/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a text, and a walk over its lines, for recognisers. Distrusts the text: NULs, invalid
 * UTF-8, lines of megabytes.
 */
#ifndef HM_EVIDENCE_CONTENT_SPAN_H
#define HM_EVIDENCE_CONTENT_SPAN_H

#include "core/limits.h"
#include "evidence/content/marks.h"
#include "evidence/content/needles.h"

/* Some bytes of a text, not NUL-terminated. */
typedef struct {
  const char *at; /* (borrowed) */
  gsize size;
} HmSpan;

/* The lines of a text, one after another, whole, without their ends. */
typedef struct {
  HmSpan line;
  guint32 number; /* 1-based */
  const char *next;
  const char *end;
} HmRows;

/* Stands before the first line of @file, which may be NULL: then there is none. */
void hm_rows_init (HmRows *rows, const HmText *file);

/* Goes to the next line. Returns: FALSE past the last one. */
gboolean hm_rows_next (HmRows *rows);

/* Goes to the next line that holds one of the words of @needles. Returns: FALSE where none does. */
gboolean hm_rows_next_with (HmRows *rows, HmNeedles *needles);

/* Returns: (inline) a span of a literal or a NUL-terminated string. */
HmSpan hm_span (const char *text);

/* Without the blanks, and the CR, around it. */
HmSpan hm_span_trim (HmSpan span);

/* Without the characters of @quotes around it. */
HmSpan hm_span_strip (HmSpan span, const char *quotes);

/* What stands in @span from @at on, which lies within it or at its end. */
HmSpan hm_span_from (HmSpan span, const char *at);

gboolean hm_span_is (HmSpan span, const char *text);
gboolean hm_span_is_nocase (HmSpan span, const char *text);
gboolean hm_span_begins (HmSpan span, const char *prefix);
gboolean hm_span_ends (HmSpan span, const char *suffix);
gboolean hm_span_equal (HmSpan a, HmSpan b);
gboolean hm_span_is_any (HmSpan span, const char *const *words);

/* Returns: (borrowed) (nullable) where @text first stands in @span. */
const char *hm_span_find (HmSpan span, const char *text);
const char *hm_span_find_nocase (HmSpan span, const char *text);

/* As hm_span_find(), where no letter, digit or underscore adjoins it. */
const char *hm_span_find_word (HmSpan span, const char *word);

static inline gboolean
hm_is_word_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '_' || (byte & 0x80) != 0;
}

/* Returns: (owned) a NUL-terminated copy for a table of names; an embedded NUL ends it. */
char *hm_span_dup (HmSpan span);

/* Returns: (borrowed) the last part of @path. */
const char *hm_path_last (const char *path);

/*
 * The host of the first URL (scheme://host) in @span, without credentials and port.
 *
 * Returns: FALSE where there is none
 */
gboolean hm_span_host (HmSpan span, HmSpan *ret_host);

/* Notes a mark that is the same one wherever its line stands. @row: the line */
#define HM_NOTE_ROW(marks, kind, number, row, ...) \
  G_STMT_START \
  { \
    HmSpan hm_note_row = (row); \
    hm_marks_note (marks, kind, number, hm_note_row.at, hm_note_row.size, __VA_ARGS__); \
  } \
  G_STMT_END

/* A span as printf's "%.*s" wants it; what is longer than a mark shows is cut. */
#define HM_SPAN_ARG(span) (int) MIN ((span).size, HM_MARK_TEXT_MAX), (span).at

#endif
