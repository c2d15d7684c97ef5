/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which addresses are no person's. Distrusts them: anybody may commit under any name and address,
 * so only exact ones count, and nothing that just sounds like a robot.
 */
#ifndef HM_EVIDENCE_GIT_SERVICES_H
#define HM_EVIDENCE_GIT_SERVICES_H

#include <glib.h>

/* @email is lower-cased in all of these. */

/*
 * The address of a GitHub app (`NAME[bot]@users.noreply...`), of a GitLab access token's account,
 * or of a known service. No name makes a bot. Since git lets anybody type any address, whoever
 * leaves bots out says how many.
 */
gboolean hm_service_is_bot (const char *email);

/* A forge that commits for whoever pressed a button of its web interface. */
gboolean hm_service_is_forge (const char *name, const char *email);

/* An address that many people share, and that joins none of them. */
gboolean hm_service_is_shared_address (const char *email);

/*
 * The forge account behind a private address: `ID+LOGIN@users.noreply.github.com` and `LOGIN@...` are one.
 *
 * Returns: (owned) "HOST/LOGIN", lower-cased; NULL where @email is no such address.
 */
char *hm_service_login (const char *email);

#endif
