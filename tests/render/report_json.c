/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_json.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "render/json_value.h"
#include "render/schema.h"
#include "tests/render/golden.h"
#include "tests/render/report_text.h"
#include "tests/render/sample_judged.h"
#include "tests/render/sample_report.h"

#include <string.h>

static void
assert_round_trip (HmReport *report)
{
  g_autofree char *first = report_written (report);
  g_autofree char *second = NULL;
  GError *error = NULL;
  HmReport *back = hm_report_read (first, strlen (first), &error);

  g_assert_no_error (error);
  second = report_written (back);
  g_assert_cmpstr (second, ==, first);
}

static void
test_round_trip (void)
{
  assert_round_trip (hm_sample_report ());
  assert_round_trip (hm_sample_report_full ());
  assert_round_trip (hm_sample_report_unknown ());
  assert_round_trip (hm_sample_report_hostile ());
  assert_round_trip (hm_sample_report_judged ());
  assert_round_trip (hm_sample_report_judged_hostile ());
  assert_round_trip (hm_sample_report_passed ());
  assert_round_trip (hm_report_new ());
}

static void
test_reads_how_the_forge_was_asked (void)
{
  g_autofree char *text = report_written (hm_sample_report_full ());
  g_autoptr (HmReport) report = hm_report_read (text, strlen (text), NULL);
  g_autofree char *wrong = NULL;

  g_assert_cmpstr (report->forge.token_class, ==, "classic token");
  g_assert_cmpstr (report->forge.why, ==, "");
  g_assert_cmpint (report->forge.asked_at, ==, 1763700001);
  g_assert_cmpuint (report->forge.n_requests, ==, 5);

  wrong = text_replaced (text, "\"asked_at\": \"2025-11-21T", "\"asked_at\": \"2025-13-21T");
  assert_report_refused (wrong, strlen (wrong), HM_ERROR_FORMAT, "forge.asked_at");
}

static void
test_golden (void)
{
  g_autofree char *text = report_written (hm_sample_report ());

  hm_golden_check ("report.json", text, strlen (text));
}

static void
test_unknown_golden (void)
{
  g_autofree char *text = report_written (hm_sample_report_unknown ());

  hm_golden_check ("report-unknown.json", text, strlen (text));
}

static void
test_judged_golden (void)
{
  g_autofree char *text = report_written (hm_sample_report_judged ());

  hm_golden_check ("report-judged.json", text, strlen (text));
}

/* Reports of before there were policies have neither these keys nor a policy of more than a name. */
static void
test_reads_older_reports (void)
{
  static const char *const younger[] = { "unwaived", "waivers", "range", "baseline", "gate" };
  g_autofree char *text = report_written (hm_sample_report ());
  g_autoptr (json_t) root = json_loads (text, 0, NULL);
  g_autoptr (GBytes) older = NULL;
  g_autofree char *again = NULL;
  g_autoptr (HmReport) report = NULL;
  GError *error = NULL;
  size_t i;
  size_t j;
  json_t *check;
  json_t *finding;

  for (gsize key = 0; key < G_N_ELEMENTS (younger); key++)
    g_assert_cmpint (json_object_del (root, younger[key]), ==, 0);
  json_object_set_new (root, "policy", json_string ("default"));
  json_array_foreach (json_object_get (root, "checks"), i, check)
  {
    json_object_del (check, "unwaived");
    json_array_foreach (json_object_get (check, "findings"), j, finding)
    {
      json_object_del (finding, "fingerprint");
      json_object_del (finding, "waiver");
    }
  }
  older = hm_json_print (root, 2);
  report = hm_report_read (g_bytes_get_data (older, NULL), g_bytes_get_size (older), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (report->policy_name, ==, "default");
  g_assert_cmpstr (report->policy_source, ==, "");
  g_assert_cmpint (report->unwaived_score, ==, report->score);
  g_assert_cmpint (report->unwaived_floor, ==, report->floor);
  g_assert_null (report->verdict);
  again = report_written (g_steal_pointer (&report));
  g_assert_cmpstr (again, ==, text);
}

static void
test_reads_what_was_judged (void)
{
  g_autofree char *text = report_written (hm_sample_report_judged ());
  g_autoptr (HmReport) report = hm_report_read (text, strlen (text), NULL);
  const HmReportWaiver *waiver;
  const HmShortfall *shortfall;
  const HmFindingChange *change;
  const HmCheckChange *check;
  const HmResult *result;

  g_assert_nonnull (report);
  g_assert_cmpstr (report->policy_source, ==, ".hallmark.yml at 0123456789");
  g_assert_cmpuint (strlen (report->policy_digest), ==, 64);
  g_assert_true (report->is_policy_of_subject);
  g_assert_cmpint (report->unwaived_score, <, report->score);
  result = g_ptr_array_index (report->results, 3);
  g_assert_cmpint (result->score, ==, 100);
  g_assert_cmpint (result->unwaived_score, ==, 90);
  g_assert_cmpuint (((HmFinding *) g_ptr_array_index (result->findings->items, 0))->waiver, ==, 1);

  waiver = g_ptr_array_index (report->waivers, 0);
  g_assert_cmpstr (waiver->check_id, ==, "binary-artifacts");
  g_assert_cmpstr (waiver->probe, ==, "no-binaries");
  g_assert_cmpint (waiver->digest.kind, ==, HM_DIGEST_BLOB);
  g_assert_cmpuint (waiver->digest.blob.bytes[0], ==, 0xaa);
  g_assert_cmpint (waiver->expires, ==, 1777680000);
  g_assert_cmpint (waiver->state, ==, HM_WAIVER_IN_FORCE);
  g_assert_cmpuint (waiver->n_findings, ==, 1);

  shortfall = g_ptr_array_index (report->verdict->shortfalls, 1);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_COVERAGE);
  g_assert_cmpint (shortfall->wanted, ==, 75);
  shortfall = g_ptr_array_index (report->verdict->shortfalls, 2);
  g_assert_cmpint (shortfall->wanted, ==, 95);
  g_assert_cmpstr (shortfall->place, ==, "SECURITY.md:12");
  g_assert_cmpuint (shortfall->ways->len, ==, 1);
  g_assert_cmpuint (report->verdict->notes->len, ==, 1);

  g_assert_cmpint (report->range->before_score, ==, 81);
  check = g_ptr_array_index (report->range->checks, 0);
  g_assert_cmpint (check->after, ==, 40);
  check = g_ptr_array_index (report->range->checks, 1);
  g_assert_true (check->is_new);
  change = g_ptr_array_index (report->range->added, 0);
  g_assert_cmpstr (change->fingerprint, ==, "0123456789abcdef0123456789abcdef");
  g_assert_cmpint (change->risk, ==, HM_RISK_MEDIUM);
  change = g_ptr_array_index (report->baseline->mended, 0);
  g_assert_cmpstr (change->check_id, ==, "binary-artifacts");
}

/* As mistakes, of the judged report. */
static const struct {
  const char *from;
  const char *to;
  const char *message;
} judged_mistakes[] = {
  { "\"waiver\": 1", "\"waiver\": 2", "checks[3].findings[0].waiver: there is no waiver 2" },
  { "\"waiver\": 1", "\"waiver\": 0", "checks[3].findings[0].waiver: 0 is less than 1" },
  { "\"waiver\": 1", "\"waiver\": null", "checks[3].unwaived: another score" },
  { "\"own\": true", "\"own\": 1", "policy.own: this is of type" },
  { "\"digest\": \"0123", "\"digest\": \"", "policy.digest: \"456789" },
  { "\"digest\": \"gitoid:blob", "\"digest\": \"gitoid:blub", "waivers[0].digest: 'gitoid:blub" },
  { "\"state\": \"in-force\"", "\"state\": \"fine\"", "waivers[0].state: \"fine\" is not one of" },
  { "\"expires\": \"2026-05", "\"expires\": \"2026-15", "waivers[0].expires: there is no such" },
  { "\"passed\": false", "\"passed\": true", "gate.passed: not what its shortfalls say" },
  { "\"wanted\": 0.75", "\"wanted\": 7.5", "gate.shortfalls[1].wanted: more than a whole" },
  { "\"kind\": \"check-score\"", "\"kind\": \"x\"", "gate.shortfalls[2].kind: \"x\" is not one" },
  { "\"before\": 10.0", "\"before\": 10.1", "range.checks[0].before: 10.1 is more than 10" },
  { "\"fingerprint\": \"0123456789abcdef0123456789abcdef\"", "\"fingerprint\": \"01\"",
    "range.added[0].finding.fingerprint: \"01\" is not of the form" },
  { "\"gone\": false", "\"gone\": 0", "range.checks[0].gone: this is of type" },
};

static void
test_judged_mistakes_are_named (void)
{
  g_autofree char *text = report_written (hm_sample_report_judged ());

  for (gsize i = 0; i < G_N_ELEMENTS (judged_mistakes); i++) {
    g_autofree char *broken = text_replaced (text, judged_mistakes[i].from, judged_mistakes[i].to);

    assert_report_refused (broken, strlen (broken), HM_ERROR_FORMAT, judged_mistakes[i].message);
  }
}

static void
test_reads_every_field (void)
{
  g_autofree char *text = report_written (hm_sample_report ());
  g_autoptr (HmReport) report = hm_report_read (text, strlen (text), NULL);
  g_autoptr (HmReport) sample = hm_sample_report ();
  const HmResult *result;
  const HmFinding *finding;
  const HmEvidence *evidence;
  const HmStep *step;

  g_assert_nonnull (report);
  g_assert_cmpstr (report->tool_version, ==, "0.1.0");
  g_assert_cmpstr (report->policy_name, ==, "default");
  g_assert_cmpstr (report->subject_name, ==, "github.com/o/r");
  g_assert_cmpstr (report->subject_url, ==, "https://github.com/o/r");
  g_assert_cmpstr (report->subject_ref, ==, "refs/heads/main");
  g_assert_true (hm_oid_equal (&report->commit, &sample->commit));
  g_assert_cmpint (report->committed_at, ==, 1763600000);
  g_assert_cmpint (report->as_of, ==, 1763700000);
  g_assert_cmpint (report->score, ==, sample->score);
  g_assert_cmpint (report->floor, ==, sample->floor);
  g_assert_cmpint (report->ceiling, ==, sample->ceiling);
  g_assert_cmpint (report->coverage_percent, ==, sample->coverage_percent);
  g_assert_cmpstr (report->forge.host, ==, "github.com");
  g_assert_cmpstr (report->forge.why, ==, "no token: GITHUB_TOKEN is not set");
  g_assert_cmpint (report->forge.asked_at, ==, 0);
  g_assert_true (report->is_partial);
  g_assert_cmpstr (report->band, ==, sample->band);
  g_assert_cmpuint (report->results->len, ==, 5);

  result = g_ptr_array_index (report->results, 1);
  g_assert_cmpstr (result->id, ==, "signed-commits");
  g_assert_cmpstr (result->name, ==, "Signed-Commits");
  g_assert_cmpint (result->risk, ==, HM_RISK_MEDIUM);
  g_assert_cmpfloat (result->weight, ==, 5.0);
  g_assert_cmpint (result->status, ==, HM_STATUS_SCORED);
  g_assert_cmpint (result->score, ==, 40);
  g_assert_cmpint (result->floor, ==, 40);
  g_assert_cmpint (result->ceiling, ==, 100);
  finding = g_ptr_array_index (result->findings->items, 0);
  g_assert_cmpstr (finding->probe, ==, "recent-commits-signed");
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpint (finding->points, ==, 25);
  g_assert_cmpint (finding->points_max, ==, 40);
  g_assert_cmpuint (finding->evidence->len, ==, 1);

  result = g_ptr_array_index (report->results, 2);
  finding = g_ptr_array_index (result->findings->items, 0);
  evidence = &g_array_index (finding->evidence, HmEvidence, 0);
  g_assert_cmpint (evidence->kind, ==, HM_EVIDENCE_FILE);
  g_assert_cmpstr (evidence->text, ==, "SECURITY.md");
  g_assert_cmpuint (evidence->line, ==, 12);
  g_assert_cmpuint (evidence->oid.bytes[0], ==, 0xaa);
  result = g_ptr_array_index (report->results, 4);
  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);

  step = g_ptr_array_index (report->steps, 3);
  g_assert_cmpstr (step->check_id, ==, "branch-protection");
  g_assert_cmpstr (step->check_name, ==, "Branch-Protection");
  g_assert_cmpstr (step->probe, ==, "force-push");
  g_assert_cmpint (step->check_gain, ==, 100);
  g_assert_cmpfloat (step->gain, ==, 3.0);
  g_assert_true (step->is_view);
}

/* A forged headline is taken as it stands: it is for the caller to weigh it again. */
static void
test_headline_as_stored (void)
{
  g_autofree char *text = report_written (hm_sample_report_full ());
  g_autofree char *forged = text_replaced (text, "\"score\": 9.0", "\"score\": 10");
  g_autoptr (HmReport) report = hm_report_read (forged, strlen (forged), NULL);

  g_assert_nonnull (report);
  g_assert_cmpint (report->score, ==, 100);
}

static void
test_tenths_print_exactly (void)
{
  for (int tenths = 0; tenths <= 100; tenths++) {
    g_autoptr (json_t) value = hm_json_tenths (tenths);
    g_autoptr (GBytes) bytes = hm_json_print (value, 0);
    g_autofree char *wanted = g_strdup_printf ("%d.%d\n", tenths / 10, tenths % 10);

    g_autoptr (GBytes) wanted_bytes = g_bytes_new (wanted, strlen (wanted));

    g_assert_true (g_bytes_equal (bytes, wanted_bytes));
  }
}

static void
test_long_text_is_cut (void)
{
  g_autofree char *long_text = g_strnfill (HM_TEXT_MAX - 1, 'x');
  g_autofree char *message = g_strconcat (long_text, "ä", NULL);
  g_autoptr (json_t) whole = hm_json_text (long_text);
  g_autoptr (json_t) cut = hm_json_text (message);

  g_assert_cmpstr (json_string_value (whole), ==, long_text);
  g_assert_cmpuint (json_string_length (cut), ==, HM_TEXT_MAX);
  g_assert_true (g_str_has_suffix (json_string_value (cut), "x..."));
}

static void
test_cut_keeps_characters_whole (void)
{
  g_autoptr (GString) text = g_string_new ("x");
  g_autoptr (json_t) cut = NULL;

  while (text->len <= HM_TEXT_MAX)
    g_string_append (text, "ä");
  cut = hm_json_text (text->str);
  g_assert_nonnull (cut);
  g_assert_cmpuint (json_string_length (cut), <=, HM_TEXT_MAX);
  g_assert_true (g_str_has_suffix (json_string_value (cut), "ä..."));
}

/* What of the sample report is changed into what, and what the error then says. */
static const struct {
  const char *from;
  const char *to;
  const char *message;
} mistakes[] = {
  { "\"schema\": \"hallmark/report/1\",", "", "schema: this is missing, so this is no report" },
  { "\"hallmark/report/1\"", "1", "schema: this is not a string" },
  { "\"hallmark/report/1\"", "\"other/report/1\"", "does not start with hallmark/report/" },
  { "\"hallmark/report/1\"", "\"hallmark/report/0\"", "schema: \"hallmark/report/0\" is not" },
  { "\"hallmark/report/1\"", "\"hallmark/report/x\"", "schema: \"hallmark/report/x\" is not" },
  { "\"name\": \"hallmark\"", "\"name\": \"x\"", "tool.name: \"x\" is not \"hallmark\"" },
  { "\"version\": \"0.1.0\"", "\"version\": 1", "tool.version: this is of type number" },
  { "\"tool\": {", "\"tool\": 5, \"x\": {", "tool: this is of type number, where object is right" },
  { "\"as_of\"", "\"as_if\"", "as_of: this is missing" },
  { "\"as_of\": \"2025", "\"x\": 1, \"as_of\": \"2025", "x: no such key is known here" },
  { "\"as_of\": \"2025-11-21", "\"as_of\": \"2025-13-21", "as_of: there is no such date" },
  { "\"as_of\": \"2025-11-21", "\"as_of\": \"21.11.2025", "as_of: \"21.11.2025" },
  { "\"committed_at\": \"2025-11", "\"committed_at\": \"2025-00",
    "subject.committed_at: there is" },
  { "\"commit\": \"0123", "\"commit\": \"012", "subject.commit: \"012456789" },
  { "\"commit\": \"0123", "\"commit\": \"XYZ3", "subject.commit: \"XYZ3456789" },
  { "\"url\": \"https://github.com/o/r\"", "\"url\": \"\"", "subject.url: 0 characters" },
  { "\"coverage\": 0.", "\"coverage\": 1.", "coverage: 1." },
  { "\"coverage\": 0.", "\"coverage\": 0.12", "coverage: more decimals" },
  { "\"partial\": true", "\"partial\": 1", "partial: this is of type number" },
  { "\"risk\": \"high\"", "\"risk\": \"dire\"",
    "checks[0].risk: \"dire\" is not one of critical, high, medium or low" },
  { "\"status\": \"unknown\"", "\"status\": \"scored\"", "checks[0].score: null in a check" },
  { "\"status\": \"unknown\"", "\"status\": \"bad\"", "checks[0].status: \"bad\" is not one of" },
  { "\"status\": \"not-applicable\"", "\"status\": \"unknown\"", "checks[4].floor: null" },
  { "\"score\": 4.0", "\"score\": null", "checks[1].score: null in a check that is scored" },
  { "\"score\": 4.0", "\"score\": -0.1", "checks[1].score: -0.1 is less than 0" },
  { "\"score\": 4.0", "\"score\": 10.1", "checks[1].score: 10.1 is more than 10" },
  { "\"score\": 4.0", "\"score\": 4.05", "checks[1].score: more decimals" },
  { "\"score\": 4.0", "\"score\": \"4\"", "checks[1].score: this is of type string" },
  { "\"score\": 4.0", "\"score\": 3.9", "checks[1].score: not between floor and ceiling" },
  { "\"score\": 4.0", "\"score\": 1e999", "not JSON" },
  { "\"score\": 4.0", "\"score\": 4.0, \"score\": 4.0", "not JSON" },
  { "\"ceiling\": 9.0", "\"ceiling\": null", "checks[2].ceiling: null" },
  { "\"id\": \"signed-commits\"", "\"id\": \"branch-protection\"",
    "checks[1].id: branch-protection stands there twice" },
  { "\"id\": \"signed-commits\"", "\"id\": \"\"", "checks[1].id: 0 characters, at least 1" },
  { "\"outcome\": \"fail\"", "\"outcome\": \"lost\"",
    "checks[1].findings[0].outcome: \"lost\" is not one of" },
  { "\"points\": 2.5", "\"points\": 4.1", "checks[1].findings[0].points: more than points_max" },
  { "\"points\": 2.5", "\"points\": null", "checks[1].findings[0].points: null in a finding of" },
  { "\"points\": null", "\"points\": 0", "checks[0].findings[0].points: a number in a finding" },
  { "\"points_max\": 4.0", "\"points_max\": 4.01", "checks[1].findings[0].points_max: more dec" },
  { "\"kind\": \"commit\"", "\"kind\": \"person\"",
    "checks[1].findings[0].evidence[0].kind: \"person\" is not one of" },
  { "\"kind\": \"commit\"", "\"kind\": \"file\"",
    "checks[1].findings[0].evidence[0].path: this is missing" },
  { "\"line\": 12", "\"line\": 0", "evidence[0].line: 0 is less than 1" },
  { "\"line\": 12", "\"line\": 1.5", "evidence[0].line: this is of type number, where integer" },
  { "\"line\": 12", "\"line\": 4294967296", "evidence[0].line: 4294967296 is more than" },
  { "\"line\": 12", "\"line\": 12, \"column\": 3", "evidence[0].column: no such key" },
  { "\"kind\": \"mend\"", "\"kind\": \"pray\"", "steps[0].kind: \"pray\" is not one of mend or" },
  { "\"gain\": 0.43", "\"gain\": 0.433", "steps[0].gain: more decimals" },
  { "\"check_gain\": 1.5", "\"check_gain\": 11", "steps[0].check_gain: 11 is more than 10" },
  { "\"steps\": [", "\"steps\": {}, \"x\": [", "steps: this is of type object" },
  { "Signed-Commits", "\\u0000", "not JSON" },
  { "Signed-Commits", "\xff", "not JSON" },
  { "\n}\n", "\n}\n]", "not JSON" },
};

static void
test_mistakes_are_named (void)
{
  g_autofree char *text = report_written (hm_sample_report ());

  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autofree char *broken = text_replaced (text, mistakes[i].from, mistakes[i].to);

    assert_report_refused (broken, strlen (broken), HM_ERROR_FORMAT, mistakes[i].message);
  }
}

static void
test_newer_schema (void)
{
  g_autofree char *text = report_written (hm_sample_report ());
  g_autofree char *newer = text_replaced (text, "hallmark/report/1", "hallmark/report/2");

  assert_report_refused (newer, strlen (newer), HM_ERROR_UNSUPPORTED,
                         "the report is of version 2, this hallmark reads version 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-json/round-trip", test_round_trip);
  g_test_add_func ("/report-json/golden", test_golden);
  g_test_add_func ("/report-json/golden-of-nothing-known", test_unknown_golden);
  g_test_add_func ("/report-json/golden-of-what-was-judged", test_judged_golden);
  g_test_add_func ("/report-json/reads-older-reports", test_reads_older_reports);
  g_test_add_func ("/report-json/reads-what-was-judged", test_reads_what_was_judged);
  g_test_add_func ("/report-json/judged-mistakes-are-named", test_judged_mistakes_are_named);
  g_test_add_func ("/report-json/reads-every-field", test_reads_every_field);
  g_test_add_func ("/report-json/reads-how-the-forge-was-asked",
                   test_reads_how_the_forge_was_asked);
  g_test_add_func ("/report-json/headline-as-stored", test_headline_as_stored);
  g_test_add_func ("/report-json/tenths-print-exactly", test_tenths_print_exactly);
  g_test_add_func ("/report-json/long-text-is-cut", test_long_text_is_cut);
  g_test_add_func ("/report-json/cut-keeps-characters-whole", test_cut_keeps_characters_whole);
  g_test_add_func ("/report-json/mistakes-are-named", test_mistakes_are_named);
  g_test_add_func ("/report-json/newer-schema", test_newer_schema);
  return g_test_run ();
}
