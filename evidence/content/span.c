/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/span.h"

#include <string.h>

void
hm_rows_init (HmRows *rows, const HmText *file)
{
  *rows = (HmRows){ 0 };
  if (file == NULL)
    return;
  rows->next = file->text;
  rows->end = file->text + file->size;
}

gboolean
hm_rows_next (HmRows *rows)
{
  const char *at = rows->next;
  const char *stop = NULL;

  if (at == NULL || at == rows->end)
    return FALSE;
  stop = memchr (at, '\n', (gsize) (rows->end - at));
  rows->next = stop != NULL ? stop + 1 : rows->end;
  if (stop == NULL)
    stop = rows->end;
  if (stop > at && stop[-1] == '\r')
    stop--;
  rows->line = (HmSpan){ at, (gsize) (stop - at) };
  rows->number++;
  return TRUE;
}

/* Without a branch, so that a compiler looks at many bytes at once. */
static guint32
newlines_count (const char *at, const char *end)
{
  guint32 n = 0;

  for (; at < end; at++)
    n += *at == '\n';
  return n;
}

gboolean
hm_rows_next_with (HmRows *rows, HmNeedles *needles)
{
  const char *place = NULL;
  const char *newline = NULL;

  if (rows->next == NULL)
    return FALSE;
  place = hm_needles_next (needles, rows->next, (gsize) (rows->end - rows->next), rows->next);
  if (place == NULL)
    return FALSE;
  newline = memrchr (rows->next, '\n', (gsize) (place - rows->next));
  if (newline != NULL) {
    rows->number += newlines_count (rows->next, newline + 1);
    rows->next = newline + 1;
  }
  return hm_rows_next (rows);
}

HmSpan
hm_span (const char *text)
{
  return (HmSpan){ text, strlen (text) };
}

HmSpan
hm_span_trim (HmSpan span)
{
  while (span.size > 0 && g_ascii_isspace (span.at[0])) {
    span.at++;
    span.size--;
  }
  while (span.size > 0 && g_ascii_isspace (span.at[span.size - 1]))
    span.size--;
  return span;
}

static gboolean
byte_is_of (char byte, const char *set)
{
  return byte != '\0' && strchr (set, byte) != NULL;
}

HmSpan
hm_span_strip (HmSpan span, const char *quotes)
{
  while (span.size > 0 && byte_is_of (span.at[0], quotes)) {
    span.at++;
    span.size--;
  }
  while (span.size > 0 && byte_is_of (span.at[span.size - 1], quotes))
    span.size--;
  return span;
}

HmSpan
hm_span_from (HmSpan span, const char *at)
{
  return (HmSpan){ at, span.size - (gsize) (at - span.at) };
}

/* Here and below: most words differ in their first letter, and that it takes no call to see. */
gboolean
hm_span_is (HmSpan span, const char *text)
{
  if (span.size > 0 && span.at[0] != text[0])
    return FALSE;
  return hm_span_equal (span, hm_span (text));
}

gboolean
hm_span_is_nocase (HmSpan span, const char *text)
{
  if (span.size > 0 && ((span.at[0] ^ text[0]) & ~0x20) != 0)
    return FALSE;
  return span.size == strlen (text) && g_ascii_strncasecmp (span.at, text, span.size) == 0;
}

gboolean
hm_span_begins (HmSpan span, const char *prefix)
{
  gsize size = strlen (prefix);

  return span.size >= size && memcmp (span.at, prefix, size) == 0;
}

gboolean
hm_span_ends (HmSpan span, const char *suffix)
{
  gsize size = strlen (suffix);

  return span.size >= size && memcmp (span.at + span.size - size, suffix, size) == 0;
}

gboolean
hm_span_equal (HmSpan a, HmSpan b)
{
  return a.size == b.size && (a.size == 0 || memcmp (a.at, b.at, a.size) == 0);
}

gboolean
hm_span_is_any (HmSpan span, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (hm_span_is_nocase (span, words[i]))
      return TRUE;
  return FALSE;
}

/* Getting memmem() under way takes longer than to look at so many bytes. */
#define SHORT_MAX 64

const char *
hm_span_find (HmSpan span, const char *text)
{
  const gsize size = strlen (text);

  if (span.size > SHORT_MAX)
    return memmem (span.at, span.size, text, size);
  for (gsize at = 0; at + size <= span.size && span.size > 0; at++)
    if (span.at[at] == text[0] && memcmp (span.at + at, text, size) == 0)
      return span.at + at;
  return NULL;
}

const char *
hm_span_find_nocase (HmSpan span, const char *text)
{
  gsize size = strlen (text);
  char lower = g_ascii_tolower (text[0]);

  for (gsize at = 0; at + size <= span.size; at++)
    if (g_ascii_tolower (span.at[at]) == lower
        && g_ascii_strncasecmp (span.at + at, text, size) == 0)
      return span.at + at;
  return NULL;
}

const char *
hm_span_find_word (HmSpan span, const char *word)
{
  gsize size = strlen (word);
  const char *end = span.at + span.size;

  for (const char *at = hm_span_find (span, word); at != NULL;
       at = hm_span_find (hm_span_from (span, at + 1), word)) {
    gboolean is_begun = at == span.at || !hm_is_word_byte (at[-1]);
    gboolean is_ended = at + size == end || !hm_is_word_byte (at[size]);

    if (is_begun && is_ended)
      return at;
  }
  return NULL;
}

char *
hm_span_dup (HmSpan span)
{
  return g_strndup (span.at, span.size);
}

const char *
hm_path_last (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

gboolean
hm_span_host (HmSpan span, HmSpan *ret_host)
{
  const char *at = hm_span_find (span, "://");
  HmSpan host = { 0 };

  if (at == NULL)
    return FALSE;
  host = hm_span_from (span, at + 3);
  for (gsize i = 0; i < host.size; i++) {
    if (host.at[i] == '@') {
      host = hm_span_from (host, host.at + i + 1);
      i = 0;
    }
    if (i < host.size
        && (g_ascii_isspace (host.at[i]) || byte_is_of (host.at[i], "/?#:\"'`),;>|\\")
            || host.at[i] == '\0')) {
      host.size = i;
      break;
    }
  }
  *ret_host = host;
  return host.size > 0;
}
