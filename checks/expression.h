/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the expressions of a workflow's text, ${{ ... }}, take from the contexts `secrets` and
 * `env`. Distrusts the text; what it can't read for certain is said to be unclear, never passed
 * over.
 */
#ifndef HM_CHECKS_EXPRESSION_H
#define HM_CHECKS_EXPRESSION_H

#include <glib.h>

typedef enum {
  HM_CONTEXT_SECRETS,
  HM_CONTEXT_ENV,
} HmContext;

/* One use after another. */
typedef struct {
  HmContext context;
  /* (nullable) (borrowed) not NUL-terminated; NULL: which one can't be seen, or all of them */
  const char *name;
  gsize name_size; /* bytes */
  const char *next;
  gboolean is_inside; /* an expression is open at @next */
} HmContextUses;

/* Stands before the first use in @text. */
void hm_context_uses_init (HmContextUses *uses, const char *text);

/* Goes to the next use. Returns: FALSE past the last one. */
gboolean hm_context_uses_next (HmContextUses *uses);

#endif
