/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/activity.h"

#include "history_case.h"

static guint
n_active (Case *self)
{
  g_autoptr (HmActivity) activity = hm_activity_new (&case_facts (self)->history, AS_OF);

  return activity->n_active;
}

static void
test_landing_others_work (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add (&self, 1, ADA, BO);
  case_add (&self, 1, ADA, CY);
  case_add (&self, 1, BOT, DI);
  /* Ada wrote two commits, but landed none. */
  g_assert_cmpuint (n_active (&self), ==, 3);
}

static void
test_landing_own_work (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add (&self, 2, ADA, ADA);
  case_add (&self, 1, BO, BO); /* a contributor whose branch was fast-forwarded looks like this */
  g_assert_cmpuint (n_active (&self), ==, 1);
}

static void
test_merging (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add_at (&self, 1, AS_OF, ADA, ADA, 2, TRUE);
  case_add_at (&self, 1, AS_OF, BO, FORGE, 2, TRUE);
  case_add_at (&self, 1, AS_OF, CY, FORGE, 3, TRUE);
  case_add_at (&self, 1, AS_OF, DI, DI, 2, FALSE); /* in a contributor's own branch */
  g_assert_cmpuint (n_active (&self), ==, 3);
}

static void
test_squashes_name_nobody (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add (&self, HM_ACTIVITY_COMMITS_MIN, ADA, FORGE);
  case_add (&self, HM_ACTIVITY_COMMITS_MIN - 1, BO, FORGE);
  g_assert_cmpuint (n_active (&self), ==, 1);
}

/* Whoever only sends patches has somebody else as committer, however many there are. */
static void
test_patches_by_mail (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add (&self, 100, BO, ADA);
  g_assert_cmpuint (n_active (&self), ==, 1);
}

/* A branch's commits are its author's, but the merge says who took it. */
static void
test_authors_of_merged_branches (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add_at (&self, 100, AS_OF, BO, BO, 1, FALSE);
  case_add_at (&self, 1, AS_OF, ADA, FORGE, 2, TRUE);
  g_assert_cmpuint (n_active (&self), ==, 1);
}

static void
test_authors_of_branches_that_bots_merge (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add_at (&self, HM_ACTIVITY_COMMITS_MIN, AS_OF, ADA, ADA, 1, FALSE);
  case_add_at (&self, HM_ACTIVITY_COMMITS_MIN, AS_OF, BO, FORGE, 1, FALSE);
  case_add_at (&self, HM_ACTIVITY_COMMITS_MIN - 1, AS_OF, CY, CY, 1, FALSE);
  case_add_at (&self, 1, AS_OF, BOT, BOT, 2, TRUE);
  g_assert_cmpuint (n_active (&self), ==, 2);
}

/* Only the integrator is on the mainline; those who look after the parts are not. */
static void
test_maintainers_of_parts (void)
{
  g_auto (Case) self;

  case_init (&self);
  case_add_at (&self, HM_ACTIVITY_COMMITS_MIN, AS_OF, DI, BO, 1, FALSE);
  case_add_at (&self, HM_ACTIVITY_COMMITS_MIN - 1, AS_OF, DI, CY, 1, FALSE);
  case_add_at (&self, 9, AS_OF, ADA, ADA, 2, TRUE);
  g_assert_cmpuint (n_active (&self), ==, 2);
}

/* Somebody pressed the button, though the history does not say who. */
static void
test_somebody_landed_it (void)
{
  g_auto (Case) squashed;
  g_auto (Case) single;
  g_auto (Case) by_bot;

  case_init (&squashed);
  case_add (&squashed, 1, ADA, FORGE);
  g_assert_cmpuint (n_active (&squashed), ==, 1);

  case_init (&single);
  case_add (&single, 1, ADA, ADA);
  g_assert_cmpuint (n_active (&single), ==, 1);

  case_init (&by_bot);
  case_add_at (&by_bot, 1, AS_OF, BOT, BOT, 2, TRUE);
  case_add_at (&by_bot, 1, AS_OF, ADA, ADA, 1, FALSE);
  g_assert_cmpuint (n_active (&by_bot), ==, 1);
}

static guint
bus_factor (const guint *counts, guint n, guint percent)
{
  g_auto (Case) self;
  g_autoptr (HmActivity) activity = NULL;

  case_init (&self);
  for (guint i = 0; i < n; i++)
    case_add (&self, counts[i], i, i);
  activity = hm_activity_new (&case_facts (&self)->history, AS_OF);
  return hm_activity_bus_factor (activity, percent);
}

static void
test_bus_factor (void)
{
  g_assert_cmpuint (bus_factor ((const guint[]){ 0 }, 1, 50), ==, 0);
  g_assert_cmpuint (bus_factor ((const guint[]){ 7 }, 1, 50), ==, 1);
  g_assert_cmpuint (bus_factor ((const guint[]){ 5, 5 }, 2, 50), ==, 1);
  g_assert_cmpuint (bus_factor ((const guint[]){ 5, 5 }, 2, 51), ==, 2);
  g_assert_cmpuint (bus_factor ((const guint[]){ 1, 4, 3, 3 }, 4, 50), ==, 2);
  g_assert_cmpuint (bus_factor ((const guint[]){ 1, 4, 3, 3 }, 4, 80), ==, 3);
  g_assert_cmpuint (bus_factor ((const guint[]){ 80, 20 }, 2, 80), ==, 1);
  g_assert_cmpuint (bus_factor ((const guint[]){ 79, 21 }, 2, 80), ==, 2);
  g_assert_cmpuint (bus_factor ((const guint[]){ 1, 1, 1, 1 }, 4, 100), ==, 4);
}

/* Merges, and what bots or the forge itself wrote, are no work. */
static void
test_work_leaves_out_merges_and_bots (void)
{
  g_auto (Case) self;
  g_autoptr (HmActivity) activity = NULL;

  case_init (&self);
  case_add (&self, 3, ADA, ADA);
  case_add (&self, 9, BOT, ADA);
  case_add (&self, 9, FORGE, FORGE);
  case_add_at (&self, 9, AS_OF, BO, BO, 2, TRUE);
  activity = hm_activity_new (&case_facts (&self)->history, AS_OF);
  g_assert_cmpuint (activity->n_work, ==, 3);
  g_assert_cmpuint (hm_activity_person (activity, 0)->person, ==, ADA);
}

/* Links each commit to the next as its first parent. */
static guint32 *
case_chain (Case *self)
{
  guint32 *parents = g_new (guint32, self->commits->len);

  for (guint i = 0; i < self->commits->len; i++) {
    g_array_index (self->commits, HmCommit, i).parents = i;
    parents[i] = i + 1 < self->commits->len ? i + 1 : HM_NO_INDEX;
  }
  self->facts.history.parents = parents;
  self->facts.history.n_parents = self->commits->len;
  return parents;
}

/* Dated ahead, Ada's work would be in no window until its time comes, and Bo's look like all there is. */
static void
test_work_dated_ahead_is_not_hidden (void)
{
  g_auto (Case) self;
  g_autofree guint32 *parents = NULL;
  g_autoptr (HmActivity) activity = NULL;

  case_init (&self);
  case_add_at (&self, 1, AS_OF - 100 * DAY, BO, BO, 1, TRUE);
  case_add_at (&self, 5, AS_OF + 1000 * DAY, ADA, ADA, 1, TRUE);
  case_add_at (&self, 1, AS_OF - 200 * DAY, BO, BO, 1, TRUE);
  parents = case_chain (&self);
  activity = hm_activity_new (&case_facts (&self)->history, AS_OF);
  g_assert_cmpuint (activity->n_work, ==, 7);
  g_assert_cmpuint (hm_activity_person (activity, 0)->person, ==, ADA);
  /* Bo's newest commit builds on it, so that it is no recent work. */
  g_assert_cmpuint (activity->n_work_recent, ==, 0);
  g_assert_cmpint (hm_activity_person (activity, 0)->newest_time, ==, AS_OF - 100 * DAY);
}

/* Once made with a wrong clock, a commit stays dated ahead for ever. */
static void
test_old_work_dated_ahead_is_old (void)
{
  g_auto (Case) self;
  g_autofree guint32 *parents = NULL;
  g_autoptr (HmActivity) activity = NULL;

  case_init (&self);
  case_add (&self, 1, BO, BO);
  case_add_at (&self, 1, SINCE - 1, BO, BO, 1, TRUE);
  case_add_at (&self, 3, AS_OF + 1, ADA, ADA, 1, TRUE);
  parents = case_chain (&self);
  activity = hm_activity_new (&case_facts (&self)->history, AS_OF);
  g_assert_cmpuint (activity->n_work, ==, 1);
}

/* The oldest of those that build on it counts, whichever comes first in the list; what is not there is passed over. */
static void
test_work_dated_ahead_under_several (void)
{
  guint32 parents[] = { 1, 3, 2, HM_NO_INDEX, 3 };
  g_auto (Case) self;
  g_autoptr (HmActivity) activity = NULL;

  case_init (&self);
  case_add_at (&self, 1, AS_OF - DAY, BO, BO, 2, TRUE);
  case_add_at (&self, 1, AS_OF + DAY, ADA, ADA, 2, TRUE);
  case_add_at (&self, 1, SINCE - 1, CY, CY, 1, FALSE);
  case_add_at (&self, 1, AS_OF + DAY, DI, DI, 0, TRUE);
  g_array_index (self.commits, HmCommit, 0).parents = 0; /* commits 1 and 3 */
  g_array_index (self.commits, HmCommit, 1).parents = 2; /* commit 2, and one that is not there */
  g_array_index (self.commits, HmCommit, 2).parents = 4; /* commit 3 */
  self.facts.history.parents = parents;
  self.facts.history.n_parents = G_N_ELEMENTS (parents);
  activity = hm_activity_new (&case_facts (&self)->history, AS_OF);
  g_assert_cmpuint (activity->people->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (hm_activity_person (activity, i)->person, !=, DI);
}

/* Anybody can type GitHub's name; its signature is what they lack. */
static void
test_unsigned_web_commits_name_nobody (void)
{
  g_auto (Case) merged;
  g_auto (Case) squashed;

  case_init (&merged);
  case_add_at (&merged, 1, AS_OF, ADA, FORGE, 2, TRUE);
  case_add_at (&merged, 1, AS_OF, BO, FORGE, 2, TRUE);
  case_add (&merged, 2, CY, CY);
  g_assert_cmpuint (n_active (&merged), ==, 3);
  for (guint i = 0; i < merged.commits->len; i++)
    g_array_index (merged.commits, HmCommit, i).signature = HM_SIGNATURE_NONE;
  g_assert_cmpuint (n_active (&merged), ==, 1);

  case_init (&squashed);
  case_add (&squashed, HM_ACTIVITY_COMMITS_MIN, ADA, FORGE);
  case_add (&squashed, HM_ACTIVITY_COMMITS_MIN, BO, FORGE);
  g_assert_cmpuint (n_active (&squashed), ==, 2);
  for (guint i = 0; i < squashed.commits->len; i++)
    g_array_index (squashed.commits, HmCommit, i).signature = HM_SIGNATURE_SSH;
  /* Somebody landed it, as ever. */
  g_assert_cmpuint (n_active (&squashed), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activity/landing-others-work", test_landing_others_work);
  g_test_add_func ("/activity/landing-own-work", test_landing_own_work);
  g_test_add_func ("/activity/merging", test_merging);
  g_test_add_func ("/activity/squashes-name-nobody", test_squashes_name_nobody);
  g_test_add_func ("/activity/patches-by-mail", test_patches_by_mail);
  g_test_add_func ("/activity/authors-of-merged-branches", test_authors_of_merged_branches);
  g_test_add_func ("/activity/authors-of-branches-that-bots-merge",
                   test_authors_of_branches_that_bots_merge);
  g_test_add_func ("/activity/maintainers-of-parts", test_maintainers_of_parts);
  g_test_add_func ("/activity/somebody-landed-it", test_somebody_landed_it);
  g_test_add_func ("/activity/bus-factor", test_bus_factor);
  g_test_add_func ("/activity/work-leaves-out-merges-and-bots",
                   test_work_leaves_out_merges_and_bots);
  g_test_add_func ("/activity/work-dated-ahead-is-not-hidden", test_work_dated_ahead_is_not_hidden);
  g_test_add_func ("/activity/old-work-dated-ahead-is-old", test_old_work_dated_ahead_is_old);
  g_test_add_func ("/activity/work-dated-ahead-under-several", test_work_dated_ahead_under_several);
  g_test_add_func ("/activity/unsigned-web-commits-name-nobody",
                   test_unsigned_web_commits_name_nobody);
  return g_test_run ();
}
