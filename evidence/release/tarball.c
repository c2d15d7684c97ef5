/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads archives through libarchive: only the formats that releases come in, and no filter for
 * which libarchive would start another program. Everything that is unpacked is counted here, also
 * what nobody wants to see.
 */
#include "evidence/release/tarball.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "core/number.h"
#include "evidence/release/archive_library.h"
#include "evidence/git/cancel.h"

#define CHUNK_BYTES 65536

/* Layers of compression, the plain bytes among them: tar.gz has two. */
#define FILTERS_MAX 2

struct HmTarball {
  struct archive *archive;
  struct archive_entry *entry; /* borrowed from @archive */
  HmTarballOptions options;
  char *name;
  char *digest; /* (nullable) */
  gsize n_members;
  guint64 n_bytes; /* unpacked so far */
  gboolean is_unread;
  int descriptor; /* -1: none */
};

static gboolean
fail_as (const HmTarball *archive, GError **error, const char *what)
{
  const char *why = hm_libarchive.error_string (archive->archive);

  return hm_fail (error, HM_ERROR_FORMAT, "%s: %s: %s", archive->name, what,
                  why != NULL ? why : "unknown error");
}

void
hm_tarball_free (HmTarball *archive)
{
  if (archive == NULL)
    return;
  hm_libarchive.read_free (archive->archive);
  if (archive->descriptor >= 0)
    close (archive->descriptor);
  g_free (archive->name);
  g_free (archive->digest);
  g_free (archive);
}

/* Returns: (owned) NULL with HM_ERROR_UNSUPPORTED. */
static HmTarball *
archive_new (const char *name, const HmTarballOptions *options, GError **error)
{
  HmTarball *archive;

  if (!hm_libarchive_open (error))
    return NULL;
  archive = g_new0 (HmTarball, 1);
  archive->name = g_strdup (name);
  archive->options = *options;
  archive->descriptor = -1;
  archive->archive = hm_libarchive.read_new ();
  if (archive->archive == NULL)
    g_error ("out of memory");
  hm_libarchive.read_support_filter_gzip (archive->archive);
  hm_libarchive.read_support_filter_bzip2 (archive->archive);
  hm_libarchive.read_support_filter_xz (archive->archive);
  hm_libarchive.read_support_filter_lzma (archive->archive);
  hm_libarchive.read_support_filter_lzip (archive->archive);
  hm_libarchive.read_support_filter_zstd (archive->archive);
  hm_libarchive.read_support_filter_compress (archive->archive);
  hm_libarchive.read_support_format_tar (archive->archive);
  /* By its directory, as everything that unpacks zip reads it: what only a stream would show is not there. */
  hm_libarchive.read_support_format_zip_seekable (archive->archive);
  return archive;
}

static gboolean
opened_check (const HmTarball *archive, int status, GError **error)
{
  if (status != ARCHIVE_OK)
    return fail_as (archive, error, "no tar or zip archive that can be read");
  if (hm_libarchive.filter_count (archive->archive) > FILTERS_MAX)
    return hm_fail (error, HM_ERROR_FORMAT, "%s: compressed more than once", archive->name);
  return TRUE;
}

static gboolean
digest_read (HmTarball *archive, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *chunk = g_malloc (CHUNK_BYTES);
  guint64 size = 0;

  for (;;) {
    const ssize_t n_read = read (archive->descriptor, chunk, CHUNK_BYTES);

    if (n_read < 0 && errno == EINTR && !hm_is_cancelled (archive->options.cancelled))
      continue;
    if (n_read < 0)
      return hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", archive->name,
                      g_strerror (errno));
    if (n_read == 0)
      break;
    size += (guint64) n_read;
    if (size > HM_TARBALL_FILE_BYTES_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "%s: larger than 2 GiB", archive->name);
    g_checksum_update (checksum, chunk, n_read);
  }
  archive->digest = g_strdup (g_checksum_get_string (checksum));
  if (lseek (archive->descriptor, 0, SEEK_SET) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be read twice: %s", archive->name,
                    g_strerror (errno));
  return TRUE;
}

HmTarball *
hm_tarball_open (const char *path, const HmTarballOptions *options, GError **error)
{
  g_autoptr (HmTarball) archive = archive_new (path, options, error);
  struct stat status;

  if (archive == NULL)
    return NULL;
  /* A pipe would keep us waiting for who writes to it. */
  archive->descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (archive->descriptor < 0 || fstat (archive->descriptor, &status) != 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", path, g_strerror (errno));
    return NULL;
  }
  if (!S_ISREG (status.st_mode)) {
    hm_fail (error, HM_ERROR_IO, "%s: no file, where an archive was expected", path);
    return NULL;
  }
  if ((guint64) status.st_size > HM_TARBALL_FILE_BYTES_MAX) {
    hm_fail (error, HM_ERROR_LIMIT, "%s: larger than 2 GiB", path);
    return NULL;
  }
  if ((options->has_digest && !digest_read (archive, error))
      || !opened_check (
          archive, hm_libarchive.read_open_fd (archive->archive, archive->descriptor, CHUNK_BYTES),
          error))
    return NULL;
  return g_steal_pointer (&archive);
}

HmTarball *
hm_tarball_open_bytes (const void *bytes, gsize size, const char *name,
                       const HmTarballOptions *options, GError **error)
{
  g_autoptr (HmTarball) archive = archive_new (name, options, error);

  if (archive == NULL
      || !opened_check (archive, hm_libarchive.read_open_memory (archive->archive, bytes, size),
                        error))
    return NULL;
  return g_steal_pointer (&archive);
}

const char *
hm_tarball_digest (const HmTarball *archive)
{
  return archive->digest;
}

static gboolean
progress_check (const HmTarball *archive, GError **error)
{
  if (hm_is_cancelled (archive->options.cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  /* What stands between members counts too: headers of headers. */
  if (archive->n_bytes > archive->options.bytes_max
      || (guint64) hm_libarchive.filter_bytes (archive->archive, 0) / 2
             > archive->options.bytes_max) {
    g_autofree char *max = hm_number_grouped (archive->options.bytes_max);

    return hm_fail (error, HM_ERROR_LIMIT, "%s: unpacks to more than %s bytes", archive->name, max);
  }
  return TRUE;
}

/*
 * Reads the rest of a member, so that libarchive never skips, uncounted, what unpacks to terabytes.
 *
 * @checksum, @kept: (nullable)
 */
static gboolean
member_read (HmTarball *archive, GChecksum *checksum, GByteArray *kept, guint64 *ret_size,
             GError **error)
{
  g_autofree guchar *chunk = g_malloc (CHUNK_BYTES);
  guint64 size = 0;

  archive->is_unread = FALSE;
  for (;;) {
    const la_ssize_t n_read = hm_libarchive.read_data (archive->archive, chunk, CHUNK_BYTES);

    if (n_read < 0)
      return fail_as (archive, error, "can't be unpacked");
    if (n_read == 0)
      break;
    size += (guint64) n_read;
    archive->n_bytes += (guint64) n_read;
    if (!progress_check (archive, error))
      return FALSE;
    if (checksum != NULL)
      g_checksum_update (checksum, chunk, n_read);
    if (kept != NULL && size <= HM_TARBALL_MEMBER_KEPT_MAX)
      g_byte_array_append (kept, chunk, (guint) n_read);
    else if (kept != NULL)
      g_byte_array_set_size (kept, 0);
  }
  *ret_size = size;
  return TRUE;
}

/* UTF-8 where the archive says what it is in, else its own bytes. */
static const char *
text_of (const char *utf8, const char *bytes)
{
  if (utf8 != NULL)
    return utf8;
  return bytes != NULL ? bytes : "";
}

static HmMemberKind
kind_of (struct archive_entry *entry)
{
  if (hm_libarchive.entry_hardlink_utf8 (entry) != NULL
      || hm_libarchive.entry_hardlink (entry) != NULL)
    return HM_MEMBER_HARD_LINK;
  switch (hm_libarchive.entry_filetype (entry)) {
  case AE_IFREG:
    return HM_MEMBER_FILE;
  case AE_IFDIR:
    return HM_MEMBER_FOLDER;
  case AE_IFLNK:
    return HM_MEMBER_SYMLINK;
  default:
    return HM_MEMBER_SPECIAL;
  }
}

gboolean
hm_tarball_next (HmTarball *archive, HmMember *ret_member, GError **error)
{
  guint64 announced = 0;
  guint64 unused;
  int status;

  if (archive->is_unread && !member_read (archive, NULL, NULL, &unused, error))
    return FALSE;
  if (!progress_check (archive, error))
    return FALSE;
  status = hm_libarchive.read_next_header (archive->archive, &archive->entry);
  if (status == ARCHIVE_EOF)
    return FALSE;
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
    return fail_as (archive, error, "can't be read");
  if (++archive->n_members > archive->options.members_max) {
    g_autofree char *max = hm_number_grouped (archive->options.members_max);

    return hm_fail (error, HM_ERROR_LIMIT, "%s: more than %s members", archive->name, max);
  }
  *ret_member = (HmMember){
    .path = text_of (hm_libarchive.entry_pathname_utf8 (archive->entry),
                     hm_libarchive.entry_pathname (archive->entry)),
    .kind = kind_of (archive->entry),
    .is_executable = (hm_libarchive.entry_perm (archive->entry) & 0111) != 0,
  };
  if (ret_member->kind == HM_MEMBER_HARD_LINK)
    ret_member->target = text_of (hm_libarchive.entry_hardlink_utf8 (archive->entry),
                                  hm_libarchive.entry_hardlink (archive->entry));
  if (ret_member->kind == HM_MEMBER_SYMLINK)
    ret_member->target = text_of (hm_libarchive.entry_symlink_utf8 (archive->entry),
                                  hm_libarchive.entry_symlink (archive->entry));
  if (hm_libarchive.entry_is_encrypted (archive->entry))
    return hm_fail (error, HM_ERROR_FORMAT, "%s: %s is encrypted", archive->name, ret_member->path);
  /* What it says of itself is believed where that is too much. */
  if (hm_libarchive.entry_size_is_set (archive->entry)
      && hm_libarchive.entry_size (archive->entry) > 0)
    announced = (guint64) hm_libarchive.entry_size (archive->entry);
  if (announced > archive->options.bytes_max
      || archive->n_bytes > archive->options.bytes_max - announced) {
    archive->n_bytes = archive->options.bytes_max + 1;
    return progress_check (archive, error);
  }
  archive->is_unread =
      ret_member->kind == HM_MEMBER_FILE || ret_member->kind == HM_MEMBER_HARD_LINK;
  return TRUE;
}

/* The id of a blob begins with its size, which zip may not tell beforehand: then it is made from what was kept. */
static void
blob_id (GChecksum *checksum, HmOid *ret_oid)
{
  gsize size = HM_OID_SIZE;

  g_checksum_get_digest (checksum, ret_oid->bytes, &size);
}

static void
checksum_begin (GChecksum *checksum, guint64 size)
{
  g_autofree char *header = g_strdup_printf ("blob %" G_GUINT64_FORMAT, size);

  g_checksum_update (checksum, (const guchar *) header, (gssize) strlen (header) + 1);
}

gboolean
hm_tarball_read (HmTarball *archive, GByteArray *kept, HmOid *ret_oid, guint64 *ret_size,
                 GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  const gint64 told = hm_libarchive.entry_size_is_set (archive->entry)
                          ? hm_libarchive.entry_size (archive->entry)
                          : -1;
  g_autoptr (GByteArray) whole = kept != NULL ? g_byte_array_ref (kept) : g_byte_array_new ();
  guint64 size = 0;

  g_byte_array_set_size (whole, 0);
  checksum_begin (checksum, told > 0 ? (guint64) told : 0);
  if (!member_read (archive, checksum, whole, &size, error))
    return FALSE;
  if (told < 0 || size != (guint64) told) {
    if (size > HM_TARBALL_MEMBER_KEPT_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "%s: %s: its size is not what the archive says",
                      archive->name,
                      text_of (hm_libarchive.entry_pathname_utf8 (archive->entry), ""));
    g_checksum_reset (checksum);
    checksum_begin (checksum, size);
    g_checksum_update (checksum, whole->data, (gssize) size);
  }
  blob_id (checksum, ret_oid);
  *ret_size = size;
  return TRUE;
}

char *
hm_member_path (const char *path, const char **ret_why)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  *ret_why = NULL;
  if (strlen (path) > HM_PATH_MAX)
    *ret_why = "its path is longer than any file system's";
  else if (path[0] == '/' || path[0] == '\\'
           || (g_ascii_isalpha (path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/')))
    *ret_why = "its path begins at the root of the file system";
  if (*ret_why != NULL)
    return NULL;
  for (const char *part = path; *part != '\0';) {
    const gsize size = strcspn (part, "/");

    if (size == 2 && strncmp (part, "..", 2) == 0) {
      *ret_why = "its path leads upwards (\"..\")";
      return NULL;
    }
    if (size > 0 && !(size == 1 && *part == '.')) {
      if (clean->len > 0)
        g_string_append_c (clean, '/');
      g_string_append_len (clean, part, (gssize) size);
    }
    part += size + (part[size] == '/' ? 1 : 0);
  }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}
