/* SPDX-License-Identifier: Apache-2.0 */
/* docs/report.schema.json, as it is built in. */
#include "render/json_value.h"
#include "render/report_json.h"
#include "render/schema.h"

/* What reports from before there were policies lack. */
static const char *const younger_keys[] = { "unwaived", "waivers",  "range",
                                            "baseline", "gate",     "fingerprint",
                                            "waiver",   "activity", NULL };

/*
 * Every object of the schema names all its keys as required, but for the two that evidence may
 * lack, and what is younger than the first reports.
 */
static void
assert_all_required (json_t *schema)
{
  json_t *properties = json_object_get (schema, "properties");
  json_t *required = json_object_get (schema, "required");
  const char *key;
  json_t *value;
  size_t index;

  if (json_is_object (properties)
      && json_is_false (json_object_get (schema, "additionalProperties"))) {
    json_object_foreach (properties, key, value)
    {
      gboolean is_required = g_str_equal (key, "kind") || g_str_equal (key, "line")
                             || g_str_equal (key, "oid") || g_strv_contains (younger_keys, key);
      json_t *name;

      json_array_foreach (required, index, name) is_required |=
          g_str_equal (json_string_value (name), key);
      if (!is_required)
        g_error ("the schema does not require '%s'", key);
    }
  }
  if (json_is_object (schema)) {
    json_object_foreach (schema, key, value) assert_all_required (value);
  }
  json_array_foreach (schema, index, value) assert_all_required (value);
}

static void
test_nothing_is_absent (void)
{
  g_autoptr (json_t) schema = json_loadb (hm_report_schema, hm_report_schema_size, 0, NULL);

  g_assert_nonnull (schema);
  assert_all_required (schema);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-schema/nothing-is-absent", test_nothing_is_absent);
  return g_test_run ();
}
