/* SPDX-License-Identifier: Apache-2.0 */
/* libarchive, opened when the first release is read (core/library.h). */
#ifndef HM_EVIDENCE_RELEASE_ARCHIVE_LIBRARY_H
#define HM_EVIDENCE_RELEASE_ARCHIVE_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>
#include <glib.h>

#define HM_ARCHIVE_FUNCTIONS(FUNCTION) \
  FUNCTION (entry_filetype) \
  FUNCTION (entry_hardlink) \
  FUNCTION (entry_hardlink_utf8) \
  FUNCTION (entry_is_encrypted) \
  FUNCTION (entry_pathname) \
  FUNCTION (entry_pathname_utf8) \
  FUNCTION (entry_perm) \
  FUNCTION (entry_size) \
  FUNCTION (entry_size_is_set) \
  FUNCTION (entry_symlink) \
  FUNCTION (entry_symlink_utf8) \
  FUNCTION (error_string) \
  FUNCTION (filter_bytes) \
  FUNCTION (filter_count) \
  FUNCTION (read_data) \
  FUNCTION (read_free) \
  FUNCTION (read_new) \
  FUNCTION (read_next_header) \
  FUNCTION (read_open_fd) \
  FUNCTION (read_open_memory) \
  FUNCTION (read_support_filter_bzip2) \
  FUNCTION (read_support_filter_compress) \
  FUNCTION (read_support_filter_gzip) \
  FUNCTION (read_support_filter_lzip) \
  FUNCTION (read_support_filter_lzma) \
  FUNCTION (read_support_filter_xz) \
  FUNCTION (read_support_filter_zstd) \
  FUNCTION (read_support_format_tar) \
  FUNCTION (read_support_format_zip_seekable)

/* archive_entry_filetype() is hm_libarchive.entry_filetype (), and so on. */
typedef struct {
#define HM_ARCHIVE_MEMBER(name) __typeof__ (archive_##name) *(name);
  HM_ARCHIVE_FUNCTIONS (HM_ARCHIVE_MEMBER)
#undef HM_ARCHIVE_MEMBER
} HmLibarchive;

extern HmLibarchive hm_libarchive;

/*
 * Before anything of hm_libarchive is called. Returns: FALSE with HM_ERROR_UNSUPPORTED where the
 * library is not there.
 */
gboolean hm_libarchive_open (GError **error);

#endif
