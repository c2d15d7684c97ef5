/* SPDX-License-Identifier: Apache-2.0 */
/* Which facts change the digest, and that when and how they came does not. */
#include "evidence/forge/facts_digest.h"

static const HmBranchRules branches[] = {
  { .name = "main", .blocks_force_push = { .truth = HM_TRUTH_YES, .source = "https://a" } },
  { .name = "v1" },
};

static HmForge
some_facts (void)
{
  return (HmForge){ .host = "git.example.org",
                    .asked_at = 1780272000,
                    .n_requests = 5,
                    .branches = branches,
                    .n_branches = 2,
                    .is_archived = { .truth = HM_TRUTH_NO },
                    .n_pushers = { .is_known = TRUE, .value = 3 },
                    .default_branch = "main" };
}

static void
assert_same (const HmForge *other, gboolean is_same)
{
  const HmForge facts = some_facts ();
  g_autofree char *one = hm_forge_facts_digest (&facts);
  g_autofree char *two = hm_forge_facts_digest (other);

  g_assert_cmpint (g_str_equal (one, two), ==, is_same);
}

static void
test_nobody_asked (void)
{
  const HmForge facts = { .host = "git.example.org", .why = "no token" };
  g_autofree char *digest = hm_forge_facts_digest (&facts);

  g_assert_cmpstr (digest, ==, "");
}

static void
test_when_and_how (void)
{
  HmForge facts = some_facts ();

  facts.asked_at += 1000;
  facts.n_requests = 1;
  assert_same (&facts, TRUE);
}

static void
test_each_fact (void)
{
  HmBranchRules rules[] = { branches[0], branches[1] };
  HmForge facts = some_facts ();

  facts.is_archived.truth = HM_TRUTH_YES;
  assert_same (&facts, FALSE);
  facts = some_facts ();
  facts.n_pushers.value = 4;
  assert_same (&facts, FALSE);
  facts = some_facts ();
  facts.renamed_to = "o/new";
  assert_same (&facts, FALSE);
  facts = some_facts ();
  facts.n_branches = 1;
  assert_same (&facts, FALSE);
  facts = some_facts ();
  facts.branches = rules;
  assert_same (&facts, TRUE);
  rules[1].applies_to_admins.truth = HM_TRUTH_NO;
  assert_same (&facts, FALSE);
}

/* One of many that are looked at again: it is not scanned again for a star. */
static void
test_forks_and_stars (void)
{
  HmForge facts = some_facts ();

  facts.n_forks = (HmCountFact){ .is_known = TRUE, .value = 41, .source = "https://a" };
  facts.n_stars = (HmCountFact){ .why = "the answer does not say" };
  assert_same (&facts, TRUE);
}

/* A text that is missing is not one that is empty, nor is one the beginning of the next. */
static void
test_texts_apart (void)
{
  HmForge one = some_facts ();
  HmForge two = some_facts ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  one.why = "";
  assert_same (&one, FALSE);
  one.why = "ab";
  one.how = "c";
  two.why = "a";
  two.how = "bc";
  first = hm_forge_facts_digest (&one);
  second = hm_forge_facts_digest (&two);
  g_assert_cmpstr (first, !=, second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge-facts-digest/nobody-asked", test_nobody_asked);
  g_test_add_func ("/forge-facts-digest/when-and-how-asked", test_when_and_how);
  g_test_add_func ("/forge-facts-digest/each-fact", test_each_fact);
  g_test_add_func ("/forge-facts-digest/not-of-forks-and-stars", test_forks_and_stars);
  g_test_add_func ("/forge-facts-digest/texts-apart", test_texts_apart);
  return g_test_run ();
}
