/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Test files that nobody can read: added or changed by somebody new with nobody else seen to look,
 * or rewritten in a commit that does nothing else. Honest test files are as random; what sets these
 * apart is who brings them, and how.
 */
#include "checks/takeover/families.h"

#define OPAQUE_BYTES_MIN 256u
#define OPAQUE_ENTROPY_MIN 970u /* per mille */

/* Commits that fit a rule, and those that may. */
typedef struct {
  GArray *sure;     /* (element-type guint32) */
  GArray *possible; /* (element-type guint32) */
  const HmFileChange *first;
} Fits;

static gboolean
is_binary_fixture (const HmFileChange *change)
{
  return change->content >= HM_CONTENT_BINARY && (change->roles & HM_ROLE_TEST) != 0
         && change->kind != HM_CHANGE_DELETED;
}

/*
 * A test file that comes with its test is work as usual: what counts is a commit that mostly consists of binary ones.
 *
 * Returns: (nullable) the first opaque fixture that the commit brings
 */
static const HmFileChange *
opaque_find (const HmTakeoverScene *scene, guint32 index)
{
  const HmFileChange *first = NULL;
  guint64 n_fixtures = 0;

  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if (!is_binary_fixture (change))
      continue;
    n_fixtures++;
    if (first == NULL && change->size >= OPAQUE_BYTES_MIN && change->entropy >= OPAQUE_ENTROPY_MIN)
      first = change;
  }
  return 2 * n_fixtures > scene->history->commits[index].n_files ? first : NULL;
}

/*
 * Returns: (nullable) the first fixture, where the commit changes binary ones that were there
 * before, and nothing else
 */
static const HmFileChange *
rewrite_find (const HmTakeoverScene *scene, guint32 index)
{
  const HmCommit *commit = &scene->history->commits[index];

  if (commit->n_changes == 0 || commit->n_files != commit->n_changes)
    return NULL;
  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if (!is_binary_fixture (change) || change->kind != HM_CHANGE_MODIFIED)
      return NULL;
  }
  return scene->history->changes + commit->changes;
}

static void
fits_add (const HmTakeoverScene *scene, Fits *fits, guint32 index, const HmFileChange *change)
{
  HmTakeoverCommit commit;
  gboolean is_sure;

  if (change == NULL)
    return;
  commit = hm_takeover_commit (scene, index);
  if (commit.newcomer == HM_TRUTH_NO || commit.trace == HM_TRACE_SECOND)
    return;
  is_sure = commit.newcomer == HM_TRUTH_YES && commit.trace == HM_TRACE_NONE;
  if (is_sure || fits->first == NULL)
    fits->first = change;
  g_array_append_val (is_sure ? fits->sure : fits->possible, index);
}

/* Returns: who brought the fixtures: of several, whoever has a share of the work or a release key, else the latest */
static guint32
fits_who (const HmTakeoverScene *scene, const GArray *commits)
{
  for (guint i = 0; i < commits->len; i++) {
    guint32 actor = hm_witness_actor (scene->history, g_array_index (commits, guint32, i));

    if (actor == scene->who[HM_TAKEOVER_NEWCOMER_SHARE]
        || actor == scene->who[HM_TAKEOVER_RELEASE_KEY])
      return actor;
  }
  return hm_witness_actor (scene->history, g_array_index (commits, guint32, 0));
}

static void
fits_say (HmTakeoverScene *scene, HmTakeoverRule rule, const Fits *fits, const char *what,
          const char *calm)
{
  const GArray *cited = fits->sure->len > 0 ? fits->sure : fits->possible;
  HmFinding *finding;

  if (cited->len == 0) {
    hm_takeover_say (scene, rule, scene->blind != NULL ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM,
                     "%s%s%s", calm, scene->blind != NULL ? ", but " : "",
                     scene->blind != NULL ? scene->blind : "");
    return;
  }
  if (fits->sure->len > 0)
    finding = hm_takeover_say (
        scene, rule, HM_TAKEOVER_TRUE,
        "commits of the last 12 months by newcomers that %s, with nobody else seen to look: %u",
        what, cited->len);
  else
    finding = hm_takeover_say (
        scene, rule, HM_TAKEOVER_UNKNOWN,
        "commits of the last 12 months that %s, of which it can't be seen whether their authors are new, or who looked: %u",
        what, cited->len);
  scene->who[rule] = fits_who (scene, cited);
  hm_takeover_cite_change (finding, fits->first, 0);
  hm_takeover_cite (scene, finding, cited);
}

void
hm_takeover_judge_fixtures (HmTakeoverScene *scene)
{
  g_autoptr (GArray) opaque_sure = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) opaque_possible = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) rewritten_sure = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) rewritten_possible = g_array_new (FALSE, FALSE, sizeof (guint32));
  Fits opaque = { .sure = opaque_sure, .possible = opaque_possible };
  Fits rewritten = { .sure = rewritten_sure, .possible = rewritten_possible };

  if (!scene->is_old) {
    hm_takeover_say (scene, HM_TAKEOVER_OPAQUE_FIXTURES, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
    hm_takeover_say (scene, HM_TAKEOVER_REWRITTEN_FIXTURES, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
    return;
  }
  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);

    fits_add (scene, &opaque, index, opaque_find (scene, index));
    fits_add (scene, &rewritten, index, rewrite_find (scene, index));
  }
  fits_say (scene, HM_TAKEOVER_OPAQUE_FIXTURES, &opaque,
            "bring binary test files as random as compressed data",
            "no newcomer brought opaque test files unwitnessed");
  fits_say (scene, HM_TAKEOVER_REWRITTEN_FIXTURES, &rewritten,
            "rewrite binary test files and nothing else",
            "no newcomer rewrote opaque test files alone");
}
