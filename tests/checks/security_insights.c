/* SPDX-License-Identifier: Apache-2.0 */
#include "two_factor_case.h"

static void
test_claims (void)
{
  const struct {
    const char *text;
    HmOutcome outcome;
    guint line;
  } cases[] = {
    { "header:\n  schema-version: 2.0.0\n  comment: |\n    MFA is required of all maintainers.\n",
      HM_PASS, 3 },
    { "repository:\n  security:\n    two-factor-authentication: true\n", HM_PASS, 3 },
    { "mfa-enforced: 'yes'\n", HM_PASS, 1 },
    { "2fa: false\n", HM_FAIL, 1 },
    { "comment: Two-factor authentication is not required\n", HM_UNKNOWN, 1 },
    { "comment: we plan to require 2FA\n", HM_UNKNOWN, 1 },
    { "comment: a comfactory of drummfakers\n", HM_NOT_APPLICABLE, 0 },
    { "header:\n  expiration-date: '2025-01-01T00:00:00.000Z'\ncomment: 2FA is required\n",
      HM_NOT_APPLICABLE, 3 },
    { "header:\n  expiration-date: '2027-01-01T00:00:00Z'\ncomment: 2FA is required\n", HM_PASS,
      3 },
    { "", HM_NOT_APPLICABLE, 0 },
    { "a: [\n", HM_UNKNOWN, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, "gitlab.com");
    subject_add (&subject, ".github/security-insights.yml", cases[i].text);
    result = judge_subject (&subject);
    if (finding_of (result, DECLARED)->outcome != cases[i].outcome)
      g_error ("%s: %s", finding_of (result, DECLARED)->message, cases[i].text);
    g_assert_cmpuint (evidence_at (finding_of (result, DECLARED), 0)->line, ==, cases[i].line);
  }
}

static void
test_absence_on_a_cut_tree (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.tree.cut = "more than 500000 entries";
  result = judge_subject (&subject);
  assert_outcome (result, DECLARED, HM_UNKNOWN);
  g_assert_cmpstr (finding_of (result, DECLARED)->message, ==,
                   "could not see every file: more than 500000 entries");
  g_assert_cmpint (finding_of (result, DECLARED)->points_max, ==, 20);
}

static void
test_link_is_not_followed (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add_unread (&subject, "SECURITY-INSIGHTS.yml", "a symbolic link; not followed");
  subject.entries[0].kind = HM_ENTRY_SYMLINK;
  result = judge_subject (&subject);
  assert_outcome (result, DECLARED, HM_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security-insights/claims", test_claims);
  g_test_add_func ("/security-insights/absence-on-a-cut-tree", test_absence_on_a_cut_tree);
  g_test_add_func ("/security-insights/link-is-not-followed", test_link_is_not_followed);
  return g_test_run ();
}
