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
    "Put it into this group, which is made where there is none", \
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
 * Returns: FALSE with HM_ERROR_IO; also where it was changed since it was read, as an editor does, which knows of no
 * lock.
 */
gboolean hm_portfolio_file_write (const HmPortfolioFile *file, const char *text, GError **error);

/*
 * Checks that @file has a group of the name that @option ("--group") asks for.
 *
 * @group: (nullable) NULL: nothing is asked for
 *
 * Returns: FALSE with HM_ERROR_USAGE, which names those that there are.
 */
gboolean hm_portfolio_group_check (const HmPortfolioFile *file, const char *option,
                                   const char *group, GError **error);

/*
 * Checks that the file can say what follows @option ("--name"): a name, a group or an owner.
 *
 * @text: (nullable) NULL: nothing is to be said
 *
 * Returns: FALSE with HM_ERROR_USAGE
 */
gboolean hm_portfolio_option_text_check (const char *option, const char *text, GError **error);

/*
 * Makes the item of a new repository that goes into a file, of what the options say. Its group need not be there yet.
 *
 * Returns: FALSE with HM_ERROR_USAGE: no name of a group or owner, no criticality.
 */
gboolean hm_portfolio_item_read (HmPortfolioItem *ret_item, GError **error);

/*
 * Says that the group of the options is new to @file, if so: "new group: core". For a command that puts a repository
 * into it.
 *
 * @said: masked for a terminal
 */
void hm_portfolio_group_say (const HmPortfolioFile *file, GString *said);

#endif
