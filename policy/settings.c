/* SPDX-License-Identifier: Apache-2.0 */
/* Lists what counts, and where it comes from. */
#include <string.h>

#include "policy/loaded.h"
#include "policy/locks.h"

/* Levels of lists and maps that a value may have: a list of commits in a waiver. */
#define LEVELS_MAX 4

#define PLACE_OF_DEFAULT "default"

/* Whether YAML takes @text, unquoted, for a text and nothing else, also within a list. */
static gboolean
is_plain (const char *text)
{
  static const char *const words[] = { "true", "false", "null", "yes", "no", "on", "off", "~" };

  if (*text == '\0' || !(g_ascii_isalpha (*text) || *text == '/' || *text == '.'))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return FALSE;
  }
  for (const char *at = text; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && strchr ("-_./@+*", *at) == NULL
        && !(*at == ':' && g_ascii_isalnum (at[1])) && !(*at == ' ' && g_ascii_isalnum (at[1])))
      return FALSE;
  }
  return TRUE;
}

static void
text_write (GString *out, const char *text)
{
  if (is_plain (text)) {
    g_string_append (out, text);
    return;
  }
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if ((guchar) *at < ' ')
      g_string_append_printf (out, "\\x%02x", (guint) (guchar) *at);
    else
      g_string_append_c (out, *at);
  }
  g_string_append_c (out, '"');
}

static void
value_write (GString *out, const HmYaml *value, guint level)
{
  const gboolean is_map = value->kind == HM_YAML_MAPPING;

  if (value->kind == HM_YAML_SCALAR && !value->is_quoted && g_ascii_isdigit (*value->text)
      && strspn (value->text, "0123456789.-") == strlen (value->text)) {
    g_string_append (out, value->text);
    return;
  }
  if (value->kind == HM_YAML_SCALAR) {
    text_write (out, value->text);
    return;
  }
  g_assert (level < LEVELS_MAX && value->items != NULL);
  g_string_append (out, is_map ? "{ " : "[");
  for (guint i = 0; i < value->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (value->items, i);

    g_string_append (out, i > 0 ? ", " : "");
    if (is_map)
      g_string_append_printf (out, "%s: ", item->key);
    value_write (out, item, level + 1);
  }
  g_string_append (out, is_map ? " }" : "]");
}

static const char *
statement_value (HmLoadedPolicy *loaded, const HmPolicyStatement *statement)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (statement->number != HM_POLICY_NO_NUMBER && statement->value->kind == HM_YAML_SCALAR) {
    g_autofree char *text = hm_policy_number_text (statement->key->type, statement->number);

    return g_string_chunk_insert (loaded->strings, text);
  }
  value_write (out, statement->value, 0);
  return g_string_chunk_insert (loaded->strings, out->str);
}

static void
setting_add (HmLoadedPolicy *loaded, const char *path, const char *value,
             const HmPolicyStatement *statement)
{
  g_autofree char *place =
      statement != NULL ? hm_policy_statement_place (statement) : g_strdup (PLACE_OF_DEFAULT);
  const HmPolicySetting setting = {
    .key = g_string_chunk_insert (loaded->strings, path),
    .value = g_string_chunk_insert (loaded->strings, value),
    .place = g_string_chunk_insert (loaded->strings, place),
    .is_kept = hm_policy_is_kept (loaded->texts, path),
  };

  g_array_append_val (loaded->settings, setting);
}

/* A single value: what a document says, else the default where there is one. */
static void
value_list (HmLoadedPolicy *loaded, const HmPolicyKey *key, const char *path)
{
  const HmPolicyStatement *statement = hm_policy_merged_find (loaded->merged, path);

  if (statement != NULL) {
    setting_add (loaded, path, statement_value (loaded, statement), statement);
  } else if (key->number != HM_POLICY_NO_NUMBER) {
    g_autofree char *text = hm_policy_number_text (key->type, key->number);

    setting_add (loaded, path, text, NULL);
  }
}

static void
weight_list (HmLoadedPolicy *loaded, const HmCheck *check, const char *path)
{
  const HmPolicyStatement *statement;
  const int weight = hm_policy_merged_weight (loaded->merged, check, &statement);
  g_autofree char *text = hm_policy_number_text (HM_POLICY_WEIGHT, weight);

  setting_add (loaded, path, text, statement);
}

/* "checks.maintainers.weight" of "checks.*.weight". Returns: (owned) */
static char *
path_of_check (const HmPolicyKey *key, const char *id)
{
  const char *star = strchr (key->path, '*');

  return g_strdup_printf ("%.*s%s%s", (int) (star - key->path), key->path, id, star + 1);
}

static void
of_checks_list (HmLoadedPolicy *loaded, const HmPolicyKey *key)
{
  g_autofree char *of_itself = path_of_check (key, HM_POLICY_CHECK_OF_ITSELF);

  for (gsize i = 0; i < loaded->checks.n_checks; i++) {
    const HmCheck *check = loaded->checks.checks[i];
    g_autofree char *path = path_of_check (key, check->id);

    if (g_str_equal (key->path, "checks.*.weight"))
      weight_list (loaded, check, path);
    else
      value_list (loaded, key, path);
  }
  if (hm_policy_merged_find (loaded->merged, of_itself) != NULL)
    value_list (loaded, key, of_itself);
}

static void
items_list (HmLoadedPolicy *loaded, const HmPolicyKey *key)
{
  for (guint i = 0; i < loaded->merged->items->len; i++) {
    const HmPolicyStatement *statement = g_ptr_array_index (loaded->merged->items, i);

    if (statement->key == key)
      setting_add (loaded, statement->path, statement_value (loaded, statement), statement);
  }
}

/* That of a policy that is extended does not count. */
static void
name_list (HmLoadedPolicy *loaded, const HmPolicyKey *key)
{
  const HmPolicyStatement *statement = hm_policy_merged_find (loaded->merged, key->path);

  setting_add (loaded, key->path, loaded->policy.name,
               statement != NULL && statement->text->is_outer ? statement : NULL);
}

void
hm_loaded_policy_list (HmLoadedPolicy *loaded)
{
  for (const HmPolicyKey *key = hm_policy_keys; key->path != NULL; key++) {
    if (key->type == HM_POLICY_VERSION || strstr (key->path, "[]") != NULL)
      continue;
    if (g_str_equal (key->path, "name"))
      name_list (loaded, key);
    else if (key->shape != HM_POLICY_ONE)
      items_list (loaded, key);
    else if (key->type != HM_POLICY_SECTION && strchr (key->path, '*') != NULL)
      of_checks_list (loaded, key);
    else if (key->type != HM_POLICY_SECTION)
      value_list (loaded, key, key->path);
  }
}
