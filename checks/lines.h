/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a text of the subject, one after another, without their ends. Distrusts the text: it may
 * hold NULs and any byte, and of a longer line only the first HM_LINE_MAX bytes are shown.
 */
#ifndef HM_CHECKS_LINES_H
#define HM_CHECKS_LINES_H

#include <glib.h>

typedef struct {
  const char *text; /* (borrowed) the line, not NUL-terminated */
  gsize size;       /* bytes */
  guint number;     /* 1-based */
  gboolean is_cut;  /* the line is longer than what is shown */
  const char *next;
  const char *end;
} HmLines;

/* Stands before the first line of @text. */
void hm_lines_init (HmLines *lines, const char *text, gsize size);

/* Goes to the next line. Returns: FALSE past the last one. */
gboolean hm_lines_next (HmLines *lines);

/* Whether @size bytes of @text hold the ASCII @word, without regard to case. */
gboolean hm_text_holds (const char *text, gsize size, const char *word);

/* Whether @text is such as a person could read: no control character but TAB, LF, FF and CR. */
gboolean hm_text_is_readable (const char *text, gsize size);

#endif
