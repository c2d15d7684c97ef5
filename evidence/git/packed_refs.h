/* SPDX-License-Identifier: Apache-2.0 */
/* The file packed-refs (git-pack-refs(1)). Distrusts its content, and that it is in order. */
#ifndef HM_EVIDENCE_GIT_PACKED_REFS_H
#define HM_EVIDENCE_GIT_PACKED_REFS_H

#include <hallmark/facts.h>

typedef struct HmPackedRefs HmPackedRefs;

typedef struct {
  const char *name; /* any bytes but NUL and LF */
  HmOid oid;
  HmOid peeled; /* what an annotated tag leads to; all zero where the file does not say */
} HmPackedRef;

/* @text: (owned) @size bytes and a NUL. Returns: (owned) NULL with HM_ERROR_FORMAT "line N: ...". */
HmPackedRefs *hm_packed_refs_parse (char *text, gsize size, GError **error);

/*
 * Reads the file @path of at most HM_PACKED_REFS_BYTES_MAX; one that is not there holds no refs.
 *
 * Returns: (owned) NULL with HM_ERROR_GIT or HM_ERROR_LIMIT that names @path.
 */
HmPackedRefs *hm_packed_refs_read (const char *path, GError **error);

void hm_packed_refs_free (HmPackedRefs *refs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPackedRefs, hm_packed_refs_free)

gsize hm_packed_refs_count (const HmPackedRefs *refs);

/* The one at @index, in the order of names by byte. */
void hm_packed_refs_get (const HmPackedRefs *refs, gsize index, HmPackedRef *ret_ref);

/* Returns: whether there is one called @name. */
gboolean hm_packed_refs_find (const HmPackedRefs *refs, const char *name, HmPackedRef *ret_ref);

#endif
