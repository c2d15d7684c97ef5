/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/import.h"

#include <jansson.h>
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/answer.h"
#include "portfolio/location.h"
#include "portfolio/sbom.h"
#include "portfolio/scorecard_results.h"

/* Lines without a repository after which a text is taken for something else than a list: a log, a program. */
#define BAD_LINES_MAX 10000u

/* Characters of a line that an error repeats. */
#define QUOTED_MAX 60

static gboolean
is_report (const json_t *root)
{
  const char *schema = json_string_value (json_object_get (root, "schema"));

  return schema != NULL && g_str_has_prefix (schema, "hallmark/report/");
}

static void
report_read (const json_t *root, HmFinds *finds)
{
  const char *url = json_string_value (json_object_get (json_object_get (root, "subject"), "url"));

  if (url == NULL || hm_finds_add (finds, url) == NULL)
    hm_finds_leave_out (finds, 1, "are reports of a repository without a URL");
}

/* One document that stands for one repository. Returns: (static) (nullable) its kind. */
static const char *
single_read (const json_t *root, HmFinds *finds)
{
  if (hm_scorecard_is_result (root)) {
    hm_scorecard_read_result (root, finds);
    return "Scorecard results";
  }
  if (is_report (root)) {
    report_read (root, finds);
    return "reports";
  }
  return NULL;
}

/* Returns: FALSE with HM_ERROR_FORMAT where an item of @array is of no kind. */
static gboolean
array_read (const json_t *array, HmFinds *finds, const char **ret_kind, GError **error)
{
  const json_t *item = NULL;
  gsize i = 0;

  json_array_foreach (array, i, item)
  {
    const char *kind = single_read (item, finds);

    if (kind == NULL)
      return hm_fail (error, HM_ERROR_FORMAT,
                      "item %zu is neither a result of Scorecard nor a "
                      "report",
                      i + 1);
    *ret_kind = kind;
  }
  return i > 0 || hm_fail (error, HM_ERROR_FORMAT, "an empty list");
}

static gboolean
document_read (const json_t *root, HmFinds *finds, const char **ret_kind, GError **error)
{
  if (json_is_array (root))
    return array_read (root, finds, ret_kind, error);
  if (hm_sbom_is_cyclonedx (root)) {
    *ret_kind = "CycloneDX";
    return hm_sbom_read_cyclonedx (root, finds, error);
  }
  if (hm_sbom_is_spdx (root)) {
    *ret_kind = "SPDX";
    return hm_sbom_read_spdx (root, finds, error);
  }
  *ret_kind = single_read (root, finds);
  if (*ret_kind != NULL)
    return TRUE;
  if (hm_scorecard_is_monitor (root)) {
    *ret_kind = "scorecard-monitor";
    hm_scorecard_read_monitor (root, finds);
    return TRUE;
  }
  return hm_fail (error, HM_ERROR_FORMAT,
                  "JSON of no kind that is known: CycloneDX, SPDX, results of Scorecard, the "
                  "database of its monitor, reports of hallmark");
}

static json_t *
json_parse (const char *text, gsize size, GError **error)
{
  g_autofree char *why = NULL;
  json_t *root = hm_answer_parse (text, size, HM_JSON_DEPTH_MAX, HM_IMPORT_VALUES_MAX, &why);

  if (root == NULL)
    hm_fail (error, HM_ERROR_FORMAT, "not to be read as JSON: %s", why);
  return root;
}

/* Whether the first line is JSON by itself, and more follows: one document a line. */
static gboolean
is_json_lines (const char *text, gsize size)
{
  const char *end = memchr (text, '\n', size);
  json_auto_t *first = NULL;

  if (end == NULL)
    return FALSE;
  for (const char *at = end; at < text + size && *at != '{'; at++) {
    if (at + 1 == text + size || !g_ascii_isspace (*at))
      return FALSE;
  }
  first = json_parse (text, (gsize) (end - text), NULL);
  return json_is_object (first);
}

static gboolean
json_lines_read (const char *text, gsize size, HmFinds *finds, const char **ret_kind,
                 GError **error)
{
  const char *end = text + size;
  guint number = 0;

  for (const char *line = text; line < end;) {
    const char *line_end = memchr (line, '\n', (gsize) (end - line));
    json_auto_t *root = NULL;
    gsize line_size = 0;

    if (line_end == NULL)
      line_end = end;
    line_size = (gsize) (line_end - line);
    number++;
    while (line_size > 0 && g_ascii_isspace (line[line_size - 1]))
      line_size--;
    if (line_size > 0) {
      root = json_parse (line, line_size, error);
      if (root == NULL) {
        g_prefix_error (error, "line %u: ", number);
        return FALSE;
      }
      *ret_kind = single_read (root, finds);
      if (*ret_kind == NULL)
        return hm_fail (error, HM_ERROR_FORMAT,
                        "line %u: neither a result of Scorecard nor a report", number);
    }
    line = line_end < end ? line_end + 1 : end;
  }
  return TRUE;
}

/* @text is a URL, or one without its scheme. Returns: whether it leads to a repository */
static gboolean
reference_add (HmFinds *finds, const char *text)
{
  g_autofree char *url = NULL;

  if (hm_finds_add (finds, text) != NULL)
    return TRUE;
  url = hm_location_spoken_url (text);
  return url != NULL && hm_finds_add (finds, url) != NULL;
}

/* Whether @text, with its scheme or without, has a password in it. */
static gboolean
has_secret (const char *text)
{
  g_autofree char *url = g_strconcat ("https://", text, NULL);

  return hm_location_has_secret (text) || hm_location_has_secret (url);
}

/* A line of a list: a URL, and behind blanks a comment. */
static void
line_read (const char *line, gsize size, guint number, HmFinds *finds)
{
  g_autofree char *text = g_strndup (line, size);
  char *comment = strchr (text, '#');

  if (strlen (text) < size) {
    hm_finds_bad_line (finds, number, "a NUL in it");
    return;
  }
  /* Within a word it is a fragment. */
  if (comment != NULL && (comment == text || g_ascii_isspace (comment[-1])))
    *comment = '\0';
  g_strstrip (text);
  if (*text == '\0' || reference_add (finds, text))
    return;
  if (!g_utf8_validate (text, -1, NULL)) {
    hm_finds_bad_line (finds, number, "not UTF-8");
  } else if (has_secret (text)) {
    hm_finds_bad_line (finds, number, "no URL of a repository");
  } else {
    const gboolean is_long = g_utf8_strlen (text, -1) > QUOTED_MAX;

    if (is_long)
      *g_utf8_offset_to_pointer (text, QUOTED_MAX) = '\0';
    hm_finds_bad_line (finds, number, "\"%s%s\" is no URL of a repository", text,
                       is_long ? "..." : "");
  }
}

static gboolean
list_read (const char *text, gsize size, HmFinds *finds, GError **error)
{
  const char *end = text + size;
  guint number = 0;

  for (const char *line = text; line < end;) {
    const char *line_end = memchr (line, '\n', (gsize) (end - line));

    if (line_end == NULL)
      line_end = end;
    line_read (line, (gsize) (line_end - line), ++number, finds);
    if (finds->n_bad_lines > BAD_LINES_MAX)
      return hm_fail (error, HM_ERROR_FORMAT,
                      "no list of URLs: more than %u of its lines name no repository",
                      BAD_LINES_MAX);
    line = line_end < end ? line_end + 1 : end;
  }
  return TRUE;
}

static gboolean
text_read (const char *text, gsize size, HmFinds *finds, const char **ret_kind, GError **error)
{
  json_auto_t *root = NULL;
  gsize start = 0;

  if (size > HM_IMPORT_BYTES_MAX)
    return hm_fail (error, HM_ERROR_LIMIT, "%zu bytes, at most %u are read", size,
                    HM_IMPORT_BYTES_MAX);
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    size -= 3;
  }
  while (start < size && g_ascii_isspace (text[start]))
    start++;
  if (start == size)
    return hm_fail (error, HM_ERROR_FORMAT, "empty");
  if (text[start] != '{' && text[start] != '[') {
    *ret_kind = "list of URLs";
    return list_read (text, size, finds, error);
  }
  if (is_json_lines (text + start, size - start))
    return json_lines_read (text, size, finds, ret_kind, error);
  root = json_parse (text, size, error);
  return root != NULL && document_read (root, finds, ret_kind, error);
}

gboolean
hm_import_read (const char *name, const char *text, gsize size, HmFinds *finds,
                const char **ret_kind, GError **error)
{
  if (text_read (text, size, finds, ret_kind, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}
