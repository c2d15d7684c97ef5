/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_changes.h"

#include <string.h>

#include "evidence/forge/github_query.h"
#include "evidence/forge/shape.h"

static const char *
keep (HmForgeStore *store, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (store->strings, text) : NULL;
}

static gboolean
is_same_login (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* @type: (nullable) "Bot", in REST and GraphQL alike */
static gboolean
is_bot (const char *type, const char *login)
{
  return (type != NULL && strcmp (type, "Bot") == 0)
         || (login != NULL && g_str_has_suffix (login, "[bot]"));
}

static gboolean
has_number (const GArray *changes, guint number)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_array_index (changes, HmMergedChange, i).number == number)
      return TRUE;
  return FALSE;
}

static void
changes_set (HmForgeStore *store, GArray *changes, const char *why_none)
{
  g_array_sort (changes, hm_forge_change_compare);
  if (changes->len == 0)
    store->facts.changes_why = why_none;
  store->facts.n_changes = MIN (changes->len, HM_GITHUB_CHANGES_MAX);
  store->facts.changes = (const HmMergedChange *) (void *) changes->data;
  g_ptr_array_add (store->arrays, g_array_free (changes, FALSE));
}

/*
 * Each reviewer is there once, with the last opinion. An account that is gone, which is null, can't
 * be told from the author's.
 *
 * Returns: whether all of @reviews could be read; @ret_n is set only then.
 */
static gboolean
approvals_count (const json_t *reviews, const char *author, guint *ret_n)
{
  const json_t *nodes = hm_shape_get (reviews, "nodes");
  guint n = 0;

  if (!json_is_array (nodes))
    return FALSE;
  for (gsize i = 0; i < json_array_size (nodes); i++) {
    const json_t *review = json_array_get (nodes, i);
    const char *state = hm_shape_text (review, "state");
    const char *login = hm_shape_text (review, "author.login");
    const char *type = hm_shape_text (review, "author.__typename");

    if (state == NULL)
      return FALSE;
    if (strcmp (state, "APPROVED") != 0 || json_is_null (json_object_get (review, "author")))
      continue;
    if (login == NULL || login[0] == '\0' || type == NULL)
      return FALSE;
    if (!is_same_login (login, author) && !is_bot (type, login))
      n++;
  }
  *ret_n = n;
  return TRUE;
}

static void
change_add (HmForgeStore *store, const json_t *pull, const char *full_name, GArray *changes)
{
  const char *project = hm_shape_text (pull, "repository.nameWithOwner");
  const char *author = hm_shape_text (pull, "author.login");
  const json_t *reviews = hm_shape_get (pull, "latestOpinionatedReviews");
  HmMergedChange change = { .author = keep (store, author) };

  if (project == NULL || g_ascii_strcasecmp (project, full_name) != 0
      || !hm_shape_count (pull, "number", &change.number)
      || !hm_shape_time (pull, "mergedAt", &change.merged_at)
      || has_number (changes, change.number))
    return;
  change.merger = keep (store, hm_shape_text (pull, "mergedBy.login"));
  change.is_by_bot = is_bot (hm_shape_text (pull, "author.__typename"), author);
  change.source = keep (store, hm_shape_text (pull, "url"));
  /* Without its author nobody can say that an approval is another's. */
  change.is_known = author != NULL && approvals_count (reviews, author, &change.n_approvals);
  g_array_append_val (changes, change);
}

void
hm_github_changes_from_history (HmForgeStore *store, const json_t *history, const char *full_name)
{
  GArray *changes = g_array_new (FALSE, TRUE, sizeof (HmMergedChange));
  const json_t *commits = hm_shape_get (history, "nodes");

  for (gsize i = 0; i < json_array_size (commits); i++) {
    const json_t *pulls =
        hm_shape_get (json_array_get (commits, i), "associatedPullRequests.nodes");

    for (gsize j = 0; j < json_array_size (pulls); j++)
      change_add (store, json_array_get (pulls, j), full_name, changes);
  }
  changes_set (store, changes, "no merged pull request brought any of the newest commits");
}

void
hm_github_changes_from_pulls (HmForgeStore *store, const json_t *pulls)
{
  GArray *changes = g_array_new (FALSE, TRUE, sizeof (HmMergedChange));

  for (gsize i = 0; i < json_array_size (pulls); i++) {
    const json_t *pull = json_array_get (pulls, i);
    const char *author = hm_shape_text (pull, "user.login");
    HmMergedChange change = { .author = keep (store, author) };

    if (!hm_shape_count (pull, "number", &change.number)
        || !hm_shape_time (pull, "merged_at", &change.merged_at)
        || has_number (changes, change.number))
      continue;
    change.is_by_bot = is_bot (hm_shape_text (pull, "user.type"), author);
    change.source = keep (store, hm_shape_text (pull, "html_url"));
    g_array_append_val (changes, change);
  }
  changes_set (store, changes, "none of the pull requests touched last was merged");
}
