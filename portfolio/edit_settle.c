/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit_settle.h"

#include "core/error.h"
#include "core/limits.h"

/* Whether @needs are those of @entry without what is cut, then @more (nullable). */
static gboolean
needs_are_as_meant (const HmPortfolioEntry *entry, const GPtrArray *needs, GHashTable *cut,
                    const GPtrArray *more)
{
  guint at = 0;

  for (guint i = 0; i < entry->needs->len + (more != NULL ? more->len : 0); i++) {
    const HmPortfolioEntry *needed =
        g_ptr_array_index (i < entry->needs->len ? entry->needs : more,
                           i < entry->needs->len ? i : i - entry->needs->len);

    if (cut != NULL && g_hash_table_contains (cut, needed->key))
      continue;
    if (at >= needs->len
        || !g_str_equal (((const HmPortfolioEntry *) g_ptr_array_index (needs, at))->key,
                         needed->key))
      return FALSE;
    at++;
  }
  return at == needs->len;
}

/* Whether the groups of @after are those of @before, then @added (nullable). */
static gboolean
groups_are_as_meant (const HmPortfolio *before, const HmPortfolio *after, const GPtrArray *added)
{
  const guint n_before = before->groups->len;
  const guint n_added = added != NULL ? added->len : 0;

  if (after->groups->len != n_before + n_added)
    return FALSE;
  for (guint i = 0; i < n_before; i++) {
    const HmPortfolioGroup *group = g_ptr_array_index (after->groups, i);
    const HmPortfolioGroup *same = g_ptr_array_index (before->groups, i);

    if (!g_str_equal (group->name, same->name) || g_strcmp0 (group->policy, same->policy) != 0
        || group->has_own_policy != same->has_own_policy
        || !g_strv_equal ((const char *const *) group->owners, (const char *const *) same->owners))
      return FALSE;
  }
  for (guint i = 0; added != NULL && i < n_added; i++) {
    const HmPortfolioGroup *group = g_ptr_array_index (after->groups, n_before + i);

    if (!g_str_equal (group->name, g_ptr_array_index (added, i)))
      return FALSE;
  }
  return TRUE;
}

/* Whether @after says what @before did, but for @edit. */
static gboolean
is_as_meant (const HmPortfolio *before, const HmPortfolio *after, const HmEdit *edit)
{
  guint at = 0;

  for (guint i = 0; i < before->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (before->entries, i);
    const GPtrArray *more = edit->more != NULL ? g_hash_table_lookup (edit->more, entry) : NULL;
    const HmPortfolioEntry *same = NULL;

    if (edit->cut != NULL && g_hash_table_contains (edit->cut, entry->key))
      continue;
    if (at >= after->entries->len)
      return FALSE;
    same = g_ptr_array_index (after->entries, at++);
    if (!g_str_equal (same->key, entry->key) || !g_str_equal (same->name, entry->name)
        || same->criticality < entry->criticality || same->criticality > entry->criticality
        || same->has_own_policy != entry->has_own_policy
        || g_strcmp0 (same->group != NULL ? same->group->name : NULL,
                      entry->group != NULL ? entry->group->name : NULL)
               != 0
        || !g_strv_equal ((const char *const *) same->owners, (const char *const *) entry->owners)
        || !needs_are_as_meant (entry, same->needs, edit->cut, more))
      return FALSE;
  }
  return after->entries->len == at + edit->n_appended
         && groups_are_as_meant (before, after, edit->groups);
}

gboolean
hm_edit_refuse (const char *name, const char *key, GError **error)
{
  return hm_fail (
      error, HM_ERROR_FORMAT,
      "%s: \"%s\" is not written as a list that can be edited by lines (each item a dash "
      "at the same depth); edit it by hand",
      name, key);
}

char *
hm_edit_settle (const HmPortfolioText *before, const HmPortfolio *portfolio, const GString *text,
                const HmEdit *edit, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  g_autoptr (HmPortfolio) after =
      hm_portfolio_parse (before->name, before->folder, text->str, text->len, &mistake);

  if (after != NULL && is_as_meant (portfolio, after, edit))
    return g_strndup (text->str, text->len);
  if (mistake != NULL && g_error_matches (mistake, HM_ERROR, HM_ERROR_LIMIT))
    hm_fail (
        error, HM_ERROR_LIMIT,
        "%s: would be larger than a portfolio may be (%u bytes, some 160,000 repositories); put "
        "some into another file",
        before->name, HM_PORTFOLIO_BYTES_MAX);
  else
    hm_edit_refuse (before->name, HM_EDIT_LIST_KEY, error);
  return NULL;
}
