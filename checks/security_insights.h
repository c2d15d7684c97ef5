/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a SECURITY-INSIGHTS file claims about two-factor authentication. Versions 1 and 2 of its schema have no
 * field of their own for it, so a field named after it and the free texts are read. Distrusts the file.
 */
#ifndef HM_CHECKS_SECURITY_INSIGHTS_H
#define HM_CHECKS_SECURITY_INSIGHTS_H

#include <hallmark/check.h>

#define HM_DECLARED_2FA_PROBE "declared-2fa"

/* Where such files stand, as HmCheck.reads wants it. */
#define HM_SECURITY_INSIGHTS_PLACES \
  "SECURITY-INSIGHTS.yml", "SECURITY-INSIGHTS.yaml", ".github/SECURITY-INSIGHTS.yml", \
      ".github/SECURITY-INSIGHTS.yaml", ".gitlab/SECURITY-INSIGHTS.yml", \
      ".gitlab/SECURITY-INSIGHTS.yaml"

/* Adds one finding, with @points at stake where something is claimed or could not be read. */
void hm_security_insights_run (const HmFacts *facts, int points, HmFindings *findings);

#endif
