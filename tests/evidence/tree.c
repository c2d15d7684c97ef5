/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/tree.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/files.h"
#include "evidence/git/repository.h"
#include "scratch.h"

static void
test_kinds (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmFacts *facts;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline file\ndata 2\nx\n\n"
                  "M 100755 inline bin/run\ndata 2\nx\n\n"
                  "M 100644 inline empty\ndata 0\n\n"
                  "M 120000 inline loop\ndata 4\nloop\n"
                  "M 120000 inline outside\ndata 11\n/etc/passwd\n"
                  "M 160000 1111111111111111111111111111111111111111 sub\n");
  store = scratch_collect (scratch, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpuint (facts->tree.n_entries, ==, 6);
  g_assert_null (facts->tree.cut);
  g_assert_cmpint (scratch_entry (facts, "file")->kind, ==, HM_ENTRY_FILE);
  g_assert_cmpint (scratch_entry (facts, "file")->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpuint (scratch_entry (facts, "file")->size, ==, 2);
  g_assert_cmpint (scratch_entry (facts, "bin/run")->kind, ==, HM_ENTRY_EXECUTABLE);
  g_assert_cmpint (scratch_entry (facts, "bin/run")->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpint (scratch_entry (facts, "empty")->content, ==, HM_CONTENT_EMPTY);
  g_assert_cmpint (scratch_entry (facts, "loop")->kind, ==, HM_ENTRY_SYMLINK);
  g_assert_cmpint (scratch_entry (facts, "loop")->content, ==, HM_CONTENT_UNREAD);
  g_assert_nonnull (scratch_entry (facts, "outside")->why);
  g_assert_cmpint (scratch_entry (facts, "sub")->kind, ==, HM_ENTRY_SUBMODULE);
  g_assert_cmpuint (scratch_entry (facts, "sub")->size, ==, 0);
}

static void
test_path_order (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmFacts *facts;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a.b\ndata 0\n\nM 100644 inline a/x\ndata 0\n\nM 100644 inline "
                  "a0\ndata 0\n\n");
  store = scratch_collect (scratch, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpstr (facts->tree.entries[0].path, ==, "a.b");
  g_assert_cmpstr (facts->tree.entries[1].path, ==, "a/x");
  g_assert_cmpstr (facts->tree.entries[2].path, ==, "a0");
}

/* The commit's tree, whatever lies in the work tree. */
static void
test_work_tree_is_ignored (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *file = g_build_filename (scratch->path, "uncommitted", NULL);

  scratch_commit (scratch, "A <a@x.org>", 1, NULL);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  store = scratch_collect (scratch, NULL);
  g_assert_cmpuint (hm_evidence_store_facts (store)->tree.n_entries, ==, 0);
  g_assert_null (hm_evidence_store_facts (store)->tree.cut);
}

static void
test_hostile_paths (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmFacts *facts;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline \"esc\\033[31m\"\ndata 1\nx\n"
                  "M 100644 inline \"bidi\\342\\200\\256gpj.exe\"\ndata 1\nx\n"
                  "M 100644 inline \"invalid\\377\\376\"\ndata 1\nx\n"
                  "M 100644 inline \"line\\nfeed\"\ndata 1\nx\n");
  store = scratch_collect (scratch, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpuint (facts->tree.n_entries, ==, 4);
  g_assert_nonnull (scratch_entry (facts, "esc\033[31m"));
  g_assert_nonnull (scratch_entry (facts, "bidi\342\200\256gpj.exe"));
  g_assert_nonnull (scratch_entry (facts, "invalid\377\376"));
  g_assert_nonnull (scratch_entry (facts, "line\nfeed"));
}

static void
assert_depth (guint depth, gboolean is_whole)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *hex = scratch_object (scratch, "blob", "x", 1);
  const HmTree *tree;

  for (guint i = 0; i < depth; i++) {
    g_autofree char *below = g_steal_pointer (&hex);

    hex = scratch_tree (scratch, i == 0 ? "100644" : "40000", "d", below);
  }
  scratch_commit_tree (scratch, hex);
  store = scratch_collect (scratch, NULL);
  tree = &hm_evidence_store_facts (store)->tree;
  g_assert_cmpuint (tree->n_entries, ==, is_whole ? 1 : 0);
  g_assert_cmpint (tree->cut == NULL, ==, is_whole);
}

static void
test_deep (void)
{
  assert_depth (200, TRUE);
}

static void
test_depth_limit (void)
{
  assert_depth (HM_TREE_DEPTH_MAX, TRUE);
  assert_depth (HM_TREE_DEPTH_MAX + 1, FALSE);
}

static void
test_documents (void)
{
  static const char *const reads[] = { "SECURITY*", ".github/*.yml", NULL };
  const HmCollectOptions options = { .needs = HM_NEED_TREE, .reads = reads };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmTree *tree;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline security.md\ndata 3\nabc\n"
                  "M 120000 inline SECURITY.link\ndata 1\nx\n"
                  "M 100644 inline .github/x.yml\ndata 0\n\n"
                  "M 100644 inline other\ndata 1\nx\n");
  store = scratch_collect (scratch, &options);
  tree = &hm_evidence_store_facts (store)->tree;
  g_assert_cmpuint (tree->n_documents, ==, 3);
  g_assert_cmpstr (tree->documents[0].entry->path, ==, ".github/x.yml");
  g_assert_cmpstr (tree->documents[0].text, ==, "");
  g_assert_cmpstr (tree->documents[1].entry->path, ==, "SECURITY.link");
  g_assert_null (tree->documents[1].text);
  g_assert_nonnull (tree->documents[1].why);
  g_assert_cmpstr (tree->documents[2].entry->path, ==, "security.md");
  g_assert_cmpuint (tree->documents[2].size, ==, 3);
  g_assert_cmpstr (tree->documents[2].text, ==, "abc");
  /* Content was not asked for. */
  g_assert_cmpint (scratch_entry (hm_evidence_store_facts (store), "other")->content, ==,
                   HM_CONTENT_UNREAD);
}

static void
assert_document (gsize size, gboolean is_read)
{
  static const char *const reads[] = { "README", NULL };
  const HmCollectOptions options = { .needs = HM_NEED_TREE, .reads = reads };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *text = g_strnfill (size, 'r');
  g_autofree char *blob = scratch_object (scratch, "blob", text, size);
  g_autofree char *tree = scratch_tree (scratch, "100644", "README", blob);
  const HmDocument *document;

  scratch_commit_tree (scratch, tree);
  store = scratch_collect (scratch, &options);
  document = &hm_evidence_store_facts (store)->tree.documents[0];
  g_assert_cmpuint (document->size, ==, size);
  g_assert_cmpint (document->text != NULL, ==, is_read);
  g_assert_cmpint (document->why == NULL, ==, is_read);
}

static void
test_document_size (void)
{
  assert_document (HM_DOCUMENT_MAX, TRUE);
  assert_document (HM_DOCUMENT_MAX + 1, FALSE);
}

static void
assert_blob (gsize size, gboolean is_packed, HmContent content)
{
  const HmCollectOptions options = { .needs = HM_NEED_CONTENT };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *bytes = g_malloc0 (size);
  g_autofree char *blob = scratch_object (scratch, "blob", bytes, size);
  g_autofree char *tree = scratch_tree (scratch, "100644", "zeros", blob);
  const HmTreeEntry *entry;

  scratch_commit_tree (scratch, tree);
  if (is_packed)
    scratch_git (scratch, "repack -adq");
  store = scratch_collect (scratch, &options);
  entry = scratch_entry (hm_evidence_store_facts (store), "zeros");
  g_assert_cmpint (entry->content, ==, content);
  g_assert_cmpuint (entry->size, ==, size);
  g_assert_cmpint (entry->why != NULL, ==, content == HM_CONTENT_UNREAD);
}

static void
test_blob_limit (void)
{
  assert_blob (HM_BLOB_MAX, FALSE, HM_CONTENT_BINARY);
  assert_blob (HM_BLOB_MAX, TRUE, HM_CONTENT_BINARY);
  assert_blob (HM_BLOB_MAX + 1, FALSE, HM_CONTENT_UNREAD);
  assert_blob (HM_BLOB_MAX + 1, TRUE, HM_CONTENT_UNREAD);
}

static void
test_blob_of_300_megabytes (void)
{
  assert_blob ((gsize) 300 * 1024 * 1024, TRUE, HM_CONTENT_UNREAD);
}

static void
test_missing_objects (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *blob = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *present = scratch_tree (scratch, "100644", "present", blob);
  g_autofree char *lost =
      scratch_tree (scratch, "100644", "lost", "2222222222222222222222222222222222222222");
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *root = NULL;
  static const char *const names[] = { "a", "b", "c" };
  const char *trees[] = { present, "1111111111111111111111111111111111111111", lost };
  const HmFacts *facts;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    HmOid oid;

    g_assert_true (hm_oid_parse (trees[i], &oid));
    g_string_append_printf (bytes, "40000 %s", names[i]);
    g_string_append_c (bytes, '\0');
    g_string_append_len (bytes, (const char *) oid.bytes, HM_OID_SIZE);
  }
  root = scratch_object (scratch, "tree", bytes->str, bytes->len);
  scratch_commit_tree (scratch, root);
  store = scratch_collect (scratch, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpuint (facts->tree.n_entries, ==, 2);
  g_assert_nonnull (strstr (facts->tree.cut, "1111111111111111111111111111111111111111"));
  g_assert_cmpint (scratch_entry (facts, "c/lost")->content, ==, HM_CONTENT_UNREAD);
  g_assert_nonnull (strstr (scratch_entry (facts, "c/lost")->why, "not in the repository"));
}

static void
test_malformed_trees (void)
{
  static const struct {
    const char *name;
    const char *bytes;
    gsize size;
    gsize n_entries;
  } trees[] = {
    { "no mode",
      " a\0"
      "11111111111111111111",
      23, 0 },
    { "cut oid",
      "100644 a\0"
      "1111111111111111111",
      28, 0 },
    { "no NUL", "100644 aaaa", 11, 0 },
    { "dot-dot",
      "40000 ..\0"
      "11111111111111111111",
      29, 0 },
    { "slash",
      "100644 a/b\0"
      "11111111111111111111",
      31, 0 },
    { "empty name",
      "100644 \0"
      "11111111111111111111",
      28, 0 },
    { "whole, then junk",
      "100644 a\0"
      "11111111111111111111"
      "junk",
      33, 1 },
    { "huge mode",
      "7777777777777777777777 a\0"
      "11111111111111111111",
      45, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (trees); i++) {
    g_autoptr (Scratch) scratch = scratch_new ();
    g_autoptr (HmEvidenceStore) store = NULL;
    g_autofree char *tree = scratch_object (scratch, "tree", trees[i].bytes, trees[i].size);

    g_test_message ("%s", trees[i].name);
    scratch_commit_tree (scratch, tree);
    store = scratch_collect (scratch, NULL);
    g_assert_cmpuint (hm_evidence_store_facts (store)->tree.n_entries, ==, trees[i].n_entries);
    g_assert_nonnull (hm_evidence_store_facts (store)->tree.cut);
  }
}

static void
test_unsorted_tree (void)
{
  static const char *const reads[] = { "b", NULL };
  const HmCollectOptions options = { .needs = HM_NEED_TREE, .reads = reads };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *blob = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *tree = NULL;
  const HmFacts *facts;
  HmOid oid;

  g_assert_true (hm_oid_parse (blob, &oid));
  for (char name = 'c'; name >= 'a'; name--) {
    g_string_append_printf (bytes, "100644 %c", name);
    g_string_append_c (bytes, '\0');
    g_string_append_len (bytes, (const char *) oid.bytes, HM_OID_SIZE);
  }
  tree = scratch_object (scratch, "tree", bytes->str, bytes->len);
  scratch_commit_tree (scratch, tree);
  store = scratch_collect (scratch, &options);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpstr (facts->tree.entries[0].path, ==, "a");
  g_assert_cmpstr (facts->tree.entries[2].path, ==, "c");
  g_assert_cmpuint (facts->tree.n_documents, ==, 1);
  g_assert_true (facts->tree.documents[0].entry == &facts->tree.entries[1]);
}

static void
test_equal_files (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  const HmFacts *facts;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a\ndata 3\nxyz\nM 100755 inline b/c\ndata 3\nxyz\n");
  store = scratch_collect (scratch, NULL);
  facts = hm_evidence_store_facts (store);
  g_assert_cmpuint (scratch_entry (facts, "b/c")->size, ==, 3);
  g_assert_cmpint (scratch_entry (facts, "b/c")->content, ==, HM_CONTENT_TEXT);
}

/* An object whose bytes are not those that its id stands for. */
static void
test_forged_document (void)
{
  static const char *const reads[] = { "SECURITY.md", NULL };
  const HmCollectOptions options = { .needs = HM_NEED_TREE, .reads = reads };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autofree char *honest = scratch_object (scratch, "blob", "honest", 6);
  g_autofree char *forged = scratch_object (scratch, "blob", "forged", 6);
  g_autofree char *tree = scratch_tree (scratch, "100644", "SECURITY.md", honest);
  g_autofree char *from =
      g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, forged, forged + 2);
  g_autofree char *to =
      g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, honest, honest + 2);
  const HmDocument *document;

  scratch_commit_tree (scratch, tree);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  store = scratch_collect (scratch, &options);
  document = &hm_evidence_store_facts (store)->tree.documents[0];
  g_assert_null (document->text);
  g_assert_cmpstr (document->why, ==, "its object is damaged");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/kinds", test_kinds);
  g_test_add_func ("/tree/path-order", test_path_order);
  g_test_add_func ("/tree/work-tree-is-ignored", test_work_tree_is_ignored);
  g_test_add_func ("/tree/hostile-paths", test_hostile_paths);
  g_test_add_func ("/tree/200-deep", test_deep);
  g_test_add_func ("/tree/depth-limit", test_depth_limit);
  g_test_add_func ("/tree/documents", test_documents);
  g_test_add_func ("/tree/document-size", test_document_size);
  g_test_add_func ("/tree/blob-limit", test_blob_limit);
  g_test_add_func ("/tree/blob-of-300-megabytes", test_blob_of_300_megabytes);
  g_test_add_func ("/tree/missing-objects", test_missing_objects);
  g_test_add_func ("/tree/malformed", test_malformed_trees);
  g_test_add_func ("/tree/unsorted", test_unsorted_tree);
  g_test_add_func ("/tree/equal-files", test_equal_files);
  g_test_add_func ("/tree/forged-document", test_forged_document);
  return g_test_run ();
}
