/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands that look at a portfolio have in common: the file, the store, the time, and which repositories. */
#ifndef HM_CLI_PORTFOLIO_VIEW_H
#define HM_CLI_PORTFOLIO_VIEW_H

#include "cli/portfolio_file.h"
#include "cli/speak.h"
#include "portfolio/ranking.h"

/* Filled in by GOption: a process parses one command line. */
typedef struct {
  char *store;
  char *at;
  char *since;
  char *format;
  char *color;
} HmPortfolioViewTexts;

extern HmPortfolioViewTexts hm_portfolio_view_texts;

#define HM_PORTFOLIO_STORE_ENTRY \
  { \
    "store", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.store, \
        "The store (hallmark/portfolio.db in XDG_DATA_HOME)", "FILE" \
  }

#define HM_PORTFOLIO_AT_ENTRY \
  { \
    "at", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.at, "Look as of this date", "DATE" \
  }

/* Which repositories. */
#define HM_PORTFOLIO_FILTER_ENTRIES \
  { "group", \
    'g', \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_portfolio_option_texts.group, \
    "Look at this group alone", \
    "NAME" }, \
  { \
    "owner", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &hm_portfolio_option_texts.owners, \
        "Look at what is this one's alone; may be given again", "NAME" \
  }

#define HM_PORTFOLIO_COLOR_ENTRY \
  { \
    "color", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.color, \
        "Colour: auto, always or never", "WHEN" \
  }

/* One that is zeroed but for wish.cancelled is ready for hm_portfolio_view_open(). */
typedef struct {
  HmPortfolioFile file;
  char *store_file;
  HmStore *store;
  gint64 as_of;
  HmColor color;
  HmRankingWish wish; /* with the filters that the options say, and since */
} HmPortfolioView;

/*
 * Reads the options and the file, and opens the store. What goes wrong is said on stderr.
 *
 * Returns: HM_EXIT_OK; else the exit of what went wrong.
 */
int hm_portfolio_view_open (HmPortfolioView *view);
void hm_portfolio_view_clear (HmPortfolioView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPortfolioView, hm_portfolio_view_clear)

/*
 * @names: NULL-terminated; the first is what is meant where nothing is said.
 *
 * Returns: FALSE with HM_ERROR_USAGE where --format names none of them.
 */
gboolean hm_portfolio_view_format (const char *const *names, guint *ret_index, GError **error);

#endif
