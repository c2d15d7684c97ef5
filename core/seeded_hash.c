/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each eight bytes are multiplied by a secret factor to 128 bits, both halves of which are folded
 * into one another: what a difference of two inputs comes to then depends on the secret, whatever
 * the difference is.
 */
#include "core/seeded_hash.h"

#include <string.h>

typedef struct {
  guint64 start;
  guint64 factor; /* odd */
} Seed;

static guint64
random_word (void)
{
  return (guint64) g_random_int () << 32 | g_random_int ();
}

static const Seed *
seed_get (void)
{
  static Seed seed;
  static gsize is_made;

  if (g_once_init_enter (&is_made)) {
    seed = (Seed){ random_word (), random_word () | 1 };
    g_once_init_leave (&is_made, 1);
  }
  return &seed;
}

/* Returns: the upper and the lower half of @a times @b, one folded into the other. */
static guint64
fold (guint64 a, guint64 b)
{
#ifdef __SIZEOF_INT128__
  __extension__ const unsigned __int128 product = (unsigned __int128) a * b;

  return (guint64) (product >> 64) ^ (guint64) product;
#else
  const guint64 low = (a & G_MAXUINT32) * (b & G_MAXUINT32);
  const guint64 one = (a >> 32) * (b & G_MAXUINT32) + (low >> 32);
  const guint64 other = (a & G_MAXUINT32) * (b >> 32) + (one & G_MAXUINT32);
  const guint64 high = (a >> 32) * (b >> 32) + (one >> 32) + (other >> 32);

  return high ^ a * b;
#endif
}

guint
hm_seeded_hash (const void *bytes, gsize size)
{
  const Seed *seed = seed_get ();
  const guint8 *at = bytes;
  guint64 hash = seed->start ^ size;
  guint64 word = 0;

  for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
    memcpy (&word, at, sizeof word);
    hash = fold (hash ^ word, seed->factor);
  }
  word = 0;
  memcpy (&word, at, size);
  hash = fold (hash ^ word, seed->factor);
  return (guint) (hash >> 32 ^ hash);
}

guint
hm_seeded_text_hash (gconstpointer text)
{
  return hm_seeded_hash (text, strlen (text));
}
