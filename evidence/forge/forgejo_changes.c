/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The newest merged pull requests of a repository on Forgejo or Gitea, with their approvals: one
 * request for each, so only the newest are looked at. Closed ones are listed by their last change,
 * so they are sorted here by when they were merged.
 */
#include <string.h>

#include "evidence/forge/forgejo.h"
#include "evidence/forge/shape.h"

#define API_SUFFIX "/api/v1"
#define N_PULLS 30

/* Stands in for an account that is gone. */
#define GHOST "Ghost"

void
hm_forgejo_ask_pulls (HmForgejo *forgejo, HmBatch *batch)
{
  hm_batch_get (batch,
                g_strdup_printf ("%s/pulls?state=closed&sort=recentupdate&limit=%d",
                                 forgejo->repo_url, N_PULLS),
                &forgejo->pulls);
}

/* Accounts of services: the forge itself vouches for a login, so here, unlike in git, a name says who. */
static const char *const bot_logins[] = {
  "dependabot", "forgejo-actions", "gitea-actions", "mergebot",
  "renovate",   "renovate-bot",    "weblate",
};

static gboolean
login_is_bot (const char *login)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bot_logins); i++) {
    if (g_ascii_strcasecmp (login, bot_logins[i]) == 0)
      return TRUE;
  }
  return g_str_has_suffix (login, "[bot]");
}

/* Returns: (nullable) in the store; NULL where the account is gone. */
static const char *
login_of (const HmForgejo *forgejo, const json_t *json, const char *path)
{
  const char *login = hm_shape_text (json, path);

  if (login == NULL || *login == '\0' || strcmp (login, GHOST) == 0)
    return NULL;
  return g_string_chunk_insert_const (forgejo->store->strings, login);
}

/* Returns: FALSE where @pull was not merged. */
static gboolean
change_read (const HmForgejo *forgejo, const char *root, const json_t *pull,
             HmMergedChange *ret_change)
{
  g_autofree char *source = NULL;
  HmMergedChange change = { 0 };

  if (hm_shape_truth (pull, "merged") != HM_TRUTH_YES
      || !hm_shape_count (pull, "number", &change.number)
      || !hm_shape_time (pull, "merged_at", &change.merged_at))
    return FALSE;
  source = g_strdup_printf ("%s/%s/pulls/%u", root, forgejo->path, change.number);
  change.source = g_string_chunk_insert (forgejo->store->strings, source);
  change.author = login_of (forgejo, pull, "user.login");
  change.merger = login_of (forgejo, pull, "merged_by.login");
  change.is_by_bot = change.author != NULL && login_is_bot (change.author);
  *ret_change = change;
  return TRUE;
}

void
hm_forgejo_find_changes (HmForgejo *forgejo)
{
  const HmAnswer *answer = forgejo->pulls;
  HmForge *facts = &forgejo->store->facts;
  g_autofree char *root = hm_forge_root (forgejo->target->api, API_SUFFIX);
  const json_t *pull;
  GArray *changes;
  gsize i;

  if (answer->kind != HM_ANSWER_OK || !json_is_array (answer->json)) {
    facts->changes_why = hm_forge_unseen (forgejo->store, answer).why;
    return;
  }
  changes = g_array_new (FALSE, TRUE, sizeof (HmMergedChange));
  json_array_foreach (answer->json, i, pull)
  {
    HmMergedChange change;

    if (changes->len < N_PULLS && change_read (forgejo, root, pull, &change))
      g_array_append_val (changes, change);
  }
  g_array_sort (changes, hm_forge_change_compare);
  facts->n_changes = changes->len;
  facts->changes = (const HmMergedChange *) (void *) g_array_free (changes, FALSE);
  g_ptr_array_add (forgejo->store->arrays, (gpointer) (guintptr) facts->changes);
}

void
hm_forgejo_ask_reviews (HmForgejo *forgejo, HmBatch *batch)
{
  const HmForge *facts = &forgejo->store->facts;

  for (gsize i = 0; i < MIN (facts->n_changes, HM_FORGEJO_REVIEWED_MAX); i++)
    hm_batch_get (batch,
                  g_strdup_printf ("%s/pulls/%u/reviews?limit=50", forgejo->repo_url,
                                   facts->changes[i].number),
                  &forgejo->reviews[i]);
}

/* Those that neither approve nor take an approval back. */
static const char *const silent_states[] = { "COMMENT", "PENDING", "REQUEST_REVIEW" };

static gboolean
state_is_silent (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (silent_states); i++) {
    if (strcmp (state, silent_states[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What older servers do not have at @key is not so. */
static HmTruth
truth_if_any (const json_t *review, const char *key)
{
  return json_object_get (review, key) == NULL ? HM_TRUTH_NO : hm_shape_truth (review, key);
}

/* Whether an approval stands. */
static HmTruth
approval_stands (const json_t *review)
{
  HmTruth official = hm_shape_truth (review, "official");
  HmTruth dismissed = truth_if_any (review, "dismissed");
  HmTruth stale = truth_if_any (review, "stale");

  if (official == HM_TRUTH_UNKNOWN || dismissed == HM_TRUTH_UNKNOWN || stale == HM_TRUTH_UNKNOWN)
    return HM_TRUTH_UNKNOWN;
  return official == HM_TRUTH_YES && dismissed == HM_TRUTH_NO && stale == HM_TRUTH_NO ? HM_TRUTH_YES
                                                                                      : HM_TRUTH_NO;
}

/*
 * People other than @author whose last word is an approval that still stands: neither dismissed nor
 * of an older state, and by somebody whose approval counts ("official"). Reviews come in the order
 * in which they were given.
 *
 * Returns: FALSE where a review does not say what it takes to count.
 */
static gboolean
approvals_count (const json_t *reviews, const char *author, guint *ret_n)
{
  g_autoptr (GHashTable) approvers = g_hash_table_new (g_str_hash, g_str_equal);
  const json_t *review;
  gsize i;

  json_array_foreach (reviews, i, review)
  {
    const char *state = hm_shape_text (review, "state");
    const char *login = hm_shape_text (review, "user.login");

    if (state != NULL && state_is_silent (state))
      continue;
    if (state == NULL || login == NULL || *login == '\0')
      return FALSE;
    if (strcmp (login, author) == 0 || login_is_bot (login))
      continue;
    if (strcmp (state, "REQUEST_CHANGES") == 0)
      g_hash_table_remove (approvers, login);
    else if (strcmp (state, "APPROVED") != 0 || approval_stands (review) == HM_TRUTH_UNKNOWN)
      return FALSE;
    else if (approval_stands (review) == HM_TRUTH_YES)
      g_hash_table_add (approvers, (gpointer) (guintptr) login);
  }
  *ret_n = g_hash_table_size (approvers);
  return TRUE;
}

void
hm_forgejo_read_reviews (HmForgejo *forgejo)
{
  HmForge *facts = &forgejo->store->facts;
  HmMergedChange *changes = (HmMergedChange *) (guintptr) facts->changes;

  for (gsize i = 0; i < MIN (facts->n_changes, HM_FORGEJO_REVIEWED_MAX); i++) {
    const HmAnswer *answer = forgejo->reviews[i];

    if (changes[i].author == NULL || answer == NULL || answer->kind != HM_ANSWER_OK
        || !json_is_array (answer->json) || answer->has_next)
      continue;
    changes[i].is_known =
        approvals_count (answer->json, changes[i].author, &changes[i].n_approvals);
  }
}
