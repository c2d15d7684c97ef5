/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What GitLab says of commits' signatures: all at once by GraphQL, or of the ten newest one by one
 * where the server's GraphQL does not list commits. A 404 to the latter is what an unsigned commit
 * gets, and some old servers give it for signed ones too, so it is no word at all.
 */
#include <string.h>

#include "core/limits.h"
#include "core/mask.h"
#include "core/oid.h"
#include "evidence/forge/gitlab.h"
#include "evidence/forge/shape.h"

typedef struct {
  const char *status; /* as REST spells it; GraphQL does in capitals */
  HmVerdict verdict;
  gboolean is_web_key;
} Status;

/* Others, which newer servers may have, tell nothing. */
static const Status statuses[] = {
  { "verified", HM_VERDICT_GOOD, FALSE },
  { "verified_system", HM_VERDICT_GOOD, TRUE },
  { "unverified", HM_VERDICT_UNTRUSTED, FALSE },
  { "same_user_different_email", HM_VERDICT_UNTRUSTED, FALSE },
  { "other_user", HM_VERDICT_UNTRUSTED, FALSE },
  { "unverified_key", HM_VERDICT_UNTRUSTED, FALSE },
  { "unverified_author_email", HM_VERDICT_UNTRUSTED, FALSE },
  { "unknown_key", HM_VERDICT_UNTRUSTED, FALSE },
  { "revoked_key", HM_VERDICT_UNTRUSTED, FALSE },
  { "multiple_signatures", HM_VERDICT_ERROR, FALSE },
};

const char *
hm_gitlab_revision (const HmGitlab *gitlab)
{
  HmOid head;

  if (gitlab->target->head != NULL && hm_oid_parse (gitlab->target->head, &head)
      && !hm_oid_is_zero (&head))
    return gitlab->target->head;
  return gitlab->branch;
}

static HmForgeSignature
signature_make (const HmGitlab *gitlab, const HmOid *commit, const char *status)
{
  HmForgeSignature signature = { .object = *commit, .is_signed = TRUE };
  g_autofree char *lower = g_ascii_strdown (status, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (strcmp (lower, statuses[i].status) != 0)
      continue;
    signature.verdict = statuses[i].verdict;
    signature.is_web_key = statuses[i].is_web_key;
  }
  if (signature.verdict != HM_VERDICT_GOOD)
    signature.why = g_string_chunk_insert_const (gitlab->store->strings, lower);
  return signature;
}

/* The commits that were listed, newest first. Returns: (borrowed) (nullable) */
static const char *
listed_commit (const HmGitlab *gitlab, gsize index, HmOid *ret_commit)
{
  const json_t *list = gitlab->commits != NULL && gitlab->commits->kind == HM_ANSWER_OK
                           ? gitlab->commits->json
                           : NULL;
  const char *id = hm_shape_text (json_array_get (list, index), "id");

  return id != NULL && hm_oid_parse (id, ret_commit) ? id : NULL;
}

void
hm_gitlab_list_commits (HmGitlab *gitlab, HmBatch *batch)
{
  const char *revision = hm_gitlab_revision (gitlab);
  g_autoptr (GString) segment = g_string_new (NULL);

  if (revision == NULL)
    return;
  hm_mask_url_segment (segment, revision, -1);
  hm_batch_get (batch,
                hm_gitlab_url (gitlab,
                               "/repository/commits?ref_name=%s&first_parent=true&per_page=%u",
                               segment->str, HM_GITLAB_SIGNATURES_MAX),
                &gitlab->commits);
}

void
hm_gitlab_ask_signatures (HmGitlab *gitlab, HmBatch *batch)
{
  for (gsize i = 0; i < HM_GITLAB_SIGNATURES_MAX; i++) {
    HmOid commit;
    const char *id = listed_commit (gitlab, i, &commit);

    if (id != NULL)
      hm_batch_get (batch, hm_gitlab_url (gitlab, "/repository/commits/%s/signature", id),
                    &gitlab->signatures[i]);
  }
}

/* @status: (nullable) nothing is added where the forge tells none. */
static void
add (const HmGitlab *gitlab, GArray *signatures, const HmOid *commit, const char *status)
{
  HmForgeSignature signature;

  if (status == NULL)
    return;
  signature = signature_make (gitlab, commit, status);
  g_array_append_val (signatures, signature);
}

/* `null` is the signature of an unsigned commit; a key that is missing tells nothing. */
static void
add_node (const HmGitlab *gitlab, GArray *signatures, const json_t *node)
{
  const char *sha = hm_shape_text (node, "sha");
  HmForgeSignature unsigned_one = { 0 };

  if (sha == NULL || !hm_oid_parse (sha, &unsigned_one.object))
    return;
  if (json_is_null (json_object_get (node, "signature")))
    g_array_append_val (signatures, unsigned_one);
  else
    add (gitlab, signatures, &unsigned_one.object,
         hm_shape_text (node, "signature.verificationStatus"));
}

static void
read_graphql (const HmGitlab *gitlab, const HmAnswer *answer, GArray *signatures)
{
  const json_t *nodes =
      hm_shape_get (hm_gitlab_graphql_project (answer), "repository.commits.nodes");
  const json_t *node;
  gsize i;

  json_array_foreach (nodes, i, node)
  {
    if (signatures->len < HM_RECENT_COMMITS)
      add_node (gitlab, signatures, node);
  }
}

void
hm_gitlab_read_signatures (HmGitlab *gitlab)
{
  HmForge *forge = &gitlab->store->facts;
  GArray *signatures = g_array_new (FALSE, TRUE, sizeof (HmForgeSignature));

  read_graphql (gitlab, gitlab->graphql, signatures);
  read_graphql (gitlab, gitlab->graphql_less, signatures);
  for (gsize i = 0; i < HM_GITLAB_SIGNATURES_MAX; i++) {
    const HmAnswer *answer = gitlab->signatures[i];
    HmOid commit;

    if (answer != NULL && answer->kind == HM_ANSWER_OK
        && listed_commit (gitlab, i, &commit) != NULL)
      add (gitlab, signatures, &commit, hm_shape_text (answer->json, "verification_status"));
  }
  forge->n_signatures = signatures->len;
  forge->signatures = (const HmForgeSignature *) (void *) g_array_free (signatures, FALSE);
  g_ptr_array_add (gitlab->store->arrays, (gpointer) (guintptr) forge->signatures);
}
