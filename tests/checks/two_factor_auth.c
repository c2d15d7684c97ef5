/* SPDX-License-Identifier: Apache-2.0 */
#include "two_factor_case.h"

static void
test_nothing_known (void)
{
  Subject subject;
  g_autoptr (HmResult) no_remote = NULL;
  g_autoptr (HmResult) elsewhere = NULL;

  subject_init (&subject);
  no_remote = judge_subject (&subject);
  g_assert_cmpint (no_remote->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (no_remote, PLATFORM, HM_UNKNOWN);
  assert_outcome (no_remote, CHANNELS, HM_NOT_APPLICABLE);
  assert_outcome (no_remote, DECLARED, HM_NOT_APPLICABLE);
  g_assert_cmpstr (no_remote->reason, ==, "nothing shows whether 2FA is required");

  subject_on (&subject, "git.example.org");
  elsewhere = judge_subject (&subject);
  g_assert_cmpint (elsewhere->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (elsewhere, PLATFORM, HM_NOT_APPLICABLE);
}

static void
test_platform_policy (void)
{
  Subject subject;
  g_autoptr (HmResult) now = NULL;
  g_autoptr (HmResult) before = NULL;

  subject_on (&subject, "github.com");
  now = judge_subject (&subject);
  assert_triple (now, 70, 70, 100);
  g_assert_cmpint (evidence_at (finding_of (now, PLATFORM), 0)->kind, ==, HM_EVIDENCE_URL);
  g_assert_true (g_str_has_prefix (evidence_at (finding_of (now, PLATFORM), 0)->text,
                                   "https://docs.github.com/"));

  subject.facts.as_of = BEFORE_2024;
  before = judge_subject (&subject);
  g_assert_cmpint (before->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (before, PLATFORM, HM_NOT_APPLICABLE);
}

static void
test_hosts_that_look_like_github (void)
{
  const char *hosts[] = { "github.example.com", "github.com.example.org", "gist.github.com",
                          "gitlab.com",         "codeberg.org",           "notgithub.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_on (&subject, hosts[i]);
    result = judge_subject (&subject);
    assert_outcome (result, PLATFORM, HM_NOT_APPLICABLE);
  }
}

static void
test_organisation_proof (void)
{
  Subject subject;
  g_autoptr (HmResult) on = NULL;
  g_autoptr (HmResult) off = NULL;
  g_autoptr (HmResult) off_on_github = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.forge.requires_two_factor = (HmFact){ .truth = HM_TRUTH_YES, .source = SOURCE };
  on = judge_subject (&subject);
  assert_triple (on, 100, 100, 100);
  g_assert_cmpstr (evidence_at (finding_of (on, ORGANISATION), 0)->text, ==, SOURCE);

  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_NO;
  off = judge_subject (&subject);
  assert_triple (off, 0, 0, 100);

  subject.facts.platform.host = "github.com";
  off_on_github = judge_subject (&subject);
  assert_triple (off_on_github, 70, 70, 100);
}

static void
test_members_proof (void)
{
  Subject subject;
  g_autoptr (HmResult) all = NULL;
  g_autoptr (HmResult) not_all = NULL;
  g_autoptr (HmResult) required_anyhow = NULL;

  subject_on (&subject, "github.com");
  subject.facts.forge.all_members_two_factor.truth = HM_TRUTH_YES;
  all = judge_subject (&subject);
  assert_triple (all, 100, 100, 100);

  subject.facts.forge.all_members_two_factor.truth = HM_TRUTH_NO;
  not_all = judge_subject (&subject);
  assert_triple (not_all, 0, 0, 100);
  assert_outcome (not_all, PLATFORM, HM_FAIL);
  g_assert_cmpstr (not_all->reason, ==, "at least one member is without 2FA");

  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_YES;
  required_anyhow = judge_subject (&subject);
  assert_triple (required_anyhow, 100, 100, 100);
}

static void
test_could_not_look_says_why (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_on (&subject, "gitlab.com");
  subject.facts.forge.why = "no forge was asked";
  subject.facts.forge.requires_two_factor.why = "404 Not Found";
  result = judge_subject (&subject);
  g_assert_cmpstr (finding_of (result, ORGANISATION)->message, ==,
                   "could not see whether the organisation requires 2FA: 404 Not Found");
  g_assert_cmpstr (finding_of (result, MEMBERS)->message, ==,
                   "could not see whether every member has 2FA: no forge was asked");
}

static void
test_pypi_requires_it (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) with_platform = NULL;
  g_autoptr (HmResult) before = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  alone = judge_subject (&subject);
  assert_triple (alone, 20, 20, 100);
  g_assert_cmpstr (evidence_at (finding_of (alone, CHANNELS), 0)->text, ==, "pyproject.toml");

  subject.facts.platform.host = "github.com";
  with_platform = judge_subject (&subject);
  assert_triple (with_platform, 90, 90, 100);

  subject.facts.as_of = BEFORE_2024;
  before = judge_subject (&subject);
  assert_outcome (before, CHANNELS, HM_UNKNOWN);
}

static void
test_one_open_channel_keeps_the_points (void)
{
  Subject subject;
  g_autoptr (HmResult) one_unknown = NULL;

  subject_on (&subject, "github.com");
  subject_add (&subject, "package.json", PACKAGE_JSON);
  subject_add (&subject, "pyproject.toml", PYPROJECT);
  one_unknown = judge_subject (&subject);
  g_assert_cmpuint (count_outcome (one_unknown, HM_PASS), ==, 2);
  assert_triple (one_unknown, 70, 70, 100);
}

static void
test_a_claim_is_worth_little (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) with_channel = NULL;
  g_autoptr (HmResult) with_platform = NULL;
  g_autoptr (HmResult) against_proof = NULL;

  subject_on (&subject, "gitlab.com");
  subject_add (&subject, "SECURITY-INSIGHTS.yml", "comment: 2FA is required\n");
  alone = judge_subject (&subject);
  assert_triple (alone, 0, 20, 100);

  subject_add (&subject, "pyproject.toml", PYPROJECT);
  with_channel = judge_subject (&subject);
  assert_triple (with_channel, 20, 20, 100);

  subject.facts.platform.host = "github.com";
  with_platform = judge_subject (&subject);
  assert_triple (with_platform, 90, 90, 100);

  subject.facts.platform.host = "gitlab.com";
  subject.facts.tree.n_documents = 1;
  subject.facts.forge.requires_two_factor.truth = HM_TRUTH_NO;
  against_proof = judge_subject (&subject);
  assert_triple (against_proof, 0, 0, 100);
}

/* The two laws of a scoring rule, over all ways that its probes can answer. */
static void
test_floor_score_ceiling_and_monotony (void)
{
  static const char *const probes[] = { ORGANISATION, MEMBERS,  PLATFORM,
                                        CHANNELS,     CHANNELS, DECLARED };
  const HmOutcome all[] = { HM_FAIL, HM_UNKNOWN, HM_PASS, HM_NOT_APPLICABLE };
  int scores[4 * 4 * 4 * 4 * 4 * 4];

  for (guint code = 0; code < G_N_ELEMENTS (scores); code++) {
    g_autoptr (HmFindings) findings = hm_findings_new ();
    guint rest = code;
    guint step = 1;

    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, rest /= 4)
      hm_findings_add (findings, probes[i], all[rest % 4], "m");
    scores[code] = hm_check_two_factor_auth.score (findings, HM_ASSUME_NOTHING);
    if (scores[code] == HM_NO_SCORE)
      continue;
    g_assert_cmpint (hm_check_two_factor_auth.score (findings, HM_ASSUME_WORST), <=, scores[code]);
    g_assert_cmpint (hm_check_two_factor_auth.score (findings, HM_ASSUME_BEST), >=, scores[code]);
    rest = code;
    for (guint i = 0; i < G_N_ELEMENTS (probes); i++, step *= 4, rest /= 4) {
      if (all[rest % 4] != HM_PASS)
        continue;
      g_assert_cmpint (scores[code - 2 * step], <=, scores[code]);
      g_assert_cmpint (scores[code - step], <=, scores[code]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/two-factor-auth/nothing-known", test_nothing_known);
  g_test_add_func ("/two-factor-auth/platform-policy", test_platform_policy);
  g_test_add_func ("/two-factor-auth/hosts-that-look-like-github",
                   test_hosts_that_look_like_github);
  g_test_add_func ("/two-factor-auth/organisation-proof", test_organisation_proof);
  g_test_add_func ("/two-factor-auth/members-proof", test_members_proof);
  g_test_add_func ("/two-factor-auth/could-not-look-says-why", test_could_not_look_says_why);
  g_test_add_func ("/two-factor-auth/pypi-requires-it", test_pypi_requires_it);
  g_test_add_func ("/two-factor-auth/one-open-channel-keeps-the-points",
                   test_one_open_channel_keeps_the_points);
  g_test_add_func ("/two-factor-auth/a-claim-is-worth-little", test_a_claim_is_worth_little);
  g_test_add_func ("/two-factor-auth/floor-score-ceiling-and-monotony",
                   test_floor_score_ceiling_and_monotony);
  return g_test_run ();
}
