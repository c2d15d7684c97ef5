/* SPDX-License-Identifier: Apache-2.0 */
/*
 * By which policy each repository of a portfolio is scanned: that of the command line; else its
 * own, where the portfolio's file says so; else its group's; else none. A repository does not
 * choose for itself what it is judged by: in one ranking all are measured alike.
 */
#ifndef HM_CLI_PORTFOLIO_TERMS_H
#define HM_CLI_PORTFOLIO_TERMS_H

#include "cli/policy_options.h"
#include "portfolio/scan.h"

typedef struct HmPortfolioTerms HmPortfolioTerms;

/*
 * Loads the policies of the groups of @entries (element-type const HmPortfolioEntry).
 *
 * @folder: that of the portfolio file: what paths of policies in it are relative to
 * @checks: (element-type const HmCheck) in report order
 * @collect: what holds for all; with all else it outlives the terms
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE, HM_ERROR_IO (a file of trust anchors) or HM_ERROR_CANCELLED
 */
HmPortfolioTerms *hm_portfolio_terms_new (const char *folder, const GPtrArray *entries,
                                          const HmRegistry *registry, const GPtrArray *checks,
                                          const HmForgePlan *forge, const HmCollectOptions *collect,
                                          GError **error);
void hm_portfolio_terms_free (HmPortfolioTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPortfolioTerms, hm_portfolio_terms_free)

/* Returns: what borrows from @terms. */
HmScanTermsSource hm_portfolio_terms_source (HmPortfolioTerms *terms);

#endif
