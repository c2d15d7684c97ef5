/* SPDX-License-Identifier: Apache-2.0 */
/* Whether whoever publishes the project's packages needs a second factor, or no password at all. */
#ifndef HM_CHECKS_RELEASE_CHANNELS_H
#define HM_CHECKS_RELEASE_CHANNELS_H

#include <hallmark/check.h>

#define HM_RELEASE_CHANNELS_PROBE "release-channels-require-2fa"

/* Adds one finding for each channel found in the tree, with @points at stake, or one that says there is none. */
void hm_release_channels_run (const HmFacts *facts, int points, HmFindings *findings);

#endif
