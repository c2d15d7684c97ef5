/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/sample_judged.h"

#include "core/oid.h"
#include "scoring/score.h"
#include "tests/render/sample_report.h"

static HmOid
oid (const char *hex)
{
  HmOid parsed;

  g_assert_true (hm_oid_parse (hex, &parsed));
  return parsed;
}

/* A waiver of the report, and the finding that it settles. */
static void
waiver_add (HmReport *report, HmFinding *finding, const char *path, const char *reason,
            const char *by)
{
  HmReportWaiver *waiver = hm_report_waiver_new ();

  hm_text_set (&waiver->check_id, "binary-artifacts");
  hm_text_set (&waiver->probe, "no-binaries");
  hm_text_set (&waiver->path, path);
  waiver->digest = (HmDigest){ .kind = HM_DIGEST_BLOB,
                               .blob = oid ("aaaabbbbccccddddeeeeffff0000111122223333") };
  hm_text_set (&waiver->reason, reason);
  hm_text_set (&waiver->by, by);
  waiver->expires = 1777680000; /* 2026-05-02 */
  hm_text_set (&waiver->place, ".hallmark.yml:12");
  waiver->state = HM_WAIVER_IN_FORCE;
  waiver->n_findings = 1;
  g_ptr_array_add (report->waivers, waiver);
  finding->waiver = report->waivers->len;
}

static HmComparison *
comparison_of (const HmReport *report, const char *check_id, const char *check_name,
               const HmFinding *added, const HmFinding *mended)
{
  HmComparison *comparison = hm_comparison_new ();
  HmCheckChange *change = hm_comparison_add_check (comparison, check_id, check_name);

  change->before = 100;
  change->after = 40;
  hm_comparison_add_check (comparison, "packaging", "Packaging")->is_new = TRUE;
  comparison->before_commit = oid ("89abcdef0123456789abcdef0123456789abcdef");
  comparison->after_commit = report->commit;
  comparison->before_as_of = 1763000000;
  comparison->after_as_of = report->as_of;
  comparison->before_score = 81;
  comparison->after_score = report->score;
  comparison->before_floor = 50;
  comparison->after_floor = report->floor;
  comparison->before_coverage_percent = 80;
  comparison->after_coverage_percent = report->coverage_percent;
  hm_findings_add_copy (hm_finding_changes_add (comparison->added, check_id, check_name,
                                                HM_RISK_MEDIUM, "0123456789abcdef0123456789abcdef")
                            ->findings,
                        added);
  hm_findings_add_copy (hm_finding_changes_add (comparison->mended, check_id, check_name,
                                                HM_RISK_MEDIUM, "fedcba9876543210fedcba9876543210")
                            ->findings,
                        mended);
  return comparison;
}

static HmShortfall *
shortfall_add (HmReport *report, HmShortfallKind kind, const char *check_id, const char *check_name,
               int wanted, int found, const char *finding, const char *place)
{
  HmShortfall *shortfall = hm_shortfall_new (kind);

  hm_text_set (&shortfall->check_id, check_id);
  hm_text_set (&shortfall->check_name, check_name);
  shortfall->wanted = wanted;
  shortfall->found = found;
  hm_text_set (&shortfall->finding, finding);
  hm_text_set (&shortfall->place, place);
  g_ptr_array_add (report->verdict->shortfalls, shortfall);
  report->verdict->has_passed = FALSE;
  return shortfall;
}

/* Returns: (borrowed) */
static HmFinding *
finding_at (const HmReport *report, guint result, guint finding)
{
  const HmResult *at = g_ptr_array_index (report->results, result);

  return g_ptr_array_index (at->findings->items, finding);
}

HmReport *
hm_sample_report_judged (void)
{
  HmReport *report = hm_sample_report ();
  HmResult *binaries = g_ptr_array_index (report->results, 3);
  HmShortfall *shortfall;

  hm_text_set (&report->policy_name, "example-policy");
  hm_text_set (&report->policy_source, ".hallmark.yml at 0123456789");
  hm_text_set (&report->policy_digest,
               "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  report->is_policy_of_subject = TRUE;
  waiver_add (report, finding_at (report, 3, 0), "tests/files/good-large_compressed.lzma",
              "A fixture; made by tests/make-fixture.sh", "Ada Example <ada@example.org>");
  binaries->score = binaries->floor = binaries->ceiling = 100;
  hm_report_aggregate (report, &hm_policy_default);
  report->range = comparison_of (report, "signed-commits", "Signed-Commits",
                                 finding_at (report, 1, 0), finding_at (report, 2, 1));
  report->baseline = comparison_of (report, "binary-artifacts", "Binary-Artifacts",
                                    finding_at (report, 3, 0), finding_at (report, 2, 1));
  report->verdict = hm_gate_verdict_new ();
  shortfall = shortfall_add (report, HM_SHORT_OF_SCORE, "", "", 84, report->score,
                             "38 of 100 recent commits carry no signature", "commit 89abcdef01");
  g_ptr_array_add (shortfall->ways,
                   g_strdup ("+0.4 Signed-Commits: Sign commits: git config commit.gpgsign true."));
  shortfall_add (report, HM_SHORT_OF_COVERAGE, "", "", 75, report->coverage_percent,
                 "whether force pushes are blocked is not known",
                 "https://api.github.com/repos/o/r/branches/main");
  shortfall = shortfall_add (report, HM_SHORT_OF_CHECK_SCORE, "security-policy", "Security-Policy",
                             95, 90, "the policy says neither how nor how soon a report is handled",
                             "SECURITY.md:12");
  g_ptr_array_add (shortfall->ways,
                   g_strdup ("+1.0 Say in days how soon a report is answered and disclosed."));
  shortfall_add (report, HM_SHORT_OF_CHECK_BASELINE, "signed-commits", "Signed-Commits", 100, 40,
                 "38 of 100 recent commits carry no signature", "commit 89abcdef01");
  g_ptr_array_add (
      report->verdict->notes,
      g_strdup ("Branch-Protection: could not look, so its minimum of 7.0 was not applied"));
  return report;
}

HmReport *
hm_sample_report_passed (void)
{
  HmReport *report = hm_sample_report_full ();

  report->verdict = hm_gate_verdict_new ();
  g_ptr_array_add (
      report->verdict->notes,
      g_strdup ("there is no baseline, so nothing was held against an earlier report"));
  return report;
}

HmReport *
hm_sample_report_judged_hostile (void)
{
  HmReport *report = hm_sample_report_hostile ();
  HmFinding *finding = finding_at (report, 0, 0);
  const char *hostile = finding->probe;

  hm_text_set (&report->policy_source, hostile);
  waiver_add (report, finding, hostile, hostile, hostile);
  report->range = comparison_of (report, hostile, hostile, finding, finding);
  report->verdict = hm_gate_verdict_new ();
  g_ptr_array_add (shortfall_add (report, HM_SHORT_NEW_FINDING, hostile, hostile, HM_NO_BAR,
                                  HM_NO_SCORE, hostile, hostile)
                       ->ways,
                   g_strdup (hostile));
  for (guint i = 0; i < 20; i++)
    shortfall_add (report, HM_SHORT_OF_CHECK_FLOOR, hostile, hostile, 90, 10, hostile, hostile);
  g_ptr_array_add (report->verdict->notes, g_strdup (hostile));
  return report;
}
