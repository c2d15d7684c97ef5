/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio badges`: a badge and its endpoint for every repository, every group and the whole. */
#include "cli/command.h"

#include <string.h>

#include "cli/badge_options.h"
#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "cli/site_folder.h"
#include "portfolio/badges.h"

static const GOptionEntry entries[] = {
  HM_PORTFOLIO_AT_ENTRY,   HM_PORTFOLIO_FILE_ENTRY, HM_PORTFOLIO_STORE_ENTRY,
  HM_BADGE_OPTION_ENTRIES, G_OPTION_ENTRY_NULL,
};

static gboolean
files_put (const GPtrArray *files, const char *name, guint *ret_n_removed, GError **error)
{
  g_autoptr (HmSiteFolder) folder = hm_site_folder_open (name, HM_SITE_FOLDER_BADGES, error);
  guint n_files;

  if (folder == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++) {
    const HmBadgeFile *file = g_ptr_array_index (files, i);

    if (!hm_site_folder_put (folder, file->path, file->bytes, error))
      return FALSE;
  }
  return hm_site_folder_finish (folder, &n_files, ret_n_removed, error);
}

static gboolean
has_below (const GPtrArray *files, const char *folder)
{
  for (guint i = 0; i < files->len; i++) {
    const HmBadgeFile *file = g_ptr_array_index (files, i);

    if (g_str_has_prefix (file->path, folder))
      return TRUE;
  }
  return FALSE;
}

/* Returns: (owned) "5 badges below DIR: portfolio.svg, group/, repository/, 1 old file removed", what there is of it */
static char *
line_make (const GPtrArray *files, const char *name, guint n_removed)
{
  const guint n_badges = files->len / 2;
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%u badge%s below %s: portfolio.svg", n_badges,
                          n_badges == 1 ? "" : "s", name);
  if (has_below (files, "group/"))
    g_string_append (line, ", group/");
  if (has_below (files, "repository/"))
    g_string_append (line, ", repository/");
  if (n_removed > 0)
    g_string_append_printf (line, ", %u old file%s removed", n_removed, n_removed == 1 ? "" : "s");
  g_string_append_c (line, '\n');
  return g_string_free (line, FALSE);
}

static int
files_write (const HmRanking *ranking, const HmBadgeStyle *style, const char *name)
{
  g_autoptr (GPtrArray) files = hm_badge_files_make (ranking, style);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint n_removed;

  if (!files_put (files, name, &n_removed, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  line = line_make (files, name, n_removed);
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
      "that shields.io's endpoint badge can be pointed at. A repository without a report says n/a; where\n"
      "the newest report is older than 30 days, a badge says stale.\n"
      "\n"
      "A group and the portfolio say the mean of the scores, each repository weighed by its\n"
      "criticality; one without weighs as the others do on average. Their coverage counts a repository\n"
      "without a score as not known at all.\n"
      "\n"
      "DIR is made; one that holds something else than badges of hallmark's is refused. Badges of what is\n"
      "gone are removed. It is known by its file .hallmark-badges, which lists them.",
  .options = entries,
  .run = portfolio_badges_run,
};
