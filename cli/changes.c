/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark changes`: which sensitive files changed since when, and who besides the author saw it. */
#include "cli/command.h"

#include <string.h>

#include "checks/sensitive.h"
#include "cli/as_of.h"
#include "cli/countdown.h"
#include "cli/failure.h"
#include "cli/forge_options.h"
#include "cli/interrupt.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/git/cancel.h"
#include "render/changes.h"

static struct {
  char *since;
  char *commit;
  char *ref;
  char *at;
  char *format;
  char *color;
  gboolean strict;
} options;

static const GOptionEntry entries[] = {
  { "since", 's', 0, G_OPTION_ARG_FILENAME, &options.since,
    "List what came after this date, or is not in this revision", "DATE|REV" },
  { "commit", 0, 0, G_OPTION_ARG_FILENAME, &options.commit, "Look at the history of this commit",
    "REV" },
  { "ref", 0, 0, G_OPTION_ARG_FILENAME, &options.ref, "Look at this branch or tag", "NAME" },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &options.at, "Look as of this date", "DATE" },
  { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options.format, "Print text, md or json", "FORMAT" },
  { "strict", 0, 0, G_OPTION_ARG_NONE, &options.strict,
    "Exit with 4 when not all could be looked at, or a review not be seen", NULL },
  HM_FORGE_ASKING_ENTRIES,
  HM_FORGE_ACCESS_ENTRIES,
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  G_OPTION_ENTRY_NULL,
};

typedef enum {
  FORMAT_TEXT,
  FORMAT_MARKDOWN,
  FORMAT_JSON,
} Format;

typedef struct {
  HmColor color;
  Format format;
  HmForgePlan forge;
  char *journal_folder; /* (nullable) */
  HmCollectOptions collect;
} Plan;

static void
plan_clear (Plan *plan)
{
  hm_forge_plan_clear (&plan->forge);
  g_clear_pointer (&plan->journal_folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
format_read (const char *text, Format *ret_format, GError **error)
{
  static const char *const names[] = {
    [FORMAT_TEXT] = "text",
    [FORMAT_MARKDOWN] = "md",
    [FORMAT_JSON] = "json",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (text, names[i]) == 0) {
      *ret_format = (Format) i;
      return TRUE;
    }
  return hm_fail (error, HM_ERROR_USAGE, "--format %s: no such format; text, md or json", text);
}

/* A date is tried first: a branch of such a name can be given as refs/heads/NAME. */
static gboolean
since_read (HmCollectOptions *collect, GError **error)
{
  if (options.since == NULL || *options.since == '\0')
    return hm_fail (error, HM_ERROR_USAGE,
                    "--since: a date (2026-11-21) or a revision (v1.2, HEAD~10) must follow");
  if (hm_instant_parse (options.since, &collect->changes_since, NULL))
    collect->has_changes_since = TRUE;
  else
    collect->before = options.since;
  return TRUE;
}

static gboolean
plan_make (Plan *plan, GError **error)
{
  g_auto (GStrv) environment = g_get_environ ();

  if (!since_read (&plan->collect, error)
      || !hm_color_parse (options.color != NULL ? options.color : "auto", &plan->color, error)
      || !format_read (options.format != NULL ? options.format : "text", &plan->format, error)
      || !hm_forge_options_read (environment, &plan->forge, error))
    return FALSE;
  plan->collect.forge = plan->forge.options;
  if (!hm_forge_option_texts.no_cache)
    plan->journal_folder = hm_place_journal_folder ();
  plan->collect.journal_folder = plan->journal_folder;
  plan->collect.needs = HM_NEED_HISTORY | HM_NEED_CHANGES | HM_NEED_FORGE;
  return hm_as_of_read (options.at, plan->forge.replay, &plan->collect, error)
         && hm_revision_options_read (options.commit, options.ref, &plan->collect, error);
}

static void
list_append (GString *list, const char *text)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", text);
}

/* "a@example.org became b@example.org". Returns: (owned) "" where no contact moved */
static char *
contact_words (const HmHistory *history, const HmFileChange *change)
{
  g_autoptr (GString) removed = g_string_new (NULL);
  g_autoptr (GString) added = g_string_new (NULL);

  for (guint i = 0; i < change->n_marks; i++) {
    const HmMark *mark = &history->marks[change->marks + i];

    if (mark->kind == HM_MARK_ADDRESS_REMOVED)
      list_append (removed, mark->text);
    else if (mark->kind == HM_MARK_ADDRESS_ADDED)
      list_append (added, mark->text);
  }
  if (removed->len == 0 && added->len == 0)
    return g_strdup ("");
  if (removed->len == 0)
    return g_strdup_printf ("%s came in", added->str);
  if (added->len == 0)
    return g_strdup_printf ("%s was taken out", removed->str);
  return g_strdup_printf ("%s became %s", removed->str, added->str);
}

static void
files_list (const HmHistory *history, const HmCommit *commit, HmChangeRow *row)
{
  static const char *const whats[] = {
    [HM_CHANGE_ADDED] = "added",
    [HM_CHANGE_MODIFIED] = "modified",
    [HM_CHANGE_DELETED] = "deleted",
  };

  for (guint32 i = 0; i < commit->n_changes; i++) {
    const HmFileChange *change = &history->changes[commit->changes + i];
    g_autofree char *roles = NULL;
    g_autofree char *contact = NULL;

    if (!hm_change_is_sensitive (history, change))
      continue;
    roles = hm_sensitive_roles_text (hm_change_sensitive_roles (history, change));
    contact = contact_words (history, change);
    hm_change_row_add (row, change->path, whats[change->kind], roles, contact);
  }
}

static const char *
person_name (const HmHistory *history, guint32 person)
{
  if (person >= history->n_people)
    return "";
  return *history->people[person].name != '\0' ? history->people[person].name
                                               : history->people[person].email;
}

/* Why not all that should be could be looked at. Returns: (nullable) */
static const char *
blind_why (const HmFacts *facts)
{
  return facts->history.cut != NULL ? facts->history.cut : facts->history.changes_why;
}

/* Returns: (owned) */
static HmChangeList *
list_make (const HmFacts *facts)
{
  const HmHistory *history = &facts->history;
  const char *why = blind_why (facts);
  g_autoptr (HmChangeList) list = hm_change_list_new (
      facts->subject.name, options.since, &facts->subject.commit, why != NULL ? why : "");
  g_autoptr (HmTenure) tenure = hm_tenure_new (history, facts->as_of);
  g_autoptr (HmWitness) witness = hm_witness_new (facts, tenure);
  g_autoptr (GArray) commits =
      hm_sensitive_commits (facts, tenure, witness, history->changes_since);

  for (guint i = 0; i < commits->len; i++) {
    const HmSensitiveCommit *sensitive = &g_array_index (commits, HmSensitiveCommit, i);
    const HmCommit *commit = &history->commits[sensitive->commit];

    files_list (history, commit,
                hm_change_list_add (list, &commit->oid, commit->committer_time,
                                    person_name (history, commit->author), sensitive->trace,
                                    sensitive->trace == HM_TRACE_SECOND
                                        ? person_name (history, commit->second)
                                        : "",
                                    commit->pull_request));
  }
  return g_steal_pointer (&list);
}

static int
list_show (const HmChangeList *list, const Plan *plan)
{
  HmTerminal terminal = hm_stdout_terminal (plan->color);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) json = NULL;
  gsize size;
  const char *bytes;

  switch (plan->format) {
  case FORMAT_JSON:
    json = hm_changes_json (list);
    bytes = g_bytes_get_data (json, &size);
    return hm_speak (bytes, size);
  case FORMAT_MARKDOWN:
    hm_changes_markdown (text, list);
    break;
  case FORMAT_TEXT:
  default:
    hm_changes_terminal (text, list, &terminal);
    break;
  }
  return hm_speak (text->str, text->len);
}

static int
changes_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_auto (Plan) plan = { 0 };
  g_auto (HmPlace) place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmEvidenceStore) store = NULL;
  g_autoptr (HmChangeList) list = NULL;
  int status;

  plan.collect.cancelled = cancelled;
  if (!plan_make (&plan, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (!hm_place_find (arguments, &plan.collect, &place, &error))
    return hm_complain_error (error, cancelled);
  store = hm_collect (place.path, &plan.collect, &error);
  hm_countdown_wipe ();
  if (store == NULL)
    return hm_complain_error (error, cancelled);
  if (hm_is_cancelled (cancelled))
    return hm_complain_interrupted ();
  list = list_make (hm_evidence_store_facts (store));
  status = list_show (list, &plan);
  if (status != HM_EXIT_OK)
    return status;
  if (hm_change_list_count (list, HM_TRACE_NONE) > 0)
    return HM_EXIT_GATE;
  if (options.strict && (*list->why != '\0' || hm_change_list_count (list, HM_TRACE_REQUEST) > 0)) {
    hm_complain ("%s: not all could be looked at, and --strict was given", list->subject);
    return HM_EXIT_INCOMPLETE;
  }
  return HM_EXIT_OK;
}

const HmCommand hm_command_changes = {
  .name = "changes",
  .arguments = "[REPO]",
  .summary = "List sensitive changes; fail when nobody else saw one",
  .description =
      "REPO is a folder in a git repository (default: this one) or a URL. Listed are the commits that\n"
      "change a licence, a security policy, owners, maintainers, funding, workflows, build and release\n"
      "files, submodules, keys or where packages go, newest first: by whom, and who else is seen on\n"
      "them.\n"
      "\n"
      "DATE is as in 'hallmark scan'. A REV lists what the history has and REV has not, as REV..HEAD.\n"
      "\n"
      "Exits with 1 when a listed commit shows nobody but its author. One that came by a pull request\n"
      "whose review can't be seen is told apart, and fails with --strict alone; with a token the\n"
      "forge's reviews settle it.",
  .options = entries,
  .run = changes_run,
};
