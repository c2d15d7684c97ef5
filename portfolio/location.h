/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The many ways to write where a repository is, and the one that a portfolio keeps. Distrusts the text: it comes from
 * bills of materials and forges as well as from the user.
 */
#ifndef HM_PORTFOLIO_LOCATION_H
#define HM_PORTFOLIO_LOCATION_H

#include <glib.h>

/*
 * What two URLs of one repository have in common: "github.com/owner/name". Scheme, user, ".git", a slash at the end and
 * the case of the host make no difference; nor does the case of the rest on the forges that are known to take none.
 *
 * Returns: (owned) (nullable) NULL where @url leads to no repository on a host.
 */
char *hm_location_key (const char *url);

/*
 * The URL of the repository that @reference leads to: a URL, git's scp form, an SPDX locator
 * ("git+https://host/path.git@v1#folder"), Maven's "scm:git:...", npm's "github:owner/name", a page within a project of
 * a forge that is known. A user's name is kept where SSH needs it; a password never is. What is not ASCII comes out
 * percent-encoded; in the scp form, which knows no encoding, it stays where it can be read, and what turns the text
 * around or can't be seen leads nowhere.
 *
 * Returns: (owned) (nullable) NULL where it leads to none.
 */
char *hm_location_url (const char *reference);

/*
 * The URL that is meant by "github.com/owner/name", as people say and this program shows where a repository is: the
 * name of a host, with a dot in it, and two names or more.
 *
 * Returns: (owned) (nullable) NULL where @words are not of that form, or lead to no repository.
 */
char *hm_location_spoken_url (const char *words);

/* Whether @url brings a password along, or for https a user, which may be a token. */
gboolean hm_location_has_secret (const char *url);

#endif
