/* SPDX-License-Identifier: Apache-2.0 */
/* The list "needs" of one repository within the text of a portfolio file. For portfolio/edit.c. */
#ifndef HM_PORTFOLIO_EDIT_NEEDS_H
#define HM_PORTFOLIO_EDIT_NEEDS_H

#include "portfolio/list_lines.h"

/*
 * Marks in @list what changes of item @i, which @yaml and @entry are too: those whose keys are in @cut (nullable) go,
 * @added (nullable; element-type HmPortfolioEntry, none of which is there) come behind the others.
 *
 * Returns: FALSE where it is not written so that it can be edited by lines.
 */
gboolean hm_needs_mark (HmListLines *list, guint i, const HmYaml *yaml,
                        const HmPortfolioEntry *entry, GHashTable *cut, const GPtrArray *added);

#endif
