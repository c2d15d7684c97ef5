/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/document.h"

#include <string.h>

#include "core/error.h"
#include "core/nearest.h"
#include "policy/waiver_rules.h"

typedef struct {
  HmPolicyText *text;
  HmPolicySpeaker speaker;
  const HmPolicyChecks *checks;
  gboolean is_in_item; /* what is read belongs to an item, which is one statement */
} Reader;

static void
statement_free (gpointer data)
{
  HmPolicyStatement *statement = data;

  g_free (statement->path);
  g_free (statement);
}

void
hm_policy_text_free (HmPolicyText *text)
{
  if (text == NULL)
    return;
  g_ptr_array_unref (text->statements);
  hm_yaml_free (text->root);
  g_free (text->identity);
  g_free (text->name);
  g_free (text);
}

static gboolean
fail_place (const HmPolicyText *text, guint line, guint column, const char *path, GError **error,
            const char *message)
{
  return hm_fail (error, HM_ERROR_FORMAT, "%s:%u:%u: %s%s%s", text->name, line, column, path,
                  *path != '\0' ? ": " : "", message);
}

gboolean
hm_policy_fail_at (const HmPolicyStatement *statement, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return fail_place (statement->text, statement->line, statement->column, statement->path, error,
                     message);
}

char *
hm_policy_statement_place (const HmPolicyStatement *statement)
{
  return g_strdup_printf ("%s:%u", statement->text->name, statement->line);
}

gboolean
hm_policy_path_covers (const char *path, const char *key_path)
{
  const gsize size = strlen (path);

  return strncmp (path, key_path, size) == 0 && (key_path[size] == '\0' || key_path[size] == '.');
}

static gboolean
fail_value_at (const Reader *reader, const HmYaml *at, const char *path, const GError *cause,
               GError **error)
{
  return fail_place (reader->text, at->line, at->column, path, error, cause->message);
}

static void
statement_add (const Reader *reader, const HmPolicyKey *key, const char *path, const HmYaml *value,
               int number)
{
  HmPolicyStatement *statement;

  if (reader->is_in_item)
    return;
  statement = g_new0 (HmPolicyStatement, 1);
  statement->key = key;
  statement->path = g_strdup (path);
  statement->value = value;
  statement->number = number;
  /* An item has a place of its own, a single value that of its key. */
  statement->line = key->shape == HM_POLICY_ONE ? value->key_line : value->line;
  statement->column = key->shape == HM_POLICY_ONE ? value->key_column : value->column;
  statement->text = reader->text;
  g_ptr_array_add (reader->text->statements, statement);
}

static char *
path_join (const char *path, const char *name)
{
  return *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);
}

/* Whether @path, as `keep` writes it, is a key that can be kept. */
static gboolean
key_path_check (const Reader *reader, const char *path, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  g_autofree char *section = g_strdup ("");
  const HmPolicyKey *key = NULL;

  if (g_str_has_prefix (path, "waivers."))
    return hm_policy_check_id (reader->checks, path + strlen ("waivers."), error);
  for (guint i = 0; parts[i] != NULL; i++) {
    key = hm_policy_key_in (section, parts[i]);
    if (key == NULL) {
      g_autoptr (GPtrArray) names = hm_policy_key_names (section);
      const char *nearest = hm_word_nearest (parts[i], (const char *const *) names->pdata);

      return nearest != NULL && *nearest != '*'
                 ? hm_fail (error, HM_ERROR_FORMAT, "%s: no such key; did you mean %s%s%s?", path,
                            section, *section != '\0' ? "." : "", nearest)
                 : hm_fail (error, HM_ERROR_FORMAT, "%s: no such key", path);
    }
    if (key == hm_policy_key_by_check (section)
        && !hm_policy_check_id (reader->checks, parts[i], error))
      return FALSE;
    g_free (section);
    section = g_strdup (key->path);
  }
  if (key == NULL || key->keep == HM_POLICY_NEVER_KEPT)
    return hm_fail (error, HM_ERROR_FORMAT, "%s: can't be kept", path);
  return TRUE;
}

static gboolean
leaf_read (const Reader *reader, const HmPolicyKey *key, const char *path, const HmYaml *value,
           GError **error)
{
  g_autoptr (GError) cause = NULL;
  const HmYaml *at;
  int number;

  if (!hm_policy_value_read (reader->checks, key->type, value, &number, &at, &cause)
      || (key->type == HM_POLICY_KEY_PATH && !key_path_check (reader, value->text, &cause)))
    return fail_value_at (reader, at, path, cause, error);
  if (g_str_equal (path, "checks." HM_POLICY_CHECK_OF_ITSELF ".enabled") && number == FALSE)
    return fail_place (reader->text, value->line, value->column, path, error,
                       "can't be switched off; it weighs nothing unless a policy says so");
  statement_add (reader, key, path, value, number);
  return TRUE;
}

static gboolean section_read (const Reader *reader, const char *section, const char *path,
                              const HmYaml *value, GError **error);

static gboolean
wants (const Reader *reader, const HmYaml *value, const char *path, const char *wanted,
       GError **error)
{
  g_autofree char *found = hm_policy_value_called (value);
  g_autofree char *message = g_strdup_printf ("%s; write %s", found, wanted);

  return fail_place (reader->text, value->line, value->column, path, error, message);
}

/* What holds an item's keys together. */
static gboolean
item_check (const Reader *reader, const HmPolicyKey *key, const char *path, const HmYaml *item,
            GError **error)
{
  g_autoptr (GError) cause = NULL;
  const HmYaml *at = item;

  if (g_str_equal (key->path, "waivers")
      && !hm_waiver_rules_check (reader->checks, item, &at, &cause))
    return fail_value_at (reader, at, path, cause, error);
  if (g_str_equal (key->path, "extends")) {
    const gboolean has_path = hm_yaml_get (item, "path") != NULL;
    const gboolean has_url = hm_yaml_get (item, "url") != NULL;

    if (has_path == has_url)
      return fail_place (reader->text, item->line, item->column, path, error,
                         "give a path or a url, one of both");
    if (has_url && hm_yaml_get (item, "digest") == NULL)
      return fail_place (reader->text, item->line, item->column, path, error,
                         "a url needs the digest of what it is to bring: sha256:HEX");
  }
  return TRUE;
}

static gboolean
item_read (const Reader *reader, const HmPolicyKey *key, const char *path, const HmYaml *item,
           GError **error)
{
  g_autofree char *section = NULL;
  g_autofree char *own_path = NULL;
  Reader inner = *reader;

  if (key->type != HM_POLICY_SECTION)
    return leaf_read (reader, key, path, item, error);
  section = g_strconcat (key->path, "[]", NULL);
  inner.is_in_item = TRUE;
  if (!section_read (&inner, section, path, item, error)
      || !item_check (reader, key, path, item, error))
    return FALSE;
  own_path = g_str_equal (key->path, "waivers") ? path_join (path, hm_yaml_get_text (item, "check"))
                                                : g_strdup (path);
  statement_add (reader, key, own_path, item, HM_POLICY_NO_NUMBER);
  return TRUE;
}

static gboolean
list_read (const Reader *reader, const HmPolicyKey *key, const char *path, const HmYaml *value,
           GError **error)
{
  if (value->kind != HM_YAML_SEQUENCE)
    return key->shape == HM_POLICY_MANY_OR_ONE
               ? item_read (reader, key, path, value, error)
               : wants (reader, value, path, "a list: each item behind a dash", error);
  if (value->items->len > HM_POLICY_ITEMS_MAX)
    return wants (reader, value, path, "at most 1000 items", error);
  if ((key->type == HM_POLICY_KEY_PATH || key->type == HM_POLICY_GLOB)
      && value->items->len > HM_POLICY_PATTERNS_MAX)
    return wants (reader, value, path, "at most 100 items", error);
  for (guint i = 0; i < value->items->len; i++) {
    if (!item_read (reader, key, path, g_ptr_array_index (value->items, i), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fail_unknown_key (const Reader *reader, const char *section, const char *path, const HmYaml *value,
                  GError **error)
{
  g_autoptr (GPtrArray) names = hm_policy_key_names (section);
  const char *nearest = hm_word_nearest (value->key, (const char *const *) names->pdata);
  GString *message = g_string_new ("no such key");
  g_autofree char *text = NULL;

  if (nearest != NULL) {
    g_string_append_printf (message, "; did you mean %s?", nearest);
  } else {
    g_string_append (message, "; there are ");
    for (guint i = 0; i + 1 < names->len; i++)
      g_string_append_printf (message, "%s%s",
                              i == 0                ? ""
                              : i + 2 == names->len ? " and "
                                                    : ", ",
                              (const char *) names->pdata[i]);
  }
  text = g_string_free (message, FALSE);
  return fail_place (reader->text, value->key_line, value->key_column, path, error, text);
}

/* A key that is the id of a check must be one. */
static gboolean
check_key_check (const Reader *reader, const char *path, const HmYaml *value, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (hm_policy_check_id (reader->checks, value->key, &cause))
    return TRUE;
  return fail_place (reader->text, value->key_line, value->key_column, path, error, cause->message);
}

static gboolean
key_read (const Reader *reader, const char *section, const char *path, const HmYaml *value,
          GError **error)
{
  const HmPolicyKey *key = hm_policy_key_in (section, value->key);
  g_autofree char *own_path = path_join (path, value->key);

  if (key == NULL)
    return fail_unknown_key (reader, section, own_path, value, error);
  if (key == hm_policy_key_by_check (section) && !check_key_check (reader, path, value, error))
    return FALSE;
  if (reader->speaker == HM_POLICY_OF_SUBJECT && g_str_equal (key->path, "forges"))
    return fail_place (reader->text, value->key_line, value->key_column, own_path, error,
                       "a repository's own policy may not say which forges to trust; a policy "
                       "given with --policy may");
  if (key->shape != HM_POLICY_ONE)
    return list_read (reader, key, own_path, value, error);
  /* "binary-artifacts: 8" is short for its score. */
  if (g_str_equal (key->path, "gate.checks.*") && value->kind == HM_YAML_SCALAR) {
    g_autofree char *of_score = path_join (own_path, "score");

    return leaf_read (reader, hm_policy_key ("gate.checks.*.score"), of_score, value, error);
  }
  return key->type == HM_POLICY_SECTION ? section_read (reader, key->path, own_path, value, error)
                                        : leaf_read (reader, key, own_path, value, error);
}

/* The keys without which @section says nothing. */
static gboolean
required_check (const Reader *reader, const char *section, const char *path, const HmYaml *value,
                GError **error)
{
  g_autoptr (GPtrArray) names = hm_policy_key_names (section);

  for (guint i = 0; i + 1 < names->len; i++) {
    const char *name = names->pdata[i];
    const HmPolicyKey *key = hm_policy_key_in (section, name);

    if (key != NULL && key->is_required && hm_yaml_get (value, name) == NULL) {
      g_autofree char *message = g_strdup_printf ("%s is missing: %s", name, key->help);

      return fail_place (reader->text, MAX (1, value->line), MAX (1, value->column), path, error,
                         message);
    }
  }
  return TRUE;
}

static gboolean
section_read (const Reader *reader, const char *section, const char *path, const HmYaml *value,
              GError **error)
{
  if (value->kind != HM_YAML_MAPPING)
    return wants (reader, value, path, "a map: keys with their values", error);
  for (guint i = 0; i < value->items->len; i++) {
    if (!key_read (reader, section, path, g_ptr_array_index (value->items, i), error))
      return FALSE;
  }
  return required_check (reader, section, path, value, error);
}

HmPolicyText *
hm_policy_text_parse (const char *name, GBytes *bytes, HmPolicySpeaker speaker,
                      const HmPolicyChecks *checks, GError **error)
{
  g_autoptr (HmPolicyText) text = g_new0 (HmPolicyText, 1);
  const Reader reader = { .text = text, .speaker = speaker, .checks = checks };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  text->name = g_strdup (name);
  text->statements = g_ptr_array_new_with_free_func (statement_free);
  text->root = hm_yaml_parse_strict (name, data != NULL ? data : "", size, error);
  if (text->root == NULL)
    return NULL;
  if (text->root->kind == HM_YAML_NULL) {
    hm_fail (error, HM_ERROR_FORMAT, "%s:1:1: empty, no policy; the least is 'version: 1'", name);
    return NULL;
  }
  return section_read (&reader, "", "", text->root, error) ? g_steal_pointer (&text) : NULL;
}
