/* SPDX-License-Identifier: Apache-2.0 */
#include "core/nearest.h"

#include <string.h>

#include "core/edit_distance.h"

guint
hm_word_slips (const char *typed, const char *known)
{
  gsize size = strnlen (typed, HM_EDIT_WORD_MAX);
  /* A typing slip in every third letter is still a slip; more is another word. */
  guint n_allowed = (guint) MAX (1, size / 3);
  guint n_slips = hm_edit_distance (typed, known);

  if (size >= 3 && g_ascii_strncasecmp (known, typed, size) == 0)
    n_slips = MIN (1, n_slips);
  return n_slips <= n_allowed ? n_slips : G_MAXUINT;
}

const char *
hm_word_nearest (const char *typed, const char *const *words)
{
  const char *nearest = NULL;
  guint least = G_MAXUINT;

  for (; *words != NULL; words++) {
    guint n_slips = hm_word_slips (typed, *words);

    if (n_slips < least) {
      nearest = *words;
      least = n_slips;
    }
  }
  return nearest;
}
