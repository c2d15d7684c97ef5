/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/security_insights.h"

#include <string.h>

#include "checks/lines.h"
#include "checks/place.h"
#include "core/instant.h"
#include "core/yaml.h"

static const char *const places[] = { HM_SECURITY_INSIGHTS_PLACES, NULL };

static const char *const names[] = { "two-factor",   "two factor",   "two_factor",
                                     "twofactor",    "2fa",          "mfa",
                                     "multi-factor", "multi factor", "multifactor" };

/* A claim as found; the first one counts. */
typedef struct {
  HmTruth truth; /* unknown: the text speaks of it, but may well deny it */
  guint line;    /* 0: nothing is claimed */
} Claim;

/* A name must stand by itself: "mfa" is also in the middle of other words. */
static gboolean
holds_name (const char *text, const char *name)
{
  gsize size = strlen (name);

  for (const char *at = text; *at != '\0'; at++) {
    if (g_ascii_strncasecmp (at, name, size) == 0 && !g_ascii_isalnum (at[size])
        && (at == text || !g_ascii_isalnum (at[-1])))
      return TRUE;
  }
  return FALSE;
}

static gboolean
speaks_of_it (const char *text)
{
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (names); i++) {
    if (holds_name (text, names[i]))
      return TRUE;
  }
  return FALSE;
}

/* A sentence with one of these is for a person to read. */
static gboolean
may_deny (const char *text)
{
  static const char *const words[] = { "not ",     "n't",    "no ",  "never",     "without",
                                       "optional", "should", "plan", "recommend", "encourage" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (hm_text_holds (text, strlen (text), words[i]))
      return TRUE;
  }
  return FALSE;
}

static HmTruth
boolean_of (const HmYaml *yaml)
{
  static const char *const yes[] = { "true", "yes", "on", "required", "enforced", NULL };
  static const char *const no[] = { "false", "no", "off", NULL };
  g_autofree char *text =
      yaml->kind == HM_YAML_SCALAR ? g_ascii_strdown (yaml->text, -1) : g_strdup ("");

  return g_strv_contains (yes, text)  ? HM_TRUTH_YES
         : g_strv_contains (no, text) ? HM_TRUTH_NO
                                      : HM_TRUTH_UNKNOWN;
}

/* Depth is bounded by the parser. */
static void
find_claim (const HmYaml *yaml, Claim *claim)
{
  if (claim->line > 0)
    return;
  if (speaks_of_it (yaml->key) && boolean_of (yaml) != HM_TRUTH_UNKNOWN)
    *claim = (Claim){ boolean_of (yaml), yaml->line };
  else if (yaml->kind == HM_YAML_SCALAR && speaks_of_it (yaml->text))
    *claim = (Claim){ may_deny (yaml->text) ? HM_TRUTH_UNKNOWN : HM_TRUTH_YES, yaml->line };
  for (guint i = 0; yaml->items != NULL && i < yaml->items->len; i++)
    find_claim (g_ptr_array_index (yaml->items, i), claim);
}

/* Version 1 of the schema makes a file say until when it holds. */
static gboolean
has_expired (const HmYaml *root, gint64 as_of)
{
  const char *text = hm_yaml_get_text (hm_yaml_get (root, "header"), "expiration-date");
  gint64 expires = 0;

  return text != NULL && hm_instant_parse (text, &expires, NULL) && expires < as_of;
}

static void
judge_file (const HmDocument *document, gint64 as_of, int points, HmFindings *findings)
{
  g_autoptr (HmYaml) root = NULL;
  g_autoptr (GError) error = NULL;
  Claim claim = { 0 };
  HmFinding *finding = NULL;
  const char *path = document->entry->path;

  if (document->text != NULL)
    root = hm_yaml_parse (document->text, document->size, &error);
  if (root != NULL)
    find_claim (root, &claim);

  if (root == NULL) {
    finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_UNKNOWN,
                               "%s could not be read: %s", path,
                               error != NULL           ? error->message
                               : document->why != NULL ? document->why
                                                       : "its text is not there");
    hm_finding_set_remediation (
        finding, error != NULL ? "Make the file valid YAML."
                               : "Scan a complete clone, and keep the file itself, no link, "
                                 "in its place.");
  } else if (claim.line == 0) {
    finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_NOT_APPLICABLE,
                               "%s says nothing about 2FA", path);
  } else if (has_expired (root, as_of)) {
    finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_NOT_APPLICABLE, "%s has expired",
                               path);
  } else if (claim.truth == HM_TRUTH_UNKNOWN) {
    finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_UNKNOWN,
                               "%s speaks of 2FA, but not in a way a program can tell", path);
    hm_finding_set_remediation (
        finding, "Say it plainly: \"Two-factor authentication is required of all maintainers.\"");
  } else {
    finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE,
                               claim.truth == HM_TRUTH_YES ? HM_PASS : HM_FAIL,
                               claim.truth == HM_TRUTH_YES ? "%s claims that 2FA is required"
                                                           : "%s says that 2FA is not required",
                               path);
  }
  if (finding->outcome != HM_NOT_APPLICABLE)
    hm_finding_set_points (finding, finding->outcome == HM_PASS ? points : 0, points);
  hm_finding_cite_file (finding, document->entry, claim.line);
}

void
hm_security_insights_run (const HmFacts *facts, int points, HmFindings *findings)
{
  for (gsize i = 0; i < facts->tree.n_documents; i++) {
    const HmDocument *document = &facts->tree.documents[i];

    if (!hm_places_match (places, document->entry->path))
      continue;
    judge_file (document, facts->as_of, points, findings);
    return;
  }
  if (facts->tree.cut != NULL) {
    HmFinding *finding = hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_UNKNOWN,
                                          "could not see every file: %s", facts->tree.cut);

    hm_finding_set_points (finding, 0, points);
    hm_finding_set_remediation (finding, "Scan a clone that holds every tree of the commit.");
    return;
  }
  hm_findings_add (findings, HM_DECLARED_2FA_PROBE, HM_NOT_APPLICABLE,
                   "there is no SECURITY-INSIGHTS file");
}
