/* SPDX-License-Identifier: Apache-2.0 */
/* Which tag a tarball was made from, by its name and that of its top folder. Distrusts both, and the tags' names. */
#ifndef HM_EVIDENCE_RELEASE_TAG_CHOICE_H
#define HM_EVIDENCE_RELEASE_TAG_CHOICE_H

#include "evidence/release/tag_refs.h"

/*
 * Chooses among @tags the one that names the version which stands in @file (xz-5.6.1.tar.gz), or
 * where none does in @top (xz-5.6.1): v5.6.1, 5.6.1, xz-5.6.1, release-5.6.1, XZ_5_6_1. Where
 * several do, those called as the tarball go before those with a "v" or nothing before the number,
 * and these before all others.
 *
 * @top: (nullable)
 *
 * Returns: (borrowed) NULL with HM_ERROR_NOT_FOUND (none fits, with what is nearest; or no version
 * to go by) or HM_ERROR_USAGE (several fit, and lead to different commits), which names @file and
 * the candidates.
 */
const HmTagRef *hm_tag_choose (const GArray *tags, const char *file, const char *top,
                               GError **error);

/*
 * The stem of an archive's file name: "xz-5.6.1" of dir/xz-5.6.1.tar.gz, "jq-1.6" of
 * jq_1.6.orig.tar.gz. Returns: (owned)
 */
char *hm_tarball_stem (const char *file);

#endif
