/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/lines.h"

#include <string.h>

#include "core/limits.h"

void
hm_lines_init (HmLines *lines, const char *text, gsize size)
{
  *lines = (HmLines){ .next = text, .end = text + size };
}

gboolean
hm_lines_next (HmLines *lines)
{
  const char *stop = NULL;

  if (lines->next == lines->end)
    return FALSE;
  stop = memchr (lines->next, '\n', (gsize) (lines->end - lines->next));
  lines->text = lines->next;
  lines->next = stop != NULL ? stop + 1 : lines->end;
  lines->size = (gsize) ((stop != NULL ? stop : lines->end) - lines->text);
  if (lines->size > 0 && lines->text[lines->size - 1] == '\r')
    lines->size--;
  lines->is_cut = lines->size > HM_LINE_MAX;
  lines->size = MIN (lines->size, HM_LINE_MAX);
  lines->number++;
  return TRUE;
}

gboolean
hm_text_holds (const char *text, gsize size, const char *word)
{
  gsize word_size = strlen (word);
  const char first[] = { g_ascii_tolower (word[0]), g_ascii_toupper (word[0]) };

  if (word_size == 0)
    return TRUE;
  for (gsize i = 0; i + word_size <= size; i++) {
    if ((text[i] == first[0] || text[i] == first[1])
        && g_ascii_strncasecmp (text + i, word, word_size) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_text_is_readable (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    guchar c = (guchar) text[i];

    if (c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r'))
      return FALSE;
  }
  return TRUE;
}
