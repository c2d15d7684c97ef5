/* SPDX-License-Identifier: Apache-2.0 */
/* The marks of a tree's files: whose they are, in which order, and how many. */
#include "evidence/git/tree_marks.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/files.h"
#include "evidence/git/repository.h"
#include "scratch.h"

#define N_ENTRIES 6

/* A store of entries that were read, and nothing else. */
static void
store_init (HmTreeStore *store)
{
  const HmTreeEntry entry = { .path = "x", .content = HM_CONTENT_TEXT };

  *store = (HmTreeStore){
    .entries = g_array_new (FALSE, FALSE, sizeof (HmTreeEntry)),
    .marks = g_array_new (FALSE, FALSE, sizeof (HmMark)),
    .mark_texts = g_string_chunk_new (64),
  };
  for (guint i = 0; i < N_ENTRIES; i++)
    g_array_append_val (store->entries, entry);
}

static void
store_clear (HmTreeStore *store)
{
  g_array_unref (store->entries);
  g_array_unref (store->marks);
  g_string_chunk_free (store->mark_texts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmTreeStore, store_clear)

static HmTreeEntry *
entry_at (const HmTreeStore *store, guint index)
{
  return &g_array_index (store->entries, HmTreeEntry, index);
}

/* @n marks of the entry @entry, whose texts say so. */
static void
add (HmTreeMarks *found, guint32 entry, guint n)
{
  g_autofree HmMark *marks = g_new0 (HmMark, n);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    char *text = g_strdup_printf ("%u.%u", entry, i);

    g_ptr_array_add (texts, text);
    marks[i] = (HmMark){ HM_MARK_LONG_LINE, i + 1, text };
  }
  hm_tree_marks_add (found, entry, marks, n);
}

static void
assert_marks (const HmTreeStore *store, guint entry, guint n)
{
  g_assert_cmpuint (entry_at (store, entry)->n_marks, ==, n);
  for (guint i = 0; i < n; i++) {
    const HmMark *mark = &g_array_index (store->marks, HmMark, entry_at (store, entry)->marks + i);
    g_autofree char *text = g_strdup_printf ("%u.%u", entry, i);

    g_assert_cmpuint (mark->line, ==, i + 1);
    g_assert_cmpstr (mark->text, ==, text);
  }
}

static void
test_any_order (void)
{
  static const guint32 orders[][3] = { { 0, 2, 5 }, { 5, 2, 0 }, { 2, 5, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (HmTreeMarks) found = hm_tree_marks_new (6);
    g_auto (HmTreeStore) store;

    store_init (&store);
    for (gsize j = 0; j < 3; j++)
      add (found, orders[i][j], 2);
    add (found, 1, 0);
    g_assert_true (hm_tree_marks_finish (found, &store));
    g_assert_cmpuint (store.marks->len, ==, 6);
    assert_marks (&store, 0, 2);
    assert_marks (&store, 1, 0);
    assert_marks (&store, 2, 2);
    assert_marks (&store, 5, 2);
    g_assert_cmpuint (entry_at (&store, 0)->marks, ==, 0);
    g_assert_cmpuint (entry_at (&store, 5)->marks, ==, 4);
  }
}

/* The first entries keep theirs, whoever came first. */
static void
test_limit (void)
{
  static const guint32 orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 3, 0, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    for (guint max = 0; max <= 13; max++) {
      g_autoptr (HmTreeMarks) found = hm_tree_marks_new (max);
      g_auto (HmTreeStore) store;

      store_init (&store);
      for (gsize j = 0; j < 4; j++)
        add (found, orders[i][j], 3);
      g_assert_cmpint (hm_tree_marks_finish (found, &store), ==, max >= 12);
      g_assert_cmpuint (store.marks->len, ==, MIN (max / 3 * 3, 12));
      for (guint j = 0; j < 4; j++)
        assert_marks (&store, j, j < max / 3 ? 3 : 0);
    }
  }
}

/* Past the limit on bytes, a file does not count as looked at, whatever was found in it. */
static void
test_unread (void)
{
  g_autoptr (HmTreeMarks) found = hm_tree_marks_new (9);
  g_auto (HmTreeStore) store;

  store_init (&store);
  entry_at (&store, 1)->content = HM_CONTENT_UNREAD;
  add (found, 1, 2);
  add (found, 2, 2);
  g_assert_true (hm_tree_marks_finish (found, &store));
  g_assert_cmpuint (entry_at (&store, 1)->n_marks, ==, 0);
  assert_marks (&store, 2, 2);
  g_assert_cmpuint (store.marks->len, ==, 2);
}

/* Lists and reads the tree of main. Returns: (owned) */
static HmTreeStore *
read_main (const Scratch *scratch, gboolean has_marks)
{
  static const char *const reads[] = { "document.c", NULL };
  const HmTreeOptions options = {
    .reads = reads,
    .entries_max = 99,
    .documents_max = 9,
    .bytes_max = HM_TREE_BYTES_MAX,
    .has_marks = has_marks,
  };
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse main^{tree}");
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_odb) odb = NULL;
  g_autoptr (HmFileReader) reader = NULL;
  HmTreeStore *store;
  GError *error = NULL;
  HmOid root;

  g_assert_true (hm_oid_parse (hex, &root));
  repository = hm_repository_open (scratch->path, &error);
  g_assert_no_error (error);
  odb = hm_repository_odb_new (repository, &error);
  g_assert_no_error (error);
  store = hm_tree_list (odb, &root, &options, &error);
  g_assert_no_error (error);
  reader = hm_file_reader_new (store, odb, TRUE, HM_FILES_BYTES_MAX, NULL);
  hm_file_reader_run (reader, odb);
  g_assert_true (hm_file_reader_finish (reader, &error));
  g_assert_no_error (error);
  return store;
}

static const HmTreeEntry *
entry_of (const HmTreeStore *store, const char *path)
{
  for (guint i = 0; i < store->entries->len; i++)
    if (strcmp (entry_at (store, i)->path, path) == 0)
      return entry_at (store, i);
  g_assert_not_reached ();
}

#define BIDI_FILE "data 17\n/* \342\200\256 */ int x;\n"

static void
test_of_files (void)
{
  static const char *const marked[] = { "a.c", "copy.c", "document.c" };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (HmTreeStore) store = NULL;
  g_autoptr (HmTreeStore) without = NULL;

  scratch_commit (scratch, "A <a@x.org>", 1,
                  "M 100644 inline a.c\n" BIDI_FILE "M 100644 inline copy.c\n" BIDI_FILE
                  "M 100644 inline x.min.js\n" BIDI_FILE "M 100644 inline document.c\n" BIDI_FILE
                  "M 100644 inline plain.c\ndata 7\nint x;\n"
                  "M 100644 inline blob\ndata 4\n\001\002\003\004\n"
                  "M 120000 inline link.c\ndata 3\na.c\n");
  store = read_main (scratch, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (marked); i++) {
    const HmTreeEntry *entry = entry_of (store, marked[i]);

    g_assert_cmpuint (entry->n_marks, ==, 1);
    g_assert_cmpint (g_array_index (store->marks, HmMark, entry->marks).kind, ==,
                     HM_MARK_BIDI_CONTROL);
    g_assert_cmpuint (entry->entropy, ==, 0);
  }
  g_assert_cmpuint (entry_of (store, "x.min.js")->n_marks, ==, 0);
  g_assert_cmpuint (entry_of (store, "plain.c")->n_marks, ==, 0);
  g_assert_cmpuint (entry_of (store, "link.c")->n_marks, ==, 0);
  g_assert_cmpuint (entry_of (store, "blob")->entropy, ==, 1000);
  g_assert_cmphex (entry_of (store, "a.c")->roles, ==, HM_ROLE_SOURCE);

  without = read_main (scratch, FALSE);
  g_assert_cmpuint (without->marks->len, ==, 0);
  g_assert_cmpuint (entry_of (without, "a.c")->n_marks, ==, 0);
  g_assert_cmpuint (entry_of (without, "blob")->entropy, ==, 0);
  g_assert_cmphex (entry_of (without, "a.c")->roles, ==, HM_ROLE_SOURCE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree-marks/any-order", test_any_order);
  g_test_add_func ("/tree-marks/limit", test_limit);
  g_test_add_func ("/tree-marks/unread", test_unread);
  g_test_add_func ("/tree-marks/of-files", test_of_files);
  return g_test_run ();
}
