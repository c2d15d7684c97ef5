/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the spellings of one person's name and address were found to be one person's: a reader can
 * then tell where that is wrong.
 */
#ifndef HM_CHECKS_JOINS_H
#define HM_CHECKS_JOINS_H

#include <hallmark/facts.h>

/*
 * "4 identities joined: .mailmap 1, address 2": how many there are, and by what those after the
 * first came to belong to @person.
 *
 * Returns: (owned) (nullable) NULL where there is but one
 */
char *hm_person_joins (const HmHistory *history, guint32 person);

#endif
