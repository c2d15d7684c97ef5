/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark history`: the score and the signals over a project's life. */
#include "cli/as_of.h"
#include "cli/check_choice.h"
#include "cli/command.h"
#include "cli/destination.h"
#include "cli/failure.h"
#include "cli/history_walk.h"
#include "cli/interrupt.h"
#include "cli/now.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "evidence/git/cancel.h"
#include "core/instant.h"
#include "render/history_format.h"
#include "render/history_table.h"

static struct {
  char **outputs;
  char **checks;
  char *every;
  gboolean tags;
  char *since;
  char *until;
  char *commit;
  char *ref;
  gboolean first_alarm;
  gboolean all;
  char **plugins;
  gboolean no_cache;
  char *theme;
  int scale;
  char *color;
  gboolean quiet;
} options = { .scale = 2 };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.outputs,
    "Write a file: .svg .png .json .csv, or FORMAT:FILE; again for more", "FILE" },
  { "every", 0, 0, G_OPTION_ARG_FILENAME, &options.every,
    "A row each month (default), quarter, year, week or 10d", "PERIOD" },
  { "tags", 0, 0, G_OPTION_ARG_NONE, &options.tags, "A row at each release tag", NULL },
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since, "No row before this date", "DATE" },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &options.until, "No row after this date (now)", "DATE" },
  { "first-alarm", 0, 0, G_OPTION_ARG_NONE, &options.first_alarm,
    "Print at which commit each signal first came on, and why", NULL },
  { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all, "Print each row on a line of its own", NULL },
  { "check", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.checks,
    "Run only this check; again for more", "CHECK" },
  { "commit", 0, 0, G_OPTION_ARG_FILENAME, &options.commit, "The history of this commit", "REV" },
  { "ref", 0, 0, G_OPTION_ARG_FILENAME, &options.ref, "The history of this branch or tag", "NAME" },
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &options.no_cache,
    "Neither use nor keep what is known of commits", NULL },
  { "theme", 0, 0, G_OPTION_ARG_FILENAME, &options.theme,
    "Of a picture: auto, light or dark; a PNG is light unless told", "THEME" },
  { "scale", 0, 0, G_OPTION_ARG_INT, &options.scale, "Of a PNG: 1 or 2 pixels for each (2)", "N" },
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Print no table", NULL },
  G_OPTION_ENTRY_NULL,
};

/* What the command line came to, once it was found sound. */
typedef struct {
  HmColor color;
  HmPlotStyle style;
  GPtrArray *formats;      /* (element-type const HmHistoryFormat) */
  GPtrArray *destinations; /* (element-type HmDestination) of each */
  HmRegistry *registry;
  GPtrArray *checks;    /* (element-type const HmCheck) */
  GPtrArray *reads;     /* (element-type const char*) */
  char *journal_folder; /* (nullable) */
  HmHistoryWish wish;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->formats, g_ptr_array_unref);
  g_clear_pointer (&plan->destinations, g_ptr_array_unref);
  g_clear_pointer (&plan->checks, g_ptr_array_unref);
  g_clear_pointer (&plan->reads, g_ptr_array_unref);
  g_clear_pointer (&plan->registry, hm_registry_free);
  g_clear_pointer (&plan->journal_folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
date_read (const char *option, const char *text, gint64 *ret_time, GError **error)
{
  if (text == NULL || hm_instant_parse (text, ret_time, error))
    return TRUE;
  g_prefix_error (error, "%s ", option);
  return FALSE;
}

/* "--since 2024-01-01" is from the first second of that day on, where a date alone stands for its last. */
static gint64
since_begin (gint64 since)
{
  const HmEvery day = { HM_EVERY_DAYS, 1 };

  return hm_every_end (&day, since) == since ? since - (24 * 60 * 60 - 1) : since;
}

static gboolean
span_read (HmSpan *span, GError **error)
{
  gboolean is_told;
  gint64 now;

  if (!hm_now_read (&now, &is_told, error))
    return FALSE;
  span->since = HM_INSTANT_MIN;
  span->until = now;
  if (!date_read ("--since", options.since, &span->since, error)
      || !date_read ("--until", options.until, &span->until, error))
    return FALSE;
  if (options.since != NULL)
    span->since = since_begin (span->since);
  if (span->until > now && options.until != NULL) {
    hm_complain ("--until %s: lies ahead; the last row is of now", options.until);
    span->until = now;
  }
  if (span->since > span->until)
    return hm_fail (error, HM_ERROR_USAGE, "--since %s: after the last row", options.since);
  return TRUE;
}

static gboolean
rows_read (HmHistoryWish *wish, GError **error)
{
  const char *every = options.every != NULL ? options.every : "month";

  if (options.tags && options.every != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--every and --tags: both say which rows there are; give one of them");
  wish->by_tags = options.tags;
  wish->step = options.tags ? "tag" : every;
  return hm_every_parse (every, &wish->every, error);
}

static gboolean
style_read (HmPlotStyle *style, GError **error)
{
  if (options.theme != NULL && !hm_theme_parse (options.theme, &style->theme))
    return hm_fail (error, HM_ERROR_USAGE, "--theme %s: write auto, light or dark", options.theme);
  if (options.scale < 1 || options.scale > 2)
    return hm_fail (error, HM_ERROR_USAGE, "--scale %d: write 1 or 2", options.scale);
  style->scale = (guint) options.scale;
  return TRUE;
}

static gboolean
outputs_plan (Plan *plan, GError **error)
{
  plan->formats = g_ptr_array_new ();
  plan->destinations = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_destination_free);
  for (gsize i = 0; options.outputs != NULL && options.outputs[i] != NULL; i++) {
    const char *file = NULL;
    const HmHistoryFormat *format = hm_history_format_find (options.outputs[i], &file, error);
    HmDestination *destination = NULL;

    if (format != NULL)
      destination = hm_destination_new (file, options.outputs[i], plan->destinations, error);
    if (destination == NULL)
      return FALSE;
    g_ptr_array_add (plan->formats, (gpointer) (guintptr) format);
    g_ptr_array_add (plan->destinations, destination);
  }
  return TRUE;
}

static gboolean
checks_choose (Plan *plan, GError **error)
{
  plan->registry = hm_check_registry (options.plugins, error);
  if (plan->registry == NULL)
    return FALSE;
  plan->checks = hm_check_choose (plan->registry, options.checks, error);
  if (plan->checks == NULL)
    return FALSE;
  plan->wish.checks = plan->checks;
  plan->reads = hm_check_needs (plan->checks, &plan->wish.collect.needs);
  plan->wish.collect.reads = (const char *const *) plan->reads->pdata;
  return TRUE;
}

static gboolean
plan_make (Plan *plan, GError **error)
{
  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !style_read (&plan->style, error) || !rows_read (&plan->wish, error)
      || !span_read (&plan->wish.span, error)
      || !hm_revision_options_read (options.commit, options.ref, &plan->wish.collect, error)
      || !outputs_plan (plan, error))
    return FALSE;
  if (!options.no_cache)
    plan->journal_folder = hm_place_journal_folder ();
  plan->wish.collect.journal_folder = plan->journal_folder;
  plan->wish.has_first = options.since != NULL;
  plan->wish.wants_first_alarms = options.first_alarm;
  return checks_choose (plan, error);
}

/* Renders all before the first file is touched. */
static gboolean
outputs_write (const Plan *plan, const HmHistoryReport *history, GError **error)
{
  g_autoptr (GPtrArray) rendered = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < plan->formats->len; i++) {
    const HmHistoryFormat *format = g_ptr_array_index (plan->formats, i);
    GBytes *bytes = format->render (history, &plan->style, error);

    if (bytes == NULL)
      return FALSE;
    g_ptr_array_add (rendered, bytes);
  }
  for (guint i = 0; i < plan->destinations->len; i++) {
    if (!hm_destination_write (g_ptr_array_index (plan->destinations, i),
                               g_ptr_array_index (rendered, i), error))
      return FALSE;
  }
  return TRUE;
}

static int
history_show (const HmHistoryReport *history, const Plan *plan)
{
  HmTerminal terminal = hm_stdout_terminal (plan->color);
  g_autoptr (GString) text = g_string_new (NULL);

  terminal.details = options.all;
  for (guint i = 0; i < plan->destinations->len; i++) {
    if (hm_destination_is_stdout (g_ptr_array_index (plan->destinations, i)))
      return HM_EXIT_OK;
  }
  if (options.quiet)
    return HM_EXIT_OK;
  if (options.first_alarm)
    hm_history_first_alarms (text, history, &terminal);
  else
    hm_history_table (text, history, &terminal);
  return hm_speak (text->str, text->len);
}

static int
history_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { 0 };
  g_auto (HmPlace) place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmHistoryReport) history = NULL;

  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  plan.wish.collect.cancelled = cancelled;
  if (!hm_place_find (arguments, &plan.wish.collect, &place, &error))
    return hm_complain_error (error, cancelled);
  history = hm_history_walk (place.path, &plan.wish, &error);
  if (history == NULL)
    return hm_complain_error (error, cancelled);
  if (hm_is_cancelled (cancelled))
    return hm_complain_interrupted ();
  if (!outputs_write (&plan, history, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  return history_show (history, &plan);
}

const HmCommand hm_command_history = {
  .name = "history",
  .arguments = "[REPO]",
  .summary = "Tell the score and the signals of a project's whole life",
  .description =
      "REPO is as in 'hallmark scan'. Each row is what 'hallmark scan --commit COMMIT --at TIME\n"
      "--offline' says: of a period, the newest commit of the first-parent path at its end (UTC).\n"
      "At any commit only its ancestors count, and the tags that were there.\n"
      "\n"
      "The table folds neighbours with the same signals and about the same score; --all does not.\n"
      "A signal is a failed probe of Takeover-Signals, Sensitive-Changes, Opaque-Source or\n"
      "Release-Integrity. DATE is as in 'hallmark scan'. With --first-alarm the commits (and tags)\n"
      "between the last row without a signal and the first with it are halved until the one that\n"
      "turned it on is found; of a signal that went on and off in between, one of its beginnings.\n"
      "\n"
      "Formats by name: svg, png, json, csv. FILE may be - for standard output.",
  .options = entries,
  .run = history_run,
};
