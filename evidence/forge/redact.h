/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes out of answers what nobody else may read: tokens, and addresses of people who did not
 * publish them in a commit.
 */
#ifndef HM_EVIDENCE_FORGE_REDACT_H
#define HM_EVIDENCE_FORGE_REDACT_H

#include <glib.h>
#include <jansson.h>

/* Puts as many asterisks in the place of @secret wherever it stands. @secret: (nullable) */
void hm_redact_secret (GByteArray *bytes, const char *secret);
void hm_redact_secret_headers (GHashTable *headers, const char *secret);

/*
 * Seals addresses: the same address by the same key is the same pseudonym, and nobody without the
 * key finds out whose.
 */
typedef struct {
  guint8 key[32];
} HmPseudonyms;

/* Whether a string or a key of @json holds @secret (nullable), however its bytes were written. */
gboolean hm_redact_is_needed (const json_t *json, const char *secret);

/*
 * Returns: (owned) @json with each address in a string or a key replaced by a pseudonym, but for
 * what stands below a key that names an author or a committer, and with @secret (nullable) taken
 * out anywhere.
 *
 * @pseudonyms: (nullable) addresses stay where NULL
 */
json_t *hm_redact_json (const json_t *json, const HmPseudonyms *pseudonyms, const char *secret);

/* Returns: (owned) */
char *hm_redact_text (const char *text, const HmPseudonyms *pseudonyms, const char *secret);

#endif
