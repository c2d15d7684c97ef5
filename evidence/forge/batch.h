/* SPDX-License-Identifier: Apache-2.0 */
/* Questions that do not depend on each other, and so go out at once. */
#ifndef HM_EVIDENCE_FORGE_BATCH_H
#define HM_EVIDENCE_FORGE_BATCH_H

#include "evidence/forge/http.h"

typedef struct HmBatch HmBatch;

HmBatch *hm_batch_new (void);
void hm_batch_free (HmBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmBatch, hm_batch_free)

/* GET @url, which is taken over. The answer (owned) goes to @slot, which is NULL until then and outlives the batch. */
void hm_batch_get (HmBatch *batch, char *url, HmAnswer **slot);

/* POST @body to @url; both are taken over. */
void hm_batch_post (HmBatch *batch, char *url, char *body, HmAnswer **slot);

/*
 * Asks all, if any, and empties the batch. Returns: FALSE with an error as hm_http_ask(); the slots
 * stay as they were.
 */
gboolean hm_batch_ask (HmBatch *batch, HmHttp *http, GError **error);

#endif
