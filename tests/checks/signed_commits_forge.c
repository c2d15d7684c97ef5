/* SPDX-License-Identifier: Apache-2.0 */
/* Signed-Commits, by what the forge says of signatures. */
#include "signed_case.h"

static void
test_forge_is_three_valued (void)
{
  static const struct {
    HmTruth truth;
    HmOutcome outcome;
    int floor, score, ceiling;
  } cases[] = {
    { HM_TRUTH_UNKNOWN, HM_UNKNOWN, 56 + 30, 70 + 30, 100 },
    { HM_TRUTH_NO, HM_FAIL, 56 + 30, 56 + 30, 56 + 30 },
    { HM_TRUTH_YES, HM_PASS, 100, 100, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Case self;
    g_autoptr (HmResult) result = NULL;

    case_init (&self, 10);
    case_sign (&self, 0, 10, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    case_forge (&self, cases[i].truth);
    result = case_judge (&self);
    assert_outcome (result, FORGE, cases[i].outcome);
    assert_triple (result, cases[i].floor, cases[i].score, cases[i].ceiling);
  }
}

static void
test_forge_says_why_it_is_unknown (void)
{
  Case self;
  g_autoptr (HmResult) nobody = NULL;
  g_autoptr (HmResult) whole = NULL;
  g_autoptr (HmResult) own = NULL;

  case_init (&self, 1);
  nobody = case_judge (&self);
  g_assert_cmpstr (hm_findings_find (nobody->findings, FORGE)->message, ==,
                   "could not see whether the forge refuses unsigned commits: no forge was asked");
  self.facts.forge.why = "no network was asked for";
  whole = case_judge (&self);
  g_assert_cmpstr (
      hm_findings_find (whole->findings, FORGE)->message, ==,
      "could not see whether the forge refuses unsigned commits: no network was asked for");
  self.facts.forge.requires_signed_commits.why = "403: the token may not read rules";
  own = case_judge (&self);
  g_assert_cmpstr (
      hm_findings_find (own->findings, FORGE)->message, ==,
      "could not see whether the forge refuses unsigned commits: 403: the token may not read rules");
}

/* Whose word it is that a signature is good, or not, is said. */
static void
test_forge_word_is_named (void)
{
  static const struct {
    guint n_by_keys;
    guint n_by_forge;
    guint n_unknown_to_forge;
    guint n_unknown_to_keys;
    const char *verified; /* (nullable) the first message */
    const char *open;     /* (nullable) the last one */
  } cases[] = {
    { 0, 10, 0, 0, "10 of 10 recent commits verify by the word of the forge", NULL },
    { 4, 6, 0, 0,
      "10 of 10 recent commits verify: 4 against the given keys, 6 by the word of the forge",
      NULL },
    { 0, 8, 2, 0, "8 of 10 recent commits verify by the word of the forge",
      "2 of 10 recent commits are signed, but by no key that the forge vouches for" },
    { 0, 0, 5, 5, NULL,
      "10 of 10 recent commits are signed, but by no key that was given or that the forge vouches "
      "for" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Case self;
    g_autoptr (HmResult) result = NULL;
    const HmFinding *last = NULL;
    guint from = 0;

    case_init (&self, 10);
    case_sign (&self, from, cases[i].n_by_keys, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    from += cases[i].n_by_keys;
    case_sign (&self, from, cases[i].n_unknown_to_keys, HM_SIGNATURE_SSH, HM_VERDICT_UNTRUSTED,
               FALSE);
    from += cases[i].n_unknown_to_keys;
    case_sign (&self, from, cases[i].n_by_forge, HM_SIGNATURE_SSH, HM_VERDICT_GOOD, FALSE);
    case_sign (&self, from + cases[i].n_by_forge, cases[i].n_unknown_to_forge, HM_SIGNATURE_SSH,
               HM_VERDICT_UNTRUSTED, FALSE);
    for (guint j = from; j < 10; j++)
      self.recent[j].signature.is_forge_verdict = TRUE;
    result = case_judge (&self);
    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      if (g_str_equal (finding->probe, VERIFIED))
        last = finding;
    }
    if (cases[i].verified != NULL)
      g_assert_cmpstr (hm_findings_find (result->findings, VERIFIED)->message, ==,
                       cases[i].verified);
    if (cases[i].open != NULL) {
      g_assert_cmpstr (last->message, ==, cases[i].open);
      g_assert_nonnull (strstr (last->remediation, "accounts on the forge"));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signed-commits/forge/three-valued", test_forge_is_three_valued);
  g_test_add_func ("/signed-commits/forge/says-why-it-is-unknown",
                   test_forge_says_why_it_is_unknown);
  g_test_add_func ("/signed-commits/forge/word-is-named", test_forge_word_is_named);
  return g_test_run ();
}
