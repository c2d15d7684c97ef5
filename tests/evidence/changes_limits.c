/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What commits of real repositories changed: at each limit and one past it, and in files that would
 * pass for something else.
 */
#include "changes_case.h"

#include <string.h>

#include "core/limits.h"

/* Returns: (owned) a commit's worth of empty files: @n of them, each with a path of @length bytes. */
static char *
files_stream (guint n, gsize length)
{
  GString *stream = g_string_new (NULL);
  g_autofree char *padding = g_strnfill (length - 6, 'p');

  for (guint i = 0; i < n; i++)
    g_string_append_printf (stream, "M 100644 inline %06u%s\ndata 0\n\n", i, padding);
  return g_string_free (stream, FALSE);
}

static void
assert_files (guint n, gsize length, gboolean is_whole)
{
  g_autofree char *stream = files_stream (n, length);
  g_autoptr (Scratch) scratch = scratch_new ();
  g_auto (Read) read;
  HmOid tree;

  commit (scratch, 1, stream);
  tree = oid_of (scratch, "main^{tree}");
  read_init (&read, scratch);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_PATHS, FALSE);
  g_assert_cmpint (read.changes.is_partial, ==, !is_whole);
  g_assert_cmpuint (read.changes.n_files, ==, is_whole ? n : n - 1);
}

static void
test_files_limit (void)
{
  assert_files (HM_COMMIT_FILES_MAX, 6, TRUE);
  assert_files (HM_COMMIT_FILES_MAX + 1, 6, FALSE);
}

static void
test_paths_limit (void)
{
  assert_files (HM_COMMIT_PATHS_TEXT_MAX / HM_PATH_MAX, HM_PATH_MAX - 1, TRUE);
  assert_files (HM_COMMIT_PATHS_TEXT_MAX / HM_PATH_MAX + 1, HM_PATH_MAX - 1, FALSE);
}

static void
assert_marked_size (gsize size, gboolean is_marked)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *bytes = g_strnfill (size, '\n');
  g_autofree char *blob = NULL;
  g_autofree char *hex = NULL;
  g_auto (Read) read;
  HmOid tree;

  memcpy (bytes + size - 8, " a@x.org", 8);
  blob = scratch_object (scratch, "blob", bytes, size);
  hex = scratch_tree (scratch, "100644", "SECURITY.md", blob);
  g_assert_true (hm_oid_parse (hex, &tree));
  read_init (&read, scratch);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_CONTENTS, FALSE);
  g_assert_cmpint (change_at (&read, 0)->content, ==, HM_CONTENT_TEXT);
  g_assert_cmpuint (change_at (&read, 0)->size, ==, size);
  g_assert_cmpuint (change_at (&read, 0)->n_marks, ==, is_marked ? 1 : 0);
}

static void
test_marked_bytes_limit (void)
{
  assert_marked_size (HM_MARKED_BYTES_MAX, TRUE);
  assert_marked_size (HM_MARKED_BYTES_MAX + 1, FALSE);
}

/* One commit that adds the file @path with @bytes; it has a mark of @kind, or none where that is HM_MARK_NONE. */
static void
assert_added (const char *path, const char *bytes, gsize size, HmMarkKind kind, gboolean is_partial)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *blob = scratch_object (scratch, "blob", bytes, size);
  g_autofree char *hex = scratch_tree (scratch, "100644", path, blob);
  gboolean is_found = FALSE;
  g_auto (Read) read;
  HmOid tree;

  g_assert_true (hm_oid_parse (hex, &tree));
  read_init (&read, scratch);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_CONTENTS, TRUE);
  g_assert_cmpint (read.changes.is_partial, ==, is_partial);
  for (guint i = 0; i < read.changes.marks->len; i++)
    is_found = is_found || g_array_index (read.changes.marks, HmMark, i).kind == kind;
  g_assert_cmpint (is_found, ==, kind != HM_MARK_NONE);
}

#define DECODED "echo eA== | base64 -d | sh\n"

static void
test_disguised (void)
{
  static const char odd[] = "#!/bin/sh\n# \f \033 \0\n" DECODED;
  static const char mac[] = "#!/bin/sh\r# a\r" DECODED;

  assert_added ("a.sh", odd, sizeof odd - 1, HM_MARK_DECODED_AND_RUN, FALSE);
  assert_added ("a.sh", mac, sizeof mac - 1, HM_MARK_DECODED_AND_RUN, FALSE);
  assert_added ("a", "#!/bin/sh\n" DECODED, strlen ("#!/bin/sh\n" DECODED), HM_MARK_DECODED_AND_RUN,
                FALSE);
  assert_added ("a", "hello\n" DECODED, strlen ("hello\n" DECODED), HM_MARK_NONE, FALSE);
}

static void
assert_padded (gsize size, gboolean is_marked)
{
  g_autofree char *bytes = g_strnfill (size, '\n');

  memcpy (bytes + size - strlen (DECODED), DECODED, strlen (DECODED));
  assert_added ("a.sh", bytes, size, is_marked ? HM_MARK_DECODED_AND_RUN : HM_MARK_NONE,
                !is_marked);
}

static void
test_padded (void)
{
  assert_padded (HM_MARKED_BYTES_MAX + 1, TRUE);
  assert_padded (HM_MARKED_CODE_BYTES_MAX, TRUE);
  assert_padded (HM_MARKED_CODE_BYTES_MAX + 1, FALSE);
}

/* Files are read until one ends past the limit. */
static void
test_contents_limit (void)
{
  const gsize size = HM_COMMIT_CONTENTS_BYTES_MAX / 8;
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GString) tree_bytes = g_string_new (NULL);
  g_autofree char *zeros = g_malloc0 (size);
  g_autofree char *large = scratch_object (scratch, "blob", zeros, size);
  g_autofree char *small = scratch_object (scratch, "blob", "\001", 1);
  g_autofree char *hex = NULL;
  g_auto (Read) read;
  HmOid tree;

  for (char name = 'a'; name <= 'j'; name++) {
    HmOid oid;

    g_assert_true (hm_oid_parse (name < 'i' ? large : small, &oid));
    g_string_append_printf (tree_bytes, "100644 %c", name);
    g_string_append_c (tree_bytes, '\0');
    g_string_append_len (tree_bytes, (const char *) oid.bytes, HM_OID_SIZE);
  }
  hex = scratch_object (scratch, "tree", tree_bytes->str, tree_bytes->len);
  g_assert_true (hm_oid_parse (hex, &tree));
  read_init (&read, scratch);
  read_trees (&read, &tree, NULL, 0, HM_LOOK_CONTENTS, FALSE);
  g_assert_cmpuint (read.changes.n_files, ==, 10);
  g_assert_cmpuint (read.changes.changes->len, ==, 9);
  assert_change (&read, 8, HM_CHANGE_ADDED, "i");
  g_assert_true (read.changes.is_partial);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/files-limit", test_files_limit);
  g_test_add_func ("/changes/paths-limit", test_paths_limit);
  g_test_add_func ("/changes/marked-bytes-limit", test_marked_bytes_limit);
  g_test_add_func ("/changes/disguised", test_disguised);
  g_test_add_func ("/changes/padded", test_padded);
  g_test_add_func ("/changes/contents-limit", test_contents_limit);
  return g_test_run ();
}
