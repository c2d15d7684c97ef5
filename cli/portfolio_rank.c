/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio rank`: which repository somebody should look at first, and why now. */
#include <string.h>

#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "core/error.h"
#include "core/number.h"
#include "render/portfolio_format.h"

static struct {
  char *by;
  char *below;
  char *limit;
  gboolean is_failed;
} options;

static const GOptionEntry entries[] = {
  { "by", 'b', 0, G_OPTION_ARG_FILENAME, &options.by,
    "Order by risk, score, floor, criticality, change, name or a check", "WHAT" },
  { "since", 's', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.since,
    "Show what changed since this date", "DATE" },
  { "below", 0, 0, G_OPTION_ARG_FILENAME, &options.below, "List what scores less than this alone",
    "SCORE" },
  { "failed", 0, 0, G_OPTION_ARG_NONE, &options.is_failed,
    "List those whose last scan failed alone", NULL },
  { "limit", 'n', 0, G_OPTION_ARG_FILENAME, &options.limit, "List so many at most", "NUMBER" },
  { "format", 'f', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.format,
    "Print text, csv, json or md", "FORMAT" },
  HM_PORTFOLIO_FILTER_ENTRIES,
  HM_PORTFOLIO_AT_ENTRY,
  HM_PORTFOLIO_FILE_ENTRY,
  HM_PORTFOLIO_STORE_ENTRY,
  HM_PORTFOLIO_COLOR_ENTRY,
  G_OPTION_ENTRY_NULL,
};

typedef enum {
  FORMAT_TEXT,
  FORMAT_CSV,
  FORMAT_JSON,
  FORMAT_MARKDOWN,
} Format;

static const char *const formats[] = { "text", "csv", "json", "md", NULL };

static gboolean
wish_read (HmRankingWish *wish, GError **error)
{
  guint64 limit = 0;

  if (options.limit != NULL
      && (!hm_number_parse (options.limit, strlen (options.limit), G_MAXUINT, &limit)
          || limit == 0))
    return hm_fail (error, HM_ERROR_USAGE, "--limit %s: a whole number from 1 on", options.limit);
  if (options.below != NULL && (!hm_score_parse (options.below, &wish->below) || wish->below == 0))
    return hm_fail (
        error, HM_ERROR_USAGE,
        "--below %s: write a score above 0 and up to 10 with at most one decimal, such as 7 or 7.5",
        options.below);
  wish->by = options.by;
  wish->limit = (guint) limit;
  wish->is_failed = options.is_failed;
  return TRUE;
}

static int
ranking_speak (const HmRanking *ranking, Format format, HmColor color)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  const HmTerminal terminal = hm_stdout_terminal (color);

  switch (format) {
  case FORMAT_TEXT:
    hm_ranking_terminal (out, ranking, &terminal);
    break;
  case FORMAT_CSV:
    hm_ranking_csv (out, ranking);
    break;
  case FORMAT_MARKDOWN:
    hm_ranking_markdown (out, ranking);
    break;
  case FORMAT_JSON:
    bytes = hm_ranking_json (ranking);
    return hm_speak (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  return hm_speak (out->str, out->len);
}

static int
portfolio_rank_run (char **arguments)
{
  g_auto (HmPortfolioView) view = { 0 };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (GError) error = NULL;
  guint format;
  int status;

  if (arguments[0] != NULL) {
    hm_complain ("portfolio rank: takes no argument; '%s' is one too many", arguments[0]);
    return HM_EXIT_USAGE;
  }
  if (!hm_portfolio_view_format (formats, &format, &error) || !wish_read (&view.wish, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  status = hm_portfolio_view_open (&view);
  if (status != HM_EXIT_OK)
    return status;
  ranking = hm_ranking_make (view.file.portfolio, view.store, view.as_of, &view.wish, &error);
  if (ranking == NULL)
    return hm_complain_error (error, NULL);
  return ranking_speak (ranking, (Format) format, view.color);
}

const HmCommand hm_command_portfolio_rank = {
  .name = "rank",
  .arguments = "",
  .summary = "Say which repository to look at first, and why",
  .description =
      "Ranks the portfolio by what the store holds of it. Risk is criticality times what the floor\n"
      "lacks to 10, so what much depends on and what is weak comes first. What is not known comes\n"
      "last; ties go by the repository's key. Equal names of the portfolio are told apart by the host\n"
      "or the folders above, as far as it takes.\n"
      "\n"
      "WHY NOW is the check that weighs most by what it lacks to 10, in which what it fell by since\n"
      "--since counts twice; where that did not fall, another that did stands before it. CHANGE is n/a\n"
      "where nobody looked since.\n"
      "\n"
      "--by CHECK takes a check by id or name: 'hallmark portfolio rank --by maintainers'. --below\n"
      "then is about that check's score. --by change wants --since.\n"
      "\n"
      "Criticality is the portfolio file's; where that says auto, it is worked out as OpenSSF's\n"
      "criticality score does: 'hallmark portfolio show REPO' shows its parts. 'Nebraska' marks what\n"
      "much depends upon and next to nobody keeps up.",
  .options = entries,
  .run = portfolio_rank_run,
};
