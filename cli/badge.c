/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark badge`: stamps a badge from a report. */
#include "cli/badge_options.h"
#include "cli/command.h"
#include "cli/embed.h"
#include "cli/output.h"
#include "cli/report_file.h"
#include "cli/speak.h"

static struct {
  char **outputs;
  char *sparkline;
  gboolean quiet;
} options;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.outputs,
    "Write a badge: .svg, .png or .pdf, or FORMAT:FILE; again for more", "FILE" },
  HM_BADGE_OPTION_ENTRIES,
  { "sparkline", 0, 0, G_OPTION_ARG_FILENAME, &options.sparkline,
    "Draw the last 12 months of this history", "FILE" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Print no README snippet", NULL },
  G_OPTION_ENTRY_NULL,
};

static int
embed_show (const HmReport *report, const HmBadgeStyle *style, const HmOutputs *outputs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (options.quiet || hm_outputs_take_stdout (outputs))
    return HM_EXIT_OK;
  hm_embed_append (text, report, style, outputs);
  return hm_speak (text->str, text->len);
}

/* Returns: (owned) NULL with the errors of hm_report_file_read(). */
static HmReport *
inputs_read (const char *file, HmTrend *trend, GError **error)
{
  if (options.sparkline != NULL && !hm_history_file_read (options.sparkline, trend, error))
    return NULL;
  return hm_report_file_read (file, error);
}

static int
badge_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmOutputs) outputs = NULL;
  g_autoptr (HmReport) report = NULL;
  HmTrend trend = { 0 };
  HmBadgeStyle style;
  HmRenderOptions render = { .badge = &style, .trend = &trend };
  const char *not_badge;

  if (arguments[0] == NULL || arguments[1] != NULL) {
    hm_complain ("badge: give one report, as 'hallmark scan -o report.json' writes it");
    return HM_EXIT_USAGE;
  }
  if (hm_badge_options_read (&style, &error))
    outputs = hm_outputs_plan (options.outputs, &error);
  if (outputs == NULL) {
    hm_complain ("%s", error->message);
    return HM_EXIT_USAGE;
  }
  if (hm_outputs_is_empty (outputs)) {
    hm_complain ("badge: say where to write it: -o badge.svg");
    return HM_EXIT_USAGE;
  }
  not_badge = hm_outputs_first_not_badge (outputs);
  if (not_badge != NULL) {
    hm_complain ("%s: not a badge; 'hallmark badge' writes svg, png and pdf", not_badge);
    return HM_EXIT_USAGE;
  }
  if (options.sparkline != NULL && g_str_equal (options.sparkline, "-")
      && g_str_equal (arguments[0], "-")) {
    hm_complain ("badge: report and history can't both come from standard input");
    return HM_EXIT_USAGE;
  }
  report = inputs_read (arguments[0], &trend, &error);
  if (report == NULL) {
    hm_complain ("%s", error->message);
    return HM_EXIT_SUBJECT;
  }
  if (!hm_outputs_write (outputs, report, &render, &error)) {
    hm_complain ("%s", error->message);
    return HM_EXIT_USAGE;
  }
  return embed_show (report, &style, outputs);
}

const HmCommand hm_command_badge = {
  .name = "badge",
  .arguments = "REPORT",
  .summary = "Stamp a badge from a JSON report",
  .description = "REPORT is what 'hallmark scan -o report.json' wrote, or - for standard input;\n"
                 "the history of --sparkline is what 'hallmark history -o history.json' wrote.\n"
                 "FILE may be - with a format's name: svg:-",
  .options = entries,
  .run = badge_run,
};
