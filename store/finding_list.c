/* SPDX-License-Identifier: Apache-2.0 */
#include "store/finding_list.h"

#include "core/number.h"

#include <string.h>

static int
number_compare (gconstpointer a, gconstpointer b)
{
  const guint32 x = *(const guint32 *) a;
  const guint32 y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

char *
hm_finding_list_text (GArray *numbers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_array_sort (numbers, number_compare);
  for (guint i = 0; i < numbers->len;) {
    const guint32 first = g_array_index (numbers, guint32, i);
    guint32 last = first;

    while (++i < numbers->len && g_array_index (numbers, guint32, i) - last <= 1)
      last = g_array_index (numbers, guint32, i);
    g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", first);
    if (last > first)
      g_string_append_printf (text, "-%u", last);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Reads a number above @above at @text. Returns: (nullable) what follows it. */
static const char *
number_read (const char *text, guint32 above, guint32 *ret_number)
{
  const gsize size = strspn (text, "0123456789");
  guint64 number;

  if (!hm_number_parse (text, size, G_MAXUINT32 - 1, &number) || number <= above)
    return NULL;
  *ret_number = (guint32) number;
  return text + size;
}

GArray *
hm_finding_list_parse (const char *text)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 last = 0;

  while (*text != '\0') {
    guint32 first;

    if (numbers->len > 0 && *text++ != ',')
      return NULL;
    text = number_read (text, last, &first);
    if (text == NULL)
      return NULL;
    last = first;
    if (*text == '-') {
      text = number_read (text + 1, first, &last);
      if (text == NULL)
        return NULL;
    }
    if (last - first >= HM_FINDING_LIST_MAX - numbers->len)
      return NULL;
    for (guint32 number = first; number <= last; number++)
      g_array_append_val (numbers, number);
  }
  return g_steal_pointer (&numbers);
}
