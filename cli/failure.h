/* SPDX-License-Identifier: Apache-2.0 */
/* How a command ends that can't go on. */
#ifndef HM_CLI_FAILURE_H
#define HM_CLI_FAILURE_H

#include "cli/command.h"

/*
 * Says @error on stderr; or that the user interrupted, where that is so: what went wrong then, went
 * wrong because of that.
 *
 * @cancelled: (nullable) atomic
 *
 * Returns: the HmExit for it.
 */
int hm_complain_error (const GError *error, const gint *cancelled);

/* As hm_complain_error(), with @status where nobody interrupted. */
int hm_complain_with (const GError *error, int status, const gint *cancelled);

/* Says that the user interrupted. Returns: HM_EXIT_INTERRUPTED. */
int hm_complain_interrupted (void);

#endif
