/* SPDX-License-Identifier: Apache-2.0 */
/* Which organisation an e-mail address speaks of, as far as its domain can tell. */
#ifndef HM_CHECKS_ORGANISATION_H
#define HM_CHECKS_ORGANISATION_H

#include <glib.h>

/*
 * The domain that somebody registered: "haxx.se" of "d@mail.haxx.se", "ox.ac.uk" of "x@cs.ox.ac.uk".
 *
 * Returns: (owned) (nullable) lower-cased ASCII; NULL where the address names no organisation: a mail provider's,
 * a forge's no-reply address, a machine's own name, or no address at all. @email is any text.
 */
char *hm_organisation_of_email (const char *email);

#endif
