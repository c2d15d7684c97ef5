/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"
#include "subject.h"

#include "checks/list.h"

#define N_SETTINGS 11
#define SOURCE "https://forge.example/api/rules"

/* In the order of the tiers, for tests that go through all of them. */
static const char *const probes[N_SETTINGS] = {
  "force-push-blocked",          "deletion-blocked",
  "approval-required",           "pull-request-required",
  "last-push-approval-required", "up-to-date-required",
  "status-checks-required",      "two-approvals-required",
  "code-owner-review-required",  "stale-approvals-dismissed",
  "applies-to-admins",
};

static HmFact
fact (HmTruth truth)
{
  return truth == HM_TRUTH_UNKNOWN ? (HmFact){ .why = "403 Forbidden" }
                                   : (HmFact){ .truth = truth, .source = SOURCE };
}

static HmCountFact
count (guint value)
{
  return (HmCountFact){ .is_known = TRUE, .value = value, .source = SOURCE };
}

/* A branch of which every setting is @truth. */
static HmBranchRules
branch_all (const char *name, HmTruth truth)
{
  HmBranchRules branch = { .name = name };

  branch.blocks_force_push = fact (truth);
  branch.blocks_deletion = fact (truth);
  branch.requires_pull_request = fact (truth);
  branch.requires_last_push_approval = fact (truth);
  branch.requires_up_to_date = fact (truth);
  branch.requires_status_checks = fact (truth);
  branch.requires_code_owner_review = fact (truth);
  branch.dismisses_stale_approvals = fact (truth);
  branch.applies_to_admins = fact (truth);
  if (truth != HM_TRUTH_UNKNOWN)
    branch.required_approvals = count (truth == HM_TRUTH_YES ? 2 : 0);
  else
    branch.required_approvals.why = "403 Forbidden";
  return branch;
}

static void
subject_protect (Subject *subject, const HmBranchRules *branches, gsize n_branches)
{
  subject_init (subject);
  subject_add (subject, ".github/CODEOWNERS", "* @owner/team\n");
  subject->facts.forge.branches = branches;
  subject->facts.forge.n_branches = n_branches;
}

static HmResult *
judge_subject (const Subject *subject)
{
  return judge (&hm_check_branch_protection, &subject->facts);
}

static HmResult *
judge_branch (const HmBranchRules *branch)
{
  Subject subject;

  subject_protect (&subject, branch, 1);
  return judge_subject (&subject);
}

static void
test_no_forge_is_unknown (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject.facts.forge.why = "no token for github.com was given";
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpuint (count_outcome (result, HM_UNKNOWN), ==, N_SETTINGS);
  g_assert_cmpstr (result->reason, ==, "no token for github.com was given");
  g_assert_cmpstr (
      hm_findings_find (result->findings, probes[0])->message, ==,
      "could not see whether force pushes are blocked: no token for github.com was given");
}

static void
test_no_reason_given (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "no forge was asked");
}

static void
test_asked_of_a_project_without_branches (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject.facts.forge.asked_at = 1;
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "the forge does not show it");
}

static void
test_all_on (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  g_autoptr (HmResult) result = judge_branch (&branch);
  const HmFinding *finding = hm_findings_find (result->findings, "code-owner-review-required");

  assert_triple (result, 100, 100, 100);
  g_assert_cmpuint (count_outcome (result, HM_PASS), ==, N_SETTINGS);
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, ".github/CODEOWNERS");
  g_assert_cmpstr (evidence_at (finding, 1)->text, ==, SOURCE);
  g_assert_cmpstr (result->reason, ==, "11 of 11 known settings protect main");
}

static void
test_all_off (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_NO);
  g_autoptr (HmResult) result = judge_branch (&branch);

  assert_triple (result, 0, 0, 0);
  g_assert_cmpstr (result->reason, ==,
                   "0 of 11 known settings protect main; force pushes are allowed on main");
}

static void
test_asked_but_not_told (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_UNKNOWN);
  g_autoptr (HmResult) result = judge_branch (&branch);

  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (hm_findings_find (result->findings, probes[0])->message, ==,
                   "could not see whether force pushes are blocked on main: 403 Forbidden");
}

/* What each tier is worth, with all before it full and all after it on. */
static void
test_tiers_stop_at_the_first_that_is_not_full (void)
{
  const struct {
    gsize offset;
    int score;
  } cases[] = {
    { G_STRUCT_OFFSET (HmBranchRules, blocks_force_push), 15 },
    { G_STRUCT_OFFSET (HmBranchRules, blocks_deletion), 15 },
    { G_STRUCT_OFFSET (HmBranchRules, requires_pull_request), 54 },
    { G_STRUCT_OFFSET (HmBranchRules, requires_last_push_approval), 54 },
    { G_STRUCT_OFFSET (HmBranchRules, requires_up_to_date), 54 },
    { G_STRUCT_OFFSET (HmBranchRules, requires_status_checks), 60 },
    { G_STRUCT_OFFSET (HmBranchRules, requires_code_owner_review), 85 },
    { G_STRUCT_OFFSET (HmBranchRules, dismisses_stale_approvals), 95 },
    { G_STRUCT_OFFSET (HmBranchRules, applies_to_admins), 95 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
    g_autoptr (HmResult) result = NULL;

    G_STRUCT_MEMBER (HmFact, &branch, cases[i].offset) = fact (HM_TRUTH_NO);
    result = judge_branch (&branch);
    assert_triple (result, cases[i].score, cases[i].score, cases[i].score);
  }
}

static void
test_approvals_count (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  const struct {
    guint n;
    int score;
    const char *message;
  } cases[] = { { 0, 48, "no approval is required on main" },
                { 1, 85, "1 approval is required on main" },
                { 2, 100, "2 approvals are required on main" },
                { G_MAXUINT, 100, "4294967295 approvals are required on main" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HmResult) result = NULL;

    branch.required_approvals = count (cases[i].n);
    result = judge_branch (&branch);
    assert_triple (result, cases[i].score, cases[i].score, cases[i].score);
    g_assert_cmpstr (hm_findings_find (result->findings, "approval-required")->message, ==,
                     cases[i].message);
  }
}

static void
test_code_owners_need_the_file (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  const char *good[] = { "CODEOWNERS",         ".github/CODEOWNERS", "docs/CODEOWNERS",
                         ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS",  ".forgejo/CODEOWNERS" };
  const char *bad[] = { "src/CODEOWNERS", "codeowners", "CODEOWNERS.md" };
  Subject subject;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (HmResult) result = NULL;

    subject_protect (&subject, &branch, 1);
    subject.entries[0].path = good[i];
    result = judge_subject (&subject);
    assert_triple (result, 100, 100, 100);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (HmResult) result = NULL;

    subject_protect (&subject, &branch, 1);
    subject.entries[0].path = bad[i];
    result = judge_subject (&subject);
    assert_outcome (result, "code-owner-review-required", HM_FAIL);
    assert_triple (result, 85, 85, 85);
  }
}

static void
test_empty_or_linked_code_owners (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  Subject subject;
  g_autoptr (HmResult) empty = NULL;
  g_autoptr (HmResult) linked = NULL;

  subject_protect (&subject, &branch, 1);
  subject.documents[0].text = "# nobody yet\n";
  subject.documents[0].size = strlen (subject.documents[0].text);
  empty = judge_subject (&subject);
  assert_outcome (empty, "code-owner-review-required", HM_FAIL);
  subject.entries[0].kind = HM_ENTRY_SYMLINK;
  linked = judge_subject (&subject);
  assert_outcome (linked, "code-owner-review-required", HM_UNKNOWN);
  assert_triple (linked, 85, 100, 100);
}

static void
test_code_owners_in_a_cut_tree (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_protect (&subject, &branch, 1);
  subject.facts.tree.n_entries = 0;
  subject.facts.tree.cut = "more than 500000 entries";
  result = judge_subject (&subject);
  assert_outcome (result, "code-owner-review-required", HM_UNKNOWN);
  assert_triple (result, 85, 100, 100);
}

static void
test_worst_branch_decides (void)
{
  HmBranchRules branches[] = { branch_all ("main", HM_TRUTH_YES),
                               branch_all ("release-1", HM_TRUTH_YES) };
  Subject subject;
  g_autoptr (HmResult) both = NULL;
  g_autoptr (HmResult) one_off = NULL;
  g_autoptr (HmResult) one_unknown = NULL;
  g_autoptr (HmResult) off_beats_unknown = NULL;

  subject_protect (&subject, branches, G_N_ELEMENTS (branches));
  both = judge_subject (&subject);
  assert_triple (both, 100, 100, 100);
  g_assert_cmpstr (hm_findings_find (both->findings, probes[0])->message, ==,
                   "force pushes are blocked on all 2 branches");

  branches[1].blocks_force_push = fact (HM_TRUTH_NO);
  branches[1].required_approvals = count (1);
  one_off = judge_subject (&subject);
  assert_triple (one_off, 15, 15, 15);
  g_assert_cmpstr (hm_findings_find (one_off->findings, probes[0])->message, ==,
                   "force pushes are allowed on release-1");
  g_assert_cmpstr (hm_findings_find (one_off->findings, "two-approvals-required")->message, ==,
                   "1 approval is required on release-1");

  branches[1].blocks_force_push = fact (HM_TRUTH_UNKNOWN);
  one_unknown = judge_subject (&subject);
  assert_outcome (one_unknown, probes[0], HM_UNKNOWN);

  branches[0].blocks_force_push = fact (HM_TRUTH_NO);
  off_beats_unknown = judge_subject (&subject);
  assert_outcome (off_beats_unknown, probes[0], HM_FAIL);
}

/* Whoever can't see a setting learns neither that it is on nor that it is off. */
static void
test_unknown_is_neither_good_nor_bad (void)
{
  HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
  g_autoptr (HmResult) hidden = NULL;
  g_autoptr (HmResult) hidden_and_off = NULL;
  g_autoptr (HmResult) tier_hidden = NULL;

  branch.applies_to_admins = fact (HM_TRUTH_UNKNOWN);
  hidden = judge_branch (&branch);
  assert_triple (hidden, 95, 100, 100);

  branch.dismisses_stale_approvals = fact (HM_TRUTH_NO);
  hidden_and_off = judge_branch (&branch);
  assert_triple (hidden_and_off, 90, 90, 95);

  branch.requires_status_checks = fact (HM_TRUTH_UNKNOWN);
  tier_hidden = judge_branch (&branch);
  assert_triple (tier_hidden, 60, 87, 95);
}

/* The two laws of a scoring rule, over all 3^11 ways that the settings can stand. */
static void
test_floor_score_ceiling_and_monotony (void)
{
  const HmOutcome all[] = { HM_FAIL, HM_UNKNOWN, HM_PASS };
  g_autoptr (HmFindings) findings = hm_findings_new ();
  g_autofree int *scores = NULL;
  guint n_cases = 1;

  for (guint i = 0; i < N_SETTINGS; i++) {
    hm_findings_add (findings, probes[i], HM_FAIL, "m");
    n_cases *= 3;
  }
  scores = g_new (int, n_cases);
  for (guint code = 0; code < n_cases; code++) {
    HmOutcome outcomes[N_SETTINGS];
    guint step = 1;
    guint rest = code;
    int floor;
    int ceiling;

    for (guint i = 0; i < N_SETTINGS; i++, rest /= 3) {
      outcomes[i] = all[rest % 3];
      ((HmFinding *) g_ptr_array_index (findings->items, i))->outcome = outcomes[i];
    }
    scores[code] = hm_check_branch_protection.score (findings, HM_ASSUME_NOTHING);
    floor = hm_check_branch_protection.score (findings, HM_ASSUME_WORST);
    ceiling = hm_check_branch_protection.score (findings, HM_ASSUME_BEST);
    g_assert_cmpint (floor, >=, 0);
    g_assert_cmpint (ceiling, <=, 100);
    if (scores[code] == HM_NO_SCORE)
      continue;
    g_assert_cmpint (floor, <=, scores[code]);
    g_assert_cmpint (scores[code], <=, ceiling);

    /* One setting less bad is the code less the step, and must not have scored more when it was off. */
    for (guint i = 0; i < N_SETTINGS; i++, step *= 3) {
      if (outcomes[i] == HM_PASS && scores[code - 2 * step] != HM_NO_SCORE)
        g_assert_cmpint (scores[code - 2 * step], <=, scores[code]);
      if (outcomes[i] == HM_PASS && scores[code - step] != HM_NO_SCORE)
        g_assert_cmpint (scores[code - step], <=, scores[code]);
    }
  }
}

static const HmFinding *
find_as_code (const HmResult *result)
{
  return hm_findings_find (result->findings, "settings-as-code");
}

static void
test_settings_as_code (void)
{
  const struct {
    const char *path;
    const char *text;
    const char *message;
    guint line;
  } cases[] = {
    { ".github/settings.yml",
      "repository:\n  name: x\nbranches:\n  - name: main\n    protection:\n      a: 1\n",
      ".github/settings.yml declares protection of main", 4 },
    { ".github/repos/x.yml",
      "branches:\n- name: main\n  protection: {a: 1}\n- name: dev\n  protection: {a: 1}\n",
      ".github/repos/x.yml declares protection of main and 1 more", 2 },
    { ".github/settings.yaml", "rulesets:\n- name: strict\n  rules: []\n",
      ".github/settings.yaml declares protection of strict", 2 },
    { ".allstar/branch_protection.yaml", "optConfig: {}\nblockForce: true\n",
      ".allstar/branch_protection.yaml declares protection of the default branch", 2 },
    { ".asf.yaml", "github:\n  protected_branches:\n    main: {}\n",
      ".asf.yaml declares protection of main", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_init (&subject);
    subject_add (&subject, cases[i].path, cases[i].text);
    result = judge_subject (&subject);
    /* It is intent: the check stays unknown. */
    g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
    assert_outcome (result, "settings-as-code", HM_PASS);
    g_assert_cmpstr (find_as_code (result)->message, ==, cases[i].message);
    g_assert_cmpint (find_as_code (result)->points_max, ==, 0);
    g_assert_cmpuint (evidence_at (find_as_code (result), 0)->line, ==, cases[i].line);
  }
}

static void
test_settings_as_code_that_declare_nothing (void)
{
  const char *texts[] = { "",
                          "- a\n",
                          "branches: main\n",
                          "branches:\n- name: main\n  protection:\n",
                          "branches:\n- protection: {a: 1}\n",
                          "rulesets: {}\n",
                          "repository: {}\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_init (&subject);
    subject_add (&subject, ".github/settings.yml", texts[i]);
    result = judge_subject (&subject);
    assert_outcome (result, "settings-as-code", HM_NOT_APPLICABLE);
  }
}

static void
test_settings_as_code_that_cannot_be_read (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add_unread (&subject, ".asf.yaml", "missing object");
  subject_add (&subject, ".github/settings.yml", "branches: [\n");
  result = judge_subject (&subject);
  g_assert_cmpstr (find_as_code (result)->message, ==,
                   ".asf.yaml could not be read: missing object");
  g_assert_cmpuint (count_outcome (result, HM_UNKNOWN), ==, N_SETTINGS + 2);
}

/* Neither a name of a megabyte nor a thousand files may drown the check. */
static void
test_settings_as_code_in_excess (void)
{
  g_autofree char *name = g_strnfill (1000 * 1000, 'n');
  g_autofree char *text = g_strdup_printf ("branches:\n- name: %s\n  protection: {a: 1}\n", name);
  Subject subject;
  g_autoptr (HmResult) result = NULL;
  char paths[30][32];

  subject_init (&subject);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_snprintf (paths[i], sizeof paths[i], ".github/repos/%02u.yml", i);
    subject_add (&subject, paths[i], text);
  }
  result = judge_subject (&subject);
  g_assert_cmpuint (count_outcome (result, HM_PASS), ==, 20);
  g_assert_cmpuint (strlen (find_as_code (result)->message), <, 200);
}

static void
test_settings_as_code_on_a_cut_tree (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject.facts.tree.cut = "more than 500000 entries";
  result = judge_subject (&subject);
  assert_outcome (result, "settings-as-code", HM_UNKNOWN);
  g_assert_cmpstr (find_as_code (result)->message, ==,
                   "could not see every file: more than 500000 entries");
}

/* Fewer than wanted is no answer where a view that may hold more stayed shut; enough is enough. */
static void
test_minimum_is_no_maximum (void)
{
  for (guint value = 0; value <= 3; value++) {
    HmBranchRules branch = branch_all ("main", HM_TRUTH_YES);
    g_autoptr (HmResult) open = NULL;
    g_autoptr (HmResult) whole = NULL;

    branch.required_approvals = count (value);
    whole = judge_branch (&branch);
    assert_outcome (whole, "approval-required", value >= 1 ? HM_PASS : HM_FAIL);
    assert_outcome (whole, "two-approvals-required", value >= 2 ? HM_PASS : HM_FAIL);

    branch.required_approvals.is_minimum = TRUE;
    open = judge_branch (&branch);
    assert_outcome (open, "approval-required", value >= 1 ? HM_PASS : HM_UNKNOWN);
    assert_outcome (open, "two-approvals-required", value >= 2 ? HM_PASS : HM_UNKNOWN);
    g_assert_cmpint (open->floor, <=, whole->score);
    g_assert_cmpint (open->ceiling, >=, whole->score);
    if (value == 1) {
      g_assert_cmpstr (hm_findings_find (open->findings, "approval-required")->message, ==,
                       "at least 1 approval is required on main");
      g_assert_nonnull (
          strstr (hm_findings_find (open->findings, "two-approvals-required")->message,
                  "there may be more than can be seen"));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branch-protection/no-forge-is-unknown", test_no_forge_is_unknown);
  g_test_add_func ("/branch-protection/no-reason-given", test_no_reason_given);
  g_test_add_func ("/branch-protection/asked-of-a-project-without-branches",
                   test_asked_of_a_project_without_branches);
  g_test_add_func ("/branch-protection/all-on", test_all_on);
  g_test_add_func ("/branch-protection/all-off", test_all_off);
  g_test_add_func ("/branch-protection/asked-but-not-told", test_asked_but_not_told);
  g_test_add_func ("/branch-protection/tiers-stop-at-the-first-that-is-not-full",
                   test_tiers_stop_at_the_first_that_is_not_full);
  g_test_add_func ("/branch-protection/approvals-count", test_approvals_count);
  g_test_add_func ("/branch-protection/code-owners-need-the-file", test_code_owners_need_the_file);
  g_test_add_func ("/branch-protection/empty-or-linked-code-owners",
                   test_empty_or_linked_code_owners);
  g_test_add_func ("/branch-protection/code-owners-in-a-cut-tree", test_code_owners_in_a_cut_tree);
  g_test_add_func ("/branch-protection/worst-branch-decides", test_worst_branch_decides);
  g_test_add_func ("/branch-protection/unknown-is-neither-good-nor-bad",
                   test_unknown_is_neither_good_nor_bad);
  g_test_add_func ("/branch-protection/floor-score-ceiling-and-monotony",
                   test_floor_score_ceiling_and_monotony);
  g_test_add_func ("/branch-protection/settings-as-code", test_settings_as_code);
  g_test_add_func ("/branch-protection/settings-as-code-that-declare-nothing",
                   test_settings_as_code_that_declare_nothing);
  g_test_add_func ("/branch-protection/settings-as-code-that-cannot-be-read",
                   test_settings_as_code_that_cannot_be_read);
  g_test_add_func ("/branch-protection/settings-as-code-in-excess",
                   test_settings_as_code_in_excess);
  g_test_add_func ("/branch-protection/settings-as-code-on-a-cut-tree",
                   test_settings_as_code_on_a_cut_tree);
  g_test_add_func ("/branch-protection/minimum-is-no-maximum", test_minimum_is_no_maximum);
  return g_test_run ();
}
