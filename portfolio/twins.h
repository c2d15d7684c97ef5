/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repositories that a portfolio names more than once, in a way that its text alone can't show: by two paths that lead
 * to one place, or by a URL and by the path of a copy. The first kind is a mistake: the repository would count twice,
 * and each of the two as a dependent of the other. The second may be meant, since the folder may be where somebody
 * works, or a mirror, and the URL what the forge has; so it is mentioned, and nothing else.
 */
#ifndef HM_PORTFOLIO_TWINS_H
#define HM_PORTFOLIO_TWINS_H

#include "portfolio/portfolio.h"

typedef struct HmTwins HmTwins;

/*
 * Looks where the folders of @entries are.
 *
 * @entries: (element-type HmPortfolioEntry) all of a portfolio; they outlive what is returned
 * @cancelled: (nullable) atomic; from then on no more is looked for
 *
 * Returns: (owned) what never changes, so threads may share it
 */
HmTwins *hm_twins_find (const GPtrArray *entries, const gint *cancelled);
void hm_twins_free (HmTwins *twins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTwins, hm_twins_free)

/*
 * Returns: (borrowed) (nullable) the one whose repository @entry is again: of all that lead to one place, the first by
 * the bytes of its key.
 */
const HmPortfolioEntry *hm_twins_same (const HmTwins *twins, const HmPortfolioEntry *entry);

/* Returns: (borrowed) (nullable) the one by URL that a repository with this remote is a copy of. @url: (nullable) */
const HmPortfolioEntry *hm_twins_origin (const HmTwins *twins, const char *url);

#endif
