/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `hallmark store`: looks after the store of reports: is it whole, make it small, out of it and into it as JSON
 * Lines.
 */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/failure.h"
#include "cli/interrupt.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/number.h"
#include "store/maintain.h"

static struct {
  char *store;
} options;

static const GOptionEntry entries[] = {
  { "store", 0, 0, G_OPTION_ARG_FILENAME, &options.store,
    "The store (hallmark/portfolio.db in XDG_DATA_HOME)", "FILE" },
  G_OPTION_ENTRY_NULL,
};

/* Where not one report is left to be exported. */
#define NOTHING_TO_SAVE \
  "restore the store from a copy, or see what SQLite's own 'sqlite3 FILE .recover' still finds"

static void
problem_say (const char *problem, gpointer data)
{
  (void) data;
  hm_complain ("%s", problem);
}

/* Says a line on stdout. */
static int G_GNUC_PRINTF (1, 2) line_speak (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return hm_speak (line, strlen (line));
}

static char *
count_text (guint64 n, const char *one, const char *many)
{
  g_autofree char *number = hm_number_grouped (n);

  return g_strdup_printf ("%s %s", number, n == 1 ? one : many);
}

static int
check_do (HmStore *store, const gint *cancelled)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reports = NULL;
  g_autofree char *repositories = NULL;
  g_autofree char *whole = NULL;
  HmStoreHealth health = { 0 };

  if (!hm_store_check (store, problem_say, NULL, cancelled, &health, &error))
    return hm_complain_error (error, cancelled);
  reports = count_text (health.n_reports, "report", "reports");
  repositories = count_text (health.n_repositories, "repository", "repositories");
  if (health.n_problems == 0)
    return line_speak ("%s of %s: whole\n", reports, repositories);
  if (health.n_restored == 0) {
    hm_complain ("damaged: see above. No report can be read; " NOTHING_TO_SAVE);
    return HM_EXIT_GATE;
  }
  whole = count_text (health.n_restored, "report", "reports");
  hm_complain (
      "damaged: see above. 'hallmark store export' saves the %s that can be read, and 'hallmark "
      "store import' puts them into a new store",
      whole);
  return HM_EXIT_GATE;
}

static int
vacuum_do (HmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;
  guint64 before;
  guint64 after;

  if (!hm_store_vacuum (store, &before, &after, &error))
    return hm_complain_error (error, NULL);
  was = hm_number_grouped (before);
  is = hm_number_grouped (after);
  return line_speak ("%s bytes before, %s now\n", was, is);
}

static int
export_do (HmStore *store, const gint *cancelled)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *saved = NULL;
  HmStoreHealth health = { 0 };

  if (!hm_store_export (store, stdout, problem_say, NULL, cancelled, &health, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (health.n_problems == 0)
    return HM_EXIT_OK;
  if (health.n_restored == 0) {
    hm_complain ("damaged: see above. No report can be read, so none is saved; " NOTHING_TO_SAVE);
    return HM_EXIT_GATE;
  }
  saved = count_text (health.n_restored, "report is saved", "reports are saved");
  hm_complain ("damaged: see above. %s", saved);
  return HM_EXIT_GATE;
}

/* What became of the lines. Returns: (owned) */
static char *
import_text (const HmStoreImport *import)
{
  g_autofree char *reports = count_text (import->n_lines, "report", "reports");

  return g_strdup_printf ("%s: %" G_GUINT64_FORMAT " added, %" G_GUINT64_FORMAT
                          " there already, %" G_GUINT64_FORMAT
                          " differ from what is there, which stays",
                          reports, import->counts[HM_STORE_ADDED], import->counts[HM_STORE_SAME],
                          import->counts[HM_STORE_KEPT]);
}

static int
import_do (HmStore *store, const char *file, const gint *cancelled)
{
  const gboolean is_stdin = file == NULL || g_str_equal (file, "-");
  const char *name = is_stdin ? "standard input" : file;
  FILE *from = is_stdin ? stdin : fopen (file, "re");
  g_autoptr (GError) error = NULL;
  g_autofree char *counts = NULL;
  HmStoreImport import = { 0 };
  gboolean is_done;
  int status;

  if (from == NULL) {
    hm_complain ("%s: can't be opened: %s", file, g_strerror (errno));
    return HM_EXIT_SUBJECT;
  }
  is_done = hm_store_import (store, from, name, cancelled, &import, &error);
  if (!is_stdin)
    fclose (from);
  counts = import_text (&import);
  if (is_done)
    return line_speak ("%s\n", counts);
  status = hm_complain_error (error, cancelled);
  if (import.n_lines > 0)
    hm_complain ("before that: %s", counts);
  return status;
}

/* All of @keys, or none. */
static int
forget_do (HmStore *store, char **keys)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = hm_store_begin (store, &error);

  for (guint i = 0; is_done && keys[i] != NULL; i++) {
    gboolean was_there;

    is_done = hm_store_forget (store, keys[i], &was_there, &error);
    if (is_done && !was_there)
      is_done = hm_fail (&error, HM_ERROR_NOT_FOUND,
                         "%s: the store knows no such repository; 'hallmark store export' and "
                         "'hallmark portfolio rank -f json' tell the keys of those that it has",
                         keys[i]);
  }
  if (is_done && hm_store_commit (store, &error))
    return HM_EXIT_OK;
  return hm_complain_error (error, NULL);
}

/* @n_most: how many words may follow. Returns: (nullable) NULL with @error set. */
static HmStore *
store_open (char **arguments, HmStoreMode mode, gboolean may_make, guint n_most, GError **error)
{
  g_autofree char *file =
      options.store != NULL ? g_strdup (options.store) : hm_store_default_file ();

  if (g_strv_length (arguments) > n_most)
    hm_fail (error, HM_ERROR_USAGE, "store: %s is a word too much", arguments[n_most]);
  else if (*file == '\0')
    hm_fail (error, HM_ERROR_USAGE, "--store: the name of a file must follow");
  else if (!may_make && !g_file_test (file, G_FILE_TEST_EXISTS))
    /* Opened to be written it would be made. */
    return hm_store_open (file, HM_STORE_READ, error);
  else
    return hm_store_open (file, mode, error);
  return NULL;
}

static int
check_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = store_open (arguments, HM_STORE_READ, FALSE, 0, &error);

  if (store != NULL)
    return check_do (store, cancelled);
  /* There is a file, and it is not a whole store: that was the question. */
  if (g_error_matches (error, HM_ERROR, HM_ERROR_FORMAT))
    return hm_complain_with (error, HM_EXIT_GATE, cancelled);
  return hm_complain_error (error, cancelled);
}

static int
vacuum_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = store_open (arguments, HM_STORE_WRITE, FALSE, 0, &error);

  return store != NULL ? vacuum_do (store) : hm_complain_error (error, NULL);
}

static int
export_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = store_open (arguments, HM_STORE_READ, FALSE, 0, &error);

  return store != NULL ? export_do (store, cancelled) : hm_complain_error (error, cancelled);
}

static int
import_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = store_open (arguments, HM_STORE_WRITE, TRUE, 1, &error);

  return store != NULL ? import_do (store, arguments[0], cancelled)
                       : hm_complain_error (error, cancelled);
}

static int
forget_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = NULL;

  if (arguments[0] == NULL) {
    hm_complain ("store forget: which repository? Give its key, such as github.com/OWNER/REPO");
    return HM_EXIT_USAGE;
  }
  store = store_open (arguments, HM_STORE_WRITE, FALSE, G_MAXUINT, &error);
  return store != NULL ? forget_do (store, arguments) : hm_complain_error (error, NULL);
}

static const HmCommand command_check = {
  .name = "check",
  .arguments = "",
  .summary = "Look whether the store is whole",
  .description =
      "Looks at every page of the file and at every report in it: whether it is what was put, can be\n"
      "read, and agrees with what the store says of it. Changes nothing.\n"
      "\n"
      "Each problem is a line. Exits with 1 where something is damaged, or the file is no store.",
  .options = entries,
  .run = check_run,
};

static const HmCommand command_vacuum = {
  .name = "vacuum",
  .arguments = "",
  .summary = "Give room that is no longer needed back to the disk",
  .description =
      "Drops what no report refers to any more, too: old findings and names of checks.\n"
      "\n"
      "Needs as much room again while it runs. A store made by an older hallmark is brought up to\n"
      "this one's form, as by any command that writes to it.",
  .options = entries,
  .run = vacuum_run,
};

static const HmCommand command_export = {
  .name = "export",
  .arguments = "",
  .summary = "Print every report as a line of JSON",
  .description =
      "For another store, or for a data warehouse. A line is an object with schema, repository, as_of\n"
      "and report, the last as 'hallmark scan -o json:-' writes it.\n"
      "\n"
      "A report whose text is damaged is named and left out, and the exit code is 1; what else of the\n"
      "store is damaged keeps none back whose text is whole. A file that is too damaged to be opened\n"
      "exports nothing, and the exit code is 3.",
  .options = entries,
  .run = export_run,
};

static const HmCommand command_import = {
  .name = "import",
  .arguments = "[FILE]",
  .summary = "Put exported lines into the store",
  .description =
      "FILE is what 'hallmark store export' printed (default: standard input). What the store has of\n"
      "a repository at the same time stays, so importing twice does no harm.\n"
      "\n"
      "A line that can't be read ends the import. The reports before it are in the store, and counted.",
  .options = entries,
  .run = import_run,
};

static const HmCommand command_forget = {
  .name = "forget",
  .arguments = "KEY...",
  .summary = "Take repositories out of the store, with all their reports",
  .description =
      "KEY is what export prints as \"repository\": github.com/OWNER/REPO, or path: and the path. What\n"
      "was written to the file is gone for good once 'hallmark store vacuum' has run.\n"
      "\n"
      "One that the portfolio still lists comes back with its next scan.",
  .options = entries,
  .run = forget_run,
};

static const HmCommand *const subcommands[] = {
  &command_check, &command_vacuum, &command_export, &command_import, &command_forget, NULL,
};

static const GOptionEntry no_entries[] = { G_OPTION_ENTRY_NULL };

const HmCommand hm_command_store = {
  .name = "store",
  .arguments = "COMMAND",
  .summary = "Look after the store of a portfolio's reports",
  .description =
      "The store is one file, hallmark/portfolio.db in the folder for your data, or --store FILE. The\n"
      "portfolio's scans put every report there.",
  .options = no_entries,
  .subcommands = subcommands,
};
