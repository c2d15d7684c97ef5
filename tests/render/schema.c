/* SPDX-License-Identifier: Apache-2.0 */
#include "render/schema.h"

#include "core/error.h"
#include "render/json_value.h"

#include <string.h>

/* @message: NULL where the value fits. */
static const struct {
  const char *name;
  const char *schema;
  const char *value;
  const char *message;
} cases[] = {
  { "type-fits", "{'type':'string'}", "'x'", NULL },
  { "type-differs", "{'type':'string'}", "1", "report: this is of type number, where string is" },
  { "type-of-two", "{'type':['string','null']}", "null", NULL },
  { "type-of-neither", "{'type':['string','null']}", "[]", "array, where string or null is right" },
  { "type-boolean", "{'type':'boolean'}", "false", NULL },
  { "type-integer", "{'type':'integer'}", "3", NULL },
  { "type-integer-real", "{'type':'integer'}", "3.5", "number, where integer is right" },
  { "type-number-integer", "{'type':'number'}", "3", NULL },
  { "const-fits", "{'const':{'a':[1]}}", "{'a':[1]}", NULL },
  { "const-differs", "{'const':'a'}", "'b'", "report: \"b\" is not \"a\"" },
  { "enum-fits", "{'enum':['a','b']}", "'b'", NULL },
  { "enum-differs", "{'enum':['a','b']}", "'c'", "\"c\" is not one of a or b" },
  { "minimum", "{'minimum':1}", "1", NULL },
  { "minimum-below", "{'minimum':1}", "0.9", "0.9 is less than 1" },
  { "minimum-of-text", "{'minimum':1}", "'x'", NULL },
  { "maximum", "{'maximum':1}", "1", NULL },
  { "maximum-above", "{'maximum':1}", "1.1", "1.1 is more than 1" },
  { "min-length", "{'minLength':1}", "'ä'", NULL },
  { "min-length-below", "{'minLength':2}", "'ä'", "1 characters, at least 2 are needed" },
  { "max-length", "{'maxLength':1}", "'ä'", NULL },
  { "max-length-above", "{'maxLength':1}", "'äb'", "2 characters, at most 1 are allowed" },
  { "max-items", "{'maxItems':1}", "[1]", NULL },
  { "max-items-above", "{'maxItems':1}", "[1,2]", "2 items, at most 1 are allowed" },
  { "min-items", "{'minItems':2}", "[1,2]", NULL },
  { "min-items-below", "{'minItems':2}", "[1]", "1 items, at least 2 are due" },
  { "min-items-of-text", "{'minItems':2}", "'x'", NULL },
  { "pattern", "{'pattern':'^a+$'}", "'aa'", NULL },
  { "pattern-differs", "{'pattern':'^a+$'}", "'ab'", "\"ab\" is not of the form ^a+$" },
  { "pattern-line-end", "{'pattern':'^a+$'}", "'a\\n'", "is not of the form" },
  { "pattern-malformed", "{'pattern':'('}", "'a'", "" },
  { "items", "{'items':{'type':'null'}}", "[null,1]", "[1]: this is of type number" },
  { "properties", "{'properties':{'a':{'type':'null'}}}", "{'a':1}", "a: this is of type number" },
  { "properties-lacking", "{'properties':{'a':{'type':'null'}}}", "{}", NULL },
  { "required", "{'required':['a']}", "{}", "a: this is missing" },
  { "required-of-text", "{'required':['a']}", "'x'", NULL },
  { "additional", "{'properties':{'a':{}},'additionalProperties':false}", "{'a':1,'b':2}",
    "b: no such key is known here" },
  { "additional-schema", "{'properties':{'a':{}},'additionalProperties':{'type':'null'}}",
    "{'a':1,'b':null}", NULL },
  { "additional-schema-differs", "{'properties':{'a':{}},'additionalProperties':{'type':'null'}}",
    "{'a':1,'b':2}", "b: this is of type number" },
  { "additional-malformed", "{'additionalProperties':true}", "{}",
    "additionalProperties is neither false nor a schema" },
  { "path", "{'properties':{'a':{'items':{'properties':{'b':{'type':'null'}}}}}}",
    "{'a':[{'b':null},{'b':1}]}", "a[1].b: this is of type number" },
  { "ref", "{'$ref':'#/$defs/x','$defs':{'x':{'type':'null'}}}", "1", "where null is right" },
  { "ref-unknown", "{'$ref':'#/$defs/y','$defs':{}}", "1", "has no '#/$defs/y'" },
  { "ref-elsewhere", "{'$ref':'other.json'}", "1", "has no 'other.json'" },
  { "ref-circle", "{'$ref':'#/$defs/x','$defs':{'x':{'$ref':'#/$defs/x'}}}", "1", "to itself" },
  { "any-of-second", "{'anyOf':[{'type':'null'},{'type':'string'}]}", "'x'", NULL },
  { "any-of-none", "{'anyOf':[{'const':1},{'const':2}]}", "3", "none of the allowed forms" },
  { "any-of-meant",
    "{'anyOf':[{'properties':{'k':{'const':1}},'required':['a']},"
    "{'properties':{'k':{'const':2}},'required':['b']}]}",
    "{'k':2}", "b: this is missing" },
  { "keyword-unknown", "{'uniqueItems':true}", "[]", "keyword 'uniqueItems' is not understood" },
  { "annotations", "{'title':'t','description':'d','$id':'i','$schema':'s'}", "1", NULL },
};

static json_t *
parsed (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "'", -1);
  g_autofree char *quoted = g_strjoinv ("\"", parts);
  json_t *value = json_loads (quoted, JSON_DECODE_ANY, NULL);

  g_assert_nonnull (value);
  return value;
}

static void
test_case (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (json_t) schema = parsed (cases[i].schema);
  g_autoptr (json_t) value = parsed (cases[i].value);
  g_autoptr (GError) error = NULL;
  const gboolean fits = hm_schema_check (schema, value, &error);

  g_assert_true (fits == (cases[i].message == NULL));
  g_assert_true (fits == (error == NULL));
  if (error != NULL && strstr (error->message, cases[i].message) == NULL)
    g_error ("'%s' does not say '%s'", error->message, cases[i].message);
}

static void
test_long_values_are_shortened (void)
{
  g_autoptr (json_t) schema = parsed ("{'const':1}");
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (json_t) value = json_string (text);
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_schema_check (schema, value, &error));
  g_assert_cmpuint (strlen (error->message), <, 120);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/schema/", cases[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/schema/long-values-are-shortened", test_long_values_are_shortened);
  return g_test_run ();
}
