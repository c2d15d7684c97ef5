/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that hold for all projects of an organisation, and so are asked for once in a run of
 * many. Thread-safe: who comes while another asks waits for that answer.
 */
#ifndef HM_EVIDENCE_FORGE_ONCE_H
#define HM_EVIDENCE_FORGE_ONCE_H

#include "evidence/forge/http.h"

typedef struct HmForgeOnce HmForgeOnce;

HmForgeOnce *hm_forge_once_new (void);
void hm_forge_once_free (HmForgeOnce *once);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmForgeOnce, hm_forge_once_free)

/*
 * GETs @url through @http, or remembers what it said. That a limit kept the answer away is no
 * answer to anybody else: the limit may be @http's own.
 *
 * Returns: (borrowed from @once) NULL with an error as hm_http_ask(); an error is not remembered.
 */
const HmAnswer *hm_forge_once_get (HmForgeOnce *once, HmHttp *http, const char *url,
                                   GError **error);

#endif
