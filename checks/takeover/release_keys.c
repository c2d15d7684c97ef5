/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who makes the releases: a key that nobody had seen before, used by somebody new in a project
 * whose releases another key had signed; or releases by somebody new that nobody signs any more.
 */
#include "checks/release_tags.h"
#include "checks/takeover/families.h"

/* Signed releases in a row after which an unsigned one stands out. */
#define SIGNED_BEFORE_MIN 3u

/* A tag is no older than what it names, where that is seen. */
static gint64
tag_time (const HmTakeoverScene *scene, const HmTag *tag)
{
  if (tag->commit == HM_NO_INDEX)
    return MIN (scene->now, tag->time);
  return MIN (scene->now, MAX (tag->time, hm_tenure_time (scene->tenure, tag->commit)));
}

/*
 * Whether an older hand added a key file to the tree in the year before @tag, or a key that the
 * scan was told to trust made it.
 */
static gboolean
is_vouched (const HmTakeoverScene *scene, const HmTag *tag)
{
  if (tag->signature.verdict == HM_VERDICT_GOOD)
    return TRUE;
  for (guint i = 0; i < scene->year->len; i++) {
    HmTakeoverCommit commit = hm_takeover_commit (scene, g_array_index (scene->year, guint32, i));

    if (commit.actor == tag->tagger || commit.newcomer != HM_TRUTH_NO
        || commit.when > tag_time (scene, tag))
      continue;
    HM_TAKEOVER_FOREACH_CHANGE (scene, commit.index, change)
    {
      if ((change->roles & HM_ROLE_KEYS) != 0 && change->kind != HM_CHANGE_DELETED)
        return TRUE;
    }
  }
  return FALSE;
}

/* What the releases of the last year show. */
typedef struct {
  const HmTag *tag; /* the first that is worth a word; NULL: none */
  HmTruth newcomer;
  gboolean has_new_key;
} Sight;

/* Goes through the tags from the oldest on. */
static Sight
sight_find (const HmTakeoverScene *scene)
{
  g_autoptr (GPtrArray) tags = hm_tags_by_age (scene->history);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_signed_in_a_row = 0;
  Sight sight = { 0 };

  for (guint i = 0; i < tags->len; i++) {
    const HmTag *tag = g_ptr_array_index (tags, i);
    g_autofree char *key = tag->signature.is_web_key ? NULL : hm_tag_key (tag);
    const gboolean has_key = key != NULL;
    gboolean has_new_key = FALSE;
    HmTruth newcomer;

    if (tag->tagger == HM_NO_INDEX || (!has_key && !tag->is_release))
      continue;
    if (has_key) {
      guint n_before = g_hash_table_size (keys);

      has_new_key = g_hash_table_add (keys, g_steal_pointer (&key)) && n_before > 0;
    }
    if (tag_time (scene, tag) > scene->now - HM_TAKEOVER_YEAR && sight.newcomer != HM_TRUTH_YES
        && (has_new_key || (!has_key && n_signed_in_a_row >= SIGNED_BEFORE_MIN))) {
      newcomer = hm_tenure_is_newcomer (scene->tenure, tag->tagger, tag_time (scene, tag));
      if (newcomer == HM_TRUTH_YES || (newcomer == HM_TRUTH_UNKNOWN && sight.tag == NULL))
        sight = (Sight){ .tag = tag, .newcomer = newcomer, .has_new_key = has_new_key };
    }
    n_signed_in_a_row = has_key ? n_signed_in_a_row + 1 : 0;
  }
  return sight;
}

void
hm_takeover_judge_release_keys (HmTakeoverScene *scene)
{
  HmTakeoverState state = HM_TAKEOVER_TRUE;
  g_autofree char *name = NULL;
  HmFinding *finding;
  Sight sight;

  if (!scene->is_old || scene->history->n_tags + scene->history->n_branch_tags == 0) {
    hm_takeover_say (scene, HM_TAKEOVER_RELEASE_KEY, HM_TAKEOVER_NOT_APPLICABLE, "%s",
                     scene->is_old ? "there are no tags" : "the project is younger than 3 years");
    return;
  }
  sight = sight_find (scene);
  if (sight.tag == NULL) {
    hm_takeover_say (scene, HM_TAKEOVER_RELEASE_KEY, HM_TAKEOVER_CALM,
                     "no newcomer signs releases with a key of their own");
    return;
  }
  if (sight.newcomer == HM_TRUTH_UNKNOWN)
    state = HM_TAKEOVER_UNKNOWN;
  else if (sight.has_new_key && is_vouched (scene, sight.tag))
    state = HM_TAKEOVER_SETTLED;
  name = hm_takeover_person (scene, sight.tag->tagger);
  finding = hm_takeover_say (
      scene, HM_TAKEOVER_RELEASE_KEY, state,
      "the tag %s by %s, first seen %u days before it was made, %s%s", sight.tag->name, name,
      (guint) (MAX (0, tag_time (scene, sight.tag)
                           - hm_tenure_first (scene->tenure, sight.tag->tagger))
               / HM_TAKEOVER_DAY),
      sight.has_new_key ? "bears a key that no release had borne, while others had"
                        : "bears no signature, while those before it do",
      state == HM_TAKEOVER_SETTLED ? " (an older hand added the keys to the tree, or you trust it)"
                                   : "");
  scene->who[HM_TAKEOVER_RELEASE_KEY] = sight.tag->tagger;
  hm_finding_cite_tag (finding, sight.tag);
}
