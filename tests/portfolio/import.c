/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/import.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"

/* Returns: (owned) what was found and left out, a line each. */
static char *
found_text (const HmFinds *finds)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < finds->finds->len; i++)
    g_string_append_printf (text, "%s\n", ((HmFind *) g_ptr_array_index (finds->finds, i))->url);
  if (finds->n_repeated > 0)
    g_string_append_printf (text, "again %u\n", finds->n_repeated);
  for (guint i = 0; i < finds->left_out->len; i++) {
    const HmLeftOut *left_out = g_ptr_array_index (finds->left_out, i);

    g_string_append_printf (text, "not %u %s\n", left_out->n, left_out->why);
  }
  for (guint i = 0; i < finds->bad_lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (finds->bad_lines, i));
  for (guint i = 0; i < finds->finds->len; i++) {
    const HmFind *find = g_ptr_array_index (finds->finds, i);

    for (guint k = 0; k < find->needs->len; k++)
      g_string_append_printf (text, "%s > %s\n", find->key,
                              ((HmFind *) g_ptr_array_index (find->needs, k))->key);
  }
  return g_string_free (text, FALSE);
}

static void
assert_found (const char *text, const char *kind, const char *wanted)
{
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  const char *found_kind = NULL;

  hm_import_read ("file", text, strlen (text), finds, &found_kind, &error);
  g_assert_no_error (error);
  found = found_text (finds);
  g_assert_cmpstr (found_kind, ==, kind);
  g_assert_cmpstr (found, ==, wanted);
}

static void
assert_refused (const char *text, HmErrorCode code, const char *message)
{
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;

  g_assert_false (hm_import_read ("file", text, strlen (text), finds, &kind, &error));
  g_assert_error (error, HM_ERROR, (gint) code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_list (void)
{
  assert_found ("# ours\n\nhttps://github.com/o/a  # first\r\n  git@github.com:o/b.git\n"
                "https://github.com/O/A.git\nhttps://git.example.org/x/y#readme",
                "list of URLs",
                "https://github.com/o/a\nhttps://github.com/o/b\nhttps://git.example.org/x/y\n"
                "again 1\n");
  assert_found ("\xef\xbb\xbfhttps://github.com/o/a\n", "list of URLs", "https://github.com/o/a\n");
  assert_refused ("", HM_ERROR_FORMAT, "file: empty");
  assert_refused (" \n\t\n", HM_ERROR_FORMAT, "file: empty");
  /* As people write it, and as this program shows it. */
  assert_found ("github.com/o/a\nhttps://github.com/o/a\n", "list of URLs",
                "https://github.com/o/a\nagain 1\n");
}

/* Lines that name nothing are noted, each by its number, and keep no other out. */
static void
test_list_with_bad_lines (void)
{
  assert_found (
      "https://github.com/o/a\nname\n\nnot a url # why\nhttps://github.com/o/b\nhttps://github.com/o\n",
      "list of URLs",
      "https://github.com/o/a\nhttps://github.com/o/b\n"
      "line 2: \"name\" is no URL of a repository\n"
      "line 4: \"not a url\" is no URL of a repository\n"
      "line 6: \"https://github.com/o\" is no URL of a repository\n");
  assert_found ("https://u:secret@github.com/o\nu:secret@github.com/o\n\xff\xfe\n", "list of URLs",
                "line 1: no URL of a repository\nline 2: no URL of a repository\n"
                "line 3: not UTF-8\n");
}

static void
test_list_of_bad_lines (void)
{
  for (guint n = HM_BAD_LINES_NAMED_MAX; n <= HM_BAD_LINES_NAMED_MAX + 1; n++) {
    g_autoptr (HmFinds) finds = hm_finds_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    const char *kind = NULL;

    for (guint i = 0; i < n; i++)
      g_string_append (text, "x\n");
    g_assert_true (hm_import_read ("file", text->str, text->len, finds, &kind, &error));
    g_assert_cmpuint (finds->n_bad_lines, ==, n);
    g_assert_cmpuint (finds->bad_lines->len, ==, HM_BAD_LINES_NAMED_MAX);
  }
}

/* What is something else is not read to its end. */
static void
test_no_list (void)
{
  g_autoptr (GString) text = g_string_new ("https://github.com/o/a\n");

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "x\n");
  {
    g_autoptr (HmFinds) finds = hm_finds_new ();
    const char *kind = NULL;

    g_assert_true (hm_import_read ("file", text->str, text->len, finds, &kind, NULL));
    g_assert_cmpuint (finds->n_bad_lines, ==, 10000);
  }
  g_string_append (text, "x\n");
  assert_refused (text->str, HM_ERROR_FORMAT,
                  "file: no list of URLs: more than 10000 of its lines name no repository");
}

static void
test_list_with_nul (void)
{
  const char text[] = "https://github.com/o/a\0b\nhttps://github.com/o/c";
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  const char *kind = NULL;

  g_assert_true (hm_import_read ("file", text, sizeof text - 1, finds, &kind, &error));
  found = found_text (finds);
  g_assert_cmpstr (found, ==, "https://github.com/o/c\nline 1: a NUL in it\n");
}

static void
test_cyclonedx (void)
{
  assert_found (
      "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"metadata\": {\"component\": {"
      "\"externalReferences\": [{\"type\": \"website\", \"url\": \"https://github.com/no/no\"},"
      "{\"type\": \"vcs\", \"url\": \"git+https://github.com/o/self.git\"}],"
      "\"components\": [{\"purl\": \"pkg:github/o/part@1\"}]}},"
      "\"components\": ["
      "{\"purl\": \"pkg:npm/a@1\"}, {\"purl\": \"pkg:npm/b@1\"}, {\"purl\": \"pkg:cargo/c@1\"},"
      "{\"purl\": \"pkg:npm/d@1\", \"externalReferences\": [{\"type\": \"vcs\", \"url\": "
      "\"https://github.com/o/d/tree/main\"}]},"
      "{\"purl\": \"pkg:github/o/e@1\", \"externalReferences\": [{\"type\": \"vcs\", \"url\": \"x\"}],"
      "\"components\": [{\"purl\": \"pkg:golang/github.com/o/f@1\"}, {\"purl\": "
      "\"pkg:github/o/d@2\"}]},"
      "{\"purl\": \"nonsense\"}, {\"purl\": 5}, {}, \"x\"]}",
      "CycloneDX",
      "https://github.com/o/self\nhttps://github.com/o/part\nhttps://github.com/o/d\n"
      "https://github.com/o/e\nhttps://github.com/o/f\nagain 1\n"
      "not 2 of the type npm name no repository\nnot 1 of the type cargo name no repository\n"
      "not 1 have a purl that is none\nnot 2 name neither a repository nor a package\n");
}

static void
test_cyclonedx_refused (void)
{
  assert_refused ("{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.3\", \"components\": []}",
                  HM_ERROR_UNSUPPORTED,
                  "file: CycloneDX of version 1.3; 1.4 and later ones of 1 are read");
  assert_refused ("{\"bomFormat\": \"CycloneDX\"}", HM_ERROR_UNSUPPORTED,
                  "file: CycloneDX of version none; 1.4 and later ones of 1 are read");
  assert_refused ("{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.4\"}", HM_ERROR_FORMAT,
                  "file: CycloneDX without components");
}

#define SPDX \
  "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [" \
  "{\"downloadLocation\": \"git+https://github.com/o/a.git@1.0#x\"}," \
  "{\"downloadLocation\": \"https://github.com/o/b/archive/1.tar.gz\", \"externalRefs\": [" \
  "{\"referenceCategory\": \"SECURITY\", \"referenceType\": \"cpe23Type\", \"referenceLocator\": \"x\"}," \
  "{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\", \"referenceLocator\": " \
  "\"pkg:githubactions/o/c@v1\"}]}," \
  "{\"downloadLocation\": \"NOASSERTION\", \"externalRefs\": [{\"referenceType\": \"purl\", " \
  "\"referenceLocator\": \"pkg:pypi/x@1\"}]}," \
  "{\"downloadLocation\": \"NONE\"}]}"

static void
test_spdx (void)
{
  const char *found = "https://github.com/o/a\nhttps://github.com/o/c\n"
                      "not 1 of the type pypi name no repository\n"
                      "not 1 name neither a repository nor a package\n";

  assert_found (SPDX, "SPDX", found);
  assert_found ("{\"sbom\": " SPDX "}", "SPDX", found);
  assert_refused ("{\"spdxVersion\": \"SPDX-2.1\", \"packages\": []}", HM_ERROR_UNSUPPORTED,
                  "file: SPDX of version SPDX-2.1; 2.2 and 2.3 are read");
  assert_refused ("{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\"}",
                  HM_ERROR_UNSUPPORTED, "file: SPDX of version 3; 2.2 and 2.3 are read");
  assert_refused ("{\"spdxVersion\": \"SPDX-2.3\", \"packages\": []}", HM_ERROR_FORMAT,
                  "file: SPDX without packages");
}

#define RESULT(name) "{\"date\": \"2026-01-01\", \"repo\": {\"name\": \"" name "\"}, \"score\": 5}"

#define GRAPH \
  "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.4\", \"metadata\": {\"component\": {" \
  "\"bom-ref\": \"root\", \"externalReferences\": [{\"type\": \"vcs\", \"url\": " \
  "\"https://github.com/o/app\"}]}}, \"components\": [" \
  "{\"bom-ref\": \"a\", \"purl\": \"pkg:github/o/a@1\", \"components\": [" \
  "{\"bom-ref\": \"a2\", \"purl\": \"pkg:github/O/a@2\"}]}," \
  "{\"bom-ref\": \"b\", \"purl\": \"pkg:github/o/b@1\", \"scope\": \"optional\"}," \
  "{\"bom-ref\": \"b\", \"purl\": \"pkg:github/o/twice@1\"}," \
  "{\"bom-ref\": \"npm\", \"purl\": \"pkg:npm/x@1\"}," \
  "{\"bom-ref\": \"test\", \"purl\": \"pkg:github/o/test@1\", \"scope\": \"excluded\"}," \
  "{\"bom-ref\": \"dev\", \"purl\": \"pkg:github/o/dev@1\", \"properties\": [7, {\"name\": \"x\"}, " \
  "{\"name\": \"cdx:npm:package:development\", \"value\": \"true\"}]}," \
  "{\"bom-ref\": \"run\", \"purl\": \"pkg:github/o/run@1\", \"properties\": [" \
  "{\"name\": \"cdx:maven:package:test\", \"value\": \"false\"}]}," \
  "{\"purl\": \"pkg:github/o/nameless@1\"}]," \
  "\"dependencies\": [{\"ref\": \"root\", \"dependsOn\": [\"run\", \"a\", \"a2\", \"npm\", \"test\", " \
  "\"dev\", \"none\", 5, \"run\"]}, {\"ref\": \"a\", \"dependsOn\": [\"a2\", \"b\"]}, {\"ref\": " \
  "\"npm\", \"dependsOn\": [\"b\"]}, {\"ref\": \"b\"}, {\"dependsOn\": [\"b\"]}, {\"ref\": \"dev\", " \
  "\"dependsOn\": [\"b\"]}, 7, {\"ref\": 7, \"dependsOn\": {}}]}"

static void
test_cyclonedx_dependencies (void)
{
  /* What "npm" needs is not what "root" needs. */
  assert_found (GRAPH, "CycloneDX",
                "https://github.com/o/app\nhttps://github.com/o/a\nhttps://github.com/o/b\n"
                "https://github.com/o/twice\nhttps://github.com/o/test\nhttps://github.com/o/dev\n"
                "https://github.com/o/run\nhttps://github.com/o/nameless\nagain 1\n"
                "not 1 of the type npm name no repository\n"
                "github.com/o/app > github.com/o/run\ngithub.com/o/app > github.com/o/a\n"
                "github.com/o/a > github.com/o/b\ngithub.com/o/dev > github.com/o/b\n");
}

#define PACKAGE(name) \
  "{\"SPDXID\": \"SPDXRef-" name "\", \"downloadLocation\": \"git+https://github.com/o/" name "\"}"
#define RELATION(one, type, other) \
  "{\"spdxElementId\": \"SPDXRef-" one "\", \"relationshipType\": \"" type \
  "\", \"relatedSpdxElement\": \"SPDXRef-" other "\"}"
#define RELATED \
  "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [" PACKAGE ("a") "," PACKAGE ("b") "," PACKAGE ( \
      "c") "], \"relationships\": [%s]}"

static void
test_spdx_relationships (void)
{
  static const struct {
    const char *relation;
    const char *wanted;
  } cases[] = {
    { RELATION ("a", "DEPENDS_ON", "b"), "a > b" },
    { RELATION ("a", "DEPENDENCY_OF", "b"), "b > a" },
    { RELATION ("a", "RUNTIME_DEPENDENCY_OF", "b"), "b > a" },
    { RELATION ("a", "OPTIONAL_DEPENDENCY_OF", "b"), "b > a" },
    { RELATION ("a", "PROVIDED_DEPENDENCY_OF", "b"), "b > a" },
    { RELATION ("a", "STATIC_LINK", "b"), "a > b" },
    { RELATION ("a", "DYNAMIC_LINK", "b"), "a > b" },
    { RELATION ("a", "HAS_PREREQUISITE", "b"), "a > b" },
    { RELATION ("a", "PREREQUISITE_FOR", "b"), "b > a" },
    { RELATION ("a", "DEV_DEPENDENCY_OF", "b"), "" },
    { RELATION ("a", "TEST_DEPENDENCY_OF", "b"), "" },
    { RELATION ("a", "BUILD_DEPENDENCY_OF", "b"), "" },
    { RELATION ("a", "BUILD_TOOL_OF", "b"), "" },
    { RELATION ("a", "CONTAINS", "b"), "" },
    { RELATION ("a", "DEPENDS_ON", "a"), "" },
    { RELATION ("a", "DEPENDS_ON", "none"), "" },
    { RELATION ("DOCUMENT", "DESCRIBES", "a"), "" },
    { RELATION ("c", "DEPENDS_ON", "a") "," RELATION ("a", "DEPENDENCY_OF", "c"), "c > a" },
    { "7, {}, {\"relationshipType\": \"DEPENDS_ON\"}, {\"relationshipType\": 7}", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (RELATED, cases[i].relation);
    g_autoptr (GString) wanted =
        g_string_new ("https://github.com/o/a\nhttps://github.com/o/b\nhttps://github.com/o/c\n");

    g_test_message ("%s", cases[i].relation);
    if (*cases[i].wanted != '\0')
      g_string_append_printf (wanted, "github.com/o/%c > github.com/o/%c\n", cases[i].wanted[0],
                              cases[i].wanted[4]);
    assert_found (text, "SPDX", wanted->str);
  }
}

static void
test_scorecard (void)
{
  assert_found (RESULT ("github.com/o/a"), "Scorecard results", "https://github.com/o/a\n");
  assert_found ("[" RESULT ("github.com/o/a") "," RESULT ("gitlab.com/g/s/b") "]",
                "Scorecard results", "https://github.com/o/a\nhttps://gitlab.com/g/s/b\n");
  assert_found (RESULT ("github.com/o/a") "\n\n" RESULT ("github.com/o/b") "\r\n" RESULT (
                    "file:///tmp/x") "\n",
                "Scorecard results",
                "https://github.com/o/a\nhttps://github.com/o/b\n"
                "not 1 name no repository on a host\n");
  assert_refused (RESULT ("github.com/o/a") "\n{\"x\": 1}\n", HM_ERROR_FORMAT,
                  "file: line 2: neither a result of Scorecard nor a report");
  assert_refused ("[" RESULT ("github.com/o/a") ", 5]", HM_ERROR_FORMAT,
                  "file: item 2 is neither a result of Scorecard nor a report");
  assert_refused ("[]", HM_ERROR_FORMAT, "file: an empty list");
}

static void
test_monitor (void)
{
  assert_found ("{\"github.com\": {\"o\": {\"a\": {\"previous\": [], \"current\": {\"score\": 5}},"
                "\"b\": {}}, \"p\": {\"../x\": {}}}, \"gitlab.com\": {\"g\": {\"c\": {}}}}",
                "scorecard-monitor",
                "https://github.com/o/a\nhttps://github.com/o/b\nhttps://gitlab.com/g/c\n"
                "not 1 name no repository on a host\n");
  assert_found ("{\"github.com\": {\"included\": {\"o\": [\"a\", 5, \"b\"]}, \"excluded\": {\"o\": "
                "[\"c\", \"d\"]}}}",
                "scorecard-monitor",
                "https://github.com/o/a\nhttps://github.com/o/b\n"
                "not 2 are outside of the monitor's scope\n");
}

static void
test_report (void)
{
  assert_found ("{\"schema\": \"hallmark/report/1\", \"subject\": {\"url\": "
                "\"https://codeberg.org/o/r\"}}",
                "reports", "https://codeberg.org/o/r\n");
  assert_found ("{\"schema\": \"hallmark/report/1\", \"subject\": {\"url\": null}}", "reports",
                "not 1 are reports of a repository without a URL\n");
}

static void
test_json_of_no_kind (void)
{
  const char *message =
      "file: JSON of no kind that is known: CycloneDX, SPDX, results of Scorecard, "
      "the database of its monitor, reports of hallmark";

  assert_refused ("{}", HM_ERROR_FORMAT, message);
  assert_refused ("{\"a\": {\"b\": {}}}", HM_ERROR_FORMAT, message);
  assert_refused ("{\"github.com\": 5}", HM_ERROR_FORMAT, message);
  assert_refused ("{\"a\": 1,\n", HM_ERROR_FORMAT,
                  "file: not to be read as JSON: JSON that breaks "
                  "off");
}

static gboolean
read_components (guint n_values, guint depth)
{
  g_autoptr (GString) text =
      g_string_new ("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.4\",\"components\":[{},");
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;
  gboolean is_read = FALSE;

  for (guint i = 0; i < n_values; i++)
    g_string_append (text, "0,");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  if (depth == 0)
    g_string_append_c (text, '0');
  g_string_append (text, "]}");
  is_read = hm_import_read ("file", text->str, text->len, finds, &kind, &error);
  g_assert_true (is_read == (error == NULL));
  return is_read;
}

static void
test_json_limits (void)
{
  /* Around the components stand two levels. */
  g_assert_true (read_components (0, HM_JSON_DEPTH_MAX - 2));
  g_assert_false (read_components (0, HM_JSON_DEPTH_MAX - 1));
  g_assert_false (read_components (0, 100000));
  g_assert_true (read_components (HM_IMPORT_VALUES_MAX - 20, 0));
  g_assert_false (read_components (HM_IMPORT_VALUES_MAX, 0));
}

static void
test_size_limit (void)
{
  g_autofree char *text = g_malloc (HM_IMPORT_BYTES_MAX + 1);
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;
  const char *start = "https://github.com/o/r\n";

  memset (text, '\n', HM_IMPORT_BYTES_MAX + 1);
  memcpy (text, start, strlen (start));
  g_assert_true (hm_import_read ("file", text, HM_IMPORT_BYTES_MAX, finds, &kind, &error));
  g_assert_no_error (error);
  g_assert_false (hm_import_read ("file", text, HM_IMPORT_BYTES_MAX + 1, finds, &kind, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

static void
test_cut_at_every_byte (void)
{
  const char *texts[] = { SPDX, GRAPH, RESULT ("github.com/o/a") "\n" RESULT ("x"),
                          "https://github.com/o/r # x\nscm:git:git@github.com:o/b\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (gsize cut = 0; cut <= strlen (texts[i]); cut++) {
      g_autofree char *copy = g_memdup2 (texts[i], cut + 1);
      g_autoptr (HmFinds) finds = hm_finds_new ();
      g_autoptr (GError) error = NULL;
      const char *kind = NULL;
      gboolean is_read = hm_import_read ("file", copy, cut, finds, &kind, &error);

      g_assert_true (is_read == (error == NULL));
      g_assert_true (!is_read || kind != NULL);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-import/list", test_list);
  g_test_add_func ("/portfolio-import/list-with-nul", test_list_with_nul);
  g_test_add_func ("/portfolio-import/list-with-bad-lines", test_list_with_bad_lines);
  g_test_add_func ("/portfolio-import/list-of-bad-lines", test_list_of_bad_lines);
  g_test_add_func ("/portfolio-import/no-list", test_no_list);
  g_test_add_func ("/portfolio-import/cyclonedx", test_cyclonedx);
  g_test_add_func ("/portfolio-import/cyclonedx-refused", test_cyclonedx_refused);
  g_test_add_func ("/portfolio-import/spdx", test_spdx);
  g_test_add_func ("/portfolio-import/cyclonedx-dependencies", test_cyclonedx_dependencies);
  g_test_add_func ("/portfolio-import/spdx-relationships", test_spdx_relationships);
  g_test_add_func ("/portfolio-import/scorecard", test_scorecard);
  g_test_add_func ("/portfolio-import/monitor", test_monitor);
  g_test_add_func ("/portfolio-import/report", test_report);
  g_test_add_func ("/portfolio-import/json-of-no-kind", test_json_of_no_kind);
  g_test_add_func ("/portfolio-import/json-limits", test_json_limits);
  g_test_add_func ("/portfolio-import/size-limit", test_size_limit);
  g_test_add_func ("/portfolio-import/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
