/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/changed.h"

#include <string.h>

#include "evidence/content/role.h"

static void
change_take (HmChangeRecogniser recognise, const char *path, const char *before, gsize before_size,
             const char *after, gsize after_size, HmMarks *marks)
{
  /* Copies of their own, so that a sanitizer sees a read past an end. */
  g_autofree char *old = g_strndup (before != NULL ? before : "", before_size);
  g_autofree char *new = g_strndup (after != NULL ? after : "", after_size);
  const guint32 roles = hm_path_roles (path, HM_ENTRY_FILE);
  const HmText was = { path, roles, old, before_size };
  const HmText is = { path, roles, new, after_size };

  recognise (marks, before != NULL ? &was : NULL, after != NULL ? &is : NULL);
}

void
assert_changed (HmChangeRecogniser recognise, HmMarkKind kind, const char *path, const char *before,
                const char *after, const char *expected)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  const gsize before_size = before != NULL ? strlen (before) : 0;
  const gsize after_size = after != NULL ? strlen (after) : 0;
  const HmMark *noted = NULL;
  guint n_noted = 0;

  change_take (recognise, path, before, before_size, after, after_size, marks);
  noted = hm_marks_get (marks, &n_noted);
  for (guint i = 0; i < n_noted; i++)
    if (noted[i].kind == kind)
      g_string_append_printf (lines, "%u: %s\n", noted[i].line, noted[i].text);
  g_assert_cmpstr (lines->str, ==, expected);
  for (gsize size = 0; size < MAX (before_size, after_size); size++) {
    hm_marks_reset (marks);
    change_take (recognise, path, before, MIN (size, before_size), after, after_size, marks);
    hm_marks_reset (marks);
    change_take (recognise, path, before, before_size, after, MIN (size, after_size), marks);
  }
}
