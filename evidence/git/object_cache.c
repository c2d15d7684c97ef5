/* SPDX-License-Identifier: Apache-2.0 */
/* A hash table of entries that are also in a queue, the one used last at its head. */
#include "evidence/git/object_cache.h"

#include "core/oid.h"
#include "core/seeded_hash.h"

/* What an entry takes besides the bytes of its object, so that a million tiny ones count. */
#define ENTRY_COST 256

typedef struct {
  GList link; /* its data is the entry */
  HmOid oid;
  GBytes *bytes;
} Entry;

struct HmObjectCache {
  GHashTable *entries; /* (element-type HmOid Entry) */
  GQueue recent;       /* (element-type Entry) */
  gsize bytes_max;
  gsize bytes;
};

static guint
oid_hash (gconstpointer oid)
{
  return hm_seeded_hash (oid, HM_OID_SIZE);
}

static gboolean
oid_equal (gconstpointer a, gconstpointer b)
{
  return hm_oid_equal (a, b);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_bytes_unref (entry->bytes);
  g_free (entry);
}

HmObjectCache *
hm_object_cache_new (gsize bytes_max)
{
  HmObjectCache *cache = g_new0 (HmObjectCache, 1);

  cache->entries = g_hash_table_new_full (oid_hash, oid_equal, NULL, entry_free);
  cache->bytes_max = bytes_max;
  return cache;
}

void
hm_object_cache_free (HmObjectCache *cache)
{
  if (cache == NULL)
    return;
  g_hash_table_unref (cache->entries);
  g_free (cache);
}

GBytes *
hm_object_cache_find (HmObjectCache *cache, const HmOid *oid)
{
  Entry *entry = g_hash_table_lookup (cache->entries, oid);

  if (entry == NULL)
    return NULL;
  g_queue_unlink (&cache->recent, &entry->link);
  g_queue_push_head_link (&cache->recent, &entry->link);
  return g_bytes_ref (entry->bytes);
}

static void
oldest_drop (HmObjectCache *cache)
{
  Entry *entry = cache->recent.tail->data;

  g_queue_unlink (&cache->recent, &entry->link);
  cache->bytes -= g_bytes_get_size (entry->bytes) + ENTRY_COST;
  g_hash_table_remove (cache->entries, &entry->oid);
}

void
hm_object_cache_add (HmObjectCache *cache, const HmOid *oid, GBytes *bytes)
{
  gsize cost = g_bytes_get_size (bytes) + ENTRY_COST;
  Entry *entry;

  if (cost > cache->bytes_max)
    return;
  while (cache->bytes > cache->bytes_max - cost)
    oldest_drop (cache);
  entry = g_new0 (Entry, 1);
  entry->oid = *oid;
  entry->bytes = g_bytes_ref (bytes);
  entry->link.data = entry;
  if (!g_hash_table_insert (cache->entries, &entry->oid, entry))
    g_assert_not_reached ();
  g_queue_push_head_link (&cache->recent, &entry->link);
  cache->bytes += cost;
}
