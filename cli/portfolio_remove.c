/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio remove`: takes repositories out of the file. */
#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/mask.h"
#include "core/seeded_hash.h"

static const GOptionEntry entries[] = {
  HM_PORTFOLIO_DRY_RUN_ENTRY,
  HM_PORTFOLIO_FILE_ENTRY,
  G_OPTION_ENTRY_NULL,
};

static gboolean
entries_remove (char **arguments, GString *said, GError **error)
{
  g_auto (HmPortfolioFile) file = { 0 };
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  HmPortfolioText before;

  if (arguments[0] == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "portfolio remove: name a repository by URL, path or name");
  if (!hm_portfolio_file_edit (FALSE, NULL, &file, error))
    return FALSE;
  for (gsize i = 0; arguments[i] != NULL; i++) {
    const HmPortfolioEntry *entry = hm_portfolio_find (file.portfolio, here, arguments[i], error);

    if (entry == NULL)
      return FALSE;
    if (!g_hash_table_add (keys, entry->key))
      continue;
    g_string_append (said, hm_portfolio_option_texts.is_dry_run ? "would remove: " : "removed: ");
    hm_mask_terminal (said, entry->where, -1, FALSE);
    g_string_append_c (said, '\n');
  }
  before = hm_portfolio_file_text (&file);
  text = hm_portfolio_cut (&before, file.portfolio, keys, error);
  return text != NULL
         && (hm_portfolio_option_texts.is_dry_run || hm_portfolio_file_write (&file, text, error));
}

static int
portfolio_remove_run (char **arguments)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!entries_remove (arguments, said, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  return hm_speak (said->str, said->len);
}

const HmCommand hm_command_portfolio_remove = {
  .name = "remove",
  .arguments = "REPO...",
  .summary = "Take repositories out of the portfolio",
  .description =
      "REPO is a URL, a path or a name, as 'hallmark portfolio list' shows them. All of them are taken\n"
      "out, or none. What was learned of them stays in the store.",
  .options = entries,
  .run = portfolio_remove_run,
};
