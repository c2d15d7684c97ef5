/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio list`: what is in the file. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/mask.h"

static struct {
  char *format;
} options;

static const GOptionEntry entries[] = {
  { "format", 'f', 0, G_OPTION_ARG_FILENAME, &options.format, "Print text, urls or json",
    "FORMAT" },
  { "group", 'g', 0, G_OPTION_ARG_FILENAME, &hm_portfolio_option_texts.group,
    "List this group alone", "NAME" },
  HM_PORTFOLIO_FILE_ENTRY,
  G_OPTION_ENTRY_NULL,
};

/* A criticality as it may be written. */
#define CRITICALITY_TEXT_SIZE 16

static const char *
criticality_text (double criticality, char text[CRITICALITY_TEXT_SIZE])
{
  if (criticality < 0)
    return "auto";
  return g_ascii_formatd (text, CRITICALITY_TEXT_SIZE, "%.6g", criticality);
}

/* Returns: (owned) (element-type HmPortfolioEntry, borrowed) those that are wanted. */
static GPtrArray *
entries_choose (const HmPortfolio *portfolio)
{
  const char *group = hm_portfolio_option_texts.group;
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < portfolio->entries->len; i++) {
    HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);

    if (group == NULL || (entry->group != NULL && g_str_equal (entry->group->name, group)))
      g_ptr_array_add (chosen, entry);
  }
  return chosen;
}

/* One column after another, each as wide as its widest text. */
static void
table_append (GString *out, const GPtrArray *chosen)
{
  static const char *const titles[] = { "REPOSITORY", "GROUP", "CRITICALITY", "OWNERS", "WHERE" };
  const guint n_columns = G_N_ELEMENTS (titles);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint widths[G_N_ELEMENTS (titles)] = { 0 };

  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < chosen->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (chosen, i);
    g_autofree char *owners = g_strjoinv (", ", entry->owners);
    char criticality[CRITICALITY_TEXT_SIZE];
    const char *texts[] = { entry->name, entry->group != NULL ? entry->group->name : "-",
                            criticality_text (entry->criticality, criticality),
                            *owners != '\0' ? owners : "-", entry->where };

    for (guint k = 0; k < n_columns; k++) {
      g_autoptr (GString) cell = g_string_new (NULL);

      hm_mask_terminal (cell, texts[k], -1, FALSE);
      g_ptr_array_add (cells, g_string_free (g_steal_pointer (&cell), FALSE));
    }
  }
  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] =
        MAX (widths[i % n_columns], hm_text_columns (g_ptr_array_index (cells, i)));
  for (guint i = 0; i < cells->len; i++) {
    const char *cell = g_ptr_array_index (cells, i);
    gboolean is_last = i % n_columns == n_columns - 1;

    g_string_append (out, cell);
    for (guint k = hm_text_columns (cell); !is_last && k < widths[i % n_columns] + 2; k++)
      g_string_append_c (out, ' ');
    if (is_last)
      g_string_append_c (out, '\n');
  }
}

static void
json_append (GString *out, const GPtrArray *chosen)
{
  json_auto_t *array = json_array ();
  char *text = NULL;

  for (guint i = 0; i < chosen->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (chosen, i);
    json_t *object = json_object ();
    json_t *owners = json_array ();
    json_t *needs = json_array ();

    for (gsize k = 0; entry->owners[k] != NULL; k++)
      json_array_append_new (owners, json_string (entry->owners[k]));
    for (guint k = 0; k < entry->needs->len; k++) {
      const HmPortfolioEntry *needed = g_ptr_array_index (entry->needs, k);

      json_array_append_new (needs, json_string (needed->where));
    }
    json_object_set_new (object, "name", json_string (entry->name));
    json_object_set_new (object, entry->is_path ? "path" : "url", json_string (entry->where));
    json_object_set_new (object, "group",
                         entry->group != NULL ? json_string (entry->group->name) : json_null ());
    json_object_set_new (object, "own_policy", json_boolean (entry->has_own_policy));
    json_object_set_new (object, "owners", owners);
    json_object_set_new (object, "criticality",
                         entry->criticality < 0 ? json_null () : json_real (entry->criticality));
    json_object_set_new (object, "needs", needs);
    json_array_append_new (array, object);
  }
  text = json_dumps (array, JSON_INDENT (2) | JSON_REAL_PRECISION (6));
  g_string_append_printf (out, "%s\n", text);
  free (text);
}

/* A line each, as it is; on a terminal so that it can do nothing there. */
static void
urls_append (GString *out, const GPtrArray *chosen)
{
  const gboolean is_terminal = isatty (STDOUT_FILENO);

  for (guint i = 0; i < chosen->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (chosen, i);

    if (is_terminal)
      hm_mask_terminal (out, entry->place, -1, FALSE);
    else
      g_string_append (out, entry->place);
    g_string_append_c (out, '\n');
  }
}

static gboolean
list_write (GString *out, GError **error)
{
  const char *format = options.format != NULL ? options.format : "text";
  const char *group = hm_portfolio_option_texts.group;
  g_auto (HmPortfolioFile) file = { 0 };
  g_autoptr (GPtrArray) chosen = NULL;

  if (!g_str_equal (format, "text") && !g_str_equal (format, "urls")
      && !g_str_equal (format, "json"))
    return hm_fail (error, HM_ERROR_USAGE, "--format %s: no such format; text, urls or json",
                    format);
  if (!hm_portfolio_file_read (FALSE, &file, error)
      || !hm_portfolio_group_check (&file, "--group", group, error))
    return FALSE;
  chosen = entries_choose (file.portfolio);
  if (g_str_equal (format, "json")) {
    json_append (out, chosen);
    return TRUE;
  }
  if (g_str_equal (format, "text")) {
    if (chosen->len > 0)
      table_append (out, chosen);
    else
      hm_complain ("%s: no repository in %s; 'hallmark portfolio add' puts one there", file.name,
                   group != NULL ? group : "it");
    return TRUE;
  }
  urls_append (out, chosen);
  return TRUE;
}

static int
portfolio_list_run (char **arguments)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (arguments[0] != NULL) {
    hm_complain ("portfolio list: takes no argument; '%s' is one too many", arguments[0]);
    return HM_EXIT_USAGE;
  }
  if (!list_write (out, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  return hm_speak (out->str, out->len);
}

const HmCommand hm_command_portfolio_list = {
  .name = "list",
  .arguments = "",
  .summary = "List what is in the portfolio",
  .description = "With --format urls a line for each, as 'hallmark portfolio import' reads them.",
  .options = entries,
  .run = portfolio_list_run,
};
