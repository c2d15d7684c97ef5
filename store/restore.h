/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a report back from its body. */
#ifndef HM_STORE_RESTORE_H
#define HM_STORE_RESTORE_H

#include "store/database.h"

/*
 * The base that was inflated last: reports of one repository share it. It serves one question: later a body may be
 * gone, and its number another's.
 */
typedef struct {
  gint64 id;
  GBytes *text; /* (nullable) */
} HmBaseCache;

void hm_base_cache_clear (HmBaseCache *cache);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmBaseCache, hm_base_cache_clear)

/*
 * Restores body @id, and holds it against its digest.
 *
 * Returns: (owned) NULL with @error set
 */
GBytes *hm_body_restore (HmStore *store, gint64 id, HmBaseCache *cache, GError **error);

/*
 * The base that a body like @id is best deflated against: its own, else itself.
 *
 * @ret_base: 0 where there is none; so for @id 0.
 * @ret_packed_size: bytes that the base itself takes.
 */
gboolean hm_body_find_base (HmStore *store, gint64 id, gint64 *ret_base, gsize *ret_packed_size,
                            GError **error);

#endif
