/* SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

#include <string.h>

#define ADA "Ada Lovelace <ada@x.org>"
#define BOB "Bob Babbage <bob@x.org>"
#define CY "cy <cy@y.org>"
#define CY_FULL "Cyril Young <cyril@z.org>"

static void
file_add (GString *stream, const char *path, const char *text)
{
  g_string_append_printf (stream, "M 100644 inline %s\ndata %" G_GSIZE_FORMAT "\n%s\n", path,
                          strlen (text), text);
}

static void
commit_begin (GString *stream, const char *branch, guint mark, const char *author,
              const char *committer, gint64 time, const char *message)
{
  g_string_append_printf (stream,
                          "commit refs/heads/%s\nmark :%u\nauthor %s %" G_GINT64_FORMAT
                          " +0000\ncommitter %s %" G_GINT64_FORMAT " +0000\ndata %" G_GSIZE_FORMAT
                          "\n%s\n",
                          branch, mark, author, time, committer, time, strlen (message), message);
}

/* The files that month @month brings. */
static void
files_add (GString *stream, guint month)
{
  g_autofree char *source = g_strdup_printf ("int month = %u;\n", month);
  g_autofree char *build = g_strdup_printf ("add_library (x x%u.c)\n", month);
  g_autofree char *workflow = g_strdup_printf ("on: push\n# %u\n", month);

  file_add (stream, "src/x.c", source);
  if (month % 2 == 0)
    file_add (stream, "CMakeLists.txt", build);
  if (month % 5 == 0)
    file_add (stream, ".github/workflows/ci.yml", workflow);
  if (month == 7)
    file_add (stream, "SECURITY.md", "Write to ada@x.org.\n");
  if (month == 20)
    file_add (stream, "SECURITY.md", "Write to cyril@z.org.\n");
  if (month == 30)
    file_add (stream, ".mailmap", "Cyril Young <cyril@z.org> <cy@y.org>\n");
  if (month == 40)
    file_add (stream, "tests/data.bin", "\x01\x02\x03\x04 data\x7f\x05");
  if (month == 50)
    g_string_append (stream, "D tests/data.bin\n");
}

static void
month_add (GString *stream, guint month)
{
  static const char *const authors[] = { ADA, BOB, ADA, CY, ADA, CY_FULL };
  const char *author = authors[month % G_N_ELEMENTS (authors)];
  gint64 time = STORY_BEGIN + (gint64) month * STORY_MONTH;
  guint mark = 10 * month + 10;

  if (month < 3)
    author = ADA;
  commit_begin (stream, "main", mark, author, month % 4 == 0 ? ADA : author, time,
                month % 3 == 0 ? "change\n\nReviewed-by: " BOB "\n" : "change (#3)");
  if (month > 0)
    g_string_append_printf (stream, "from :%u\n", mark - (month % 8 == 1 && month > 8 ? 8 : 10));
  files_add (stream, month);
  g_string_append_c (stream, '\n');
  if (month % 8 == 0 && month > 0) {
    commit_begin (stream, "side", mark + 1, CY, CY, time + 100, "side");
    g_string_append_printf (stream, "from :%u\n", mark - 10);
    file_add (stream, "side.sh", "echo side\n");
    g_string_append_c (stream, '\n');
    commit_begin (stream, "main", mark + 2, BOB, BOB, time + 200, "Merge pull request #9 from cy");
    g_string_append_printf (stream, "from :%u\nmerge :%u\n\n", mark, mark + 1);
  }
  if (month % 6 == 5)
    g_string_append_printf (
        stream, "tag v%u.0\nfrom :%u\ntagger %s %" G_GINT64_FORMAT " +0000\ndata 1\nt\n", month,
        mark, ADA, time + 2 * STORY_MONTH);
}

void
story_write (const Scratch *scratch)
{
  g_autoptr (GString) stream = g_string_new (NULL);

  for (guint month = 0; month < STORY_MONTHS; month++)
    month_add (stream, month);
  scratch_import (scratch, stream->str);
}

HmCollectOptions
story_options (const char *commit, gint64 as_of)
{
  static const char *const reads[] = { ".github/workflows/*", "SECURITY.md", NULL };

  return (HmCollectOptions){
    .commit = commit,
    .has_as_of = TRUE,
    .as_of = as_of,
    .needs = HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_MARKS | HM_NEED_HISTORY | HM_NEED_SIGNATURES
             | HM_NEED_CHANGES | HM_NEED_PLATFORM,
    .reads = reads,
  };
}
