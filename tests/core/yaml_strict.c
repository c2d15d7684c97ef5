/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/yaml.h"

static HmYaml *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HmYaml *yaml = hm_yaml_parse_strict ("file.yml", text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (yaml);
  return yaml;
}

static void
assert_refused (const char *text, HmErrorCode code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_yaml_parse_strict ("file.yml", text, strlen (text), &error));
  g_assert_error (error, HM_ERROR, (gint) code);
  g_assert_cmpstr (error->message, ==, message);
}

static const HmYaml *
item (const HmYaml *yaml, guint i)
{
  g_assert_cmpuint (i, <, yaml->items->len);
  return g_ptr_array_index (yaml->items, i);
}

static void
test_places (void)
{
  g_autoptr (HmYaml) yaml = parse ("name: \xc3\xa9\n"
                                   "list:\n"
                                   "  - \xc3\xa9: {b: c}\n");
  const HmYaml *list = hm_yaml_get (yaml, "list");
  const HmYaml *flow = hm_yaml_get (item (list, 0), "\xc3\xa9");

  g_assert_cmpuint (yaml->line, ==, 1);
  g_assert_cmpuint (yaml->column, ==, 1);
  g_assert_cmpuint (yaml->key_line, ==, 0);
  g_assert_cmpuint (yaml->key_column, ==, 0);
  g_assert_cmpuint (hm_yaml_get (yaml, "name")->column, ==, 7);
  g_assert_cmpuint (hm_yaml_get (yaml, "name")->key_line, ==, 1);
  g_assert_cmpuint (list->key_line, ==, 2);
  g_assert_cmpuint (list->line, ==, 3);
  g_assert_cmpuint (list->column, ==, 3);
  g_assert_cmpuint (flow->key_line, ==, 3);
  g_assert_cmpuint (flow->key_column, ==, 5);
  g_assert_cmpuint (flow->column, ==, 8);
  g_assert_cmpuint (hm_yaml_get (flow, "b")->key_column, ==, 9);
  g_assert_cmpuint (hm_yaml_get (flow, "b")->column, ==, 12);
}

static void
test_empty_documents (void)
{
  const char *empties[] = { "", " \n\n", "# only a comment\n", "---\n", "---\n...\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (empties); i++) {
    g_autoptr (HmYaml) yaml = parse (empties[i]);

    g_assert_cmpint (yaml->kind, ==, HM_YAML_NULL);
    g_assert_false (yaml->has_alias);
  }
}

static void
test_second_document (void)
{
  assert_refused ("a: 1\n---\nb: 2\n", HM_ERROR_FORMAT,
                  "file.yml:2:1: a second document, where one is read");
  assert_refused ("---\n---\n", HM_ERROR_FORMAT,
                  "file.yml:2:1: a second document, where one is read");
}

static void
test_duplicate_keys (void)
{
  g_autoptr (HmYaml) apart = parse ("a: {b: 1}\nc: {b: 2}\nA: 3\n");

  g_assert_cmpuint (apart->items->len, ==, 3);
  assert_refused ("a: 1\nb: 2\n'a': 3\n", HM_ERROR_FORMAT,
                  "file.yml:3:1: duplicate key \"a\", which stands on line 1 already");
  assert_refused ("x:\n  - {a: [1],\n     a: 2}\n", HM_ERROR_FORMAT,
                  "file.yml:3:6: duplicate key \"a\", which stands on line 2 already");
  assert_refused ("m: &m {a: 1}\nn:\n  <<: *m\n  <<: *m\n", HM_ERROR_FORMAT,
                  "file.yml:4:3: duplicate key \"<<\", which stands on line 3 already");
}

static void
test_long_key_is_cut_in_the_message (void)
{
  g_autofree char *key = g_strnfill (900, 'k');
  g_autofree char *start = g_strndup (key, 60);
  g_autofree char *text = g_strdup_printf ("%s: 1\n%s: 2\n", key, key);
  g_autofree char *message = g_strdup_printf (
      "file.yml:2:1: duplicate key \"%s...\", which stands on line 1 already", start);

  assert_refused (text, HM_ERROR_FORMAT, message);
}

static void
test_key_that_is_no_word (void)
{
  assert_refused ("a: 1\n? [b]\n: 2\n", HM_ERROR_FORMAT,
                  "file.yml:2:3: a key that is a list, not a word");
  assert_refused ("{b: c}: 2\n", HM_ERROR_FORMAT,
                  "file.yml:1:1: a key that is a mapping, not a word");
  assert_refused ("~: 2\n", HM_ERROR_FORMAT,
                  "file.yml:1:1: a key that is null; in quotation marks it is a word");
  assert_refused ("? \n: 2\n", HM_ERROR_FORMAT,
                  "file.yml:1:2: a key that is null; in quotation marks it is a word");
  assert_refused ("a: &a [1]\n*a : 2\n", HM_ERROR_FORMAT,
                  "file.yml:2:1: a key that is a list, not a word");
}

static void
test_tags_and_nul (void)
{
  assert_refused ("a: !!str 1\n", HM_ERROR_FORMAT,
                  "file.yml:1:4: a tag, where plain values are read");
  assert_refused ("a: !x [1]\n", HM_ERROR_FORMAT,
                  "file.yml:1:4: a tag, where plain values are read");
  assert_refused ("! {a: 1}\n", HM_ERROR_FORMAT,
                  "file.yml:1:1: a tag, where plain values are read");
  assert_refused ("a: \"x\\0y\"\n", HM_ERROR_FORMAT, "file.yml:1:4: a NUL in a text");
}

static void
test_raw_nul (void)
{
  const char text[] = "a: 1\nb: x\0y\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_yaml_parse_strict ("file.yml", text, sizeof text - 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "file.yml:2:5: control characters are not allowed");
}

static void
test_invalid_utf8 (void)
{
  assert_refused ("a: 1\nb: \xc3\xa9\xff\n", HM_ERROR_FORMAT,
                  "file.yml:2:5: invalid leading UTF-8 octet");
  assert_refused ("a: \xc3", HM_ERROR_FORMAT, "file.yml:1:4: incomplete UTF-8 octet sequence");
  assert_refused ("a: 1\n...\n\xed\xa0\x80", HM_ERROR_FORMAT,
                  "file.yml:3:1: invalid Unicode character");
}

static void
test_tab_as_indentation (void)
{
  const char *texts[] = {
    "a:\n\tb: 1\n", "a: b\n\tc: 1\n", "a:\n  \tb: 1\n", "- a\n\t- b\n", "a:\n  b: 1\n \tc: 2\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", texts[i]);
    g_assert_null (hm_yaml_parse_strict ("file.yml", texts[i], strlen (texts[i]), &error));
    g_test_message ("%s", error->message);
    g_assert_true (g_regex_match_simple ("^file.yml:[23]:[1-3]: the line is indented with a tab, ",
                                         error->message, 0, 0));
  }
}

static void
test_errors_name_what_is_open (void)
{
  assert_refused ("a: 1\nb: [2,\nc: }\n", HM_ERROR_FORMAT,
                  "file.yml:3:4: did not find expected node content while parsing a flow node that "
                  "begins on line 3");
}

static void
test_aliases_are_resolved (void)
{
  g_autoptr (HmYaml) yaml = parse ("&k a: &x [1, {b: 2}]\n"
                                   "c: *x\n"
                                   "d: &s word\n"
                                   "e: *s\n"
                                   "f: [*x, *k ]\n"
                                   "*s : key\n");
  const HmYaml *copy = hm_yaml_get (yaml, "c");

  g_assert_true (yaml->has_alias);
  g_assert_cmpint (copy->kind, ==, HM_YAML_SEQUENCE);
  g_assert_cmpuint (copy->line, ==, 1);
  g_assert_cmpuint (copy->key_line, ==, 2);
  g_assert_cmpstr (hm_yaml_get_text (item (copy, 1), "b"), ==, "2");
  g_assert_cmpstr (hm_yaml_get_text (yaml, "e"), ==, "word");
  g_assert_cmpstr (hm_yaml_get_text (yaml, "word"), ==, "key");
  g_assert_null (item (hm_yaml_get (yaml, "f"), 0)->key);
  g_assert_cmpuint (item (hm_yaml_get (yaml, "f"), 0)->key_line, ==, 0);
  g_assert_cmpstr (item (hm_yaml_get (yaml, "f"), 1)->text, ==, "a");
}

static void
test_anchor_of_a_null (void)
{
  g_autoptr (HmYaml) yaml = parse ("a: &x\nb: *x\n");

  g_assert_cmpint (hm_yaml_get (yaml, "b")->kind, ==, HM_YAML_NULL);
}

static void
test_later_anchor_of_a_name (void)
{
  g_autoptr (HmYaml) yaml = parse ("- &x 1\n- *x\n- &x 2\n- *x\n- &x [&x 3, *x]\n");

  g_assert_cmpstr (item (yaml, 1)->text, ==, "1");
  g_assert_cmpstr (item (yaml, 3)->text, ==, "2");
  g_assert_cmpstr (item (item (yaml, 4), 1)->text, ==, "3");
}

static void
test_aliases_of_nothing (void)
{
  assert_refused ("a: *x\nb: &x 1\n", HM_ERROR_FORMAT, "file.yml:1:4: *x: no &x stands before it");
  assert_refused ("a: &x [1, *x]\n", HM_ERROR_FORMAT,
                  "file.yml:1:11: *x stands inside of &x itself");
  assert_refused ("&x a: {b: 1}\nc: &y\n  d: {<<: *y}\n", HM_ERROR_FORMAT,
                  "file.yml:3:11: *y stands inside of &y itself");
  assert_refused ("&r\na: *r\n", HM_ERROR_FORMAT, "file.yml:2:4: *r stands inside of &r itself");
}

static void
test_merge_precedence (void)
{
  g_autoptr (HmYaml) yaml = parse ("one: &one {a: 1, b: 1, c: 1}\n"
                                   "two: &two {b: 2, c: 2, d: 2}\n"
                                   "list: &list [*two, *one]\n"
                                   "m:\n"
                                   "  <<: [*one, *two, {e: 3, a: 3}]\n"
                                   "  c: own\n"
                                   "n: {d: own, <<: *two}\n"
                                   "o: {<<: {a: in}, b: own}\n"
                                   "p: {<<: *list, c: own}\n"
                                   "q: {'<<': word}\n"
                                   "r: {<<: &three {a: [x]}}\n"
                                   "s: {<<: *three}\n");
  const HmYaml *m = hm_yaml_get (yaml, "m");
  const HmYaml *n = hm_yaml_get (yaml, "n");
  const HmYaml *p = hm_yaml_get (yaml, "p");

  g_assert_cmpuint (m->items->len, ==, 5);
  g_assert_null (hm_yaml_get (m, "<<"));
  g_assert_cmpstr (hm_yaml_get_text (m, "a"), ==, "1");
  g_assert_cmpstr (hm_yaml_get_text (m, "b"), ==, "1");
  g_assert_cmpstr (hm_yaml_get_text (m, "c"), ==, "own");
  g_assert_cmpstr (hm_yaml_get_text (m, "d"), ==, "2");
  g_assert_cmpstr (hm_yaml_get_text (m, "e"), ==, "3");
  g_assert_cmpuint (hm_yaml_get (m, "d")->key_line, ==, 2);
  g_assert_cmpuint (n->items->len, ==, 3);
  g_assert_cmpstr (hm_yaml_get_text (n, "d"), ==, "own");
  g_assert_cmpstr (hm_yaml_get_text (n, "b"), ==, "2");
  g_assert_cmpstr (hm_yaml_get_text (hm_yaml_get (yaml, "o"), "a"), ==, "in");
  g_assert_cmpstr (hm_yaml_get_text (p, "a"), ==, "1");
  g_assert_cmpstr (hm_yaml_get_text (p, "b"), ==, "2");
  g_assert_cmpstr (hm_yaml_get_text (hm_yaml_get (yaml, "q"), "<<"), ==, "word");
  g_assert_cmpuint (hm_yaml_get (hm_yaml_get (yaml, "r"), "a")->items->len, ==, 1);
  g_assert_cmpuint (hm_yaml_get (hm_yaml_get (yaml, "s"), "a")->items->len, ==, 1);
}

static void
test_merge_of_what_is_none (void)
{
  const char *message = "file.yml:2:4: \"<<\" takes a mapping, or a list of mappings";

  assert_refused ("- &x 1\n- {<<: *x}\n", HM_ERROR_FORMAT, message);
  assert_refused ("- \n- {<<: word}\n", HM_ERROR_FORMAT, message);
  assert_refused ("- \n- {<<: }\n", HM_ERROR_FORMAT, message);
  assert_refused ("- &x [1]\n- {<<: *x}\n", HM_ERROR_FORMAT, message);
  assert_refused ("- \n- {<<: [{a: b}, [c]]}\n", HM_ERROR_FORMAT, message);
}

static HmYaml *
parse_nested (const char *open, const char *close, guint levels, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < levels; i++)
    g_string_append (text, open);
  g_string_append (text, "x");
  for (guint i = 0; i < levels; i++)
    g_string_append (text, close);
  return hm_yaml_parse_strict ("file.yml", text->str, text->len, error);
}

static void
test_depth_limit (void)
{
  const char *pairs[][2] = { { "[", "]" }, { "{a: ", "}" }, { "- ", "" } };

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

/* A list of one list in another @n levels deep, then the same as an alias below @depth levels more. */
static HmYaml *
parse_deep_alias (guint n, guint depth, const char *before, const char *after, GError **error)
{
  g_autoptr (GString) text = g_string_new ("- &x ");

  for (guint i = 0; i < n; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    g_string_append_c (text, ']');
  g_string_append (text, "\n- ");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  g_string_append (text, before);
  g_string_append (text, "*x");
  g_string_append (text, after);
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  return hm_yaml_parse_strict ("file.yml", text->str, text->len, error);
}

static void
test_depth_limit_of_aliases (void)
{
  const struct {
    const char *before;
    const char *after;
    guint levels; /* that they add */
  } cases[] = { { "", "", 0 }, { "{a: ", "}", 1 }, { "{<<: {a: ", "}}", 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint depth = HM_YAML_DEPTH_MAX - 1 - 10 - cases[i].levels;
    g_autoptr (HmYaml) yaml = parse_deep_alias (10, depth, cases[i].before, cases[i].after, &error);

    g_assert_no_error (error);
    g_assert_null (parse_deep_alias (10, depth + 1, cases[i].before, cases[i].after, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
    g_assert_true (g_str_has_prefix (error->message, "file.yml:2:"));
  }
}

static guint
count_nodes (const HmYaml *yaml)
{
  guint n = 1;

  for (guint i = 0; yaml->items != NULL && i < yaml->items->len; i++)
    n += count_nodes (item (yaml, i));
  return n;
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
  yaml = hm_yaml_parse_strict ("file.yml", text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_nodes (yaml), ==, HM_YAML_NODES_MAX);

  g_string_insert (text, 1, "b,");
  g_assert_null (hm_yaml_parse_strict ("file.yml", text->str, text->len, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

/* Lists of ten aliases each of the list before: @levels of them stand for 10 to the power of that. */
static void
test_billion_laughs (void)
{
  for (guint kind = 0; kind < 2; kind++) {
    for (guint levels = 1; levels <= 12; levels++) {
      g_autoptr (GString) text = g_string_new (kind == 0 ? "- &l0 [x]\n" : "- &l0 {x: y}\n");
      g_autoptr (GError) error = NULL;
      g_autoptr (HmYaml) yaml = NULL;

      for (guint i = 1; i <= levels; i++) {
        g_string_append_printf (text, "- &l%u %c", i, kind == 0 ? '[' : '{');
        for (guint j = 0; j < 10; j++) {
          if (kind == 1)
            g_string_append_printf (text, "k%u: ", j);
          g_string_append_printf (text, kind == 0 ? "*l%u," : "{<<: *l%u},", i - 1);
        }
        g_string_append_printf (text, "%c\n", kind == 0 ? ']' : '}');
      }
      yaml = hm_yaml_parse_strict ("file.yml", text->str, text->len, &error);
      if (levels <= 3) {
        g_assert_no_error (error);
        g_assert_cmpuint (count_nodes (yaml), <=, HM_YAML_NODES_MAX);
      } else if (levels >= 5) {
        g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
      }
    }
  }
}

/* Aliases of a list of 998 entries, each 999 nodes: @n of them, and @n_more nodes. */
static HmYaml *
parse_repeated (guint n, guint n_more, GError **error)
{
  g_autoptr (GString) text = g_string_new ("[&x [");

  for (guint i = 0; i < 998; i++)
    g_string_append (text, "a,");
  g_string_append (text, "],");
  for (guint i = 0; i < n; i++)
    g_string_append (text, "*x ,");
  for (guint i = 0; i < n_more; i++)
    g_string_append (text, "b,");
  g_string_append (text, "]");
  return hm_yaml_parse_strict ("file.yml", text->str, text->len, error);
}

static void
test_node_limit_of_aliases (void)
{
  guint n = HM_YAML_NODES_MAX / 999 - 1;
  guint n_more = HM_YAML_NODES_MAX - 1 - 999 * (n + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmYaml) yaml = parse_repeated (n, n_more, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count_nodes (yaml), ==, HM_YAML_NODES_MAX);
  g_assert_null (parse_repeated (n, n_more + 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

/* Merges that add nothing cost as much as those that do. */
static void
test_merges_that_add_nothing (void)
{
  g_autoptr (GString) text = g_string_new ("- &x {");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (text, "k%u: 1,", i);
  g_string_append (text, "}\n- &y [");
  for (guint i = 0; i < 4; i++)
    g_string_append (text, "*x ,");
  g_string_append (text, "]\n- {<<: [");
  for (guint i = 0; i < 4; i++)
    g_string_append (text, "*x ,");
  g_string_append (text, "]}\n");
  g_assert_null (hm_yaml_parse_strict ("file.yml", text->str, text->len, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

/* An anchored text of 1 MiB, and @n aliases of it. */
static HmYaml *
parse_long_texts (guint n, guint n_short, GError **error)
{
  g_autofree char *word = g_strnfill (1024 * 1024 - 1, 'w');
  g_autoptr (GString) text = g_string_new ("- &x ");

  g_string_append_printf (text, "%s\n- &y s\n", word);
  for (guint i = 0; i < n; i++)
    g_string_append (text, "- *x\n");
  for (guint i = 0; i < n_short; i++)
    g_string_append (text, "- *y\n");
  return hm_yaml_parse_strict ("file.yml", text->str, text->len, error);
}

static void
test_bytes_limit_of_aliases (void)
{
  guint n = HM_YAML_COPIES_BYTES_MAX / (1024 * 1024);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmYaml) yaml = parse_long_texts (n, n, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (yaml->items->len, ==, 2 + 2 * n);
  g_assert_null (parse_long_texts (n, n + 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

static void
test_directive_limit (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint n = 0; n <= HM_YAML_DIRECTIVES_MAX; n++)
    g_string_append_printf (text, "%%TAG !%u! x\n", n);
  g_assert_null (hm_yaml_parse_strict ("file.yml", text->str, text->len, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_true (g_str_has_prefix (error->message, "file.yml:1:1: "));
}

/* Each beginning parses or says where it does not. */
static void
test_cut_at_every_byte (void)
{
  const char *text = "%YAML 1.1\n---\n\"k\\x41\": &a [1, {b: 'c''d'}, &s x]\n? *s\n: |2-\n   y\n"
                     "m: &m {p: *a}\nz: >+\n  \xc3\xa9\nn:\n  <<: [*m, {q: r}]\n  p: 2\n...\n";
  g_autoptr (HmYaml) whole = parse (text);

  g_assert_cmpstr (hm_yaml_get_text (hm_yaml_get (whole, "n"), "q"), ==, "r");
  for (gsize cut = 0; cut <= strlen (text); cut++) {
    g_autofree char *copy = g_memdup2 (text, cut + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmYaml) yaml = hm_yaml_parse_strict ("f", copy, cut, &error);

    g_assert_true ((yaml == NULL) != (error == NULL));
    if (error != NULL)
      g_assert_true (g_regex_match_simple ("^f:[1-9][0-9]*:[1-9][0-9]*: .", error->message, 0, 0));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/yaml-strict/places", test_places);
  g_test_add_func ("/yaml-strict/empty-documents", test_empty_documents);
  g_test_add_func ("/yaml-strict/second-document", test_second_document);
  g_test_add_func ("/yaml-strict/duplicate-keys", test_duplicate_keys);
  g_test_add_func ("/yaml-strict/long-key-is-cut-in-the-message",
                   test_long_key_is_cut_in_the_message);
  g_test_add_func ("/yaml-strict/key-that-is-no-word", test_key_that_is_no_word);
  g_test_add_func ("/yaml-strict/tags-and-nul", test_tags_and_nul);
  g_test_add_func ("/yaml-strict/raw-nul", test_raw_nul);
  g_test_add_func ("/yaml-strict/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/yaml-strict/tab-as-indentation", test_tab_as_indentation);
  g_test_add_func ("/yaml-strict/errors-name-what-is-open", test_errors_name_what_is_open);
  g_test_add_func ("/yaml-strict/aliases-are-resolved", test_aliases_are_resolved);
  g_test_add_func ("/yaml-strict/anchor-of-a-null", test_anchor_of_a_null);
  g_test_add_func ("/yaml-strict/later-anchor-of-a-name", test_later_anchor_of_a_name);
  g_test_add_func ("/yaml-strict/aliases-of-nothing", test_aliases_of_nothing);
  g_test_add_func ("/yaml-strict/merge-precedence", test_merge_precedence);
  g_test_add_func ("/yaml-strict/merge-of-what-is-none", test_merge_of_what_is_none);
  g_test_add_func ("/yaml-strict/depth-limit", test_depth_limit);
  g_test_add_func ("/yaml-strict/depth-limit-of-aliases", test_depth_limit_of_aliases);
  g_test_add_func ("/yaml-strict/node-limit", test_node_limit);
  g_test_add_func ("/yaml-strict/billion-laughs", test_billion_laughs);
  g_test_add_func ("/yaml-strict/node-limit-of-aliases", test_node_limit_of_aliases);
  g_test_add_func ("/yaml-strict/merges-that-add-nothing", test_merges_that_add_nothing);
  g_test_add_func ("/yaml-strict/bytes-limit-of-aliases", test_bytes_limit_of_aliases);
  g_test_add_func ("/yaml-strict/directive-limit", test_directive_limit);
  g_test_add_func ("/yaml-strict/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
