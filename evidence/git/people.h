/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who stands behind the names and addresses of one history. Distrusts them: anybody may commit
 * under any name, any bytes are in them, and there may be any number of them.
 *
 * An identity is one spelling of `Name <address>`; a person is all identities that .mailmap, an
 * equal address, an equal full name or a forge's login join. Only those who did something in this
 * history count: what a message says of somebody joins nobody, since one typed line would else make
 * a newcomer and the maintainer one person.
 */
#ifndef HM_EVIDENCE_GIT_PEOPLE_H
#define HM_EVIDENCE_GIT_PEOPLE_H

#include <hallmark/facts.h>

#include "evidence/git/commit.h"
#include "evidence/git/identities.h"

typedef struct HmPeople HmPeople;

/* Of identities of its own. @identities_max: HM_IDENTITIES_MAX, but in tests. Returns: (owned) */
HmPeople *hm_people_new (gsize identities_max);

/*
 * The same, where the identities are those that @identities hold: numbers are other than theirs.
 * @identities: borrowed
 */
HmPeople *hm_people_new_of (HmIdentities *identities, gsize identities_max);

void hm_people_free (HmPeople *people);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPeople, hm_people_free)

/* Counts one use of @identity. Returns: its number, from 0 in the order of first use. Not after hm_people_join(). */
guint32 hm_people_intern (HmPeople *people, const HmSlice *identity);

/* The same for a number of hm_identities_intern(), also of HM_NO_INDEX. */
guint32 hm_people_use (HmPeople *people, guint32 identity);

/* Whether there were more identities than the limit: those past it are one nameless person. */
gboolean hm_people_is_full (const HmPeople *people);

gboolean hm_people_is_forge (const HmPeople *people, guint32 identity);

/* Joins identities into persons, once. @mailmap: (nullable) */
void hm_people_join (HmPeople *people, const HmMailmap *mailmap);

/* The same with a mailmap that serves many histories; @resolver outlives @people. */
void hm_people_join_resolved (HmPeople *people, HmResolver *resolver);

/* After hm_people_join(): the person, by number, whose identity @identity is. */
guint32 hm_people_person (const HmPeople *people, guint32 identity);

/*
 * After hm_people_join_resolved(): who among them @identity means, a number of
 * hm_identities_intern() that a message names: by .mailmap, address, login, and full name, in this
 * order.
 *
 * Returns: a person's number, or HM_NO_INDEX.
 */
guint32 hm_people_find (const HmPeople *people, HmResolver *resolver, guint32 identity);

/* After hm_people_join(): (borrowed) in the order of the first use of any of their identities. */
const HmPerson *hm_people_persons (const HmPeople *people, gsize *ret_n_persons);

/* After hm_people_join(): (borrowed) as HmPerson.identities says. */
const HmIdentity *hm_people_identities (const HmPeople *people, gsize *ret_n_identities);

#endif
