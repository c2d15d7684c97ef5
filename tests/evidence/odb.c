/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/odb.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <zlib.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/object.h"
#include "evidence/git/repository.h"
#include "scratch.h"

#define ID "ab11111111111111111111111111111111111111"

static char *
objects_path (const Scratch *scratch)
{
  return g_build_filename (scratch->path, ".git/objects", NULL);
}

static git_odb *
odb_open (const Scratch *scratch)
{
  g_autofree char *objects = objects_path (scratch);
  GError *error = NULL;
  git_odb *odb = hm_odb_new (objects, &error);

  g_assert_no_error (error);
  return odb;
}

static GByteArray *
deflated (const void *bytes, gsize size)
{
  uLongf room = compressBound ((uLong) size);
  GByteArray *out = g_byte_array_sized_new ((guint) room);

  g_byte_array_set_size (out, (guint) room);
  g_assert_cmpint (compress (out->data, &room, bytes, (uLong) size), ==, Z_OK);
  g_byte_array_set_size (out, (guint) room);
  return out;
}

/* Puts @size bytes, as they are, where the loose object @hex would be. */
static void
loose_write (const Scratch *scratch, const char *hex, const void *bytes, gsize size)
{
  g_autofree char *folder = g_strdup_printf ("%s/.git/objects/%.2s", scratch->path, hex);
  g_autofree char *file = g_build_filename (folder, hex + 2, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  /* Without the wait for the disk that replacing a file takes: this is called some hundred times. */
  g_unlink (file);
  g_assert_true (
      g_file_set_contents_full (file, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static HmObjectState
read_object (git_odb *odb, const char *hex, git_odb_object **ret_object)
{
  HmOid oid;

  g_assert_true (hm_oid_parse (hex, &oid));
  return hm_object_read (odb, &oid, GIT_OBJECT_BLOB, FALSE, ret_object);
}

/* How an object is read that inflates to @text. */
static HmObjectState
state_of (const Scratch *scratch, const char *text, gsize size)
{
  g_autoptr (git_odb) odb = odb_open (scratch);
  g_autoptr (GByteArray) bytes = deflated (text, size);
  g_autoptr (git_odb_object) object = NULL;

  loose_write (scratch, ID, bytes->data, bytes->len);
  return read_object (odb, ID, &object);
}

#define LITERAL_STATE(scratch, text) state_of (scratch, text, sizeof text - 1)

/* The size is what was claimed, and git's own form of it. */
static void
test_headers (void)
{
  static const struct {
    const char *text;
    gsize size;
  } damaged[] = {
#define ROW(text) { text, sizeof text - 1 }
    ROW (""),
    ROW ("blob 3"),
    ROW ("blob 3 abc"),
    ROW ("blob 2\0abc"),
    ROW ("blob 4\0abc"),
    ROW ("blob 03\0abc"),
    ROW ("blob +3\0abc"),
    ROW ("blob -3\0abc"),
    ROW ("blob  3\0abc"),
    ROW ("blob 3 \0abc"),
    ROW ("blob\0abc"),
    ROW ("blob \0abc"),
    ROW (" 3\0abc"),
    ROW ("blobs 3\0abc"),
    ROW ("ofs-delta 3\0abc"),
    ROW ("blob 99999999999999999999\0abc"),
    ROW ("blob 00000000000000000000000000003\0abc"),
#undef ROW
  };
  g_autoptr (Scratch) scratch = scratch_new ();

  g_assert_cmpint (LITERAL_STATE (scratch, "blob 3\0abc"), ==, HM_OBJECT_READ);
  g_assert_cmpint (LITERAL_STATE (scratch, "blob 0\0"), ==, HM_OBJECT_READ);
  g_assert_cmpint (LITERAL_STATE (scratch, "blob 3\0a\0c"), ==, HM_OBJECT_READ);
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    g_assert_cmpint (state_of (scratch, damaged[i].text, damaged[i].size), ==, HM_OBJECT_DAMAGED);
}

/* Around the edge of what is inflated together with the header, and of what is read at once. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 1, 23, 24, 25, 26, 32, 33, 16383, 16384, 16385, 100000 };
  g_autoptr (Scratch) scratch = scratch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *content = g_malloc (sizes[i]);
    g_autofree char *hex = NULL;
    g_autoptr (git_odb) odb = NULL;
    g_autoptr (git_odb_object) object = NULL;
    guint32 state = 1;
    size_t header_size;
    git_object_t type;
    git_oid id;

    for (gsize at = 0; at < sizes[i]; at++) {
      state = state * 1664525u + 1013904223u; /* Numerical Recipes' generator */
      content[at] = (char) (state >> 24);
    }
    hex = scratch_object (scratch, "blob", content, sizes[i]);
    odb = odb_open (scratch);
    g_assert_cmpint (read_object (odb, hex, &object), ==, HM_OBJECT_READ);
    g_assert_cmpuint (git_odb_object_size (object), ==, sizes[i]);
    g_assert_true (memcmp (git_odb_object_data (object), content, sizes[i]) == 0);
    g_assert_cmpint (git_oid_fromstr (&id, hex), ==, 0);
    g_assert_cmpint (git_odb_read_header (&header_size, &type, odb, &id), ==, 0);
    g_assert_cmpuint (header_size, ==, sizes[i]);
    g_assert_cmpint (type, ==, GIT_OBJECT_BLOB);
  }
}

/* What claims to be large is not even begun. */
static void
test_claimed_size (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();

  g_assert_cmpint (LITERAL_STATE (scratch, "blob 4611686018427387904\0abc"), ==, HM_OBJECT_LARGE);
  g_assert_cmpint (LITERAL_STATE (scratch, "blob 34000000\0abc"), ==, HM_OBJECT_LARGE);
  g_assert_cmpint (LITERAL_STATE (scratch, "blob 33554432\0abc"), ==, HM_OBJECT_DAMAGED);
}

/* Cut, changed, and with something behind its end, at every byte. No read waits, none reads too far. */
static void
test_damaged_at_every_byte (void)
{
  static const char text[] = "blob 60\0"
                             "the quick brown fox jumps over the lazy dog, over and over!!";
  static const guint8 masks[] = { 0x01, 0x55, 0x80, 0xff };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (GByteArray) bytes = deflated (text, sizeof text - 1);
  g_autoptr (git_odb) odb = odb_open (scratch);
  g_autoptr (git_odb_object) object = NULL;

  loose_write (scratch, ID, bytes->data, bytes->len);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_READ);
  g_clear_pointer (&object, git_odb_object_free);
  for (guint at = 0; at < bytes->len; at++) {
    loose_write (scratch, ID, bytes->data, at);
    g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_DAMAGED);
    for (gsize i = 0; i < G_N_ELEMENTS (masks); i++) {
      bytes->data[at] ^= masks[i];
      loose_write (scratch, ID, bytes->data, bytes->len);
      g_assert_cmpint (read_object (odb, ID, &object), !=, HM_OBJECT_MISSING);
      g_clear_pointer (&object, git_odb_object_free);
      bytes->data[at] ^= masks[i];
    }
  }
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  loose_write (scratch, ID, bytes->data, bytes->len);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_DAMAGED);
}

/* Neither a pipe, nor a link, nor a folder is an object. */
static void
test_what_is_no_file (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *file = g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, ID, ID + 2);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *hex = scratch_object (scratch, "blob", "x", 1);
  g_autofree char *target =
      g_strdup_printf ("%s/.git/objects/%.2s/%s", scratch->path, hex, hex + 2);
  g_autoptr (git_odb) odb = odb_open (scratch);
  g_autoptr (git_odb_object) object = NULL;
  git_oid id;

  g_assert_cmpint (git_oid_fromstr (&id, ID), ==, 0);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_MISSING);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_DAMAGED);
  g_assert_cmpint (git_odb_exists (odb, &id), ==, 0);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (symlink (target, file), ==, 0);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_DAMAGED);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_mkdir (file, 0700), ==, 0);
  g_assert_cmpint (read_object (odb, ID, &object), ==, HM_OBJECT_DAMAGED);
}

static void
test_prefixes (void)
{
  static const char other[] = "ab11111111111111111111111111111111111112";
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autoptr (git_odb) odb = odb_open (scratch);
  g_autoptr (GByteArray) bytes = deflated ("blob 0\0", 7);
  git_oid id, prefix, found;

  loose_write (scratch, ID, bytes->data, bytes->len);
  loose_write (scratch, "ab2", "", 0);
  loose_write (scratch, "abxx111111111111111111111111111111111111", "", 0);
  g_assert_cmpint (git_oid_fromstr (&id, ID), ==, 0);
  g_assert_cmpint (git_oid_fromstrn (&prefix, "ab111", 5), ==, 0);
  g_assert_cmpint (git_odb_exists_prefix (&found, odb, &prefix, 5), ==, 0);
  g_assert_true (git_oid_equal (&found, &id));
  g_assert_cmpint (git_oid_fromstrn (&prefix, "ab112", 5), ==, 0);
  g_assert_cmpint (git_odb_exists_prefix (&found, odb, &prefix, 5), ==, GIT_ENOTFOUND);
  g_assert_cmpint (git_oid_fromstrn (&prefix, "cd11", 4), ==, 0);
  g_assert_cmpint (git_odb_exists_prefix (&found, odb, &prefix, 4), ==, GIT_ENOTFOUND);
  loose_write (scratch, other, bytes->data, bytes->len);
  g_assert_cmpint (git_oid_fromstrn (&prefix, ID, 39), ==, 0);
  g_assert_cmpint (git_odb_exists_prefix (&found, odb, &prefix, 39), ==, GIT_EAMBIGUOUS);
  g_assert_cmpint (git_odb_exists_prefix (&found, odb, &id, 40), ==, 0);
}

/* Returns: (owned) a new folder of objects that holds the blob @text and nothing else; @ret_hex is its id. */
static char *
folder_with_blob (const Scratch *scratch, const char *name, const char *text, char **ret_hex)
{
  g_autofree char *path = scratch_path (scratch, name);
  Scratch other = { .folder = scratch->folder, .path = path };

  scratch_git (scratch, "init -q %s", path);
  *ret_hex = scratch_object (&other, "blob", text, strlen (text));
  return objects_path (&other);
}

static void
alternates_write (const char *objects, const char *text)
{
  g_autofree char *folder = g_build_filename (objects, "info", NULL);
  g_autofree char *file = g_build_filename (folder, "alternates", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static void
assert_readable (const Scratch *scratch, const char *hex, gboolean is_readable)
{
  g_autoptr (git_odb) odb = odb_open (scratch);
  g_autoptr (git_odb_object) object = NULL;

  g_assert_cmpint (read_object (odb, hex, &object), ==,
                   is_readable ? HM_OBJECT_READ : HM_OBJECT_MISSING);
}

static void
test_alternates (void)
{
  static const char *const forms[] = { "%s\n", "# comment\n\n%s", "/nowhere\n%s\r\n", "\"%s\"\n" };
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *objects = objects_path (scratch);
  g_autofree char *hex = NULL;
  g_autofree char *far_hex = NULL;
  g_autofree char *near = folder_with_blob (scratch, "near", "a", &hex);
  g_autofree char *far = folder_with_blob (scratch, "far", "b", &far_hex);

  assert_readable (scratch, hex, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_auto (GStrv) parts = g_strsplit (forms[i], "%s", -1);
    g_autofree char *text = g_strjoinv (near, parts);

    alternates_write (objects, text);
    assert_readable (scratch, hex, TRUE);
  }
  alternates_write (objects, "../../../near/.git/objects\n");
  assert_readable (scratch, hex, TRUE);
  assert_readable (scratch, far_hex, FALSE);
  /* one leads to the next, and back */
  alternates_write (near, "../../../far/.git/objects\n");
  alternates_write (far, "../../../near/.git/objects\n../../../project/.git/objects\n.\n");
  assert_readable (scratch, far_hex, TRUE);
}

static void
assert_fails (const Scratch *scratch, HmErrorCode code)
{
  g_autofree char *objects = objects_path (scratch);
  g_autoptr (GError) error = NULL;
  g_autoptr (git_odb) odb = hm_odb_new (objects, &error);

  g_assert_null (odb);
  g_assert_error (error, HM_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, scratch->folder));
}

static void
test_alternates_number_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *objects = objects_path (scratch);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i <= HM_ALTERNATES_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("alternate-%u", i);
    g_autofree char *folder = scratch_path (scratch, name);

    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    g_string_append_printf (text, "%s\n", folder);
    alternates_write (objects, text->str);
    if (i < HM_ALTERNATES_MAX)
      git_odb_free (odb_open (scratch));
  }
  assert_fails (scratch, HM_ERROR_LIMIT);
}

static void
test_alternates_depth_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *before = objects_path (scratch);

  for (guint i = 0; i <= HM_ALTERNATES_DEPTH_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("alternate-%u", i);
    g_autofree char *folder = scratch_path (scratch, name);

    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    alternates_write (before, folder);
    if (i < HM_ALTERNATES_DEPTH_MAX)
      git_odb_free (odb_open (scratch));
    g_free (before);
    before = g_steal_pointer (&folder);
  }
  assert_fails (scratch, HM_ERROR_LIMIT);
}

static void
test_alternates_bytes_limit (void)
{
  g_autoptr (Scratch) scratch = scratch_new ();
  g_autofree char *objects = objects_path (scratch);
  g_autofree char *text = g_strnfill (HM_ALTERNATES_BYTES_MAX + 1, '\n');

  alternates_write (objects, text + 1);
  git_odb_free (odb_open (scratch));
  alternates_write (objects, text);
  assert_fails (scratch, HM_ERROR_LIMIT);
}

static void
test_pipes (void)
{
  static const char *const names[] = { "info/alternates", "pack/pack-1.idx",
                                       "pack/multi-pack-index" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Scratch) scratch = scratch_new ();
    g_autofree char *objects = objects_path (scratch);
    g_autofree char *file = g_build_filename (objects, names[i], NULL);
    g_autofree char *pack = g_build_filename (objects, "pack", "pack-1.pack", NULL);

    g_assert_true (g_file_set_contents (pack, "x", 1, NULL));
    g_assert_cmpint (mkfifo (file, 0600), ==, 0);
    assert_fails (scratch, HM_ERROR_GIT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/odb/headers", test_headers);
  g_test_add_func ("/odb/sizes", test_sizes);
  g_test_add_func ("/odb/claimed-size", test_claimed_size);
  g_test_add_func ("/odb/damaged-at-every-byte", test_damaged_at_every_byte);
  g_test_add_func ("/odb/what-is-no-file", test_what_is_no_file);
  g_test_add_func ("/odb/prefixes", test_prefixes);
  g_test_add_func ("/odb/alternates", test_alternates);
  g_test_add_func ("/odb/alternates-number-limit", test_alternates_number_limit);
  g_test_add_func ("/odb/alternates-depth-limit", test_alternates_depth_limit);
  g_test_add_func ("/odb/alternates-bytes-limit", test_alternates_bytes_limit);
  g_test_add_func ("/odb/pipes", test_pipes);
  return g_test_run ();
}
