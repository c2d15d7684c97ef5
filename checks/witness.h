/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose eyes besides its author's a commit shows, as git and the forge together tell. A pull
 * request that nobody else was seen to approve or to merge is no second person; a newcomer vouches
 * for nobody; and a newcomer's own word of who read it is worth nothing.
 */
#ifndef HM_CHECKS_WITNESS_H
#define HM_CHECKS_WITNESS_H

#include "checks/tenure.h"

typedef struct HmWitness HmWitness;

/* @facts, @tenure: borrowed, as long as the witness. Returns: (owned) */
HmWitness *hm_witness_new (const HmFacts *facts, const HmTenure *tenure);
void hm_witness_free (HmWitness *witness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmWitness, hm_witness_free)

/*
 * The trace of the commit @index: HmCommit.trace, raised by what the forge shows of its pull
 * request, lowered to HM_TRACE_REQUEST where the second person was a newcomer, or where a newcomer
 * claims one; never HM_TRACE_CLAIMED. Blind: an old hand's account in wrong hands may type the name
 * of another old hand.
 */
HmTrace hm_witness_trace (const HmWitness *witness, guint32 index);

/*
 * Who answers for the commit @index: its author, or where that one is a bot, whoever committed it.
 * Returns: index into HmHistory.people
 */
guint32 hm_witness_actor (const HmHistory *history, guint32 index);

#endif
