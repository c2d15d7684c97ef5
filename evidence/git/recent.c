/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into the signatures of recent commits. */
#include "evidence/git/recent.h"

#include "core/limits.h"
#include "evidence/git/cancel.h"
#include "evidence/git/object.h"
#include "evidence/git/signature.h"

static void
signature_look (const HmCommit *commit, gboolean is_forge, git_odb *odb, HmVerifier *verifier,
                GStringChunk *strings, HmSignature *ret_signature)
{
  g_autoptr (git_odb_object) object = NULL;
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autoptr (GString) armour = g_string_new (NULL);

  if (hm_object_read (odb, &commit->oid, GIT_OBJECT_COMMIT, TRUE, &object) != HM_OBJECT_READ) {
    ret_signature->kind = HM_SIGNATURE_OTHER; /* of what, nobody knows */
    ret_signature->verdict = HM_VERDICT_ERROR;
    ret_signature->why = "the commit does not hash to its id";
    return;
  }
  if (!hm_signature_split_commit (git_odb_object_data (object), git_odb_object_size (object),
                                  payload, armour))
    return;
  hm_signature_read (armour->str, armour->len, is_forge, strings, ret_signature);
  if (verifier != NULL)
    hm_verifier_verify (verifier, payload->str, payload->len, armour->str, armour->len,
                        commit->committer_time, strings, ret_signature);
}

GArray *
hm_recent_commits (const HmWalk *walk, git_odb *odb, HmVerifier *verifier, GStringChunk *strings,
                   const gint *cancelled, GError **error)
{
  g_autoptr (GArray) recent = g_array_new (FALSE, FALSE, sizeof (HmRecentCommit));
  HmHistory history = { 0 };
  guint32 index = 0;

  hm_walk_get (walk, &history);
  /* Counted, since forged ids can make a ring of the path. */
  for (gsize n = 0; n < history.n_commits && index != HM_NO_INDEX; n++) {
    const HmCommit *commit = &history.commits[index];
    HmRecentCommit entry = { .commit = index };

    if (hm_is_cancelled (cancelled)) {
      hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
      return NULL;
    }
    index = commit->n_parents > 0 ? history.parents[commit->parents] : HM_NO_INDEX;
    if (history.people[commit->author].is_bot)
      continue;
    entry.signature.kind = commit->signature;
    if (commit->signature != HM_SIGNATURE_NONE)
      signature_look (commit, history.people[commit->committer].is_forge, odb, verifier, strings,
                      &entry.signature);
    g_array_append_val (recent, entry);
    if (recent->len == HM_RECENT_COMMITS)
      break;
  }
  return g_steal_pointer (&recent);
}
