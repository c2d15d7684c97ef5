/* SPDX-License-Identifier: Apache-2.0 */
/* Objects that come again and again, by their ids: those used last stay, within a number of bytes. For one thread. */
#ifndef HM_EVIDENCE_GIT_OBJECT_CACHE_H
#define HM_EVIDENCE_GIT_OBJECT_CACHE_H

#include <hallmark/facts.h>

typedef struct HmObjectCache HmObjectCache;

/* @bytes_max: of all objects together, and of what it takes to keep them. Returns: (owned) */
HmObjectCache *hm_object_cache_new (gsize bytes_max);
void hm_object_cache_free (HmObjectCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmObjectCache, hm_object_cache_free)

/* Returns: (owned) (nullable) the bytes of the object @oid, where they are kept. */
GBytes *hm_object_cache_find (HmObjectCache *cache, const HmOid *oid);

/* Keeps the bytes of the object @oid, which is not kept yet. What is larger than all that may be kept is not. */
void hm_object_cache_add (HmObjectCache *cache, const HmOid *oid, GBytes *bytes);

#endif
