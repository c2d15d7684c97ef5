/* SPDX-License-Identifier: Apache-2.0 */
/* Archives of releases, honest and hostile, written here member by member. */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/release/members.h"

#define ROOM (256u * 1024)

/* An archive under way, in memory. */
typedef struct {
  struct archive *archive;
  guchar *bytes;
  size_t size;
} Writer;

static void
writer_begin (Writer *writer, gboolean is_zip)
{
  *writer = (Writer){ .archive = archive_write_new (), .bytes = g_malloc0 (ROOM) };
  if (is_zip)
    archive_write_set_format_zip (writer->archive);
  else
    archive_write_set_format_gnutar (writer->archive);
  archive_write_set_bytes_in_last_block (writer->archive, 1);
  g_assert_cmpint (archive_write_open_memory (writer->archive, writer->bytes, ROOM, &writer->size),
                   ==, ARCHIVE_OK);
}

/* @target: of a link. */
static void
writer_add (Writer *writer, const char *path, guint type, const char *text, const char *target)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, path);
  archive_entry_set_filetype (entry, type == 0 ? AE_IFREG : type);
  archive_entry_set_perm (entry, type == AE_IFDIR ? 0755 : 0644);
  archive_entry_set_size (entry, text != NULL ? (la_int64_t) strlen (text) : 0);
  if (type == AE_IFLNK)
    archive_entry_set_symlink (entry, target);
  else if (target != NULL)
    archive_entry_set_hardlink (entry, target);
  g_assert_cmpint (archive_write_header (writer->archive, entry), >=, ARCHIVE_WARN);
  if (text != NULL)
    archive_write_data (writer->archive, text, strlen (text));
  archive_entry_free (entry);
}

static void
writer_close (Writer *writer)
{
  archive_write_close (writer->archive);
  archive_write_free (writer->archive);
  writer->archive = NULL;
}

static gboolean
knows_nothing (gconstpointer data, const HmOid *oid)
{
  (void) data;
  (void) oid;
  return FALSE;
}

static HmMembers *
read_with (const Writer *writer, gsize size, const HmTarballOptions *options, GError **error)
{
  g_autoptr (HmTarball) tarball =
      hm_tarball_open_bytes (writer->bytes, size, "t.tar", options, error);

  return tarball != NULL ? hm_members_read (tarball, knows_nothing, NULL, error) : NULL;
}

static HmMembers *
read_all (Writer *writer)
{
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX, NULL, FALSE };
  g_autoptr (GError) error = NULL;
  HmMembers *members;

  writer_close (writer);
  members = read_with (writer, writer->size, &options, &error);
  g_assert_no_error (error);
  g_free (writer->bytes);
  return members;
}

static const HmReleaseMember *
member_called (const HmMembers *members, const char *path)
{
  for (guint i = 0; i < members->items->len; i++) {
    const HmReleaseMember *member = &g_array_index (members->items, HmReleaseMember, i);

    if (strcmp (member->path, path) == 0)
      return member;
  }
  return NULL;
}

#define assert_refused(members, path, part) \
  G_STMT_START \
  { \
    const HmReleaseMember *found_ = member_called (members, path); \
\
    g_assert_nonnull (found_); \
    g_assert_nonnull (found_->refused); \
    g_assert_nonnull (strstr (found_->refused, part)); \
  } \
  G_STMT_END

static void
test_files (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;
  const HmReleaseMember *member;
  char hex[HM_OID_HEX_SIZE + 1];

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p-1.0/", AE_IFDIR, NULL, NULL);
  writer_add (&writer, "p-1.0/a.c", 0, "hello\n", NULL);
  writer_add (&writer, "./p-1.0//d/./b.c", 0, "", NULL);
  writer_add (&writer, "p-1.0/l", AE_IFLNK, NULL, "d/b.c");
  members = read_all (&writer);
  g_assert_cmpstr (members->top, ==, "p-1.0");
  g_assert_cmpuint (members->items->len, ==, 3);
  member = member_called (members, "a.c");
  g_assert_nonnull (member);
  /* git hash-object */
  g_assert_cmpstr (hm_oid_hex (&member->oid, hex), ==, "ce013625030ba8dba906f756967f9e9ca394464a");
  g_assert_cmpuint (g_bytes_get_size (member->bytes), ==, 6);
  member = member_called (members, "d/b.c");
  g_assert_nonnull (member);
  g_assert_cmpstr (hm_oid_hex (&member->oid, hex), ==, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  member = member_called (members, "l");
  g_assert_cmpint (member->kind, ==, HM_MEMBER_SYMLINK);
  g_assert_null (member->refused);
}

static void
test_zip (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;
  char hex[HM_OID_HEX_SIZE + 1];

  writer_begin (&writer, TRUE);
  writer_add (&writer, "p/a.c", 0, "hello\n", NULL);
  members = read_all (&writer);
  g_assert_cmpuint (members->items->len, ==, 1);
  g_assert_cmpstr (hm_oid_hex (&member_called (members, "a.c")->oid, hex), ==,
                   "ce013625030ba8dba906f756967f9e9ca394464a");
}

static void
test_paths (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/ok1", 0, "1", NULL);
  writer_add (&writer, "p/ok2", 0, "2", NULL);
  writer_add (&writer, "p/ok3", 0, "3", NULL);
  writer_add (&writer, "p/../../up", 0, "x", NULL);
  writer_add (&writer, "/etc/absolute", 0, "x", NULL);
  writer_add (&writer, "C:/drive", 0, "x", NULL);
  writer_add (&writer, "elsewhere/file", 0, "x", NULL);
  members = read_all (&writer);
  assert_refused (members, "p/../../up", "upwards");
  assert_refused (members, "/etc/absolute", "root");
  assert_refused (members, "C:/drive", "root");
  assert_refused (members, "elsewhere/file", "outside");
  g_assert_null (member_called (members, "ok1")->refused);
}

static void
test_overlaps (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;
  guint n_twice = 0;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/twice", 0, "1", NULL);
  writer_add (&writer, "p/twice", 0, "2", NULL);
  writer_add (&writer, "p/Case", 0, "1", NULL);
  writer_add (&writer, "p/case", 0, "2", NULL);
  writer_add (&writer, "p/link", AE_IFLNK, NULL, "d");
  writer_add (&writer, "p/link/behind", 0, "1", NULL);
  writer_add (&writer, "p/file", 0, "1", NULL);
  writer_add (&writer, "p/file-not-below", 0, "1", NULL);
  writer_add (&writer, "p/file/below", 0, "1", NULL);
  members = read_all (&writer);
  for (guint i = 0; i < members->items->len; i++) {
    const HmReleaseMember *member = &g_array_index (members->items, HmReleaseMember, i);

    n_twice += strcmp (member->path, "twice") == 0 && member->refused != NULL ? 1 : 0;
  }
  g_assert_cmpuint (n_twice, ==, 1);
  assert_refused (members, "link/behind", "symbolic link");
  assert_refused (members, "file/below", "below a file");
  g_assert_null (member_called (members, "file-not-below")->refused);
  g_assert_true ((member_called (members, "Case")->refused != NULL)
                 != (member_called (members, "case")->refused != NULL));
}

static void
test_links (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/a", 0, "hello\n", NULL);
  writer_add (&writer, "p/hard", 0, NULL, "p/a");
  writer_add (&writer, "p/hard-out", 0, NULL, "/etc/passwd");
  writer_add (&writer, "p/hard-nowhere", 0, NULL, "p/none");
  writer_add (&writer, "p/soft-out", AE_IFLNK, NULL, "../../etc");
  writer_add (&writer, "p/soft-absolute", AE_IFLNK, NULL, "/etc");
  writer_add (&writer, "p/d/soft-in", AE_IFLNK, NULL, "../a");
  writer_add (&writer, "p/device", AE_IFCHR, NULL, NULL);
  writer_add (&writer, "p/pipe", AE_IFIFO, NULL, NULL);
  members = read_all (&writer);
  g_assert_null (member_called (members, "hard")->refused);
  g_assert_true (
      hm_oid_equal (&member_called (members, "hard")->oid, &member_called (members, "a")->oid));
  assert_refused (members, "hard-out", "hard link");
  assert_refused (members, "hard-nowhere", "hard link");
  assert_refused (members, "soft-out", "leads out");
  assert_refused (members, "soft-absolute", "leads out");
  g_assert_null (member_called (members, "d/soft-in")->refused);
  assert_refused (members, "device", "device");
  assert_refused (members, "pipe", "device");
}

/* A name that is no UTF-8 comes out as it went in. */
static void
test_any_bytes (void)
{
  Writer writer;
  g_autoptr (HmMembers) members = NULL;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/\xff\xfe\x1b[31m", 0, "1", NULL);
  members = read_all (&writer);
  g_assert_nonnull (member_called (members, "\xff\xfe\x1b[31m"));
}

static void
test_limits (void)
{
  Writer writer;
  HmTarballOptions options = { 2, 10, NULL, FALSE };
  g_autoptr (GError) error = NULL;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/a", 0, "12345", NULL);
  writer_add (&writer, "p/b", 0, "67890", NULL);
  writer_close (&writer);
  /* Headers count against the limit twice as large: two members take 2,048 bytes. */
  options.bytes_max = 4096;
  hm_members_free (read_with (&writer, writer.size, &options, &error));
  g_assert_no_error (error);
  options.members_max = 1;
  g_assert_null (read_with (&writer, writer.size, &options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_clear_error (&error);
  options = (HmTarballOptions){ 2, 9, NULL, FALSE };
  g_assert_null (read_with (&writer, writer.size, &options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_free (writer.bytes);
}

/* Cut anywhere, it is an error or what came before the cut, and never more. */
static void
test_cut (void)
{
  Writer writer;
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX, NULL, FALSE };
  guint n_errors = 0;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/a", 0, "12345", NULL);
  writer_add (&writer, "p/b", 0, "67890", NULL);
  writer_close (&writer);
  for (gsize size = 0; size < writer.size; size++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmMembers) members = read_with (&writer, size, &options, &error);

    g_assert_true ((members == NULL) == (error != NULL));
    n_errors += error != NULL ? 1 : 0;
    if (members != NULL)
      g_assert_cmpuint (members->items->len, <=, 2);
  }
  g_assert_cmpuint (n_errors, >, 1000);
  g_free (writer.bytes);
}

static void
test_not_archives (void)
{
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX, NULL, FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_tarball_open ("/", &options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (hm_tarball_open ("/nowhere/at-all.tar", &options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_clear_error (&error);
  {
    g_autoptr (HmTarball) tarball =
        hm_tarball_open_bytes ("no archive at all", 17, "x", &options, &error);
    HmMember member;

    g_assert_true (tarball == NULL || !hm_tarball_next (tarball, &member, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static void
test_cancelled (void)
{
  Writer writer;
  const gint cancelled = 1;
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX, &cancelled,
                                     FALSE };
  g_autoptr (GError) error = NULL;

  writer_begin (&writer, FALSE);
  writer_add (&writer, "p/a", 0, "12345", NULL);
  writer_close (&writer);
  g_assert_null (read_with (&writer, writer.size, &options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_free (writer.bytes);
}

static void
test_path_limit (void)
{
  g_autofree char *at = g_strnfill (HM_PATH_MAX, 'a');
  g_autofree char *past = g_strnfill (HM_PATH_MAX + 1, 'a');
  const char *why;
  g_autofree char *clean = hm_member_path (at, &why);
  g_autofree char *none = hm_member_path (past, &why);

  g_assert_cmpstr (clean, ==, at);
  g_assert_null (none);
  g_assert_nonnull (why);
}

/* A member of the size that is kept, and one past it: known by its id either way. */
static void
test_kept_limit (void)
{
  const gsize room = (gsize) 3 * HM_TARBALL_MEMBER_KEPT_MAX;
  g_autofree char *at = g_strnfill (HM_TARBALL_MEMBER_KEPT_MAX, 'x');
  g_autofree char *past = g_strnfill (HM_TARBALL_MEMBER_KEPT_MAX + 1, 'x');
  const HmTarballOptions options = { HM_TARBALL_MEMBERS_MAX, HM_TARBALL_BYTES_MAX, NULL, FALSE };
  Writer writer = { .archive = archive_write_new (), .bytes = g_malloc (room) };
  g_autoptr (HmMembers) members = NULL;
  g_autoptr (GError) error = NULL;

  archive_write_set_format_gnutar (writer.archive);
  g_assert_cmpint (archive_write_open_memory (writer.archive, writer.bytes, room, &writer.size), ==,
                   ARCHIVE_OK);
  writer_add (&writer, "p/at", 0, at, NULL);
  writer_add (&writer, "p/past", 0, past, NULL);
  writer_close (&writer);
  members = read_with (&writer, writer.size, &options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (member_called (members, "at")->bytes);
  g_assert_null (member_called (members, "past")->bytes);
  g_assert_cmpuint (member_called (members, "past")->size, ==, HM_TARBALL_MEMBER_KEPT_MAX + 1);
  g_assert_false (hm_oid_is_zero (&member_called (members, "past")->oid));
  g_free (writer.bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/archive/files", test_files);
  g_test_add_func ("/release/archive/zip", test_zip);
  g_test_add_func ("/release/archive/paths-that-lead-out", test_paths);
  g_test_add_func ("/release/archive/members-in-each-others-way", test_overlaps);
  g_test_add_func ("/release/archive/links", test_links);
  g_test_add_func ("/release/archive/names-of-any-bytes", test_any_bytes);
  g_test_add_func ("/release/archive/limits", test_limits);
  g_test_add_func ("/release/archive/cut-at-every-byte", test_cut);
  g_test_add_func ("/release/archive/no-archives", test_not_archives);
  g_test_add_func ("/release/archive/cancelled", test_cancelled);
  g_test_add_func ("/release/archive/path-at-the-limit", test_path_limit);
  g_test_add_func ("/release/archive/content-kept-to-a-limit", test_kept_limit);
  return g_test_run ();
}
