/* SPDX-License-Identifier: Apache-2.0 */
/* Reads messages line by line, each byte a bounded number of times. */
#include "evidence/git/trailers.h"

#include <string.h>

#include "core/limits.h"

/* Bytes of an identity that is kept: a name and an address of HM_IDENTITY_BYTES_MAX. */
#define IDENTITY_BYTES_MAX (2 * HM_IDENTITY_BYTES_MAX)

/* Bytes of a key, its colon not counted. */
#define KEY_BYTES_MAX 24

/*
 * Lower-cased, a space standing for a hyphen. Co-authors are none of them: they made the change,
 * and whoever wants one types one.
 */
static const char *const people_keys[] = {
  "acked by",    "approved by", "committed by",  "helped by", "merged by",
  "mentored by", "reviewed by", "signed off by", "tested by",
};

static const char *const request_keys[] = {
  "differential revision", "merge request", "part of", "pr url", "pull request", "reviewed on",
};

typedef struct {
  const char *at;
  const char *end;
} Span;

static Span
span_strip (Span span)
{
  while (span.at < span.end && g_ascii_isspace (*span.at))
    span.at++;
  while (span.at < span.end && g_ascii_isspace (span.end[-1]))
    span.end--;
  return span;
}

static gboolean
span_is_blank (Span span)
{
  while (span.at < span.end && g_ascii_isspace (*span.at))
    span.at++;
  return span.at == span.end;
}

static gboolean
span_begins (Span span, const char *prefix)
{
  gsize size = strlen (prefix);

  return (gsize) (span.end - span.at) >= size && g_ascii_strncasecmp (span.at, prefix, size) == 0;
}

/*
 * Returns: the number at @at, 0 where there is none or it is too large to be one; @ret_after:
 * (nullable) behind its digits.
 */
static guint32
number_read (const char *at, const char *end, const char **ret_after)
{
  guint64 number = 0;

  for (; at < end && g_ascii_isdigit (*at); at++)
    if (number <= G_MAXUINT32)
      number = number * 10 + (guint64) (*at - '0');
  if (ret_after != NULL)
    *ret_after = at;
  return number <= G_MAXUINT32 ? (guint32) number : 0;
}

static void
request_note (HmTrailers *trailers, guint32 number)
{
  trailers->mentions_request = TRUE;
  if (number != 0)
    trailers->pull_request = number;
}

/* "(#12)", "(!12)", and Bitbucket's "(pull request #12)", wherever in the subject they stand. */
static void
subject_read (Span subject, HmTrailers *trailers)
{
  static const char *const words[] = { "merge pull request #", "merged pr " };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_begins (subject, words[i]))
      request_note (trailers, number_read (subject.at + strlen (words[i]), subject.end, NULL));
  for (const char *at = subject.at; at < subject.end;) {
    const char *open = memchr (at, '(', (gsize) (subject.end - at));
    Span inner = { .end = subject.end };
    const char *after;
    guint32 number;

    if (open == NULL)
      return;
    at = inner.at = open + 1;
    if (span_begins (inner, "pull request "))
      inner.at += strlen ("pull request ");
    if (inner.at == inner.end || (*inner.at != '#' && *inner.at != '!'))
      continue;
    number = number_read (inner.at + 1, inner.end, &after);
    if (number != 0 && after < inner.end && *after == ')')
      request_note (trailers, number);
  }
}

/* The digits at the end of a URL, before what a browser adds to it. */
static guint32
url_number (Span url)
{
  const char *end = url.end;
  const char *hash = memchr (url.at, '#', (gsize) (url.end - url.at));
  const char *digits;

  if (hash != NULL && hash > url.at && (hash + 1 == end || !g_ascii_isdigit (hash[1])))
    end = hash;
  while (end > url.at && !g_ascii_isdigit (end[-1]))
    end--;
  digits = end;
  while (digits > url.at && g_ascii_isdigit (digits[-1]))
    digits--;
  return number_read (digits, end, NULL);
}

/* "See merge request group/project!12". */
static gboolean
merge_request_read (Span line, HmTrailers *trailers)
{
  static const char words[] = "see merge request ";
  const char *mark;

  if (!span_begins (line, words))
    return FALSE;
  line.at += strlen (words);
  mark = memrchr (line.at, '!', (gsize) (line.end - line.at));
  request_note (trailers, mark != NULL ? number_read (mark + 1, line.end, NULL) : 0);
  return TRUE;
}

static gboolean
closing_read (Span line, HmTrailers *trailers)
{
  static const char words[] = "closes #";
  guint32 number;

  if (!span_begins (line, words))
    return FALSE;
  number = number_read (line.at + strlen (words), line.end, NULL);
  if (number != 0)
    request_note (trailers, number);
  return TRUE;
}

/*
 * Returns: the length of the key before the colon of @line, lower-cased in @key with spaces for
 * hyphens; 0 where there is none.
 */
static gsize
key_read (Span line, char key[KEY_BYTES_MAX + 2])
{
  for (gsize i = 0; i <= KEY_BYTES_MAX + 1 && line.at + i < line.end; i++) {
    char c = line.at[i];

    if (c == ':') {
      key[i] = '\0';
      return i;
    }
    if (i > KEY_BYTES_MAX || (!g_ascii_isalpha (c) && c != '-' && c != ' '))
      return 0;
    key[i] = (char) (c == '-' ? ' ' : g_ascii_tolower (c));
  }
  return 0;
}

static gboolean
is_among (const char *key, const char *const *keys, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (key, keys[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
person_note (Span value, HmTrailers *trailers)
{
  const char *close = memrchr (value.at, '>', (gsize) (value.end - value.at));
  HmSlice identity = { .text = value.at };

  if (close != NULL && memchr (value.at, '<', (gsize) (close - value.at)) != NULL)
    value.end = close + 1;
  identity.size = MIN ((gsize) (value.end - value.at), IDENTITY_BYTES_MAX);
  if (identity.size > 0 && trailers->people->len < HM_TRAILER_PEOPLE_MAX)
    g_array_append_val (trailers->people, identity);
}

static void
line_read (Span line, gboolean has_people, HmTrailers *trailers)
{
  char key[KEY_BYTES_MAX + 2];
  gsize size;

  if (!g_ascii_isalpha (*line.at) || merge_request_read (line, trailers)
      || closing_read (line, trailers))
    return;
  size = key_read (line, key);
  if (size == 0)
    return;
  line.at += size + 1;
  line = span_strip (line);
  if (line.at == line.end)
    return;
  if (has_people && is_among (key, people_keys, G_N_ELEMENTS (people_keys)))
    person_note (line, trailers);
  else if (is_among (key, request_keys, G_N_ELEMENTS (request_keys)))
    request_note (trailers, url_number (line));
}

void
hm_trailers_read (const char *message, gsize size, HmTrailers *ret_trailers)
{
  const char *end = message + size;
  gboolean has_subject = FALSE;
  gboolean is_behind = FALSE; /* an empty line: what comes now is another paragraph */

  g_array_set_size (ret_trailers->people, 0);
  ret_trailers->pull_request = 0;
  ret_trailers->mentions_request = FALSE;
  for (const char *at = message; at < end;) {
    const char *line_end = memchr (at, '\n', (gsize) (end - at));
    Span line = { .at = at, .end = line_end != NULL ? line_end : end };

    at = line.end + 1;
    if (span_is_blank (line)) {
      is_behind = TRUE;
      continue;
    }
    if (!has_subject) {
      subject_read (span_strip (line), ret_trailers);
      has_subject = TRUE;
      is_behind = FALSE;
      line_read (line, FALSE, ret_trailers);
      continue;
    }
    if (is_behind)
      g_array_set_size (ret_trailers->people, 0);
    is_behind = FALSE;
    line_read (line, TRUE, ret_trailers);
  }
}
