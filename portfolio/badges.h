/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Badges of a portfolio: of each repository, each group, and the whole, as files with names that can be linked to.
 * Pure.
 *
 * A path depends on the key or the name alone, never on what else the portfolio has: an address that somebody has
 * embedded goes on leading to the badge of the same repository, or to none. A segment of lower-case letters, digits,
 * '.', '_' and '-' is its own name; any other is followed by 32 digits of the SHA-256 of the whole segment. Instead of
 * a path on this machine stand its last part and such a digest of the whole key.
 */
#ifndef HM_PORTFOLIO_BADGES_H
#define HM_PORTFOLIO_BADGES_H

#include "render/badge.h"
#include "render/portfolio.h"

/* A file below the folder for badges. */
typedef struct {
  /* "repository/github.com/o/r.svg", "group/web.json", "portfolio.svg": safe letters alone, never ".." */
  char *path;
  GBytes *bytes;
} HmBadgeFile;

/*
 * An SVG and the JSON of shields.io's endpoint badge for each repository of @ranking (which has all of them, each
 * once), for each group, and for all: those say the mean of their scores, weighed by criticality (hm_ranking_mean()).
 *
 * @style: the label is that of badges of repositories; a group's is its name.
 *
 * Returns: (owned) (element-type HmBadgeFile) by path
 */
GPtrArray *hm_badge_files_make (const HmRanking *ranking, const HmBadgeStyle *style);

/* Returns: (owned) the path without its ending of the badges of the repository @key. */
char *hm_badge_file_of_repository (const char *key);

/* Returns: (owned) likewise of the group @name. */
char *hm_badge_file_of_group (const char *name);

#endif
