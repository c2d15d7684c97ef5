/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark scan`: collects, judges, weighs, shows, writes. */
#include "cli/command.h"

#include "checks/registry.h"
#include "cli/badge_options.h"
#include "cli/check_choice.h"
#include "cli/countdown.h"
#include "cli/embed.h"
#include "cli/forge_options.h"
#include "cli/interrupt.h"
#include "cli/now.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/collect.h"
#include "evidence/git/cancel.h"
#include "render/terminal.h"
#include "scoring/score.h"

#include <hallmark/version.h>

#include <string.h>

static struct {
  char **outputs;
  char **checks;
  char *commit;
  char *ref;
  char *at;
  char *allowed_signers;
  char *keyring;
  char **plugins;
  char *color;
  gboolean details;
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
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when some evidence could not be looked at", NULL },
  HM_BADGE_OPTION_ENTRIES,
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
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

/* As of when: --at, SOURCE_DATE_EPOCH, the time of the scan that is replayed, now; in that order. */
static gboolean
as_of_read (Plan *plan, GError **error)
{
  HmCollectOptions *collect = &plan->collect;
  const HmRecording *replay = plan->forge.replay;
  g_autoptr (GError) mistake = NULL;
  gboolean is_told;
  gint64 now;

  if (!hm_now_read (&now, &is_told, &mistake) && options.at == NULL) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  if (replay == NULL)
    collect->forge.asked_at = now;
  if (options.at == NULL) {
    collect->as_of = replay != NULL && !is_told ? replay->as_of : now;
    return TRUE;
  }
  collect->has_as_of = TRUE;
  if (hm_instant_parse (options.at, &collect->as_of, error))
    return TRUE;
  g_prefix_error (error, "--at ");
  return FALSE;
}

static void
needs_gather (Plan *plan)
{
  plan->reads = g_ptr_array_new ();
  for (guint i = 0; i < plan->checks->len; i++) {
    const HmCheck *check = g_ptr_array_index (plan->checks, i);

    plan->collect.needs |= check->needs;
    for (gsize j = 0; check->reads != NULL && check->reads[j] != NULL; j++)
      g_ptr_array_add (plan->reads, (gpointer) (guintptr) check->reads[j]);
  }
  g_ptr_array_add (plan->reads, NULL);
  plan->collect.reads = (const char *const *) plan->reads->pdata;
}

static gboolean
is_empty (const char *text)
{
  return text != NULL && *text == '\0';
}

static gboolean
plan_make (Plan *plan, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  if (!hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !hm_badge_options_read (&plan->style, error)
      || !hm_forge_options_read (environment, &plan->forge, error))
    return FALSE;
  plan->collect.forge = plan->forge.options;
  if (!as_of_read (plan, error))
    return FALSE;
  if (options.commit != NULL && options.ref != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--commit and --ref: both say what to score; give one of them");
  /* What `--ref "$UNSET"` of a script comes to: not to be taken for HEAD. */
  if (is_empty (options.commit) || is_empty (options.ref))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name follows",
                    options.ref != NULL ? "--ref" : "--commit");
  plan->outputs = hm_outputs_plan (options.outputs, error);
  if (plan->outputs == NULL)
    return FALSE;
  plan->registry = hm_check_registry (options.plugins, error);
  if (plan->registry == NULL)
    return FALSE;
  plan->checks = hm_check_choose (plan->registry, options.checks, error);
  if (plan->checks == NULL)
    return FALSE;
  needs_gather (plan);
  plan->collect.commit = options.commit;
  plan->collect.ref = options.ref;
  plan->collect.allowed_signers = options.allowed_signers;
  plan->collect.keyring = options.keyring;
  return TRUE;
}

static gboolean
is_remote (const char *subject)
{
  return hm_clone_is_url (subject) && !g_file_test (subject, G_FILE_TEST_EXISTS);
}

/*
 * Brings what the URL @subject names onto this machine.
 *
 * Returns: (owned) a copy that stays as it is until this is freed.
 */
static HmClone *
subject_bring (const char *subject, const gint *cancelled, GError **error)
{
  g_autofree char *cache = NULL;
  g_autoptr (HmProgress) progress = NULL;

  cache = g_build_filename (g_get_user_cache_dir (), "hallmark", NULL);
  progress = hm_progress_new (subject);
  return hm_clone_or_fetch (subject, cache, hm_progress_clone, progress, cancelled, error);
}

/*
 * What to call a repository of a URL that names no project on a host: "r" for file:///srv/r.git, where the copy in the cache
 * is called by a digest.
 *
 * Returns: (owned)
 */
static char *
url_name (const char *url)
{
  char *name = g_path_get_basename (url);

  if (g_str_has_suffix (name, ".git") && strlen (name) > strlen (".git"))
    name[strlen (name) - strlen (".git")] = '\0';
  return name;
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

static int
exit_of (const GError *error)
{
  if (error->domain != HM_ERROR)
    return HM_EXIT_SUBJECT;
  switch ((HmErrorCode) error->code) {
  case HM_ERROR_CANCELLED:
    return HM_EXIT_INTERRUPTED;
  case HM_ERROR_USAGE:
    return HM_EXIT_USAGE;
  default:
    return HM_EXIT_SUBJECT;
  }
}

static int
interrupted_tell (void)
{
  hm_complain ("interrupted");
  return HM_EXIT_INTERRUPTED;
}

/* Returns: @status, but where the user interrupted: what went wrong then, went wrong because of that. */
static int
complain (const GError *error, int status, const gint *cancelled)
{
  if (hm_is_cancelled (cancelled))
    return interrupted_tell ();
  hm_complain ("%s", error->message);
  return status;
}

static int
scan_run (char **arguments)
{
  const char *subject = arguments[0] != NULL ? arguments[0] : ".";
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (HmClone) clone = NULL;
  g_autofree char *name = NULL;
  int status;

  if (arguments[0] != NULL && arguments[1] != NULL) {
    hm_complain ("%s: one repository at a time; '%s' is one too many", arguments[0], arguments[1]);
    return HM_EXIT_USAGE;
  }
  if (!plan_make (&plan, &error))
    return complain (error, HM_EXIT_USAGE, cancelled);
  plan.collect.cancelled = cancelled;
  if (is_remote (subject)) {
    clone = subject_bring (subject, cancelled, &error);
    if (clone == NULL)
      return complain (error, exit_of (error), cancelled);
    name = url_name (subject);
    plan.collect.name = name;
    plan.collect.url = subject;
    plan.collect.forge.is_named = hm_forge_is_named (subject);
  }
  store = hm_collect (clone != NULL ? clone->path : subject, &plan.collect, &error);
  g_clear_pointer (&clone, hm_clone_free);
  hm_countdown_wipe ();
  if (store == NULL)
    return complain (error, exit_of (error), cancelled);
  report = hm_score_subject ((const HmCheck *const *) plan.checks->pdata, plan.checks->len,
                             hm_evidence_store_facts (store), &hm_policy_default, HM_VERSION);
  if (hm_is_cancelled (cancelled))
    return interrupted_tell ();
  if (!hm_outputs_write (plan.outputs, report, &(HmRenderOptions){ .badge = &plan.style }, &error))
    return complain (error, HM_EXIT_USAGE, cancelled);
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
