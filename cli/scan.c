/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark scan`: collects, judges, weighs, shows, writes. */
#include "cli/command.h"

#include "cli/assay.h"
#include "cli/badge_options.h"
#include "cli/embed.h"
#include "cli/failure.h"
#include "cli/history_walk.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/speak.h"
#include "cli/verdict.h"
#include "core/oid.h"
#include "render/terminal.h"

static struct {
  char **outputs;
  char *color;
  gboolean gate;
  gboolean details;
  gboolean sparkline;
  gboolean quiet;
  gboolean strict;
} options;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.outputs,
    "Write .svg .png .pdf .json .md .sarif .xml, FORMAT:FILE; again for more", "FILE" },
  { "details", 'd', 0, G_OPTION_ARG_NONE, &options.details, "Show every finding with its evidence",
    NULL },
  HM_ASSAY_ENTRIES,
  HM_POLICY_ENTRIES,
  { "gate", 0, 0, G_OPTION_ARG_NONE, &options.gate,
    "Exit with 1 where the gate fails; a bar below is one by itself", NULL },
  HM_GATE_ENTRIES,
  HM_VERDICT_ENTRIES,
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when some evidence could not be looked at", NULL },
  HM_BADGE_OPTION_ENTRIES,
  { "sparkline", 0, 0, G_OPTION_ARG_NONE, &options.sparkline,
    "Of a badge: draw the score of the last 12 months, from git alone", NULL },
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Print no table", NULL },
  G_OPTION_ENTRY_NULL,
};

/* What the command line came to, once it was found sound. */
typedef struct {
  HmColor color;
  HmBadgeStyle style;
  HmOutputs *outputs;
  HmAssay assay;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->outputs, hm_outputs_free);
  hm_assay_clear (&plan->assay);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
plan_make (Plan *plan, GError **error)
{
  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !hm_verdict_options_check (error) || !hm_badge_options_read (&plan->style, error)
      || !hm_assay_plan (&plan->assay, error))
    return FALSE;
  plan->assay.is_gated = options.gate || hm_gate_options_have_bar ();
  plan->outputs = hm_outputs_plan (options.outputs, error);
  return plan->outputs != NULL;
}

static int
report_show (const HmReport *report, const Plan *plan)
{
  const gboolean is_stdout_taken = hm_outputs_take_stdout (plan->outputs);
  HmTerminal terminal = hm_stdout_terminal (plan->color);
  g_autoptr (GString) text = g_string_new (NULL);

  terminal.details = options.details;
  if (!options.quiet && !is_stdout_taken) {
    hm_terminal_report (text, report, &terminal);
    hm_embed_append (text, report, &plan->style, plan->outputs);
  }
  return hm_verdict_speak (report, &terminal, is_stdout_taken, text);
}

/* The score at each month's end of the last twelve, and now. */
static gboolean
trend_make (const HmAssay *assay, HmTrend *ret_trend, GError **error)
{
  const HmReport *report = assay->report;
  HmHistoryWish wish = {
    .collect = assay->collect,
    .checks = assay->checks,
    .every = { HM_EVERY_MONTH, 0 },
    .step = "month",
    .span = { hm_trend_since (report->as_of), report->as_of },
  };
  g_autoptr (HmHistoryReport) history = NULL;
  char hex[HM_OID_HEX_SIZE + 1];

  wish.collect.commit = hm_oid_hex (&report->commit, hex);
  wish.collect.ref = NULL;
  history = hm_history_walk (assay->place.path, &wish, error);
  if (history == NULL)
    return FALSE;
  hm_history_trend (history, ret_trend);
  return TRUE;
}

static int
scan_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { .assay = { .cancelled = cancelled } };
  g_autoptr (GError) error = NULL;
  HmTrend trend = { 0 };
  HmRenderOptions render = { .badge = &plan.style, .trend = &trend };
  int status;

  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = hm_assay_run (&plan.assay, arguments);
  if (status != HM_EXIT_OK)
    return status;
  if (options.sparkline && !trend_make (&plan.assay, &trend, &error))
    return hm_complain_error (error, cancelled);
  render.checks = (const HmCheck *const *) plan.assay.checks->pdata;
  render.n_checks = plan.assay.checks->len;
  if (!hm_outputs_write (plan.outputs, plan.assay.report, &render, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = report_show (plan.assay.report, &plan);
  return status != HM_EXIT_OK ? status : hm_assay_exit (&plan.assay, options.strict);
}

const HmCommand hm_command_scan = {
  .name = "scan",
  .arguments = "[REPO]",
  .summary = "Score a repository; write badges and reports",
  .description =
      "REPO is a folder in a git repository (default: this one) or a URL, https or file, which is\n"
      "cloned into the cache. What is scored is the commit, never the files of the work tree.\n"
      "\n"
      "DATE is 2026-11-21 (its last second, UTC), 2026-11-21T10:00:00Z or @SECONDS. Without "
      "--commit\n"
      "it picks the newest commit of the branch that is not after it; every time window ends "
      "there.\n"
      "\n"
      "The forge that the remote names is asked where a token for it is set (GITHUB_TOKEN, GH_TOKEN,\n"
      "GITLAB_TOKEN, FORGEJO_TOKEN, GITEA_TOKEN), where --forge or --api says so, or where REPO is an\n"
      "https URL; else nobody is. 'hallmark auth' says what a token may see.\n"
      "\n"
      "The commit's own .hallmark.yml says which checks run, what they weigh, and which findings are\n"
      "waived; that of a URL is not followed, but with --policy-ref HEAD. --diff compares both ends of a\n"
      "range, from where they parted, and goes by the policy of its beginning. 'hallmark gate' prints\n"
      "the verdict alone.\n"
      "\n"
      "Formats by name: svg, png, pdf, json, md, scorecard, sarif, junit (.xml), codequality, endpoint,\n"
      "line; github-output and github-summary, which are added to the end of their file. FILE may be -\n"
      "for standard output.",
  .options = entries,
  .run = scan_run,
};
