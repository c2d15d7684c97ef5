/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request and its answer as a file of a recording: "0001-GET-HASH.json", the number telling the
 * order of asking, the hash the request. Distrusts the file: it may come with a bug report.
 */
#ifndef HM_EVIDENCE_FORGE_EXCHANGE_H
#define HM_EVIDENCE_FORGE_EXCHANGE_H

#include "evidence/forge/http.h"

/* Bytes of one file: a body at its limit, spread over lines. */
#define HM_EXCHANGE_BYTES_MAX (4 * HM_ANSWER_BYTES_MAX)

/* What became of one request. */
typedef struct {
  HmAnswer *answer;
  guint n_sent;
  guint n_free;
  char *token_refusal; /* (nullable) the error, where the token was refused */
} HmExchange;

void hm_exchange_clear (HmExchange *exchange);

/* Returns: (owned) */
char *hm_exchange_name (guint number, const HmRequest *request);

/* Returns: FALSE where @name is not made as above; @ret_key is (owned) what equal requests have in common. */
gboolean hm_exchange_name_parse (const char *name, guint *ret_number, char **ret_key);

/* Returns: (owned) what hm_exchange_name_parse() finds as the key. */
char *hm_exchange_key (const HmRequest *request);

/* Returns: (owned) */
json_t *hm_exchange_to_json (const HmRequest *request, const HmExchange *exchange);

/* Returns: FALSE where @json is none, or of another request. */
gboolean hm_exchange_from_json (const json_t *json, const HmRequest *request,
                                HmExchange *ret_exchange);

#endif
