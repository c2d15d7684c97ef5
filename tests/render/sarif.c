/* SPDX-License-Identifier: Apache-2.0 */
#include "render/sarif.h"

#include "checks/registry.h"
#include "render/json_value.h"
#include "render/sarif_rules.h"
#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

#include <string.h>

static void
nothing_run (const HmFacts *facts G_GNUC_UNUSED, HmFindings *findings G_GNUC_UNUSED)
{
}

static const HmProbe signature_probes[] = {
  { .id = "recent-commits-signed",
    .question = "Are the recent commits signed?",
    .evidence = "The newest commits, `git log -100`.",
    .scoring = "4 points, by <share>.",
    .remediation = "Sign *them*." },
  { .id = "releases-signed",
    .question = "Are the releases signed?",
    .evidence = "Tags.",
    .scoring = "1.5 points.",
    .remediation = "Sign them." },
};

static const HmCheck signatures = {
  .id = "signed-commits",
  .name = "Signed-Commits",
  .risk = HM_RISK_MEDIUM,
  .summary = "Signatures",
  .why = "A stranger can say that he is anybody.",
  .differs = "",
  .probes = signature_probes,
  .n_probes = G_N_ELEMENTS (signature_probes),
  .run = nothing_run,
};

static const HmCheck *const checks[] = { &signatures };

/* Returns: (owned) the log of @report (which is taken), after what every log has to be was asserted. */
static json_t *
parsed (HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_sarif_write (report, checks, G_N_ELEMENTS (checks));
  g_autoptr (GBytes) again = hm_sarif_write (report, checks, G_N_ELEMENTS (checks));
  g_autoptr (GBytes) printed = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  json_t *root = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);

  g_assert_nonnull (root);
  g_assert_cmpuint (size, <=, HM_SARIF_BYTES_MAX);
  g_assert_true (g_bytes_equal (bytes, again));
  /* So that a golden may be laid out for reading. */
  printed = hm_json_print (root, 0);
  g_assert_true (g_bytes_equal (bytes, printed));
  hm_report_free (report);
  return root;
}

static json_t *
run_of (const json_t *root)
{
  return json_array_get (json_object_get (root, "runs"), 0);
}

static json_t *
results_of (const json_t *root)
{
  return json_object_get (run_of (root), "results");
}

static json_t *
rules_of (const json_t *root)
{
  return json_object_get (json_object_get (json_object_get (run_of (root), "tool"), "driver"),
                          "rules");
}

static json_t *
notifications_of (const json_t *root)
{
  return json_object_get (json_array_get (json_object_get (run_of (root), "invocations"), 0),
                          "toolExecutionNotifications");
}

static const char *
text_at (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

static const char *
uri_of (const json_t *result, gsize index)
{
  json_t *location = json_array_get (json_object_get (result, "locations"), index);

  return text_at (
      json_object_get (json_object_get (location, "physicalLocation"), "artifactLocation"), "uri");
}

static void
golden_check (const char *name, const json_t *root)
{
  g_autoptr (GBytes) bytes = hm_json_print (root, 2);

  hm_golden_check (name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_golden (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report_gated ());

  golden_check ("report.sarif", root);
}

static void
test_golden_unknown (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report_unknown ());

  golden_check ("report-unknown.sarif", root);
}

static void
test_empty (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report_empty ());

  g_assert_cmpuint (json_array_size (results_of (root)), ==, 0);
  g_assert_cmpuint (json_array_size (rules_of (root)), ==, 0);
  g_assert_cmpuint (json_array_size (notifications_of (root)), ==, 0);
}

/* Either all results of a run say whether they are suppressed, or none. */
static void
test_suppressions (void)
{
  g_autoptr (json_t) waived = parsed (hm_sample_report_gated ());
  g_autoptr (json_t) plain = parsed (hm_sample_report ());
  const gsize n_results = json_array_size (results_of (waived));

  g_assert_cmpuint (n_results, ==, 3);
  for (gsize i = 0; i < n_results; i++) {
    const json_t *list = json_object_get (json_array_get (results_of (waived), i), "suppressions");

    g_assert_cmpuint (json_array_size (list), ==, i + 1 == n_results ? 1 : 0);
    g_assert_true (json_is_array (list));
    g_assert_null (json_object_get (json_array_get (results_of (plain), i), "suppressions"));
  }
}

/* A rule says what its check's table says; of a check that nobody knows, what the report does. */
static void
test_rules (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report ());
  const json_t *rules = rules_of (root);

  g_assert_cmpuint (json_array_size (rules), ==, 4);
  g_assert_cmpstr (text_at (json_array_get (rules, 0), "id"), ==,
                   "signed-commits/recent-commits-signed");
  g_assert_cmpstr (text_at (json_array_get (rules, 0), "name"), ==,
                   "SignedCommitsRecentCommitsSigned");
  g_assert_nonnull (
      json_object_get (json_object_get (json_array_get (rules, 1), "help"), "markdown"));
  g_assert_cmpstr (text_at (json_object_get (json_array_get (rules, 2), "help"), "text"), ==,
                   "Is there anything in the tree that nobody can review?");
  for (gsize i = 0; i < json_array_size (results_of (root)); i++) {
    const json_t *result = json_array_get (results_of (root), i);
    const json_int_t index = json_integer_value (json_object_get (result, "ruleIndex"));

    g_assert_cmpstr (text_at (result, "ruleId"), ==,
                     text_at (json_array_get (rules, (gsize) index), "id"));
  }
}

static void
test_rules_of_the_built_in_checks (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  gsize n_checks;
  const HmCheck *const *all = hm_registry_checks (registry, &n_checks);

  for (gsize i = 0; i < n_checks; i++) {
    g_autoptr (HmReport) report = hm_sample_report_empty ();
    g_autoptr (HmSarifRules) rules = NULL;
    HmResult *result = hm_result_new ();
    json_t *array;

    hm_text_set (&result->id, all[i]->id);
    hm_text_set (&result->name, all[i]->name);
    g_ptr_array_add (report->results, result);
    rules = hm_sarif_rules_new (report, all, n_checks);
    array = hm_sarif_rules_json (rules);
    g_assert_cmpuint (json_array_size (array), ==, all[i]->n_probes);
    /* What GitHub shows of a description. */
    g_assert_cmpuint (
        strlen (text_at (json_object_get (json_array_get (array, 0), "shortDescription"), "text")),
        <=, 1024);
  }
}

/* Adds a failed finding about a file at @path to the first check. */
static void
file_add (HmReport *report, const char *path, guint line)
{
  const HmResult *result = g_ptr_array_index (report->results, 0);
  HmFinding *finding = hm_findings_add (result->findings, "p", HM_FAIL, "m");

  hm_finding_cite_file (finding, &(HmTreeEntry){ .path = path }, line);
}

static void
test_uris (void)
{
  static const struct {
    const char *path;
    const char *uri;
  } paths[] = {
    { "a/b.c", "a/b.c" },
    { "a b/c:d#e?f%g[h]", "a%20b/c%3Ad%23e%3Ff%25g%5Bh%5D" },
    { "/etc/passwd", "etc/passwd" },
    { "../../x", "x" },
    { "a/../b", "a/b" },
    { "./x", "x" },
    { "..", ".hallmark.yml" },
    { "", ".hallmark.yml" },
    { "file:///etc/passwd", "file%3A/etc/passwd" },
    { "\xc3\xa4\xff\n", "%C3%A4%FF%0A" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    HmReport *report = hm_sample_report_unknown ();
    g_autoptr (json_t) root = NULL;

    file_add (report, paths[i].path, 0);
    root = parsed (report);
    g_assert_cmpstr (uri_of (json_array_get (results_of (root), 0), 0), ==, paths[i].uri);
  }
}

static void
test_lines (void)
{
  static const struct {
    guint line;
    json_int_t start;
  } lines[] = { { 0, 1 }, { 1, 1 }, { 7, 7 }, { G_MAXUINT32, G_MAXINT32 } };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    HmReport *report = hm_sample_report_unknown ();
    g_autoptr (json_t) root = NULL;
    json_t *location;

    file_add (report, "a", lines[i].line);
    root = parsed (report);
    location =
        json_array_get (json_object_get (json_array_get (results_of (root), 0), "locations"), 0);
    g_assert_cmpint (json_integer_value (json_object_get (
                         json_object_get (json_object_get (location, "physicalLocation"), "region"),
                         "startLine")),
                     ==, lines[i].start);
  }
}

/* GitHub refuses a whole upload for one result without a place. */
static void
test_every_result_has_a_place (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report ());
  gsize n_nowhere = 0;

  for (gsize i = 0; i < json_array_size (results_of (root)); i++) {
    const json_t *result = json_array_get (results_of (root), i);

    g_assert_nonnull (uri_of (result, 0));
    if (g_str_equal (uri_of (result, 0), ".hallmark.yml")) {
      const json_t *prints = json_object_get (result, "partialFingerprints");

      g_assert_cmpstr (text_at (prints, "hallmark/v1"), ==,
                       text_at (prints, "primaryLocationLineHash"));
      n_nowhere++;
    }
  }
  g_assert_cmpuint (n_nowhere, ==, 1);
}

static void
test_locations_are_bounded (void)
{
  HmReport *report = hm_sample_report_unknown ();
  const HmResult *result = g_ptr_array_index (report->results, 0);
  HmFinding *finding = hm_findings_add (result->findings, "p", HM_FAIL, "m");
  g_autoptr (json_t) root = NULL;

  for (guint line = 1; line <= 101; line++)
    hm_finding_cite_file (finding, &(HmTreeEntry){ .path = "a" }, line);
  root = parsed (report);
  g_assert_cmpuint (
      json_array_size (json_object_get (json_array_get (results_of (root), 0), "locations")), ==,
      100);
}

/* Adds a critical check with @n findings of nothing but a number. */
static void
many_add (HmReport *report, guint n)
{
  const HmResult *result = g_ptr_array_index (report->results, 0);

  for (guint i = 0; i < n; i++)
    hm_findings_add (result->findings, "p", HM_FAIL, "%u", i);
}

static void
assert_left_out (const json_t *root, const char *start)
{
  const json_t *notification = json_array_get (notifications_of (root), 0);

  g_assert_cmpstr (text_at (json_object_get (notification, "descriptor"), "id"), ==,
                   "results-left-out");
  g_assert_true (
      g_str_has_prefix (text_at (json_object_get (notification, "message"), "text"), start));
}

/* The least grave make room: those of the sample that are of medium risk. */
static void
test_results_past_the_limit (void)
{
  HmReport *full = hm_sample_report_unknown ();
  HmReport *over = hm_sample_report_unknown ();
  g_autoptr (json_t) full_root = NULL;
  g_autoptr (json_t) over_root = NULL;

  many_add (full, HM_SARIF_RESULTS_MAX);
  many_add (over, HM_SARIF_RESULTS_MAX + 1);
  full_root = parsed (full);
  over_root = parsed (over);
  g_assert_cmpuint (json_array_size (results_of (full_root)), <=, HM_SARIF_RESULTS_MAX);
  g_assert_cmpuint (json_array_size (results_of (over_root)), <=, HM_SARIF_RESULTS_MAX);
  assert_left_out (over_root, "");
}

static void
test_bytes_past_the_limit (void)
{
  HmReport *report = hm_sample_report ();
  g_autoptr (json_t) root = NULL;
  gsize n_results;

  hm_sample_add_flood (report, 4000);
  root = parsed (report);
  n_results = json_array_size (results_of (root));
  g_assert_cmpuint (n_results, >, 500);
  g_assert_cmpuint (n_results, <, 4000);
  assert_left_out (root, "");
  /* The flood is of high risk, and so is the binary; what is of medium risk is left out. */
  g_assert_cmpstr (text_at (json_array_get (results_of (root), n_results - 1), "level"), ==,
                   "error");
}

static void
test_rules_past_the_limit (void)
{
  HmReport *report = hm_sample_report_unknown ();
  const HmResult *result = g_ptr_array_index (report->results, 0);
  g_autoptr (json_t) root = NULL;

  for (guint i = 0; i <= HM_SARIF_RULES_MAX; i++) {
    g_autofree char *probe = g_strdup_printf ("p%u", i);

    hm_findings_add (result->findings, probe, HM_FAIL, "m");
  }
  root = parsed (report);
  g_assert_cmpuint (json_array_size (rules_of (root)), <=, HM_SARIF_RULES_MAX);
  assert_left_out (root, "");
}

static void
test_flood_of_unknowns (void)
{
  HmReport *report = hm_sample_report_unknown ();
  const HmResult *result = g_ptr_array_index (report->results, 0);
  g_autofree char *tail = g_strnfill (5000, 'x');
  g_autoptr (json_t) root = NULL;
  gsize n;

  for (guint i = 0; i < 1000; i++)
    hm_findings_add (result->findings, "p", HM_UNKNOWN, "%u %s", i, tail);
  root = parsed (report);
  n = json_array_size (notifications_of (root));
  g_assert_cmpuint (n, <, 250);
  g_assert_true (g_str_has_suffix (
      text_at (json_object_get (json_array_get (notifications_of (root), n - 1), "message"),
               "text"),
      "more questions could not be looked at"));
}

static void
test_hostile_text (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report_hostile ());
  const json_t *result = json_array_get (results_of (root), 0);
  const char *text = text_at (json_object_get (result, "message"), "text");

  golden_check ("report-hostile.sarif", root);
  g_assert_cmpuint (json_array_size (results_of (root)), ==, 1);
  g_assert_null (strstr (text, "[l](javascript"));
  g_assert_null (strchr (text, '\n'));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sarif/golden", test_golden);
  g_test_add_func ("/sarif/golden-unknown", test_golden_unknown);
  g_test_add_func ("/sarif/empty", test_empty);
  g_test_add_func ("/sarif/suppressions", test_suppressions);
  g_test_add_func ("/sarif/rules", test_rules);
  g_test_add_func ("/sarif/rules-of-the-built-in-checks", test_rules_of_the_built_in_checks);
  g_test_add_func ("/sarif/uris", test_uris);
  g_test_add_func ("/sarif/lines", test_lines);
  g_test_add_func ("/sarif/every-result-has-a-place", test_every_result_has_a_place);
  g_test_add_func ("/sarif/locations-are-bounded", test_locations_are_bounded);
  g_test_add_func ("/sarif/results-past-the-limit", test_results_past_the_limit);
  g_test_add_func ("/sarif/bytes-past-the-limit", test_bytes_past_the_limit);
  g_test_add_func ("/sarif/rules-past-the-limit", test_rules_past_the_limit);
  g_test_add_func ("/sarif/flood-of-unknowns", test_flood_of_unknowns);
  g_test_add_func ("/sarif/hostile-text", test_hostile_text);
  return g_test_run ();
}
