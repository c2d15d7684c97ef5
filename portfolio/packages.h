/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the manifests and bills of materials of a tree call its packages, and what they declare to need. Distrusts them;
 * no parser of their formats.
 */
#ifndef HM_PORTFOLIO_PACKAGES_H
#define HM_PORTFOLIO_PACKAGES_H

#include <hallmark/facts.h>

/* Names of each kind that are kept, the first by their bytes: the largest monorepos have some thousand. */
#define HM_PACKAGES_MAX 2000u

/*
 * Names that are needed after which no further document is read, in the order of the tree: there lies what was made to
 * take time and memory.
 */
#define HM_PACKAGES_SEEN_MAX 100000u

/* NULL-terminated: HmCollectOptions.reads for all that is looked at. */
extern const char *const hm_packages_reads[];

typedef struct {
  char **packages; /* NULL-terminated, by their bytes: "npm:left-pad", "pypi:requests" */
  /* Likewise, without those for development; "repository:github.com/o/r" where one is named itself. */
  char **dependencies;
} HmPackages;

void hm_packages_clear (HmPackages *packages);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPackages, hm_packages_clear)

/*
 * Reads the documents of @tree, but for tests, examples and what is vendored.
 *
 * @url: (nullable) where the project lives: it may be needed by that, too
 */
void hm_packages_read (const HmTree *tree, const char *url, HmPackages *ret_packages);

#endif
