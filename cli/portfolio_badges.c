/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio badges`: a badge and its endpoint for every repository, every group and the whole. */
#include "cli/command.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "cli/badge_options.h"
#include "cli/destination.h"
#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "core/error.h"
#include "portfolio/badges.h"

#define FOLDER_MODE 0777

static const GOptionEntry entries[] = {
  HM_PORTFOLIO_AT_ENTRY,   HM_PORTFOLIO_FILE_ENTRY, HM_PORTFOLIO_STORE_ENTRY,
  HM_BADGE_OPTION_ENTRIES, G_OPTION_ENTRY_NULL,
};

static gboolean
file_write (const char *folder, const HmBadgeFile *file, GError **error)
{
  g_autofree char *place = g_build_filename (folder, file->path, NULL);
  g_autofree char *parent = g_path_get_dirname (place);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (HmDestination) destination = NULL;

  if (g_mkdir_with_parents (parent, FOLDER_MODE) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be made: %s", parent, g_strerror (errno));
  destination = hm_destination_new (place, place, others, error);
  return destination != NULL && hm_destination_write (destination, file->bytes, error);
}

static int
files_write (const HmRanking *ranking, const HmBadgeStyle *style, const char *folder)
{
  g_autoptr (GPtrArray) files = hm_badge_files_make (ranking, style);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < files->len; i++)
    if (!file_write (folder, g_ptr_array_index (files, i), &error))
      return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  line = g_strdup_printf ("%u badges below %s: portfolio.svg, group/, repository/\n",
                          files->len / 2, folder);
  return hm_speak (line, strlen (line));
}

static int
portfolio_badges_run (char **arguments)
{
  g_auto (HmPortfolioView) view = { 0 };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (GError) error = NULL;
  HmBadgeStyle style = { 0 };
  int status;

  if (arguments[0] == NULL || *arguments[0] == '\0' || arguments[1] != NULL) {
    hm_complain ("portfolio badges: takes the folder that the badges go to");
    return HM_EXIT_USAGE;
  }
  if (!hm_badge_options_read (&style, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  status = hm_portfolio_view_open (&view);
  if (status != HM_EXIT_OK)
    return status;
  ranking = hm_ranking_make (view.file.portfolio, view.store, view.as_of, &view.wish, &error);
  return ranking != NULL ? files_write (ranking, &style, arguments[0])
                         : hm_complain_error (error, NULL);
}

const HmCommand hm_command_portfolio_badges = {
  .name = "badges",
  .arguments = "DIR",
  .summary = "Write a badge for each repository, each group, and all",
  .description =
      "Below DIR: repository/HOST/OWNER/NAME.svg, group/NAME.svg and portfolio.svg, each beside a .json\n"
      "that shields.io's endpoint badge can be pointed at. A repository without a report says n/a.\n"
      "\n"
      "A group and the portfolio say the mean of the scores, each repository weighed by its\n"
      "criticality; one without weighs as the others do on average. Their coverage counts a repository\n"
      "without a score as not known at all.",
  .options = entries,
  .run = portfolio_badges_run,
};
