/* SPDX-License-Identifier: Apache-2.0 */
/*
 * docs/policy.schema.json, which editors go by, and the reader know the same keys, and take and
 * refuse the same documents.
 */
#include "tests/policy/policy_case.h"

#include "core/yaml.h"
#include "policy/keys.h"
#include "render/schema.h"

static json_t *
schema_read (void)
{
  json_error_t problem;
  json_t *schema = json_load_file (SOURCE_ROOT "/docs/policy.schema.json", 0, &problem);

  g_assert_nonnull (schema);
  return schema;
}

/* What @node refers to, or itself. */
static json_t *
resolve (json_t *root, json_t *node)
{
  const char *reference = json_string_value (json_object_get (node, "$ref"));

  if (reference == NULL)
    return node;
  g_assert_true (g_str_has_prefix (reference, "#/$defs/"));
  return json_object_get (json_object_get (root, "$defs"), reference + strlen ("#/$defs/"));
}

/* Adds "PATH: DESCRIPTION" of every key below @node. */
static void
keys_collect (json_t *root, json_t *node, const char *path, GHashTable *keys)
{
  json_t *resolved = resolve (root, node);
  json_t *more = json_object_get (resolved, "additionalProperties");
  json_t *items = json_object_get (resolved, "items");
  json_t *value;
  const char *name;
  size_t i;

  json_object_foreach (json_object_get (resolved, "properties"), name, value)
  {
    g_autofree char *own = *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);

    g_hash_table_replace (keys, g_strdup (own),
                          g_strdup (json_string_value (json_object_get (value, "description"))));
    keys_collect (root, value, own, keys);
  }
  if (json_is_object (more)) {
    g_autofree char *own = g_strconcat (path, ".*", NULL);

    g_hash_table_replace (keys, g_strdup (own),
                          g_strdup (json_string_value (json_object_get (more, "description"))));
    keys_collect (root, more, own, keys);
  }
  json_array_foreach (json_object_get (resolved, "anyOf"), i, value)
      keys_collect (root, value, path, keys);
  if (items != NULL) {
    g_autofree char *own = g_strconcat (path, "[]", NULL);

    keys_collect (root, items, own, keys);
  }
}

static void
knows_the_keys_of_the_reader (void)
{
  json_t *schema = schema_read ();
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_keys = 0;

  keys_collect (schema, schema, "", keys);
  /* One item that stands alone is no key of its own. */
  g_hash_table_remove (keys, "extends.path");
  g_hash_table_remove (keys, "extends.url");
  g_hash_table_remove (keys, "extends.digest");
  for (const HmPolicyKey *key = hm_policy_keys; key->path != NULL; key++) {
    g_assert_cmpstr (g_hash_table_lookup (keys, key->path), ==, key->help);
    n_keys++;
  }
  g_assert_cmpuint (g_hash_table_size (keys), ==, n_keys);
  json_decref (schema);
}

static json_t *
json_of_scalar (const HmYaml *yaml)
{
  char *end;
  double number;

  if (yaml->is_quoted)
    return json_string (yaml->text);
  if (g_str_equal (yaml->text, "true") || g_str_equal (yaml->text, "false"))
    return json_boolean (g_str_equal (yaml->text, "true"));
  number = g_ascii_strtod (yaml->text, &end);
  if (*end != '\0')
    return json_string (yaml->text);
  return strchr (yaml->text, '.') != NULL ? json_real (number) : json_integer ((json_int_t) number);
}

/* As an editor sees it. Returns: (owned) */
static json_t *
json_of (const HmYaml *yaml)
{
  json_t *json;

  if (yaml->kind == HM_YAML_NULL)
    return json_null ();
  if (yaml->kind == HM_YAML_SCALAR)
    return json_of_scalar (yaml);
  json = yaml->kind == HM_YAML_MAPPING ? json_object () : json_array ();
  for (guint i = 0; i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (yaml->kind == HM_YAML_MAPPING)
      json_object_set_new (json, item->key, json_of (item));
    else
      json_array_append_new (json, json_of (item));
  }
  return json;
}

#define WAIVER "check: alpha-check, reason: why, by: Ada, expires: 2027-05-01"

static const struct {
  const char *text;
  gboolean is_sound;
} documents[] = {
  { "version: 1", TRUE },
  { "version: 2", FALSE },
  { "{ name: a }", FALSE },
  { "{ version: 1, name: a, weights: { high: 7.5, low: 0 } }", TRUE },
  { "{ version: 1, name: ' ' }", FALSE },
  { "{ version: 1, weights: { higher: 7.5 } }", FALSE },
  { "{ version: 1, weights: { high: 101 } }", FALSE },
  { "{ version: 1, weights: { high: '7' } }", FALSE },
  { "{ version: 1, checks: { alpha-check: { enabled: true, weight: 5 } } }", TRUE },
  { "{ version: 1, checks: { alpha-check: { enabled: 1 } } }", FALSE },
  { "{ version: 1, checks: { alpha-check: true } }", FALSE },
  { "{ version: 1, badge: { bands: { good: 9 }, partial-below: 0 } }", TRUE },
  { "{ version: 1, badge: { bands: { poor: 1 } } }", FALSE },
  { "{ version: 1, badge: { partial-below: 7.5 } }", FALSE },
  { "{ version: 1, branches: { release: [a, b] }, people: { bots: a, same: [[a, b]] } }", TRUE },
  { "{ version: 1, branches: { release: /a } }", FALSE },
  { "{ version: 1, people: { same: [[a]] } }", FALSE },
  { "{ version: 1, people: { same: [a, b] } }", FALSE },
  { "{ version: 1, signatures: { keyring: a } }", TRUE },
  { "{ version: 1, signatures: { keyring: [a] } }", FALSE },
  { "{ version: 1, forges: [ { host: a.org, kind: gitlab } ] }", TRUE },
  { "{ version: 1, forges: [ { host: a.org } ] }", FALSE },
  { "{ version: 1, forges: [ { host: a/b, kind: gitlab } ] }", FALSE },
  { "{ version: 1, gate: { score: 7, floor: 5.5, coverage: 60, regression: true } }", TRUE },
  { "{ version: 1, gate: { regression: [alpha-check], new-findings: false } }", TRUE },
  { "{ version: 1, gate: { regression: [] } }", FALSE },
  { "{ version: 1, gate: { checks: { alpha-check: 8, beta-check: { floor: 5 } } } }", TRUE },
  { "{ version: 1, gate: { checks: { alpha-check: 11 } } }", FALSE },
  { "{ version: 1, gate: { checks: { alpha-check: { least: 1 } } } }", FALSE },
  { "{ version: 1, gate: }", FALSE },
  { "{ version: 1, waivers: [ { " WAIVER ", path: a } ] }", TRUE },
  { "{ version: 1, waivers: { " WAIVER ", path: a } }", FALSE },
  { "{ version: 1, waivers: [ { check: alpha-check, path: a } ] }", FALSE },
  { "{ version: 1, waivers: [ { " WAIVER ", path: a, digest: 'sha1:00' } ] }", FALSE },
  { "{ version: 1, waivers: [ { " WAIVER ", commit: abc } ] }", FALSE },
  { "{ version: 1, extends: { url: 'https://example.org/a' } }", FALSE },
  { "{ version: 1, extends: { path: a, url: 'https://example.org/a' } }", FALSE },
  { "{ version: 1, keep: [gate, waivers.alpha-check, checks] }", TRUE },
  { "{ version: 1, keep: 'gate..score' }", FALSE },
};

static void
takes_what_the_reader_takes (void)
{
  json_t *schema = schema_read ();

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    const char *text = documents[i].text;
    g_autoptr (HmYaml) yaml = hm_yaml_parse_strict ("p.yml", text, strlen (text), NULL);
    g_autoptr (HmLoadedPolicy) loaded = policy_load_text (text, NULL);
    json_t *json = json_of (yaml);

    g_test_message ("%s", text);
    g_assert_true (hm_schema_check (schema, json, NULL) == documents[i].is_sound);
    g_assert_true ((loaded != NULL) == documents[i].is_sound);
    json_decref (json);
  }
  json_decref (schema);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-schema/knows-the-keys-of-the-reader", knows_the_keys_of_the_reader);
  g_test_add_func ("/policy-schema/takes-what-the-reader-takes", takes_what_the_reader_takes);
  return g_test_run ();
}
