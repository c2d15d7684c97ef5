/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed-Commits, by whose commits are counted: those of bots are left out, those of a forge are
 * not signed by its name.
 */
#include "judged.h"

#include "checks/list.h"
#include "core/limits.h"

#define PATH_MAX_COMMITS 120

/* A first-parent path of commits that nobody signed, by a person and a bot. */
typedef struct {
  HmCommit commits[PATH_MAX_COMMITS];
  guint32 parents[PATH_MAX_COMMITS];
  HmPerson people[2];
  HmRecentCommit recent[HM_RECENT_COMMITS];
  HmFacts facts;
} Path;

/*
 * Lets @n commits that @is_bot made, of people of that sort, follow those that there are, one the
 * parent of the next.
 */
static void
path_add (Path *path, guint n, gboolean is_bot)
{
  HmHistory *history = &path->facts.history;

  path->people[0] = (HmPerson){ .name = "Ada", .email = "ada@x.org" };
  path->people[1] =
      (HmPerson){ .name = "dependabot[bot]", .email = "1+d[bot]@users.noreply.github.com" };
  path->people[1].is_bot = TRUE;
  for (guint i = 0; i < n; i++) {
    guint32 index = (guint32) history->n_commits++;

    g_assert_cmpuint (index, <, PATH_MAX_COMMITS);
    path->parents[index] = HM_NO_INDEX;
    if (index > 0)
      path->parents[index - 1] = index;
    path->commits[index] = (HmCommit){
      .author = is_bot ? 1 : 0, .parents = index, .n_parents = 1, .is_mainline = TRUE
    };
    if (!is_bot && history->n_recent < HM_RECENT_COMMITS)
      path->recent[history->n_recent++].commit = index;
  }
  history->commits = path->commits;
  history->parents = path->parents;
  history->n_parents = history->n_commits;
  history->people = path->people;
  history->n_people = G_N_ELEMENTS (path->people);
  history->recent = path->recent;
}

/* Whoever types a bot's address is left out, but never unsaid. */
static void
test_bots_left_out_are_counted (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 2, FALSE);
  path_add (&path, 3, TRUE);
  path_add (&path, 1, FALSE);
  path_add (&path, 1, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 3 recent commits are signed; 4 commits by bots left out");
}

/* Those past the sample are not left out of it. */
static void
test_bots_past_the_sample (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 1, TRUE);
  path_add (&path, HM_RECENT_COMMITS, FALSE);
  path_add (&path, 5, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 100 recent commits are signed; 1 commit by bots left out");
}

/* Forged ids can make a ring of the path. */
static void
test_ring_of_bots_ends (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 3, TRUE);
  path.parents[2] = 0;
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

/* No way out of the check: the addresses may be anybody's. */
static void
test_all_by_bots_is_unknown (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 7, TRUE);
  result = judge (&hm_check_signed_commits, &path.facts);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpint (result->floor, ==, 0);
  g_assert_cmpint (result->ceiling, ==, 100);
  g_assert_nonnull (strstr (result->reason, "the 7 on the branch are by bots"));
}

/* A forge's name as committer is no signature of the forge's. */
static void
test_forge_name_signs_nothing (void)
{
  Path path = { 0 };
  g_autoptr (HmResult) result = NULL;

  path_add (&path, 4, FALSE);
  path.people[0] = (HmPerson){ .name = "GitHub", .email = "noreply@github.com", .is_forge = TRUE };
  path.facts.forge.requires_signed_commits = (HmFact){ .truth = HM_TRUTH_NO };
  result = judge (&hm_check_signed_commits, &path.facts);
  assert_triple (result, 0, 0, 0);
  g_assert_cmpstr (result->reason, ==, "0 of 4 recent commits are signed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signed-commits/bots-left-out-are-counted", test_bots_left_out_are_counted);
  g_test_add_func ("/signed-commits/bots-past-the-sample", test_bots_past_the_sample);
  g_test_add_func ("/signed-commits/ring-of-bots-ends", test_ring_of_bots_ends);
  g_test_add_func ("/signed-commits/all-by-bots-is-unknown", test_all_by_bots_is_unknown);
  g_test_add_func ("/signed-commits/forge-name-signs-nothing", test_forge_name_signs_nothing);
  return g_test_run ();
}
