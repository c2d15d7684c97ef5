/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A portfolio file, and what editing it by lines does: what it takes can be added to, or is
 * refused, and never comes to say something else.
 */
#include <string.h>

#include "portfolio/edit.h"
#include "tests/fuzz/target.h"

#define FOLDER "/srv"

static void
append_check (const HmPortfolioText *before, const HmPortfolio *portfolio, const char *group)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem));
  HmPortfolioItem item = { .where = "https://github.com/new/one",
                           .criticality = "0.5",
                           .group = group };
  g_autofree char *after = NULL;
  g_autoptr (HmPortfolio) more = NULL;

  g_array_append_val (items, item);
  after = hm_portfolio_append (before, items, NULL);
  if (after == NULL)
    return;
  more = hm_portfolio_parse ("f", FOLDER, after, strlen (after), NULL);
  g_assert (more != NULL && more->entries->len == portfolio->entries->len + 1);
  g_assert (group == NULL || hm_portfolio_group (more, group) != NULL);
}

static void
cut_check (const HmPortfolioText *before, const HmPortfolio *portfolio)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *after = NULL;
  g_autoptr (HmPortfolio) less = NULL;

  if (portfolio->entries->len == 0)
    return;
  g_hash_table_add (keys, ((HmPortfolioEntry *) g_ptr_array_index (portfolio->entries, 0))->key);
  after = hm_portfolio_cut (before, portfolio, keys, NULL);
  if (after == NULL)
    return;
  less = hm_portfolio_parse ("f", FOLDER, after, strlen (after), NULL);
  g_assert (less != NULL && less->entries->len == portfolio->entries->len - 1);
}

/* Whether the first of @portfolio needs the one of @key. */
static gboolean
first_needs (const HmPortfolio *portfolio, const char *key)
{
  const HmPortfolioEntry *first = g_ptr_array_index (portfolio->entries, 0);

  for (guint i = 0; i < first->needs->len; i++) {
    const HmPortfolioEntry *needed = g_ptr_array_index (first->needs, i);

    g_assert (needed != first && g_hash_table_lookup (portfolio->by_key, needed->key) == needed);
    if (g_str_equal (needed->key, key))
      return TRUE;
  }
  return FALSE;
}

static void
need_check (const HmPortfolioText *before, const HmPortfolio *portfolio)
{
  const guint n = portfolio->entries->len;
  g_autoptr (GArray) needs = g_array_new (FALSE, TRUE, sizeof (HmPortfolioNeed));
  const HmPortfolioEntry *first = n > 1 ? g_ptr_array_index (portfolio->entries, 0) : NULL;
  const HmPortfolioEntry *last = n > 1 ? g_ptr_array_index (portfolio->entries, n - 1) : NULL;
  g_autofree char *after = NULL;
  g_autoptr (HmPortfolio) more = NULL;
  guint n_new = 0;

  if (n < 2)
    return;
  g_array_append_val (needs, ((HmPortfolioNeed){ first->key, last->key }));
  g_array_append_val (needs, ((HmPortfolioNeed){ first->key, first->key }));
  after = hm_portfolio_need (before, needs, &n_new, NULL);
  if (after == NULL)
    return;
  g_assert (n_new == (first_needs (portfolio, last->key) ? 0 : 1));
  more = hm_portfolio_parse ("f", FOLDER, after, strlen (after), NULL);
  g_assert (more != NULL && more->entries->len == n && first_needs (more, last->key));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const HmPortfolioText before = {
    .name = "f", .folder = FOLDER, .text = (const char *) data, .size = size
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmPortfolio) portfolio = hm_portfolio_parse ("f", FOLDER, before.text, size, &error);

  g_assert ((portfolio == NULL) == (error != NULL));
  if (portfolio == NULL) {
    g_assert (g_str_has_prefix (error->message, "f:"));
    return 0;
  }
  append_check (&before, portfolio, NULL);
  append_check (&before, portfolio, "new group");
  cut_check (&before, portfolio);
  need_check (&before, portfolio);
  return 0;
}
