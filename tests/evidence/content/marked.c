/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

#include <string.h>

#include "evidence/content/role.h"

/* Bytes of a text up to which it is also tried cut at every byte, as that takes the square of it. */
#define CUT_MAX 2048

static void
marks_take (HmRecogniser recognise, const char *path, const char *text, gsize size, HmMarks *marks)
{
  /* A copy of its own, so that a sanitizer sees a read past the end. */
  g_autofree char *copy = g_malloc (size + 1);
  const HmText file = { path, hm_path_roles (path, HM_ENTRY_FILE), copy, size };

  memcpy (copy, text, size);
  copy[size] = '\0';
  recognise (marks, &file);
}

char *
marked (HmRecogniser recognise, HmMarkKind kind, const char *path, const char *text, gsize size)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  GString *lines = g_string_new (NULL);
  const HmMark *noted;
  guint n_noted;

  marks_take (recognise, path, text, size, marks);
  noted = hm_marks_get (marks, &n_noted);
  for (guint i = 0; i < n_noted; i++)
    if (noted[i].kind == kind)
      g_string_append_printf (lines, "%u: %s\n", noted[i].line, noted[i].text);
  return g_string_free (lines, FALSE);
}

void
assert_marked (HmRecogniser recognise, HmMarkKind kind, const char *path, const char *text,
               const char *expected)
{
  const gsize size = strlen (text);
  g_autofree char *lines = marked (recognise, kind, path, text, size);
  g_autoptr (HmMarks) marks = hm_marks_new ();

  g_assert_cmpstr (lines, ==, expected);
  for (gsize end = 0; size <= CUT_MAX && end < size; end++) {
    hm_marks_reset (marks);
    marks_take (recognise, path, text, end, marks);
  }
}
