/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may come in the place of a JSON body: cut at each 64th byte; at each place another type, or
 * nothing at all; numbers that are negative, fractions, or larger than any count. Booleans and
 * numbers are never replaced by ones that the forge could have meant.
 */
#ifndef HM_TESTS_FORGE_MUTATION_H
#define HM_TESTS_FORGE_MUTATION_H

#include <glib.h>

typedef struct {
  char *place;  /* "data.repository.isFork", "[0].name"; "" where it is the whole body */
  char *change; /* what came there: "null", "gone", "cut at 64" */
  GBytes *body;
} Mutation;

void mutation_free (Mutation *mutation);

/* Returns: (owned) (element-type Mutation) in a fixed order; only cuts where @body is no JSON. */
GPtrArray *mutation_list (GBytes *body);

#endif
