/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks of a file and of a change. The input is a path on the first line, then the version before,
 * a line of "----", and the version after; without that line, both are the same one.
 */
#include <string.h>

#include "core/limits.h"
#include "evidence/content/marks.h"
#include "evidence/content/role.h"
#include "tests/fuzz/target.h"

#define RULE "----\n"

/* Returns: (owned) a NUL-terminated copy of its own, so that a sanitizer sees a read past the end. */
static char *
copy_new (const char *bytes, gsize size)
{
  char *copy = g_malloc (size + 1);

  memcpy (copy, bytes, size);
  copy[size] = '\0';
  return copy;
}

static void
marks_check (const HmMarks *marks)
{
  guint n_noted;
  const HmMark *noted = hm_marks_get (marks, &n_noted);

  g_assert (n_noted <= HM_MARKS_PER_FILE);
  for (guint i = 0; i < n_noted; i++) {
    g_assert (noted[i].kind > HM_MARK_NONE && noted[i].kind <= HM_MARK_INPUT_HIDDEN);
    g_assert (strlen (noted[i].text) <= HM_MARK_TEXT_MAX);
    g_assert (i == 0 || noted[i - 1].line <= noted[i].line);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static HmMarks *marks;
  const char *text = (const char *) data;
  const char *end = text + size;
  const char *newline = size > 0 ? memchr (text, '\n', size) : NULL;
  const char *body = newline != NULL ? newline + 1 : end;
  const char *rule = memmem (body, (gsize) (end - body), RULE, strlen (RULE));
  g_autofree char *path = g_strndup (text, (gsize) ((newline != NULL ? newline : end) - text));
  const char *rest = rule != NULL ? rule + strlen (RULE) : body;
  const gsize before_size = (gsize) ((rule != NULL ? rule : end) - body);
  const gsize after_size = (gsize) (end - rest);
  g_autofree char *before_text = copy_new (body, before_size);
  g_autofree char *after_text = copy_new (rest, after_size);
  const guint32 roles = hm_path_roles (path, HM_ENTRY_FILE);
  const HmText before = { path, roles, before_text, before_size };
  const HmText after = { path, roles, after_text, after_size };
  guint n_noted;

  if (marks == NULL)
    marks = hm_marks_new (); /* kept, as those who read many files do */
  hm_marks_reset (marks);
  hm_marks_read (marks, &after);
  marks_check (marks);
  hm_marks_reset (marks);
  hm_marks_compare (marks, &before, &after);
  marks_check (marks);
  hm_marks_reset (marks);
  hm_marks_compare (marks, NULL, &after);
  hm_marks_compare (marks, &before, NULL);
  marks_check (marks);
  /* Nothing is new in a file that stayed as it was. */
  hm_marks_reset (marks);
  hm_marks_compare (marks, &after, &after);
  hm_marks_get (marks, &n_noted);
  g_assert (n_noted == 0);
  return 0;
}
