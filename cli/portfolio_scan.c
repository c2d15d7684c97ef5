/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio scan`: all repositories of the portfolio, into the store. */
#include <string.h>

#include "cli/as_of.h"
#include "cli/assay.h"
#include "cli/check_choice.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_file.h"
#include "cli/portfolio_scan_text.h"
#include "cli/portfolio_terms.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/forge/pool.h"

#include <hallmark/version.h>

/* An option's number that is not on the command line, where it could not stand. */
#define NOT_TOLD G_MININT

/* Threads at most: beyond it they only wait for one another. */
#define JOBS_MAX 256

/*
 * Days that the report of an unchanged repository holds. A weekly run makes a new one each time, even if it begins some
 * hours early, and runs in between cost next to nothing.
 */
#define MAX_AGE_DAYS 6
#define MAX_AGE_DAYS_MAX 36500

#define DAY_SECONDS (24 * 3600)

static struct {
  char *store;
  int jobs;
  char *since;
  char *at;
  int max_age;
  char **only;
  int budget;
  gboolean strict;
  gboolean verbose;
} options = { .jobs = NOT_TOLD, .max_age = MAX_AGE_DAYS, .budget = NOT_TOLD };

static const GOptionEntry entries[] = {
  HM_PORTFOLIO_FILE_ENTRY,
  { "store", 0, 0, G_OPTION_ARG_FILENAME, &options.store,
    "Put the reports here (hallmark/portfolio.db in XDG_DATA_HOME)", "FILE" },
  { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs, "Scan N repositories at once (one a core)",
    "N" },
  { "only", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.only,
    "Scan this group alone; again for more", "GROUP" },
  { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since,
    "Look only at what was last looked at before this date", "DATE" },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &options.at, "Score as of this date", "DATE" },
  { "max-age", 0, 0, G_OPTION_ARG_INT, &options.max_age,
    "Scan an unchanged one anew when its report is so old (6)", "DAYS" },
  { "policy", 0, 0, G_OPTION_ARG_FILENAME, &hm_policy_option_texts.policy,
    "Go by this policy, not by those of groups and repositories", "FILE|URL" },
  { "no-policy", 0, 0, G_OPTION_ARG_NONE, &hm_policy_option_texts.no_policy,
    "Go by no policy: all checks, their own weights, no waivers", NULL },
  { "allowed-signers", 0, 0, G_OPTION_ARG_FILENAME, &hm_assay_option_texts.allowed_signers,
    "Verify SSH signatures against this allowed signers file", "FILE" },
  { "keyring", 0, 0, G_OPTION_ARG_FILENAME, &hm_assay_option_texts.keyring,
    "Verify OpenPGP signatures against the keys in this file", "FILE" },
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &hm_assay_option_texts.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
  { "offline", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.is_offline, "Ask no forge", NULL },
  { "budget", 0, 0, G_OPTION_ARG_INT, &options.budget,
    "Send forges at most N requests in all; the rest waits for another run", "N" },
  { "max-requests", 0, 0, G_OPTION_ARG_INT, &hm_forge_option_texts.max_requests,
    "Send the forge at most N requests for one repository", "N" },
  { "max-wait", 0, 0, G_OPTION_ARG_INT, &hm_forge_option_texts.max_wait,
    "Wait at most this long in all for a forge's limits (60)", "SECONDS" },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.no_cache,
    "Neither use nor keep what earlier runs learned", NULL },
  HM_FORGE_ACCESS_ENTRIES,
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when a repository could not be scanned", NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose,
    "Tell of each repository on standard error", NULL },
  G_OPTION_ENTRY_NULL,
};

/* All that a run stands on. */
typedef struct {
  const gint *cancelled;
  HmPortfolioFile file;
  GPtrArray *entries; /* (element-type HmPortfolioEntry, borrowed) those that are wanted */
  HmForgePlan forge;
  HmForgePool *pool;
  HmRegistry *registry;
  GPtrArray *checks;
  char *cache_folder;
  char *journal_folder; /* (nullable) */
  HmCollectOptions collect;
  HmPortfolioTerms *terms;
  HmStore *store;
  HmScanRun *run;
  HmScanWatch *watch;
  HmScanOptions scan;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->watch, hm_scan_watch_free);
  g_clear_pointer (&plan->run, hm_scan_run_free);
  g_clear_pointer (&plan->store, hm_store_free);
  g_clear_pointer (&plan->terms, hm_portfolio_terms_free);
  g_clear_pointer (&plan->journal_folder, g_free);
  g_clear_pointer (&plan->cache_folder, g_free);
  g_clear_pointer (&plan->checks, g_ptr_array_unref);
  g_clear_pointer (&plan->registry, hm_registry_free);
  g_clear_pointer (&plan->pool, hm_forge_pool_free);
  hm_forge_plan_clear (&plan->forge);
  g_clear_pointer (&plan->entries, g_ptr_array_unref);
  hm_portfolio_file_clear (&plan->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
number_check (const char *option, int number, int least, int most, GError **error)
{
  if (number == NOT_TOLD || (number >= least && number <= most))
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE, "--%s %d: a number from %d to %d", option, number, least,
                  most);
}

static gboolean
budget_check (GError **error)
{
  return options.budget == NOT_TOLD || options.budget >= 1
         || hm_fail (error, HM_ERROR_USAGE,
                     "--budget %d: a number from 1 to %d; --offline asks no forge", options.budget,
                     G_MAXINT);
}

static gboolean
texts_check (GError **error)
{
  const HmPolicyOptionTexts *policy = &hm_policy_option_texts;

  if (policy->policy != NULL && policy->no_policy)
    return hm_fail (error, HM_ERROR_USAGE, "--no-policy and --policy: give one of them");
  if (options.store != NULL && *options.store == '\0')
    return hm_fail (error, HM_ERROR_USAGE, "--store: the name of a file must follow");
  return number_check ("jobs", options.jobs, 1, JOBS_MAX, error)
         && number_check ("max-age", options.max_age, 0, MAX_AGE_DAYS_MAX, error)
         && budget_check (error);
}

static gboolean
entries_choose (Plan *plan, GError **error)
{
  const HmPortfolio *portfolio = plan->file.portfolio;
  const char *const *only = (const char *const *) options.only;

  plan->entries = g_ptr_array_new ();
  for (guint i = 0; only != NULL && only[i] != NULL; i++)
    if (!hm_portfolio_group_check (&plan->file, "--only", only[i], error))
      return FALSE;
  for (guint i = 0; i < portfolio->entries->len; i++) {
    HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);

    if (only == NULL || (entry->group != NULL && g_strv_contains (only, entry->group->name)))
      g_ptr_array_add (plan->entries, entry);
  }
  return TRUE;
}

/*
 * Whom to ask, and how: one queue for each host. Half of what a forge has to say would look like a loss of it, and so a
 * limit is a failure.
 */
static gboolean
forge_plan (Plan *plan, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  if (!hm_forge_options_read (environment, &plan->forge, error))
    return FALSE;
  plan->pool =
      hm_forge_pool_new (options.budget != NOT_TOLD ? (guint) options.budget : 0, plan->cancelled);
  plan->watch = hm_scan_watch_new (plan->pool, options.verbose);
  plan->collect.forge = plan->forge.options;
  plan->collect.forge.pool = plan->pool;
  plan->collect.forge.is_all_or_nothing = TRUE;
  plan->collect.forge.wait_func = hm_scan_watch_wait;
  plan->collect.forge.wait_data = plan->watch;
  return TRUE;
}

/*
 * A report of a time to come would pass for the newest until then. A date stands for its last second; that of today
 * stands for now.
 */
static gboolean
time_read (Plan *plan, GError **error)
{
  HmCollectOptions *collect = &plan->collect;
  gint64 now;

  if (!hm_as_of_read (options.at, NULL, collect, error))
    return FALSE;
  now = collect->forge.asked_at;
  if (collect->as_of <= now)
    return TRUE;
  if (collect->as_of == now - now % DAY_SECONDS + DAY_SECONDS - 1) {
    collect->as_of = now;
    return TRUE;
  }
  return hm_fail (error, HM_ERROR_USAGE, "--at %s: has not come yet", options.at);
}

static gboolean
collect_plan (Plan *plan, GError **error)
{
  plan->cache_folder = g_build_filename (g_get_user_cache_dir (), "hallmark", NULL);
  if (!hm_forge_option_texts.no_cache)
    plan->journal_folder = hm_place_journal_folder ();
  plan->collect.journal_folder = plan->journal_folder;
  plan->collect.allowed_signers = hm_assay_option_texts.allowed_signers;
  plan->collect.keyring = hm_assay_option_texts.keyring;
  plan->collect.cancelled = plan->cancelled;
  if (!time_read (plan, error))
    return FALSE;
  plan->registry = hm_check_registry (hm_assay_option_texts.plugins, error);
  if (plan->registry == NULL)
    return FALSE;
  plan->checks = hm_check_choose (plan->registry, NULL, error);
  if (plan->checks == NULL)
    return FALSE;
  plan->terms = hm_portfolio_terms_new (plan->file.folder, plan->entries, plan->registry,
                                        plan->checks, &plan->forge, &plan->collect, error);
  return plan->terms != NULL;
}

static gboolean
scan_plan (Plan *plan, GError **error)
{
  plan->scan = (HmScanOptions){
    .terms = hm_portfolio_terms_source (plan->terms),
    .tool_version = HM_VERSION,
    .cache_folder = plan->cache_folder,
    .entries = plan->file.portfolio->entries,
    .n_jobs =
        options.jobs != NOT_TOLD ? (guint) options.jobs : MIN (g_get_num_processors (), JOBS_MAX),
    .as_of = plan->collect.as_of,
    .has_as_of = plan->collect.has_as_of,
    .max_age_seconds = (gint64) options.max_age * DAY_SECONDS,
    .since = HM_INSTANT_MAX,
    .cancelled = plan->cancelled,
    .on_row = hm_scan_watch_row,
    .on_tick = hm_scan_watch_tick,
    .data = plan->watch,
  };
  if (options.since == NULL || hm_instant_parse (options.since, &plan->scan.since, error))
    return TRUE;
  g_prefix_error (error, "--since ");
  return FALSE;
}

static gboolean
plan_make (Plan *plan, GError **error)
{
  if (!texts_check (error) || !hm_portfolio_file_read (FALSE, &plan->file, error)
      || !entries_choose (plan, error) || !forge_plan (plan, error) || !collect_plan (plan, error)
      || !scan_plan (plan, error))
    return FALSE;
  plan->run = hm_scan_run_new (plan->entries);
  hm_scan_watch_begin (plan->watch, plan->run);
  return TRUE;
}

static gboolean
store_open (Plan *plan, GError **error)
{
  g_autofree char *store =
      options.store != NULL ? g_strdup (options.store) : hm_store_default_file ();

  plan->store = hm_store_open (store, HM_STORE_WRITE, error);
  return plan->store != NULL;
}

static int
portfolio_scan_run (char **arguments)
{
  g_auto (Plan) plan = { .cancelled = hm_interrupt_watch () };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_done;
  int status;

  if (arguments[0] != NULL) {
    hm_complain ("portfolio scan: takes no argument; '%s' is one too many", arguments[0]);
    return HM_EXIT_USAGE;
  }
  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, plan.cancelled);
  if (!store_open (&plan, &error))
    return hm_complain_error (error, plan.cancelled);
  is_done = hm_scan_run_go (plan.run, plan.store, &plan.scan, &error);
  hm_scan_watch_end (plan.watch);
  hm_scan_watch_summary (plan.watch, text);
  status = hm_speak (text->str, text->len);
  if (!is_done)
    return hm_complain_error (error, plan.cancelled);
  if (status == HM_EXIT_OK && options.strict && plan.run->counts[HM_SCAN_FAILED] > 0) {
    hm_complain ("%u of %u repositories could not be scanned, and --strict was given",
                 plan.run->counts[HM_SCAN_FAILED], plan.run->rows->len);
    return HM_EXIT_INCOMPLETE;
  }
  return status;
}

const HmCommand hm_command_portfolio_scan = {
  .name = "scan",
  .arguments = "",
  .summary = "Scan all repositories of the portfolio",
  .description =
      "Scans every repository, several at once, and puts each report into the store as soon as it is\n"
      "there. One that can't be scanned is told with its reason; the rest goes on. A run that was\n"
      "interrupted goes on where it was when it is started again.\n"
      "\n"
      "Nothing is done for a repository whose report still holds: the same commit, tags and answers of\n"
      "the forge, the same policy and version of hallmark, and a report younger than --max-age; time\n"
      "alone changes a score. --max-age 0 scans everything.\n"
      "\n"
      "With --at each repository is scanned as it was then: its newest commit not after that date. The\n"
      "report is stored as of that date; what later scans found stays. A date to come is refused.\n"
      "\n"
      "The policy is that of --policy, else that of the repository's group, else none. A repository's own\n"
      ".hallmark.yml counts where the portfolio says own-policy: true of it or of its group.\n"
      "\n"
      "Forges are asked where a token for them is set, or where --forge or --api says so: these hold for\n"
      "projects on the API's host, and on hosts that nothing else is known of. All scans share one queue\n"
      "and one quota for each host. Where that or --budget is spent, the rest waits: the next run begins\n"
      "with those that had no turn for the longest time.",
  .options = entries,
  .run = portfolio_scan_run,
};
