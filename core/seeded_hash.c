/* SPDX-License-Identifier: Apache-2.0 */
/* Multiplies and folds, eight bytes at a time. */
#include "core/seeded_hash.h"

#include <string.h>

static guint64
seed_get (void)
{
  static gsize seed;

  if (g_once_init_enter (&seed))
    g_once_init_leave (&seed, (gsize) ((guint64) g_random_int () << 32 | g_random_int () | 1));
  return seed;
}

guint
hm_seeded_hash (const void *bytes, gsize size)
{
  const guint64 factor = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  const guint64 seed = seed_get ();
  const guint8 *at = bytes;
  guint64 hash = seed ^ size;

  for (; size >= 8; at += 8, size -= 8) {
    guint64 word;

    memcpy (&word, at, 8);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 29 ^ seed >> 7;
  }
  for (; size > 0; at++, size--)
    hash = (hash ^ *at) * factor;
  hash = (hash ^ hash >> 32) * (seed | 1);
  return (guint) (hash >> 32);
}

guint
hm_seeded_text_hash (gconstpointer text)
{
  return hm_seeded_hash (text, strlen (text));
}
