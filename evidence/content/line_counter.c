/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/line_counter.h"

#include <string.h>

HmLineCounter
hm_line_counter (const char *text)
{
  return (HmLineCounter){ text, 1 };
}

guint32
hm_line_counter_go (HmLineCounter *counter, const char *place)
{
  while (counter->at < place) {
    const char *newline = memchr (counter->at, '\n', (gsize) (place - counter->at));

    if (newline != NULL)
      counter->line++;
    counter->at = newline != NULL ? newline + 1 : place;
  }
  return counter->line;
}
