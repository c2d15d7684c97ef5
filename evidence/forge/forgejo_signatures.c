/* SPDX-License-Identifier: Apache-2.0 */
/* What Forgejo and Gitea say of the signatures of the newest commits. */
#include <string.h>

#include "core/limits.h"
#include "core/mask.h"
#include "core/oid.h"
#include "evidence/forge/forgejo.h"
#include "evidence/forge/shape.h"

#define PER_PAGE 50

static const struct {
  const char *reason; /* the key of a sentence in the interface */
  HmVerdict verdict;
} reasons[] = {
  { "gpg.error.no_gpg_keys_found", HM_VERDICT_UNTRUSTED },
  { "gpg.error.no_committer_account", HM_VERDICT_UNTRUSTED },
  { "gpg.error.probable_bad_signature", HM_VERDICT_BAD },
  { "gpg.error.probable_bad_default_signature", HM_VERDICT_BAD },
  { "gpg.error.extract_sign", HM_VERDICT_ERROR },
  { "gpg.error.generate_hash", HM_VERDICT_ERROR },
};

/* Neither files nor line counts are of interest, and both cost the server dear. */
static char *
commits_url (const HmForgejo *forgejo, const char *ref, gsize page)
{
  GString *url = g_string_new (forgejo->repo_url);

  g_string_append (url, "/commits?sha=");
  hm_mask_url_segment (url, ref, -1);
  g_string_append_printf (
      url, "&stat=false&files=false&verification=true&limit=%d&page=%" G_GSIZE_FORMAT, PER_PAGE,
      page);
  return g_string_free (url, FALSE);
}

void
hm_forgejo_ask_commits (HmForgejo *forgejo, HmBatch *batch)
{
  for (gsize i = 0; i < HM_FORGEJO_COMMIT_PAGES; i++)
    hm_batch_get (batch, commits_url (forgejo, forgejo->ref, i + 1), &forgejo->commits[i]);
}

/* The scanned commit need not be on the forge: the default branch is. */
void
hm_forgejo_ask_commits_again (HmForgejo *forgejo, HmBatch *batch)
{
  if (forgejo->branch != NULL && forgejo->ref != forgejo->branch
      && forgejo->commits[0]->kind == HM_ANSWER_ABSENT)
    hm_batch_get (batch, commits_url (forgejo, forgejo->branch, 1), &forgejo->commits_less);
}

/* Whether the account at @key of @commit has the login @name: no where it is null, for there is no account then. */
static HmTruth
is_login (const json_t *commit, const char *key, const char *name)
{
  const json_t *account = json_object_get (commit, key);
  const char *login = hm_shape_text (account, "login");

  if (json_is_null (account))
    return HM_TRUTH_NO;
  if (login == NULL || *login == '\0')
    return HM_TRUTH_UNKNOWN;
  return g_ascii_strcasecmp (login, name) == 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
}

/*
 * A good signature is by a key of the committer's, or the author's, account; one by any other name
 * was made with the key of the server itself, for what was done in its web interface.
 */
static void
verified_read (const HmForgejo *forgejo, const json_t *commit, HmForgeSignature *signature)
{
  const char *name = hm_shape_text (commit, "commit.verification.signer.name");

  HmTruth is_committer = HM_TRUTH_UNKNOWN;
  HmTruth is_author = HM_TRUTH_UNKNOWN;

  if (name != NULL && *name != '\0') {
    is_committer = is_login (commit, "committer", name);
    is_author = is_login (commit, "author", name);
  }
  signature->is_signed = TRUE;
  signature->verdict = HM_VERDICT_GOOD;
  if (is_committer == HM_TRUTH_YES || is_author == HM_TRUTH_YES) {
    signature->signer = g_string_chunk_insert_const (forgejo->store->strings, name);
  } else if (is_committer == HM_TRUTH_NO && is_author == HM_TRUTH_NO) {
    signature->is_web_key = TRUE;
  } else {
    signature->verdict = HM_VERDICT_UNCHECKED;
    signature->why = "verified, but whose key it is could not be told from the answer";
  }
}

static void
unverified_read (const HmForgejo *forgejo, const json_t *verification, HmForgeSignature *signature)
{
  const char *reason = hm_shape_text (verification, "reason");

  signature->is_signed = json_string_length (hm_shape_get (verification, "signature")) > 0;
  if (!signature->is_signed || reason == NULL)
    return;
  signature->why = g_string_chunk_insert_const (forgejo->store->strings, reason);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strcmp (reason, reasons[i].reason) == 0)
      signature->verdict = reasons[i].verdict;
}

static void
page_read (const HmForgejo *forgejo, const HmAnswer *page, GArray *signatures)
{
  const json_t *commit;
  gsize i;

  if (page == NULL || page->kind != HM_ANSWER_OK)
    return;
  json_array_foreach (page->json, i, commit)
  {
    const json_t *verification = hm_shape_get (commit, "commit.verification");
    const char *sha = hm_shape_text (commit, "sha");
    HmForgeSignature signature = { 0 };

    if (signatures->len >= HM_RECENT_COMMITS || sha == NULL || verification == NULL
        || !hm_oid_parse (sha, &signature.object))
      continue;
    switch (hm_shape_truth (verification, "verified")) {
    case HM_TRUTH_YES:
      verified_read (forgejo, commit, &signature);
      break;
    case HM_TRUTH_NO:
      unverified_read (forgejo, verification, &signature);
      break;
    case HM_TRUTH_UNKNOWN:
    default:
      continue;
    }
    g_array_append_val (signatures, signature);
  }
}

void
hm_forgejo_read_commits (HmForgejo *forgejo)
{
  HmForge *facts = &forgejo->store->facts;
  GArray *signatures = g_array_new (FALSE, TRUE, sizeof (HmForgeSignature));

  for (gsize i = 0; i < HM_FORGEJO_COMMIT_PAGES; i++)
    page_read (forgejo, forgejo->commits[i], signatures);
  page_read (forgejo, forgejo->commits_less, signatures);
  facts->n_signatures = signatures->len;
  facts->signatures = (const HmForgeSignature *) (void *) g_array_free (signatures, FALSE);
  g_ptr_array_add (forgejo->store->arrays, (gpointer) (guintptr) facts->signatures);
}
