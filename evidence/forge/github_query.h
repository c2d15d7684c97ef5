/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The GraphQL queries that GitHub is asked, as text. They are made of parts, so that one that a
 * server does not know, or does not get done in time, can be left out without losing the others.
 *
 * Nothing is asked that is non-null in GitHub's schema and needs more than a reader may see
 * (branchProtectionRules, releases, pullRequests, viewerCanAdminister): an error there would make
 * the whole repository null.
 */
#ifndef HM_EVIDENCE_FORGE_GITHUB_QUERY_H
#define HM_EVIDENCE_FORGE_GITHUB_QUERY_H

#include <glib.h>
#include <jansson.h>

typedef enum {
  HM_GITHUB_POLICY = 1 << 0,
  HM_GITHUB_TWO_FACTOR = 1 << 1,
  HM_GITHUB_CODE_OWNERS = 1 << 2,
  HM_GITHUB_COLLABORATORS = 1 << 3,
  HM_GITHUB_RULESETS = 1 << 4, /* for their bypass actors: the rules themselves come by REST */
  HM_GITHUB_CLASSIC = 1 << 5,
  HM_GITHUB_LAST_PUSH = 1 << 6, /* of the classic rule */
  HM_GITHUB_UPDATE_RULE = 1 << 7,
  HM_GITHUB_SIGNATURES = 1 << 8,
  HM_GITHUB_CHANGES = 1 << 9,
  HM_GITHUB_REVIEWS = 1 << 10, /* of the changes */
  HM_GITHUB_TAGS = 1 << 11,
  HM_GITHUB_COUNTS = 1 << 12, /* of forks and stars */
} HmGithubPart;

#define HM_GITHUB_PARTS_ALL ((1u << 13) - 1)

/* What the query looks at, without paging: all of it costs one point of GitHub's 5,000 an hour. */
#define HM_GITHUB_CHANGES_MAX 30u
#define HM_GITHUB_TAGS_MAX 20u

/*
 * The body to POST: everything about the project @owner/@name, its newest @n_commits commits
 * included. A recording is asked by these very bytes: what is new to the query is a part of its
 * own, and without it the bytes are those of before.
 *
 * Returns: (owned)
 */
char *hm_github_query_project (const char *owner, const char *name, guint parts, guint n_commits);

/* The body to POST: the classic rules of @n_branches branches, as "b0", "b1"... of "repository". Returns: (owned) */
char *hm_github_query_branches (const char *owner, const char *name, guint parts,
                                const char *const *branches, guint n_branches);

/* The body to POST: who asks, and what they may do with @project ("OWNER/NAME", nullable). Returns: (owned) */
char *hm_github_query_viewer (const char *project);

/*
 * The parts that one error of an answer is about, by its path, its field name, or the fields that
 * its message quotes.
 */
guint hm_github_query_blamed (const json_t *error);

#endif
