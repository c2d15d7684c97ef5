/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `hallmark waive`: writes waivers for findings that are right as they are into the policy, with
 * what they need to hold.
 */
#include "cli/command.h"

#include <string.h>

#include "cli/assay.h"
#include "cli/destination.h"
#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/policy_fetch.h"
#include "cli/speak.h"
#include "cli/waiver_draft.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/mask.h"
#include "core/number.h"
#include "evidence/git/worktree.h"
#include "policy/edit.h"

#define DAY_SECONDS 86400
#define DAYS_DEFAULT 180

/* Findings that are listed where more than one could be meant. */
#define LISTED_MAX 20u

static struct {
  char *check;
  char *probe;
  char *path;
  char *commit;
  gboolean all;
  char *reason;
  char *by;
  char *expires;
  char *policy;
  gboolean dry_run;
} options;

static const GOptionEntry entries[] = {
  { "check", 'c', 0, G_OPTION_ARG_FILENAME, &options.check, "The check whose findings are meant",
    "CHECK" },
  { "probe", 0, 0, G_OPTION_ARG_FILENAME, &options.probe, "Those of this probe alone", "PROBE" },
  { "path", 0, 0, G_OPTION_ARG_FILENAME, &options.path,
    "Those about files that this glob means; ** is any folders", "GLOB" },
  { "commit", 0, 0, G_OPTION_ARG_FILENAME, &options.commit, "Those that name this commit", "REV" },
  { "all", 'a', 0, G_OPTION_ARG_NONE, &options.all, "All of them, where it is more than one",
    NULL },
  { "reason", 'r', 0, G_OPTION_ARG_FILENAME, &options.reason, "Why they are right as they are",
    "TEXT" },
  { "by", 0, 0, G_OPTION_ARG_FILENAME, &options.by,
    "Who says so (GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL)", "NAME" },
  { "expires", 0, 0, G_OPTION_ARG_FILENAME, &options.expires,
    "The last day, or how many days from now, at most 366 (180d)", "DATE|DAYS" },
  { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy,
    "Write into this file, not the work tree's .hallmark.yml", "FILE" },
  { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run, "Print the waivers; write nothing",
    NULL },
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &hm_assay_option_texts.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  G_OPTION_ENTRY_NULL,
};

typedef struct {
  char *check_names[2];
  char *file;      /* of the policy */
  char *by;        /* (nullable) */
  GBytes *text;    /* what it holds; empty where it is not there yet */
  gboolean is_new; /* it is not there yet */
  HmOid commit;
  HmWaiverWish wish;
  HmAssay assay;
} Plan;

static void
plan_clear (Plan *plan)
{
  hm_assay_clear (&plan->assay);
  g_clear_pointer (&plan->file, g_free);
  g_clear_pointer (&plan->by, g_free);
  g_clear_pointer (&plan->text, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* Whoever commits under this environment. */
static gboolean
by_read (Plan *plan, GError **error)
{
  const char *name = g_getenv ("GIT_AUTHOR_NAME");
  const char *email = g_getenv ("GIT_AUTHOR_EMAIL");

  if (options.by == NULL && is_blank (name)) {
    name = g_getenv ("GIT_COMMITTER_NAME");
    email = g_getenv ("GIT_COMMITTER_EMAIL");
  }
  if (options.by != NULL)
    plan->by = g_strdup (options.by);
  else if (!is_blank (name))
    plan->by = is_blank (email) ? g_strdup (name) : g_strdup_printf ("%s <%s>", name, email);
  if (is_blank (plan->by))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--by: whose word it is has to follow: --by 'Ada Example <ada@example.org>'; "
                    "GIT_AUTHOR_NAME is not set");
  plan->wish.by = plan->by;
  return TRUE;
}

/* "90d" from @now, to the end of that day; "2027-05-01" likewise. */
static gboolean
expires_read (gint64 now, gint64 *ret_expires, GError **error)
{
  const char *text = options.expires;
  const gsize size = text != NULL ? strlen (text) : 0;
  const gint64 today = now - ((now % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  guint64 days = DAYS_DEFAULT;
  gint64 last;

  if (text == NULL
      || (size > 1 && text[size - 1] == 'd'
          && hm_number_parse (text, size - 1, HM_WAIVER_DAYS_MAX, &days) && days > 0)) {
    *ret_expires = today + ((gint64) days + 1) * DAY_SECONDS;
    return TRUE;
  }
  if (size != strlen ("2027-05-01") || !hm_instant_parse (text, &last, NULL))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--expires %s: write a date, such as 2027-05-01, or days, 1d to %dd", text,
                    HM_WAIVER_DAYS_MAX);
  if (last < now)
    return hm_fail (error, HM_ERROR_USAGE, "--expires %s: is past", text);
  if (last + 1 > today + (gint64) (HM_WAIVER_DAYS_MAX + 1) * DAY_SECONDS)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--expires %s: more than %d days from now; somebody is to look again before",
                    text, HM_WAIVER_DAYS_MAX);
  *ret_expires = last + 1;
  return TRUE;
}

static gboolean
probe_check (const HmCheck *check, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < check->n_probes; i++) {
    if (g_strcmp0 (options.probe, check->probes[i].id) == 0)
      return TRUE;
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", check->probes[i].id);
  }
  return options.probe == NULL
         || hm_fail (error, HM_ERROR_USAGE, "--probe %s: no probe of %s; there are: %s",
                     options.probe, check->id, known->str);
}

static gboolean
plan_make (Plan *plan, GError **error)
{
  if (is_blank (options.check))
    return hm_fail (error, HM_ERROR_USAGE, "--check: say which; 'hallmark checks' lists all");
  if (is_blank (options.reason))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--reason: say why the finding is right as it is, for who reads it next year");
  plan->check_names[0] = options.check;
  hm_assay_option_texts.checks = plan->check_names;
  if (!hm_assay_plan (&plan->assay, error)
      || !probe_check (g_ptr_array_index (plan->assay.checks, 0), error) || !by_read (plan, error)
      || !expires_read (plan->assay.collect.as_of, &plan->wish.expires, error))
    return FALSE;
  if (options.path != NULL && !hm_path_glob_check (options.path, error)) {
    g_prefix_error (error, "--path ");
    return FALSE;
  }
  plan->wish.probe = options.probe;
  plan->wish.path = options.path;
  plan->wish.reason = options.reason;
  return TRUE;
}

/* Which file is written, and what it holds. A link is not followed: in a hostile work tree it may lead anywhere. */
static gboolean
file_read (Plan *plan, const char *repository, GError **error)
{
  if (options.policy != NULL) {
    plan->file = g_strdup (options.policy);
  } else {
    g_auto (HmWorktree) worktree = { 0 };

    if (!hm_worktree_find (repository, &worktree, error))
      return FALSE;
    plan->file = g_build_filename (worktree.root, HM_POLICY_FILE_NAME, NULL);
  }
  if (!g_file_test (plan->file, G_FILE_TEST_EXISTS)
      && !g_file_test (plan->file, G_FILE_TEST_IS_SYMLINK)) {
    plan->is_new = TRUE;
    plan->text = g_bytes_new_static ("", 0);
    return TRUE;
  }
  if (g_file_test (plan->file, G_FILE_TEST_IS_SYMLINK))
    return hm_fail (error, HM_ERROR_USAGE, "%s: a symbolic link, where a file is wanted",
                    plan->file);
  plan->text = hm_policy_file_read (plan->file, HM_POLICY_BYTES_MAX, error);
  return plan->text != NULL;
}

/* The commit that --commit names, which may be any of the repository. */
static gboolean
commit_read (Plan *plan, const char *repository, GError **error)
{
  const HmCollectOptions of_commit = { .commit = options.commit,
                                       .cancelled = plan->assay.cancelled };
  g_autoptr (HmPolicyTree) tree = NULL;

  if (options.commit == NULL)
    return TRUE;
  tree = hm_policy_tree_open (repository, &of_commit, error);
  if (tree == NULL)
    return FALSE;
  plan->commit = *hm_policy_tree_commit (tree);
  plan->wish.commit = &plan->commit;
  return TRUE;
}

static gboolean
place_read (Plan *plan, char **arguments, GError **error)
{
  const char *repository = arguments[0] != NULL ? arguments[0] : ".";

  if (arguments[0] != NULL && arguments[1] != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s: one repository at a time; '%s' is one too many",
                    arguments[0], arguments[1]);
  if (hm_clone_is_url (repository) && !g_file_test (repository, G_FILE_TEST_EXISTS))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: a URL; waivers are written into a work tree of yours", repository);
  if (!file_read (plan, repository, error) || !commit_read (plan, repository, error))
    return FALSE;
  /* By what is to be written nothing is waived yet, whatever is committed. */
  hm_policy_option_texts.no_policy = plan->is_new;
  if (options.policy != NULL && !plan->is_new)
    hm_policy_option_texts.policy = options.policy;
  else if (!plan->is_new)
    plan->assay.edited_policy = plan->file;
  return TRUE;
}

static const HmResult *
result_find (const HmAssay *assay)
{
  const HmCheck *check = g_ptr_array_index (assay->checks, 0);

  for (guint i = 0; i < assay->report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (assay->report->results, i);

    if (g_str_equal (result->id, check->id))
      return result;
  }
  g_assert_not_reached ();
}

static int
choice_complain (const HmResult *result, const GPtrArray *picked)
{
  hm_complain ("%s: %u findings could be meant; pick with --probe, --path or --commit, or give "
               "--all",
               result->id, picked->len);
  for (guint i = 0; i < picked->len && i < LISTED_MAX; i++) {
    g_autoptr (GString) line = g_string_new ("  ");

    hm_waiver_finding_append (line, g_ptr_array_index (picked, i));
    hm_complain ("%s", line->str);
  }
  if (picked->len > LISTED_MAX)
    hm_complain ("  and %u more", picked->len - LISTED_MAX);
  return HM_EXIT_USAGE;
}

/*
 * Returns: FALSE with the error that reading @text as a policy comes to: a policy that is extended
 * may forbid waivers.
 */
static gboolean
policy_check (const Plan *plan, const GString *text, GError **error)
{
  g_auto (HmPolicyFetch) fetch = { 0 };
  const HmPolicyFetcher fetcher = { hm_policy_fetch, &fetch };
  g_autofree char *file = g_canonicalize_filename (plan->file, NULL);
  g_autofree char *identity = g_strconcat (HM_POLICY_FROM_HERE, file, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  const HmPolicyDocument document = {
    .text = bytes,
    .identity = identity,
    .name = plan->file,
    .source = plan->file,
    .speaker = options.policy != NULL ? HM_POLICY_OF_USER : HM_POLICY_OF_SUBJECT,
  };
  g_autoptr (HmLoadedPolicy) loaded = NULL;
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (plan->assay.registry, &n_checks);

  hm_policy_fetch_init (&fetch, &plan->assay.forge, plan->assay.cancelled);
  loaded = hm_policy_load (&document, checks, n_checks, &fetcher, error);
  return loaded != NULL;
}

static void
masked_append (GString *out, const char *text)
{
  hm_mask_terminal (out, text, -1, !g_get_charset (NULL));
}

static int
draft_print (const HmWaiverDraft *draft, GError **error)
{
  g_autoptr (GString) text = hm_policy_text_add_waivers (
      HM_POLICY_FILE_NAME, "", 0, (const HmWaiver *) (gpointer) draft->waivers->data,
      draft->waivers->len, error);

  if (text == NULL)
    return HM_EXIT_USAGE;
  g_string_erase (text, 0, (gssize) strlen ("version: 1\n"));
  return hm_speak (text->str, text->len);
}

static int
draft_tell (const Plan *plan, const HmWaiverDraft *draft, guint n_findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint n = draft->waivers->len;
  char day[HM_INSTANT_TEXT_SIZE];

  hm_instant_text (plan->wish.expires - 1, day);
  day[strlen ("2027-05-01")] = '\0';
  masked_append (text, plan->file);
  g_string_append_printf (
      text, ": %u %s for %u %s, until %s.\nThey count once the file is committed.\n", n,
      n == 1 ? "waiver" : "waivers", n_findings, n_findings == 1 ? "finding" : "findings", day);
  return hm_speak (text->str, text->len);
}

static gboolean
file_write (const Plan *plan, const HmWaiverDraft *draft, GError **error)
{
  gsize size;
  const char *before = g_bytes_get_data (plan->text, &size);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (HmDestination) destination =
      hm_destination_new (plan->file, plan->file, others, error);
  g_autoptr (GString) text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (destination == NULL)
    return FALSE;
  text = hm_policy_text_add_waivers (plan->file, before != NULL ? before : "", size,
                                     (const HmWaiver *) (gpointer) draft->waivers->data,
                                     draft->waivers->len, error);
  if (text == NULL || !policy_check (plan, text, error))
    return FALSE;
  bytes = g_bytes_new (text->str, text->len);
  return hm_destination_write (destination, bytes, error);
}

static int
findings_waive (const Plan *plan)
{
  const HmResult *result = result_find (&plan->assay);
  g_autoptr (GPtrArray) picked = hm_waiver_wish_pick (&plan->wish, result);
  g_autoptr (HmWaiverDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (picked->len == 0) {
    hm_complain ("%s: no failed finding that is meant and not waived already; 'hallmark scan "
                 "--details' lists them",
                 result->id);
    return HM_EXIT_USAGE;
  }
  if (picked->len > 1 && !options.all)
    return choice_complain (result, picked);
  draft = hm_waiver_draft_new (&plan->wish, result, picked, &error);
  if (draft == NULL || !hm_waiver_draft_check (draft, result, plan->assay.report->as_of, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, plan->assay.cancelled);
  if (options.dry_run) {
    status = draft_print (draft, &error);
    return error != NULL ? hm_complain_with (error, HM_EXIT_USAGE, NULL) : status;
  }
  if (!file_write (plan, draft, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, plan->assay.cancelled);
  return draft_tell (plan, draft, picked->len);
}

static int
waive_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { .assay = { .cancelled = cancelled } };
  g_autoptr (GError) error = NULL;
  int status;

  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (!place_read (&plan, arguments, &error))
    return g_error_matches (error, HM_ERROR, HM_ERROR_NOT_FOUND)
                   || g_error_matches (error, HM_ERROR, HM_ERROR_GIT)
               ? hm_complain_error (error, cancelled)
               : hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = hm_assay_run (&plan.assay, arguments);
  return status != HM_EXIT_OK ? status : findings_waive (&plan);
}

const HmCommand hm_command_waive = {
  .name = "waive",
  .arguments = "[REPO]",
  .summary = "Write waivers for findings that are right as they are",
  .description =
      "REPO is a folder in a work tree (default: this one). Its newest commit is scanned, and each\n"
      "failed finding that is meant gets a waiver: for a file, by its path and what it holds, so that\n"
      "another content ends it; for a commit, by its id; else by its probe. A glob of several files\n"
      "gets one, over all that they hold. They go to the end of .hallmark.yml, which is made where\n"
      "there is none; all else in it stays as it is. They count once that is committed.\n"
      "\n"
      "A waived finding stays in every report. The score is made as though it had passed, and the one\n"
      "without waivers stands beside it.",
  .options = entries,
  .run = waive_run,
};
