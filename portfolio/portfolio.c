/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/portfolio.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/nearest.h"
#include "core/seeded_hash.h"
#include "evidence/git/url.h"
#include "portfolio/location.h"
#include "store/store.h"

/* Says that a repository may be judged by the policy that it brings. */
#define OWN_POLICY "own-policy"

static const char *const root_keys[] = { "version", "groups", "repositories", NULL };
static const char *const group_keys[] = { "name", "policy", OWN_POLICY, "owners", NULL };
static const char *const entry_keys[] = { "url",    "path",        "name",  "group", OWN_POLICY,
                                          "owners", "criticality", "needs", NULL };

/* Digits behind the point of a criticality. */
#define CRITICALITY_DIGITS_MAX 6

/* Of HM_PORTFOLIO_NODES_MAX, in words that mean something to those who wrote the file. */
#define TOO_MANY \
  "more repositories than a portfolio holds, some 160,000 of a URL each or 50,000 with a group, an " \
  "owner and a criticality; put some into another file"

typedef struct {
  const char *name;
  const char *folder;
  HmPortfolio *portfolio;
  GHashTable *by_where; /* as written, to HmPortfolioEntry */
} Reading;

static void
group_free (gpointer data)
{
  HmPortfolioGroup *group = data;

  g_free (group->name);
  g_free (group->policy);
  g_strfreev (group->owners);
  g_free (group);
}

static void
entry_free (gpointer data)
{
  HmPortfolioEntry *entry = data;

  g_free (entry->where);
  g_free (entry->place);
  g_free (entry->key);
  g_free (entry->name);
  g_strfreev (entry->owners);
  g_ptr_array_unref (entry->needs);
  g_free (entry);
}

static void
namesakes_free (gpointer namesakes)
{
  g_ptr_array_unref (namesakes);
}

void
hm_portfolio_free (HmPortfolio *portfolio)
{
  if (portfolio == NULL)
    return;
  g_hash_table_unref (portfolio->by_any_name);
  g_hash_table_unref (portfolio->by_name);
  g_hash_table_unref (portfolio->by_key);
  g_hash_table_unref (portfolio->by_group);
  g_ptr_array_unref (portfolio->entries);
  g_ptr_array_unref (portfolio->groups);
  g_free (portfolio);
}

static gboolean G_GNUC_PRINTF (5, 6) fail_at (const Reading *reading, guint line, guint column,
                                              GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return hm_fail (error, HM_ERROR_FORMAT, "%s:%u:%u: %s", reading->name, line, column, message);
}

/* Refuses what is no mapping, and keys that are none of @keys. @what: "a repository" */
static gboolean
mapping_check (const Reading *reading, const HmYaml *yaml, const char *what,
               const char *const *keys, GError **error)
{
  if (yaml->kind != HM_YAML_MAPPING) {
    g_autofree char *known = g_strjoinv (", ", (char **) (guintptr) keys);

    return fail_at (reading, yaml->line, yaml->column, error, "%s is a mapping with the keys %s",
                    what, known);
  }
  for (guint i = 0; i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);
    const char *nearest = NULL;
    g_autofree char *known = NULL;

    if (g_strv_contains (keys, item->key))
      continue;
    nearest = hm_word_nearest (item->key, keys);
    known = g_strjoinv (", ", (char **) (guintptr) keys);
    if (nearest != NULL)
      return fail_at (reading, item->key_line, item->key_column, error,
                      "\"%.*s\" is no key of %s; \"%s\" was meant?", HM_PORTFOLIO_TEXT_MAX,
                      item->key, what, nearest);
    return fail_at (reading, item->key_line, item->key_column, error,
                    "\"%.*s\" is no key of %s; there are %s", HM_PORTFOLIO_TEXT_MAX, item->key,
                    what, known);
  }
  return TRUE;
}

gboolean
hm_portfolio_text_fits (const char *text, gsize size_max)
{
  if (strlen (text) > size_max || text[strspn (text, " ")] == '\0')
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  }
  return TRUE;
}

/* Copies the text at @key, if it is there. */
static gboolean
text_read (const Reading *reading, const HmYaml *mapping, const char *key, gsize size_max,
           char **ret_text, GError **error)
{
  const HmYaml *yaml = hm_yaml_get (mapping, key);

  if (yaml == NULL)
    return TRUE;
  if (yaml->kind != HM_YAML_SCALAR || !hm_portfolio_text_fits (yaml->text, size_max))
    return fail_at (reading, yaml->key_line, yaml->key_column, error,
                    "\"%s\" takes a text of one line and at most %zu bytes", key, size_max);
  *ret_text = g_strdup (yaml->text);
  return TRUE;
}

/* One owner, or a list of them. Nothing written is an empty list. */
static gboolean
owners_read (const Reading *reading, const HmYaml *mapping, char ***ret_owners, GError **error)
{
  const HmYaml *yaml = hm_yaml_get (mapping, "owners");
  g_autoptr (GStrvBuilder) owners = g_strv_builder_new ();

  if (yaml != NULL && yaml->kind == HM_YAML_SCALAR
      && hm_portfolio_text_fits (yaml->text, HM_PORTFOLIO_TEXT_MAX))
    g_strv_builder_add (owners, yaml->text);
  else if (yaml != NULL && yaml->kind != HM_YAML_SEQUENCE)
    return fail_at (reading, yaml->key_line, yaml->key_column, error,
                    "\"owners\" takes a name, or a list of names");
  for (guint i = 0; yaml != NULL && yaml->items != NULL && i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (item->kind != HM_YAML_SCALAR || !hm_portfolio_text_fits (item->text, HM_PORTFOLIO_TEXT_MAX))
      return fail_at (reading, item->line, item->column, error,
                      "an owner is a text of one line and at most %d bytes", HM_PORTFOLIO_TEXT_MAX);
    g_strv_builder_add (owners, item->text);
  }
  *ret_owners = g_strv_builder_end (owners);
  return TRUE;
}

gboolean
hm_criticality_parse (const char *text, double *ret_criticality)
{
  gsize size = strlen (text);
  gsize n_digits = strspn (text, "0123456789");
  double number = 0;

  if (g_str_equal (text, "auto")) {
    *ret_criticality = HM_CRITICALITY_AUTO;
    return TRUE;
  }
  if (n_digits != 1 || (size > 1 && text[1] != '.') || size == 2
      || size > 2 + CRITICALITY_DIGITS_MAX
      || (size > 2 && text[2 + strspn (text + 2, "0123456789")] != '\0'))
    return FALSE;
  number = g_ascii_strtod (text, NULL);
  if (number > 1)
    return FALSE;
  *ret_criticality = number;
  return TRUE;
}

static gboolean
criticality_read (const Reading *reading, const HmYaml *mapping, HmPortfolioEntry *entry,
                  GError **error)
{
  const HmYaml *yaml = hm_yaml_get (mapping, "criticality");

  entry->criticality = HM_CRITICALITY_AUTO;
  if (yaml == NULL
      || (yaml->kind == HM_YAML_SCALAR && hm_criticality_parse (yaml->text, &entry->criticality)))
    return TRUE;
  return fail_at (reading, yaml->line, yaml->column, error,
                  "\"criticality\" is a number from 0 to 1, such as 0.85, or auto");
}

/* @ret_is_own: left as it is where nothing is written */
static gboolean
own_policy_read (const Reading *reading, const HmYaml *mapping, gboolean *ret_is_own,
                 GError **error)
{
  static const char *const yes[] = { "true", "True", "TRUE", NULL };
  static const char *const no[] = { "false", "False", "FALSE", NULL };
  const HmYaml *yaml = hm_yaml_get (mapping, OWN_POLICY);
  const gboolean is_plain_text = yaml != NULL && yaml->kind == HM_YAML_SCALAR && !yaml->is_quoted;

  if (yaml == NULL)
    return TRUE;
  if (!is_plain_text || (!g_strv_contains (yes, yaml->text) && !g_strv_contains (no, yaml->text)))
    return fail_at (reading, yaml->key_line, yaml->key_column, error,
                    "\"" OWN_POLICY "\" is true or false");
  *ret_is_own = g_strv_contains (yes, yaml->text);
  return TRUE;
}

static gboolean
group_policy_read (const Reading *reading, const HmYaml *yaml, HmPortfolioGroup *group,
                   GError **error)
{
  if (!text_read (reading, yaml, "policy", HM_PATH_MAX, &group->policy, error)
      || !own_policy_read (reading, yaml, &group->has_own_policy, error))
    return FALSE;
  if (group->policy == NULL || !group->has_own_policy)
    return TRUE;
  return fail_at (reading, yaml->line, yaml->column, error,
                  "a group has a \"policy\", or \"" OWN_POLICY "\" is true; this one has both");
}

static gboolean
group_read (Reading *reading, const HmYaml *yaml, GError **error)
{
  HmPortfolioGroup *group = g_new0 (HmPortfolioGroup, 1);
  const HmPortfolioGroup *earlier = NULL;

  group->line = yaml->line;
  if (!mapping_check (reading, yaml, "a group", group_keys, error)
      || !text_read (reading, yaml, "name", HM_PORTFOLIO_TEXT_MAX, &group->name, error)
      || !group_policy_read (reading, yaml, group, error)
      || !owners_read (reading, yaml, &group->owners, error)) {
    group_free (group);
    return FALSE;
  }
  earlier = group->name != NULL ? hm_portfolio_group (reading->portfolio, group->name) : NULL;
  if (group->name == NULL)
    fail_at (reading, yaml->line, yaml->column, error, "a group without a name");
  else if (earlier != NULL)
    fail_at (reading, yaml->line, yaml->column, error, "the group \"%s\" stands on line %u already",
             group->name, earlier->line);
  g_ptr_array_add (reading->portfolio->groups, group);
  if (group->name == NULL || earlier != NULL)
    return FALSE;
  g_hash_table_insert (reading->portfolio->by_group, group->name, group);
  return TRUE;
}

/* "file:///srv/r" is a folder, and "https://..." is none. */
static gboolean
path_refuse (const Reading *reading, const HmYaml *path, const char *written, GError **error)
{
  g_autofree char *folder = g_filename_from_uri (written, NULL, NULL);

  if (folder != NULL && g_utf8_validate (folder, -1, NULL))
    return fail_at (reading, path->line, path->column, error, "\"%s\" is a URL; write path: %s",
                    written, folder);
  return fail_at (reading, path->line, path->column, error,
                  "\"%s\" is a URL, where a folder is meant; write url: for a repository on a host",
                  written);
}

static gboolean
key_check (const Reading *reading, const HmYaml *where, const HmPortfolioEntry *entry,
           GError **error)
{
  if (hm_repository_key_check (entry->key, NULL))
    return TRUE;
  if (strlen (entry->key) > HM_STORE_KEY_MAX)
    return fail_at (reading, where->line, where->column, error,
                    "%zu bytes, where at most %zu can be told apart in the store%s",
                    strlen (entry->place),
                    (gsize) HM_STORE_KEY_MAX - strlen (entry->key) + strlen (entry->place),
                    entry->is_path ? "; counted from the root" : "");
  return fail_at (reading, where->line, where->column, error,
                  "%s that is not UTF-8, or holds a control character",
                  entry->is_path ? "a path" : "a URL");
}

static gboolean
where_read (const Reading *reading, const HmYaml *yaml, HmPortfolioEntry *entry, GError **error)
{
  const HmYaml *url = hm_yaml_get (yaml, "url");
  const HmYaml *path = hm_yaml_get (yaml, "path");
  const HmYaml *where = url != NULL ? url : path;

  if ((url == NULL) == (path == NULL))
    return fail_at (reading, yaml->line, yaml->column, error,
                    "a repository has either a \"url\" or a \"path\"; this one has %s",
                    url == NULL ? "neither" : "both");
  entry->is_path = path != NULL;
  if (!text_read (reading, yaml, entry->is_path ? "path" : "url", HM_PATH_MAX, &entry->where,
                  error))
    return FALSE;
  if (entry->is_path && strstr (entry->where, "://") != NULL)
    return path_refuse (reading, path, entry->where, error);
  if (entry->is_path) {
    entry->place = g_canonicalize_filename (entry->where, reading->folder);
    entry->key = g_strconcat ("path:", entry->place, NULL);
    return key_check (reading, where, entry, error);
  }
  entry->key = hm_location_key (entry->where);
  /* What may be a password stays out of the message. */
  if (hm_location_has_secret (entry->where))
    return fail_at (reading, where->line, where->column, error,
                    "a URL with credentials in it; tokens belong into the environment");
  if (entry->key == NULL)
    return fail_at (reading, where->line, where->column, error,
                    "\"%s\" is no URL of a repository on a host%s", entry->where,
                    hm_url_has_form (entry->where) && !g_str_has_prefix (entry->where, "file:")
                        ? ""
                        : "; for a folder write path");
  entry->place = g_strdup (entry->where);
  return key_check (reading, where, entry, error);
}

static char *
default_name (const HmPortfolioEntry *entry)
{
  const char *slash = strchr (entry->key, '/');

  if (entry->is_path || slash == NULL)
    return g_path_get_basename (entry->place);
  return g_strdup (slash + 1);
}

static gboolean
group_find (const Reading *reading, const HmYaml *yaml, HmPortfolioEntry *entry, GError **error)
{
  const HmYaml *value = hm_yaml_get (yaml, "group");
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest = NULL;

  if (!text_read (reading, yaml, "group", HM_PORTFOLIO_TEXT_MAX, &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  entry->group = hm_portfolio_group (reading->portfolio, name);
  if (entry->group != NULL)
    return TRUE;
  for (guint i = 0; i < reading->portfolio->groups->len; i++) {
    const HmPortfolioGroup *group = g_ptr_array_index (reading->portfolio->groups, i);

    g_ptr_array_add (names, group->name);
  }
  g_ptr_array_add (names, NULL);
  nearest = hm_word_nearest (name, (const char *const *) names->pdata);
  return fail_at (reading, value->line, value->column, error,
                  nearest != NULL ? "\"%s\" is none of the groups; \"%s\" was meant?"
                                  : "\"%s\" is none of the groups; write it there first%s",
                  name, nearest != NULL ? nearest : "");
}

static gboolean
entry_fill (Reading *reading, const HmYaml *yaml, HmPortfolioEntry *entry, GError **error)
{
  const HmPortfolioEntry *earlier = NULL;

  if (!mapping_check (reading, yaml, "a repository", entry_keys, error)
      || !where_read (reading, yaml, entry, error)
      || !text_read (reading, yaml, "name", HM_PORTFOLIO_TEXT_MAX, &entry->name, error)
      || !group_find (reading, yaml, entry, error)
      || !owners_read (reading, yaml, &entry->owners, error)
      || !criticality_read (reading, yaml, entry, error))
    return FALSE;
  earlier = g_hash_table_lookup (reading->portfolio->by_key, entry->key);
  if (earlier != NULL)
    return fail_at (reading, yaml->line, yaml->column, error,
                    "%s is the same repository as %s on line %u", entry->where, earlier->where,
                    earlier->line);
  entry->is_named = entry->name != NULL;
  if (entry->is_named) {
    earlier = g_hash_table_lookup (reading->portfolio->by_name, entry->name);
    if (earlier != NULL)
      return fail_at (reading, yaml->line, yaml->column, error,
                      "the repository on line %u is called \"%s\" too", earlier->line, entry->name);
    g_hash_table_insert (reading->portfolio->by_name, entry->name, entry);
  } else {
    entry->name = default_name (entry);
  }
  entry->has_own_policy = entry->group != NULL && entry->group->has_own_policy;
  if (!own_policy_read (reading, yaml, &entry->has_own_policy, error))
    return FALSE;
  if (entry->group != NULL && hm_yaml_get (yaml, "owners") == NULL) {
    g_strfreev (entry->owners);
    entry->owners = g_strdupv (entry->group->owners);
  }
  return TRUE;
}

static void
namesake_note (HmPortfolio *portfolio, HmPortfolioEntry *entry)
{
  g_autofree char *name = g_ascii_strdown (entry->name, -1);
  GPtrArray *namesakes = g_hash_table_lookup (portfolio->by_any_name, name);

  if (namesakes == NULL) {
    namesakes = g_ptr_array_new ();
    g_hash_table_insert (portfolio->by_any_name, g_steal_pointer (&name), namesakes);
  }
  g_ptr_array_add (namesakes, entry);
}

static gboolean
entry_read (Reading *reading, const HmYaml *yaml, GError **error)
{
  HmPortfolioEntry *entry = g_new0 (HmPortfolioEntry, 1);

  entry->line = yaml->line;
  entry->needs = g_ptr_array_new ();
  g_ptr_array_add (reading->portfolio->entries, entry);
  if (!entry_fill (reading, yaml, entry, error))
    return FALSE;
  g_hash_table_insert (reading->portfolio->by_key, entry->key, entry);
  g_hash_table_insert (reading->by_where, entry->where, entry);
  namesake_note (reading->portfolio, entry);
  return TRUE;
}

/* Reads each item of the list at @key, which may be missing or empty. */
static gboolean
list_read (Reading *reading, const HmYaml *root, const char *key,
           gboolean (*read) (Reading *, const HmYaml *, GError **), GError **error)
{
  const HmYaml *list = hm_yaml_get (root, key);

  if (list == NULL || list->kind == HM_YAML_NULL)
    return TRUE;
  if (list->kind != HM_YAML_SEQUENCE)
    return fail_at (reading, list->line, list->column, error, "\"%s\" is a list", key);
  for (guint i = 0; i < list->items->len; i++) {
    if (!read (reading, g_ptr_array_index (list->items, i), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
need_refuse (const Reading *reading, const HmYaml *item, guint n_named, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest = NULL;

  if (n_named > 1)
    return fail_at (reading, item->line, item->column, error,
                    "%u repositories are called \"%s\"; name one by its URL or path", n_named,
                    item->text);
  for (guint i = 0; i < reading->portfolio->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (reading->portfolio->entries, i);

    g_ptr_array_add (names, entry->name);
    g_ptr_array_add (names, entry->where);
  }
  g_ptr_array_add (names, NULL);
  nearest = hm_word_nearest (item->text, (const char *const *) names->pdata);
  return fail_at (reading, item->line, item->column, error,
                  nearest != NULL ? "\"%s\" is none of the repositories; \"%s\" was meant?"
                                  : "\"%s\" is none of the repositories; write it there first%s",
                  item->text, nearest != NULL ? nearest : "");
}

static gboolean
need_read (const Reading *reading, const HmYaml *item, HmPortfolioEntry *entry, GHashTable *known,
           GError **error)
{
  const HmPortfolioEntry *needed = NULL;
  guint n_named = 0;

  if (item->kind != HM_YAML_SCALAR || !hm_portfolio_text_fits (item->text, HM_PATH_MAX))
    return fail_at (reading, item->line, item->column, error,
                    "what is needed is a URL, a path or a name of one line and at most %u bytes",
                    HM_PATH_MAX);
  if (hm_location_has_secret (item->text))
    return fail_at (reading, item->line, item->column, error,
                    "a URL with credentials in it; tokens belong into the environment");
  /* Most are written as the repository itself is, and found without a look at what they mean. */
  needed = g_hash_table_lookup (reading->by_where, item->text);
  if (needed == NULL)
    needed = hm_portfolio_lookup (reading->portfolio, reading->folder, item->text, &n_named);
  if (needed == NULL)
    return need_refuse (reading, item, n_named, error);
  if (needed == entry)
    return fail_at (reading, item->line, item->column, error, "\"%s\" is this repository itself",
                    item->text);
  if (!g_hash_table_add (known, (gpointer) (guintptr) needed))
    return fail_at (reading, item->line, item->column, error, "\"%s\" stands in this list already",
                    item->text);
  g_ptr_array_add (entry->needs, (gpointer) (guintptr) needed);
  return TRUE;
}

/* Once all repositories are known: which of them need which. */
static gboolean
needs_read (const Reading *reading, const HmYaml *root, GError **error)
{
  const HmYaml *list = hm_yaml_get (root, "repositories");

  for (guint i = 0; i < reading->portfolio->entries->len; i++) {
    const HmYaml *needs = hm_yaml_get (g_ptr_array_index (list->items, i), "needs");
    g_autoptr (GHashTable) known = NULL;

    if (needs == NULL || needs->kind == HM_YAML_NULL)
      continue;
    if (needs->kind != HM_YAML_SEQUENCE)
      return fail_at (reading, needs->key_line, needs->key_column, error,
                      "\"needs\" is a list of repositories");
    known = g_hash_table_new (NULL, NULL);
    for (guint k = 0; k < needs->items->len; k++) {
      if (!need_read (reading, g_ptr_array_index (needs->items, k),
                      g_ptr_array_index (reading->portfolio->entries, i), known, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
version_check (const Reading *reading, const HmYaml *root, GError **error)
{
  const HmYaml *version = hm_yaml_get (root, "version");

  if (version == NULL)
    return fail_at (reading, root->line, root->column, error, "no \"version\"; write version: %d",
                    HM_PORTFOLIO_VERSION);
  if (version->kind == HM_YAML_SCALAR
      && g_str_equal (version->text, G_STRINGIFY (HM_PORTFOLIO_VERSION)))
    return TRUE;
  return fail_at (reading, version->line, version->column, error,
                  "a version that this hallmark does not read; it reads version %d",
                  HM_PORTFOLIO_VERSION);
}

HmYaml *
hm_portfolio_yaml (const char *name, const char *text, gsize size, GError **error)
{
  static const HmYamlBound bound = { HM_PORTFOLIO_NODES_MAX, TOO_MANY };

  if (size <= HM_PORTFOLIO_BYTES_MAX)
    return hm_yaml_parse_bounded (name, text, size, &bound, error);
  hm_fail (error, HM_ERROR_LIMIT,
           "%s:1:1: %zu bytes, of at most %u that a portfolio may have; put some of its "
           "repositories into another file",
           name, size, HM_PORTFOLIO_BYTES_MAX);
  return NULL;
}

HmPortfolio *
hm_portfolio_parse (const char *name, const char *folder, const char *text, gsize size,
                    GError **error)
{
  g_autoptr (HmPortfolio) portfolio = NULL;
  g_autoptr (HmYaml) root = NULL;
  g_autoptr (GHashTable) by_where = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  Reading reading = { .name = name, .folder = folder, .by_where = by_where };

  root = hm_portfolio_yaml (name, text, size, error);
  if (root == NULL)
    return NULL;
  portfolio = g_new0 (HmPortfolio, 1);
  portfolio->groups = g_ptr_array_new_with_free_func (group_free);
  portfolio->entries = g_ptr_array_new_with_free_func (entry_free);
  portfolio->by_key = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  portfolio->by_group = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  portfolio->by_name = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  portfolio->by_any_name =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, namesakes_free);
  reading.portfolio = portfolio;
  if (!mapping_check (&reading, root, "a portfolio", root_keys, error)
      || !version_check (&reading, root, error)
      || !list_read (&reading, root, "groups", group_read, error)
      || !list_read (&reading, root, "repositories", entry_read, error)
      || !needs_read (&reading, root, error))
    return NULL;
  return g_steal_pointer (&portfolio);
}
