/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/release_tags.h"

#include <string.h>

/* Of an OpenPGP fingerprint, the last of which are the key id that older signatures name (RFC 9580, 5.5.4). */
#define KEY_ID_DIGITS 16u

static gint
compare_ages (gconstpointer a, gconstpointer b)
{
  const HmTag *tag_a = *(const HmTag *const *) a;
  const HmTag *tag_b = *(const HmTag *const *) b;

  if (tag_a->time != tag_b->time)
    return tag_a->time < tag_b->time ? -1 : 1;
  return strcmp (tag_a->name, tag_b->name);
}

GPtrArray *
hm_tags_by_age (const HmHistory *history)
{
  GPtrArray *tags = g_ptr_array_new ();

  for (gsize i = 0; i < history->n_tags; i++)
    g_ptr_array_add (tags, (gpointer) (guintptr) &history->tags[i]);
  for (gsize i = 0; i < history->n_branch_tags; i++)
    g_ptr_array_add (tags, (gpointer) (guintptr) &history->branch_tags[i]);
  g_ptr_array_sort (tags, compare_ages);
  return tags;
}

char *
hm_tag_key (const HmTag *tag)
{
  const char *key = tag->signature.key;

  if (key == NULL || tag->signature.kind == HM_SIGNATURE_NONE
      || tag->signature.kind == HM_SIGNATURE_OTHER)
    return NULL;
  if (tag->signature.kind != HM_SIGNATURE_OPENPGP)
    return g_strdup (key);
  if (strlen (key) > KEY_ID_DIGITS)
    key += strlen (key) - KEY_ID_DIGITS;
  return g_ascii_strup (key, -1);
}
