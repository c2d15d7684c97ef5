/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code that runs on the machine of whoever installs a package, or builds what they depend on. Distrusts every byte.
 *
 * npm's prepare isn't one: it runs in a clone, not at those who install from the registry.
 */
#include <jansson.h>
#include <string.h>

#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"

static guint32
line_of_key (const HmText *file, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", key);
  const char *at = hm_span_find ((HmSpan){ file->text, file->size }, quoted);
  guint32 line = 1;

  for (const char *c = file->text; at != NULL && c < at; c++)
    line += *c == '\n' ? 1 : 0;
  return at != NULL ? line : 0;
}

static void
read_json_scripts (HmMarks *marks, const HmText *file, const char *const *hooks)
{
  json_t *root = json_loadb (file->text, file->size, JSON_ALLOW_NUL, NULL);
  json_t *scripts = json_object_get (root, "scripts");

  for (gsize i = 0; hooks[i] != NULL; i++) {
    json_t *value = json_object_get (scripts, hooks[i]);
    g_autofree char *identity = NULL;

    if (value == NULL)
      continue;
    /* Another command is another hook. */
    identity = g_strdup_printf ("%s=%s", hooks[i],
                                json_is_string (value) ? json_string_value (value) : "");
    hm_marks_note (marks, HM_MARK_INSTALL_HOOK, line_of_key (file, hooks[i]), identity,
                   strlen (identity), "%s", hooks[i]);
  }
  json_decref (root);
}

/*
 * A command of setup.py that is replaced by the package's own: cmdclass={"install": ...}; and what
 * it fetches as it is read.
 */
static void
read_setup_py (HmMarks *marks, const HmText *file)
{
  static const char *const commands[] = { "install",   "develop",     "egg_info",       "build_py",
                                          "bdist_egg", "install_lib", "install_scripts" };
  static const char *const fetches[] = { "urlopen", "urlretrieve", "requests.get", "requests.post",
                                         "socket.create_connection" };
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);

    if (line.size == 0 || line.at[0] == '#')
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS (fetches); i++)
      if (hm_span_find (line, fetches[i]) != NULL && !hm_span_begins (line, "from ")
          && !hm_span_begins (line, "import "))
        HM_NOTE_ROW (marks, HM_MARK_INSTALL_HOOK, rows.number, line, "setup.py: %s", fetches[i]);
    is_inside = is_inside || hm_span_find_word (line, "cmdclass") != NULL;
    for (gsize i = 0; is_inside && i < G_N_ELEMENTS (commands); i++) {
      const char *at = hm_span_find_word (line, commands[i]);
      const char *after = at != NULL ? at + strlen (commands[i]) : NULL;
      const char *end = line.at + line.size;

      if (at == NULL || after == end)
        continue;
      if ((*after == '"' || *after == '\'') && at > line.at && at[-1] == *after && after + 1 < end
          && (after[1] == ':' || after[1] == ']'))
        HM_NOTE_ROW (marks, HM_MARK_INSTALL_HOOK, rows.number, line, "setup.py: %s", commands[i]);
    }
    if (is_inside && memchr (line.at, '}', line.size) != NULL)
      is_inside = FALSE;
  }
}

/* A line that has @word where a hook is named. */
typedef struct {
  const char *ending; /* of the path */
  const char *word;
  const char *hook;
} LineHook;

static const LineHook line_hooks[] = {
  { "binding.gyp", "\"action\"", "binding.gyp: action" },
  { "binding.gyp", "'action'", "binding.gyp: action" },
  { ".gemspec", ".extensions", "extensions" },
  { "Cargo.toml", "proc-macro = true", "proc-macro" },
  { ".targets", "<Exec ", "Exec" },
  { ".props", "<Exec ", "Exec" },
  { "pyproject.toml", "backend-path", "backend-path" },
  { ".pth", "import ", "import of a .pth file" },
};

/* Files that are hooks themselves, as their paths end: Cargo's, RubyGems', NuGet's and Debian's. */
static const char *const hook_files[] = {
  "/build.rs", "/extconf.rb", "tools/install.ps1", "tools/init.ps1",
  "/postinst", "/preinst",    ".postinst",         ".preinst",
};

static void
read_line_hooks (HmMarks *marks, const HmText *file)
{
  g_autofree char *path = g_strconcat ("/", file->path, NULL);
  const char *name = hm_path_last (file->path);
  gboolean is_any = FALSE;
  HmRows rows;

  for (gsize i = 0; i < G_N_ELEMENTS (hook_files); i++)
    if (g_str_has_suffix (path, hook_files[i]))
      hm_marks_note (marks, HM_MARK_INSTALL_HOOK, 0, name, strlen (name), "%s", name);
  for (gsize i = 0; i < G_N_ELEMENTS (line_hooks); i++)
    is_any = is_any || g_str_has_suffix (name, line_hooks[i].ending);
  if (!is_any)
    return;
  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows))
    for (gsize i = 0; i < G_N_ELEMENTS (line_hooks); i++)
      if (g_str_has_suffix (name, line_hooks[i].ending)
          && hm_span_find (rows.line, line_hooks[i].word) != NULL)
        HM_NOTE_ROW (marks, HM_MARK_INSTALL_HOOK, rows.number, rows.line, "%s", line_hooks[i].hook);
}

void
hm_recognise_install_hooks (HmMarks *marks, const HmText *file)
{
  static const char *const npm[] = { "preinstall", "install", "postinstall", NULL };
  static const char *const composer[] = {
    "pre-install-cmd",   "post-install-cmd",   "pre-update-cmd",       "post-update-cmd",
    "pre-autoload-dump", "post-autoload-dump", "post-package-install", NULL,
  };
  const char *name = hm_path_last (file->path);

  if (g_str_equal (name, "package.json"))
    read_json_scripts (marks, file, npm);
  else if (g_str_equal (name, "composer.json"))
    read_json_scripts (marks, file, composer);
  else if (g_str_equal (name, "setup.py"))
    read_setup_py (marks, file);
  else
    read_line_hooks (marks, file);
}
