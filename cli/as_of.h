/* SPDX-License-Identifier: Apache-2.0 */
/* Which commit, as of when: what --commit, --ref and --at come to. */
#ifndef HM_CLI_AS_OF_H
#define HM_CLI_AS_OF_H

#include "evidence/collect.h"
#include "evidence/forge/recording.h"

/*
 * Sets the time: that of @at (nullable), else SOURCE_DATE_EPOCH, else that of the scan that is replayed, else now.
 *
 * @replay: (nullable)
 *
 * Returns: FALSE with HM_ERROR_USAGE.
 */
gboolean hm_as_of_read (const char *at, const HmRecording *replay, HmCollectOptions *collect,
                        GError **error);

/*
 * Sets the revision; @commit and @ref are nullable.
 *
 * Returns: FALSE with HM_ERROR_USAGE where both are given, or one is empty: what `--ref "$UNSET"`
 * of a script comes to must not be taken for HEAD.
 */
gboolean hm_revision_options_read (const char *commit, const char *ref, HmCollectOptions *collect,
                                   GError **error);

#endif
