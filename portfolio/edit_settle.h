/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the new text of a portfolio file says what the old one did, but for what was to change. */
#ifndef HM_PORTFOLIO_EDIT_SETTLE_H
#define HM_PORTFOLIO_EDIT_SETTLE_H

#include "portfolio/edit.h"

#define HM_EDIT_LIST_KEY "repositories"

/* What the new text has to say otherwise than the old one. */
typedef struct {
  GHashTable *cut;  /* (nullable) keys of those that are gone */
  guint n_appended; /* behind the others */
  /* (nullable) (element-type utf8) names of those that are new, behind the others */
  const GPtrArray *groups;
  GHashTable *more; /* (nullable) HmPortfolioEntry to GPtrArray of those that it needs besides */
} HmEdit;

/* Says that the list @key of the file @name can't be edited. Returns: FALSE with HM_ERROR_FORMAT */
gboolean hm_edit_refuse (const char *name, const char *key, GError **error);

/*
 * Reads @text again and holds it against @portfolio, which @before was read into. What is wrong with it is told without
 * its lines: nobody has seen them.
 *
 * Returns: (owned) @text, if it says what is meant; NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT
 */
char *hm_edit_settle (const HmPortfolioText *before, const HmPortfolio *portfolio,
                      const GString *text, const HmEdit *edit, GError **error);

#endif
