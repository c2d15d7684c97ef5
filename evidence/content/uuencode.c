/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/uuencode.h"

#include <string.h>

#include "evidence/content/line_counter.h"
#include "evidence/content/payload.h"

/* Bytes that a line stands for at most. */
#define LINE_BYTES_MAX 45

/* Bytes passed at once where none of them begins anything. */
#define BLOCK_SIZE 512

static const char *
line_end (const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', (gsize) (end - at));

  return newline != NULL ? newline : end;
}

static guint8
sextet (char c)
{
  return (guint8) ((c - ' ') & 0x3f);
}

/*
 * Decodes the line from @at to @end.
 *
 * Returns: how many bytes, 0 where it is no line of data
 */
static gsize
line_decode (const char *at, const char *end, guint8 ret_bytes[LINE_BYTES_MAX + 2])
{
  gsize n_bytes;
  gsize size;

  if (end > at && end[-1] == '\r')
    end--;
  size = (gsize) (end - at);
  if (size < 1 || at[0] < ' ' || at[0] > '`')
    return 0;
  n_bytes = sextet (at[0]);
  /* Some add a character of checksum; some editors drop the blanks at the end, which are zeros. */
  if (n_bytes > LINE_BYTES_MAX || size > 2 + (n_bytes + 2) / 3 * 4)
    return 0;
  for (gsize i = 1; i < size; i++)
    if (at[i] < ' ' || at[i] > '`')
      return 0;
  for (gsize i = 0, from = 1; i < n_bytes; i += 3, from += 4) {
    guint32 word = 0;

    for (gsize k = 0; k < 4; k++)
      word = word << 6 | (from + k < size ? sextet (at[from + k]) : 0);
    ret_bytes[i] = (guint8) (word >> 16);
    if (i + 1 < n_bytes)
      ret_bytes[i + 1] = (guint8) (word >> 8);
    if (i + 2 < n_bytes)
      ret_bytes[i + 2] = (guint8) word;
  }
  return n_bytes;
}

/* "begin 644 name" from @at to @end. */
static gboolean
is_begin (const char *at, const char *end)
{
  gsize n_digits = 0;

  at += strlen ("begin ");
  while (at < end && *at >= '0' && *at <= '7' && n_digits < 4) {
    at++;
    n_digits++;
  }
  return n_digits >= 3 && end - at >= 2 && at[0] == ' ' && !g_ascii_isspace (at[1]);
}

/*
 * Decodes what follows a line of "begin", up to @end, as far as is needed to tell what it is.
 *
 * Returns: where the data ends
 */
static const char *
data_read (const char *at, const char *end, guint8 *ret_head, gsize *ret_size)
{
  guint8 bytes[LINE_BYTES_MAX + 2];
  gsize size = 0;

  while (at < end) {
    const char *next = line_end (at, end);
    const gsize n = line_decode (at, next, bytes);

    if (n == 0)
      break;
    memcpy (ret_head + size, bytes, MIN (n, HM_PAYLOAD_SIZE - size));
    size += MIN (n, HM_PAYLOAD_SIZE - size);
    at = MIN (next + 1, end);
  }
  *ret_size = size;
  return at;
}

/* Whether a line within a block may be a "begin": without a branch, so that a compiler looks at many bytes at once. */
static gboolean
block_may_begin (const char *block)
{
  guint8 hit = 0;

  for (gsize i = 0; i < BLOCK_SIZE; i++)
    hit |= (guint8) ((block[i] == 'b') & (block[i + 1] == 'e') & (block[i + 2] == 'g')
                     & (block[i + 5] == ' '));
  return hit != 0;
}

/* Returns: (nullable) where "begin " stands next from @at on. */
static const char *
begin_find (const char *at, const char *end)
{
  for (; end - at >= BLOCK_SIZE + 6; at += BLOCK_SIZE) {
    const char *begin = block_may_begin (at) ? memmem (at, BLOCK_SIZE + 6, "begin ", 6) : NULL;

    if (begin != NULL)
      return begin;
  }
  return memmem (at, (gsize) (end - at), "begin ", 6);
}

void
hm_recognise_uuencode (HmMarks *marks, const HmText *file)
{
  const char *end = file->text + file->size;
  HmLineCounter lines = hm_line_counter (file->text);
  const char *at = file->text;

  while ((at = begin_find (at, end)) != NULL) {
    const char *begin = at;
    const char *next = line_end (at, end);
    guint8 head[HM_PAYLOAD_SIZE];
    gsize size;
    const char *name;

    at += 6;
    if ((begin > file->text && begin[-1] != '\n') || next == end || !is_begin (begin, next))
      continue;
    at = data_read (next + 1, end, head, &size);
    if (size == 0)
      continue;
    name = hm_payload_name (head, size);
    hm_marks_note (marks, HM_MARK_ENCODED_ARCHIVE, hm_line_counter_go (&lines, begin), begin,
                   (gsize) (at - begin), "uuencoded %s", name != NULL ? name : "data");
  }
}
