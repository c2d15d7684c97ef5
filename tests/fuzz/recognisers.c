/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All recognisers: the first line of the input is the path, a line of "===" parts the version
 * before from the one after.
 */
#include <string.h>

#include "core/limits.h"
#include "evidence/content/marks.h"
#include "evidence/content/role.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  g_autofree char *path = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  const guint8 *line = memchr (data, '\n', size);
  const char *middle = NULL;
  gsize rest = 0;
  guint n_marks = 0;
  const HmMark *noted = NULL;
  HmText before = { 0 };
  HmText after = { 0 };

  if (line == NULL)
    return 0;
  path = g_strndup ((const char *) data, (gsize) (line - data));
  rest = size - (gsize) (line + 1 - data);
  if (path[0] == '\0' || rest == 0)
    return 0;
  middle = memmem (line + 1, rest, "\n===\n", 5);
  before = (HmText){ .path = path, .roles = hm_path_roles (path, HM_ENTRY_FILE) };
  after = before;
  before.size = middle != NULL ? (gsize) (middle - (const char *) line) : 0;
  after.size = middle != NULL ? rest - before.size - 4 : rest;
  before.text = old = g_malloc0 (before.size + 1);
  memcpy (old, line + 1, before.size);
  after.text = new = g_malloc0 (after.size + 1);
  memcpy (new, data + size - after.size, after.size);
  hm_marks_compare (marks, middle != NULL ? &before : NULL, &after);
  noted = hm_marks_get (marks, &n_marks);
  g_assert (n_marks <= HM_MARKS_PER_FILE);
  for (guint i = 0; i < n_marks; i++)
    g_assert (strlen (noted[i].text) <= HM_MARK_TEXT_MAX);
  return 0;
}
