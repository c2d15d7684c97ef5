/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark portfolio add`: repositories by URL or path. */
#include <string.h>

#include "cli/failure.h"
#include "cli/portfolio_commands.h"
#include "cli/portfolio_file.h"
#include "cli/speak.h"
#include "core/error.h"
#include "core/mask.h"
#include "core/seeded_hash.h"
#include "evidence/git/url.h"
#include "portfolio/location.h"

static struct {
  char *name;
} options;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &options.name, "Call it so", "NAME" },
  HM_PORTFOLIO_ITEM_ENTRIES,
  HM_PORTFOLIO_DRY_RUN_ENTRY,
  HM_PORTFOLIO_FILE_ENTRY,
  G_OPTION_ENTRY_NULL,
};

/* What is to be written, with what is said of it. */
typedef struct {
  GArray *items;    /* (element-type HmPortfolioItem) */
  GPtrArray *texts; /* (element-type utf8) that they point to */
  GHashTable *keys; /* of them */
  GString *said;
} Addition;

static void
addition_clear (Addition *addition)
{
  g_array_unref (addition->items);
  g_hash_table_unref (addition->keys);
  g_ptr_array_unref (addition->texts);
  g_string_free (addition->said, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Addition, addition_clear)

/* Returns: (owned) the path of @place as the file in @folder names it: relative where it is below, else whole. */
static char *
path_from (const char *folder, const char *place)
{
  gsize size = strlen (folder);

  if (g_str_equal (folder, place))
    return g_strdup (".");
  if (g_str_has_prefix (place, folder) && place[size] == '/')
    return g_strdup (place + size + 1);
  return g_strdup (place);
}

/* Finds how the file is to name @words. Returns: FALSE with HM_ERROR_USAGE. */
static gboolean
where_find (const HmPortfolioFile *file, const char *words, HmPortfolioItem *item, char **ret_where,
            char **ret_key, GError **error)
{
  g_autofree char *place = g_canonicalize_filename (words, NULL);
  g_autofree char *shown = NULL;
  g_autofree char *spoken = NULL;
  g_autoptr (HmUrl) url = NULL;

  if (!g_utf8_validate (words, -1, NULL))
    return hm_fail (error, HM_ERROR_USAGE, "%s: not UTF-8, which a portfolio is written in", words);
  item->is_path = g_file_test (words, G_FILE_TEST_EXISTS);
  if (!item->is_path)
    spoken = hm_location_spoken_url (words);
  if (spoken != NULL)
    words = spoken;
  item->is_path = item->is_path || !hm_url_has_form (words);
  if (item->is_path) {
    if (!g_file_test (place, G_FILE_TEST_IS_DIR))
      return hm_fail (error, HM_ERROR_USAGE, "%s: no such folder, and no URL", words);
    *ret_where = path_from (file->folder, place);
    *ret_key = g_strconcat ("path:", place, NULL);
    return TRUE;
  }
  shown = hm_url_without_credentials (words);
  if (hm_location_has_secret (words))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: a URL with credentials in it; tokens belong into the environment", shown);
  url = hm_url_parse (words, NULL);
  /* Who writes SSH has a key there, and maybe no other way in. */
  *ret_where =
      url != NULL && g_str_equal (url->scheme, "ssh") ? g_strdup (words) : hm_location_url (words);
  *ret_key = *ret_where != NULL ? hm_location_key (*ret_where) : NULL;
  if (*ret_key != NULL)
    return TRUE;
  g_clear_pointer (ret_where, g_free);
  return hm_fail (error, HM_ERROR_USAGE, "%s: no URL of a repository on a host", shown);
}

static void
say (GString *said, const char *what, const char *where)
{
  g_string_append_printf (said, "%s: ", what);
  hm_mask_terminal (said, where, -1, FALSE);
  g_string_append_c (said, '\n');
}

static gboolean
repository_add (const HmPortfolioFile *file, const char *words, Addition *addition, GError **error)
{
  HmPortfolioItem item = { 0 };
  char *where = NULL;
  char *key = NULL;

  if (!hm_portfolio_item_read (&item, error)
      || !where_find (file, words, &item, &where, &key, error))
    return FALSE;
  g_ptr_array_add (addition->texts, where);
  g_ptr_array_add (addition->texts, key);
  if (g_hash_table_contains (file->portfolio->by_key, key)
      || g_hash_table_contains (addition->keys, key)) {
    say (addition->said, "already there", where);
    return TRUE;
  }
  g_hash_table_add (addition->keys, key);
  item.where = where;
  item.name = options.name;
  g_array_append_val (addition->items, item);
  say (addition->said, hm_portfolio_option_texts.is_dry_run ? "would add" : "added", where);
  return TRUE;
}

static gboolean
addition_make (char **arguments, Addition *addition, GError **error)
{
  g_auto (HmPortfolioFile) file = { 0 };
  g_autofree char *text = NULL;
  HmPortfolioText before;

  if (arguments[0] == NULL)
    return hm_fail (error, HM_ERROR_USAGE, "portfolio add: name a repository by URL or path");
  if (options.name != NULL && arguments[1] != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "--name: is for one repository alone");
  if (!hm_portfolio_option_text_check ("--name", options.name, error))
    return FALSE;
  if (!hm_portfolio_file_edit (TRUE, NULL, &file, error))
    return FALSE;
  for (gsize i = 0; arguments[i] != NULL; i++) {
    if (!repository_add (&file, arguments[i], addition, error))
      return FALSE;
  }
  if (addition->items->len == 0)
    return TRUE;
  hm_portfolio_group_say (&file, addition->said);
  before = hm_portfolio_file_text (&file);
  text = hm_portfolio_append (&before, addition->items, error);
  return text != NULL
         && (hm_portfolio_option_texts.is_dry_run || hm_portfolio_file_write (&file, text, error));
}

static int
portfolio_add_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (Addition) addition = {
    .items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem)),
    .texts = g_ptr_array_new_with_free_func (g_free),
    .keys = g_hash_table_new (hm_seeded_text_hash, g_str_equal),
    .said = g_string_new (NULL),
  };

  if (!addition_make (arguments, &addition, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  return hm_speak (addition.said->str, addition.said->len);
}

const HmCommand hm_command_portfolio_add = {
  .name = "add",
  .arguments = "REPO...",
  .summary = "Put repositories into the portfolio",
  .description =
      "REPO is a URL, also without its https://, or a folder of this machine. What is in the portfolio\n"
      "already, however its URL is written there, is told and left as it is. New ones come at the end of\n"
      "the list; the file, and the group of --group, are made where there are none.",
  .options = entries,
  .run = portfolio_add_run,
};
