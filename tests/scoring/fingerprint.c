/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/fingerprint.h"

#include "core/limits.h"

#include <string.h>

static const HmOid one = { .bytes = { 1 } };
static const HmOid two = { .bytes = { 2 } };

static HmFinding *
fault_add (HmFindings *findings, const char *probe, const char *path, const HmOid *blob, guint line)
{
  HmFinding *finding = hm_findings_add (findings, probe, HM_FAIL, "found");
  const HmTreeEntry entry = { .path = path, .oid = *blob };

  if (path != NULL)
    hm_finding_cite_file (finding, &entry, line);
  return finding;
}

/* Returns: (owned) that of a single fault. */
static char *
of_fault (const char *check_id, const char *probe, const char *path, const HmOid *blob, guint line)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  char text[HM_FINGERPRINT_SIZE];

  fault_add (findings, probe, path, blob, line);
  return g_strdup (hm_finding_fingerprint (check_id, findings, 0, text));
}

static void
assert_same (char *a, char *b)
{
  g_assert_cmpstr (a, ==, b);
  g_assert_cmpuint (strlen (a), ==, HM_FINGERPRINT_SIZE - 1);
  g_free (a);
  g_free (b);
}

static void
assert_other (char *a, char *b)
{
  g_assert_cmpstr (a, !=, b);
  g_free (a);
  g_free (b);
}

static void
content_and_line_do_not_count (void)
{
  assert_same (of_fault ("c", "p", "a", &one, 1), of_fault ("c", "p", "a", &two, 7));
}

static void
check_probe_and_place_count (void)
{
  assert_other (of_fault ("c", "p", "a", &one, 1), of_fault ("d", "p", "a", &one, 1));
  assert_other (of_fault ("c", "p", "a", &one, 1), of_fault ("c", "q", "a", &one, 1));
  assert_other (of_fault ("c", "p", "a", &one, 1), of_fault ("c", "p", "b", &one, 1));
  assert_other (of_fault ("c", "p", "a", &one, 1), of_fault ("c", "p", NULL, &one, 1));
  /* One text can't run into the next. */
  assert_other (of_fault ("c", "pa", "b", &one, 1), of_fault ("c", "p", "ab", &one, 1));
}

static void
kinds_of_evidence_differ (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  const HmTag tag = { .name = "v1", .oid = one };
  g_autoptr (GPtrArray) texts = NULL;

  hm_finding_cite_tag (hm_findings_add (findings, "p", HM_FAIL, "x"), &tag);
  hm_finding_cite_url (hm_findings_add (findings, "p", HM_FAIL, "x"), "v1");
  fault_add (findings, "p", "v1", &one, 0);
  hm_finding_cite_commit (hm_findings_add (findings, "p", HM_FAIL, "x"), &one);
  hm_finding_cite_commit (hm_findings_add (findings, "p", HM_FAIL, "x"), &two);
  texts = hm_findings_fingerprints ("c", findings);
  for (guint i = 0; i < texts->len; i++) {
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (g_ptr_array_index (texts, i), !=, g_ptr_array_index (texts, j));
  }
}

static void
all_at_once_are_as_one_by_one (void)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 30; i++)
    fault_add (findings, i % 3 == 0 ? "p" : "q", i % 2 == 0 ? "a" : NULL, &one, i);
  texts = hm_findings_fingerprints ("c", findings);
  g_assert_cmpuint (texts->len, ==, 30);
  for (guint i = 0; i < 30; i++) {
    char text[HM_FINGERPRINT_SIZE];

    g_assert_cmpstr (g_ptr_array_index (texts, i), ==,
                     hm_finding_fingerprint ("c", findings, i, text));
    /* Of several alike each has its own. */
    g_assert_true (g_hash_table_add (seen, g_ptr_array_index (texts, i)));
  }
}

/* A report spells out bytes that are not UTF-8, and cuts what is too long: its reader finds the same. */
static void
as_a_report_has_it (void)
{
  g_autofree char *at_limit = g_strnfill (HM_TEXT_MAX - 3, 'x');
  g_autofree char *cut = g_strconcat (at_limit, "...", NULL);
  g_autofree char *whole = g_strconcat (at_limit, "yyyyyy", NULL);

  assert_same (of_fault ("c", "p", "a\xff", &one, 1), of_fault ("c", "p", "a\\xff", &one, 1));
  assert_same (of_fault ("c", "p", whole, &one, 1), of_fault ("c", "p", cut, &one, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/content-and-line-do-not-count", content_and_line_do_not_count);
  g_test_add_func ("/fingerprint/check-probe-and-place-count", check_probe_and_place_count);
  g_test_add_func ("/fingerprint/kinds-of-evidence-differ", kinds_of_evidence_differ);
  g_test_add_func ("/fingerprint/all-at-once-are-as-one-by-one", all_at_once_are_as_one_by_one);
  g_test_add_func ("/fingerprint/as-a-report-has-it", as_a_report_has_it);
  return g_test_run ();
}
