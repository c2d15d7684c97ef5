/* SPDX-License-Identifier: Apache-2.0 */
/* Letters of other scripts that most fonts draw as a Latin one. */
#ifndef HM_EVIDENCE_CONTENT_CONFUSABLES_H
#define HM_EVIDENCE_CONTENT_CONFUSABLES_H

#include <glib.h>

/* Returns: the ASCII letter that @character, itself no ASCII, looks like; 0 where it looks like none. */
char hm_confusable_letter (gunichar character);

#endif
