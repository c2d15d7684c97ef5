/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/waivers.h"

#include "core/error.h"
#include "core/oid.h"
#include "scoring/policy_check.h"
#include "tests/scoring/planned.h"

#include <string.h>

#define DAY 86400

static const HmOid good = { .bytes = { 1 } };
static const HmOid evil = { .bytes = { 2 } };
static const HmOid commit = { .bytes = { 3 } };

static const HmPlan files[] = {
  { .probe = "one", .outcome = HM_FAIL, .path = "tests/a.bin", .blob = { .bytes = { 1 } } },
  { .probe = "one", .outcome = HM_FAIL, .path = "tests/b.bin", .blob = { .bytes = { 2 } } },
  { .probe = "two", .outcome = HM_FAIL },
  { .probe = "two", .outcome = HM_PASS },
};

static const HmPlan passes[] = { { .probe = "one", .outcome = HM_PASS } };

static void
plan_all (const HmPlan *red, gsize n_red)
{
  hm_plan (0, red, n_red);
  hm_plan (1, passes, 1);
  hm_plan (2, passes, 1);
}

static HmWaiver
waiver_of (const char *probe, const char *path)
{
  return (HmWaiver){
    .check_id = "red",
    .probe = probe,
    .path = path,
    .reason = "r",
    .by = "b",
    .expires = HM_PLANNED_AS_OF + 30 * DAY,
    .place = ".hallmark.yml:12",
  };
}

static HmWaiver
waiver_of_blob (const char *path, const HmOid *blob)
{
  HmWaiver waiver = waiver_of ("one", path);

  waiver.digest = (HmDigest){ .kind = HM_DIGEST_BLOB, .blob = *blob };
  return waiver;
}

static HmPolicy
policy_of (const HmWaiver *waivers, gsize n_waivers)
{
  HmPolicy policy = hm_policy_default;

  policy.name = "p";
  policy.source = ".hallmark.yml";
  policy.is_of_subject = TRUE;
  policy.waivers = waivers;
  policy.n_waivers = n_waivers;
  return policy;
}

/* What @waiver comes to over the findings of red. */
static HmWaiverState
state_of (const HmWaiver *waiver, const HmPlan *plan, gsize n, guint *ret_n_findings)
{
  const HmPolicy policy = policy_of (waiver, 1);
  g_autoptr (HmReport) report = NULL;
  const HmReportWaiver *judged;
  const HmResult *result;

  plan_all (plan, n);
  report = hm_planned_report (&policy);
  judged = g_ptr_array_index (report->waivers, 0);
  result = g_ptr_array_index (report->results, 0);
  if (ret_n_findings != NULL)
    *ret_n_findings = judged->n_findings;
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    /* Only what failed is waived, and only by one in force. */
    g_assert_true (finding->waiver == 0
                   || (finding->outcome == HM_FAIL && judged->state == HM_WAIVER_IN_FORCE));
  }
  g_assert_cmpint (result->score, >=, result->unwaived_score);
  g_assert_true (judged->state == HM_WAIVER_IN_FORCE || result->score == result->unwaived_score);
  return judged->state;
}

#define STATE(waiver) state_of (&(waiver), files, G_N_ELEMENTS (files), NULL)

static void
blob_is_held_to_its_digest (void)
{
  HmWaiver waiver = waiver_of_blob ("tests/a.bin", &good);
  guint n_findings;

  g_assert_cmpint (state_of (&waiver, files, G_N_ELEMENTS (files), &n_findings), ==,
                   HM_WAIVER_IN_FORCE);
  g_assert_cmpuint (n_findings, ==, 1);
  waiver.digest.blob = evil;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_ALTERED);
  waiver.digest.kind = HM_DIGEST_NONE;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_NO_DIGEST);
}

static void
set_is_of_all_that_the_glob_covers (void)
{
  HmWaiver waiver = waiver_of ("one", "tests/*.bin");
  g_autoptr (GArray) cited = g_array_new (FALSE, FALSE, sizeof (HmEvidence));
  char path_a[] = "tests/a.bin";
  char path_b[] = "tests/b.bin";
  /* Neither order nor repetition counts. */
  const HmEvidence evidence[] = { { .text = path_b, .oid = evil },
                                  { .text = path_a, .oid = good },
                                  { .text = path_b, .oid = evil } };
  guint n_findings;

  g_array_append_vals (cited, evidence, G_N_ELEMENTS (evidence));
  hm_digest_of_files (cited, &waiver.digest);
  g_assert_cmpint (state_of (&waiver, files, G_N_ELEMENTS (files), &n_findings), ==,
                   HM_WAIVER_IN_FORCE);
  g_assert_cmpuint (n_findings, ==, 2);
  /* One file more or less, and nothing is waived. */
  g_assert_cmpint (state_of (&waiver, files, 1, NULL), ==, HM_WAIVER_ALTERED);
  g_array_set_size (cited, 1);
  hm_digest_of_files (cited, &waiver.digest);
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_ALTERED);
}

/* Else what comes second would be waived unseen. */
static void
set_is_of_all_contents_of_a_path (void)
{
  const HmPlan twice[] = {
    { .probe = "one", .outcome = HM_FAIL, .path = "tests/a.bin", .blob = { .bytes = { 1 } } },
    { .probe = "one", .outcome = HM_FAIL, .path = "tests/a.bin", .blob = { .bytes = { 2 } } },
  };
  HmWaiver waiver = waiver_of ("one", "tests/*");
  g_autoptr (GArray) cited = g_array_new (FALSE, FALSE, sizeof (HmEvidence));
  char path[] = "tests/a.bin";
  const HmEvidence evidence[] = { { .text = path, .oid = good }, { .text = path, .oid = evil } };
  const HmEvidence reversed[] = { evidence[1], evidence[0] };
  HmDigest other;

  g_array_append_vals (cited, evidence, 1);
  hm_digest_of_files (cited, &waiver.digest);
  g_assert_cmpint (state_of (&waiver, twice, 1, NULL), ==, HM_WAIVER_IN_FORCE);
  g_assert_cmpint (state_of (&waiver, twice, 2, NULL), ==, HM_WAIVER_ALTERED);
  g_array_append_vals (cited, &evidence[1], 1);
  hm_digest_of_files (cited, &waiver.digest);
  g_assert_cmpint (state_of (&waiver, twice, 2, NULL), ==, HM_WAIVER_IN_FORCE);
  g_array_set_size (cited, 0);
  g_array_append_vals (cited, reversed, 2);
  hm_digest_of_files (cited, &other);
  g_assert_true (hm_digest_equal (&waiver.digest, &other));
}

/* What `git ls-tree -r --format="%(objectname) %(path)" | sha256sum` prints. */
static void
set_digest_is_reproducible (void)
{
  g_autoptr (GArray) cited = g_array_new (FALSE, FALSE, sizeof (HmEvidence));
  char path[] = "a";
  const HmEvidence evidence = { .text = path };
  const char line[] = "0000000000000000000000000000000000000000 a\n";
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);
  g_autofree char *wanted = g_strconcat ("files:sha256:", hex, NULL);
  HmDigest digest;
  HmDigest parsed;
  char text[HM_DIGEST_TEXT_SIZE];

  g_array_append_val (cited, evidence);
  hm_digest_of_files (cited, &digest);
  g_assert_cmpstr (hm_digest_text (&digest, text), ==, wanted);
  g_assert_true (hm_digest_parse (text, &parsed, NULL));
  g_assert_true (hm_digest_equal (&digest, &parsed));
}

static void
digests_are_refused (void)
{
  static const char *const wrong[] = {
    "",
    "gitoid:blob:sha1:",
    "gitoid:blob:sha1:0123456789abcdef0123456789abcdef0123456",
    "gitoid:blob:sha1:0123456789abcdef0123456789abcdef012345678",
    "gitoid:blob:sha1:0123456789abcdef0123456789abcdef0123456g",
    "gitoid:blob:sha256:0123456789abcdef0123456789abcdef01234567",
    "files:sha256:0123456789abcdef0123456789abcdef01234567",
    "0123456789abcdef0123456789abcdef01234567",
    "\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    HmDigest digest = { .kind = HM_DIGEST_NONE };

    g_assert_false (hm_digest_parse (wrong[i], &digest, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_assert_cmpint (digest.kind, ==, HM_DIGEST_NONE);
  }
}

static void
every_file_has_to_fit (void)
{
  HmWaiver waiver = waiver_of_blob ("tests/a.bin", &good);
  HmReport *report;
  HmFinding *finding;
  g_autoptr (GPtrArray) waivers = NULL;
  const HmPolicy policy = policy_of (&waiver, 1);
  const HmTreeEntry other = { .path = "src/evil.c", .oid = good };

  plan_all (files, 1);
  report = hm_planned_report (&hm_policy_default);
  finding =
      g_ptr_array_index (((HmResult *) g_ptr_array_index (report->results, 0))->findings->items, 0);
  hm_finding_cite_file (finding, &other, 1);
  waivers = hm_waivers_new (&policy, HM_PLANNED_AS_OF);
  hm_waivers_apply (waivers, g_ptr_array_index (report->results, 0));
  g_assert_cmpint (((HmReportWaiver *) g_ptr_array_index (waivers, 0))->state, ==,
                   HM_WAIVER_UNMATCHED);
  g_assert_cmpuint (finding->waiver, ==, 0);
  hm_report_free (report);
}

/*
 * Patterns and paths of an attacker's: past what a scan can bear nothing is looked at, and nothing
 * waived; what costs nothing is never too much.
 */
static void
costly_patterns_settle_nothing (void)
{
  g_autofree char *costly = g_strnfill (100, 'x');
  g_autofree char *path = g_strnfill (4000, 'a');
  g_autoptr (GArray) waivers = g_array_new (FALSE, FALSE, sizeof (HmWaiver));
  HmWaiver waiver = waiver_of_blob (costly, &good);
  HmPolicy policy;
  g_autoptr (HmResult) result = hm_result_new ();
  g_autoptr (GPtrArray) judged = NULL;
  const HmFinding *first;

  hm_text_set (&result->id, "red");
  result->status = HM_STATUS_SCORED;
  for (guint i = 0; i < 1000; i++)
    hm_finding_cite_file (hm_findings_add (result->findings, "one", HM_FAIL, "f"),
                          &(HmTreeEntry){ .path = path, .oid = good }, 0);
  for (guint i = 0; i < 1000; i++)
    g_array_append_val (waivers, waiver);
  policy = policy_of ((const HmWaiver *) (gpointer) waivers->data, waivers->len);
  judged = hm_waivers_new (&policy, HM_PLANNED_AS_OF);
  hm_waivers_apply (judged, result);
  g_assert_cmpint (((HmReportWaiver *) g_ptr_array_index (judged, 999))->state, ==,
                   HM_WAIVER_UNMATCHED);
  costly[0] = '?';
  waiver.path = "a*";
  g_array_append_val (waivers, waiver);
  policy = policy_of ((const HmWaiver *) (gpointer) waivers->data, waivers->len);
  g_ptr_array_unref (judged);
  judged = hm_waivers_new (&policy, HM_PLANNED_AS_OF);
  hm_waivers_apply (judged, result);
  g_assert_cmpint (((HmReportWaiver *) g_ptr_array_index (judged, 0))->state, ==,
                   HM_WAIVER_UNMATCHED);
  g_assert_cmpint (((HmReportWaiver *) g_ptr_array_index (judged, 1000))->state, ==,
                   HM_WAIVER_UNASKED);
  first = g_ptr_array_index (result->findings->items, 0);
  g_assert_cmpuint (first->waiver, ==, 0);
}

static void
probe_alone_fits_what_cites_no_file (void)
{
  const HmWaiver whole = waiver_of ("two", NULL);
  const HmWaiver of_files = waiver_of ("one", NULL);

  g_assert_cmpint (STATE (whole), ==, HM_WAIVER_IN_FORCE);
  g_assert_cmpint (STATE (of_files), ==, HM_WAIVER_NO_DIGEST);
}

static void
commits_have_to_be_listed (void)
{
  const HmPlan plan[] = {
    { .probe = "one", .outcome = HM_FAIL, .commit = { .bytes = { 3 } } },
    { .probe = "one",
      .outcome = HM_FAIL,
      .path = "a",
      .blob = { .bytes = { 1 } },
      .commit = { .bytes = { 4 } } },
  };
  HmWaiver waiver = waiver_of (NULL, NULL);
  guint n_findings;

  waiver.commits = &commit;
  waiver.n_commits = 1;
  g_assert_cmpint (state_of (&waiver, plan, 2, &n_findings), ==, HM_WAIVER_IN_FORCE);
  g_assert_cmpuint (n_findings, ==, 1);
  waiver.commits = &evil;
  g_assert_cmpint (state_of (&waiver, plan, 2, NULL), ==, HM_WAIVER_UNMATCHED);
  /* What a commit holds can't change under it: no digest is asked for. */
  waiver.commits = &plan[1].commit;
  g_assert_cmpint (state_of (&waiver, plan, 2, NULL), ==, HM_WAIVER_IN_FORCE);
}

static void
time_ends_a_waiver (void)
{
  HmWaiver waiver = waiver_of_blob ("tests/a.bin", &good);

  waiver.expires = HM_PLANNED_AS_OF + 1;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_IN_FORCE);
  waiver.expires = HM_PLANNED_AS_OF;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_EXPIRED);
  /* A year's days are whole ones, at whatever hour it is asked: the last may be today's next year. */
  waiver.expires = HM_PLANNED_AS_OF - HM_PLANNED_AS_OF % DAY + (1 + HM_WAIVER_DAYS_MAX) * DAY;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_IN_FORCE);
  waiver.expires++;
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_TOO_LONG);
}

static void
what_nobody_looked_at_is_unasked (void)
{
  const HmPlan dark[] = { { .probe = "one", .outcome = HM_UNKNOWN },
                          { .probe = "two", .outcome = HM_PASS } };
  HmWaiver waiver = waiver_of_blob ("tests/a.bin", &good);

  g_assert_cmpint (state_of (&waiver, dark, 2, NULL), ==, HM_WAIVER_UNASKED);
  /* The dark is about another probe. */
  waiver.probe = "two";
  g_assert_cmpint (state_of (&waiver, dark, 2, NULL), ==, HM_WAIVER_UNMATCHED);
  waiver.check_id = "yellow";
  g_assert_cmpint (STATE (waiver), ==, HM_WAIVER_UNASKED);
}

static void
waived_scores_as_passed (void)
{
  const HmWaiver waivers[] = { waiver_of_blob ("tests/a.bin", &good), waiver_of ("two", NULL) };
  const HmPolicy policy = policy_of (waivers, 2);
  g_autoptr (HmReport) report = NULL;
  const HmResult *result;
  const HmStep *step;

  plan_all (files, G_N_ELEMENTS (files));
  report = hm_planned_report (&policy);
  result = g_ptr_array_index (report->results, 0);
  g_assert_cmpint (result->unwaived_score, ==, 25);
  g_assert_cmpint (result->score, ==, 75);
  g_assert_cmpint (result->floor, ==, 75);
  g_assert_cmpint (report->unwaived_score, ==, 62); /* (7.5 * 2.5 + 7.5 * 10) / 15 */
  g_assert_cmpint (report->score, ==, 88);
  /* What is waived needs no step. */
  g_assert_cmpuint (report->steps->len, ==, 1);
  step = g_ptr_array_index (report->steps, 0);
  g_assert_cmpstr (step->probe, ==, "one");
  g_assert_cmpint (step->check_gain, ==, 25);
}

static void
waiver_out_of_force_is_a_finding (void)
{
  HmWaiver waivers[] = { waiver_of_blob ("tests/a.bin", &good),
                         waiver_of_blob ("tests/b.bin", &good) };
  HmPolicy policy = policy_of (waivers, 2);
  const HmCheckSetting setting = { .check_id = HM_POLICY_CHECK_ID, .weight = 5.0 };
  g_autoptr (HmReport) report = NULL;
  g_autoptr (HmReport) weighed = NULL;
  const HmResult *result;
  const HmFinding *finding;

  plan_all (files, G_N_ELEMENTS (files));
  report = hm_planned_report (&policy);
  g_assert_cmpuint (report->results->len, ==, HM_PLANNED_CHECKS + 1);
  result = g_ptr_array_index (report->results, HM_PLANNED_CHECKS);
  g_assert_cmpstr (result->id, ==, HM_POLICY_CHECK_ID);
  g_assert_cmpfloat (result->weight, ==, 0.0);
  g_assert_cmpint (result->score, ==, 50);
  finding = g_ptr_array_index (result->findings->items, 1);
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_nonnull (strstr (finding->message, "tests/b.bin"));
  g_assert_cmpstr (finding->remediation, !=, "");
  g_assert_cmpstr (g_array_index (finding->evidence, HmEvidence, 0).text, ==, ".hallmark.yml");
  g_assert_cmpuint (g_array_index (finding->evidence, HmEvidence, 0).line, ==, 12);

  policy.checks = &setting;
  policy.n_checks = 1;
  weighed = hm_planned_report (&policy);
  g_assert_cmpint (weighed->score, <, report->score);
}

static void
changed_policy_is_a_finding (void)
{
  const HmPolicyChange change = { .path = ".hallmark.yml", .after = good };
  HmPolicy policy = policy_of (NULL, 0);
  g_autoptr (HmReport) same = NULL;
  g_autoptr (HmReport) changed = NULL;
  const HmResult *result;

  plan_all (passes, 1);
  same = hm_planned_report (&policy);
  result = g_ptr_array_index (same->results, HM_PLANNED_CHECKS);
  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);
  policy.changes = &change;
  policy.n_changes = 1;
  changed = hm_planned_report (&policy);
  result = g_ptr_array_index (changed->results, HM_PLANNED_CHECKS);
  g_assert_cmpint (result->score, ==, 0);
  g_assert_nonnull (hm_findings_find (result->findings, HM_POLICY_UNCHANGED_PROBE));
  g_assert_cmpint (changed->score, ==, 100);
}

static void
default_policy_tells_nothing_of_itself (void)
{
  g_autoptr (HmReport) report = NULL;

  plan_all (files, G_N_ELEMENTS (files));
  report = hm_planned_report (&hm_policy_default);
  g_assert_cmpuint (report->results->len, ==, HM_PLANNED_CHECKS);
  g_assert_cmpint (report->score, ==, report->unwaived_score);
}

static void
switched_off_does_not_run (void)
{
  const HmCheckSetting settings[] = { { .check_id = "red", .is_off = TRUE, .weight = HM_NO_WEIGHT },
                                      { .check_id = "blue", .weight = 20.0 },
                                      { .check_id = "green", .weight = HM_NO_WEIGHT } };
  HmPolicy policy = hm_policy_default;
  g_autoptr (HmReport) report = NULL;

  plan_all (files, G_N_ELEMENTS (files));
  policy.checks = settings;
  policy.n_checks = G_N_ELEMENTS (settings);
  report = hm_planned_report (&policy);
  g_assert_cmpuint (report->results->len, ==, 2);
  g_assert_cmpint (report->score, ==, 100);
  g_assert_cmpfloat (((HmResult *) g_ptr_array_index (report->results, 0))->weight, ==, 5.0);
  g_assert_cmpfloat (((HmResult *) g_ptr_array_index (report->results, 1))->weight, ==, 20.0);
}

/* A rule that likes faults: no waiver makes it lower a score. */
static int
rate_upside_down (const HmFindings *findings, HmAssume assume)
{
  return hm_finding_outcome (g_ptr_array_index (findings->items, 0), assume) == HM_FAIL ? 80 : 20;
}

static void
waiver_never_lowers_a_score (void)
{
  const HmWaiver waiver = waiver_of ("two", NULL);
  const HmPolicy policy = policy_of (&waiver, 1);
  const HmPlan plan[] = { { .probe = "two", .outcome = HM_FAIL } };
  HmCheck check = *hm_planned_checks[0];
  const HmFacts facts = { .subject.name = "s", .as_of = HM_PLANNED_AS_OF };
  g_autoptr (HmResult) result = NULL;

  check.score = rate_upside_down;
  plan_all (plan, 1);
  result = hm_score_check (&check, &facts, &policy);
  g_assert_cmpuint (((HmFinding *) g_ptr_array_index (result->findings->items, 0))->waiver, ==, 1);
  g_assert_cmpint (result->unwaived_score, ==, 80);
  g_assert_cmpint (result->score, ==, 80);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waivers/blob-is-held-to-its-digest", blob_is_held_to_its_digest);
  g_test_add_func ("/waivers/set-is-of-all-that-the-glob-covers",
                   set_is_of_all_that_the_glob_covers);
  g_test_add_func ("/waivers/costly-patterns-settle-nothing", costly_patterns_settle_nothing);
  g_test_add_func ("/waivers/set-is-of-all-contents-of-a-path", set_is_of_all_contents_of_a_path);
  g_test_add_func ("/waivers/set-digest-is-reproducible", set_digest_is_reproducible);
  g_test_add_func ("/waivers/digests-are-refused", digests_are_refused);
  g_test_add_func ("/waivers/every-file-has-to-fit", every_file_has_to_fit);
  g_test_add_func ("/waivers/probe-alone-fits-what-cites-no-file",
                   probe_alone_fits_what_cites_no_file);
  g_test_add_func ("/waivers/commits-have-to-be-listed", commits_have_to_be_listed);
  g_test_add_func ("/waivers/time-ends-a-waiver", time_ends_a_waiver);
  g_test_add_func ("/waivers/what-nobody-looked-at-is-unasked", what_nobody_looked_at_is_unasked);
  g_test_add_func ("/waivers/waived-scores-as-passed", waived_scores_as_passed);
  g_test_add_func ("/waivers/waiver-out-of-force-is-a-finding", waiver_out_of_force_is_a_finding);
  g_test_add_func ("/waivers/changed-policy-is-a-finding", changed_policy_is_a_finding);
  g_test_add_func ("/waivers/default-policy-tells-nothing-of-itself",
                   default_policy_tells_nothing_of_itself);
  g_test_add_func ("/waivers/switched-off-does-not-run", switched_off_does_not_run);
  g_test_add_func ("/waivers/waiver-never-lowers-a-score", waiver_never_lowers_a_score);
  return g_test_run ();
}
