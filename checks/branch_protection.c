/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Branch-Protection: what the forge lets a holder of push rights do to the default branch and to release branches.
 * Names of branches come from the subject.
 */
#include <hallmark/check.h>

#include "checks/code_owners.h"
#include "checks/list.h"
#include "checks/place.h"
#include "checks/settings_as_code.h"
#include "checks/unasked.h"

#define N_TIERS 5

/* Tenths of the score that each tier is worth, the first one first. */
static const int tier_tenths[N_TIERS] = { 30, 30, 20, 10, 10 };

/* Divisible by every sum of weights that the known settings of a tier can have (1 to 5). */
#define WEIGHT_DENOMINATOR 60

typedef struct {
  const char *probe;
  guint tier;            /* 0-based */
  int weight;            /* within the tier */
  int points;            /* tenths; all of them add up to 100 */
  gsize offset;          /* of the HmFact in HmBranchRules */
  guint n_approvals;     /* > 0: at least that many are required, and @offset is of no use */
  const char *statement; /* true where the setting protects */
  const char *negation;
} Setting;

#define FACT(member) G_STRUCT_OFFSET (HmBranchRules, member)
#define CODE_OWNER_PROBE "code-owner-review-required"

/* Weights are Scorecard's (probes and evaluation/branch_protection.go). */
static const Setting settings[] = {
  { "force-push-blocked", 0, 1, 15, FACT (blocks_force_push), 0, "force pushes are blocked",
    "force pushes are allowed" },
  { "deletion-blocked", 0, 1, 15, FACT (blocks_deletion), 0, "deletion is blocked",
    "deletion is allowed" },
  { "approval-required", 1, 2, 12, 0, 1, "an approval is required", "no approval is required" },
  { "pull-request-required", 1, 1, 6, FACT (requires_pull_request), 0, "a pull request is required",
    "direct pushes are allowed" },
  { "last-push-approval-required", 1, 1, 6, FACT (requires_last_push_approval), 0,
    "the last push needs another's approval", "the last push needs no other's approval" },
  { "up-to-date-required", 1, 1, 6, FACT (requires_up_to_date), 0,
    "a branch must be up to date to merge", "a stale branch may be merged" },
  { "status-checks-required", 2, 1, 20, FACT (requires_status_checks), 0, "status checks must pass",
    "no status check is required" },
  { "two-approvals-required", 3, 1, 5, 0, 2, "2 or more approvals are required",
    "fewer than 2 approvals are required" },
  { CODE_OWNER_PROBE, 3, 1, 5, FACT (requires_code_owner_review), 0, "code owners must review",
    "code owners need not review" },
  { "stale-approvals-dismissed", 4, 1, 5, FACT (dismisses_stale_approvals), 0,
    "a new push dismisses approvals", "approvals outlive a new push" },
  { "applies-to-admins", 4, 1, 5, FACT (applies_to_admins), 0, "administrators are bound too",
    "administrators are exempt" },
};

/* How one setting stands on the branch that protects least. */
typedef struct {
  HmTruth truth;
  const char *branch;  /* (nullable) the one that decides; NULL where there is no branch at all */
  const char *why;     /* (nullable) */
  const char *source;  /* (nullable) */
  guint n_approvals;   /* the fewest, where they are known */
  gboolean is_minimum; /* there may be more */
} Verdict;

/* Badness, worst first: shown to be off, not visible, on. */
static int
truth_rank (HmTruth truth)
{
  return truth == HM_TRUTH_NO ? 0 : truth == HM_TRUTH_UNKNOWN ? 1 : 2;
}

static Verdict
branch_verdict (const Setting *setting, const HmBranchRules *branch)
{
  Verdict verdict = { .branch = branch->name };

  if (setting->n_approvals > 0) {
    const HmCountFact *count = &branch->required_approvals;

    verdict.why = count->why;
    verdict.source = count->source;
    verdict.n_approvals = count->value;
    verdict.is_minimum = count->is_minimum;
    /* Where some view stayed shut, too few are not few. */
    if (count->is_known && count->value >= setting->n_approvals)
      verdict.truth = HM_TRUTH_YES;
    else if (count->is_known && !count->is_minimum)
      verdict.truth = HM_TRUTH_NO;
    else if (count->is_known && count->why == NULL)
      verdict.why = "there may be more than can be seen";
  } else {
    const HmFact *fact =
        (const HmFact *) (const void *) ((const guint8 *) branch + setting->offset);

    verdict.truth = fact->truth;
    verdict.why = fact->why;
    verdict.source = fact->source;
  }
  return verdict;
}

/* The forge that lists no branch was not asked, or would not say. */
static Verdict
worst_verdict (const Setting *setting, const HmForge *forge)
{
  Verdict worst = { .why = forge->why };

  for (gsize i = 0; i < forge->n_branches; i++) {
    Verdict verdict = branch_verdict (setting, &forge->branches[i]);
    int rank = truth_rank (verdict.truth);

    if (i == 0 || rank < truth_rank (worst.truth)
        || (rank == truth_rank (worst.truth) && verdict.n_approvals < worst.n_approvals))
      worst = verdict;
  }
  if (worst.truth == HM_TRUTH_UNKNOWN)
    worst.why = hm_unasked_why (forge, worst.why);
  return worst;
}

static HmFinding *
add_known (const Setting *setting, const Verdict *verdict, gsize n_branches, HmFindings *findings)
{
  gboolean is_pass = verdict->truth == HM_TRUTH_YES;
  HmOutcome outcome = is_pass ? HM_PASS : HM_FAIL;

  if (setting->n_approvals > 0 && verdict->n_approvals > 0)
    return hm_findings_add (findings, setting->probe, outcome, "%s%u approval%s required on %s",
                            verdict->is_minimum ? "at least " : "", verdict->n_approvals,
                            verdict->n_approvals == 1 ? " is" : "s are", verdict->branch);
  if (is_pass && n_branches > 1)
    return hm_findings_add (findings, setting->probe, outcome,
                            "%s on all %" G_GSIZE_FORMAT " branches", setting->statement,
                            n_branches);
  return hm_findings_add (findings, setting->probe, outcome, "%s on %s",
                          is_pass ? setting->statement : setting->negation, verdict->branch);
}

static void
add_unknown (const Setting *setting, const char *branch, const char *why, const char *how,
             HmFindings *findings)
{
  HmFinding *finding = hm_findings_add (
      findings, setting->probe, HM_UNKNOWN, "could not see whether %s%s%s: %s", setting->statement,
      branch != NULL ? " on " : "", branch != NULL ? branch : "", why);

  hm_finding_set_points (finding, 0, setting->points);
  hm_finding_set_remediation (finding, "%s", how);
}

/* The setting is on, but for want of a file that names owners it asks nobody, or may ask nobody. */
static HmOutcome
add_no_owners (const Setting *setting, const HmCodeOwners *owners, HmFindings *findings)
{
  HmOutcome outcome = owners->truth == HM_TRUTH_NO ? HM_FAIL : HM_UNKNOWN;
  HmFinding *finding = NULL;

  if (outcome == HM_FAIL)
    finding = hm_findings_add (findings, setting->probe, outcome,
                               "code owners must review, but no CODEOWNERS file names any");
  else if (owners->entry == NULL)
    finding =
        hm_findings_add (findings, setting->probe, outcome,
                         "code owners must review, but could not see every file: %s", owners->why);
  else
    finding = hm_findings_add (findings, setting->probe, outcome,
                               "code owners must review, but could not read %s: %s",
                               owners->entry->path, owners->why);
  if (outcome == HM_UNKNOWN)
    hm_finding_set_remediation (
        finding, "Scan a complete clone, and keep the file itself, no link, in its place.");
  hm_finding_set_points (finding, 0, setting->points);
  if (owners->entry != NULL)
    hm_finding_cite_file (finding, owners->entry, 0);
  return outcome;
}

static HmOutcome
judge_setting (const Setting *setting, const HmFacts *facts, HmFindings *findings)
{
  Verdict verdict = worst_verdict (setting, &facts->forge);
  HmCodeOwners owners = { 0 };
  HmFinding *finding = NULL;

  if (g_str_equal (setting->probe, CODE_OWNER_PROBE) && verdict.truth == HM_TRUTH_YES) {
    owners = hm_code_owners_find (&facts->tree);
    if (owners.truth != HM_TRUTH_YES)
      return add_no_owners (setting, &owners, findings);
  }
  if (verdict.truth == HM_TRUTH_UNKNOWN) {
    add_unknown (setting, verdict.branch, verdict.why, hm_unasked_how (&facts->forge), findings);
    return HM_UNKNOWN;
  }

  finding = add_known (setting, &verdict, facts->forge.n_branches, findings);
  hm_finding_set_points (finding, verdict.truth == HM_TRUTH_YES ? setting->points : 0,
                         setting->points);
  if (owners.entry != NULL)
    hm_finding_cite_file (finding, owners.entry, owners.line);
  if (verdict.source != NULL)
    hm_finding_cite_url (finding, verdict.source);
  return finding->outcome;
}

static void
branch_protection_run (const HmFacts *facts, HmFindings *findings)
{
  guint n_passed = 0;
  guint n_known = 0;
  const HmFinding *first_failed = NULL;
  const HmForge *forge = &facts->forge;

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    HmOutcome outcome = judge_setting (&settings[i], facts, findings);

    n_passed += outcome == HM_PASS;
    n_known += outcome != HM_UNKNOWN;
    if (outcome == HM_FAIL && first_failed == NULL)
      first_failed = g_ptr_array_index (findings->items, findings->items->len - 1);
  }
  hm_settings_as_code_run (facts, findings);

  if (n_known == 0)
    hm_findings_set_reason (findings, "%s", hm_unasked_why (forge, NULL));
  else
    hm_findings_set_reason (findings, "%u of %u known settings protect %s%s%s%s", n_passed, n_known,
                            forge->branches[0].name, forge->n_branches > 1 ? " and others" : "",
                            first_failed != NULL ? "; " : "",
                            first_failed != NULL ? first_failed->message : "");
}

/*
 * Tier by tier until the first that is not full. A setting nobody could see leaves its tier's weights, and a tier of
 * which nothing was seen leaves the scale; those behind the stopping one earn nothing whatever they hold, and so
 * they stay in it. That keeps floor <= score <= ceiling.
 */
static int
branch_protection_score (const HmFindings *findings, HmAssume assume)
{
  int earned = 0; /* tenths times WEIGHT_DENOMINATOR */
  int scale = 0;  /* tenths */
  gboolean is_stopped = FALSE;
  gboolean is_known = FALSE;

  for (guint tier = 0; tier < N_TIERS; tier++) {
    int passed = 0;
    int known = 0;

    for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
      const HmFinding *finding =
          settings[i].tier == tier ? hm_findings_find (findings, settings[i].probe) : NULL;
      HmOutcome outcome = finding != NULL ? hm_finding_outcome (finding, assume) : HM_UNKNOWN;

      known += outcome == HM_PASS || outcome == HM_FAIL ? settings[i].weight : 0;
      passed += outcome == HM_PASS ? settings[i].weight : 0;
    }
    is_known |= known > 0;
    if (known > 0 || is_stopped)
      scale += tier_tenths[tier];
    if (known > 0 && !is_stopped) {
      earned += tier_tenths[tier] * WEIGHT_DENOMINATOR * passed / known;
      is_stopped = passed < known;
    }
  }
  return is_known ? earned * 100 / (scale * WEIGHT_DENOMINATOR) : HM_NO_SCORE;
}

#define RULESET "On GitHub: Settings > Rules > Rulesets, a branch ruleset for the default branch, "
#define GITLAB_BRANCHES "On GitLab: Settings > Repository > Protected branches, "
#define FORGEJO_BRANCHES "On Forgejo and Gitea: Settings > Branches, a rule for the branch, "
#define READ_BRANCHES "The forge's settings of the default branch and of each release branch."

static const HmProbe probes[] = {
  { .id = "force-push-blocked",
    .question = "Are force pushes to the default branch and to release branches blocked?",
    .evidence = READ_BRANCHES " GitHub shows rulesets to everybody who reads the project, and "
                              "classic rules whole to administrators alone. GitLab and Forgejo "
                              "show every reader whether a branch is protected, and the rest to "
                              "maintainers and administrators. What a token is not shown is "
                              "unknown, never off.",
    .scoring = "Half of the first tier, worth 3 points. No later tier counts until the first is "
               "full.",
    .remediation = RULESET "tick \"Block force pushes\". " GITLAB_BRANCHES
                           "turn \"Allowed to force push\" off. " FORGEJO_BRANCHES
                           "which by itself refuses force pushes." },
  { .id = "deletion-blocked",
    .question = "Is it impossible to delete the default branch and the release branches?",
    .evidence = READ_BRANCHES,
    .scoring = "The other half of the first tier, worth 3 points.",
    .remediation =
        RULESET "tick \"Restrict deletions\". " GITLAB_BRANCHES
                "protect the branch: a protected one can't be deleted by a push. " FORGEJO_BRANCHES
                "which by itself refuses deletion." },
  { .id = "approval-required",
    .question = "Must somebody approve a change before it is merged?",
    .evidence = READ_BRANCHES " The fewest approvals that any of them requires decide.",
    .scoring = "Two fifths of the second tier, worth 3 points.",
    .remediation = RULESET
    "tick \"Require a pull request before merging\" and set required approvals to 1 or more. On "
    "GitLab (Premium): Settings > Merge requests > Approval rules, at least 1. " FORGEJO_BRANCHES
    "set required approvals to 1." },
  { .id = "pull-request-required",
    .question = "Must every change come as a pull request?",
    .evidence = READ_BRANCHES,
    .scoring = "One fifth of the second tier, worth 3 points.",
    .remediation =
        RULESET "tick \"Require a pull request before merging\". " GITLAB_BRANCHES
                "set \"Allowed to push and merge\" to no one. " FORGEJO_BRANCHES "disable push." },
  { .id = "last-push-approval-required",
    .question = "Must the last push to a pull request be approved by somebody other than who "
                "pushed it?",
    .evidence = READ_BRANCHES,
    .scoring = "One fifth of the second tier, worth 3 points.",
    .remediation =
        RULESET "tick \"Require approval of the most recent reviewable push\". On GitLab: Settings "
                "> Merge requests, tick \"Prevent approvals by users who add commits\"." },
  { .id = "up-to-date-required",
    .question = "Must a branch hold the newest commits of its target before it is merged?",
    .evidence = READ_BRANCHES,
    .scoring = "One fifth of the second tier, worth 3 points.",
    .remediation = RULESET "\"Require status checks to pass\", tick \"Require branches to be up to "
                           "date before merging\", or use a merge queue. On GitLab: Settings > "
                           "Merge requests, merge method \"Fast-forward merge\". " FORGEJO_BRANCHES
                           "tick \"Block merge if pull request is outdated\"." },
  { .id = "status-checks-required",
    .question = "Must at least one status check pass before a change is merged?",
    .evidence = READ_BRANCHES,
    .scoring = "The whole third tier, worth 2 points.",
    .remediation =
        RULESET "tick \"Require status checks to pass\" and add your test job. On GitLab: Settings "
                "> Merge requests, tick \"Pipelines must succeed\". " FORGEJO_BRANCHES
                "tick \"Enable status check\" and name your test job." },
  { .id = "two-approvals-required",
    .question = "Must at least two people approve a change before it is merged?",
    .evidence = READ_BRANCHES " The fewest approvals that any of them requires decide.",
    .scoring = "Half of the fourth tier, worth 1 point.",
    .remediation =
        "Set the number of required approvals to 2 where approval-required is set. A project with "
        "fewer than three active maintainers had better find another one first." },
  { .id = CODE_OWNER_PROBE,
    .question = "Must the owners of the code that a change touches review it?",
    .evidence = READ_BRANCHES " And a CODEOWNERS file with a line that names an owner, in "
                              ".github/, .gitlab/, .gitea/, .forgejo/, the root or docs/ of the "
                              "scanned commit: the first of these that is there counts. One that "
                              "could not be read, a link among them, leaves the answer unknown.",
    .scoring = "Half of the fourth tier, worth 1 point. The setting without a file that names an "
               "owner fails.",
    .remediation = "Add .github/CODEOWNERS with a line such as \"* @owner/team\". " RULESET
                   "tick \"Require review from Code Owners\". On GitLab (Premium): Settings > "
                   "Repository > Protected branches, turn \"Code owner approval\" on." },
  { .id = "stale-approvals-dismissed",
    .question = "Does a new push take back the approvals given before it?",
    .evidence = READ_BRANCHES,
    .scoring = "Half of the fifth tier, worth 1 point.",
    .remediation = RULESET
    "tick \"Dismiss stale pull request approvals when new commits are pushed\". On GitLab: "
    "Settings > Merge requests, \"Remove all approvals\" when a commit is added. " FORGEJO_BRANCHES
    "tick \"Dismiss stale approvals\"." },
  { .id = "applies-to-admins",
    .question = "Do the rules bind administrators too?",
    .evidence = READ_BRANCHES " Rulesets show who may bypass them only to those who may edit them, "
                              "so this is often not to be seen.",
    .scoring = "Half of the fifth tier, worth 1 point.",
    .remediation = "On GitHub: leave the ruleset's bypass list empty; in a classic rule tick \"Do "
                   "not allow bypassing the above settings\". " FORGEJO_BRANCHES
                   "tick \"Enforce this rule for repository admins\"." },
  { .id = HM_SETTINGS_AS_CODE_PROBE,
    .question = "Does the repository declare its branch protection in a file?",
    .evidence = ".github/settings.yml (the Settings app), .github/repos/*.yml and "
                ".github/suborgs/*.yml (safe-settings), .github/branch-protection.yml, "
                ".allstar/branch_protection.yaml, .asf.yaml.",
    .scoring = "None: such a file says what is meant, not what is in force.",
    .remediation = "Nothing to mend. Declared with the Settings app or safe-settings, changes of "
                   "the settings are reviewed as code is." },
};

static const char *const reads[] = { HM_SETTINGS_AS_CODE_PLACES, HM_CODE_OWNERS_PLACES, NULL };

const HmCheck hm_check_branch_protection = {
  .id = "branch-protection",
  .name = "Branch-Protection",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_TREE | HM_NEED_FORGE,
  .summary = "Nobody can rewrite the main branches or put unreviewed, untested changes into them",
  .why = "One stolen password, one leaked token or one maintainer under pressure is enough to put "
         "code in front of every user, unless the forge itself refuses what a single person must "
         "not do alone. Force pushes rewrite history that others have reviewed; direct pushes skip "
         "review altogether; approvals that outlive a new push let a harmless change be approved "
         "and a harmful one be merged. These rules cost nothing once set, and they bind an "
         "intruder as they bind everybody else.",
  .differs =
      "The tiers, their weights and the stop at the first tier that is not full are "
      "Scorecard's. A setting that can't be seen counts there as off in the first, third "
      "and fourth tier and for the number of approvals, and leaves the sum elsewhere; here "
      "it always leaves the sum, and the floor of the score says what it would be if it "
      "were off. Several branches are not averaged: for each setting the branch that "
      "protects least decides, and is named. CODEOWNERS is also looked for where GitLab, "
      "Gitea and Forgejo look, and one that names nobody does not count. Scores are kept in tenths "
      "and not cut to whole points.",
  .probes = probes,
  .n_probes = G_N_ELEMENTS (probes),
  .reads = reads,
  .run = branch_protection_run,
  .score = branch_protection_score,
};
