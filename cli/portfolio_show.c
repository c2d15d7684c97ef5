/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio show`: one repository, and what it went through. */
#include <string.h>

#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "core/error.h"
#include "core/instant.h"
#include "render/portfolio_format.h"

static const GOptionEntry entries[] = {
  { "since", 's', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.since,
    "Show its history from this date on", "DATE" },
  { "format", 'f', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.format, "Print text or json",
    "FORMAT" },
  HM_PORTFOLIO_AT_ENTRY,
  HM_PORTFOLIO_FILE_ENTRY,
  HM_PORTFOLIO_STORE_ENTRY,
  HM_PORTFOLIO_COLOR_ENTRY,
  G_OPTION_ENTRY_NULL,
};

typedef enum {
  FORMAT_TEXT,
  FORMAT_JSON,
} Format;

static const char *const formats[] = { "text", "json", NULL };

/* Returns: (nullable) the row of @entry. */
static const HmRankRow *
row_find (const HmRanking *ranking, const HmPortfolioEntry *entry)
{
  for (guint i = 0; i < ranking->rows->len; i++)
    if (g_str_equal (hm_ranking_row (ranking, i)->key, entry->key))
      return hm_ranking_row (ranking, i);
  return NULL;
}

/*
 * As tables tell several of one name apart: "a/repo", "github.com/o/r". Returns: (nullable) the one whose key ends
 * so.
 */
static const HmPortfolioEntry *
entry_by_end (const HmPortfolio *portfolio, const char *words)
{
  const HmPortfolioEntry *found = NULL;

  for (guint i = 0; i < portfolio->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);
    const gsize key = strlen (entry->key);
    const gsize end = strlen (words);

    if (!g_str_has_suffix (entry->key, words) || (key > end && entry->key[key - end - 1] != '/'))
      continue;
    if (found != NULL)
      return NULL;
    found = entry;
  }
  return found;
}

static int
story_speak (const HmRepositoryStory *story, Format format, HmColor color)
{
  const HmTerminal terminal = hm_stdout_terminal (color);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (format == FORMAT_JSON) {
    bytes = hm_story_json (story);
    return hm_speak (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  hm_story_terminal (out, story, &terminal);
  return hm_speak (out->str, out->len);
}

/* Row and story of one state of the store. Returns: (owned) NULL with @error set; borrows @ret_ranking. */
static HmRepositoryStory *
story_read (const HmPortfolioView *view, const HmPortfolioEntry *entry, HmRanking **ret_ranking,
            GError **error)
{
  const gint64 since = view->wish.since != 0 ? view->wish.since : HM_INSTANT_MIN;
  HmRepositoryStory *story = NULL;

  if (!hm_store_view_begin (view->store, error))
    return NULL;
  *ret_ranking =
      hm_ranking_make (view->file.portfolio, view->store, view->as_of, &view->wish, error);
  if (*ret_ranking != NULL)
    story = hm_ranking_story (view->store, row_find (*ret_ranking, entry), since, view->as_of, TRUE,
                              error);
  hm_store_view_end (view->store);
  return story;
}

static int
entry_show (const HmPortfolioView *view, const HmPortfolioEntry *entry, Format format)
{
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (HmRepositoryStory) story = NULL;
  g_autoptr (GError) error = NULL;

  story = story_read (view, entry, &ranking, &error);
  return story != NULL ? story_speak (story, format, view->color) : hm_complain_error (error, NULL);
}

static int
portfolio_show_run (char **arguments)
{
  g_auto (HmPortfolioView) view = { 0 };
  g_autofree char *folder = g_get_current_dir ();
  const HmPortfolioEntry *entry;
  g_autoptr (GError) error = NULL;
  guint format;
  int status;

  if (arguments[0] == NULL || arguments[1] != NULL) {
    hm_complain ("portfolio show: takes one repository of the portfolio, by its URL, path or name");
    return HM_EXIT_USAGE;
  }
  if (!hm_portfolio_view_format (formats, &format, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  status = hm_portfolio_view_open (&view);
  if (status != HM_EXIT_OK)
    return status;
  entry = hm_portfolio_find (view.file.portfolio, folder, arguments[0], &error);
  if (entry == NULL)
    entry = entry_by_end (view.file.portfolio, arguments[0]);
  if (entry == NULL)
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  return entry_show (&view, entry, (Format) format);
}

const HmCommand hm_command_portfolio_show = {
  .name = "show",
  .arguments = "REPO",
  .summary = "Show one repository: its history, criticality and what fails",
  .description =
      "REPO is a URL, a path, or a name of the portfolio as its tables show it. A line of blocks stands\n"
      "for a score over time, a block a report; '?' or a dot where there was none.\n"
      "\n"
      "Each part of the criticality is shown with its value, the value from which on more makes no\n"
      "difference, its weight, and the share of it that is reached.",
  .options = entries,
  .run = portfolio_show_run,
};
