/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of packages out of one manifest or bill of materials: the first line of the input is its
 * path, the rest what it says. Each name is of a registry, within bounds, and told once, in the
 * order of their bytes.
 */
#include <string.h>

#include "core/limits.h"
#include "portfolio/packages.h"
#include "tests/fuzz/target.h"

/* "composer:", and the longest registry that a purl may name. */
#define REGISTRY_MAX 33

static void
names_check (char *const *names)
{
  const guint n_names = g_strv_length ((char **) (guintptr) names);

  g_assert (n_names <= HM_PACKAGES_MAX);
  for (guint i = 0; i < n_names; i++) {
    const char *colon = strchr (names[i], ':');

    g_assert (colon != NULL && colon > names[i] && colon - names[i] < REGISTRY_MAX);
    g_assert (colon[1] != '\0' && strlen (colon) <= HM_MARK_TEXT_MAX + 41);
    g_assert (i == 0 || strcmp (names[i - 1], names[i]) < 0);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *line = size > 0 ? memchr (data, '\n', size) : NULL;
  const gsize start = line != NULL ? (gsize) (line + 1 - (const char *) data) : 0;
  g_autofree char *path = g_strndup ((const char *) data, start > 0 ? start - 1 : 0);
  g_autofree char *text = NULL;
  const HmTreeEntry entry = { .path = path };
  HmDocument document = { .entry = &entry };
  const HmTree tree = { .documents = &document, .n_documents = 1 };
  g_auto (HmPackages) packages = { 0 };

  if (line == NULL)
    return 0;
  /* As evidence has it: a NUL behind the last byte, which is not counted. */
  text = g_malloc (size - start + 1);
  memcpy (text, data + start, size - start);
  text[size - start] = '\0';
  document.text = text;
  document.size = size - start;
  hm_packages_read (&tree, NULL, &packages);
  names_check (packages.packages);
  names_check (packages.dependencies);
  return 0;
}
