/* SPDX-License-Identifier: Apache-2.0 */
/* An open-addressing table of indices into an array. */
#include "evidence/git/oid_index.h"

#include <string.h>

#include "core/seeded_hash.h"

#define FIRST_N_SLOTS 1024

void
hm_oid_index_init (HmOidIndex *index, GArray *array, gsize offset)
{
  *index = (HmOidIndex){
    .array = array,
    .element_size = g_array_get_element_size (array),
    .offset = offset,
    .slots = g_new0 (guint32, FIRST_N_SLOTS),
    .n_slots = FIRST_N_SLOTS,
  };
}

void
hm_oid_index_clear (HmOidIndex *index)
{
  g_clear_pointer (&index->slots, g_free);
}

static const guint8 *
element_oid (const HmOidIndex *index, guint32 position)
{
  return (const guint8 *) index->array->data + position * index->element_size + index->offset;
}

static gsize
first_slot (const HmOidIndex *index, const guint8 *oid)
{
  return hm_seeded_hash (oid, HM_OID_SIZE) & (index->n_slots - 1);
}

static guint32 *
slot_find (const HmOidIndex *index, const guint8 *oid)
{
  gsize at = first_slot (index, oid);

  while (index->slots[at] != 0
         && memcmp (element_oid (index, index->slots[at] - 1), oid, HM_OID_SIZE) != 0)
    at = (at + 1) & (index->n_slots - 1);
  return &index->slots[at];
}

static void
grow (HmOidIndex *index)
{
  g_autofree guint32 *old = index->slots;
  gsize n_old = index->n_slots;

  index->n_slots = n_old * 2;
  index->slots = g_new0 (guint32, index->n_slots);
  for (gsize i = 0; i < n_old; i++)
    if (old[i] != 0)
      *slot_find (index, element_oid (index, old[i] - 1)) = old[i];
}

guint32
hm_oid_index_find (const HmOidIndex *index, const HmOid *oid)
{
  guint32 found = *slot_find (index, oid->bytes);

  return found == 0 ? HM_NO_INDEX : found - 1;
}

void
hm_oid_index_add (HmOidIndex *index, guint32 position)
{
  guint32 *slot;

  if (index->n_used >= index->n_slots / 2)
    grow (index);
  slot = slot_find (index, element_oid (index, position));
  g_assert (*slot == 0);
  *slot = position + 1;
  index->n_used++;
}
