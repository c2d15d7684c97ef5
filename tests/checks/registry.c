/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/registry.h"

#include <glib/gstdio.h>
#include <string.h>

#include "checks/list.h"
#include "checks/plugin.h"
#include "core/edit_distance.h"
#include "core/error.h"
#include "scoring/score.h"

#define COUNT_CHECK(name) +1u
#define N_BUILT_IN (0u HM_CHECKS (COUNT_CHECK))

static gsize
n_checks (const HmRegistry *registry)
{
  gsize n;

  hm_registry_checks (registry, &n);
  return n;
}

/* Returns: (owned) the path of the plug-in that tests/checks/plugins builds as @name. */
static char *
plugin_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".so", NULL);

  return g_build_filename (PLUGIN_DIR, file, NULL);
}

/* The plug-in @file is refused with a text that names it and holds @words; the registry is as before. */
static void
assert_refused (const char *file, const char *words)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_registry_load_plugin (registry, file, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_PLUGIN);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, file));
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (n_checks (registry), ==, N_BUILT_IN);
}

static void
test_built_in_order (void)
{
#define CHECK_NAME(name) #name,
  static const char *const names[] = { HM_CHECKS (CHECK_NAME) };
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  gsize n;
  const HmCheck *const *checks = hm_registry_checks (registry, &n);

  g_assert_cmpuint (n, ==, N_BUILT_IN);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *id = g_strdelimit (g_strdup (names[i]), "_", '-');

    g_assert_cmpstr (checks[i]->id, ==, id);
  }
}

/* What is asked of plug-ins holds for the built-in checks as well, ids and names apart. */
static void
test_built_in_checks_are_whole (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  gsize n;
  const HmCheck *const *checks = hm_registry_checks (registry, &n);

  for (gsize i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;

    hm_check_validate (checks[i], &error);
    g_assert_no_error (error);
    g_assert_true (hm_registry_find (registry, checks[i]->id) == checks[i]);
    g_assert_true (hm_registry_find (registry, checks[i]->name) == checks[i]);
  }
}

static void
test_find_without_regard_to_case (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();

  g_assert_true (hm_registry_find (registry, "MAINTAINERS") == &hm_check_maintainers);
  g_assert_true (hm_registry_find (registry, "binary-Artifacts") == &hm_check_binary_artifacts);
  g_assert_null (hm_registry_find (registry, "maintainer"));
  g_assert_null (hm_registry_find (registry, ""));
}

static void
test_nearest (void)
{
  static const struct {
    const char *typed;
    const char *meant;
  } cases[] = {
    { "maintainer", "maintainers" },
    { "Maintained", "maintainers" },
    { "maintaienrs", "maintainers" },
    { "BINARY_ARTIFACTS", "binary-artifacts" },
    { "signed", "signed-commits" },
    { "branchprotection", "branch-protection" },
    { "secuirty-polcy", "security-policy" },
    { "two-factor-auth", "two-factor-auth" },
    { "fuzzing", NULL },
    { "", NULL },
    { "x", NULL },
    { "license", NULL },
  };
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autofree char *long_name = g_strnfill (1000000, 'm');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *nearest = hm_registry_nearest (registry, cases[i].typed);

    g_assert_cmpstr (nearest, ==, cases[i].meant);
  }
  g_assert_null (hm_registry_nearest (registry, long_name));
}

static void
test_edit_distance (void)
{
  g_autofree char *at_limit = g_strnfill (HM_EDIT_WORD_MAX, 'a');
  g_autofree char *past_limit = g_strnfill (HM_EDIT_WORD_MAX + 1, 'a');

  g_assert_cmpuint (hm_edit_distance ("", ""), ==, 0);
  g_assert_cmpuint (hm_edit_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (hm_edit_distance ("abc", ""), ==, 3);
  g_assert_cmpuint (hm_edit_distance ("Kitten", "sitting"), ==, 3);
  g_assert_cmpuint (hm_edit_distance ("ABC", "abc"), ==, 0);
  g_assert_cmpuint (hm_edit_distance ("abcd", "abdc"), ==, 1);
  g_assert_cmpuint (hm_edit_distance ("ca", "abc"), ==, 3);
  g_assert_cmpuint (hm_edit_distance ("\xff\xfe", "\xfe\xff"), ==, 1);
  g_assert_cmpuint (hm_edit_distance (at_limit, ""), ==, HM_EDIT_WORD_MAX);
  g_assert_cmpuint (hm_edit_distance (at_limit, at_limit), ==, 0);
  g_assert_cmpuint (hm_edit_distance (past_limit, past_limit), ==, G_MAXUINT);
  g_assert_cmpuint (hm_edit_distance ("", past_limit), ==, G_MAXUINT);
}

static void
nothing_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  (void) findings;
}

static const HmProbe sound_probe = {
  .id = "probe-1", .question = "q", .evidence = "e", .scoring = "s", .remediation = "r"
};

static const HmCheck sound_check = {
  .id = "check-1",
  .name = "Check-1",
  .risk = HM_RISK_LOW,
  .needs = HM_NEED_TREE | HM_NEED_FORGE,
  .summary = "s",
  .why = "w",
  .differs = "",
  .probes = &sound_probe,
  .n_probes = 1,
  .run = nothing_run,
};

static void
assert_check_refused (const HmCheck *check, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_check_validate (check, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_PLUGIN);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_validate_ids (void)
{
  static const char *const bad_ids[] = { "Check",  "check_1", "check--1", "-check",
                                         "check-", "1check",  "che ck",   "ch\xc3\xa9" };
  g_autofree char *at_limit = g_strnfill (HM_CHECK_ID_MAX, 'a');
  g_autofree char *past_limit = g_strnfill (HM_CHECK_ID_MAX + 1, 'a');
  HmCheck check = sound_check;
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_check_validate (&check, &error));
  g_assert_no_error (error);
  check.id = at_limit;
  g_assert_true (hm_check_validate (&check, &error));
  g_assert_no_error (error);
  check.id = past_limit;
  assert_check_refused (&check, "not kebab-case");
  check.id = NULL;
  assert_check_refused (&check, "without an id");
  check.id = "";
  assert_check_refused (&check, "without an id");
  for (gsize i = 0; i < G_N_ELEMENTS (bad_ids); i++) {
    check.id = bad_ids[i];
    assert_check_refused (&check, "not kebab-case");
  }
}

static void
test_validate_parts (void)
{
  HmCheck check;

#define REFUSES(member, value, words) \
  G_STMT_START \
  { \
    check = sound_check; \
    check.member = (value); \
    assert_check_refused (&check, (words)); \
    assert_check_refused (&check, "check-1"); \
  } \
  G_STMT_END
  REFUSES (name, NULL, "the name \"\"");
  REFUSES (name, "", "the name \"\"");
  REFUSES (name, "Two Words", "letters, digits and hyphens");
  REFUSES (risk, (HmRisk) HM_N_RISKS, "risk 4");
  REFUSES (risk, (HmRisk) -1, "risk");
  REFUSES (needs, 1u << 8, "0x100");
  REFUSES (needs, HM_NEED_TREE | HM_NEED_MARKS, "HM_NEED_MARKS without HM_NEED_CONTENT");
  REFUSES (needs, HM_NEED_CHANGES, "HM_NEED_CHANGES without HM_NEED_HISTORY");
  REFUSES (summary, NULL, "no summary");
  REFUSES (summary, "", "no summary");
  REFUSES (summary, "\xff", "summary is not UTF-8");
  REFUSES (why, NULL, "no reason");
  REFUSES (differs, NULL, "differs");
  REFUSES (run, NULL, "no function to run");
  REFUSES (probes, NULL, "no probes");
  REFUSES (n_probes, 0, "no probes");
#undef REFUSES
}

static void
test_validate_probes (void)
{
  HmProbe probes[2] = { sound_probe, sound_probe };
  HmCheck check = sound_check;
  g_autoptr (GError) error = NULL;

  check.probes = probes;
  check.n_probes = 2;
  assert_check_refused (&check, "two probes with the id \"probe-1\"");
  probes[1].id = "probe-2";
  g_assert_true (hm_check_validate (&check, &error));
  g_assert_no_error (error);
  probes[1].id = NULL;
  assert_check_refused (&check, "probe 2 has the id \"\"");
  probes[1].id = "Probe";
  assert_check_refused (&check, "probe 2 has the id \"Probe\"");

#define REFUSES(member) \
  G_STMT_START \
  { \
    probes[1] = sound_probe; \
    probes[1].id = "probe-2"; \
    probes[1].member = NULL; \
    assert_check_refused (&check, "probe \"probe-2\": has no " #member); \
  } \
  G_STMT_END
  REFUSES (question);
  REFUSES (evidence);
  REFUSES (scoring);
  REFUSES (remediation);
#undef REFUSES
}

static void
test_refuses_bad_plugins (void)
{
  static const struct {
    const char *name;
    const char *words;
  } cases[] = {
    { "wrong_abi", "built for plug-in ABI 3, this program has 2" },
    { "no_symbol", "has no symbol `hallmark_plugin`" },
    { "no_checks", "has no checks" },
    { "no_name", "has no name" },
    { "missing_check", "check 2 of 2 is not there" },
    { "clashing_id", "check id \"maintainers\" is taken" },
    { "clashing_name", "check name \"SECURITY-POLICY\" is taken" },
    { "twins", "check id \"twin\" is taken" },
    { "unresolved", "hm_from_the_future" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *file = plugin_path (cases[i].name);

    assert_refused (file, cases[i].words);
  }
}

static void
test_refuses_what_is_no_library (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *text = g_build_filename (folder, "text.so", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.so", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.so", NULL);

  g_assert_true (g_file_set_contents (text, "not a library\n", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_refused (text, "not a library that can be loaded");
  assert_refused (empty, "not a library that can be loaded");
  assert_refused (missing, "no such file");
  assert_refused (folder, "no regular file");
  /* A bare name is a file here, never one that the loader finds on its own path. */
  assert_refused ("libc.so.6", "no such file");
  g_remove (text);
  g_remove (empty);
  g_rmdir (folder);
}

/* A library that was cut short, at every few bytes: an error, and no crash. */
static void
test_refuses_cut_libraries (void)
{
  g_autofree char *whole = plugin_path ("code_of_conduct");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *cut = g_build_filename (folder, "cut.so", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (whole, &bytes, &size, NULL));
  /* Past the headers the loader maps what they promise, and reading beyond the file's end is a bus error that nobody
   * can catch: a truncated file is the installer's fault, as with any library. */
  for (gssize length = 0; length < 64; length += 7) {
    g_assert_true (g_file_set_contents (cut, bytes, length, NULL));
    assert_refused (cut, "not a library that can be loaded");
  }
  g_remove (cut);
  g_rmdir (folder);
}

static const HmCheck *
example_load (HmRegistry *registry)
{
  g_autofree char *file = plugin_path ("code_of_conduct");
  g_autoptr (GError) error = NULL;

  hm_registry_load_plugin (registry, file, &error);
  g_assert_no_error (error);
  return hm_registry_find (registry, "code-of-conduct");
}

static void
test_loads_the_example (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  const HmCheck *check = example_load (registry);
  gsize n;
  const HmCheck *const *checks = hm_registry_checks (registry, &n);

  g_assert_nonnull (check);
  g_assert_cmpuint (n, ==, N_BUILT_IN + 1);
  g_assert_true (checks[N_BUILT_IN] == check);
  g_assert_true (hm_registry_find (registry, "Code-Of-Conduct") == check);
}

static void
test_refuses_a_plugin_twice (void)
{
  g_autofree char *file = plugin_path ("code_of_conduct");
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;
  const HmCheck *check = example_load (registry);

  g_assert_false (hm_registry_load_plugin (registry, file, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_PLUGIN);
  g_assert_nonnull (strstr (error->message, "\"code-of-conduct\" is taken"));
  g_assert_cmpuint (n_checks (registry), ==, N_BUILT_IN + 1);
  g_assert_cmpstr (check->name, ==, "Code-Of-Conduct");
}

/* Reports and findings of a plug-in's check may outlive the registry, so its code stays. */
static void
test_plugin_outlives_registry (void)
{
  HmRegistry *registry = hm_registry_new ();
  const HmCheck *check = example_load (registry);
  HmFacts facts = { 0 };
  g_autoptr (HmResult) result = NULL;

  hm_registry_free (registry);
  result = hm_score_check (check, &facts, &hm_policy_default);
  g_assert_cmpint (result->score, ==, 0);
}

static void
test_example_judges (void)
{
  static const char covenant[] = "# Code\n\nreported to\n[INSERT CONTACT METHOD].\n";
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  const HmCheck *check = example_load (registry);
  HmTreeEntry entry = { .path = ".github/CODE_OF_CONDUCT.md", .content = HM_CONTENT_TEXT };
  HmDocument document = { .entry = &entry, .text = covenant, .size = strlen (covenant) };
  HmFacts facts = {
    .tree = { .entries = &entry, .n_entries = 1, .documents = &document, .n_documents = 1 }
  };
  g_autoptr (HmResult) left_over = hm_score_check (check, &facts, &hm_policy_default);
  g_autoptr (HmResult) filled_in = NULL;
  g_autoptr (HmResult) unread = NULL;
  const HmFinding *finding = hm_findings_find (left_over->findings, "contact");

  g_assert_cmpint (left_over->score, ==, 50);
  g_assert_cmpuint (g_array_index (finding->evidence, HmEvidence, 0).line, ==, 4);

  document.text = "write to conduct@example.org";
  document.size = strlen (document.text);
  filled_in = hm_score_check (check, &facts, &hm_policy_default);
  g_assert_cmpint (filled_in->score, ==, 100);

  document.text = NULL;
  unread = hm_score_check (check, &facts, &hm_policy_default);
  g_assert_cmpint (unread->floor, ==, 50);
  g_assert_cmpint (unread->score, ==, 100);
  g_assert_cmpint (unread->ceiling, ==, 100);
}

/* Whatever a plug-in's functions say, the result is "unknown" and the scan goes on. */
static void
test_nonsense_is_unknown (void)
{
  static const char *const ids[] = { "score-300", "upside-down", "unknown-probe", "null-strings",
                                     "points",    "silent",      "outcome" };
  g_autofree char *file = plugin_path ("nonsense");
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;
  HmFacts facts = { 0 };

  hm_registry_load_plugin (registry, file, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (HmResult) result =
        hm_score_check (hm_registry_find (registry, ids[i]), &facts, &hm_policy_default);

    g_test_message ("%s: %s", ids[i], result->reason);
    g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
    g_assert_cmpint (result->score, ==, HM_NO_SCORE);
    g_assert_nonnull (strstr (result->reason, "nonsense"));
  }
}

static void
file_copy (const char *from, const char *folder, const char *name)
{
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
}

static void
folder_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);

    g_remove (file);
  }
  g_rmdir (folder);
}

static void
test_folder_that_is_not_there (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_registry_load_folder (registry, "/nonexistent/plugins", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_checks (registry), ==, N_BUILT_IN);
}

static void
test_folder_that_is_a_file (void)
{
  g_autofree char *file = plugin_path ("code_of_conduct");
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_registry_load_folder (registry, file, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_PLUGIN);
  g_assert_nonnull (strstr (error->message, file));
}

static void
test_folder_in_name_order (void)
{
  g_autofree char *example = plugin_path ("code_of_conduct");
  g_autofree char *nonsense = plugin_path ("nonsense");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *readme = g_build_filename (folder, "README", NULL);
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;
  const HmCheck *const *checks;
  gsize n;

  file_copy (example, folder, "20.so");
  file_copy (nonsense, folder, "10.so");
  file_copy (example, folder, ".hidden.so");
  file_copy (example, folder, "30.so.old");
  g_assert_true (g_file_set_contents (readme, "no plug-in", -1, NULL));

  g_assert_true (hm_registry_load_folder (registry, folder, &error));
  g_assert_no_error (error);
  checks = hm_registry_checks (registry, &n);
  g_assert_cmpuint (n, ==, N_BUILT_IN + 8);
  g_assert_cmpstr (checks[N_BUILT_IN]->id, ==, "score-300");
  g_assert_cmpstr (checks[n - 1]->id, ==, "code-of-conduct");
  folder_remove (folder);
}

static void
test_folder_with_a_bad_plugin (void)
{
  g_autofree char *example = plugin_path ("code_of_conduct");
  g_autofree char *bad = plugin_path ("no_symbol");
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GError) error = NULL;

  file_copy (example, folder, "a.so");
  file_copy (bad, folder, "b.so");
  g_assert_false (hm_registry_load_folder (registry, folder, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_PLUGIN);
  g_assert_nonnull (strstr (error->message, "/b.so: has no symbol"));
  g_assert_cmpuint (n_checks (registry), ==, N_BUILT_IN);
  folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registry/built-in-order", test_built_in_order);
  g_test_add_func ("/registry/built-in-checks-are-whole", test_built_in_checks_are_whole);
  g_test_add_func ("/registry/find-without-regard-to-case", test_find_without_regard_to_case);
  g_test_add_func ("/registry/nearest", test_nearest);
  g_test_add_func ("/registry/edit-distance", test_edit_distance);
  g_test_add_func ("/registry/validate/ids", test_validate_ids);
  g_test_add_func ("/registry/validate/parts", test_validate_parts);
  g_test_add_func ("/registry/validate/probes", test_validate_probes);
  g_test_add_func ("/registry/plugin/refuses-bad-ones", test_refuses_bad_plugins);
  g_test_add_func ("/registry/plugin/refuses-what-is-no-library", test_refuses_what_is_no_library);
  g_test_add_func ("/registry/plugin/refuses-cut-libraries", test_refuses_cut_libraries);
  g_test_add_func ("/registry/plugin/loads-the-example", test_loads_the_example);
  g_test_add_func ("/registry/plugin/refuses-one-twice", test_refuses_a_plugin_twice);
  g_test_add_func ("/registry/plugin/outlives-registry", test_plugin_outlives_registry);
  g_test_add_func ("/registry/plugin/example-judges", test_example_judges);
  g_test_add_func ("/registry/plugin/nonsense-is-unknown", test_nonsense_is_unknown);
  g_test_add_func ("/registry/folder/not-there", test_folder_that_is_not_there);
  g_test_add_func ("/registry/folder/is-a-file", test_folder_that_is_a_file);
  g_test_add_func ("/registry/folder/in-name-order", test_folder_in_name_order);
  g_test_add_func ("/registry/folder/with-a-bad-plugin", test_folder_with_a_bad_plugin);
  return g_test_run ();
}
