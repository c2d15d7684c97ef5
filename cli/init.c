/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark init`: shows, then writes, what a project needs to be gated in CI and to carry its badge. */
#include "cli/command.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/assay.h"
#include "cli/destination.h"
#include "cli/failure.h"
#include "cli/init_files.h"
#include "cli/interrupt.h"
#include "cli/speak.h"
#include "cli/subject.h"
#include "core/error.h"
#include "core/mask.h"
#include "evidence/git/worktree.h"
#include <hallmark/version.h>

/* Bytes of a README that a line is put into. */
#define README_BYTES_MAX ((gsize) 4 * 1024 * 1024)

static struct {
  char *ci;
  char *source;
  gboolean is_dry_run;
} options;

static const GOptionEntry entries[] = {
  { "ci", 0, 0, G_OPTION_ARG_FILENAME, &options.ci,
    "Write for github, gitlab, forgejo, woodpecker or none", "CI" },
  { "source", 0, 0, G_OPTION_ARG_FILENAME, &options.source,
    "Where CI gets hallmark from: https://HOST/OWNER/hallmark@COMMIT", "SOURCE" },
  { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.is_dry_run, "Show, and write nothing", NULL },
  G_OPTION_ENTRY_NULL,
};

/* What the repository has that matters here. */
typedef struct {
  HmWorktree worktree;
  char *name;
  char *readme; /* (nullable) */
  int floor;    /* tenths; below 0: no check applies */
} Findings;

static void
findings_clear (Findings *findings)
{
  hm_worktree_clear (&findings->worktree);
  g_clear_pointer (&findings->name, g_free);
  g_clear_pointer (&findings->readme, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Findings, findings_clear)

/*
 * Scores HEAD by git alone and by no policy: what a token shows can only raise the floor.
 *
 * Returns: an HmExit
 */
static int
floor_find (char **arguments, const gint *cancelled, Findings *ret_findings)
{
  g_auto (HmAssay) assay = { .cancelled = cancelled };
  g_autoptr (GError) error = NULL;
  int status;

  hm_forge_option_texts.is_offline = TRUE;
  hm_policy_option_texts.no_policy = TRUE;
  if (!hm_assay_plan (&assay, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  status = hm_assay_run (&assay, arguments);
  if (status != HM_EXIT_OK)
    return status;
  ret_findings->floor = assay.report->floor;
  ret_findings->name = g_strdup (assay.report->subject_name);
  return HM_EXIT_OK;
}

/*
 * A repository's config may name any folder as its work tree: what the user named stands in the one
 * that is written into.
 */
static gboolean
root_check (const char *path, const char *root, GError **error)
{
  g_autofree char *real_path = realpath (path, NULL);
  g_autofree char *real_root = realpath (root, NULL);
  const gsize size = real_root != NULL ? strlen (real_root) : 0;

  if (real_path == NULL || real_root == NULL)
    return hm_fail (error, HM_ERROR_IO, "%s: %s", real_path == NULL ? path : root,
                    g_strerror (errno));
  if (strncmp (real_path, real_root, size) != 0
      || (real_path[size] != '\0' && real_path[size] != '/' && !g_str_equal (real_root, "/")))
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: its config names another folder as the work tree; name that one: %s", path,
                    root);
  return TRUE;
}

static gboolean
is_there (const Findings *findings, const char *path)
{
  g_autofree char *file = g_build_filename (findings->worktree.root, path, NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS) || g_file_test (file, G_FILE_TEST_IS_SYMLINK);
}

/* A README that is none of ours to edit (a link, bytes that are no text, too large) is left alone. */
static void
readme_find (Findings *findings)
{
  g_autofree char *file = g_build_filename (findings->worktree.root, "README.md", NULL);
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize size = 0;

  if (g_lstat (file, &status) != 0 || !S_ISREG (status.st_mode)
      || (gsize) status.st_size > README_BYTES_MAX
      || !g_file_get_contents (file, &text, &size, NULL) || strlen (text) != size
      || !g_utf8_validate (text, (gssize) size, NULL))
    return;
  findings->readme = g_steal_pointer (&text);
}

/* The CI that the project has already, else that of its forge. */
static HmCi
ci_guess (const Findings *findings)
{
  if (is_there (findings, ".woodpecker") || is_there (findings, ".woodpecker.yml"))
    return HM_CI_WOODPECKER;
  switch (findings->worktree.platform.kind) {
  case HM_FORGE_GITHUB:
    return HM_CI_GITHUB;
  case HM_FORGE_GITLAB:
    return HM_CI_GITLAB;
  case HM_FORGE_FORGEJO:
    return HM_CI_FORGEJO;
  case HM_FORGE_UNKNOWN:
    break;
  }
  if (is_there (findings, ".gitlab-ci.yml"))
    return HM_CI_GITLAB;
  if (is_there (findings, ".forgejo") || is_there (findings, ".gitea"))
    return HM_CI_FORGEJO;
  return is_there (findings, ".github/workflows") ? HM_CI_GITHUB : HM_CI_NONE;
}

/* Each line of @text behind four blanks, fit for a terminal. */
static void
text_show (GString *out, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    if (lines[i + 1] == NULL && *lines[i] == '\0')
      break;
    g_string_append (out, *lines[i] != '\0' ? "    " : "");
    hm_mask_terminal (out, lines[i], -1, FALSE);
    g_string_append_c (out, '\n');
  }
}

static void
file_show (GString *out, const HmInitFile *file, gboolean is_kept)
{
  if (is_kept) {
    g_string_append_printf (out, "%s: is there, and stays as it is\n\n", file->path);
    return;
  }
  g_string_append_printf (out, "%s%s\n", file->path, file->is_edit ? " (a line is put in)" : "");
  text_show (out, file->is_edit ? file->line : file->text);
  g_string_append_c (out, '\n');
}

/*
 * Whether each folder on the way to @path is one, or is not there yet: a link among them may lead
 * out of the work tree, and this tree may be a stranger's.
 */
static gboolean
way_check (const Findings *findings, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (GStrv) segments = g_strsplit (folder, "/", -1);
  g_autofree char *way = g_strdup (findings->worktree.root);

  for (gsize i = 0; segments[i] != NULL; i++) {
    g_autofree char *parent = g_steal_pointer (&way);
    GStatBuf status;

    way = g_build_filename (parent, segments[i], NULL);
    if (g_lstat (way, &status) != 0)
      return TRUE;
    if (!S_ISDIR (status.st_mode))
      return hm_fail (error, HM_ERROR_USAGE,
                      "%s: %s is %s, where a folder is wanted; nothing was written", path, way,
                      S_ISLNK (status.st_mode) ? "a symbolic link" : "a file");
  }
  return TRUE;
}

static gboolean
file_write (const Findings *findings, const HmInitFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (findings->worktree.root, file->path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (HmDestination) destination = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (file->text, strlen (file->text));
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  if (g_mkdir_with_parents (folder, 0777) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: %s", folder, g_strerror (errno));
  destination = hm_destination_new (path, path, others, error);
  return destination != NULL && hm_destination_write (destination, bytes, error);
}

/* Where the badge's line could not be put, or shows a picture that is not drawn yet. */
static void
badge_tell (GString *out, const Findings *findings, const HmInitWish *wish)
{
  g_autofree char *line = hm_init_badge_line (wish);

  if (wish->readme == NULL) {
    g_string_append (out, "No README.md of words to put the badge's line into. It is\n");
    text_show (out, line);
    g_string_append_c (out, '\n');
  }
  if (strstr (line, "(" HM_INIT_BADGE_FILE ")") != NULL && !is_there (findings, HM_INIT_BADGE_FILE))
    g_string_append (out,
                     HM_INIT_BADGE_FILE " is not there yet: 'hallmark scan -o " HM_INIT_BADGE_FILE
                                        "' draws it, for you to commit.\n\n");
}

/* Shows all, then writes what is not there yet. */
static int
files_settle (const Findings *findings, const GPtrArray *files, const HmInitWish *wish)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_written = 0;

  for (guint i = 0; i < files->len; i++) {
    const HmInitFile *file = g_ptr_array_index (files, i);
    const gboolean is_kept = !file->is_edit && is_there (findings, file->path);

    if (!is_kept && !way_check (findings, file->path, &error)) {
      hm_complain ("%s", error->message);
      return HM_EXIT_USAGE;
    }
    file_show (out, file, is_kept);
  }
  badge_tell (out, findings, wish);
  if (wish->ci != HM_CI_NONE && wish->source == NULL)
    g_string_append (out, "No file for CI: say where it gets hallmark from, at which commit, with\n"
                          "--source https://HOST/OWNER/hallmark@COMMIT.\n\n");
  else if (wish->ci == HM_CI_NONE)
    g_string_append (out, "No file for CI: no forge is known by the remote; --ci says which.\n\n");
  if (wish->ci == HM_CI_GITLAB && wish->has_gitlab_ci && wish->source != NULL)
    g_string_append (out, "In .gitlab-ci.yml, include it:\n    include:\n"
                          "      - local: .gitlab/hallmark.yml\n\n");
  for (guint i = 0; i < files->len && !options.is_dry_run; i++) {
    const HmInitFile *file = g_ptr_array_index (files, i);

    if (!file->is_edit && is_there (findings, file->path))
      continue;
    if (!file_write (findings, file, &error)) {
      hm_complain ("%s", error->message);
      return HM_EXIT_USAGE;
    }
    n_written++;
  }
  if (options.is_dry_run)
    g_string_append (out, "Nothing was written: --dry-run.\n");
  else
    g_string_append_printf (out, "%u %s written; look them over, then commit them.\n", n_written,
                            n_written == 1 ? "file" : "files");
  return hm_speak (out->str, out->len);
}

/*
 * A build that was not told where it comes from leaves @ret_source empty where the command line
 * doesn't say it either.
 */
static gboolean
wish_read (HmInitWish *wish, HmInitSource *ret_source, GError **error)
{
  const char *source = options.source != NULL ? options.source : HM_SOURCE;

  return (options.ci == NULL || hm_ci_parse (options.ci, &wish->ci, error))
         && ((options.source == NULL && *source == '\0')
             || hm_init_source_parse (source, ret_source, error));
}

static int
init_run (char **arguments)
{
  const gint *cancelled = hm_interrupt_watch ();
  const char *path = arguments[0] != NULL ? arguments[0] : ".";
  g_auto (Findings) findings = { 0 };
  g_auto (HmInitSource) source = { 0 };
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  HmInitWish wish = { 0 };
  int status;

  if (arguments[0] != NULL && arguments[1] != NULL) {
    hm_complain ("%s: one repository at a time; '%s' is one too many", arguments[0], arguments[1]);
    return HM_EXIT_USAGE;
  }
  if (!wish_read (&wish, &source, &error))
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  if (!hm_worktree_find (path, &findings.worktree, &error)
      || !root_check (path, findings.worktree.root, &error))
    return hm_complain_error (error, cancelled);
  status = floor_find (arguments, cancelled, &findings);
  if (status != HM_EXIT_OK)
    return status;
  readme_find (&findings);
  if (options.ci == NULL)
    wish.ci = ci_guess (&findings);
  wish.name = findings.name;
  wish.branch = findings.worktree.branch;
  wish.floor = findings.floor;
  wish.platform = &findings.worktree.platform;
  wish.source = source.url != NULL ? &source : NULL;
  wish.readme = findings.readme;
  wish.has_gitlab_ci = is_there (&findings, ".gitlab-ci.yml");
  files = hm_init_files (&wish, &error);
  if (files == NULL)
    return hm_complain_with (error, HM_EXIT_USAGE, cancelled);
  return files_settle (&findings, files, &wish);
}

const HmCommand hm_command_init = {
  .name = "init",
  .arguments = "[REPO]",
  .summary = "Write a policy, a file for CI and the badge's line",
  .description =
      "Looks at the repository, shows what it would write into its work tree, and writes it:\n"
      ".hallmark.yml with today's floor as the bar, the file that gates in CI, and the\n"
      "line in README.md that shows the badge. What is there is never overwritten.",
  .options = entries,
  .run = init_run,
};
