/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text of Python as tokens, for those who look for a value in it. Distrusts the text: what is no Python comes to
 * tokens too, in one pass over the text.
 */
#ifndef HM_EVIDENCE_CONTENT_PYTHON_TOKENS_H
#define HM_EVIDENCE_CONTENT_PYTHON_TOKENS_H

#include "evidence/content/span.h"

typedef enum {
  HM_PYTHON_END,
  HM_PYTHON_NEWLINE, /* also within brackets, where it means nothing */
  HM_PYTHON_NAME,    /* or a keyword */
  HM_PYTHON_STRING,
  HM_PYTHON_OTHER, /* a sign, "+=" and its like as one, or a number */
} HmPythonKind;

typedef struct {
  HmPythonKind kind;
  HmSpan text;  /* of a string what stands between its quotes, escapes as they are */
  guint32 line; /* where it begins, 1-based */
} HmPythonToken;

typedef struct {
  const char *at;
  const char *end;
  guint32 line;
} HmPythonTokens;

/* Stands before the first token of @file, which outlives @ret_tokens. */
void hm_python_tokens_init (HmPythonTokens *ret_tokens, const HmText *file);

/* Returns: the next token; past the last one HM_PYTHON_END, again and again. Comments are none. */
HmPythonToken hm_python_tokens_next (HmPythonTokens *tokens);

#endif
