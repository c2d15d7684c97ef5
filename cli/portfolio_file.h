/* SPDX-License-Identifier: Apache-2.0 */
/* The portfolio file that the commands of `hallmark portfolio` work on. */
#ifndef HM_CLI_PORTFOLIO_FILE_H
#define HM_CLI_PORTFOLIO_FILE_H

#include "cli/edit_lock.h"
#include "portfolio/edit.h"

/* Filled in by GOption: a process parses one command line. */
typedef struct {
  char *file;
  char *group;
  char **owners;
  char *criticality;
  gboolean is_dry_run;
} HmPortfolioOptionTexts;

extern HmPortfolioOptionTexts hm_portfolio_option_texts;

#define HM_PORTFOLIO_FILE_ENTRY \
  { \
    "portfolio", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_option_texts.file, \
        "The portfolio file (" HM_PORTFOLIO_FILE ")", "FILE" \
  }

#define HM_PORTFOLIO_DRY_RUN_ENTRY \
  { \
    "dry-run", 'n', 0, G_OPTION_ARG_NONE, &hm_portfolio_option_texts.is_dry_run, \
        "Say what would be done, and leave the file alone", NULL \
  }

/* What is written beside a new repository. */
#define HM_PORTFOLIO_ITEM_ENTRIES \
  { "group", \
    'g', \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_portfolio_option_texts.group, \
    "Put it into this group of the file's", \
    "NAME" }, \
      { "owner", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME_ARRAY, \
        &hm_portfolio_option_texts.owners, \
        "It is this one's; may be given again", \
        "NAME" }, \
  { \
    "criticality", 0, 0, G_OPTION_ARG_FILENAME, &hm_portfolio_option_texts.criticality, \
        "How much depends on it: 0 to 1, or auto", "NUMBER" \
  }

typedef struct {
  char *name;             /* as the user calls it */
  char *place;            /* absolute, symbolic links followed */
  char *folder;           /* absolute */
  HmEditLock *lock;       /* (nullable) as hm_portfolio_file_edit() took it */
  GByteArray *bytes;      /* (nullable) NULL: there is no file yet */
  HmPortfolio *portfolio; /* empty where there is no file */
} HmPortfolioFile;

void hm_portfolio_file_clear (HmPortfolioFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPortfolioFile, hm_portfolio_file_clear)

/*
 * Reads the file that the options name.
 *
 * @may_be_new: whether there need not be one yet
 *
 * Returns: FALSE with HM_ERROR_USAGE (there is none, an option that can't be), HM_ERROR_IO, or as hm_portfolio_parse().
 */
gboolean hm_portfolio_file_read (gboolean may_be_new, HmPortfolioFile *ret_file, GError **error);

/*
 * As hm_portfolio_file_read(), for a command that is to write it: until @ret_file is cleared no
 * other hallmark changes the file. For a dry run nothing is locked.
 *
 * @cancelled: (nullable) atomic; of who catches signals
 *
 * Returns: FALSE as hm_portfolio_file_read(), and as hm_edit_lock_take().
 */
gboolean hm_portfolio_file_edit (gboolean may_be_new, const gint *cancelled,
                                 HmPortfolioFile *ret_file, GError **error);

/* Returns: (borrowed) as hm_portfolio_append() and hm_portfolio_cut() want it. */
HmPortfolioText hm_portfolio_file_text (const HmPortfolioFile *file);

/*
 * Puts @text in the place of @file, which is one to edit, whole or not at all.
 *
 * Returns: FALSE with HM_ERROR_IO; also where it was changed since it was read, as an editor does, which knows of no lock.
 */
gboolean hm_portfolio_file_write (const HmPortfolioFile *file, const char *text, GError **error);

/*
 * Checks what the options say of a new repository, and makes the item of it that goes into @file.
 *
 * Returns: FALSE with HM_ERROR_USAGE: no such group, no criticality.
 */
gboolean hm_portfolio_item_read (const HmPortfolioFile *file, HmPortfolioItem *ret_item,
                                 GError **error);

#endif
