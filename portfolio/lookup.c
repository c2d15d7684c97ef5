/* SPDX-License-Identifier: Apache-2.0 */
/* Finds in a portfolio what its user calls by name, URL or path. */
#include "core/error.h"
#include "portfolio/location.h"
#include "portfolio/portfolio.h"

const HmPortfolioGroup *
hm_portfolio_group (const HmPortfolio *portfolio, const char *name)
{
  return g_hash_table_lookup (portfolio->by_group, name);
}

const HmPortfolioEntry *
hm_portfolio_lookup (const HmPortfolio *portfolio, const char *folder, const char *words,
                     guint *ret_n)
{
  g_autofree char *url = hm_location_url (words);
  g_autofree char *key = hm_location_key (url != NULL ? url : words);
  g_autofree char *place = g_canonicalize_filename (words, folder);
  g_autofree char *path_key = g_strconcat ("path:", place, NULL);
  g_autofree char *name = g_ascii_strdown (words, -1);
  const HmPortfolioEntry *found = key != NULL ? g_hash_table_lookup (portfolio->by_key, key) : NULL;
  const GPtrArray *namesakes = NULL;

  if (found == NULL)
    found = g_hash_table_lookup (portfolio->by_key, path_key);
  if (found == NULL)
    found = g_hash_table_lookup (portfolio->by_name, words);
  *ret_n = 1;
  if (found != NULL)
    return found;
  namesakes = g_hash_table_lookup (portfolio->by_any_name, name);
  *ret_n = namesakes != NULL ? namesakes->len : 0;
  return *ret_n == 1 ? g_ptr_array_index (namesakes, 0) : NULL;
}

const HmPortfolioEntry *
hm_portfolio_find (const HmPortfolio *portfolio, const char *folder, const char *words,
                   GError **error)
{
  guint n = 0;
  const HmPortfolioEntry *found = hm_portfolio_lookup (portfolio, folder, words, &n);

  if (n > 1)
    hm_fail (error, HM_ERROR_USAGE,
             "%s: %u repositories are called so; name one by its URL or path", words, n);
  else if (n == 0)
    hm_fail (error, HM_ERROR_USAGE,
             "%s: not in the portfolio; 'hallmark portfolio list' shows what is", words);
  return found;
}
