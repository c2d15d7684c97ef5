/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the step that validates Gradle's wrapper. Distrusts the workflows: a file that GitHub
 * itself could not parse runs nothing, and one past a limit or with aliases, which are not
 * expanded, is unknown rather than without such a step.
 */
#include "checks/gradle_wrapper.h"

#include <string.h>

#include "core/error.h"
#include "core/yaml.h"

#define WORKFLOWS_FOLDER ".github/workflows/"

/* gradle/actions/setup-gradle validates wrappers unasked from this version on; before, only when told to. */
#define SETUP_GRADLE_VALIDATES_FROM 4

static gboolean
entry_is_workflow (const HmTreeEntry *entry)
{
  const char *name;

  if (!g_str_has_prefix (entry->path, WORKFLOWS_FOLDER))
    return FALSE;
  name = entry->path + strlen (WORKFLOWS_FOLDER);
  return strchr (name, '/') == NULL
         && (g_str_has_suffix (name, ".yml") || g_str_has_suffix (name, ".yaml"));
}

/* Returns: (nullable) what stands behind `ACTION@`, where @uses is such; GitHub ignores the case of names. */
static const char *
uses_version (const char *uses, const char *action)
{
  gsize size = strlen (action);

  if (g_ascii_strncasecmp (uses, action, size) != 0 || uses[size] != '@')
    return NULL;
  return uses + size + 1;
}

/*
 * "v3" and "v3.1" are too old; a branch or a commit id does not show its version, and is taken for a current one,
 * which costs nothing: the finding is "unknown" either way.
 */
static gboolean
setup_gradle_validates (const char *version, const HmYaml *step)
{
  const char *asked = hm_yaml_get_text (hm_yaml_get (step, "with"), "validate-wrappers");

  if (asked != NULL)
    return g_ascii_strcasecmp (asked, "true") == 0;
  return version[0] != 'v' || !g_ascii_isdigit (version[1])
         || g_ascii_strtoull (version + 1, NULL, 10) >= SETUP_GRADLE_VALIDATES_FROM;
}

static gboolean
step_validates (const HmYaml *step)
{
  const char *uses = hm_yaml_get_text (step, "uses");
  const char *version;

  if (uses == NULL)
    return FALSE;
  if (uses_version (uses, "gradle/actions/wrapper-validation") != NULL
      || uses_version (uses, "gradle/wrapper-validation-action") != NULL)
    return TRUE;
  version = uses_version (uses, "gradle/actions/setup-gradle");
  return version != NULL && setup_gradle_validates (version, step);
}

/* Returns: the line of the first step that validates; 0 where none does. */
static guint
workflow_find_step (const HmYaml *workflow)
{
  const HmYaml *jobs = hm_yaml_get (workflow, "jobs");

  if (jobs == NULL || jobs->kind != HM_YAML_MAPPING)
    return 0;
  for (guint i = 0; i < jobs->items->len; i++) {
    const HmYaml *steps = hm_yaml_get (g_ptr_array_index (jobs->items, i), "steps");

    if (steps == NULL || steps->kind != HM_YAML_SEQUENCE)
      continue;
    for (guint j = 0; j < steps->items->len; j++) {
      const HmYaml *step = g_ptr_array_index (steps->items, j);

      if (step_validates (step))
        return hm_yaml_get (step, "uses")->line;
    }
  }
  return 0;
}

HmWrapperValidation
hm_wrapper_validation_find (const HmTree *tree)
{
  HmWrapperValidation validation = { .truth = tree->cut != NULL ? HM_TRUTH_UNKNOWN : HM_TRUTH_NO };

  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];
    g_autoptr (HmYaml) workflow = NULL;
    g_autoptr (GError) error = NULL;
    guint line;

    if (!entry_is_workflow (document->entry))
      continue;
    if (document->text != NULL)
      workflow = hm_yaml_parse (document->text, document->size, &error);
    if (workflow == NULL) {
      if (validation.workflow == NULL && !g_error_matches (error, HM_ERROR, HM_ERROR_FORMAT))
        validation = (HmWrapperValidation){ HM_TRUTH_UNKNOWN, document->entry, 0 };
      continue;
    }
    line = workflow_find_step (workflow);
    if (line > 0)
      return (HmWrapperValidation){ HM_TRUTH_YES, document->entry, line };
    if (workflow->has_alias && validation.workflow == NULL)
      validation = (HmWrapperValidation){ HM_TRUTH_UNKNOWN, document->entry, 0 };
  }
  return validation;
}
