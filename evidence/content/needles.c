/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/needles.h"

#include <string.h>

/* Bytes of code and prose, the commonest first; those that are not here are rarer. */
static const char common_bytes[] = " etanoisrlcdupmhf_gb.,y(-)=k/*;v\"w'0x1:#TSERACNI>2OLDPq<jz";

/* A pair as it lies in memory, in the order of the machine's bytes. */
static guint
pair_at (const char *at)
{
  guint16 pair;

  memcpy (&pair, at, sizeof pair);
  return pair;
}

static void
pair_set (HmNeedles *needles, char first, char second)
{
  const char bytes[] = { first, second };

  needles->pairs[pair_at (bytes)] = 1;
}

static gsize
rarity (char byte)
{
  const char *at = byte != '\0' ? strchr (common_bytes, byte) : NULL;

  return at != NULL ? (gsize) (at - common_bytes) : sizeof common_bytes;
}

/* Returns: where the rarest pair of @word begins */
static gsize
rarest_pair (const char *word, gsize length)
{
  gsize best = 0;
  gsize best_rarity = 0;

  for (gsize i = 0; i + 1 < length; i++) {
    const gsize first = rarity (word[i]);
    const gsize second = rarity (word[i + 1]);

    if (first + second >= best_rarity) {
      best = i;
      best_rarity = first + second;
    }
  }
  return best;
}

static void
word_add (HmNeedles *needles, gsize index)
{
  const char *word = needles->words[index];
  const guint64 bit = G_GUINT64_CONSTANT (1) << index;
  const gsize length = strlen (word);
  const gsize skip = rarest_pair (word, length);
  const char firsts[] = { g_ascii_tolower (word[skip]), g_ascii_toupper (word[skip]) };
  const char seconds[] = { g_ascii_tolower (word[skip + 1]), g_ascii_toupper (word[skip + 1]) };

  needles->lengths[index] = (guint8) length;
  needles->skips[index] = (guint8) skip;
  for (gsize i = 0; i < G_N_ELEMENTS (firsts); i++) {
    needles->firsts[(guint8) firsts[i]] |= bit;
    needles->seconds[(guint8) seconds[i]] |= bit;
    for (gsize j = 0; j < G_N_ELEMENTS (seconds); j++)
      pair_set (needles, firsts[i], seconds[j]);
  }
}

static void
prepare (HmNeedles *needles)
{
  if (!g_once_init_enter (&needles->is_ready))
    return;
  for (gsize i = 0; needles->words[i] != NULL; i++)
    word_add (needles, i);
  g_once_init_leave (&needles->is_ready, 1);
}

/* Returns: (nullable) the first of @pairs from @at on; before @end there are two bytes, or @at is past it */
static const char *
pair_next (const guint8 *pairs, const char *at, const char *end)
{
  /* Most texts have none for long: one question for four of them. */
  for (; end - at > 4; at += 4)
    if ((pairs[pair_at (at)] | pairs[pair_at (at + 1)] | pairs[pair_at (at + 2)]
         | pairs[pair_at (at + 3)])
        != 0)
      break;
  for (; end - at > 1; at++)
    if (pairs[pair_at (at)] != 0)
      return at;
  return NULL;
}

static char
lower (char byte)
{
  return (char) (byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
}

/* As g_ascii_strncasecmp() tells, without a call for each pair. */
static gboolean
is_equal_nocase (const char *a, const char *b, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (a[i] != b[i] && lower (a[i]) != lower (b[i]))
      return FALSE;
  return TRUE;
}

/* Returns: bit i is set where words[i], one of @wanted, stands in the text around its pair at @at */
static guint64
words_around (const HmNeedles *needles, guint64 wanted, const char *text, const char *end,
              const char *at)
{
  guint64 maybe = wanted & needles->firsts[(guint8) at[0]] & needles->seconds[(guint8) at[1]];
  guint64 found = 0;

  for (; maybe != 0; maybe &= maybe - 1) {
    const guint i = (guint) __builtin_ctzll (maybe);
    const gsize skip = needles->skips[i];

    if ((gsize) (at - text) >= skip && (gsize) (end - at) >= needles->lengths[i] - skip
        && is_equal_nocase (at - skip, needles->words[i], needles->lengths[i])
        && (needles->counts == NULL || needles->counts (needles->words[i], text, end, at - skip)))
      found |= G_GUINT64_CONSTANT (1) << i;
  }
  return found;
}

guint64
hm_needles_find (HmNeedles *needles, const char *text, gsize size)
{
  const char *end = text + size;
  guint64 found = 0;

  prepare (needles);
  for (const char *at = text; (at = pair_next (needles->pairs, at, end)) != NULL; at++)
    found |= words_around (needles, ~found, text, end, at);
  return found;
}

const char *
hm_needles_next (HmNeedles *needles, const char *text, gsize size, const char *at)
{
  const char *end = text + size;

  prepare (needles);
  for (; (at = pair_next (needles->pairs, at, end)) != NULL; at++)
    if (words_around (needles, G_MAXUINT64, text, end, at) != 0)
      return at;
  return NULL;
}

gboolean
hm_needles_has (HmNeedles *needles, const char *text, gsize size)
{
  return hm_needles_next (needles, text, size, text) != NULL;
}

static void
tables_prepare (HmNeedleTables *tables)
{
  if (!g_once_init_enter (&tables->is_ready))
    return;
  for (gsize i = 0; tables->tables[i] != NULL; i++) {
    const HmNeedles *needles = tables->tables[i];

    prepare (tables->tables[i]);
    for (gsize pair = 0; pair < G_N_ELEMENTS (tables->askers); pair++)
      if (needles->pairs[pair] != 0)
        tables->askers[pair] = (guint16) (tables->askers[pair] | 1u << i);
  }
  g_once_init_leave (&tables->is_ready, 1);
}

/* Returns: (nullable) the first pair from @at on that a table of @wanted asks for; @at and @end as for pair_next() */
static const char *
asked_next (const HmNeedleTables *tables, guint32 wanted, const char *at, const char *end)
{
  const guint16 *askers = tables->askers;

  for (; end - at > 4; at += 4)
    if (((askers[pair_at (at)] | askers[pair_at (at + 1)] | askers[pair_at (at + 2)]
          | askers[pair_at (at + 3)])
         & wanted)
        != 0)
      break;
  for (; end - at > 1; at++)
    if ((askers[pair_at (at)] & wanted) != 0)
      return at;
  return NULL;
}

guint32
hm_needle_tables_find (HmNeedleTables *tables, guint32 wanted, const char *text, gsize size)
{
  const char *end = text + size;
  guint32 left = wanted;

  tables_prepare (tables);
  for (const char *at = text; left != 0 && (at = asked_next (tables, left, at, end)) != NULL; at++)
    for (guint32 maybe = left & tables->askers[pair_at (at)]; maybe != 0; maybe &= maybe - 1) {
      const guint i = (guint) __builtin_ctz (maybe);

      if (words_around (tables->tables[i], G_MAXUINT64, text, end, at) != 0)
        left &= ~(1u << i);
    }
  return wanted & ~left;
}
