/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark scan`: collects, judges, weighs, shows, writes. */
#include "cli/command.h"

#include "checks/registry.h"
#include "cli/as_of.h"
#include "cli/badge_options.h"
#include "cli/check_choice.h"
#include "cli/countdown.h"
#include "cli/embed.h"
#include "cli/failure.h"
#include "cli/forge_options.h"
#include "cli/history_walk.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "core/oid.h"
#include "evidence/collect.h"
#include "evidence/git/cancel.h"
#include "render/terminal.h"
#include "scoring/score.h"

#include <hallmark/version.h>

static struct {
  char **outputs;
  char **checks;
  char *commit;
  char *ref;
  char *at;
  char *allowed_signers;
  char *keyring;
  char *state;
  char **plugins;
  char *color;
  gboolean details;
  gboolean sparkline;
  gboolean quiet;
  gboolean strict;
} options;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.outputs,
    "Write a file: .svg .png .pdf .json .md, or FORMAT:FILE; again for more", "FILE" },
  { "details", 'd', 0, G_OPTION_ARG_NONE, &options.details, "Show every finding with its evidence",
    NULL },
  { "check", 'c', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.checks,
    "Run only this check; again for more", "CHECK" },
  { "commit", 0, 0, G_OPTION_ARG_FILENAME, &options.commit, "Score this commit", "REV" },
  { "ref", 0, 0, G_OPTION_ARG_FILENAME, &options.ref, "Score the tip of this branch or tag",
    "NAME" },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &options.at, "Score as of this date", "DATE" },
  { "allowed-signers", 0, 0, G_OPTION_ARG_FILENAME, &options.allowed_signers,
    "Verify SSH signatures against this allowed signers file", "FILE" },
  { "keyring", 0, 0, G_OPTION_ARG_FILENAME, &options.keyring,
    "Verify OpenPGP signatures against the keys in this file", "FILE" },
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &options.state,
    "Remember in this file where tags lead; tell of moved ones", "FILE" },
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
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
  HmRegistry *registry;
  GPtrArray *
      checks; /* (element-type const HmCheck, borrowed) in report order, NULL-terminated by length */
  GPtrArray *reads; /* (element-type const char*) NULL-terminated */
  HmForgePlan forge;
  char *journal_folder; /* (nullable) */
  HmCollectOptions collect;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->outputs, hm_outputs_free);
  g_clear_pointer (&plan->checks, g_ptr_array_unref);
  g_clear_pointer (&plan->reads, g_ptr_array_unref);
  g_clear_pointer (&plan->registry, hm_registry_free);
  hm_forge_plan_clear (&plan->forge);
  g_clear_pointer (&plan->journal_folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
plan_make (Plan *plan, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !hm_badge_options_read (&plan->style, error)
      || !hm_forge_options_read (environment, &plan->forge, error))
    return FALSE;
  plan->collect.forge = plan->forge.options;
  if (!hm_as_of_read (options.at, plan->forge.replay, &plan->collect, error)
      || !hm_revision_options_read (options.commit, options.ref, &plan->collect, error))
    return FALSE;
  plan->outputs = hm_outputs_plan (options.outputs, error);
  if (plan->outputs == NULL)
    return FALSE;
  plan->registry = hm_check_registry (options.plugins, error);
  if (plan->registry == NULL)
    return FALSE;
  plan->checks = hm_check_choose (plan->registry, options.checks, error);
  if (plan->checks == NULL)
    return FALSE;
  plan->reads = hm_check_needs (plan->checks, &plan->collect.needs);
  plan->collect.reads = (const char *const *) plan->reads->pdata;
  if (!hm_forge_option_texts.no_cache)
    plan->journal_folder = hm_place_journal_folder ();
  plan->collect.journal_folder = plan->journal_folder;
  plan->collect.allowed_signers = options.allowed_signers;
  plan->collect.keyring = options.keyring;
  plan->collect.state = options.state;
  return TRUE;
}

static gboolean
is_complete (const HmReport *report)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      if (finding->outcome == HM_UNKNOWN)
        return FALSE;
    }
    if (result->status == HM_STATUS_UNKNOWN)
      return FALSE;
  }
  return TRUE;
}

static int
report_show (const HmReport *report, const Plan *plan)
{
  HmTerminal terminal = hm_stdout_terminal (plan->color);
  g_autoptr (GString) text = g_string_new (NULL);

  if (options.quiet || hm_outputs_take_stdout (plan->outputs))
    return HM_EXIT_OK;
  terminal.details = options.details;
  hm_terminal_report (text, report, &terminal);
  hm_embed_append (text, report, &plan->style, plan->outputs);
  return hm_speak (text->str, text->len);
}

/* The score at each month's end of the last twelve, and now. */
static gboolean
trend_make (const Plan *plan, const char *path, const HmFacts *facts, HmTrend *ret_trend,
            GError **error)
{
  HmHistoryWish wish = {
    .collect = plan->collect,
    .checks = plan->checks,
    .every = { HM_EVERY_MONTH, 0 },
    .step = "month",
    .span = { hm_trend_since (facts->as_of), facts->as_of },
  };
  g_autoptr (HmHistoryReport) history = NULL;
  char hex[HM_OID_HEX_SIZE + 1];

  wish.collect.commit = hm_oid_hex (&facts->subject.commit, hex);
  wish.collect.ref = NULL;
  history = hm_history_walk (path, &wish, error);
  if (history == NULL)
    return FALSE;
  hm_history_trend (history, ret_trend);
  return TRUE;
}

static int
scan_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { 0 };
  g_auto (HmPlace) place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (HmReport) report = NULL;
  HmTrend trend = { 0 };
  HmRenderOptions render = { .badge = &plan.style, .trend = &trend };
  int status;

  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  plan.collect.cancelled = cancelled;
  if (!hm_place_find (arguments, &plan.collect, &place, &error))
    return hm_complain_error (error, cancelled);
  store = hm_collect (place.path, &plan.collect, &error);
  hm_countdown_wipe ();
  if (store == NULL
      || (options.sparkline
          && !trend_make (&plan, place.path, hm_evidence_store_facts (store), &trend, &error)))
    return hm_complain_error (error, cancelled);
  g_clear_pointer (&place.clone, hm_clone_free);
  report = hm_score_subject ((const HmCheck *const *) plan.checks->pdata, plan.checks->len,
                             hm_evidence_store_facts (store), &hm_policy_default, HM_VERSION);
  if (hm_is_cancelled (cancelled))
    return hm_complain_interrupted ();
  if (!hm_outputs_write (plan.outputs, report, &render, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = report_show (report, &plan);
  if (status != HM_EXIT_OK || !options.strict || is_complete (report))
    return status;
  hm_complain ("%s: some evidence could not be looked at, and --strict was given; see --details",
               report->subject_name);
  return HM_EXIT_INCOMPLETE;
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
      "Formats by name: svg, png, pdf, json, md, scorecard. FILE may be - for standard output.",
  .options = entries,
  .run = scan_run,
};
