/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the archive of a release with the tree of its tag. Distrusts both. Nothing is unpacked
 * to disk, and nothing is executed.
 */
#ifndef HM_EVIDENCE_RELEASE_COMPARE_H
#define HM_EVIDENCE_RELEASE_COMPARE_H

#include "core/error.h"
#include "evidence/release/release.h"

typedef struct {
  const char *tag;            /* (nullable) NULL: found by the archive's name */
  const char *state;          /* (nullable) file that remembers tags (evidence/release/state.h) */
  const char *const *folders; /* (nullable) of known copies, as hm_copies_new() */
  const gint *cancelled;      /* (nullable) atomic */
} HmReleaseOptions;

/*
 * Compares @archive with the tag in the repository at or above @repository.
 *
 * Returns: (owned) NULL with HM_ERROR_IO, HM_ERROR_FORMAT, HM_ERROR_LIMIT (the archive, or the
 * tag's tree), HM_ERROR_NOT_FOUND (no repository, no such tag), HM_ERROR_USAGE (more than one tag
 * fits), HM_ERROR_GIT, HM_ERROR_CANCELLED.
 */
HmRelease *hm_release_compare (const char *archive, const char *repository,
                               const HmReleaseOptions *options, GError **error);

#endif
