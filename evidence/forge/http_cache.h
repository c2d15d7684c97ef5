/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers kept on disk, to ask for them again on condition: one file an answer, mode 0600, in a
 * folder of mode 0700. A file is named by a digest of URL, accept header and token, so that what
 * one token may see is never shown to another. Distrusts its own files: what is cut, changed, or
 * somebody else's is not there. Never fails: where nothing can be kept, nothing is.
 */
#ifndef HM_EVIDENCE_FORGE_HTTP_CACHE_H
#define HM_EVIDENCE_FORGE_HTTP_CACHE_H

#include <glib.h>

typedef struct HmHttpCache HmHttpCache;

/*
 * @token: (nullable) only its digest is kept. Returns: (owned) a cache of at most @bytes_max bytes
 * in @folder, made where needed.
 */
HmHttpCache *hm_http_cache_new (const char *folder, guint64 bytes_max, const char *token);
void hm_http_cache_free (HmHttpCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmHttpCache, hm_http_cache_free)

typedef struct {
  GHashTable *headers; /* see evidence/forge/headers.h */
  GBytes *content;
} HmKeptAnswer;

void hm_kept_answer_free (HmKeptAnswer *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmKeptAnswer, hm_kept_answer_free)

/* Thread-safe. Returns: (owned) (nullable) */
HmKeptAnswer *hm_http_cache_get (HmHttpCache *cache, const char *url, const char *accept);

/* Keeps an answer, the oldest of others going where there is no room. Thread-safe. */
void hm_http_cache_put (HmHttpCache *cache, const char *url, const char *accept,
                        GHashTable *headers, const guint8 *content, gsize size);

/* Marks an answer as just used, so that it is not the oldest. Thread-safe. */
void hm_http_cache_touch (HmHttpCache *cache, const char *url, const char *accept);

#endif
