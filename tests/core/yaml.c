/* SPDX-License-Identifier: Apache-2.0 */
#include "core/yaml.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"

static HmYaml *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HmYaml *yaml = hm_yaml_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (yaml);
  return yaml;
}

static const HmYaml *
item (const HmYaml *yaml, guint index)
{
  g_assert_nonnull (yaml->items);
  g_assert_cmpuint (index, <, yaml->items->len);
  return g_ptr_array_index (yaml->items, index);
}

static void
test_tree_with_lines (void)
{
  g_autoptr (HmYaml) yaml = parse ("on: push\n"
                                   "jobs:\n"
                                   "  build:\n"
                                   "    steps:\n"
                                   "      - uses: actions/checkout@v4\n"
                                   "      - run: |\n"
                                   "          make\n");
  const HmYaml *steps = NULL;

  g_assert_cmpint (yaml->kind, ==, HM_YAML_MAPPING);
  g_assert_cmpuint (yaml->line, ==, 1);
  g_assert_null (yaml->key);
  g_assert_cmpstr (hm_yaml_get_text (yaml, "on"), ==, "push");
  steps = hm_yaml_get (hm_yaml_get (hm_yaml_get (yaml, "jobs"), "build"), "steps");
  g_assert_nonnull (steps);
  g_assert_cmpint (steps->kind, ==, HM_YAML_SEQUENCE);
  g_assert_cmpstr (steps->key, ==, "steps");
  g_assert_cmpuint (steps->items->len, ==, 2);
  g_assert_cmpuint (item (steps, 0)->line, ==, 5);
  g_assert_cmpstr (hm_yaml_get_text (item (steps, 0), "uses"), ==, "actions/checkout@v4");
  g_assert_cmpstr (hm_yaml_get_text (item (steps, 1), "run"), ==, "make\n");
  g_assert_true (hm_yaml_get (item (steps, 1), "run")->is_quoted);
}

static void
test_quoted_is_told_apart (void)
{
  g_autoptr (HmYaml) yaml = parse ("a: true\nb: 'true'\nc: \"true\"\nd: >\n  true\n");

  g_assert_false (hm_yaml_get (yaml, "a")->is_quoted);
  g_assert_true (hm_yaml_get (yaml, "b")->is_quoted);
  g_assert_true (hm_yaml_get (yaml, "c")->is_quoted);
  g_assert_true (hm_yaml_get (yaml, "d")->is_quoted);
}

static void
test_nothing_is_null (void)
{
  g_autoptr (HmYaml) yaml = parse ("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n");

  g_assert_cmpint (hm_yaml_get (yaml, "a")->kind, ==, HM_YAML_NULL);
  g_assert_cmpint (hm_yaml_get (yaml, "b")->kind, ==, HM_YAML_NULL);
  g_assert_cmpint (hm_yaml_get (yaml, "c")->kind, ==, HM_YAML_NULL);
  g_assert_null (hm_yaml_get_text (yaml, "c"));
  g_assert_cmpstr (hm_yaml_get_text (yaml, "d"), ==, "");
  g_assert_cmpstr (hm_yaml_get_text (yaml, "e"), ==, "null");
}

static void
test_empty_documents (void)
{
  const char *empties[] = {
    "", " \n\n", "# only a comment\n", "---\n", "---\n...\n", "\xef\xbb\xbf"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (empties); i++) {
    g_autoptr (HmYaml) yaml = parse (empties[i]);

    g_assert_cmpint (yaml->kind, ==, HM_YAML_NULL);
    g_assert_null (hm_yaml_get (yaml, "a"));
  }
}

static void
test_first_document_only (void)
{
  g_autoptr (HmYaml) yaml = parse ("a: 1\n---\nb: 2\n");

  g_assert_cmpstr (hm_yaml_get_text (yaml, "a"), ==, "1");
  g_assert_null (hm_yaml_get (yaml, "b"));
}

static void
test_first_of_duplicate_keys (void)
{
  g_autoptr (HmYaml) yaml = parse ("a: 1\na: 2\n");

  g_assert_false (yaml->has_alias);
  g_assert_cmpstr (hm_yaml_get_text (yaml, "a"), ==, "1");
}

static void
test_alias_is_not_expanded (void)
{
  g_autoptr (HmYaml) yaml = parse ("a: &x [1, 2]\nb: *x\nc:\n  <<: *x\n");

  g_assert_cmpint (hm_yaml_get (yaml, "a")->kind, ==, HM_YAML_SEQUENCE);
  g_assert_cmpint (hm_yaml_get (yaml, "b")->kind, ==, HM_YAML_NULL);
  g_assert_cmpint (hm_yaml_get (hm_yaml_get (yaml, "c"), "<<")->kind, ==, HM_YAML_NULL);
  g_assert_true (yaml->has_alias);
}

static void
test_key_that_is_no_scalar (void)
{
  g_autoptr (HmYaml) yaml = parse ("? [a, {b: c}]\n: 1\n? {d: [e]}\n: {f: g}\n~: 2\nh: 3\n");

  g_assert_cmpuint (yaml->items->len, ==, 4);
  g_assert_null (item (yaml, 0)->key);
  g_assert_cmpstr (item (yaml, 0)->text, ==, "1");
  g_assert_null (item (yaml, 1)->key);
  g_assert_cmpstr (hm_yaml_get_text (item (yaml, 1), "f"), ==, "g");
  g_assert_null (item (yaml, 2)->key);
  g_assert_null (hm_yaml_get (yaml, ""));
  g_assert_cmpstr (hm_yaml_get_text (yaml, "h"), ==, "3");
}

static void
test_get_of_other_kinds (void)
{
  g_autoptr (HmYaml) yaml = parse ("- a\n- [b]\n");

  g_assert_null (hm_yaml_get (yaml, "a"));
  g_assert_null (hm_yaml_get (NULL, "a"));
  g_assert_null (hm_yaml_get_text (NULL, "a"));
  g_assert_null (hm_yaml_get (item (yaml, 0), "a"));
}

static void
test_embedded_nul (void)
{
  const char raw[] = "a: x\0y\n";
  g_autoptr (HmYaml) escaped = parse ("a: \"x\\0y\"\n");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (hm_yaml_get_text (escaped, "a"), ==, "x\xef\xbf\xbdy");
  g_assert_null (hm_yaml_parse (raw, sizeof raw - 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
}

static void
test_errors_name_the_place (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "a: b\nc: [d\ne: }\n";

  g_assert_null (hm_yaml_parse (text, strlen (text), &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "line 3, column "));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_invalid_utf8 (void)
{
  const char *bad[] = { "a: \xff\n", "a: \xc3", "\xed\xa0\x80", "a: \xf4\x90\x80\x80\n", "\x80" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (hm_yaml_parse (bad[i], strlen (bad[i]), &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static HmYaml *
parse_nested (const char *open, const char *close, guint levels, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < levels; i++)
    g_string_append (text, open);
  for (guint i = 0; i < levels; i++)
    g_string_append (text, close);
  return hm_yaml_parse (text->str, text->len, error);
}

static void
test_depth_limit (void)
{
  const char *pairs[][2] = { { "[", "]" }, { "{a: ", "}" }, { "- ", "" }, { "{? ", "}" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmYaml) deepest = parse_nested (pairs[i][0], pairs[i][1], HM_YAML_DEPTH_MAX, &error);

    g_assert_no_error (error);
    g_assert_nonnull (deepest);
    g_assert_null (parse_nested (pairs[i][0], pairs[i][1], HM_YAML_DEPTH_MAX + 1, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
    g_clear_error (&error);
    g_assert_null (parse_nested (pairs[i][0], pairs[i][1], 100000, &error));
    g_assert_nonnull (error);
  }
}

static void
test_node_limit (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;
  g_autoptr (HmYaml) yaml = NULL;

  for (guint i = 1; i < HM_YAML_NODES_MAX; i++)
    g_string_append (text, "a,");
  g_string_append (text, "]");
  yaml = hm_yaml_parse (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (yaml->items->len, ==, HM_YAML_NODES_MAX - 1);

  g_string_insert (text, 1, "b,");
  g_assert_null (hm_yaml_parse (text->str, text->len, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

static void
test_directive_limit (void)
{
  const char *breaks[] = { "\n", "\r", "\r\n", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

  for (gsize i = 0; i < G_N_ELEMENTS (breaks); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmYaml) yaml = NULL;

    for (guint n = 0; n < HM_YAML_DIRECTIVES_MAX; n++)
      g_string_append_printf (text, "%%TAG !%u! x%s", n, breaks[i]);
    g_string_append (text, "--- a\n");
    yaml = hm_yaml_parse (text->str, text->len, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (yaml->text, ==, "a");

    g_string_prepend (text, breaks[i]);
    g_string_prepend (text, "%TAG !x! x");
    g_assert_null (hm_yaml_parse (text->str, text->len, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  }
}

static void
test_utf16_is_refused (void)
{
  const char text[] = "\xff\xfe"
                      "a\0:\0 \0b\0\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_yaml_parse (text, sizeof text, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
}

static void
test_byte_order_mark (void)
{
  g_autoptr (HmYaml) yaml = parse ("\xef\xbb\xbf"
                                   "a: b\nc: d\n");

  g_assert_cmpstr (hm_yaml_get_text (yaml, "a"), ==, "b");
  g_assert_cmpstr (hm_yaml_get_text (yaml, "c"), ==, "d");
  g_assert_cmpuint (hm_yaml_get (yaml, "a")->key_column, ==, 1);
}

/* Nothing to assert but that it ends, and that it either parses or says why not. */
static void
test_cut_at_every_byte (void)
{
  const char *text = "%YAML 1.1\n--- !t &a\n\"k\\x41\": [1, {b: 'c''d'}, *a]\n? - x\n: |2-\n   y\n"
                     "z: >+\n  \xc3\xa9\n...\n";

  for (gsize cut = 0; cut <= strlen (text); cut++) {
    g_autofree char *copy = g_memdup2 (text, cut + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmYaml) yaml = hm_yaml_parse (copy, cut, &error);

    g_assert_true ((yaml == NULL) != (error == NULL));
  }
}

static void
test_garbage_ends (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const char alphabet[] = "ab:-[]{},?|>&*!%'\"#\n \t~\\0";

  for (guint round = 0; round < 2000; round++) {
    char text[64];
    g_autoptr (GError) error = NULL;
    g_autoptr (HmYaml) yaml = NULL;

    for (gsize i = 0; i < sizeof text; i++)
      text[i] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
    yaml = hm_yaml_parse (text, sizeof text, &error);
    g_assert_true ((yaml == NULL) != (error == NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/yaml/tree-with-lines", test_tree_with_lines);
  g_test_add_func ("/yaml/quoted-is-told-apart", test_quoted_is_told_apart);
  g_test_add_func ("/yaml/nothing-is-null", test_nothing_is_null);
  g_test_add_func ("/yaml/empty-documents", test_empty_documents);
  g_test_add_func ("/yaml/first-document-only", test_first_document_only);
  g_test_add_func ("/yaml/first-of-duplicate-keys", test_first_of_duplicate_keys);
  g_test_add_func ("/yaml/alias-is-not-expanded", test_alias_is_not_expanded);
  g_test_add_func ("/yaml/key-that-is-no-scalar", test_key_that_is_no_scalar);
  g_test_add_func ("/yaml/get-of-other-kinds", test_get_of_other_kinds);
  g_test_add_func ("/yaml/embedded-nul", test_embedded_nul);
  g_test_add_func ("/yaml/errors-name-the-place", test_errors_name_the_place);
  g_test_add_func ("/yaml/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/yaml/depth-limit", test_depth_limit);
  g_test_add_func ("/yaml/node-limit", test_node_limit);
  g_test_add_func ("/yaml/directive-limit", test_directive_limit);
  g_test_add_func ("/yaml/utf16-is-refused", test_utf16_is_refused);
  g_test_add_func ("/yaml/byte-order-mark", test_byte_order_mark);
  g_test_add_func ("/yaml/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/yaml/garbage-ends", test_garbage_ends);
  return g_test_run ();
}
