/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio changes`: what moved and why, with an exit code for alerts. */
#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_view.h"
#include "core/error.h"
#include "core/instant.h"
#include "core/number.h"
#include "render/portfolio_format.h"

static struct {
  char *until;
  char *threshold;
  gboolean any;
} options;

static const GOptionEntry entries[] = {
  { "since", 's', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.since,
    "Compare with the last reports up to this date", "DATE" },
  { "until", 'u', 0, G_OPTION_ARG_FILENAME, &options.until, "Look as of this date, not now",
    "DATE" },
  { "threshold", 0, 0, G_OPTION_ARG_FILENAME, &options.threshold,
    "Points by which a score has to move to have fallen or risen (0.5)", "POINTS" },
  { "any", 0, 0, G_OPTION_ARG_NONE, &options.any, "Exit with 1 when anything moved at all", NULL },
  { "format", 'f', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_view_texts.format,
    "Print text, md or json", "FORMAT" },
  HM_PORTFOLIO_FILTER_ENTRIES,
  HM_PORTFOLIO_FILE_ENTRY,
  HM_PORTFOLIO_STORE_ENTRY,
  HM_PORTFOLIO_COLOR_ENTRY,
  G_OPTION_ENTRY_NULL,
};

typedef enum {
  FORMAT_TEXT,
  FORMAT_MARKDOWN,
  FORMAT_JSON,
} Format;

static const char *const formats[] = { "text", "md", "json", NULL };

static int
moves_speak (const HmMoves *moves, Format format, HmColor color)
{
  const HmTerminal terminal = hm_stdout_terminal (color);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  switch (format) {
  case FORMAT_TEXT:
    hm_moves_terminal (out, moves, &terminal);
    break;
  case FORMAT_MARKDOWN:
    hm_moves_markdown (out, moves);
    break;
  case FORMAT_JSON:
    bytes = hm_moves_json (moves);
    return hm_speak (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  return hm_speak (out->str, out->len);
}

/* What fell is an alert, and so is what nobody looked at, or could not: it hides whatever fell. */
static int
moves_exit (const HmMoves *moves)
{
  static const HmMoveKind alerts[] = { HM_MOVE_FELL, HM_MOVE_FOUND, HM_MOVE_FAILED,
                                       HM_MOVE_UNSEEN };
  gboolean is_alert = options.any && moves->moves->len > 0;

  for (gsize i = 0; i < G_N_ELEMENTS (alerts); i++)
    is_alert = is_alert || moves->counts[alerts[i]] > 0;
  return is_alert ? HM_EXIT_GATE : HM_EXIT_OK;
}

static gboolean
threshold_read (int *ret_threshold, GError **error)
{
  *ret_threshold = HM_RANKING_THRESHOLD;
  if (options.threshold == NULL
      || (hm_score_parse (options.threshold, ret_threshold) && *ret_threshold > 0))
    return TRUE;
  return hm_fail (
      error, HM_ERROR_USAGE,
      "--threshold %s: write points above 0 and up to 10 with at most one decimal, such as 1 or 0.1",
      options.threshold);
}

static int
portfolio_changes_run (char **arguments)
{
  g_auto (HmPortfolioView) view = { 0 };
  g_autoptr (HmMoves) moves = NULL;
  g_autoptr (GError) error = NULL;
  guint format;
  int status;

  if (arguments[0] != NULL || hm_portfolio_view_texts.since == NULL) {
    if (arguments[0] != NULL)
      hm_complain ("portfolio changes: takes no argument; '%s' is one too many", arguments[0]);
    else
      hm_complain ("portfolio changes: since when? Add --since DATE");
    return HM_EXIT_USAGE;
  }
  if (!hm_portfolio_view_format (formats, &format, &error)
      || !threshold_read (&view.wish.threshold, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  if (options.until != NULL) {
    gint64 until;

    if (!hm_instant_parse (options.until, &until, &error)) {
      g_prefix_error (&error, "--until ");
      return hm_complain_with (error, HM_EXIT_USAGE, NULL);
    }
    hm_portfolio_view_texts.at = options.until;
  }
  status = hm_portfolio_view_open (&view);
  if (status != HM_EXIT_OK)
    return status;
  moves = hm_ranking_moves (view.file.portfolio, view.store, view.wish.since, view.as_of,
                            &view.wish, &error);
  if (moves == NULL)
    return hm_complain_error (error, NULL);
  status = moves_speak (moves, (Format) format, view.color);
  return status != HM_EXIT_OK ? status : moves_exit (moves);
}

const HmCommand hm_command_portfolio_changes = {
  .name = "changes",
  .arguments = "",
  .summary = "Say what moved since when, and why",
  .description =
      "Compares the last report of each repository with the last one up to --since: scores, floors,\n"
      "and which findings came and went. --format md is fit for an issue or a chat.\n"
      "\n"
      "Exits with 1 when anything fell (a score or a floor by --threshold or more), when a finding that\n"
      "fails came, and when anything could not be scanned or nobody looked at it in that time; with\n"
      "--any also when anything else moved. Within each kind the highest risk comes first.\n"
      "\n"
      "Another policy or version of hallmark is told with what it moved; a check that is new with it is\n"
      "no fall, and what is waived is no news.",
  .options = entries,
  .run = portfolio_changes_run,
};
