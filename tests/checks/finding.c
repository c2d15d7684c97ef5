/* SPDX-License-Identifier: Apache-2.0 */
#include <hallmark/finding.h>

#include <string.h>

static void
test_copies_texts (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  char probe[] = "probe";
  char name[] = "v1.0";
  HmTag tag = { .name = name, .oid = { .bytes = { 7 } } };
  HmFinding *finding = hm_findings_add (findings, probe, HM_FAIL, "%s has %d", name, 3);

  hm_finding_cite_tag (finding, &tag);
  memset (probe, 'x', strlen (probe));
  memset (name, 'x', strlen (name));
  g_assert_cmpstr (finding->probe, ==, "probe");
  g_assert_cmpstr (finding->message, ==, "v1.0 has 3");
  g_assert_cmpstr (finding->remediation, ==, "");
  g_assert_cmpstr (g_array_index (finding->evidence, HmEvidence, 0).text, ==, "v1.0");
}

static void
test_keeps_hostile_bytes (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  const HmFinding *finding =
      hm_findings_add (findings, "probe", HM_FAIL, "%s", "\xff\x1b[31m%n\xc3");

  g_assert_cmpstr (finding->message, ==, "\xff\x1b[31m%n\xc3");
}

/* Formats that the compiler can't check are the point here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
test_null_texts_are_empty (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  const char *volatile nothing = NULL;
  HmFinding *finding = hm_findings_add (findings, nothing, HM_PASS, nothing, 0);

  hm_finding_set_remediation (finding, nothing, 0);
  hm_findings_set_reason (findings, nothing, 0);
  hm_finding_cite_url (finding, nothing);
  g_assert_cmpstr (finding->probe, ==, "");
  g_assert_cmpstr (finding->message, ==, "");
  g_assert_cmpstr (finding->remediation, ==, "");
  g_assert_cmpstr (findings->reason, ==, "");
  g_assert_cmpstr (g_array_index (finding->evidence, HmEvidence, 0).text, ==, "");
  hm_findings_free (NULL);
}
#pragma GCC diagnostic pop

static void
test_reason_is_replaced (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();

  g_assert_cmpstr (findings->reason, ==, "");
  hm_findings_set_reason (findings, "%u of %u", 1u, 2u);
  g_assert_cmpstr (findings->reason, ==, "1 of 2");
  hm_findings_set_reason (findings, "was %s", findings->reason);
  g_assert_cmpstr (findings->reason, ==, "was 1 of 2");
}

static void
test_evidence_of_each_kind (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  HmFinding *finding = hm_findings_add (findings, "probe", HM_FAIL, "bad");
  HmTreeEntry entry = { .path = "a/b.c", .oid = { .bytes = { 1 } } };
  HmTag tag = { .name = "v1", .oid = { .bytes = { 2 } } };
  HmOid commit = { .bytes = { 3 } };
  const HmEvidence *evidence;

  hm_finding_cite_file (finding, &entry, 42);
  hm_finding_cite_commit (finding, &commit);
  hm_finding_cite_tag (finding, &tag);
  hm_finding_cite_url (finding, "https://example.org/");

  g_assert_cmpuint (finding->evidence->len, ==, 4);
  evidence = (const HmEvidence *) (const void *) finding->evidence->data;
  g_assert_cmpint (evidence[0].kind, ==, HM_EVIDENCE_FILE);
  g_assert_cmpstr (evidence[0].text, ==, "a/b.c");
  g_assert_cmpuint (evidence[0].oid.bytes[0], ==, 1);
  g_assert_cmpuint (evidence[0].line, ==, 42);
  g_assert_cmpint (evidence[1].kind, ==, HM_EVIDENCE_COMMIT);
  g_assert_cmpstr (evidence[1].text, ==, "");
  g_assert_cmpuint (evidence[1].oid.bytes[0], ==, 3);
  g_assert_cmpint (evidence[2].kind, ==, HM_EVIDENCE_TAG);
  g_assert_cmpstr (evidence[2].text, ==, "v1");
  g_assert_cmpuint (evidence[2].oid.bytes[0], ==, 2);
  g_assert_cmpint (evidence[3].kind, ==, HM_EVIDENCE_URL);
  g_assert_cmpstr (evidence[3].text, ==, "https://example.org/");
  g_assert_cmpuint (evidence[3].oid.bytes[0], ==, 0);
}

static void
test_copy_outlives_original (void)
{
  g_autoptr (HmFindings) copies = hm_findings_new ();
  HmFindings *findings = hm_findings_new ();
  HmFinding *finding = hm_findings_add (findings, "probe", HM_UNKNOWN, "50%% of %s", "it");
  HmOid commit = { .bytes = { 9 } };
  const HmFinding *copy;

  hm_finding_set_points (finding, 3, 8);
  hm_finding_set_remediation (finding, "do %s", "so");
  hm_finding_cite_commit (finding, &commit);
  hm_finding_cite_url (finding, "https://example.org/");
  copy = hm_findings_add_copy (copies, finding);
  g_assert_true (copy != finding);
  hm_findings_free (findings);

  g_assert_cmpstr (copy->probe, ==, "probe");
  g_assert_cmpint (copy->outcome, ==, HM_UNKNOWN);
  g_assert_cmpint (copy->points, ==, 3);
  g_assert_cmpint (copy->points_max, ==, 8);
  g_assert_cmpstr (copy->message, ==, "50% of it");
  g_assert_cmpstr (copy->remediation, ==, "do so");
  g_assert_cmpuint (copy->evidence->len, ==, 2);
  g_assert_cmpuint (g_array_index (copy->evidence, HmEvidence, 0).oid.bytes[0], ==, 9);
  g_assert_cmpstr (g_array_index (copy->evidence, HmEvidence, 1).text, ==, "https://example.org/");
}

static void
test_copy_of_a_literal (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  HmFinding literal = { .outcome = HM_PASS };
  const HmFinding *copy = hm_findings_add_copy (findings, &literal);

  g_assert_cmpstr (copy->probe, ==, "");
  g_assert_cmpstr (copy->message, ==, "");
  g_assert_cmpstr (copy->remediation, ==, "");
  g_assert_cmpuint (copy->evidence->len, ==, 0);
}

static void
test_find_gives_the_first (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  HmFinding *first;

  hm_findings_add (findings, "other", HM_PASS, "0");
  first = hm_findings_add (findings, "probe", HM_PASS, "1");
  hm_findings_add (findings, "probe", HM_FAIL, "2");
  g_assert_true (hm_findings_find (findings, "probe") == first);
  g_assert_null (hm_findings_find (findings, "prob"));
  g_assert_null (hm_findings_find (findings, ""));
}

/* Only what nobody could look at is read differently under an assumption. */
static void
test_assumptions (void)
{
  static const struct {
    HmOutcome outcome;
    HmAssume assume;
    HmOutcome want_outcome;
    int want_points;
  } cases[] = {
    { HM_PASS, HM_ASSUME_NOTHING, HM_PASS, 3 },
    { HM_PASS, HM_ASSUME_WORST, HM_PASS, 3 },
    { HM_PASS, HM_ASSUME_BEST, HM_PASS, 3 },
    { HM_FAIL, HM_ASSUME_NOTHING, HM_FAIL, 3 },
    { HM_FAIL, HM_ASSUME_WORST, HM_FAIL, 3 },
    { HM_FAIL, HM_ASSUME_BEST, HM_FAIL, 3 },
    { HM_UNKNOWN, HM_ASSUME_NOTHING, HM_UNKNOWN, 0 },
    { HM_UNKNOWN, HM_ASSUME_WORST, HM_FAIL, 0 },
    { HM_UNKNOWN, HM_ASSUME_BEST, HM_PASS, 8 },
    { HM_NOT_APPLICABLE, HM_ASSUME_NOTHING, HM_NOT_APPLICABLE, 3 },
    { HM_NOT_APPLICABLE, HM_ASSUME_WORST, HM_NOT_APPLICABLE, 3 },
    { HM_NOT_APPLICABLE, HM_ASSUME_BEST, HM_NOT_APPLICABLE, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmFinding finding = { .outcome = cases[i].outcome, .points = 3, .points_max = 8 };

    g_assert_cmpint (hm_finding_outcome (&finding, cases[i].assume), ==, cases[i].want_outcome);
    g_assert_cmpint (hm_finding_points (&finding, cases[i].assume), ==, cases[i].want_points);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding/copies-texts", test_copies_texts);
  g_test_add_func ("/finding/keeps-hostile-bytes", test_keeps_hostile_bytes);
  g_test_add_func ("/finding/null-texts-are-empty", test_null_texts_are_empty);
  g_test_add_func ("/finding/reason-is-replaced", test_reason_is_replaced);
  g_test_add_func ("/finding/evidence-of-each-kind", test_evidence_of_each_kind);
  g_test_add_func ("/finding/copy-outlives-original", test_copy_outlives_original);
  g_test_add_func ("/finding/copy-of-a-literal", test_copy_of_a_literal);
  g_test_add_func ("/finding/find-gives-the-first", test_find_gives_the_first);
  g_test_add_func ("/finding/assumptions", test_assumptions);
  return g_test_run ();
}
