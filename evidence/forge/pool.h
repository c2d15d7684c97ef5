/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What many scans of one run share when they ask forges: one queue for each host and token, so that
 * they wait together and never press a host harder than one scan alone; what is asked once for all
 * projects; and a budget of requests. Thread-safe.
 */
#ifndef HM_EVIDENCE_FORGE_POOL_H
#define HM_EVIDENCE_FORGE_POOL_H

#include <hallmark/facts.h>

#include "evidence/forge/http.h"
#include "evidence/forge/once.h"

typedef struct HmForgePool HmForgePool;

/*
 * @budget: how many requests the run may send in all, to whomever; 0: no end
 * @cancelled: (nullable) atomic; ends all asking
 */
HmForgePool *hm_forge_pool_new (guint budget, const gint *cancelled);

/* All shares must be gone. */
void hm_forge_pool_free (HmForgePool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmForgePool, hm_forge_pool_free)

/*
 * @options: max_requests and cancelled hold for the share; recording and replay can't be shared.
 * What else is said by the first that asks an origin with a token holds for all that do.
 *
 * Returns: (owned) a share, to be freed before the pool; NULL with an error as hm_http_new()
 */
HmHttp *hm_forge_pool_open (HmForgePool *pool, const HmHttpOptions *options, GError **error);

/* Returns: (borrowed) what is asked once for all projects of @origin with @token (nullable). */
HmForgeOnce *hm_forge_pool_once (HmForgePool *pool, const char *origin, const char *token);

/* What runs at an origin, where it was found out. HM_FORGE_UNKNOWN: it was not. */
HmForgeKind hm_forge_pool_kind (HmForgePool *pool, const char *origin);
void hm_forge_pool_note_kind (HmForgePool *pool, const char *origin, HmForgeKind kind);

/* The least that any host said that is left of its quota; -1 where none said. */
gint hm_forge_pool_quota_left (HmForgePool *pool);

/* How many requests went out so far. */
guint hm_forge_pool_n_requests (HmForgePool *pool);

#endif
