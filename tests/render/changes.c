/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "render/changes.h"
#include "render/json_value.h"
#include "render/markdown.h"
#include "render/schema.h"

static const HmOid commit_id = { { 0xab, 0xcd } };

/* Two commits: one that nobody else saw and that says hostile things, one with a second person. */
static HmChangeList *
list_new (void)
{
  HmChangeList *list = hm_change_list_new ("github.com/o/r", "v1.0", &commit_id, "");
  HmChangeRow *row = hm_change_list_add (
      list, &commit_id, 1700000000, "Ada \x1b[31m\xe2\x80\xae <b>@all</b>", HM_TRACE_NONE, "", 0);

  hm_change_row_add (row, "SECURITY\n.md", "modified", "security policy",
                     "old@one.test became new@two.test");
  row = hm_change_list_add (list, &commit_id, 1690000000, "Bo", HM_TRACE_SECOND, "Cy", 7);
  hm_change_row_add (row, "configure.ac", "added", "build", "");
  return list;
}

static void
test_terminal (void)
{
  const HmTerminal terminal = { .width = 60, .utf8 = TRUE };
  g_autoptr (HmChangeList) list = list_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hm_changes_terminal (out, list, &terminal);
  g_assert_nonnull (strstr (out->str, "2 sensitive commits since v1.0"));
  g_assert_nonnull (strstr (out->str, "abcd000000 2023-11-14 Ada \\x1b[31m\\u{202E}"));
  g_assert_nonnull (strstr (out->str, "Bo (#7)"));
  g_assert_nonnull (strstr (out->str, "second person: Cy"));
  g_assert_null (strchr (out->str, '\x1b'));
  g_assert_true (g_str_has_suffix (out->str, "\n"));
}

static void
test_markdown (void)
{
  g_autoptr (HmChangeList) list = list_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  hm_changes_markdown (out, list);
  g_assert_nonnull (strstr (out->str, "**nobody else visible**"));
  g_assert_null (strstr (out->str, "<b>"));
  g_assert_null (strstr (out->str, " @all"));
}

/* A comment of a forge takes so much and no more; the rest is counted. */
static void
test_markdown_limit (void)
{
  g_autoptr (HmChangeList) list = hm_change_list_new ("r", "v1.0", &commit_id, "");
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < 5000; i++)
    hm_change_row_add (
        hm_change_list_add (list, &commit_id, 1700000000, "Ada", HM_TRACE_NONE, "", 0),
        "configure.ac", "modified", "build", "");
  hm_changes_markdown (out, list);
  g_assert_cmpuint (out->len, <=, HM_MARKDOWN_MAX);
  g_assert_nonnull (strstr (out->str, "\n- ... and "));
}

static void
test_json (void)
{
  g_autoptr (HmChangeList) list = list_new ();
  g_autoptr (GBytes) bytes = hm_changes_json (list);
  g_autoptr (GError) error = NULL;
  g_autofree char *schema_text = NULL;
  g_autoptr (json_t) schema = NULL;
  g_autoptr (json_t) value = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_true (
      g_file_get_contents (SOURCE_ROOT "/docs/changes.schema.json", &schema_text, NULL, &error));
  schema = json_loads (schema_text, 0, NULL);
  value = json_loadb (text, size, 0, NULL);
  g_assert_nonnull (schema);
  g_assert_nonnull (value);
  g_assert_true (hm_schema_check (schema, value, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (json_string_value (json_object_get (
                       json_array_get (json_object_get (value, "changes"), 1), "second_person")),
                   ==, "Cy");
}

static void
test_nothing (void)
{
  const HmTerminal terminal = { .width = 80 };
  g_autoptr (HmChangeList) list =
      hm_change_list_new ("r", "2026-01-01", &commit_id, "history is cut");
  g_autoptr (GString) out = g_string_new (NULL);

  hm_changes_terminal (out, list, &terminal);
  g_assert_cmpstr (out->str, ==,
                   "r: no sensitive commit since 2026-01-01\n"
                   "Not all could be looked at: history is cut\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/terminal", test_terminal);
  g_test_add_func ("/changes/markdown", test_markdown);
  g_test_add_func ("/changes/markdown-limit", test_markdown_limit);
  g_test_add_func ("/changes/json", test_json);
  g_test_add_func ("/changes/nothing", test_nothing);
  return g_test_run ();
}
