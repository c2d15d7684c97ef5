/* SPDX-License-Identifier: Apache-2.0 */
/* Compares files past line ends and expanded keywords, in one pass over both. */
#include "evidence/release/sameness.h"

#include <string.h>

#define FILLED_MAX 512
#define FORMAT_BEGIN "$Format:"

static const char *const keywords[] = {
  "Id",     "Date",    "Revision", "Author",          "Header",
  "Source", "RCSfile", "HeadURL",  "LastChangedDate", "LastChangedRevision",
  "Rev",    "URL",     "Name",     "LastChangedBy",   "Log",
};

/* Bytes that are left of a file. */
typedef struct {
  const char *at;
  const char *end;
} Rest;

/* Steps over a CR before a LF. */
static void
line_end_skip (Rest *rest)
{
  if (rest->end - rest->at >= 2 && rest->at[0] == '\r' && rest->at[1] == '\n')
    rest->at++;
}

gboolean
hm_same_but_line_ends (const char *a, gsize a_size, const char *b, gsize b_size)
{
  Rest left = { a, a + a_size };
  Rest right = { b, b + b_size };

  if (a_size == 0 || b_size == 0)
    return a_size == b_size;
  if (memchr (a, '\0', a_size) != NULL || memchr (b, '\0', b_size) != NULL)
    return FALSE;
  for (;;) {
    line_end_skip (&left);
    line_end_skip (&right);
    if (left.at == left.end || right.at == right.end)
      return left.at == left.end && right.at == right.end;
    if (*left.at++ != *right.at++)
      return FALSE;
  }
}

/* Quotes, backslashes, semicolons, stars, braces and the like could make code of it. */
static gboolean
is_harmless (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (" ._/:,+@-()<>=#~", c) != NULL)
         || (guchar) c >= 0x80;
}

/*
 * The bytes of @rest up to one that is @stop. Returns: their end; NULL where there is none near, or
 * others than harmless ones before.
 */
static const char *
filled_end (const Rest *rest, char stop)
{
  const char *at = rest->at;

  for (; at < rest->end && at - rest->at <= FILLED_MAX; at++) {
    if (*at == stop)
      return at;
    if (!is_harmless (*at))
      return NULL;
  }
  return NULL;
}

/* Whether "$Id$" or "$Id: ... $" begins at @rest. Steps past it; @ret_word: the keyword's index. */
static gboolean
keyword_skip (Rest *rest, guint *ret_word)
{
  const gsize left = (gsize) (rest->end - rest->at);

  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++) {
    const gsize size = strlen (keywords[i]);
    Rest value;
    const char *end;

    if (left < size + 2 || memcmp (rest->at + 1, keywords[i], size) != 0)
      continue;
    value = (Rest){ rest->at + 1 + size, rest->end };
    if (*value.at != '$' && *value.at != ':')
      continue;
    end = filled_end (&value, '$');
    if (end == NULL)
      return FALSE;
    rest->at = end + 1;
    *ret_word = i;
    return TRUE;
  }
  return FALSE;
}

/*
 * At "$Format:...$" in the source: steps past it there, and in the release past what stands before
 * the next byte of the source.
 */
static gboolean
format_skip (Rest *source, Rest *released)
{
  const gsize begin = strlen (FORMAT_BEGIN);
  const char *end;
  const char *filled;

  if ((gsize) (source->end - source->at) <= begin || memcmp (source->at, FORMAT_BEGIN, begin) != 0)
    return FALSE;
  end = memchr (source->at + begin, '$',
                MIN ((gsize) (source->end - source->at) - begin, (gsize) FILLED_MAX));
  if (end == NULL || memchr (source->at, '\n', (gsize) (end - source->at)) != NULL)
    return FALSE;
  source->at = end + 1;
  if (source->at == source->end) {
    for (; released->at < released->end; released->at++)
      if (!is_harmless (*released->at))
        return FALSE;
    return TRUE;
  }
  filled = filled_end (released, *source->at);
  if (filled == NULL)
    return FALSE;
  released->at = filled;
  return TRUE;
}

gboolean
hm_same_but_keywords (const char *source, gsize source_size, const char *released,
                      gsize released_size, gboolean has_format)
{
  Rest left = { source, source + source_size };
  Rest right = { released, released + released_size };

  if (source_size == 0 || released_size == 0 || memchr (source, '\0', source_size) != NULL
      || memchr (released, '\0', released_size) != NULL)
    return FALSE;
  for (;;) {
    guint left_word, right_word;

    line_end_skip (&left);
    line_end_skip (&right);
    if (left.at < left.end && right.at < right.end && *left.at == '$') {
      Rest left_after = left;
      Rest right_after = right;

      if (*right.at == '$' && keyword_skip (&left_after, &left_word)
          && keyword_skip (&right_after, &right_word) && left_word == right_word) {
        left = left_after;
        right = right_after;
        continue;
      }
      if (has_format && format_skip (&left, &right))
        continue;
    }
    if (left.at == left.end || right.at == right.end)
      return left.at == left.end && right.at == right.end;
    if (*left.at++ != *right.at++)
      return FALSE;
  }
}
