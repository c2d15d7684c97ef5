/* SPDX-License-Identifier: Apache-2.0 */
/* One repository that a portfolio names more than once. */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "evidence/git/folder.h"
#include "tests/portfolio/scan_case.h"

/* Two paths lead to one repository: whichever comes first in the file, the later key fails. */
static void
test_same_folder_twice (ScanCase *test, gconstpointer unused)
{
  g_autofree char *link = g_build_filename (test->origin->folder, "link", NULL);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  g_assert_cmpint (symlink (test->origin->path, link), ==, 0);
  scan_case_add (test, "path:b", test->origin->path, TRUE);
  scan_case_add (test, "path:a", link, TRUE);
  test->options.entries = NULL;
  run = scan_case_run (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_cmpstr (row->why, ==, "is the same repository as path:a on line 0");
  row = g_ptr_array_index (run->rows, 1);
  g_assert_cmpint (row->fate, ==, HM_SCAN_DONE);
}

/* Also where the other is not of this run. */
static void
test_same_folder_elsewhere (ScanCase *test, gconstpointer unused)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  HmPortfolioEntry *first;

  (void) unused;
  scan_case_add (test, "path:b", test->origin->path, TRUE);
  scan_case_add (test, "path:a", test->origin->path, TRUE);
  g_ptr_array_extend (all, test->entries, NULL, NULL);
  test->options.entries = all;
  first = g_ptr_array_steal_index (test->entries, 1);
  scan_case_counts (test, 0, 0, 1);
  scan_entry_free (first);
}

static void
test_folder_within (ScanCase *test, gconstpointer unused)
{
  g_autofree char *within = g_build_filename (test->origin->path, "objects", NULL);
  g_autofree char *why =
      g_strdup_printf ("%s: no git repository, but a part of the one at %s; write the path of that",
                       within, test->origin->path);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  scan_case_add (test, "within", within, TRUE);
  run = scan_case_run (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_cmpstr (row->why, ==, why);
}

/* A folder beside the URL that it is a copy of may be meant. */
static void
test_copy_of_url (ScanCase *test, gconstpointer unused)
{
  g_autofree char *config = g_build_filename (test->origin->path, "config", NULL);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  g_assert_true (g_file_set_contents (
      config, "[remote \"origin\"]\n\turl = git@example.org:o/r.git\n", -1, NULL));
  scan_case_add (test, "path", test->origin->path, TRUE);
  g_ptr_array_add (test->others,
                   scan_entry_new ("example.org/o/r", "https://example.org/o/r", FALSE));
  run = scan_case_run (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_DONE);
  g_assert_cmpstr (row->note, ==, "is a copy of example.org/o/r on line 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/portfolio-scan-twins/" name, ScanCase, NULL, scan_case_set_up, func, \
              scan_case_tear_down)
  ADD ("same-folder-twice", test_same_folder_twice);
  ADD ("same-folder-elsewhere", test_same_folder_elsewhere);
  ADD ("folder-within", test_folder_within);
  ADD ("copy-of-url", test_copy_of_url);
#undef ADD
  return g_test_run ();
}
