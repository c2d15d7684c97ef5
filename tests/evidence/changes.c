/* SPDX-License-Identifier: Apache-2.0 */
/* What commits of real repositories changed. */
#include "changes_case.h"

#include <string.h>

static void
test_paths (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;

  commit (scratch, 1,
          "M 100644 inline Makefile.am\ndata 2\na\n\nM 100644 inline configure.ac\ndata 2\na\n\n"
          "M 100644 inline src/x.c\ndata 2\na\n\nM 100644 inline LICENSE\ndata 2\na\n\n");
  commit (scratch, 2,
          "M 100644 inline Makefile.am\ndata 2\nb\n\nD configure.ac\n"
          "M 100644 inline src/x.c\ndata 2\nb\n\nM 100644 inline .github/workflows/ci.yml\n"
          "data 2\nb\n\n");
  read_main (&read, scratch, HM_LOOK_PATHS);
  g_assert_cmpuint (read.changes.n_files, ==, 4);
  g_assert_cmpuint (read.changes.changes->len, ==, 3);
  assert_change (&read, 0, HM_CHANGE_ADDED, ".github/workflows/ci.yml");
  g_assert_cmphex (change_at (&read, 0)->roles & HM_ROLE_WORKFLOW, ==, HM_ROLE_WORKFLOW);
  assert_change (&read, 1, HM_CHANGE_MODIFIED, "Makefile.am");
  assert_change (&read, 2, HM_CHANGE_DELETED, "configure.ac");
  for (guint i = 0; i < 3; i++) {
    g_assert_cmphex (change_at (&read, i)->roles, !=, 0);
    g_assert_cmpint (change_at (&read, i)->content, ==, HM_CONTENT_UNREAD);
  }
  g_assert_false (read.changes.is_partial);
}

static void
test_root (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree;

  commit (scratch, 1, "M 100644 inline configure.ac\ndata 2\na\n\nM 100644 inline b.c\ndata 0\n\n");
  tree = oid_of (scratch, "main^{tree}");
  read_init (&read, scratch);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_CONTENTS, FALSE);
  g_assert_cmpuint (read.changes.n_files, ==, 2);
  assert_change (&read, 0, HM_CHANGE_ADDED, "configure.ac");
  g_assert_false (read.changes.is_partial);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_NONE, FALSE);
  g_assert_cmpuint (read.changes.n_files, ==, 0);
  g_assert_cmpuint (read.changes.changes->len, ==, 0);
}

static void
test_unseen_parent (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid parents[2] = { 0 };
  HmOid tree;

  commit (scratch, 1, "M 100644 inline configure.ac\ndata 2\na\n\n");
  commit (scratch, 2, "M 100644 inline configure.ac\ndata 2\nb\n\n");
  tree = oid_of (scratch, "main^{tree}");
  parents[0] = oid_of (scratch, "main^^{tree}");
  read_init (&read, scratch);
  read_trees (&read, &tree, parents, 2, HM_LOOK_PATHS, FALSE);
  g_assert_true (read.changes.is_partial);
  g_assert_cmpuint (read.changes.n_files, ==, 0);
  read_trees (&read, &tree, parents, 1, HM_LOOK_PATHS, FALSE);
  g_assert_false (read.changes.is_partial);
  g_assert_cmpuint (read.changes.n_files, ==, 1);
}

static void
test_kinds (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;

  commit (scratch, 1,
          "M 100644 inline configure.ac\ndata 2\na\n\nM 100644 inline build.sh\ndata 2\na\n\n"
          "M 160000 1111111111111111111111111111111111111111 sub\n"
          "M 100644 inline was-file.sh\ndata 2\na\n\n");
  commit (scratch, 2,
          "R configure.ac lib/configure.ac\nM 100755 inline build.sh\ndata 2\na\n\n"
          "M 160000 2222222222222222222222222222222222222222 sub\n"
          "M 120000 inline was-file.sh\ndata 8\nbuild.sh\n");
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  g_assert_cmpuint (read.changes.n_files, ==, 5);
  assert_change (&read, 0, HM_CHANGE_MODIFIED, "build.sh");
  g_assert_true (hm_oid_equal (&change_at (&read, 0)->before, &change_at (&read, 0)->after));
  assert_change (&read, 1, HM_CHANGE_DELETED, "configure.ac");
  assert_change (&read, 2, HM_CHANGE_ADDED, "lib/configure.ac");
  g_assert_true (hm_oid_equal (&change_at (&read, 1)->before, &change_at (&read, 2)->after));
  assert_change (&read, 3, HM_CHANGE_MODIFIED, "sub");
  g_assert_cmphex (change_at (&read, 3)->roles & HM_ROLE_SUBMODULE, ==, HM_ROLE_SUBMODULE);
  g_assert_cmpint (change_at (&read, 3)->content, ==, HM_CONTENT_UNREAD);
  assert_change (&read, 4, HM_CHANGE_MODIFIED, "was-file.sh");
  g_assert_cmpint (change_at (&read, 4)->content, ==, HM_CONTENT_UNREAD);
  g_assert_false (read.changes.is_partial);
}

static void
test_new_address (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  const HmFileChange *change;

  commit (scratch, 1, "M 100644 inline SECURITY.md\ndata 33\nMail us:\nold@project.org, please.");
  commit (scratch, 2, "M 100644 inline SECURITY.md\ndata 33\nMail us:\nnew@project.org, please.");
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  g_assert_cmpuint (read.changes.changes->len, ==, 1);
  change = change_at (&read, 0);
  g_assert_cmpint (change->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpuint (change->size, ==, 33);
  g_assert_cmpuint (change->n_marks, ==, 2);
  g_assert_cmpint (mark_at (&read, change, 0)->kind, ==, HM_MARK_ADDRESS_ADDED);
  g_assert_cmpuint (mark_at (&read, change, 0)->line, ==, 2);
  g_assert_cmpstr (mark_at (&read, change, 0)->text, ==, "new@project.org");
  g_assert_cmpint (mark_at (&read, change, 1)->kind, ==, HM_MARK_ADDRESS_REMOVED);
  g_assert_cmpstr (mark_at (&read, change, 1)->text, ==, "old@project.org");
}

static void
test_lost_address (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  const HmFileChange *change;

  commit (scratch, 1, "M 100644 inline SECURITY.md\ndata 16\nold@project.org\n\n");
  commit (scratch, 2, "D SECURITY.md\n");
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  change = change_at (&read, 0);
  g_assert_cmpint (change->kind, ==, HM_CHANGE_DELETED);
  g_assert_cmpuint (change->n_marks, ==, 1);
  g_assert_cmpint (mark_at (&read, change, 0)->kind, ==, HM_MARK_ADDRESS_REMOVED);
  g_assert_cmpint (change->content, ==, HM_CONTENT_UNREAD);
}

/* What can't be read as text has no addresses to lose. */
static void
test_lost_binary (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;

  commit (scratch, 1, "M 100644 inline SECURITY.md\ndata 4\na\001b\n\n");
  commit (scratch, 2, "D SECURITY.md\n");
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  assert_change (&read, 0, HM_CHANGE_DELETED, "SECURITY.md");
  g_assert_cmpuint (change_at (&read, 0)->n_marks, ==, 0);
  g_assert_false (read.changes.is_partial);
}

/* A character that turns the reading direction around, in C. */
static void
test_sources_when_wanted (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree, parent;

  commit (scratch, 1, NULL);
  commit (scratch, 2, "M 100644 inline x.c\ndata 17\n/* \342\200\256 */ int x;\n");
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  g_assert_cmpuint (read.changes.n_files, ==, 1);
  g_assert_cmpuint (read.changes.changes->len, ==, 0);
  tree = oid_of (scratch, "main^{tree}");
  parent = oid_of (scratch, "main^^{tree}");
  read_trees (&read, &tree, &parent, 1, HM_LOOK_CONTENTS, TRUE);
  g_assert_cmpuint (read.changes.changes->len, ==, 1);
  g_assert_cmpint (mark_at (&read, change_at (&read, 0), 0)->kind, ==, HM_MARK_BIDI_CONTROL);
}

static void
test_binaries (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) stream = g_string_new (NULL);
  g_auto (Read) read;
  const HmFileChange *change;

  commit (scratch, 1, NULL);
  g_string_append (stream, "M 100644 inline tests/files/good.xz\ndata 256\n");
  for (guint i = 0; i < 256; i++)
    g_string_append_printf (stream, "%c", i == 0 ? 7 : i);
  g_string_append (stream, "\nM 100644 inline tests/files/unknown\ndata 2\na\n"
                           "\nM 100644 inline dist/x.min.js\ndata 2\n\001\002\n"
                           "M 100644 inline package-lock.json\ndata 2\n{}\n");
  commit (scratch, 2, stream->str);
  read_main (&read, scratch, HM_LOOK_CONTENTS);
  g_assert_cmpuint (read.changes.n_files, ==, 4);
  g_assert_cmpuint (read.changes.changes->len, ==, 2);
  assert_change (&read, 0, HM_CHANGE_ADDED, "package-lock.json");
  g_assert_cmpint (change_at (&read, 0)->content, ==, HM_CONTENT_UNREAD);
  assert_change (&read, 1, HM_CHANGE_ADDED, "tests/files/good.xz");
  change = change_at (&read, 1);
  g_assert_cmpint (change->content, ==, HM_CONTENT_BINARY);
  g_assert_cmpuint (change->size, ==, 256);
  g_assert_cmpuint (change->entropy, >, 990);
  g_assert_cmpuint (change->entropy, <=, 1000);
}

/* Both sides of a merge change the addresses, and it adds one of its own. */
static void
test_evil_merge (void)
{
  static const char stream[] =
      "commit refs/heads/main\nmark :1\ncommitter A <a@x.org> 1 +0000\ndata 0\n"
      "M 100644 inline SECURITY.md\ndata 10\na@one.org\n\nM 100644 inline MAINTAINERS\ndata 2\na\n\n"
      "commit refs/heads/side\nmark :2\ncommitter A <a@x.org> 2 +0000\ndata 0\nfrom :1\n"
      "M 100644 inline SECURITY.md\ndata 10\nb@two.org\n\nM 100644 inline MAINTAINERS\ndata 2\nb\n\n"
      "commit refs/heads/main\nmark :3\ncommitter A <a@x.org> 3 +0000\ndata 0\nfrom :1\n"
      "M 100644 inline SECURITY.md\ndata 10\nc@thr.org\n\n"
      "commit refs/heads/main\ncommitter A <a@x.org> 4 +0000\ndata 0\nfrom :3\nmerge :2\n"
      "M 100644 inline SECURITY.md\ndata 34\nb@two.org\nc@thr.org\nevil@four.org\n\n"
      "M 100644 inline MAINTAINERS\ndata 2\nb\n\n";
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree, parents[2];
  const HmFileChange *change;

  scratch_import (scratch, stream);
  tree = oid_of (scratch, "main^{tree}");
  parents[0] = oid_of (scratch, "main^1^{tree}");
  parents[1] = oid_of (scratch, "main^2^{tree}");
  read_init (&read, scratch);
  read_trees (&read, &tree, parents, 2, HM_LOOK_CONTENTS, FALSE);
  g_assert_cmpuint (read.changes.n_files, ==, 1);
  assert_change (&read, 0, HM_CHANGE_MODIFIED, "SECURITY.md");
  change = change_at (&read, 0);
  g_assert_cmpuint (change->n_marks, ==, 1);
  g_assert_cmpuint (read.changes.marks->len, ==, 1);
  g_assert_cmpstr (mark_at (&read, change, 0)->text, ==, "evil@four.org");
}

static void
test_missing_file (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *blob = scratch_object (scratch, "blob", "a@x.org", 7);
  g_autofree char *lost =
      scratch_tree (scratch, "100644", "SECURITY.md", "1111111111111111111111111111111111111111");
  g_autofree char *whole = scratch_tree (scratch, "100644", "SECURITY.md", blob);
  g_auto (Read) read;
  HmOid lost_oid, whole_oid;

  g_assert_true (hm_oid_parse (lost, &lost_oid));
  g_assert_true (hm_oid_parse (whole, &whole_oid));
  read_init (&read, scratch);
  read_trees (&read, &lost_oid, &whole_oid, 1, HM_LOOK_CONTENTS, FALSE);
  g_assert_true (read.changes.is_partial);
  g_assert_cmpint (change_at (&read, 0)->content, ==, HM_CONTENT_UNREAD);
  /* Nothing is new by what was before being gone. */
  read_trees (&read, &whole_oid, &lost_oid, 1, HM_LOOK_CONTENTS, FALSE);
  g_assert_true (read.changes.is_partial);
  g_assert_cmpint (change_at (&read, 0)->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpuint (change_at (&read, 0)->n_marks, ==, 0);
  g_assert_cmpuint (read.changes.marks->len, ==, 0);
}

static void
test_missing_tree (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree, lost;

  commit (scratch, 1, "M 100644 inline configure.ac\ndata 2\na\n\n");
  tree = oid_of (scratch, "main^{tree}");
  g_assert_true (hm_oid_parse ("1111111111111111111111111111111111111111", &lost));
  read_init (&read, scratch);
  read_trees (&read, &tree, &lost, 1, HM_LOOK_PATHS, FALSE);
  g_assert_true (read.changes.is_partial);
  g_assert_cmpuint (read.changes.n_files, ==, 0);
}

/* What was read before, and is kept, makes no difference but in cost. */
static void
test_again (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree, parent;
  guint64 cost;

  commit (scratch, 1, "M 100644 inline SECURITY.md\ndata 16\nold@project.org\n\n");
  commit (scratch, 2, "M 100644 inline SECURITY.md\ndata 16\nnew@project.org\n\n");
  tree = oid_of (scratch, "main^{tree}");
  parent = oid_of (scratch, "main^^{tree}");
  read_init (&read, scratch);
  read_trees (&read, &tree, &parent, 1, HM_LOOK_CONTENTS, FALSE);
  cost = hm_change_reader_cost (read.reader);
  g_assert_cmpuint (cost, >, 64);
  for (guint i = 0; i < 3; i++) {
    read_trees (&read, &tree, &parent, 1, HM_LOOK_CONTENTS, FALSE);
    g_assert_cmpuint (read.changes.n_files, ==, 1);
    g_assert_cmpuint (read.changes.changes->len, ==, 1);
    g_assert_cmpuint (change_at (&read, 0)->n_marks, ==, 2);
  }
  g_assert_cmpuint (hm_change_reader_cost (read.reader), >, cost);
  g_assert_cmpuint (hm_change_reader_cost (read.reader), <, 4 * cost);
}

/* What one of several threads reads again and again, through an odb of its own. */
static gpointer
thread_read (gpointer data)
{
  const Scratch *scratch = data;
  HmOid tree = oid_of (scratch, "main^{tree}");
  HmOid parent = oid_of (scratch, "main^^{tree}");
  g_auto (Read) read;

  read_init (&read, scratch);
  for (guint i = 0; i < 20; i++) {
    read_trees (&read, &tree, &parent, 1, HM_LOOK_CONTENTS, FALSE);
    g_assert_false (read.changes.is_partial);
    g_assert_cmpuint (read.changes.changes->len, ==, 3);
    g_assert_cmpuint (change_at (&read, 0)->n_marks, ==, 2);
    g_assert_cmpint (change_at (&read, 1)->content, ==, HM_CONTENT_BINARY);
    g_assert_cmpint (change_at (&read, 2)->content, ==, HM_CONTENT_BINARY);
  }
  return NULL;
}

/* Two of the files are so large that one thread waits for the other to be done with them. */
static void
test_threads (void)
{
  const gsize size = 5 * 1024 * 1024;
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *zeros = g_malloc0 (size);
  g_autofree char *large = scratch_object (scratch, "blob", zeros, size);
  g_autofree char *stream =
      g_strdup_printf ("M 100644 %s large\nM 100644 %s larger\n"
                       "M 100644 inline SECURITY.md\ndata 16\nnew@project.org\n\n",
                       large, large);
  GThread *threads[2];

  commit (scratch, 1, "M 100644 inline SECURITY.md\ndata 16\nold@project.org\n\n");
  commit (scratch, 2, stream);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", thread_read, scratch);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/paths", test_paths);
  g_test_add_func ("/changes/root", test_root);
  g_test_add_func ("/changes/unseen-parent", test_unseen_parent);
  g_test_add_func ("/changes/kinds", test_kinds);
  g_test_add_func ("/changes/new-address", test_new_address);
  g_test_add_func ("/changes/lost-address", test_lost_address);
  g_test_add_func ("/changes/lost-binary", test_lost_binary);
  g_test_add_func ("/changes/sources-when-wanted", test_sources_when_wanted);
  g_test_add_func ("/changes/binaries", test_binaries);
  g_test_add_func ("/changes/evil-merge", test_evil_merge);
  g_test_add_func ("/changes/missing-file", test_missing_file);
  g_test_add_func ("/changes/missing-tree", test_missing_tree);
  g_test_add_func ("/changes/again", test_again);
  g_test_add_func ("/changes/threads", test_threads);
  return g_test_run ();
}
