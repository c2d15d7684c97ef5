/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads an archive, tar or zip, member by member. Distrusts every byte: nothing is unpacked to
 * disk, no other program is started, and what unpacking takes is counted, not believed.
 */
#ifndef HM_EVIDENCE_RELEASE_TARBALL_H
#define HM_EVIDENCE_RELEASE_TARBALL_H

#include <hallmark/facts.h>

#include "core/error.h"

typedef enum {
  HM_MEMBER_FILE,
  HM_MEMBER_FOLDER,
  HM_MEMBER_SYMLINK,
  HM_MEMBER_HARD_LINK, /* another name of a member before it */
  HM_MEMBER_SPECIAL,   /* a device, a pipe, a socket, or of no kind at all */
} HmMemberKind;

/* Valid until the archive is moved on. */
typedef struct {
  const char *path;   /* any bytes but NUL, as the archive has them: absolute, "..", "" */
  const char *target; /* (nullable) of a link, likewise */
  HmMemberKind kind;
  gboolean is_executable;
} HmMember;

typedef struct {
  gsize members_max;     /* HM_TARBALL_MEMBERS_MAX, but in tests */
  guint64 bytes_max;     /* HM_TARBALL_BYTES_MAX, but in tests */
  const gint *cancelled; /* (nullable) atomic */
  gboolean has_digest;   /* the file is read once more, for hm_tarball_digest() */
} HmTarballOptions;

typedef struct HmTarball HmTarball;

/*
 * Opens the file @path: tar or zip, tar also compressed once by gzip, bzip2, xz, lzma, lzip, zstd
 * or compress.
 *
 * Returns: (owned) NULL with HM_ERROR_IO (can't be opened, no regular file), HM_ERROR_LIMIT (larger
 * than HM_TARBALL_FILE_BYTES_MAX), HM_ERROR_FORMAT (no such archive; encrypted), each naming @path;
 * HM_ERROR_UNSUPPORTED (libarchive is not there).
 */
HmTarball *hm_tarball_open (const char *path, const HmTarballOptions *options, GError **error);

/* The same of @bytes in memory, which must outlive it; errors name @name. */
HmTarball *hm_tarball_open_bytes (const void *bytes, gsize size, const char *name,
                                  const HmTarballOptions *options, GError **error);
void hm_tarball_free (HmTarball *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTarball, hm_tarball_free)

/*
 * Moves on to the next member.
 *
 * Returns: FALSE at the end, without @error; or with HM_ERROR_FORMAT (cut, damaged, encrypted),
 * HM_ERROR_LIMIT, HM_ERROR_CANCELLED.
 */
gboolean hm_tarball_next (HmTarball *archive, HmMember *ret_member, GError **error);

/*
 * Reads the member that is a file. Once a member.
 *
 * @kept: (nullable) emptied; gets the content where that is at most HM_TARBALL_MEMBER_KEPT_MAX bytes, else nothing
 * @ret_oid: the id that git gives a blob of this content
 * @ret_size: its bytes
 *
 * Returns: FALSE as hm_tarball_next().
 */
gboolean hm_tarball_read (HmTarball *archive, GByteArray *kept, HmOid *ret_oid, guint64 *ret_size,
                          GError **error);

/*
 * The SHA-256 of the file that hm_tarball_open() opened, in hexadecimal. Returns: (borrowed)
 * (nullable) NULL without HmTarballOptions.has_digest
 */
const char *hm_tarball_digest (const HmTarball *archive);

/*
 * Writes the path @path without "." and empty parts. Returns: (owned) NULL with @ret_why where a
 * careful program would not unpack it.
 */
char *hm_member_path (const char *path, const char **ret_why);

#endif
