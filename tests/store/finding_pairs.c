/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings are news, by what they cite. */
#include "store/finding_pairs.h"

#include <string.h>

#include "store/finding_files.h"

/*
 * What one finding is: "probe outcome fingerprint file file ...". A file "?": not known which it cites. Outcome "w":
 * failed, and waived.
 */
static void
finding_add (GPtrArray *findings, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  g_autoptr (HmFindings) cited = hm_findings_new ();
  HmFinding *from = hm_findings_add (cited, parts[0], HM_FAIL, "it");
  HmStoreFinding *finding = g_new0 (HmStoreFinding, 1);
  gboolean is_known = TRUE;

  for (gsize i = 3; parts[i] != NULL; i++) {
    is_known = is_known && !g_str_equal (parts[i], "?");
    hm_finding_cite_file (from, &(HmTreeEntry){ .path = parts[i] }, 0);
  }
  finding->check_id = g_strdup ("c");
  finding->check_name = g_strdup ("C");
  finding->probe = g_strdup (parts[0]);
  finding->outcome = *parts[1] == 'p' ? HM_PASS : HM_FAIL;
  finding->waived = *parts[1] == 'w'   ? HM_TRUTH_YES
                    : *parts[1] == '?' ? HM_TRUTH_UNKNOWN
                                       : HM_TRUTH_NO;
  finding->fingerprint = g_strdup (parts[2]);
  finding->message = g_strdup (words);
  finding->files = is_known ? hm_finding_files (from) : NULL;
  g_ptr_array_add (findings, finding);
}

static void
finding_free (gpointer finding)
{
  hm_store_finding_free (finding);
}

/* @words: findings, one after another with ";" between. Returns: (owned) */
static GPtrArray *
findings_new (const char *words)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (finding_free);
  g_auto (GStrv) each = g_strsplit (words, ";", -1);

  for (gsize i = 0; each[i] != NULL; i++)
    finding_add (findings, each[i]);
  return findings;
}

static void
assert_findings (const GPtrArray *findings, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ";" : "",
                            ((HmStoreFinding *) g_ptr_array_index (findings, i))->message);
  g_assert_cmpstr (text->str, ==, wanted);
}

/* @before, @after: what only one of two reports found; the others: what of it is news. */
static void
assert_pairs (const char *before, const char *after, const char *went_wanted,
              const char *came_wanted)
{
  g_autoptr (GPtrArray) went = findings_new (before);
  g_autoptr (GPtrArray) came = findings_new (after);

  hm_finding_pairs_drop (came, went);
  assert_findings (went, went_wanted);
  assert_findings (came, came_wanted);
}

static void
test_other_commits (void)
{
  /* Fingerprints are of the commits that are cited, too. */
  assert_pairs ("signed f 1;active f 2", "signed f 3;active f 4", "", "");
  assert_pairs ("signed f 1", "active f 1a", "signed f 1", "active f 1a");
  assert_pairs ("signed f 1", "signed p 3", "signed f 1", "signed p 3");
}

static void
test_one_more (void)
{
  assert_pairs ("bad f 1", "bad f 2;bad f 3;bad f 4", "", "bad f 3;bad f 4");
  assert_pairs ("bad f 1;bad f 2;bad f 3", "bad f 4", "bad f 2;bad f 3", "");
}

static void
test_paths (void)
{
  assert_pairs ("binary f 1 a.so", "binary f 2 b.so", "binary f 1 a.so", "binary f 2 b.so");
  assert_pairs ("binary f 1 a.so", "binary f 2 a.so", "", "");
  assert_pairs ("binary f 1 a.so", "binary f 2 a.so;binary f 3 a.so", "", "binary f 3 a.so");
  /* One that cites no file is not held against one that does. */
  assert_pairs ("binary f 1", "binary f 2 a.so", "binary f 1", "binary f 2 a.so");
  assert_pairs ("binary f 1;binary f 2 a.so;binary f 3 b.so",
                "binary f 4 c.so;binary f 5 b.so;binary f 6", "binary f 2 a.so", "binary f 4 c.so");
}

/* An aggregate that has a file more is news; one that has a file less is not. */
static void
test_several_paths (void)
{
  assert_pairs ("fits f 1 a b", "fits f 2 b", "", "");
  assert_pairs ("fits f 1 b", "fits f 2 a b", "", "fits f 2 a b");
  assert_pairs ("fits f 1 a", "fits f 2 b c", "fits f 1 a", "fits f 2 b c");
}

static void
test_waivers (void)
{
  assert_pairs ("binary w 1 a.so", "binary f 1 a.so", "binary w 1 a.so", "binary f 1 a.so");
  assert_pairs ("binary f 1 a.so", "binary w 1 a.so", "binary f 1 a.so", "binary w 1 a.so");
  assert_pairs ("signed w 1", "signed f 2", "signed w 1", "signed f 2");
  assert_pairs ("signed w 1", "signed w 2", "", "");
  /* Nobody knows. */
  assert_pairs ("binary ? 1 a.so", "binary f 1 a.so", "", "");
  assert_pairs ("binary ? 1 a.so", "binary w 1 a.so", "", "");
}

static void
test_files_not_known (void)
{
  assert_pairs ("binary f 1 ?", "binary f 2 b.so", "", "");
  assert_pairs ("binary f 1 ?", "binary f 2 b.so;binary f 3 c.so", "", "binary f 3 c.so");
  assert_pairs ("binary f 1 ?;binary f 2 a.so", "binary f 2 a.so;binary f 1 b.so", "", "");
}

static void
test_many (void)
{
  g_autoptr (GPtrArray) went = findings_new ("fits f x a b");
  g_autoptr (GPtrArray) came = findings_new ("fits f y b");
  const guint n = 50000;

  for (guint i = 0; i < n; i++) {
    g_autofree char *before = g_strdup_printf ("fits f b%u a file-%u", i, i);
    g_autofree char *after = g_strdup_printf ("fits f a%u a file-%u", i, i + 1);

    finding_add (went, before);
    finding_add (came, after);
  }
  hm_finding_pairs_drop (came, went);
  assert_findings (came, "fits f a49999 a file-50000");
  assert_findings (went, "");
}

static GBytes *
files_of (guint n, guint n_distinct)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();
  HmFinding *finding = hm_findings_add (findings, "p", HM_FAIL, "it");

  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("file-%u", i % n_distinct);

    hm_finding_cite_file (finding, &(HmTreeEntry){ .path = path }, i);
  }
  hm_finding_cite_url (finding, "https://example.org/file-0");
  return hm_finding_files (finding);
}

static void
test_digests (void)
{
  const struct {
    guint n;
    guint n_distinct;
    gsize n_digests;
  } cases[] = { { 0, 1, 0 },
                { 1, 1, 1 },
                { 9, 3, 3 },
                { HM_FINDING_FILES_MAX, HM_FINDING_FILES_MAX, HM_FINDING_FILES_MAX },
                { HM_FINDING_FILES_MAX + 1, HM_FINDING_FILES_MAX, HM_FINDING_FILES_MAX },
                { HM_FINDING_FILES_MAX + 1, HM_FINDING_FILES_MAX + 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) files = files_of (cases[i].n, cases[i].n_distinct);
    gsize size;
    const guint8 *digests = g_bytes_get_data (files, &size);

    g_assert_cmpuint (size, ==, cases[i].n_digests * HM_FINDING_FILE_BYTES);
    for (gsize k = HM_FINDING_FILE_BYTES; k < size; k += HM_FINDING_FILE_BYTES)
      g_assert_cmpint (
          memcmp (digests + k - HM_FINDING_FILE_BYTES, digests + k, HM_FINDING_FILE_BYTES), <, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-pairs/other-commits", test_other_commits);
  g_test_add_func ("/finding-pairs/one-more", test_one_more);
  g_test_add_func ("/finding-pairs/paths", test_paths);
  g_test_add_func ("/finding-pairs/several-paths", test_several_paths);
  g_test_add_func ("/finding-pairs/waivers", test_waivers);
  g_test_add_func ("/finding-pairs/files-not-known", test_files_not_known);
  g_test_add_func ("/finding-pairs/many", test_many);
  g_test_add_func ("/finding-pairs/digests", test_digests);
  return g_test_run ();
}
