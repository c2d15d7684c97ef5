/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the tree for what autotools and packers add to it, and .gitignore for what it hides of that. */
#include "checks/build_inputs.h"

#include <string.h>

#include "checks/lines.h"
#include "checks/place.h"

const char *const hm_build_inputs_reads[] = {
  "**/.gitignore",
  ".github/workflows/*.yml",
  ".github/workflows/*.yaml",
  ".gitlab-ci.yml",
  ".forgejo/workflows/*.yml",
  ".gitea/workflows/*.yml",
  "package.json",
  NULL,
};

/*
 * Names that, hidden, are read by configure or make: not what these make in their turn (Makefile,
 * config.h, config.status).
 */
static const char *const input_names[] = {
  "configure",   "aclocal.m4",    "Makefile.in",       "Makefile.in.in", "config.h.in",
  "config.hin",  "ltmain.sh",     "config.guess",      "config.sub",     "config.rpath",
  "depcomp",     "install-sh",    "missing",           "compile",        "ar-lib",
  "test-driver", "mkinstalldirs", "build-aux",         "autom4te.cache", "libtool.m4",
  "py-compile",  "ylwrap",        "Makevars.template", "Rules-quot",
};

/* Folders that packers ship and people do not write. */
static const char *const built_folders[] = { "dist", "lib", "build", "out", "esm", "cjs" };

/* What says, of an artefact that a workflow made, which commit it was made from. */
static const struct {
  const char *text;
  const char *means;
} provenances[] = {
  { "actions/attest-build-provenance", "an attestation of its provenance" },
  { "actions/attest@", "an attestation of its provenance" },
  { "slsa-framework/slsa-github-generator", "SLSA provenance" },
  { "--provenance", "npm's provenance" },
  { "cosign attest", "an attestation by cosign" },
  { "git archive", "git archive, of the tag's tree alone" },
};

static const char *
last_part (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static int
path_compare (const char *path, const HmTreeEntry *entry)
{
  return strcmp (path, entry->path);
}

static gboolean
tree_has (const HmTree *tree, const char *path)
{
  gsize low = 0;
  gsize high = tree->n_entries;

  while (low < high) {
    const gsize middle = low + (high - low) / 2;
    const int order = path_compare (path, &tree->entries[middle]);

    if (order == 0)
      return TRUE;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return FALSE;
}

/* Whether the tree has @name in the folder of @path. */
static gboolean
has_beside (const HmTree *tree, const char *path, const char *name)
{
  const gsize folder = (gsize) (last_part (path) - path);
  g_autofree char *beside = g_strdup_printf ("%.*s%s", (int) folder, path, name);

  return tree_has (tree, beside);
}

/* In the root or a folder of it: deeper ones belong to what was brought along. */
static gboolean
is_project_level (const HmTreeEntry *entry)
{
  const char *slash = strchr (entry->path, '/');

  return (slash == NULL || strchr (slash + 1, '/') == NULL)
         && (entry->roles & (HM_ROLE_TEST | HM_ROLE_GENERATED)) == 0;
}

static void
entries_look (const HmTree *tree, HmBuildInputs *inputs)
{
  for (gsize i = 0; i < tree->n_entries; i++) {
    const HmTreeEntry *entry = &tree->entries[i];
    const char *name = last_part (entry->path);

    if ((strcmp (name, "configure.ac") != 0 && strcmp (name, "configure.in") != 0)
        || !is_project_level (entry) || has_beside (tree, entry->path, "configure"))
      continue;
    if (inputs->configure == NULL)
      inputs->configure = entry;
    /* configure itself, and the macros that it is made with. */
    inputs->n_generated += has_beside (tree, entry->path, "aclocal.m4") ? 1 : 2;
  }
  for (gsize i = 0; inputs->configure != NULL && i < tree->n_entries; i++) {
    const HmTreeEntry *entry = &tree->entries[i];

    if (strcmp (last_part (entry->path), "Makefile.am") == 0
        && !has_beside (tree, entry->path, "Makefile.in"))
      inputs->n_generated++;
  }
}

/*
 * The last part of the pattern that @line is, without what surrounds it. Returns: FALSE where it is
 * none, or one that shows again.
 */
static gboolean
pattern_name (const HmLines *lines, const char **ret_name, gsize *ret_size)
{
  const char *text = lines->text;
  gsize size = lines->size;

  while (size > 0
         && (text[size - 1] == ' ' || text[size - 1] == '\t' || text[size - 1] == '\r'
             || text[size - 1] == '/'))
    size--;
  if (size == 0 || *text == '#' || *text == '!')
    return FALSE;
  for (gsize i = size; i > 0; i--) {
    if (text[i - 1] == '/') {
      text += i;
      size -= i;
      break;
    }
  }
  *ret_name = text;
  *ret_size = size;
  return size > 0;
}

static gboolean
is_input (const char *name, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (input_names); i++) {
    if (strlen (input_names[i]) == size && memcmp (input_names[i], name, size) == 0)
      return TRUE;
  }
  /* Macros, one by one or all: "build-to-host.m4", "*.m4". */
  return size > 3 && memcmp (name + size - 3, ".m4", 3) == 0;
}

static void
ignore_read (const HmDocument *document, HmBuildInputs *inputs)
{
  HmLines lines;
  const char *name;
  gsize size;

  hm_lines_init (&lines, document->text, document->size);
  while (hm_lines_next (&lines)) {
    if (!pattern_name (&lines, &name, &size) || !is_input (name, size))
      continue;
    inputs->n_ignored++;
    if (inputs->ignore == NULL) {
      inputs->ignore = document->entry;
      inputs->ignore_line = lines.number;
    }
  }
}

/* Whether the root's .gitignore hides the folder @folder. */
static gboolean
root_hides (const HmTree *tree, const char *folder)
{
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];
    HmLines lines;
    const char *name;
    gsize size;

    if (document->text == NULL || strcmp (document->entry->path, ".gitignore") != 0)
      continue;
    hm_lines_init (&lines, document->text, document->size);
    while (hm_lines_next (&lines)) {
      if (pattern_name (&lines, &name, &size) && size == strlen (folder)
          && memcmp (name, folder, size) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static void
package_read (const HmTree *tree, const HmDocument *document, HmBuildInputs *inputs)
{
  for (gsize i = 0; i < G_N_ELEMENTS (built_folders); i++) {
    g_autofree char *plain = g_strdup_printf ("\"%s\"", built_folders[i]);
    g_autofree char *path = g_strdup_printf ("\"%s/", built_folders[i]);
    g_autofree char *dotted = g_strdup_printf ("\"./%s/", built_folders[i]);

    if ((hm_text_holds (document->text, document->size, plain)
         || hm_text_holds (document->text, document->size, path)
         || hm_text_holds (document->text, document->size, dotted))
        && root_hides (tree, built_folders[i])) {
      inputs->package = document->entry;
      inputs->package_folder = built_folders[i];
      return;
    }
  }
}

static void
workflow_read (const HmDocument *document, HmBuildInputs *inputs)
{
  HmLines lines;

  hm_lines_init (&lines, document->text, document->size);
  while (inputs->provenance == NULL && hm_lines_next (&lines)) {
    gsize blank = 0;

    while (blank < lines.size && (lines.text[blank] == ' ' || lines.text[blank] == '\t'))
      blank++;
    if (blank < lines.size && lines.text[blank] == '#')
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS (provenances); i++) {
      if (!hm_text_holds (lines.text, lines.size, provenances[i].text))
        continue;
      inputs->provenance = document->entry;
      inputs->provenance_line = lines.number;
      inputs->provenance_means = provenances[i].means;
      break;
    }
  }
}

void
hm_build_inputs_find (const HmTree *tree, HmBuildInputs *ret_inputs)
{
  *ret_inputs = (HmBuildInputs){ 0 };
  entries_look (tree, ret_inputs);
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];
    const char *name = last_part (document->entry->path);

    /* Other checks read files of their own. */
    if (!hm_places_match (hm_build_inputs_reads, document->entry->path))
      continue;
    if (document->text == NULL) {
      if (ret_inputs->unread == NULL)
        ret_inputs->unread = document->why;
    } else if (strcmp (name, ".gitignore") == 0) {
      if (ret_inputs->configure != NULL)
        ignore_read (document, ret_inputs);
    } else if (strcmp (name, "package.json") == 0) {
      package_read (tree, document, ret_inputs);
    } else {
      workflow_read (document, ret_inputs);
    }
  }
}
