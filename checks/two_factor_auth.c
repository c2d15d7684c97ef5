/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two-Factor-Auth: whether a stolen password alone is enough to change or to release the project. The strongest
 * proof wins, and a claim is no proof.
 */
#include <hallmark/check.h>

#include "checks/list.h"
#include "checks/manifest.h"
#include "checks/release_channels.h"
#include "checks/security_insights.h"
#include "checks/unasked.h"

#define ORGANISATION_PROBE "organisation-requires-2fa"
#define MEMBERS_PROBE "members-have-2fa"
#define PLATFORM_PROBE "platform-requires-2fa"

/* Tenths of the score. */
#define PROOF_SCORE 100
#define PLATFORM_SCORE 70
#define CHANNELS_SCORE 20
#define CLAIM_SCORE 20
/* What no sum of lesser proofs exceeds. */
#define WITHOUT_PROOF_MAX 90

/* 2024-01-01T00:00:00Z: the roll-out to all who contribute code began in March 2023 and was to end with that year. */
#define GITHUB_2FA_SINCE G_GINT64_CONSTANT (1704067200)
#define GITHUB_2FA_URL \
  "https://docs.github.com/en/authentication/" \
  "securing-your-account-with-two-factor-authentication-2fa/" \
  "about-mandatory-two-factor-authentication"

#define HOW_TO_REQUIRE \
  "On GitHub: the organisation's Settings > Authentication security, tick \"Require two-factor " \
  "authentication for everyone\". On GitLab: the group's Settings > General > Permissions and " \
  "group features, tick \"All users in this group must set up two-factor authentication\"."

static void
judge_fact (const char *probe, const HmFact *fact, const HmForge *forge, const char *yes,
            const char *no, const char *question, HmFindings *findings)
{
  HmFinding *finding = NULL;

  if (fact->truth == HM_TRUTH_UNKNOWN) {
    finding = hm_findings_add (findings, probe, HM_UNKNOWN, "could not see whether %s: %s",
                               question, hm_unasked_why (forge, fact->why));
    hm_finding_set_remediation (finding, "%s", hm_unasked_how (forge));
  } else {
    finding = hm_findings_add (findings, probe, fact->truth == HM_TRUTH_YES ? HM_PASS : HM_FAIL,
                               "%s", fact->truth == HM_TRUTH_YES ? yes : no);
  }
  hm_finding_set_points (finding, finding->outcome == HM_PASS ? PROOF_SCORE : 0, PROOF_SCORE);
  if (fact->truth != HM_TRUTH_UNKNOWN && fact->source != NULL)
    hm_finding_cite_url (finding, fact->source);
}

/* What was seen of the members is stronger than what the platform promises of them. */
static gboolean
is_seen_off (const HmForge *forge)
{
  return forge->all_members_two_factor.truth == HM_TRUTH_NO
         && forge->requires_two_factor.truth != HM_TRUTH_YES;
}

/* A GitHub Enterprise Server is somebody else's GitHub, with their own rules. */
static void
judge_platform (const HmFacts *facts, HmFindings *findings)
{
  const char *host = facts->platform.host;
  HmFinding *finding = NULL;

  if (host == NULL) {
    finding = hm_findings_add (findings, PLATFORM_PROBE, HM_UNKNOWN,
                               "no remote names the forge that hosts the project");
    hm_finding_set_points (finding, 0, PLATFORM_SCORE);
    hm_finding_set_remediation (finding, "Scan a clone whose remote names the forge.");
  } else if (!g_str_equal (host, "github.com")) {
    hm_findings_add (findings, PLATFORM_PROBE, HM_NOT_APPLICABLE,
                     "%s is not known to require 2FA of contributors", host);
  } else if (facts->as_of < GITHUB_2FA_SINCE) {
    hm_findings_add (findings, PLATFORM_PROBE, HM_NOT_APPLICABLE,
                     "github.com required 2FA of all contributors only from 2024 on");
  } else if (is_seen_off (&facts->forge)) {
    finding = hm_findings_add (findings, PLATFORM_PROBE, HM_FAIL,
                               "github.com requires 2FA of contributors, yet a member is without");
    hm_finding_set_points (finding, 0, PLATFORM_SCORE);
    hm_finding_cite_url (finding, GITHUB_2FA_URL);
  } else {
    finding =
        hm_findings_add (findings, PLATFORM_PROBE, HM_PASS,
                         "github.com requires 2FA of contributors since 2023 (platform policy)");
    hm_finding_set_points (finding, PLATFORM_SCORE, PLATFORM_SCORE);
    hm_finding_cite_url (finding, GITHUB_2FA_URL);
  }
}

/* All findings of one probe together: one that fails decides, then one that is not known. */
static HmOutcome
probe_outcome (const HmFindings *findings, const char *probe, HmAssume assume)
{
  HmOutcome worst = HM_NOT_APPLICABLE;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (!g_str_equal (finding->probe, probe) || outcome == HM_NOT_APPLICABLE)
      continue;
    if (outcome == HM_FAIL || worst == HM_NOT_APPLICABLE
        || (outcome == HM_UNKNOWN && worst == HM_PASS))
      worst = outcome;
  }
  return worst;
}

static int
two_factor_auth_score (const HmFindings *findings, HmAssume assume)
{
  HmOutcome organisation = probe_outcome (findings, ORGANISATION_PROBE, assume);
  HmOutcome members = probe_outcome (findings, MEMBERS_PROBE, assume);
  HmOutcome platform = probe_outcome (findings, PLATFORM_PROBE, assume);
  HmOutcome channels = probe_outcome (findings, HM_RELEASE_CHANNELS_PROBE, assume);
  HmOutcome claim = probe_outcome (findings, HM_DECLARED_2FA_PROBE, assume);
  gboolean is_off = (members == HM_FAIL || organisation == HM_FAIL) && platform != HM_PASS;
  int score = HM_NO_SCORE;

  if (organisation == HM_PASS || members == HM_PASS)
    return PROOF_SCORE;
  if (is_off || channels == HM_FAIL || claim == HM_FAIL)
    score = 0;
  if (!is_off && platform == HM_PASS)
    score = PLATFORM_SCORE;
  if (channels == HM_PASS)
    score = MIN (MAX (score, 0) + CHANNELS_SCORE, WITHOUT_PROOF_MAX);
  if (!is_off && claim == HM_PASS)
    score = MAX (score, CLAIM_SCORE);
  return score == HM_NO_SCORE && assume != HM_ASSUME_NOTHING ? 0 : score;
}

static void
set_reason (HmFindings *findings)
{
  static const char *const by_strength[] = { ORGANISATION_PROBE, MEMBERS_PROBE, PLATFORM_PROBE,
                                             HM_RELEASE_CHANNELS_PROBE, HM_DECLARED_2FA_PROBE };
  static const HmOutcome order[] = { HM_PASS, HM_FAIL };
  HmOutcome members = probe_outcome (findings, MEMBERS_PROBE, HM_ASSUME_NOTHING);
  HmOutcome organisation = probe_outcome (findings, ORGANISATION_PROBE, HM_ASSUME_NOTHING);

  /* A member without a second factor outweighs what the platform promises. */
  if (members == HM_FAIL && organisation != HM_PASS) {
    hm_findings_set_reason (findings, "%s", hm_findings_find (findings, MEMBERS_PROBE)->message);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (by_strength); j++) {
      for (guint k = 0; k < findings->items->len; k++) {
        const HmFinding *finding = g_ptr_array_index (findings->items, k);

        if (!g_str_equal (finding->probe, by_strength[j]) || finding->outcome != order[i]
            || probe_outcome (findings, by_strength[j], HM_ASSUME_NOTHING) != order[i])
          continue;
        hm_findings_set_reason (findings, "%s", finding->message);
        return;
      }
    }
  }
  hm_findings_set_reason (findings, "nothing shows whether 2FA is required");
}

static void
two_factor_auth_run (const HmFacts *facts, HmFindings *findings)
{
  judge_fact (ORGANISATION_PROBE, &facts->forge.requires_two_factor, &facts->forge,
              "the organisation requires 2FA of its members",
              "the organisation does not require 2FA of its members",
              "the organisation requires 2FA", findings);
  judge_fact (MEMBERS_PROBE, &facts->forge.all_members_two_factor, &facts->forge,
              "no member is without 2FA", "at least one member is without 2FA",
              "every member has 2FA", findings);
  judge_platform (facts, findings);
  hm_release_channels_run (facts, CHANNELS_SCORE, findings);
  hm_security_insights_run (facts, CLAIM_SCORE, findings);
  set_reason (findings);
}

static const HmProbe probes[] = {
  { .id = ORGANISATION_PROBE,
    .question = "Does the organisation, or a group above the project, require two-factor "
                "authentication?",
    .evidence = "The forge's setting: on GitLab every reader of a public group sees it, on GitHub "
                "only an owner of the organisation.",
    .scoring = "10 points by itself. Shown to be off: 0, unless the platform requires it anyhow.",
    .remediation = HOW_TO_REQUIRE },
  { .id = MEMBERS_PROBE,
    .question = "Does every member have two-factor authentication?",
    .evidence = "The forge's list of members without it, which only an owner's token may read.",
    .scoring = "10 points by itself. A member without it: 0, whatever the platform promises, "
               "unless the organisation requires it.",
    .remediation =
        "Ask the members that the forge lists (GitHub: the organisation's People page, filter "
        "\"Two-factor: Disabled\") to turn it on, then require it, so that it stays so." },
  { .id = PLATFORM_PROBE,
    .question = "Does the platform require two-factor authentication of everybody who contributes?",
    .evidence = "The host that the remote's URL names: github.com, which has required it of "
                "contributors since 2023. A GitHub Enterprise Server, gitlab.com, Codeberg and "
                "others have no such rule.",
    .scoring = "7 points: it is the platform's word, with exempt and postponed accounts, not a "
               "setting of the project.",
    .remediation = HOW_TO_REQUIRE },
  { .id = HM_RELEASE_CHANNELS_PROBE,
    .question = "Does every package registry that the project releases to require two-factor "
                "authentication, or get its packages without a long-lived secret?",
    .evidence =
        "Package manifests (pyproject.toml, setup.cfg, setup.py, package.json, *.gemspec, "
        "Cargo.toml) name the channels; PyPI requires it of all since 2024; "
        "rubygems_mfa_required in the gemspec makes RubyGems require it; .github/workflows "
        "shows trusted publishing (\"id-token: write\" and no token) and long-lived tokens: "
        "secrets.NAME, secrets['NAME'], and variables of the job or the workflow set to them. A "
        "workflow that takes secrets in another way, or has a line over 64 KiB, may hide a token; "
        "then, and where not every file was listed, the answer is unknown.",
    .scoring = "2 points on top of the platform's, 9 at most together; 2 alone. All channels found "
               "must pass; a long-lived token in a workflow that publishes fails its channel.",
    .remediation =
        "Set up trusted publishing for the channel, give the publishing job \"id-token: write\", "
        "and delete the long-lived token from the repository's secrets and at the registry." },
  { .id = HM_DECLARED_2FA_PROBE,
    .question = "Does the project declare that two-factor authentication is required?",
    .evidence = "SECURITY-INSIGHTS.yml in the root, .github/ or .gitlab/. The schema has no field "
                "for it, so a key named after it or a text that says so is read. A link is not "
                "followed, and where not every file was listed the answer is unknown.",
    .scoring = "2 points where nothing better is known: it is a claim that nobody can check.",
    .remediation =
        "Require two-factor authentication first; then write into a comment of "
        "SECURITY-INSIGHTS.yml: \"Two-factor authentication is required of all maintainers.\"" },
};

static const char *const reads[] = { HM_WORKFLOW_PLACES, HM_MANIFEST_PLACES,
                                     HM_SECURITY_INSIGHTS_PLACES, NULL };

const HmCheck hm_check_two_factor_auth = {
  .id = "two-factor-auth",
  .name = "Two-Factor-Auth",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_TREE | HM_NEED_PLATFORM | HM_NEED_FORGE,
  .summary = "A stolen password alone is not enough to change the code or to publish a release",
  .why = "Many a takeover of a package began with a password: reused, phished, or reset through a "
         "lapsed mail domain. A second factor stops most of these, and a publishing workflow "
         "without a long-lived token leaves nothing to steal. Both ends count: who may change the "
         "repository, and who may put a release into a registry.",
  .differs = "Scorecard has no such check. Here each proof has its weight and its name, so that a "
             "platform's policy is not mistaken for a setting that was seen, and what nobody could "
             "look at is said to be unknown.",
  .probes = probes,
  .n_probes = G_N_ELEMENTS (probes),
  .reads = reads,
  .run = two_factor_auth_run,
  .score = two_factor_auth_score,
};
