/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a tree is listed, and of its files read. */
#include "evidence/git/tree.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/files.h"
#include "evidence/git/repository.h"
#include "scratch.h"

/* The tree of refs/heads/main, listed and read under the given limits. */
typedef struct {
  git_repository *repository;
  git_odb *odb;
  HmTreeStore *store;
} Listed;

static void
listed_clear (Listed *listed)
{
  hm_tree_store_free (listed->store);
  git_odb_free (listed->odb);
  git_repository_free (listed->repository);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listed, listed_clear)

static void
list (const Scratch *scratch, const HmTreeOptions *options, Listed *ret_listed)
{
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main^{tree}");
  GError *error = NULL;
  HmOid root;

  g_assert_true (hm_oid_parse (hex, &root));
  ret_listed->repository = hm_repository_open (scratch->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (git_repository_odb (&ret_listed->odb, ret_listed->repository), ==, 0);
  ret_listed->store = hm_tree_list (ret_listed->odb, &root, options, &error);
  g_assert_no_error (error);
}

static void
assert_path_length (guint length, gboolean is_whole)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *name = g_strnfill (length - 2, 'n');
  g_autofree char *blob = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *inner = scratch_tree (scratch, "100644", name, blob);
  g_autofree char *outer = scratch_tree (scratch, "40000", "d", inner);
  const HmTree *tree;

  scratch_commit_tree (scratch, outer);
  store = scratch_collect (scratch, NULL);
  tree = &hm_evidence_store_facts (store)->tree;
  g_assert_cmpuint (tree->n_entries, ==, is_whole ? 1 : 0);
  g_assert_cmpint (tree->cut == NULL, ==, is_whole);
}

static void
test_path_limit (void)
{
  assert_path_length (HM_PATH_MAX, TRUE);
  assert_path_length (HM_PATH_MAX + 1, FALSE);
}

static void
test_entries_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmTreeOptions options = { .entries_max = 4, .documents_max = 1, .bytes_max = HM_TREE_BYTES_MAX };
  g_auto (Listed) at_limit = { 0 };
  g_auto (Listed) past = { 0 };

  scratch_commit (
      scratch, "A <a@x.org>", 1,
      "M 100644 inline a\ndata 0\n\nM 100644 inline b/c\ndata 0\n\nM 100644 inline d\ndata 0\n\n");
  list (scratch, &options, &at_limit); /* a, b, b/c, d */
  g_assert_cmpuint (at_limit.store->entries->len, ==, 3);
  g_assert_null (at_limit.store->cut);
  options.entries_max = 3;
  list (scratch, &options, &past);
  g_assert_cmpuint (past.store->entries->len, ==, 2);
  g_assert_cmpstr (past.store->cut, ==,
                   "the tree holds more than 3 entries; only those were looked at");
}

/* A folder that is left out was looked at all the same. */
static void
test_refused_names_count (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *blob = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *root = scratch_tree (scratch, "100644", ".git", blob);
  HmTreeOptions options = { .documents_max = 1, .bytes_max = HM_TREE_BYTES_MAX };
  g_auto (Listed) past = { 0 };
  g_auto (Listed) at_limit = { 0 };

  scratch_commit_tree (scratch, root);
  list (scratch, &options, &past);
  g_assert_nonnull (strstr (past.store->cut, "more than 0 entries"));
  options.entries_max = 1;
  list (scratch, &options, &at_limit);
  g_assert_nonnull (strstr (at_limit.store->cut, "git refuses"));
}

static void
test_folder_bytes_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  HmTreeOptions options = { .entries_max = 9, .documents_max = 1, .bytes_max = HM_TREE_BYTES_MAX };
  g_auto (Listed) whole = { 0 };
  g_auto (Listed) at_limit = { 0 };
  g_auto (Listed) past = { 0 };

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a\ndata 0\n\nM 100644 inline b/c\ndata 0\n\n");
  list (scratch, &options, &whole);
  g_assert_null (whole.store->cut);
  g_assert_cmpuint (whole.store->bytes, >, 60);
  options.bytes_max = whole.store->bytes;
  list (scratch, &options, &at_limit);
  g_assert_null (at_limit.store->cut);
  options.bytes_max--;
  list (scratch, &options, &past);
  g_assert_cmpuint (past.store->entries->len, ==, 1);
  g_assert_nonnull (strstr (past.store->cut, "MiB to unpack"));
}

/* Returns: (owned) the reader of all files of @listed, after it ran. */
static HmFileReader *
files_read (Listed *listed, guint64 bytes_max)
{
  HmFileReader *reader = hm_file_reader_new (listed->store, listed->odb, TRUE, bytes_max, NULL);
  GError *error = NULL;

  hm_file_reader_run (reader, listed->odb);
  g_assert_true (hm_file_reader_finish (reader, &error));
  g_assert_no_error (error);
  return reader;
}

/* Past it no file counts as looked at but the documents read before. */
static void
test_file_bytes_limit (void)
{
  static const char *const reads[] = { "*.md", NULL };
  const HmTreeOptions options = {
    .reads = reads, .entries_max = 9, .documents_max = 2, .bytes_max = HM_TREE_BYTES_MAX
  };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Listed) whole = { 0 };
  g_auto (Listed) at_limit = { 0 };
  g_auto (Listed) past = { 0 };
  g_autoptr (HmFileReader) whole_reader = NULL;
  g_autoptr (HmFileReader) at_limit_reader = NULL;
  g_autoptr (HmFileReader) past_reader = NULL;
  const HmTreeEntry *entries;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a\ndata 1\nx\nM 100644 inline b.md\ndata 1\ny\n"
                  "M 100644 inline c\ndata 1\nx\n");
  list (scratch, &options, &whole);
  list (scratch, &options, &at_limit);
  list (scratch, &options, &past);
  whole_reader = files_read (&whole, HM_FILES_BYTES_MAX);
  at_limit_reader = files_read (&at_limit, hm_file_reader_bytes (whole_reader));
  past_reader = files_read (&past, hm_file_reader_bytes (whole_reader) - 1);

  entries = (const HmTreeEntry *) (gpointer) at_limit.store->entries->data;
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpint (entries[i].content, ==, HM_CONTENT_TEXT);
  entries = (const HmTreeEntry *) (gpointer) past.store->entries->data;
  g_assert_cmpint (entries[0].content, ==, HM_CONTENT_UNREAD);
  g_assert_nonnull (strstr (entries[0].why, "8 GiB"));
  g_assert_cmpint (entries[1].content, ==, HM_CONTENT_TEXT);
  g_assert_cmpint (entries[2].content, ==, HM_CONTENT_UNREAD);
  g_assert_nonnull (strstr (entries[2].why, "8 GiB"));
}

static void
test_documents_limit (void)
{
  static const char *const reads[] = { "*.md", NULL };
  g_autoptr (Scratch) scratch = scratch_new ();
  HmTreeOptions options = {
    .reads = reads, .entries_max = 9, .documents_max = 2, .bytes_max = HM_TREE_BYTES_MAX
  };
  g_auto (Listed) at_limit = { 0 };
  g_auto (Listed) past = { 0 };

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a.md\ndata 0\n\nM 100644 inline b.md\ndata 0\n\n");
  list (scratch, &options, &at_limit);
  g_assert_cmpuint (at_limit.store->documents->len, ==, 2);
  g_assert_null (at_limit.store->cut);
  options.documents_max = 1;
  list (scratch, &options, &past);
  g_assert_cmpuint (past.store->documents->len, ==, 1);
  g_assert_nonnull (strstr (past.store->cut, "more than 1 files"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/path-limit", test_path_limit);
  g_test_add_func ("/tree/entries-limit", test_entries_limit);
  g_test_add_func ("/tree/refused-names-count", test_refused_names_count);
  g_test_add_func ("/tree/folder-bytes-limit", test_folder_bytes_limit);
  g_test_add_func ("/tree/file-bytes-limit", test_file_bytes_limit);
  g_test_add_func ("/tree/documents-limit", test_documents_limit);
  return g_test_run ();
}
