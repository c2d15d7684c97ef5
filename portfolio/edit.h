/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes the text of a portfolio file and nothing of it but the lines that are meant: comments, order and spacing stay
 * the user's. Each result is read again and held against what it should say; a text that is written in a way that can't
 * be edited by lines is refused, not spoilt.
 */
#ifndef HM_PORTFOLIO_EDIT_H
#define HM_PORTFOLIO_EDIT_H

#include "portfolio/portfolio.h"

/* What stands for a file that is not there yet. */
#define HM_PORTFOLIO_NEW_FILE "version: " G_STRINGIFY (HM_PORTFOLIO_VERSION) "\n"

/* A repository to be added. */
typedef struct {
  const char *where;
  gboolean is_path;
  const char *name;          /* (nullable) */
  const char *group;         /* (nullable) */
  const char *const *owners; /* (nullable) NULL-terminated */
  const char *criticality;   /* (nullable) "0.85" or "auto" */
} HmPortfolioItem;

typedef struct {
  const char *name;   /* what errors call the file */
  const char *folder; /* absolute; what paths in it are relative to */
  const char *text;   /* (nullable) NULL: there is no file yet */
  gsize size;
} HmPortfolioText;

/*
 * Puts @items (element-type HmPortfolioItem) behind the last of the list. None of them is in it yet. A group of theirs
 * that the file lacks is put behind its other groups.
 *
 * Returns: (owned) the whole new text; NULL with HM_ERROR_FORMAT (also of a name that another repository has, of texts
 * that a portfolio can't hold) or HM_ERROR_LIMIT. Lines that the error names are those of @before.
 */
char *hm_portfolio_append (const HmPortfolioText *before, const GArray *items, GError **error);

/* Keys of two repositories: the first needs the second. */
typedef struct {
  const char *by;
  const char *needed;
} HmPortfolioNeed;

/*
 * Puts those of @needs (element-type HmPortfolioNeed) into the lists "needs" that are not there yet, behind what is, in
 * their order. Both repositories have to be in the list, and to be two; other needs are passed over.
 *
 * Returns: (owned) the whole new text, as it was where *@ret_n_new is 0; NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT.
 */
char *hm_portfolio_need (const HmPortfolioText *before, const GArray *needs, guint *ret_n_new,
                         GError **error);

/*
 * Cuts the lines of those entries of @portfolio, which @before was read into, that are in @keys, and what others
 * say of needing them.
 *
 * Returns: (owned) the whole new text; NULL with HM_ERROR_FORMAT.
 */
char *hm_portfolio_cut (const HmPortfolioText *before, const HmPortfolio *portfolio,
                        GHashTable *keys, GError **error);

#endif
