/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What repositories are called where several stand together. Names need not be unique: "repo" is the last part of
 * many a path, "o/r" the path of a URL on each host. Whoever reads a table has to know which is which.
 */
#ifndef HM_RENDER_PORTFOLIO_NAMES_H
#define HM_RENDER_PORTFOLIO_NAMES_H

#include "render/portfolio.h"

typedef enum {
  /* Equal names of folders are told apart by the folders above: "a/repo", "b/repo". */
  HM_NAMES_WITH_FOLDERS,
  /* No folder above is told, but the first digits of the key's SHA-256: "repo (3f9a1c)". */
  HM_NAMES_PUBLIC,
} HmNamesFor;

/* Digits of that digest: where they too are the same, all of it. */
#define HM_NAMES_DIGITS 6u

/*
 * Of equal names that of a URL has its host put before it, that of a folder is told apart as @reader wants it, and
 * one that the portfolio file gives is left. What is then still the same, or what was cut to it, has the digest
 * behind it. So none is another's, unless two keys are the same.
 *
 * @named: (element-type HmNamed)
 * @columns_max: each is cut to these by hm_name_cut(), the digest aside; 0: none is
 *
 * Returns: (owned) (element-type utf8) one for each in their order; any bytes where none is cut.
 */
GPtrArray *hm_names_tell_apart (const GArray *named, HmNamesFor reader, guint columns_max);

/*
 * As hm_names_tell_apart(), of the rows and of the moves among all of the portfolio: what a repository is called
 * depends neither on filters nor on limits.
 */
GPtrArray *hm_ranking_names (const HmRanking *ranking, HmNamesFor reader, guint columns_max);
GPtrArray *hm_moves_names (const HmMoves *moves, HmNamesFor reader, guint columns_max);

/*
 * Returns: (owned) @name as valid UTF-8, each letter with two accents at most: a pile of them would reach into the
 * lines above and below.
 */
char *hm_name_flat (const char *name);

/*
 * Returns: (owned) likewise; what is wider than @columns_max has an ellipsis for its middle: both ends tell what it
 * is.
 */
char *hm_name_cut (const char *name, guint columns_max);

#endif
