/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/oid.h"
#include "evidence/git/folder.h"

#define EVERYTHING \
  (HM_NEED_TREE | HM_NEED_CONTENT | HM_NEED_HISTORY | HM_NEED_SIGNATURES | HM_NEED_PLATFORM \
   | HM_NEED_FORGE | HM_NEED_MARKS | HM_NEED_CHANGES)

static char *
git_run (const char *folder, const char *input, gssize size, char **words)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                 | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) fed = g_bytes_new (input != NULL ? input : "", input == NULL ? 0
                                                                    : size < 0    ? strlen (input)
                                                                                  : (gsize) size);
  g_autoptr (GBytes) printed = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  GError *error = NULL;

  g_ptr_array_add (arguments, (gpointer) (guintptr) "git");
  for (; *words != NULL; words++)
    if (**words != '\0')
      g_ptr_array_add (arguments, *words);
  g_ptr_array_add (arguments, NULL);
  g_subprocess_launcher_set_cwd (launcher, folder);
  g_subprocess_launcher_setenv (launcher, "HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_CONFIG_NOSYSTEM", "1", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_AUTHOR_NAME", "Ada Lovelace", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_AUTHOR_EMAIL", "ada@example.org", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_AUTHOR_DATE", "1700000000 +0000", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_COMMITTER_NAME", "Ada Lovelace", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_COMMITTER_EMAIL", "ada@example.org", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIT_COMMITTER_DATE", "1700000000 +0000", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, fed, NULL, &printed, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  if (g_bytes_get_size (printed) == 0)
    return g_strdup ("");
  return g_strchomp (g_strndup (g_bytes_get_data (printed, NULL), g_bytes_get_size (printed)));
}

char *
scratch_git_fed (const Scratch *scratch, const char *input, gssize size, const char *format, ...)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  words = g_strsplit (line, " ", -1);
  return git_run (scratch->path, input, size, words);
}

void
scratch_git (const Scratch *scratch, const char *format, ...)
{
  g_autofree char *line = NULL;
  g_autofree char *printed = NULL;
  g_auto (GStrv) words = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  words = g_strsplit (line, " ", -1);
  printed = git_run (scratch->path, NULL, 0, words);
}

Scratch *
scratch_new (void)
{
  Scratch *scratch = g_new0 (Scratch, 1);
  GError *error = NULL;

  scratch->folder = g_dir_make_tmp ("hallmark-test-XXXXXX", &error);
  g_assert_no_error (error);
  scratch->path = g_build_filename (scratch->folder, "project", NULL);
  g_assert_cmpint (g_mkdir (scratch->path, 0700), ==, 0);
  scratch_git (scratch, "init -q -b main .");
  return scratch;
}

void
scratch_free (Scratch *scratch)
{
  GError *error = NULL;

  if (scratch == NULL)
    return;
  hm_folder_remove (scratch->folder, &error);
  g_assert_no_error (error);
  g_free (scratch->folder);
  g_free (scratch->path);
  g_free (scratch);
}

void
scratch_import (const Scratch *scratch, const char *stream)
{
  g_autofree char *printed =
      scratch_git_fed (scratch, stream, -1, "fast-import --quiet --force --date-format=raw");
}

void
scratch_commit (const Scratch *scratch, const char *author, gint64 time, const char *changes)
{
  g_autofree char *ref = g_build_filename (scratch->path, ".git/refs/heads/main", NULL);
  gboolean has_parent = g_file_test (ref, G_FILE_TEST_EXISTS);
  g_autofree char *stream =
      g_strdup_printf ("commit refs/heads/main\nauthor %s %" G_GINT64_FORMAT
                       " +0000\ncommitter %s %" G_GINT64_FORMAT " +0000\ndata 0\n%s%s\n",
                       author, time, author, time, has_parent ? "from refs/heads/main^0\n" : "",
                       changes != NULL ? changes : "");

  scratch_import (scratch, stream);
}

char *
scratch_object (const Scratch *scratch, const char *type, const char *bytes, gsize size)
{
  return scratch_git_fed (scratch, bytes, (gssize) size, "hash-object -t %s -w --stdin --literally",
                          type);
}

void
scratch_commits (const Scratch *scratch, guint n)
{
  g_autoptr (GString) stream = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (stream,
                            "commit refs/heads/main\ncommitter Ada Lovelace <ada@x.org> %u +0000\n"
                            "data 0\n\n",
                            1000 + i);
  scratch_import (scratch, stream->str);
}

char *
scratch_commit_raw (const Scratch *scratch, const char *bytes, gsize size)
{
  char *hex = scratch_object (scratch, "commit", bytes, size);
  g_autofree char *ref = g_build_filename (scratch->path, ".git/refs/heads/main", NULL);

  g_assert_true (g_file_set_contents (ref, hex, -1, NULL));
  return hex;
}

char *
scratch_tree (const Scratch *scratch, const char *mode, const char *name, const char *hex)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  HmOid oid;

  g_assert_true (hm_oid_parse (hex, &oid));
  g_string_append_printf (bytes, "%s %s", mode, name);
  g_string_append_c (bytes, '\0');
  g_string_append_len (bytes, (const char *) oid.bytes, HM_OID_SIZE);
  return scratch_object (scratch, "tree", bytes->str, bytes->len);
}

void
scratch_commit_tree (const Scratch *scratch, const char *tree)
{
  g_autofree char *commit = scratch_git_fed (scratch, NULL, 0, "commit-tree -m x %s", tree);

  scratch_git (scratch, "update-ref refs/heads/main %s", commit);
}

char *
scratch_path (const Scratch *scratch, const char *name)
{
  return g_build_filename (scratch->folder, name, NULL);
}

HmEvidenceStore *
scratch_collect (const Scratch *scratch, const HmCollectOptions *options)
{
  HmCollectOptions all = options != NULL ? *options : (HmCollectOptions){ 0 };
  HmEvidenceStore *store;
  GError *error = NULL;

  if (all.needs == 0)
    all.needs = EVERYTHING;
  store = hm_collect (scratch->path, &all, &error);
  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

const HmTreeEntry *
scratch_entry (const HmFacts *facts, const char *path)
{
  for (gsize i = 0; i < facts->tree.n_entries; i++)
    if (strcmp (facts->tree.entries[i].path, path) == 0)
      return &facts->tree.entries[i];
  return NULL;
}
