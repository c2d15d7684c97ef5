/* SPDX-License-Identifier: Apache-2.0 */
/* What is said after a badge was written: the lines that put it into a README. */
#ifndef HM_CLI_EMBED_H
#define HM_CLI_EMBED_H

#include "cli/output.h"

/* Appends the lines for the badge of @outputs; nothing where no badge went to a file. */
void hm_embed_append (GString *out, const HmReport *report, const HmBadgeStyle *style,
                      const HmOutputs *outputs);

#endif
