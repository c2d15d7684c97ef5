/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/pool.h"

#include <string.h>

/* One origin as asked with one token. */
typedef struct {
  HmHttp *http;
  HmForgeOnce *once;
} Lane;

struct HmForgePool {
  const gint *cancelled;
  gint *n_left; /* (nullable) &own_left where there is a budget */
  gint own_left;
  GMutex mutex;      /* guards all below */
  GHashTable *lanes; /* (element-type utf8 Lane) by lane_name() */
  GHashTable *kinds; /* (element-type utf8 HmForgeKind) by origin */
};

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  hm_http_free (lane->http);
  hm_forge_once_free (lane->once);
  g_free (lane);
}

/* The token itself is kept where it is sent from, and nowhere else. Returns: (owned) */
static char *
lane_name (const char *origin, const char *token)
{
  g_autofree char *digest =
      token != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1) : g_strdup ("");

  return g_strconcat (origin, " ", digest, NULL);
}

HmForgePool *
hm_forge_pool_new (guint budget, const gint *cancelled)
{
  HmForgePool *pool = g_new0 (HmForgePool, 1);

  pool->cancelled = cancelled;
  pool->own_left = (gint) MIN (budget, (guint) G_MAXINT);
  pool->n_left = budget > 0 ? &pool->own_left : NULL;
  pool->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
  pool->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&pool->mutex);
  return pool;
}

void
hm_forge_pool_free (HmForgePool *pool)
{
  if (pool == NULL)
    return;
  g_hash_table_unref (pool->lanes);
  g_hash_table_unref (pool->kinds);
  g_mutex_clear (&pool->mutex);
  g_free (pool);
}

/* Under the mutex. Returns: (borrowed) NULL with an error as hm_http_new() */
static Lane *
lane_find (HmForgePool *pool, const HmHttpOptions *options, GError **error)
{
  g_autofree char *name = lane_name (options->origin, options->token);
  Lane *lane = g_hash_table_lookup (pool->lanes, name);
  HmHttpOptions whole = *options;
  HmHttp *http;

  if (lane != NULL)
    return lane;
  whole.max_requests = G_MAXUINT;
  whole.n_left = pool->n_left;
  whole.cancelled = pool->cancelled;
  http = hm_http_new (&whole, error);
  if (http == NULL)
    return NULL;
  lane = g_new0 (Lane, 1);
  lane->http = http;
  lane->once = hm_forge_once_new ();
  g_hash_table_insert (pool->lanes, g_steal_pointer (&name), lane);
  return lane;
}

HmHttp *
hm_forge_pool_open (HmForgePool *pool, const HmHttpOptions *options, GError **error)
{
  HmHttp *share = NULL;
  const Lane *lane;

  g_mutex_lock (&pool->mutex);
  lane = lane_find (pool, options, error);
  if (lane != NULL)
    share = hm_http_new_share (lane->http, options->max_requests, options->cancelled);
  g_mutex_unlock (&pool->mutex);
  return share;
}

HmForgeOnce *
hm_forge_pool_once (HmForgePool *pool, const char *origin, const char *token)
{
  g_autofree char *name = lane_name (origin, token);
  const Lane *lane;

  g_mutex_lock (&pool->mutex);
  lane = g_hash_table_lookup (pool->lanes, name);
  g_mutex_unlock (&pool->mutex);
  return lane != NULL ? lane->once : NULL;
}

HmForgeKind
hm_forge_pool_kind (HmForgePool *pool, const char *origin)
{
  HmForgeKind kind;

  g_mutex_lock (&pool->mutex);
  kind = (HmForgeKind) GPOINTER_TO_UINT (g_hash_table_lookup (pool->kinds, origin));
  g_mutex_unlock (&pool->mutex);
  return kind;
}

void
hm_forge_pool_note_kind (HmForgePool *pool, const char *origin, HmForgeKind kind)
{
  g_mutex_lock (&pool->mutex);
  g_hash_table_insert (pool->kinds, g_strdup (origin), GUINT_TO_POINTER ((guint) kind));
  g_mutex_unlock (&pool->mutex);
}

gint
hm_forge_pool_quota_left (HmForgePool *pool)
{
  GHashTableIter iter;
  gpointer lane;
  gint least = -1;

  g_mutex_lock (&pool->mutex);
  g_hash_table_iter_init (&iter, pool->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane)) {
    const gint left = hm_http_quota_left (((Lane *) lane)->http);

    if (left >= 0 && (least < 0 || left < least))
      least = left;
  }
  g_mutex_unlock (&pool->mutex);
  return least;
}

guint
hm_forge_pool_n_requests (HmForgePool *pool)
{
  GHashTableIter iter;
  gpointer lane;
  guint n = 0;

  g_mutex_lock (&pool->mutex);
  g_hash_table_iter_init (&iter, pool->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &lane))
    n += hm_http_n_requests (((Lane *) lane)->http);
  g_mutex_unlock (&pool->mutex);
  return n;
}
