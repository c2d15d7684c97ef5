/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/difference.h"

#include <string.h>

/* Bytes that are compared at once. */
#define BLOCK_SIZE 256

static gsize
common_head (HmSpan a, HmSpan b)
{
  const gsize size = MIN (a.size, b.size);
  gsize n = 0;

  while (n + BLOCK_SIZE <= size && memcmp (a.at + n, b.at + n, BLOCK_SIZE) == 0)
    n += BLOCK_SIZE;
  while (n < size && a.at[n] == b.at[n])
    n++;
  return n;
}

static gsize
common_tail (HmSpan a, HmSpan b)
{
  const gsize size = MIN (a.size, b.size);
  const char *a_end = a.at + a.size;
  const char *b_end = b.at + b.size;
  gsize n = 0;

  while (n + BLOCK_SIZE <= size
         && memcmp (a_end - n - BLOCK_SIZE, b_end - n - BLOCK_SIZE, BLOCK_SIZE) == 0)
    n += BLOCK_SIZE;
  while (n < size && a_end[-1 - (gssize) n] == b_end[-1 - (gssize) n])
    n++;
  return n;
}

/* Returns: how many of the first @size bytes of @text are whole lines */
static gsize
whole_lines (HmSpan text, gsize size)
{
  const char *newline = size > 0 ? memrchr (text.at, '\n', size) : NULL;

  return newline != NULL ? (gsize) (newline + 1 - text.at) : 0;
}

/* Whether the last @size bytes of @text, which begins a line, begin one too. */
static gboolean
tail_begins_line (HmSpan text, gsize size)
{
  return size == text.size || text.at[text.size - size - 1] == '\n';
}

void
hm_difference (const HmText *before, const HmText *after, HmSpan *ret_lost, HmSpan *ret_gained)
{
  HmSpan lost = before != NULL ? (HmSpan){ before->text, before->size } : (HmSpan){ "", 0 };
  HmSpan gained = after != NULL ? (HmSpan){ after->text, after->size } : (HmSpan){ "", 0 };
  const gsize head = whole_lines (lost, common_head (lost, gained));
  gsize tail;

  lost = hm_span_from (lost, lost.at + head);
  gained = hm_span_from (gained, gained.at + head);
  tail = common_tail (lost, gained);
  if (!tail_begins_line (lost, tail) || !tail_begins_line (gained, tail)) {
    const char *end = lost.at + lost.size;
    const char *newline = memchr (end - tail, '\n', tail);

    tail = newline != NULL ? (gsize) (end - (newline + 1)) : 0;
  }
  lost.size -= tail;
  gained.size -= tail;
  *ret_lost = lost;
  *ret_gained = gained;
}
