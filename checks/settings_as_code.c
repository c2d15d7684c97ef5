/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/settings_as_code.h"

#include "checks/place.h"
#include "core/yaml.h"

/* Findings that are shown; a repository of nothing but such files is told from its count. */
#define SHOWN_MAX 20u

/* Bytes of a name that are shown. */
#define NAME_SHOWN_MAX 100

static const char *const places[] = { HM_SETTINGS_AS_CODE_PLACES, NULL };

/* What a file declares: the first name it gives, and how many. */
typedef struct {
  const char *first; /* (nullable) (borrowed) from the YAML tree */
  guint n_names;
  guint line; /* of the declaration; 0 where there is none */
} Declared;

static void
declared_add (Declared *declared, const HmYaml *where, const char *name)
{
  if (declared->n_names++ == 0) {
    declared->line = where->line;
    declared->first = name;
  }
}

/* The Settings app and safe-settings: a list of branches or rulesets, each with its name. */
static void
read_list (const HmYaml *list, const char *needed_key, Declared *declared)
{
  if (list == NULL || list->kind != HM_YAML_SEQUENCE)
    return;
  for (guint i = 0; i < list->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (list->items, i);
    const char *name = hm_yaml_get_text (item, "name");
    const HmYaml *needed = hm_yaml_get (item, needed_key);

    if (name != NULL && needed != NULL && needed->kind != HM_YAML_NULL)
      declared_add (declared, item, name);
  }
}

/* Apache's .asf.yaml: a mapping from branch to its protection. */
static void
read_mapping (const HmYaml *mapping, Declared *declared)
{
  if (mapping == NULL || mapping->kind != HM_YAML_MAPPING)
    return;
  for (guint i = 0; i < mapping->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (mapping->items, i);

    if (item->key != NULL)
      declared_add (declared, item, item->key);
  }
}

/* Allstar's policy for the repository: any of its settings, for the default branch unless it names others. */
static void
read_allstar (const HmYaml *root, Declared *declared)
{
  static const char *const keys[] = {
    "enforceDefault",  "requireApproval",     "approvalCount",
    "dismissStale",    "blockForce",          "requireUpToDateBranch",
    "enforceOnAdmins", "requireStatusChecks", "requireCodeOwnerReviews"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const HmYaml *setting = hm_yaml_get (root, keys[i]);

    if (setting != NULL) {
      declared_add (declared, setting, "the default branch");
      return;
    }
  }
}

/* Returns: whether @document declares anything, or might. */
static gboolean
judge_file (const HmDocument *document, HmFindings *findings)
{
  g_autoptr (HmYaml) root = NULL;
  g_autoptr (GError) error = NULL;
  Declared declared = { 0 };
  HmFinding *finding = NULL;
  const char *path = document->entry->path;

  if (document->text != NULL)
    root = hm_yaml_parse (document->text, document->size, &error);
  if (root == NULL) {
    finding = hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_UNKNOWN,
                               "%s could not be read: %s", path,
                               error != NULL           ? error->message
                               : document->why != NULL ? document->why
                                                       : "its text is not there");
    hm_finding_set_remediation (
        finding, error != NULL ? "Make the file valid YAML."
                               : "Scan a complete clone, and keep the file itself, no link, "
                                 "in its place.");
    hm_finding_cite_file (finding, document->entry, 0);
    return TRUE;
  }

  read_list (hm_yaml_get (root, "branches"), "protection", &declared);
  read_list (hm_yaml_get (root, "rulesets"), "rules", &declared);
  read_mapping (hm_yaml_get (hm_yaml_get (root, "github"), "protected_branches"), &declared);
  read_allstar (root, &declared);
  if (declared.n_names == 0)
    return FALSE;
  if (declared.n_names == 1)
    finding =
        hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_PASS,
                         "%s declares protection of %.*s", path, NAME_SHOWN_MAX, declared.first);
  else
    finding = hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_PASS,
                               "%s declares protection of %.*s and %u more", path, NAME_SHOWN_MAX,
                               declared.first, declared.n_names - 1);
  hm_finding_cite_file (finding, document->entry, declared.line);
  return TRUE;
}

void
hm_settings_as_code_run (const HmFacts *facts, HmFindings *findings)
{
  guint n_shown = 0;
  guint n_more = 0;

  for (gsize i = 0; i < facts->tree.n_documents; i++) {
    const HmDocument *document = &facts->tree.documents[i];

    if (!hm_places_match (places, document->entry->path))
      continue;
    if (n_shown == SHOWN_MAX)
      n_more++;
    else
      n_shown += judge_file (document, findings) ? 1 : 0;
  }
  if (facts->tree.cut != NULL)
    hm_finding_set_remediation (hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_UNKNOWN,
                                                 "could not see every file: %s", facts->tree.cut),
                                "Scan a clone that holds every tree of the commit.");
  else if (n_shown == 0)
    hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_NOT_APPLICABLE,
                     "no file of the repository declares branch protection");
  if (n_more > 0)
    hm_findings_add (findings, HM_SETTINGS_AS_CODE_PROBE, HM_NOT_APPLICABLE,
                     "%u more files that may declare it are not shown", n_more);
}
