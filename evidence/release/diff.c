/* SPDX-License-Identifier: Apache-2.0 */
/* Unified differences by libgit2's xdiff. */
#include "evidence/release/diff.h"

#include <git2.h>

#include "core/limits.h"
#include "evidence/git/repository.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_patch, git_patch_free)

/* Bytes of one line that are kept: what a terminal shows of it is less. */
#define LINE_BYTES_MAX 1000

void
hm_diff_clear (HmDiff *diff)
{
  g_clear_pointer (&diff->text, g_free);
}

static void
line_append (GString *text, const git_diff_line *line)
{
  gsize size = line->content_len;

  if (line->origin != GIT_DIFF_LINE_CONTEXT && line->origin != GIT_DIFF_LINE_ADDITION
      && line->origin != GIT_DIFF_LINE_DELETION)
    return;
  if (size > 0 && line->content[size - 1] == '\n')
    size--;
  g_string_append_c (text, line->origin);
  g_string_append_len (text, line->content, (gssize) MIN (size, (gsize) LINE_BYTES_MAX));
  g_string_append (text, size > LINE_BYTES_MAX ? "...\n" : "\n");
}

static void
hunks_append (GString *text, git_patch *patch, HmDiff *diff)
{
  guint n_lines = 0;

  for (gsize i = 0; i < git_patch_num_hunks (patch); i++) {
    const git_diff_hunk *hunk;
    gsize n_of_hunk;

    if (git_patch_get_hunk (&hunk, &n_of_hunk, patch, i) < 0)
      return;
    if (n_lines >= HM_DIFF_LINES_MAX) {
      diff->is_cut = TRUE;
      return;
    }
    g_string_append_printf (text, "@@ -%d,%d +%d,%d @@\n", hunk->old_start, hunk->old_lines,
                            hunk->new_start, hunk->new_lines);
    for (gsize j = 0; j < n_of_hunk; j++) {
      const git_diff_line *line;

      if (git_patch_get_line_in_hunk (&line, patch, i, j) < 0)
        return;
      if (n_lines++ >= HM_DIFF_LINES_MAX) {
        diff->is_cut = TRUE;
        return;
      }
      line_append (text, line);
    }
  }
}

void
hm_diff_make (const void *before, gsize before_size, const void *after, gsize after_size,
              HmDiff *ret_diff)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (git_patch) patch = NULL;
  git_diff_options options;
  size_t n_added = 0;
  size_t n_removed = 0;

  *ret_diff = (HmDiff){ 0 };
  hm_git_init ();
  git_diff_options_init (&options, GIT_DIFF_OPTIONS_VERSION);
  if (before_size > HM_DIFF_SIDE_MAX || after_size > HM_DIFF_SIDE_MAX) {
    ret_diff->is_large = TRUE;
  } else if (git_patch_from_buffers (&patch, before, before_size, "a", after, after_size, "b",
                                     &options)
                 < 0
             || patch == NULL) {
    ret_diff->is_binary = TRUE;
  } else {
    ret_diff->is_binary = (git_patch_get_delta (patch)->flags & GIT_DIFF_FLAG_BINARY) != 0;
    git_patch_line_stats (NULL, &n_added, &n_removed, patch);
    ret_diff->n_added = (guint) n_added;
    ret_diff->n_removed = (guint) n_removed;
    hunks_append (text, patch, ret_diff);
  }
  ret_diff->text = g_string_free (g_steal_pointer (&text), FALSE);
}
