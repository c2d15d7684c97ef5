/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The copies of what autotools, gettext and gnulib put into releases that are installed on this
 * machine, to compare with. Trusts the folders that they lie in, and distrusts what is compared.
 */
#ifndef HM_EVIDENCE_RELEASE_COPIES_H
#define HM_EVIDENCE_RELEASE_COPIES_H

#include "evidence/release/diff.h"

typedef enum {
  HM_COPY_NONE,      /* no copy of that name here */
  HM_COPY_SAME,      /* byte for byte one of them */
  HM_COPY_SAME_CODE, /* but for the comments at its head: the years of a copyright, a serial number */
  HM_COPY_ALTERED,   /* says to be the same version as one of them, and differs */
  HM_COPY_NEWER,     /* says to be a newer version than any of them */
  HM_COPY_OTHER,     /* of another version that none is of, or they have no versions */
} HmCopyVerdict;

typedef struct {
  HmCopyVerdict verdict;
  char *version;         /* (owned) (nullable) what the file says: "30", "2018-03-07.03" */
  char *nearest;         /* (owned) (nullable) where the copy lies that it was compared with */
  char *nearest_version; /* (owned) (nullable) */
  HmDiff diff;           /* from that copy to the file, unless it is the same or there is none */
} HmCopyMatch;

typedef struct HmCopies HmCopies;

/*
 * @folders: (nullable) (NULL-terminated) with all below them; NULL for where Debian and others
 * install such copies. What is not there is passed over. Read when first asked for.
 *
 * Returns: (owned)
 */
HmCopies *hm_copies_new (const char *const *folders);
void hm_copies_free (HmCopies *copies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmCopies, hm_copies_free)

/* Compares the file @path with all copies of its name. @has_diff: whether ret_match->diff is wanted. */
void hm_copies_compare (HmCopies *copies, const char *path, const void *bytes, gsize size,
                        gboolean has_diff, HmCopyMatch *ret_match);
void hm_copy_match_clear (HmCopyMatch *match);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmCopyMatch, hm_copy_match_clear)

/* Whether any copy here has the ending of @path: else a file that has no copy says nothing. */
gboolean hm_copies_know (HmCopies *copies, const char *path);

#endif
