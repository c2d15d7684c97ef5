/* SPDX-License-Identifier: Apache-2.0 */
#include "render/wrap.h"

#include "core/mask.h"

#include <string.h>

static void
spaces_append (HmWrap *wrap, guint n_spaces)
{
  for (guint i = 0; i < n_spaces; i++)
    g_string_append_c (wrap->out, ' ');
  wrap->column += n_spaces;
}

static void
line_break (HmWrap *wrap)
{
  g_string_append_c (wrap->out, '\n');
  wrap->column = 0;
  spaces_append (wrap, wrap->indent);
  wrap->is_joined = FALSE;
}

/* Appends a word that the line does not hold, broken where each line is full. A line always takes one character. */
static void
word_cut (HmWrap *wrap, const char *word)
{
  gboolean is_fresh = wrap->column <= wrap->indent;
  const char *next;

  for (const char *at = word; *at != '\0'; at = next) {
    char character[8] = { 0 };
    guint columns;

    next = g_utf8_next_char (at);
    memcpy (character, at, (gsize) (next - at));
    columns = hm_text_columns (character);
    if (wrap->column + columns > wrap->width && !is_fresh) {
      line_break (wrap);
      /*
       * A CI runner reads a line that begins with "::" as an order to itself: hm_mask_terminal()
       * knows of words only.
       */
      if (g_str_has_prefix (at, "::")) {
        g_string_append_c (wrap->out, '\\');
        wrap->column++;
      }
    }
    g_string_append (wrap->out, character);
    wrap->column += columns;
    is_fresh = FALSE;
  }
}

static void
word_append (HmWrap *wrap, const char *word)
{
  const guint columns = hm_text_columns (word);

  if (wrap->is_joined && wrap->column + 1 + columns > wrap->width)
    line_break (wrap);
  if (wrap->is_joined)
    spaces_append (wrap, 1);
  if (wrap->column + columns > wrap->width) {
    word_cut (wrap, word);
  } else {
    g_string_append (wrap->out, word);
    wrap->column += columns;
  }
  wrap->is_joined = TRUE;
}

void
hm_wrap_text (HmWrap *wrap, const char *text)
{
  while (*text != '\0') {
    const gsize size = strcspn (text, " ");
    g_autofree char *word = g_strndup (text, size);

    if (size > 0)
      word_append (wrap, word);
    text += size + (text[size] == ' ');
  }
}

void
hm_wrap_printf (HmWrap *wrap, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hm_wrap_text (wrap, text);
}

void
hm_wrap_to_column (HmWrap *wrap, guint column)
{
  if (column > wrap->column)
    spaces_append (wrap, column - wrap->column);
  else if (wrap->is_joined)
    spaces_append (wrap, 1);
  wrap->is_joined = FALSE;
}

void
hm_wrap_indent (HmWrap *wrap, guint indent)
{
  wrap->indent = indent;
}

void
hm_wrap_end (HmWrap *wrap)
{
  g_string_append_c (wrap->out, '\n');
  wrap->column = 0;
  wrap->is_joined = FALSE;
}

void
hm_wrap_colour (HmWrap *wrap, const char *sgr)
{
  if (wrap->is_colour)
    g_string_append_printf (wrap->out, "\033[%sm", sgr);
}
