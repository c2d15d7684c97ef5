/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/sample_report.h"

#include "core/oid.h"
#include "scoring/fingerprint.h"
#include "scoring/score.h"

#define HOSTILE \
  "<script>alert(1)</script> | `x` **b** [l](javascript:alert(1)) @octocat #1 \033[31mred\a\b\r\n" \
  "\xe2\x80\xae" \
  "evil \xff\xfe \"q\" \\ 'a' -->"

static HmOid
oid (const char *hex)
{
  HmOid parsed;

  g_assert_true (hm_oid_parse (hex, &parsed));
  return parsed;
}

static HmResult *
result_add (HmReport *report, const char *id, const char *name, HmRisk risk)
{
  HmResult *result = hm_result_new ();

  hm_text_set (&result->id, id);
  hm_text_set (&result->name, name);
  result->risk = risk;
  result->weight = hm_policy_default.risk_weights[risk];
  g_ptr_array_add (report->results, result);
  return result;
}

static void
result_score (HmResult *result, int score, int floor, int ceiling, const char *reason)
{
  result->status = HM_STATUS_SCORED;
  result->score = score;
  result->floor = floor;
  result->ceiling = ceiling;
  result->unwaived_score = score;
  result->unwaived_floor = floor;
  hm_text_set (&result->reason, reason);
}

static void
step_add (HmReport *report, const char *check_id, const char *check_name, const char *probe,
          const char *text, int check_gain, double gain, gboolean is_view)
{
  HmStep *step = hm_step_new ();

  hm_text_set (&step->check_id, check_id);
  hm_text_set (&step->check_name, check_name);
  hm_text_set (&step->probe, probe);
  hm_text_set (&step->text, text);
  step->check_gain = check_gain;
  step->gain = gain;
  step->is_view = is_view;
  g_ptr_array_add (report->steps, step);
}

static HmReport *
report_open (void)
{
  HmReport *report = hm_report_new ();

  hm_text_set (&report->tool_version, "0.1.0");
  hm_text_set (&report->policy_name, "default");
  hm_text_set (&report->subject_name, "github.com/o/r");
  hm_text_set (&report->subject_url, "https://github.com/o/r");
  hm_text_set (&report->subject_ref, "refs/heads/main");
  report->commit = oid ("0123456789abcdef0123456789abcdef01234567");
  report->committed_at = 1763600000;
  report->as_of = 1763700000;
  hm_text_set (&report->forge.host, "github.com");
  hm_text_set (&report->forge.why, "no token: GITHUB_TOKEN is not set");
  return report;
}

static void
branch_protection_add (HmReport *report)
{
  HmResult *result = result_add (report, "branch-protection", "Branch-Protection", HM_RISK_HIGH);
  HmFinding *finding;

  hm_text_set (&result->summary, "Is the default branch guarded against unreviewed change?");
  hm_text_set (&result->reason, "the forge was not asked, so no setting of a branch is known");
  finding = hm_findings_add (result->findings, "force-push", HM_UNKNOWN,
                             "whether force pushes are blocked is not known");
  hm_finding_set_points (finding, 0, 30);
  hm_finding_set_remediation (finding, "Give a token in GITHUB_TOKEN that may read the settings.");
  hm_finding_cite_url (finding, "https://api.github.com/repos/o/r/branches/main");
}

static void
signed_commits_add (HmReport *report)
{
  HmResult *result = result_add (report, "signed-commits", "Signed-Commits", HM_RISK_MEDIUM);
  HmFinding *finding;
  const HmOid commit = oid ("89abcdef0123456789abcdef0123456789abcdef");
  const HmTag tag = { .name = "v1.2.0", .oid = oid ("76543210fedcba9876543210fedcba9876543210") };

  hm_text_set (&result->summary, "Can a stranger tell who made the recent commits and releases?");
  result_score (result, 40, 40, 100, "62 of 100 recent commits are signed; none could be verified");
  finding = hm_findings_add (result->findings, "recent-commits-signed", HM_FAIL,
                             "38 of 100 recent commits carry no signature");
  hm_finding_set_points (finding, 25, 40);
  hm_finding_set_remediation (finding, "Sign commits: git config commit.gpgsign true.");
  hm_finding_cite_commit (finding, &commit);
  finding = hm_findings_add (result->findings, "releases-signed", HM_PASS,
                             "the newest release tag is signed");
  hm_finding_set_points (finding, 15, 15);
  hm_finding_cite_tag (finding, &tag);
  finding = hm_findings_add (result->findings, "commits-verified", HM_UNKNOWN,
                             "no trust anchors were given, so no signature could be verified");
  hm_finding_set_points (finding, 0, 45);
  hm_finding_set_remediation (finding, "Give --allowed-signers FILE or --keyring FILE.");
}

static void
security_policy_add (HmReport *report)
{
  HmResult *result = result_add (report, "security-policy", "Security-Policy", HM_RISK_MEDIUM);
  const HmTreeEntry entry = { .path = "SECURITY.md",
                              .oid = oid ("aaaabbbbccccddddeeeeffff0000111122223333") };
  HmFinding *finding;

  hm_text_set (&result->summary, "Does the project say how to report a vulnerability?");
  result_score (result, 90, 90, 90, "SECURITY.md: a contact, text, no disclosure specifics");
  finding = hm_findings_add (result->findings, "contact", HM_PASS, "the policy names a contact");
  hm_finding_set_points (finding, 60, 60);
  hm_finding_cite_file (finding, &entry, 12);
  finding = hm_findings_add (result->findings, "specifics", HM_FAIL,
                             "the policy says neither how nor how soon a report is handled");
  hm_finding_set_points (finding, 0, 10);
  hm_finding_set_remediation (finding, "Say in days how soon a report is answered and disclosed.");
  hm_finding_cite_file (finding, &entry, 0);
  hm_findings_add (result->findings, "security-txt-current", HM_NOT_APPLICABLE,
                   "there is no security.txt");
}

static void
binary_artifacts_add (HmReport *report)
{
  HmResult *result = result_add (report, "binary-artifacts", "Binary-Artifacts", HM_RISK_HIGH);
  const HmTreeEntry entry = { .path = "tests/files/good-large_compressed.lzma" };
  HmFinding *finding;

  hm_text_set (&result->summary, "Is there anything in the tree that nobody can review?");
  result_score (result, 90, 90, 90, "1 binary that nobody can review");
  finding = hm_findings_add (result->findings, "no-binaries", HM_FAIL, "an ELF executable");
  hm_finding_set_points (finding, 0, 10);
  hm_finding_set_remediation (finding, "Build it from source in the release process.");
  hm_finding_cite_file (finding, &entry, 0);
}

static void
packaging_add (HmReport *report)
{
  HmResult *result = result_add (report, "packaging", "Packaging", HM_RISK_LOW);

  result->status = HM_STATUS_NOT_APPLICABLE;
  hm_text_set (&result->reason, "the project publishes no package");
  hm_findings_add (result->findings, "published", HM_NOT_APPLICABLE, "no package manifest");
}

HmReport *
hm_sample_report (void)
{
  HmReport *report = report_open ();

  branch_protection_add (report);
  signed_commits_add (report);
  security_policy_add (report);
  binary_artifacts_add (report);
  packaging_add (report);
  hm_report_aggregate (report, &hm_policy_default);
  step_add (report, "signed-commits", "Signed-Commits", "recent-commits-signed",
            "Sign commits: git config commit.gpgsign true.", 15, 0.42857, FALSE);
  step_add (report, "binary-artifacts", "Binary-Artifacts", "no-binaries",
            "Build it from source in the release process.", 10, 0.42857, FALSE);
  step_add (report, "security-policy", "Security-Policy", "specifics",
            "Say in days how soon a report is answered and disclosed.", 10, 0.28571, FALSE);
  step_add (report, "branch-protection", "Branch-Protection", "force-push",
            "Give a token in GITHUB_TOKEN that may read the settings.", 100, 3.0, TRUE);
  return report;
}

static HmComparison *
comparison_new (const HmReport *report)
{
  HmComparison *comparison = hm_comparison_new ();

  comparison->before_commit = oid ("1111222233334444555566667777888899990000");
  comparison->after_commit = report->commit;
  comparison->before_as_of = report->as_of - 86400;
  comparison->after_as_of = report->as_of;
  comparison->before_score = report->score + 5;
  comparison->after_score = report->score;
  comparison->before_floor = report->floor;
  comparison->after_floor = report->floor;
  comparison->before_coverage_percent = report->coverage_percent;
  comparison->after_coverage_percent = report->coverage_percent;
  return comparison;
}

/* Says that the first failed finding of the check at @index came in between. */
static void
finding_come (HmComparison *comparison, const HmReport *report, guint index)
{
  const HmResult *result = g_ptr_array_index (report->results, index);
  HmFindings *findings = result->findings;
  char fingerprint[HM_FINGERPRINT_SIZE];
  HmFindingChange *change;
  guint i = 0;

  while (((const HmFinding *) g_ptr_array_index (findings->items, i))->outcome != HM_FAIL)
    i++;
  change = hm_finding_changes_add (comparison->added, result->id, result->name, result->risk,
                                   hm_finding_fingerprint (result->id, findings, i, fingerprint));
  hm_findings_add_copy (change->findings, g_ptr_array_index (findings->items, i));
}

static HmShortfall *
shortfall_add (HmReport *report, HmShortfallKind kind, int wanted, int found)
{
  HmShortfall *shortfall = hm_shortfall_new (kind);

  shortfall->wanted = wanted;
  shortfall->found = found;
  report->verdict->has_passed = FALSE;
  g_ptr_array_add (report->verdict->shortfalls, shortfall);
  return shortfall;
}

static void
waiver_add (HmReport *report, const char *text)
{
  HmReportWaiver *waiver = hm_report_waiver_new ();

  hm_text_set (&waiver->check_id, "binary-artifacts");
  hm_text_set (&waiver->path, "tests/files/*");
  hm_text_set (&waiver->reason, text);
  hm_text_set (&waiver->by, "Ada Example <ada@example.org>");
  hm_text_set (&waiver->place, ".hallmark.yml:12");
  waiver->expires = report->as_of + 86400 * 30;
  waiver->state = HM_WAIVER_IN_FORCE;
  waiver->n_findings = 1;
  g_ptr_array_add (report->waivers, waiver);
}

HmReport *
hm_sample_report_gated (void)
{
  HmReport *report = hm_sample_report ();
  const HmResult *binaries = g_ptr_array_index (report->results, 3);
  HmShortfall *shortfall;

  hm_text_set (&report->policy_name, "example");
  waiver_add (report, "A fixture, made by a script");
  ((HmFinding *) g_ptr_array_index (binaries->findings->items, 0))->waiver = 1;
  report->baseline = comparison_new (report);
  report->range = comparison_new (report);
  finding_come (report->range, report, 1);
  finding_come (report->range, report, 3);
  report->verdict = hm_gate_verdict_new ();
  shortfall = shortfall_add (report, HM_SHORT_OF_SCORE, 80, report->score);
  hm_text_set (&shortfall->finding, "38 of 100 recent commits carry no signature");
  hm_text_set (&shortfall->place, "commit 89abcdef01");
  g_ptr_array_add (shortfall->ways, g_strdup ("+0.4 Sign commits"));
  shortfall_add (report, HM_SHORT_OF_COVERAGE, 90, report->coverage_percent);
  shortfall = shortfall_add (report, HM_SHORT_OF_CHECK_SCORE, 50, 40);
  hm_text_set (&shortfall->check_id, "signed-commits");
  hm_text_set (&shortfall->check_name, "Signed-Commits");
  hm_text_set (&shortfall->finding, "38 of 100 recent commits carry no signature");
  shortfall_add (report, HM_SHORT_OF_BASELINE, report->score + 5, report->score);
  shortfall = shortfall_add (report, HM_SHORT_NEW_FINDING, HM_NO_BAR, HM_NO_SCORE);
  hm_text_set (&shortfall->check_id, "signed-commits");
  hm_text_set (&shortfall->check_name, "Signed-Commits");
  hm_text_set (&shortfall->finding, "38 of 100 recent commits carry no signature");
  hm_text_set (&shortfall->place, "commit 89abcdef01");
  return report;
}

HmReport *
hm_sample_report_empty (void)
{
  HmReport *report = report_open ();

  hm_report_aggregate (report, &hm_policy_default);
  return report;
}

HmReport *
hm_sample_report_full (void)
{
  HmReport *report = report_open ();

  security_policy_add (report);
  hm_text_set (&report->forge.token_class, "classic token");
  hm_text_set (&report->forge.why, "");
  report->forge.asked_at = 1763700001;
  report->forge.n_requests = 5;
  hm_report_aggregate (report, &hm_policy_default);
  return report;
}

HmReport *
hm_sample_report_unknown (void)
{
  HmReport *report = report_open ();

  hm_text_set (&report->subject_name, "r");
  hm_text_set (&report->subject_url, "");
  hm_text_set (&report->subject_ref, "");
  branch_protection_add (report);
  hm_report_aggregate (report, &hm_policy_default);
  return report;
}

HmReport *
hm_sample_report_hostile (void)
{
  HmReport *report = report_open ();
  HmResult *result = result_add (report, HOSTILE, HOSTILE, HM_RISK_CRITICAL);
  const HmTreeEntry entry = { .path = HOSTILE };
  const HmTag tag = { .name = HOSTILE };
  HmFinding *finding;

  hm_text_set (&report->tool_version, HOSTILE);
  hm_text_set (&report->policy_name, HOSTILE);
  hm_text_set (&report->subject_name, HOSTILE);
  hm_text_set (&report->subject_url, "https://github.com/o/r)<" HOSTILE);
  hm_text_set (&report->subject_ref, HOSTILE);
  hm_text_set (&report->forge.host, HOSTILE);
  hm_text_set (&report->forge.token_class, HOSTILE);
  hm_text_set (&report->forge.why, HOSTILE);
  report->forge.asked_at = 1763700001;
  hm_text_set (&result->summary, HOSTILE);
  result_score (result, 10, 0, 100, HOSTILE);
  finding = hm_findings_add (result->findings, HOSTILE, HM_FAIL, "%s", HOSTILE);
  hm_finding_set_points (finding, 10, 20);
  hm_finding_set_remediation (finding, "%s", HOSTILE);
  hm_finding_cite_file (finding, &entry, G_MAXUINT32);
  hm_finding_cite_tag (finding, &tag);
  hm_finding_cite_url (finding, HOSTILE);
  hm_finding_cite_url (finding, "https://example.org/a b?c=1&d=(2)#" HOSTILE);
  hm_report_aggregate (report, &hm_policy_default);
  step_add (report, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 90, 9.0, FALSE);
  step_add (report, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 90, 9.0, TRUE);
  return report;
}

void
hm_sample_add_flood (HmReport *report, guint n_findings)
{
  HmResult *result = result_add (report, "flood", "Flood", HM_RISK_HIGH);
  g_autofree char *tail = g_strnfill (3000, '@');

  result_score (result, 0, 0, 0, tail);
  for (guint i = 0; i < n_findings; i++) {
    HmFinding *finding = hm_findings_add (result->findings, "p", HM_FAIL, "finding %u %s", i, tail);

    for (guint line = 1; line <= 30; line++)
      hm_finding_cite_file (finding, &(HmTreeEntry){ .path = "src/a file.c" }, line);
  }
}
