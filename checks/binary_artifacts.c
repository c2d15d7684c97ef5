/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary-Artifacts: what runs but can't be reviewed. Judges every file of the tree by its header and its name; no
 * folder is exempt, since the XZ backdoor's payload lay among test files.
 */
#include <string.h>

#include "checks/gradle_wrapper.h"
#include "checks/list.h"
#include "core/limits.h"
#include "core/number.h"

#define PROBE_BINARIES "no-binaries"
#define PROBE_WRAPPER "gradle-wrapper-validated"

#define BINARY_COST_TENTHS 10

/* Findings kept back for "N more binaries", "N more files unread", "the listing is cut" and "none found". */
#define SUMMARY_FINDINGS 4u

/* As OpenSSF Scorecard lists them (checks/raw/binary_artifact.go), so that the two agree on what counts. */
static const char *const binary_extensions[] = {
  "crx", "deb",   "dex", "dey", "elf", "o",   "a",    "so",     "macho",
  "iso", "class", "jar", "par", "rpm", "lib", "msi",  "dll",    "drv",
  "efi", "exe",   "ocx", "pyc", "pyo", "whl", "wasm", "bundle", "dylib",
};

typedef enum {
  FILE_IGNORED, /* a link or a submodule */
  FILE_CLEAN,
  FILE_BINARY,
  FILE_WRAPPER, /* Gradle's, which is code that one may have checked */
  FILE_UNREAD,
} FileKind;

typedef struct {
  const HmFacts *facts;
  HmFindings *findings;
  HmWrapperValidation validation;
  guint n_looked;   /* files whose content was seen */
  guint n_binaries; /* that count against the score */
  guint n_unknown;  /* that may */
} Survey;

/* Returns: (nullable) what a file of @content is in words, where its header alone says that it holds code. */
static const char *
content_words (HmContent content)
{
  switch (content) {
  case HM_CONTENT_ELF:
    return "ELF executable or library";
  case HM_CONTENT_PE:
    return "Windows (PE) executable or library";
  case HM_CONTENT_MACHO:
    return "Mach-O executable or library";
  case HM_CONTENT_MACHO_FAT:
    return "universal Mach-O executable or library";
  case HM_CONTENT_JAVA_CLASS:
    return "compiled Java class";
  case HM_CONTENT_WASM:
    return "WebAssembly module";
  case HM_CONTENT_DEX:
    return "Dalvik executable";
  case HM_CONTENT_AR:
    return "static library";
  case HM_CONTENT_DEB:
    return "Debian package";
  case HM_CONTENT_RPM:
    return "RPM package";
  case HM_CONTENT_CRX:
    return "Chrome extension";
  case HM_CONTENT_UNREAD:
  case HM_CONTENT_EMPTY:
  case HM_CONTENT_TEXT:
  case HM_CONTENT_BINARY:
  default:
    return NULL;
  }
}

static const char *
path_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash == NULL ? path : slash + 1;
}

/* Returns: (nullable) the row of binary_extensions that the last extension of @path is. */
static const char *
path_binary_extension (const char *path)
{
  const char *dot = strrchr (path_name (path), '.');

  if (dot == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (binary_extensions); i++)
    if (g_ascii_strcasecmp (dot + 1, binary_extensions[i]) == 0)
      return binary_extensions[i];
  return NULL;
}

static FileKind
entry_judge (const HmTreeEntry *entry)
{
  if (entry->kind == HM_ENTRY_SYMLINK || entry->kind == HM_ENTRY_SUBMODULE)
    return FILE_IGNORED;
  /* Padding past the limit must not buy a binary out: nobody writes text of that size under such a name. */
  if (entry->content == HM_CONTENT_UNREAD)
    return entry->size > HM_BLOB_MAX && path_binary_extension (entry->path) != NULL ? FILE_BINARY
                                                                                    : FILE_UNREAD;
  if (content_words (entry->content) != NULL)
    return FILE_BINARY;
  if (entry->content != HM_CONTENT_BINARY || path_binary_extension (entry->path) == NULL)
    return FILE_CLEAN;
  return g_ascii_strcasecmp (path_name (entry->path), "gradle-wrapper.jar") == 0 ? FILE_WRAPPER
                                                                                 : FILE_BINARY;
}

static gboolean
tree_has_wrapper (const HmTree *tree)
{
  for (gsize i = 0; i < tree->n_entries; i++)
    if (entry_judge (&tree->entries[i]) == FILE_WRAPPER)
      return TRUE;
  return FALSE;
}

/* Whether one more finding fits; what does not is counted by the caller. */
static gboolean
survey_has_room (const Survey *survey)
{
  return survey->findings->items->len < HM_FINDINGS_MAX - SUMMARY_FINDINGS;
}

static void
binary_add (Survey *survey, const HmTreeEntry *entry, FileKind kind)
{
  g_autofree char *size = hm_number_grouped (entry->size);
  const char *words = content_words (entry->content);
  HmFinding *finding;

  if (kind == FILE_WRAPPER)
    finding = hm_findings_add (survey->findings, PROBE_WRAPPER, HM_FAIL,
                               "Gradle wrapper that no workflow validates, %s bytes", size);
  else if (words != NULL)
    finding =
        hm_findings_add (survey->findings, PROBE_BINARIES, HM_FAIL, "%s, %s bytes", words, size);
  else
    finding = hm_findings_add (survey->findings, PROBE_BINARIES, HM_FAIL, ".%s file %s, %s bytes",
                               path_binary_extension (entry->path),
                               entry->content == HM_CONTENT_UNREAD ? "too large to be looked into"
                                                                   : "that is not text",
                               size);
  hm_finding_set_points (finding, 0, BINARY_COST_TENTHS);
  hm_finding_cite_file (finding, entry, 0);
}

static void
unread_add (Survey *survey, const HmTreeEntry *entry)
{
  HmFinding *finding =
      hm_findings_add (survey->findings, PROBE_BINARIES, HM_UNKNOWN, "could not be read: %s",
                       entry->why == NULL ? "no reason known" : entry->why);

  hm_finding_set_points (finding, 0, BINARY_COST_TENTHS);
  hm_finding_set_remediation (finding,
                              "Scan a clone that holds every object of the commit, and look "
                              "by hand at files that are over a limit.");
  hm_finding_cite_file (finding, entry, 0);
}

static void
wrapper_unknown_add (Survey *survey, const HmTreeEntry *entry)
{
  const HmWrapperValidation *validation = &survey->validation;
  HmFinding *finding;

  if (validation->truth == HM_TRUTH_YES)
    finding =
        hm_findings_add (survey->findings, PROBE_WRAPPER, HM_UNKNOWN,
                         "Gradle wrapper that a workflow validates; its runs are not visible");
  else if (validation->workflow != NULL)
    finding = hm_findings_add (survey->findings, PROBE_WRAPPER, HM_UNKNOWN,
                               "Gradle wrapper; a workflow that may validate it could not be read");
  else
    finding = hm_findings_add (survey->findings, PROBE_WRAPPER, HM_UNKNOWN,
                               "Gradle wrapper; could not see every workflow: %s",
                               survey->facts->tree.cut);
  hm_finding_set_points (finding, 0, BINARY_COST_TENTHS);
  hm_finding_set_remediation (
      finding, "Look on the forge whether the workflow passed for this commit, or compare "
               "the file's SHA-256 with https://gradle.org/release-checksums/.");
  hm_finding_cite_file (finding, entry, 0);
  if (validation->workflow != NULL)
    hm_finding_cite_file (finding, validation->workflow, validation->line);
}

static void
binaries_add (Survey *survey)
{
  const HmTree *tree = &survey->facts->tree;
  guint n_unlisted = 0;

  for (gsize i = 0; i < tree->n_entries; i++) {
    FileKind kind = entry_judge (&tree->entries[i]);

    survey->n_looked += kind != FILE_IGNORED && kind != FILE_UNREAD ? 1 : 0;
    if (kind != FILE_BINARY && (kind != FILE_WRAPPER || survey->validation.truth != HM_TRUTH_NO))
      continue;
    survey->n_binaries++;
    if (survey_has_room (survey))
      binary_add (survey, &tree->entries[i], kind);
    else
      n_unlisted++;
  }
  if (n_unlisted > 0)
    hm_finding_set_points (hm_findings_add (survey->findings, PROBE_BINARIES, HM_FAIL,
                                            "%u more binaries, not listed", n_unlisted),
                           0, 100);
}

static void
unknowns_add (Survey *survey)
{
  const HmTree *tree = &survey->facts->tree;
  guint n_unlisted = 0;

  for (gsize i = 0; i < tree->n_entries; i++) {
    FileKind kind = entry_judge (&tree->entries[i]);

    if (kind != FILE_UNREAD && (kind != FILE_WRAPPER || survey->validation.truth == HM_TRUTH_NO))
      continue;
    survey->n_unknown++;
    if (!survey_has_room (survey))
      n_unlisted++;
    else if (kind == FILE_UNREAD)
      unread_add (survey, &tree->entries[i]);
    else
      wrapper_unknown_add (survey, &tree->entries[i]);
  }
  if (n_unlisted > 0) {
    HmFinding *finding =
        hm_findings_add (survey->findings, PROBE_BINARIES, HM_UNKNOWN,
                         "%u more files that could not be judged, not listed", n_unlisted);

    hm_finding_set_points (finding, 0, 100);
    hm_finding_set_remediation (finding, "Scan a clone that holds every object of the commit.");
  }
  if (tree->cut != NULL) {
    HmFinding *finding = hm_findings_add (survey->findings, PROBE_BINARIES, HM_UNKNOWN,
                                          "not every file is listed: %s", tree->cut);

    /* Any number of binaries may lie beyond. */
    hm_finding_set_points (finding, 0, 100);
    hm_finding_set_remediation (finding, "Scan a clone that holds every tree of the commit.");
  }
}

static void
nothing_found_add (Survey *survey)
{
  const HmTree *tree = &survey->facts->tree;
  g_autofree char *n_looked = hm_number_grouped (survey->n_looked);
  HmFinding *finding;

  if (survey->n_looked > 0)
    finding = hm_findings_add (survey->findings, PROBE_BINARIES, HM_PASS,
                               "no binary among the %s files looked at", n_looked);
  else if (survey->n_unknown == 0 && tree->cut == NULL)
    finding = hm_findings_add (survey->findings, PROBE_BINARIES, HM_PASS, "no files");
  else
    return;
  hm_finding_set_points (finding, 100, 100);
}

static void
reason_set (const Survey *survey)
{
  const char *cut = survey->facts->tree.cut;
  g_autofree char *n_looked = hm_number_grouped (survey->n_looked);
  g_autofree char *n_unknown = hm_number_grouped (survey->n_unknown);
  g_autofree char *n_binaries = hm_number_grouped (survey->n_binaries);
  g_autoptr (GString) reason = g_string_new (NULL);

  if (survey->n_looked == 0)
    g_string_append (reason,
                     survey->n_unknown == 0 && cut == NULL ? "no files" : "no file could be read");
  else
    g_string_append_printf (reason, "%s %s among %s %s",
                            survey->n_binaries == 0 ? "no" : n_binaries,
                            survey->n_binaries == 1 ? "binary" : "binaries", n_looked,
                            survey->n_looked == 1 ? "file" : "files");
  if (survey->n_unknown > 0)
    g_string_append_printf (reason, "; %s could not be judged", n_unknown);
  if (cut != NULL)
    g_string_append (reason, "; not every file is listed");
  hm_findings_set_reason (survey->findings, "%s", reason->str);
}

static void
binary_artifacts_run (const HmFacts *facts, HmFindings *findings)
{
  Survey survey = { .facts = facts, .findings = findings };

  if (tree_has_wrapper (&facts->tree))
    survey.validation = hm_wrapper_validation_find (&facts->tree);
  binaries_add (&survey);
  unknowns_add (&survey);
  if (survey.n_binaries == 0)
    nothing_found_add (&survey);
  reason_set (&survey);
}

/* Ten less what each binary costs. */
static int
binary_artifacts_score (const HmFindings *findings, HmAssume assume)
{
  gboolean is_known = FALSE;
  int score = 100;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmOutcome outcome = hm_finding_outcome (finding, assume);

    is_known = is_known || outcome == HM_PASS || outcome == HM_FAIL;
    if (outcome == HM_FAIL)
      score -= finding->points_max - hm_finding_points (finding, assume);
  }
  return is_known ? MAX (score, 0) : HM_NO_SCORE;
}

static const HmProbe binary_artifacts_probes[] = {
  {
      .id = PROBE_BINARIES,
      .question = "Is the tree free of executables, libraries and packages in binary form?",
      .evidence = "Every file of the commit's tree, export-ignored ones included; links and "
                  "submodules are not followed. A file counts when its header is that of an ELF, "
                  "PE, Mach-O, Java class, WebAssembly, Dalvik, static library, Debian, RPM or "
                  "Chrome extension file. It also counts when its extension is one that such files "
                  "carry (.jar, .so, .pyc and so on, in any case) and its first 1,024 bytes are "
                  "not text.",
      .scoring =
          "Each such file costs one point of ten. So does a file with such an extension that "
          "is too large to be looked into. Any other file that could not be read costs one "
          "point in the floor only. A listing that is not complete brings the floor to 0.",
      .remediation = "Remove the file from the tree and build it from source, or fetch it at build "
                     "time from a published release and compare its digest.",
  },
  {
      .id = PROBE_WRAPPER,
      .question = "Is every gradle-wrapper.jar compared with the checksums that Gradle publishes?",
      .evidence = "Files named gradle-wrapper.jar, and the steps of the workflows in "
                  ".github/workflows: gradle/actions/wrapper-validation, "
                  "gradle/wrapper-validation-action, and gradle/actions/setup-gradle from version "
                  "4 on or with validate-wrappers set.",
      .scoring = "Without such a step the wrapper counts as any other binary. With one it is "
                 "unknown: whether the step ran and passed for this commit is not visible in the "
                 "repository, so the wrapper costs one point in the floor and none in the score.",
      .remediation = "Add a workflow that runs on every push and pull request with the step `uses: "
                     "gradle/actions/wrapper-validation@v4`, pinned to a commit.",
  },
};

static const char *const binary_artifacts_reads[] = {
  ".github/workflows/*.yml",
  ".github/workflows/*.yaml",
  NULL,
};

const HmCheck hm_check_binary_artifacts = {
  .id = "binary-artifacts",
  .name = "Binary-Artifacts",
  .risk = HM_RISK_HIGH,
  .needs = HM_NEED_TREE | HM_NEED_CONTENT,
  .summary = "Is the source free of binaries that nobody can review?",
  .why = "A reviewer reads source; nobody reads a compiled file. Whoever can add or replace a "
         "binary in the tree can put code into every build that uses it, and no difference shown "
         "in a review will tell what changed. Binaries also age: they keep the faults of the "
         "compiler and the libraries that they were built with, and often nobody can build them "
         "again.",
  .differs = "OpenSSF Scorecard reads the archive that the forge makes, so files marked "
             "export-ignore escape it; here the commit's tree itself is read. Extensions match in "
             "any case. A header must be whole: two letters \"MZ\" alone are no Windows "
             "executable, and a Java class is told from a universal Mach-O file, though both begin "
             "with the same four bytes. Static libraries count by their header too. Scorecard "
             "accepts a Gradle wrapper when the forge shows that the validating workflow passed; "
             "offline that is unknown, and gradle/actions/setup-gradle counts as validating here.",
  .probes = binary_artifacts_probes,
  .n_probes = G_N_ELEMENTS (binary_artifacts_probes),
  .reads = binary_artifacts_reads,
  .run = binary_artifacts_run,
  .score = binary_artifacts_score,
};
