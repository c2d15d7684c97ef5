/* SPDX-License-Identifier: Apache-2.0 */
/* The number of the line that a place in a text is on, for places asked about in order: each byte is counted once. */
#ifndef HM_EVIDENCE_CONTENT_LINE_COUNTER_H
#define HM_EVIDENCE_CONTENT_LINE_COUNTER_H

#include <glib.h>

typedef struct {
  const char *at;
  guint32 line; /* 1-based, that of @at */
} HmLineCounter;

/* Returns: a counter at the start of @text. */
HmLineCounter hm_line_counter (const char *text);

/* Returns: the 1-based line of @place, which is not before the one asked about last. */
guint32 hm_line_counter_go (HmLineCounter *counter, const char *place);

#endif
