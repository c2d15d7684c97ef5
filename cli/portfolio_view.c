/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/portfolio_view.h"

#include "cli/as_of.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "core/error.h"
#include "core/instant.h"
#include "core/nearest.h"

HmPortfolioViewTexts hm_portfolio_view_texts;

void
hm_portfolio_view_clear (HmPortfolioView *view)
{
  hm_portfolio_file_clear (&view->file);
  g_clear_pointer (&view->store, hm_store_free);
  g_clear_pointer (&view->store_file, g_free);
}

static gboolean
times_read (HmPortfolioView *view, GError **error)
{
  const HmPortfolioViewTexts *texts = &hm_portfolio_view_texts;
  HmCollectOptions collect = { 0 };

  if (!hm_as_of_read (texts->at, NULL, &collect, error))
    return FALSE;
  view->as_of = collect.as_of;
  if (texts->since == NULL)
    return TRUE;
  if (!hm_instant_parse (texts->since, &view->wish.since, error)) {
    g_prefix_error (error, "--since ");
    return FALSE;
  }
  if (view->wish.since >= view->as_of)
    return hm_fail (error, HM_ERROR_USAGE, "--since %s: not before the time that is looked at",
                    texts->since);
  /* 0 stands for no period. */
  if (view->wish.since == 0)
    view->wish.since = 1;
  return TRUE;
}

/*
 * Returns: (owned) (element-type utf8) (borrowed) whoever owns anything in @portfolio, NULL-terminated; some more
 * than once
 */
static GPtrArray *
owners_gather (const HmPortfolio *portfolio)
{
  GPtrArray *owners = g_ptr_array_new ();

  for (guint i = 0; i < portfolio->groups->len; i++) {
    const HmPortfolioGroup *group = g_ptr_array_index (portfolio->groups, i);

    for (gsize k = 0; group->owners[k] != NULL; k++)
      g_ptr_array_add (owners, group->owners[k]);
  }
  for (guint i = 0; i < portfolio->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);

    for (gsize k = 0; entry->owners[k] != NULL; k++)
      g_ptr_array_add (owners, entry->owners[k]);
  }
  g_ptr_array_add (owners, NULL);
  return owners;
}

/* A name that nobody has is mistyped, and the empty list that it chose could pass for good news. */
static gboolean
owners_check (const HmPortfolioFile *file, const char *const *wanted, GError **error)
{
  g_autoptr (GPtrArray) owners = wanted != NULL ? owners_gather (file->portfolio) : NULL;

  for (gsize i = 0; wanted != NULL && wanted[i] != NULL; i++) {
    const char *const *names = (const char *const *) owners->pdata;
    const char *nearest;

    if (g_strv_contains (names, wanted[i]))
      continue;
    nearest = hm_word_nearest (wanted[i], names);
    return hm_fail (error, HM_ERROR_USAGE, "--owner %s: nobody in %s is called so%s%s%s", wanted[i],
                    file->name, nearest != NULL ? "; " : "", nearest != NULL ? nearest : "",
                    nearest != NULL ? " was meant?" : "");
  }
  return TRUE;
}

static gboolean
options_read (HmPortfolioView *view, GError **error)
{
  const HmPortfolioViewTexts *texts = &hm_portfolio_view_texts;
  HmPortfolioItem item;

  if (texts->color != NULL && !hm_color_parse (texts->color, &view->color, error))
    return FALSE;
  if (texts->store != NULL && *texts->store == '\0')
    return hm_fail (error, HM_ERROR_USAGE, "--store: the name of a file must follow");
  if (!times_read (view, error) || !hm_portfolio_file_read (FALSE, &view->file, error)
      || !hm_portfolio_item_read (&item, error)
      || !hm_portfolio_group_check (&view->file, "--group", item.group, error)
      || !owners_check (&view->file, item.owners, error))
    return FALSE;
  view->wish.group = item.group;
  view->wish.owners = item.owners;
  return TRUE;
}

int
hm_portfolio_view_open (HmPortfolioView *view)
{
  g_autoptr (GError) error = NULL;

  if (!options_read (view, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, NULL);
  view->store_file = hm_portfolio_view_texts.store != NULL
                         ? g_strdup (hm_portfolio_view_texts.store)
                         : hm_store_default_file ();
  view->store = hm_store_open (view->store_file, HM_STORE_READ, &error);
  return view->store != NULL ? HM_EXIT_OK : hm_complain_error (error, NULL);
}

gboolean
hm_portfolio_view_format (const char *const *names, guint *ret_index, GError **error)
{
  const char *wanted = hm_portfolio_view_texts.format;
  g_autofree char *all = NULL;

  *ret_index = 0;
  if (wanted == NULL)
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (wanted, names[i])) {
      *ret_index = i;
      return TRUE;
    }
  all = g_strjoinv (", ", (char **) (gsize) names);
  return hm_fail (error, HM_ERROR_USAGE, "--format %s: no such format; there are %s", wanted, all);
}
