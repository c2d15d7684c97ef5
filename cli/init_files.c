/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/init_files.h"

#include <string.h>

#include "cli/templates.h"
#include "core/error.h"
#include "core/mask.h"
#include "core/number.h"

#define COMMIT_HEX 40
#define GITHUB "https://github.com/"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const char *const ci_names[] = {
  [HM_CI_NONE] = "none",       [HM_CI_GITHUB] = "github",         [HM_CI_GITLAB] = "gitlab",
  [HM_CI_FORGEJO] = "forgejo", [HM_CI_WOODPECKER] = "woodpecker",
};

const char *
hm_ci_text (HmCi ci)
{
  return ci_names[ci];
}

gboolean
hm_ci_parse (const char *text, HmCi *ret_ci, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ci_names); i++) {
    if (g_str_equal (text, ci_names[i])) {
      *ret_ci = (HmCi) i;
      return TRUE;
    }
  }
  return hm_fail (error, HM_ERROR_USAGE,
                  "--ci %s: no such CI; github, gitlab, forgejo, woodpecker or none", text);
}

void
hm_init_source_clear (HmInitSource *source)
{
  g_clear_pointer (&source->url, g_free);
  g_clear_pointer (&source->commit, g_free);
}

/* An address goes into files that a shell reads: what quoting would have to think of is refused. */
static gboolean
is_plain_url (const char *url, gsize size)
{
  if (size <= strlen ("https://") || strncmp (url, "https://", strlen ("https://")) != 0)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    if (!g_ascii_isalnum (url[i]) && strchr (":/._~-", url[i]) == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_commit (const char *text)
{
  return strlen (text) == COMMIT_HEX && strspn (text, "0123456789abcdef") == COMMIT_HEX;
}

gboolean
hm_init_source_parse (const char *text, HmInitSource *ret_source, GError **error)
{
  const char *at = strrchr (text, '@');

  if (at == NULL || !is_plain_url (text, (gsize) (at - text)) || !is_commit (at + 1))
    return hm_fail (
        error, HM_ERROR_USAGE,
        "--source %s: an https address and a commit of 40 hexadecimal digits are right: "
        "https://HOST/OWNER/hallmark@COMMIT",
        text);
  ret_source->url = g_strndup (text, (gsize) (at - text));
  ret_source->commit = g_strdup (at + 1);
  return TRUE;
}

static void
file_free (gpointer data)
{
  HmInitFile *file = data;

  g_free (file->path);
  g_free (file->text);
  g_free (file->line);
  g_free (file);
}

/* Takes @text. */
static void
file_add (GPtrArray *files, const char *path, char *text)
{
  HmInitFile *file = g_new0 (HmInitFile, 1);

  file->path = g_strdup (path);
  file->text = text;
  file->line = g_strdup ("");
  g_ptr_array_add (files, file);
}

static void
policy_add (GPtrArray *files, const HmInitWish *wish)
{
  char score[HM_SCORE_TEXT_SIZE];
  const HmTemplateWord words[] = {
    { "NAME", wish->name },
    { "SCORE", hm_score_text (MAX (wish->floor, 0), score) },
    { NULL, NULL },
  };

  file_add (files, ".hallmark.yml", hm_template_fill (hm_template_policy, words));
}

/* Where each kind of CI looks for its files. */
static const struct {
  const char *path;
  const char *text;
} ci_files[] = {
  [HM_CI_GITHUB] = { ".github/workflows/hallmark.yml", hm_template_github },
  [HM_CI_GITLAB] = { ".gitlab/hallmark.yml", hm_template_gitlab },
  [HM_CI_FORGEJO] = { ".forgejo/workflows/hallmark.yml", hm_template_forgejo },
  [HM_CI_WOODPECKER] = { ".woodpecker/hallmark.yml", hm_template_woodpecker },
};

/* Characters of a branch's name that CI's patterns give a meaning, of those that git allows. */
static const char *const pattern_characters[] = {
  [HM_CI_NONE] = "",      [HM_CI_GITHUB] = "+!",     [HM_CI_GITLAB] = "",
  [HM_CI_FORGEJO] = "+!", [HM_CI_WOODPECKER] = "{}",
};

/* Returns: (owned) the pattern of @branch and of no other. */
static char *
branch_pattern (const char *branch, HmCi ci)
{
  g_autoptr (GString) pattern = g_string_new (NULL);

  for (const char *at = branch; *at != '\0'; at++) {
    if (strchr (pattern_characters[ci], *at) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *at);
  }
  return g_string_free (g_steal_pointer (&pattern), FALSE);
}

/* Returns: (owned) "OWNER/NAME@COMMIT"; NULL with HM_ERROR_USAGE where GitHub would not take it. */
static char *
action_name (const HmInitSource *source, GError **error)
{
  g_autofree char *path = NULL;
  const char *slash;

  if (!g_str_has_prefix (source->url, GITHUB)) {
    hm_fail (error, HM_ERROR_USAGE,
             "--source %s: GitHub takes actions from github.com only; give "
             "https://github.com/OWNER/hallmark@COMMIT, or --ci none",
             source->url);
    return NULL;
  }
  path = g_strdup (source->url + strlen (GITHUB));
  if (g_str_has_suffix (path, ".git"))
    path[strlen (path) - strlen (".git")] = '\0';
  slash = strchr (path, '/');
  if (slash == NULL || slash == path || slash[1] == '\0' || strchr (slash + 1, '/') != NULL
      || strchr (path, ':') != NULL) {
    hm_fail (error, HM_ERROR_USAGE,
             "--source %s: an owner and a repository are wanted: "
             "https://github.com/OWNER/hallmark@COMMIT",
             source->url);
    return NULL;
  }
  return g_strdup_printf ("%s@%s", path, source->commit);
}

static gboolean
ci_add (GPtrArray *files, const HmInitWish *wish, GError **error)
{
  g_autofree char *action = NULL;
  g_autofree char *pattern = NULL;

  if (wish->ci == HM_CI_NONE || wish->source == NULL)
    return TRUE;
  if (wish->ci == HM_CI_GITHUB) {
    action = action_name (wish->source, error);
    if (action == NULL)
      return FALSE;
  }
  pattern = branch_pattern (wish->branch, wish->ci);
  {
    const HmTemplateWord words[] = {
      { "BRANCH", pattern },
      { "ACTION", action != NULL ? action : "" },
      { "URL", wish->source->url },
      { "COMMIT", wish->source->commit },
      { NULL, NULL },
    };

    file_add (files, ci_files[wish->ci].path, hm_template_fill (ci_files[wish->ci].text, words));
  }
  if (wish->ci == HM_CI_GITLAB && !wish->has_gitlab_ci)
    file_add (files, ".gitlab-ci.yml", g_strdup ("include:\n  - local: .gitlab/hallmark.yml\n"));
  return TRUE;
}

/* Returns: (owned) @branch as a part of an address, its slashes kept. */
static char *
branch_path (const char *branch)
{
  g_auto (GStrv) segments = g_strsplit (branch, "/", -1);
  g_autoptr (GString) path = g_string_new (NULL);

  for (gsize i = 0; segments[i] != NULL; i++) {
    if (i > 0)
      g_string_append_c (path, '/');
    hm_mask_url_segment (path, segments[i], -1);
  }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

char *
hm_init_badge_line (const HmInitWish *wish)
{
  const HmPlatform *platform = wish->platform;
  const gboolean is_known = wish->source != NULL && platform->url != NULL;
  g_autofree char *branch = NULL;

  if (is_known && wish->ci == HM_CI_GITHUB && platform->kind == HM_FORGE_GITHUB)
    return g_strdup_printf ("[![hallmark score](%s/raw/badges/badge.svg)](%s)", platform->url,
                            platform->url);
  if (!is_known || wish->ci != HM_CI_GITLAB)
    return g_strdup ("![hallmark score](" HM_INIT_BADGE_FILE ")");
  branch = branch_path (wish->branch);
  return g_strdup_printf (
      "[![hallmark score](%s/-/jobs/artifacts/%s/raw/badge.svg?job=hallmark)](%s)", platform->url,
      branch, platform->url);
}

/* Where a badge belongs: after the first heading and the badges that stand there, else at the top. */
static gsize
badge_offset (const char *readme)
{
  const char *at = readme;
  const char *end;

  if (g_str_has_prefix (at, BYTE_ORDER_MARK))
    at += strlen (BYTE_ORDER_MARK);
  if (!g_str_has_prefix (at, "# "))
    return (gsize) (at - readme);
  end = strchr (at, '\n');
  if (end == NULL)
    return strlen (readme);
  at = end + 1;
  while (*at == '\n' || (at[0] == '\r' && at[1] == '\n'))
    at += *at == '\n' ? 1 : 2;
  return (gsize) (at - readme);
}

/* As the first line ends, so do those put in. */
static const char *
line_end (const char *text)
{
  const char *end = strchr (text, '\n');

  return end != NULL && end > text && end[-1] == '\r' ? "\r\n" : "\n";
}

static void
readme_add (GPtrArray *files, const HmInitWish *wish)
{
  HmInitFile *file;
  g_autoptr (GString) text = NULL;
  const char *end;
  gsize offset;

  if (wish->readme == NULL || strstr (wish->readme, "![hallmark score") != NULL)
    return;
  file = g_new0 (HmInitFile, 1);
  file->path = g_strdup ("README.md");
  file->is_edit = TRUE;
  file->line = hm_init_badge_line (wish);
  offset = badge_offset (wish->readme);
  end = line_end (wish->readme);
  text = g_string_new_len (wish->readme, (gssize) offset);
  if (wish->readme[offset] == '\0' && text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, end);
  g_string_append_printf (text, "%s%s", file->line, end);
  /* A picture before another badge shares its line; before text it is a paragraph of its own. */
  if (wish->readme[offset] != '[' && wish->readme[offset] != '!')
    g_string_append (text, end);
  g_string_append (text, wish->readme + offset);
  file->text = g_string_free (g_steal_pointer (&text), FALSE);
  g_ptr_array_add (files, file);
}

GPtrArray *
hm_init_files (const HmInitWish *wish, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (file_free);

  policy_add (files, wish);
  if (!ci_add (files, wish, error))
    return NULL;
  readme_add (files, wish);
  return g_steal_pointer (&files);
}
