/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the subcommand, parses its options, runs it. */
#include "cli/command.h"
#include "cli/speak.h"

#include <hallmark/version.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

const HmCommand *const hm_commands[] = {
  &hm_command_scan,   &hm_command_history,    &hm_command_badge,
  &hm_command_checks, &hm_command_changes,    &hm_command_release,
  &hm_command_auth,   &hm_command_completion, NULL,
};

static const HmCommand *
command_find (const char *name)
{
  for (gsize i = 0; hm_commands[i] != NULL; i++) {
    if (g_str_equal (hm_commands[i]->name, name))
      return hm_commands[i];
  }
  return NULL;
}

static GOptionContext *
context_new (const HmCommand *command)
{
  g_autofree char *name = g_strconcat ("hallmark ", command->name, NULL);
  GOptionContext *context = g_option_context_new (command->arguments);

  /* "Usage: hallmark scan [OPTION...] [REPO]": the context puts its own word behind the program's name. */
  g_set_prgname (name);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, command->description);
  g_option_context_add_main_entries (context, command->options, NULL);
  /* The context prints help by itself and exits; here it is told, so that a full disk is noticed. */
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

static int
help_print (void)
{
  g_autoptr (GString) text = g_string_new (
      "hallmark scores who can change a source repository, who did, and what is in it,\n"
      "and stamps the result as a badge and a report.\n\n"
      "Usage:\n"
      "  hallmark COMMAND [OPTION...] [ARGUMENT...]\n\n"
      "Commands:\n");

  for (gsize i = 0; hm_commands[i] != NULL; i++)
    g_string_append_printf (text, "  %-12s%s\n", hm_commands[i]->name, hm_commands[i]->summary);
  g_string_append (text,
                   "\n"
                   "  hallmark COMMAND --help    what a command does, and its options\n"
                   "  hallmark --version         the version\n"
                   "\n"
                   "Exit codes: 0 done; 1 a gate failed; 2 wrong usage or unwritable output;\n"
                   "3 the repository or report could not be read, or the forge refuses the token;\n"
                   "4 evidence is missing and --strict was given; 130 interrupted.\n");
  return hm_speak (text->str, text->len);
}

static int
command_help (const HmCommand *command)
{
  g_autoptr (GOptionContext) context = context_new (command);
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_autoptr (GString) text = g_string_new (help);

  /* GLib writes an ellipsis whatever the locale shows. */
  g_string_replace (text, "…", "...", 0);
  return hm_speak (text->str, text->len);
}

/* Whether the user asks for help: anywhere before a lone "--". */
static gboolean
asks_help (char **arguments)
{
  for (gsize i = 0; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++) {
    if (g_str_equal (arguments[i], "--help") || g_str_equal (arguments[i], "-h"))
      return TRUE;
  }
  return FALSE;
}

/* Returns: (borrowed) (nullable) the first option that takes no value and has one: GLib would take --strict=no for --strict. */
static const char *
flag_with_value (const HmCommand *command, char **arguments)
{
  for (gsize i = 0; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++) {
    const char *name = g_str_has_prefix (arguments[i], "--") ? arguments[i] + 2 : "";

    for (const GOptionEntry *entry = command->options; entry->long_name != NULL; entry++) {
      const gsize size = strlen (entry->long_name);

      if (entry->arg == G_OPTION_ARG_NONE && strncmp (name, entry->long_name, size) == 0
          && name[size] == '=')
        return arguments[i];
    }
  }
  return NULL;
}

static int
command_run (const HmCommand *command, char **arguments)
{
  g_autoptr (GOptionContext) context = context_new (command);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  const char *flag;

  if (asks_help (arguments))
    return command_help (command);
  flag = flag_with_value (command, arguments);
  if (flag != NULL) {
    hm_complain ("%s: takes no value; see 'hallmark %s --help'", flag, command->name);
    return HM_EXIT_USAGE;
  }
  words = g_strdupv (arguments);
  if (!g_option_context_parse_strv (context, &words, &error)) {
    hm_complain ("%s; see 'hallmark %s --help'", error->message, command->name);
    return HM_EXIT_USAGE;
  }
  /* The first word is the command's name; a "--" that ended the options is not an argument. */
  return command->run (words + (words[1] != NULL && g_str_equal (words[1], "--") ? 2 : 1));
}

int
main (int argc, char **argv)
{
  const HmCommand *command;

  /* Only what bytes mean: numbers stay the same everywhere. */
  setlocale (LC_CTYPE, "");
  if (argc < 2) {
    hm_complain (
        "no command; 'hallmark scan' scores the repository here, 'hallmark --help' lists all");
    return HM_EXIT_USAGE;
  }
  if (g_str_equal (argv[1], "--version") || g_str_equal (argv[1], "-V"))
    return hm_speak ("hallmark " HM_VERSION "\n", strlen ("hallmark " HM_VERSION "\n"));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return help_print ();
  if (g_str_equal (argv[1], "help")) {
    if (argc == 2)
      return help_print ();
    command = command_find (argv[2]);
    if (command != NULL)
      return command_help (command);
    hm_complain ("%s: no such command; 'hallmark --help' lists all", argv[2]);
    return HM_EXIT_USAGE;
  }
  command = command_find (argv[1]);
  if (command == NULL) {
    hm_complain ("%s: no such command; 'hallmark --help' lists all", argv[1]);
    return HM_EXIT_USAGE;
  }
  return command_run (command, argv + 1);
}
