/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds elements of a growing array by the object id that each of them holds. Four bytes an
 * element, at most half full, and nothing is copied: a history of millions of commits has room for
 * no more.
 */
#ifndef HM_EVIDENCE_GIT_OID_INDEX_H
#define HM_EVIDENCE_GIT_OID_INDEX_H

#include <hallmark/facts.h>

typedef struct {
  const GArray *array; /* borrowed */
  gsize element_size;
  gsize offset;   /* of the HmOid in an element */
  guint32 *slots; /* index + 1; 0: free */
  gsize n_slots;  /* a power of two */
  gsize n_used;
} HmOidIndex;

/* @offset: of the id in an element. */
void hm_oid_index_init (HmOidIndex *index, GArray *array, gsize offset);
void hm_oid_index_clear (HmOidIndex *index);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmOidIndex, hm_oid_index_clear)

/* Returns: the index of the element with @oid, or HM_NO_INDEX. */
guint32 hm_oid_index_find (const HmOidIndex *index, const HmOid *oid);

/* Enters the element at @position, whose id is not entered yet. */
void hm_oid_index_add (HmOidIndex *index, guint32 position);

#endif
