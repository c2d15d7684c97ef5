/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/edit.h"

#include <string.h>

#include "core/error.h"
#include "core/oid.h"
#include "core/yaml.h"

#define BLOB "1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e"

#define LINES(in) \
  in "- check: binary-artifacts\n" in "  probe: no-binaries\n" in "  path: tests/good.bin\n" in \
     "  digest: gitoid:blob:sha1:" BLOB "\n" in "  reason: \"A fixture: made by hand\"\n" in \
     "  by: Ada Example <ada@example.org>\n" in "  expires: 2027-05-01\n"

static HmWaiver
file_waiver (void)
{
  HmWaiver waiver = {
    .check_id = "binary-artifacts",
    .probe = "no-binaries",
    .path = "tests/good.bin",
    .digest = { .kind = HM_DIGEST_BLOB },
    .reason = "A fixture: made by hand",
    .by = "Ada Example <ada@example.org>",
    .expires = 1809216000, /* 2027-05-02 */
  };

  g_assert_true (hm_oid_parse (BLOB, &waiver.digest.blob));
  return waiver;
}

/* Returns: (owned) */
static char *
added (const char *text)
{
  const HmWaiver waiver = file_waiver ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out =
      hm_policy_text_add_waivers ("p.yml", text, strlen (text), &waiver, 1, &error);

  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_places (void)
{
  const struct {
    const char *before;
    const char *after;
  } cases[] = {
    { "", "version: 1\nwaivers:\n" LINES ("  ") },
    { "# ours\n", "# ours\nversion: 1\nwaivers:\n" LINES ("  ") },
    { "version: 1", "version: 1\nwaivers:\n" LINES ("  ") },
    { "version: 1 # the first\n\n", "version: 1 # the first\n\nwaivers:\n" LINES ("  ") },
    { "version: 1\nwaivers:\n- check: a\n  reason: b\n",
      "version: 1\nwaivers:\n- check: a\n  reason: b\n" LINES ("") },
    { "version: 1\nwaivers:\n    - check: a # one\n      reason: b\n    # behind\n\n# of the gate\ngate: { score: 7 }\n",
      "version: 1\nwaivers:\n    - check: a # one\n      reason: b\n" LINES (
          "    ") "    # behind\n\n# of the gate\ngate: { score: 7 }\n" },
    { "waivers: []\nversion: 1\n", "waivers:\n" LINES ("  ") "version: 1\n" },
    { "waivers:\n# none yet\nversion: 1\n", "waivers:\n" LINES ("  ") "# none yet\nversion: 1\n" },
    { "version: 1\nwaivers:\n  - check: a\n    reason: |\n      b\n      # no comment\n",
      "version: 1\nwaivers:\n  - check: a\n    reason: |\n      b\n      # no comment\n" LINES (
          "  ") },
    { "version: 1\nname: \xc3\xb6\nwaivers:\n  - { check: a }\n",
      "version: 1\nname: \xc3\xb6\nwaivers:\n  - { check: a }\n" LINES ("  ") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *out = added (cases[i].before);

    g_assert_cmpstr (out, ==, cases[i].after);
  }
}

static void
test_line_ends (void)
{
  g_autofree char *out = added ("version: 1\r\nname: x\r\n");

  g_assert_true (g_str_has_prefix (
      out, "version: 1\r\nname: x\r\nwaivers:\r\n  - check: binary-artifacts\r\n"));
  g_assert_true (g_str_has_suffix (out, "    expires: 2027-05-01\r\n"));
}

static void
test_commits (void)
{
  HmOid oids[2];
  HmWaiver waivers[2];
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) out = NULL;

  g_assert_true (hm_oid_parse ("1111111111111111111111111111111111111111", &oids[0]));
  g_assert_true (hm_oid_parse (BLOB, &oids[1]));
  for (gsize i = 0; i < G_N_ELEMENTS (waivers); i++)
    waivers[i] = (HmWaiver){ .check_id = "signed-commits",
                             .commits = oids,
                             .n_commits = i + 1,
                             .reason = "Imported",
                             .by = "Ada",
                             .expires = 1809216000 };
  out = hm_policy_text_add_waivers ("p.yml", "", 0, waivers, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out->str, ==,
                   "version: 1\nwaivers:\n"
                   "  - check: signed-commits\n"
                   "    commit: \"1111111111111111111111111111111111111111\"\n"
                   "    reason: Imported\n    by: Ada\n    expires: 2027-05-01\n"
                   "  - check: signed-commits\n"
                   "    commit:\n"
                   "      - \"1111111111111111111111111111111111111111\"\n"
                   "      - \"" BLOB "\"\n"
                   "    reason: Imported\n    by: Ada\n    expires: 2027-05-01\n");
}

/* What a person or a path may hold is one string again when it is read. */
static void
test_strange_texts (void)
{
  static const char *const texts[] = { "yes",          "~",         "- a",
                                       "a: b",         "a #b",      "\"quoted\"",
                                       "back\\slash",  "tab\there", "two\nlines",
                                       "12",           "&anchor",   "*alias",
                                       "\xe2\x80\xae", "end ",      "\xc3\xa9t\xc3\xa9",
                                       "{}",           "!tag",      "%x",
                                       "@x",           "key:",      "\xf0\x9f\x94\x91",
                                       "\x01",         "a: ",       "null",
                                       ", [" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    HmWaiver waiver = file_waiver ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) out = NULL;
    g_autoptr (HmYaml) yaml = NULL;
    const HmYaml *item;

    waiver.reason = texts[i];
    waiver.path = texts[i];
    out = hm_policy_text_add_waivers ("p.yml", "", 0, &waiver, 1, &error);
    g_assert_no_error (error);
    yaml = hm_yaml_parse_strict ("p.yml", out->str, out->len, &error);
    g_assert_no_error (error);
    item = g_ptr_array_index (hm_yaml_get (yaml, "waivers")->items, 0);
    g_assert_cmpstr (hm_yaml_get_text (item, "reason"), ==, texts[i]);
    g_assert_cmpstr (hm_yaml_get_text (item, "path"), ==, texts[i]);
  }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "version: 1\nwaivers: [ { check: a } ]\n",
    "{ version: 1 }\n",
    "version: 1\nwaivers: here\n",
    "version: 1\nwaivers: []\nwaivers: []\n",
    "- a\n",
    "version: 1\n...\n",
    "version: [\n",
    "version: 1\nname: &n [ { check: a } ]\nwaivers: *n\n",
    "version: 1\nwaivers: [\n]\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const HmWaiver waiver = file_waiver ();
    g_autoptr (GError) error = NULL;

    g_assert_null (
        hm_policy_text_add_waivers ("p.yml", texts[i], strlen (texts[i]), &waiver, 1, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_assert_true (g_str_has_prefix (error->message, "p.yml:"));
  }
}

static void
test_not_utf8 (void)
{
  HmWaiver waiver = file_waiver ();
  g_autoptr (GError) error = NULL;

  waiver.path = "a\xff";
  g_assert_null (hm_policy_text_add_waivers ("p.yml", "", 0, &waiver, 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
}

/* Wherever a policy ends: either it takes the waiver, or it stays as it is. */
static void
test_cut (void)
{
  static const char text[] =
      "version: 1\nname: \"x\"\nwaivers:\n  - check: a\n    reason: |\n      b\n    path: 'c'\n# end\ngate:\n  score: 7\n";

  for (gsize size = 0; size < sizeof text; size++) {
    const HmWaiver waiver = file_waiver ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) out = hm_policy_text_add_waivers ("p.yml", text, size, &waiver, 1, &error);

    g_assert_true ((out == NULL) == (error != NULL));
    g_assert_true (out == NULL || strstr (out->str, BLOB) != NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-edit/adds-where-a-person-would", test_places);
  g_test_add_func ("/policy-edit/keeps-line-ends", test_line_ends);
  g_test_add_func ("/policy-edit/one-commit-or-a-list", test_commits);
  g_test_add_func ("/policy-edit/strange-texts-stay-strings", test_strange_texts);
  g_test_add_func ("/policy-edit/refuses-what-takes-no-line", test_refused);
  g_test_add_func ("/policy-edit/refuses-what-yaml-can-not-hold", test_not_utf8);
  g_test_add_func ("/policy-edit/cut-at-every-byte", test_cut);
  return g_test_run ();
}
