/* SPDX-License-Identifier: Apache-2.0 */
/* The words by which call_flows.c knows what a call does: what it runs, decodes or fetches. */
#ifndef HM_EVIDENCE_CONTENT_CALL_WORDS_H
#define HM_EVIDENCE_CONTENT_CALL_WORDS_H

#include "evidence/content/span.h"

typedef enum {
  HM_CALL_BARE = 1 << 0,    /* only where it's no method of some object */
  HM_CALL_CODE = 1 << 1,    /* runs its text as code */
  HM_CALL_COMMAND = 1 << 2, /* runs its text as a command */
  HM_CALL_DECODES = 1 << 3,
  HM_CALL_CHARACTER = 1 << 4, /* one character from its number */
  HM_CALL_BUFFER = 1 << 5,    /* decodes where the encoding is named */
  HM_CALL_FETCHES = 1 << 6,
  HM_CALL_STATEMENT = 1 << 7, /* may stand without brackets */
  HM_CALL_OBJECT = 1 << 8,    /* decodes as a method of what unpacks code */
} HmCallKind;

/* Returns: of HmCallKind, what @word is; 0: none */
guint hm_call_kind (HmSpan word);

/*
 * What a line has at least on which a decoder is called, the encodings of those that decode by one
 * in quotes among it.
 */
extern HmNeedles hm_decoder_names;

/* What the name of each HM_CALL_CODE and HM_CALL_COMMAND holds. */
extern HmNeedles hm_runner_names;

#endif
