/* SPDX-License-Identifier: Apache-2.0 */
/* Edit distance by dynamic programming over three rows: a swap looks two rows back. */
#include "core/edit_distance.h"

#include <string.h>

guint
hm_edit_distance (const char *a, const char *b)
{
  guint rows[3][HM_EDIT_WORD_MAX + 1] = { 0 };
  gsize a_size = strnlen (a, HM_EDIT_WORD_MAX + 1);
  gsize b_size = strnlen (b, HM_EDIT_WORD_MAX + 1);

  if (a_size > HM_EDIT_WORD_MAX || b_size > HM_EDIT_WORD_MAX)
    return G_MAXUINT;

  for (guint j = 0; j <= b_size; j++)
    rows[0][j] = j;
  for (guint i = 1; i <= a_size; i++) {
    guint *row = rows[i % 3];
    const guint *above = rows[(i + 2) % 3];
    const guint *two_above = rows[(i + 1) % 3];
    char a_char = g_ascii_tolower (a[i - 1]);

    row[0] = i;
    for (guint j = 1; j <= b_size; j++) {
      char b_char = g_ascii_tolower (b[j - 1]);

      row[j] = MIN (above[j], row[j - 1]) + 1;
      row[j] = MIN (row[j], above[j - 1] + (a_char != b_char));
      if (i > 1 && j > 1 && a_char == g_ascii_tolower (b[j - 2])
          && b_char == g_ascii_tolower (a[i - 2]))
        row[j] = MIN (row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a_size % 3][b_size];
}
