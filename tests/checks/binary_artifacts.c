/* SPDX-License-Identifier: Apache-2.0 */
#include "judged.h"

#include "checks/list.h"
#include "core/limits.h"

#define BINARIES "no-binaries"
#define WRAPPER "gradle-wrapper-validated"

static HmResult *
judge_entries (const HmTreeEntry *entries, gsize n)
{
  HmFacts facts = { .tree = { .entries = entries, .n_entries = n } };

  return judge (&hm_check_binary_artifacts, &facts);
}

static HmResult *
judge_entry (const char *path, HmContent content)
{
  HmTreeEntry entry = { .path = path, .content = content, .size = 12345 };

  return judge_entries (&entry, 1);
}

/* Judges a tree of one Gradle wrapper and one workflow of @text. */
static HmResult *
judge_wrapper (const char *workflow_path, const char *text)
{
  HmTreeEntry entries[] = {
    { .path = workflow_path, .content = HM_CONTENT_TEXT, .size = 1 },
    { .path = "gradle/wrapper/gradle-wrapper.jar", .content = HM_CONTENT_BINARY, .size = 61574 },
  };
  HmDocument document = { .entry = &entries[0],
                          .text = text,
                          .size = text == NULL ? 0 : strlen (text),
                          .why = text == NULL ? "larger than 1 MB" : NULL };
  HmFacts facts = { .tree = { .entries = entries,
                              .n_entries = G_N_ELEMENTS (entries),
                              .documents = &document,
                              .n_documents = 1 } };

  return judge (&hm_check_binary_artifacts, &facts);
}

static void
test_no_files (void)
{
  g_autoptr (HmResult) result = judge_entries (NULL, 0);

  assert_triple (result, 100, 100, 100);
  g_assert_cmpstr (result->reason, ==, "no files");
}

static void
test_source_only (void)
{
  g_autoptr (HmResult) result = judge_entry ("src/main.c", HM_CONTENT_TEXT);

  assert_triple (result, 100, 100, 100);
  g_assert_cmpstr (result->reason, ==, "no binaries among 1 file");
  assert_outcome (result, BINARIES, HM_PASS);
}

static void
test_each_executable_header (void)
{
  static const HmContent contents[] = {
    HM_CONTENT_ELF,        HM_CONTENT_PE,   HM_CONTENT_MACHO, HM_CONTENT_MACHO_FAT,
    HM_CONTENT_JAVA_CLASS, HM_CONTENT_WASM, HM_CONTENT_DEX,   HM_CONTENT_AR,
    HM_CONTENT_DEB,        HM_CONTENT_RPM,  HM_CONTENT_CRX,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    /* The name does not matter, nor the folder. */
    g_autoptr (HmResult) result = judge_entry ("tests/files/innocent.txt", contents[i]);

    assert_triple (result, 90, 90, 90);
    assert_outcome (result, BINARIES, HM_FAIL);
  }
}

static void
test_message_tells_kind_and_size (void)
{
  g_autoptr (HmResult) result = judge_entry ("bin/tool", HM_CONTENT_ELF);
  const HmFinding *finding = hm_findings_find (result->findings, BINARIES);

  g_assert_cmpstr (finding->message, ==, "ELF executable or library, 12,345 bytes");
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "bin/tool");
  g_assert_cmpint (evidence_at (finding, 0)->kind, ==, HM_EVIDENCE_FILE);
}

/* What OpenSSF Scorecard lists, in any case, when the content is not text. */
static void
test_each_extension (void)
{
  static const char *const extensions[] = {
    "crx", "deb",   "dex", "dey",    "elf",   "o",   "a",   "so",   "macho",
    "iso", "class", "jar", "bundle", "dylib", "lib", "msi", "dll",  "drv",
    "efi", "exe",   "ocx", "pyc",    "pyo",   "par", "rpm", "wasm", "whl",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++) {
    g_autofree char *lower = g_strdup_printf ("lib/thing.1.%s", extensions[i]);
    g_autofree char *upper = g_ascii_strup (lower, -1);
    g_autoptr (HmResult) binary = judge_entry (lower, HM_CONTENT_BINARY);
    g_autoptr (HmResult) shouted = judge_entry (upper, HM_CONTENT_BINARY);
    g_autoptr (HmResult) text = judge_entry (lower, HM_CONTENT_TEXT);
    g_autoptr (HmResult) empty = judge_entry (lower, HM_CONTENT_EMPTY);

    assert_triple (binary, 90, 90, 90);
    assert_triple (shouted, 90, 90, 90);
    assert_triple (text, 100, 100, 100);
    assert_triple (empty, 100, 100, 100);
  }
}

static void
test_extension_message (void)
{
  g_autoptr (HmResult) result = judge_entry ("LIB/A.JAR", HM_CONTENT_BINARY);

  g_assert_cmpstr (hm_findings_find (result->findings, BINARIES)->message, ==,
                   ".jar file that is not text, 12,345 bytes");
}

/* Only the last extension of the last part counts; archives and pictures are not executables. */
static void
test_other_binaries_pass (void)
{
  static const char *const paths[] = { "logo.png", "a.tar.gz", "a.zip",     "lib.so.1",
                                       "jar",      "x.jars",   "x.jar.txt", "x.so/data",
                                       ".jarx",    "x.",       "so.x",      "" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HmResult) result = judge_entry (paths[i], HM_CONTENT_BINARY);

    assert_triple (result, 100, 100, 100);
  }
}

static void
test_links_and_submodules_are_left_alone (void)
{
  HmTreeEntry entries[] = {
    { .path = "link.so", .kind = HM_ENTRY_SYMLINK },
    { .path = "module.jar", .kind = HM_ENTRY_SUBMODULE },
  };
  g_autoptr (HmResult) result = judge_entries (entries, G_N_ELEMENTS (entries));

  assert_triple (result, 100, 100, 100);
  g_assert_cmpstr (result->reason, ==, "no files");
}

static void
test_one_point_for_each_path (void)
{
  HmTreeEntry entries[12];

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    entries[i] = (HmTreeEntry){ .path = "x.o", .content = HM_CONTENT_ELF };
  for (gsize n = 1; n <= G_N_ELEMENTS (entries); n++) {
    g_autoptr (HmResult) result = judge_entries (entries, n);
    int want = MAX (0, 100 - 10 * (int) n);

    assert_triple (result, want, want, want);
  }
}

static void
test_executable_bit_changes_nothing (void)
{
  HmTreeEntry entry = { .path = "run.sh", .kind = HM_ENTRY_EXECUTABLE, .content = HM_CONTENT_TEXT };
  g_autoptr (HmResult) script = judge_entries (&entry, 1);
  g_autoptr (HmResult) program = NULL;

  entry.content = HM_CONTENT_ELF;
  program = judge_entries (&entry, 1);
  assert_triple (script, 100, 100, 100);
  assert_triple (program, 90, 90, 90);
}

static void
test_unread_file_lowers_the_floor_only (void)
{
  HmTreeEntry entries[] = {
    { .path = "a.c", .content = HM_CONTENT_TEXT },
    { .path = "big.dat", .content = HM_CONTENT_UNREAD, .why = "larger than 32 MiB" },
    { .path = "tool", .content = HM_CONTENT_ELF },
  };
  g_autoptr (HmResult) clean = judge_entries (entries, 2);
  g_autoptr (HmResult) mixed = judge_entries (entries, 3);
  const HmFinding *finding;

  assert_triple (clean, 90, 100, 100);
  assert_triple (mixed, 80, 90, 90);
  g_assert_cmpstr (mixed->reason, ==, "1 binary among 2 files; 1 could not be judged");
  finding = g_ptr_array_index (mixed->findings->items, 1);
  g_assert_cmpint (finding->outcome, ==, HM_UNKNOWN);
  g_assert_cmpstr (finding->message, ==, "could not be read: larger than 32 MiB");
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "big.dat");
}

/* Padding buys no binary out: at the limit a file is read, past it its name tells. */
static void
test_too_large_with_a_binary_extension (void)
{
  HmTreeEntry entries[] = {
    { .path = "a.c", .content = HM_CONTENT_TEXT },
    { .path = "tool.EXE", .content = HM_CONTENT_UNREAD, .size = HM_BLOB_MAX + 1, .why = "large" },
    { .path = "big.csv", .content = HM_CONTENT_UNREAD, .size = HM_BLOB_MAX + 1, .why = "large" },
    { .path = "gone.exe", .content = HM_CONTENT_UNREAD, .why = "missing" },
  };
  g_autoptr (HmResult) result = judge_entries (entries, 4);
  const HmFinding *finding = g_ptr_array_index (result->findings->items, 0);

  assert_triple (result, 70, 90, 90);
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpstr (finding->message, ==, ".exe file too large to be looked into, 33,554,433 bytes");
}

static void
test_nothing_read_is_unknown (void)
{
  g_autoptr (HmResult) result = judge_entry ("a.c", HM_CONTENT_UNREAD);

  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (result->reason, ==, "no file could be read; 1 could not be judged");
}

static void
test_cut_listing (void)
{
  HmTreeEntry entry = { .path = "a.c", .content = HM_CONTENT_TEXT };
  HmFacts facts = { .tree = { .entries = &entry, .n_entries = 1, .cut = "500,000 entries read" } };
  g_autoptr (HmResult) result = judge (&hm_check_binary_artifacts, &facts);
  g_autoptr (HmResult) nothing = NULL;

  /* Any number of binaries may lie beyond. */
  assert_triple (result, 0, 100, 100);
  g_assert_cmpstr (result->reason, ==, "no binaries among 1 file; not every file is listed");

  facts.tree.n_entries = 0;
  nothing = judge (&hm_check_binary_artifacts, &facts);
  g_assert_cmpint (nothing->status, ==, HM_STATUS_UNKNOWN);
}

static HmResult *
judge_many (guint n_binaries, guint n_unread)
{
  guint n = n_binaries + n_unread;
  g_autofree HmTreeEntry *entries = g_new0 (HmTreeEntry, n);

  for (guint i = 0; i < n; i++)
    entries[i] =
        (HmTreeEntry){ .path = "x", .content = i < n_unread ? HM_CONTENT_UNREAD : HM_CONTENT_ELF };
  return judge_entries (entries, n);
}

static const HmFinding *
last_finding (const HmResult *result)
{
  return g_ptr_array_index (result->findings->items, result->findings->items->len - 1);
}

static void
test_rest_is_counted (void)
{
  guint room = HM_FINDINGS_MAX - 4;
  g_autoptr (HmResult) fits = judge_many (room, 0);
  g_autoptr (HmResult) one_past = judge_many (room + 1, 0);
  g_autoptr (HmResult) many = judge_many (5000, 0);
  g_autoptr (HmResult) unread = judge_many (0, 5000);
  g_autoptr (HmResult) both = judge_many (5000, 5000);

  g_assert_cmpuint (fits->findings->items->len, ==, room);
  g_assert_cmpuint (one_past->findings->items->len, ==, room + 1);
  g_assert_cmpstr (last_finding (one_past)->message, ==, "1 more binaries, not listed");
  g_assert_cmpuint (many->findings->items->len, <=, HM_FINDINGS_MAX);
  g_assert_cmpstr (last_finding (many)->message, ==, "4004 more binaries, not listed");
  assert_triple (many, 0, 0, 0);
  g_assert_cmpint (unread->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpuint (unread->findings->items->len, <=, HM_FINDINGS_MAX);
  g_assert_cmpuint (both->findings->items->len, <=, HM_FINDINGS_MAX);
  assert_triple (both, 0, 0, 0);
}

#define WORKFLOW(step) \
  "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n      - " step "\n"

static void
test_wrapper_without_validation (void)
{
  static const char *const texts[] = {
    "",
    "on: push\n",
    "jobs: [1, 2]\n",
    "jobs:\n  a: 3\n",
    "jobs:\n  a:\n    steps: none\n",
    "jobs:\n  a:\n    steps:\n      - text\n",
    "\tnot: [yaml",
    WORKFLOW ("uses: actions/checkout@v4"),
    WORKFLOW ("uses: gradle/actions/wrapper-validation"),
    WORKFLOW ("uses: gradle/actions/wrapper-validation-not@v4"),
    WORKFLOW ("uses: evil/gradle/actions/wrapper-validation@v4"),
    WORKFLOW ("run: gradle/actions/wrapper-validation@v4"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@v3"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@v3.5.0"),
    WORKFLOW ("{ uses: gradle/actions/setup-gradle@v4, with: { validate-wrappers: false } }"),
    "# uses: gradle/actions/wrapper-validation@v4\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (HmResult) result = judge_wrapper (".github/workflows/ci.yml", texts[i]);

    assert_triple (result, 90, 90, 90);
    assert_outcome (result, WRAPPER, HM_FAIL);
    g_assert_cmpstr (result->reason, ==, "1 binary among 2 files");
  }
}

/* Offline nobody sees whether the step ran and passed. */
static void
test_wrapper_with_validation_is_unknown (void)
{
  static const char *const texts[] = {
    WORKFLOW ("uses: gradle/actions/wrapper-validation@v4"),
    WORKFLOW ("uses: Gradle/Actions/wrapper-validation@0123456789012345678901234567890123456789"),
    WORKFLOW ("uses: gradle/wrapper-validation-action@v1"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@v4"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@v10.1"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@main"),
    WORKFLOW ("uses: gradle/actions/setup-gradle@0123456789012345678901234567890123456789"),
    WORKFLOW ("{ uses: gradle/actions/setup-gradle@v3, with: { validate-wrappers: true } }"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (HmResult) result = judge_wrapper (".github/workflows/ci.yaml", texts[i]);
    const HmFinding *finding = hm_findings_find (result->findings, WRAPPER);

    assert_triple (result, 90, 100, 100);
    assert_outcome (result, WRAPPER, HM_UNKNOWN);
    g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "gradle/wrapper/gradle-wrapper.jar");
    g_assert_cmpstr (evidence_at (finding, 1)->text, ==, ".github/workflows/ci.yaml");
    g_assert_cmpuint (evidence_at (finding, 1)->line, ==, 7);
  }
}

static void
test_wrapper_with_unread_workflow_is_unknown (void)
{
  g_autoptr (HmResult) result = judge_wrapper (".github/workflows/ci.yml", NULL);
  g_autofree char *deep = g_strnfill (HM_YAML_DEPTH_MAX + 1, '[');
  g_autoptr (HmResult) too_deep = judge_wrapper (".github/workflows/ci.yml", deep);

  assert_triple (result, 90, 100, 100);
  assert_triple (too_deep, 90, 100, 100);
}

/* A workflow that is not listed may validate it. */
static void
test_wrapper_in_a_cut_tree_is_unknown (void)
{
  static const HmTreeEntry entries[] = {
    { .path = "gradle/wrapper/gradle-wrapper.jar", .content = HM_CONTENT_BINARY, .size = 61574 },
  };
  const HmFacts facts = { .tree = {
                              .entries = entries, .n_entries = 1, .cut = "a tree is missing" } };
  g_autoptr (HmResult) result = judge (&hm_check_binary_artifacts, &facts);
  const HmFinding *finding = hm_findings_find (result->findings, WRAPPER);

  assert_outcome (result, WRAPPER, HM_UNKNOWN);
  g_assert_cmpuint (finding->evidence->len, ==, 1);
  g_assert_cmpstr (finding->message, ==,
                   "Gradle wrapper; could not see every workflow: a tree is missing");
}

/* GitHub runs only what lies directly in .github/workflows, in this spelling. */
static void
test_workflow_elsewhere_validates_nothing (void)
{
  static const char *const paths[] = { ".github/workflows/old/ci.yml", ".github/ci.yml",
                                       ".GitHub/workflows/ci.yml",     "x/.github/workflows/ci.yml",
                                       ".github/workflows/ci.json",    ".github/workflows.yml" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HmResult) result =
        judge_wrapper (paths[i], WORKFLOW ("uses: gradle/actions/wrapper-validation@v4"));

    assert_triple (result, 90, 90, 90);
  }
}

/* A program by its header is no wrapper, whatever its name. */
static void
test_executable_named_as_wrapper (void)
{
  HmTreeEntry entries[] = {
    { .path = ".github/workflows/ci.yml", .content = HM_CONTENT_TEXT },
    { .path = "gradle-wrapper.jar", .content = HM_CONTENT_ELF },
  };
  static const char text[] = WORKFLOW ("uses: gradle/actions/wrapper-validation@v4");
  HmDocument document = { .entry = &entries[0], .text = text, .size = strlen (text) };
  HmFacts facts = {
    .tree = { .entries = entries, .n_entries = 2, .documents = &document, .n_documents = 1 }
  };
  g_autoptr (HmResult) result = judge (&hm_check_binary_artifacts, &facts);

  assert_triple (result, 90, 90, 90);
  assert_outcome (result, BINARIES, HM_FAIL);
}

static void
test_other_jars_are_not_validated (void)
{
  g_autoptr (HmResult) result =
      judge_entry ("gradle/wrapper/gradle-wrapper2.jar", HM_CONTENT_BINARY);

  assert_outcome (result, BINARIES, HM_FAIL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/binary-artifacts/" path, function)
  ADD ("no-files", test_no_files);
  ADD ("source-only", test_source_only);
  ADD ("each-executable-header", test_each_executable_header);
  ADD ("message-tells-kind-and-size", test_message_tells_kind_and_size);
  ADD ("each-extension", test_each_extension);
  ADD ("extension-message", test_extension_message);
  ADD ("other-binaries-pass", test_other_binaries_pass);
  ADD ("links-and-submodules-are-left-alone", test_links_and_submodules_are_left_alone);
  ADD ("one-point-for-each-path", test_one_point_for_each_path);
  ADD ("executable-bit-changes-nothing", test_executable_bit_changes_nothing);
  ADD ("too-large-with-a-binary-extension", test_too_large_with_a_binary_extension);
  ADD ("unread-file-lowers-the-floor-only", test_unread_file_lowers_the_floor_only);
  ADD ("nothing-read-is-unknown", test_nothing_read_is_unknown);
  ADD ("cut-listing", test_cut_listing);
  ADD ("rest-is-counted", test_rest_is_counted);
  ADD ("wrapper/without-validation", test_wrapper_without_validation);
  ADD ("wrapper/with-validation-is-unknown", test_wrapper_with_validation_is_unknown);
  ADD ("wrapper/with-unread-workflow-is-unknown", test_wrapper_with_unread_workflow_is_unknown);
  ADD ("wrapper/in-a-cut-tree-is-unknown", test_wrapper_in_a_cut_tree_is_unknown);
  ADD ("wrapper/workflow-elsewhere", test_workflow_elsewhere_validates_nothing);
  ADD ("wrapper/executable-by-that-name", test_executable_named_as_wrapper);
  ADD ("wrapper/other-jars", test_other_jars_are_not_validated);
#undef ADD
  return g_test_run ();
}
