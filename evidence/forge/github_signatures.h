/* SPDX-License-Identifier: Apache-2.0 */
/* What GitHub says of the signatures of commits and tags. Distrusts the shape of every answer. */
#ifndef HM_EVIDENCE_FORGE_GITHUB_SIGNATURES_H
#define HM_EVIDENCE_FORGE_GITHUB_SIGNATURES_H

#include "evidence/forge/forge.h"

/*
 * GitHub's word for a signature ("valid", "UNKNOWN_KEY", "malformed_signature"), in REST's spelling
 * or in GraphQL's. A word that is not known is HM_VERDICT_ERROR: the forge says something, but not
 * what.
 */
HmVerdict hm_github_signature_verdict (const char *word);

/* These append HmForgeSignature to @signatures; what has no usable object id or no word is left out. */

/*
 * @history: (nullable) GraphQL's Commit.history. @is_null_unsigned: whether a null signature says
 * that there is none.
 */
void hm_github_signatures_add_history (HmForgeStore *store, const json_t *history,
                                       gboolean is_null_unsigned, GArray *signatures);

/* @commits: (nullable) the list of GET commits. */
void hm_github_signatures_add_commits (HmForgeStore *store, const json_t *commits,
                                       GArray *signatures);

/* @tag: (nullable) GET git/tags/{sha}. */
void hm_github_signatures_add_tag (HmForgeStore *store, const json_t *tag, GArray *signatures);

#endif
