/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_signatures.h"

#include <string.h>

#include "core/oid.h"
#include "evidence/forge/shape.h"

/* The account under which GitHub commits what is done on its pages; only GitHub has its key. */
#define WEB_LOGIN "web-flow"

#define UNSIGNED "unsigned"

#define KEY_UNKNOWN "the answer does not say whether the key is GitHub's own"

/* An expired, revoked or unknown key says nothing against the content; only a signature that does not fit it is bad. */
static const struct {
  const char *word;
  HmVerdict verdict;
} words[] = {
  { "valid", HM_VERDICT_GOOD },
  { UNSIGNED, HM_VERDICT_UNCHECKED },
  { "unknown_key", HM_VERDICT_UNTRUSTED },
  { "no_user", HM_VERDICT_UNTRUSTED },
  { "unverified_email", HM_VERDICT_UNTRUSTED },
  { "bad_email", HM_VERDICT_UNTRUSTED },
  { "not_signing_key", HM_VERDICT_UNTRUSTED },
  { "expired_key", HM_VERDICT_UNTRUSTED },
  { "bad_cert", HM_VERDICT_UNTRUSTED }, /* a chain that GitHub does not know: an employer's own */
  { "ocsp_revoked", HM_VERDICT_UNTRUSTED },
  { "invalid", HM_VERDICT_BAD },
  { "malformed_signature", HM_VERDICT_BAD },
  { "malformed_sig", HM_VERDICT_BAD },
  { "unknown_signature_type", HM_VERDICT_ERROR },
  { "unknown_sig_type", HM_VERDICT_ERROR },
  { "gpgverify_error", HM_VERDICT_ERROR },
  { "gpgverify_unavailable", HM_VERDICT_ERROR },
  { "ocsp_pending", HM_VERDICT_ERROR },
  { "ocsp_error", HM_VERDICT_ERROR },
};

HmVerdict
hm_github_signature_verdict (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i].word) == 0)
      return words[i].verdict;
  return HM_VERDICT_ERROR;
}

/*
 * @word: as the forge says
 * @is_valid: what it says beside the word; where the two disagree nothing is believed
 * @is_web_key: unknown where it can't be read: then the signature may be anybody's, and is not
 * taken for the author's own
 */
static void
signature_add (HmForgeStore *store, const char *oid, const char *word, HmTruth is_valid,
               HmTruth is_web_key, const char *signer, GArray *signatures)
{
  g_autofree char *lower = g_ascii_strdown (word, -1);
  HmForgeSignature signature = {
    .verdict = hm_github_signature_verdict (lower),
    .is_signed = strcmp (lower, UNSIGNED) != 0,
  };

  if (!hm_oid_parse (oid, &signature.object))
    return;
  if ((signature.verdict == HM_VERDICT_GOOD) != (is_valid == HM_TRUTH_YES))
    signature.verdict = HM_VERDICT_ERROR;
  if (signature.verdict == HM_VERDICT_GOOD && is_web_key == HM_TRUTH_UNKNOWN) {
    signature.verdict = HM_VERDICT_ERROR;
    signature.why = KEY_UNKNOWN;
  } else if (signature.verdict == HM_VERDICT_GOOD) {
    signature.is_web_key = is_web_key == HM_TRUTH_YES;
    signature.signer = signer != NULL ? g_string_chunk_insert_const (store->strings, signer) : NULL;
  } else if (signature.is_signed)
    signature.why = g_string_chunk_insert_const (store->strings, lower);
  g_array_append_val (signatures, signature);
}

void
hm_github_signatures_add_history (HmForgeStore *store, const json_t *history,
                                  gboolean is_null_unsigned, GArray *signatures)
{
  const json_t *nodes = hm_shape_get (history, "nodes");

  for (gsize i = 0; i < json_array_size (nodes); i++) {
    const json_t *node = json_array_get (nodes, i);
    const char *oid = hm_shape_text (node, "oid");
    const char *state = hm_shape_text (node, "signature.state");

    if (oid == NULL)
      continue;
    if (state != NULL)
      signature_add (store, oid, state, hm_shape_truth (node, "signature.isValid"),
                     hm_shape_truth (node, "signature.wasSignedByGitHub"),
                     hm_shape_text (node, "signature.signer.login"), signatures);
    else if (is_null_unsigned && json_is_null (json_object_get (node, "signature")))
      signature_add (store, oid, UNSIGNED, HM_TRUTH_NO, HM_TRUTH_NO, NULL, signatures);
  }
}

static void
verification_add (HmForgeStore *store, const json_t *object, const char *path, HmTruth is_web_key,
                  const char *signer, GArray *signatures)
{
  const json_t *verification = hm_shape_get (object, path);
  const char *oid = hm_shape_text (object, "sha");
  const char *reason = hm_shape_text (verification, "reason");

  if (oid == NULL || reason == NULL)
    return;
  signature_add (store, oid, reason, hm_shape_truth (verification, "verified"), is_web_key, signer,
                 signatures);
}

void
hm_github_signatures_add_commits (HmForgeStore *store, const json_t *commits, GArray *signatures)
{
  for (gsize i = 0; i < json_array_size (commits); i++) {
    const json_t *commit = json_array_get (commits, i);
    const char *committer = hm_shape_text (commit, "committer.login");
    HmTruth is_web_key = HM_TRUTH_UNKNOWN;

    if (committer != NULL)
      is_web_key = strcmp (committer, WEB_LOGIN) == 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
    verification_add (store, commit, "commit.verification", is_web_key, committer, signatures);
  }
}

void
hm_github_signatures_add_tag (HmForgeStore *store, const json_t *tag, GArray *signatures)
{
  /* What is tagged on GitHub's pages gets no tag object: one is signed with somebody's own key. */
  verification_add (store, tag, "verification", HM_TRUTH_NO, NULL, signatures);
}
