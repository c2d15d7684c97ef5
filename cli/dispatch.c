/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/dispatch.h"

#include <string.h>

#include "cli/speak.h"

const HmCommand *
hm_command_find (const HmCommand *const *commands, const char *name)
{
  for (gsize i = 0; commands[i] != NULL; i++) {
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  }
  return NULL;
}

static GOptionContext *
context_new (const HmCommand *command, const char *whole_name)
{
  GOptionContext *context = g_option_context_new (command->arguments);

  /* "Usage: hallmark scan [OPTION...] [REPO]": the context puts its own word behind the program's name. */
  g_set_prgname (whole_name);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, command->description);
  g_option_context_add_main_entries (context, command->options, NULL);
  /* The context prints help by itself and exits; here it is told, so that a full disk is noticed. */
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

static int
group_help (const HmCommand *group, const char *whole_name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "Usage:\n  %s COMMAND [OPTION...] [ARGUMENT...]\n\n%s\n\nCommands:\n",
                          whole_name, group->summary);
  for (gsize i = 0; group->subcommands[i] != NULL; i++)
    g_string_append_printf (text, "  %-12s%s\n", group->subcommands[i]->name,
                            group->subcommands[i]->summary);
  g_string_append_printf (text,
                          "\n%s\n\n  %s COMMAND --help    what a command does, and its options\n",
                          group->description, whole_name);
  return hm_speak (text->str, text->len);
}

int
hm_command_help (const HmCommand *command, const char *path, char **words)
{
  g_autofree char *whole_name = g_strconcat (path, " ", command->name, NULL);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *help = NULL;
  const HmCommand *meant = NULL;

  if (command->subcommands != NULL && words[0] != NULL)
    meant = hm_command_find (command->subcommands, words[0]);
  if (meant != NULL)
    return hm_command_help (meant, whole_name, words + 1);
  if (command->subcommands != NULL)
    return group_help (command, whole_name);
  context = context_new (command, whole_name);
  help = g_option_context_get_help (context, TRUE, NULL);
  text = g_string_new (help);
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

/*
 * Returns: (borrowed) (nullable) the first option that takes no value and has one: GLib would take
 * --strict=no for --strict.
 */
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
group_run (const HmCommand *group, const char *whole_name, char **arguments)
{
  const char *word = arguments[1];
  const HmCommand *command = word != NULL ? hm_command_find (group->subcommands, word) : NULL;

  if (command != NULL)
    return hm_command_run (command, whole_name, arguments + 1);
  if (asks_help (arguments))
    return group_help (group, whole_name);
  if (word == NULL)
    hm_complain ("no command of '%s'; '%s --help' lists all", whole_name, whole_name);
  else if (word[0] == '-')
    hm_complain ("Unknown option %s; see '%s --help'", word, whole_name);
  else
    hm_complain ("%s: no such command of '%s'; '%s --help' lists all", word, whole_name,
                 whole_name);
  return HM_EXIT_USAGE;
}

int
hm_command_run (const HmCommand *command, const char *path, char **arguments)
{
  g_autofree char *whole_name = g_strconcat (path, " ", command->name, NULL);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  const char *flag;

  if (command->subcommands != NULL)
    return group_run (command, whole_name, arguments);
  if (asks_help (arguments))
    return hm_command_help (command, path, arguments + 1);
  flag = flag_with_value (command, arguments);
  if (flag != NULL) {
    hm_complain ("%s: takes no value; see '%s --help'", flag, whole_name);
    return HM_EXIT_USAGE;
  }
  context = context_new (command, whole_name);
  words = g_strdupv (arguments);
  if (!g_option_context_parse_strv (context, &words, &error)) {
    hm_complain ("%s; see '%s --help'", error->message, whole_name);
    return HM_EXIT_USAGE;
  }
  /* The first word is the command's name; a "--" that ended the options is not an argument. */
  return command->run (words + (words[1] != NULL && g_str_equal (words[1], "--") ? 2 : 1));
}
