/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lays text out in columns: words are wrapped at the width, lines after the first hang under their indent. Text is
 * valid UTF-8 that hm_mask_terminal() has been through; spaces are where it may break, a longer word is cut.
 */
#ifndef HM_RENDER_WRAP_H
#define HM_RENDER_WRAP_H

#include <glib.h>

typedef struct {
  GString *out;
  guint width;        /* columns of a line */
  guint indent;       /* columns before every further line */
  guint column;       /* where the next character goes */
  gboolean is_colour; /* whether hm_wrap_colour() does anything */
  gboolean is_joined; /* the next word stands after a space */
} HmWrap;

/* Appends the words of @text, after a space where words stand before them on the line. */
void hm_wrap_text (HmWrap *wrap, const char *text);

/* As hm_wrap_text(), of printf's words. */
void hm_wrap_printf (HmWrap *wrap, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Pads with spaces up to @column, or by one space where it is past; the next word starts there. */
void hm_wrap_to_column (HmWrap *wrap, guint column);

/* Sets where further lines start. */
void hm_wrap_indent (HmWrap *wrap, guint indent);

/* Ends the line; the next one starts at column 0, with the same indent. */
void hm_wrap_end (HmWrap *wrap);

/* Appends an SGR sequence ("1", "31"), "0" for back to normal, where colour is on. */
void hm_wrap_colour (HmWrap *wrap, const char *sgr);

#endif
