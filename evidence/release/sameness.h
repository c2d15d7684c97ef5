/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two versions of a file differ only in what tools change on the way out of a repository.
 * Distrusts both: what is passed over must not be a place to hide code in.
 */
#ifndef HM_EVIDENCE_RELEASE_SAMENESS_H
#define HM_EVIDENCE_RELEASE_SAMENESS_H

#include <glib.h>

/* Whether both are the same once CR LF counts as LF. Never of what holds a NUL. */
gboolean hm_same_but_line_ends (const char *a, gsize a_size, const char *b, gsize b_size);

/*
 * Whether @released is @source (line ends apart) with keywords filled in: $Id$, $Revision$ and
 * their like, and where @has_format $Format:...$ of export-subst. What was filled in is of one
 * line, of at most 512 bytes, and holds nothing that ends a string, a comment or a statement.
 */
gboolean hm_same_but_keywords (const char *source, gsize source_size, const char *released,
                               gsize released_size, gboolean has_format);

#endif
