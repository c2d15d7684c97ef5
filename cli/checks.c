/* SPDX-License-Identifier: Apache-2.0 */
/* `hallmark checks`: what is checked, why, how it scores, how to mend. */
#include "cli/check_choice.h"
#include "cli/command.h"
#include "cli/speak.h"
#include "render/checks_doc.h"
#include "scoring/policy.h"

static struct {
  char **plugins;
  char *color;
  gboolean markdown;
} options;

static const GOptionEntry entries[] = {
  { "markdown", 0, 0, G_OPTION_ARG_NONE, &options.markdown,
    "Write the whole documentation as Markdown", NULL },
  { "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.plugins,
    "Load checks from this plug-in; again for more", "FILE" },
  { "color", 0, 0, G_OPTION_ARG_FILENAME, &options.color, "Colour: auto, always or never", "WHEN" },
  G_OPTION_ENTRY_NULL,
};

static int
checks_run (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmRegistry) registry = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const HmCheck *const *checks;
  const HmCheck *check = NULL;
  HmColor color;
  HmTerminal terminal;
  gsize n_checks;

  if (hm_color_parse (options.color != NULL ? options.color : "auto", &color, &error))
    registry = hm_check_registry (options.plugins, &error);
  if (registry != NULL && arguments[0] != NULL)
    check = hm_check_find (registry, arguments[0], &error);
  if (error != NULL) {
    hm_complain ("%s", error->message);
    return HM_EXIT_USAGE;
  }
  if (arguments[0] != NULL && arguments[1] != NULL) {
    hm_complain ("checks: one check at a time; '%s' is one too many", arguments[1]);
    return HM_EXIT_USAGE;
  }
  terminal = hm_stdout_terminal (color);
  checks = hm_registry_checks (registry, &n_checks);
  if (options.markdown)
    hm_checks_doc_markdown (text, check != NULL ? &check : checks, check != NULL ? 1 : n_checks,
                            &hm_policy_default);
  else if (check != NULL)
    hm_checks_doc_check (text, check, &hm_policy_default, &terminal);
  else
    hm_checks_doc_list (text, checks, n_checks, &hm_policy_default, &terminal);
  return hm_speak (text->str, text->len);
}

const HmCommand hm_command_checks = {
  .name = "checks",
  .arguments = "[CHECK]",
  .summary = "List the checks, or explain one",
  .description = "CHECK is an id or a name: security-policy, Security-Policy.",
  .options = entries,
  .run = checks_run,
};
