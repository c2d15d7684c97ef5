/* SPDX-License-Identifier: Apache-2.0 */
/* Signed objects of tests/evidence/data/signatures/, which make_signatures.sh beside them made. */
#ifndef HM_TESTS_SIGNED_FIXTURE_H
#define HM_TESTS_SIGNED_FIXTURE_H

#include <glib.h>

typedef struct {
  GString *payload;
  GString *armour;
} SignedFixture;

/* Reads the object called @name and splits it; asserts that it is signed. A name that begins
 * with "tag" is a tag's. */
SignedFixture *signed_fixture_read (const char *name);
void signed_fixture_free (SignedFixture *fixture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignedFixture, signed_fixture_free)

/* Returns: (owned) the path of the file called @name. */
char *signed_fixture_path (const char *name);

/* Returns: (owned) the fingerprint of the key that the fixtures call @name: "openpgp-ada". */
char *signed_fixture_key (const char *name);

#endif
