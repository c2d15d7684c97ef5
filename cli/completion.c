/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `hallmark completion`: scripts for bash, zsh and fish, made from the table of commands. What an option's
 * value may be is told by its metavariable: FILE, DIR, CHECK, STYLE, WHEN, KIND, PERIOD, THEME.
 */
#include "checks/registry.h"
#include "cli/command.h"
#include "cli/speak.h"

#include <string.h>

static const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };

/* Every command answers to it, though no table holds it. */
static const char help_text[] = "Show what the command does, and its options";

/* Returns: (owned) the ids of the built-in checks with blanks between them. */
static char *
check_ids (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  g_autoptr (GString) ids = g_string_new (NULL);
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (registry, &n_checks);

  for (gsize i = 0; i < n_checks; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", checks[i]->id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* Returns: (owned) (nullable) the words that @metavar stands for; NULL where any word will do. */
static char *
metavar_words (const char *metavar)
{
  if (metavar == NULL)
    return NULL;
  if (g_str_equal (metavar, "CHECK") || g_str_equal (metavar, "[CHECK]"))
    return check_ids ();
  if (g_str_equal (metavar, "STYLE"))
    return g_strdup ("flat flat-square for-the-badge");
  if (g_str_equal (metavar, "WHEN"))
    return g_strdup ("auto always never");
  if (g_str_equal (metavar, "KIND"))
    return g_strdup ("github gitlab forgejo");
  if (g_str_equal (metavar, "PERIOD"))
    return g_strdup ("month quarter year week");
  if (g_str_equal (metavar, "THEME"))
    return g_strdup ("auto light dark");
  if (g_str_equal (metavar, "SHELL"))
    return g_strdup ("bash zsh fish");
  return NULL;
}

static gboolean
is_file (const char *metavar)
{
  return metavar != NULL && (g_str_equal (metavar, "FILE") || g_str_equal (metavar, "REPORT"));
}

static gboolean
is_folder (const char *metavar)
{
  return metavar != NULL && (g_str_equal (metavar, "[REPO]") || g_str_equal (metavar, "DIR"));
}

/* A text between single quotes, for any of the three shells. */
static void
quoted_append (GString *out, const char *text)
{
  g_autofree char *quoted = g_shell_quote (text);

  g_string_append (out, quoted);
}

static void
bash_value_append (GString *out, const char *metavar)
{
  g_autofree char *words = metavar_words (metavar);

  if (words != NULL)
    g_string_append_printf (out, "COMPREPLY=($(compgen -W '%s' -- \"$word\"))", words);
  else if (is_file (metavar))
    g_string_append (out, "mapfile -t COMPREPLY < <(compgen -f -- \"$word\")");
  else if (is_folder (metavar))
    g_string_append (out, "mapfile -t COMPREPLY < <(compgen -d -- \"$word\")");
  else
    g_string_append (out, "COMPREPLY=()");
}

/* Returns: (owned) the names of @commands, each with a blank behind it. */
static char *
command_names (const HmCommand *const *commands)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; commands[i] != NULL; i++)
    g_string_append_printf (names, "%s ", commands[i]->name);
  return g_string_free (names, FALSE);
}

/* @depth: words before the command's own */
static void
bash_command_append (GString *out, const HmCommand *command, guint depth)
{
  if (command->subcommands != NULL) {
    g_autofree char *names = command_names (command->subcommands);

    g_string_append_printf (out,
                            "    %s)\n      if [ \"$COMP_CWORD\" -eq %u ]; then\n"
                            "        COMPREPLY=($(compgen -W '%s--help' -- \"$word\"))\n"
                            "        return\n      fi\n"
                            "      case \"${COMP_WORDS[%u]}\" in\n",
                            command->name, depth + 1, names, depth + 1);
    for (gsize i = 0; command->subcommands[i] != NULL; i++)
      bash_command_append (out, command->subcommands[i], depth + 1);
    g_string_append (out, "      esac\n      ;;\n");
    return;
  }
  g_string_append_printf (out, "    %s)\n      case \"$previous\" in\n", command->name);
  for (const GOptionEntry *entry = command->options; entry->long_name != NULL; entry++) {
    if (entry->arg == G_OPTION_ARG_NONE)
      continue;
    g_string_append_printf (out, "        --%s", entry->long_name);
    if (entry->short_name != 0)
      g_string_append_printf (out, " | -%c", entry->short_name);
    g_string_append (out, ") ");
    bash_value_append (out, entry->arg_description);
    g_string_append (out, "; return ;;\n");
  }
  g_string_append (out,
                   "      esac\n      case \"$word\" in\n        -*) COMPREPLY=($(compgen -W '");
  for (const GOptionEntry *entry = command->options; entry->long_name != NULL; entry++)
    g_string_append_printf (out, "--%s ", entry->long_name);
  g_string_append (out, "--help' -- \"$word\")) ;;\n        *) ");
  bash_value_append (out, command->arguments);
  g_string_append (out, " ;;\n      esac\n      ;;\n");
}

static void
bash_write (GString *out)
{
  g_autofree char *names = command_names (hm_commands);

  g_string_append (out, "# bash completion of hallmark; made by 'hallmark completion bash'\n"
                        "_hallmark() {\n"
                        "  local word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
                        "  local previous=\"${COMP_WORDS[COMP_CWORD - 1]}\"\n"
                        "  # In --style=flat the sign is a word of its own.\n"
                        "  if [ \"$word\" = = ]; then\n"
                        "    word=\n"
                        "  elif [ \"$previous\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then\n"
                        "    previous=\"${COMP_WORDS[COMP_CWORD - 2]}\"\n"
                        "  fi\n"
                        "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                        "    COMPREPLY=($(compgen -W '");
  g_string_append (out, names);
  g_string_append (out, "--help --version' -- \"$word\"))\n"
                        "    return\n"
                        "  fi\n"
                        "  case \"${COMP_WORDS[1]}\" in\n");
  for (gsize i = 0; hm_commands[i] != NULL; i++)
    bash_command_append (out, hm_commands[i], 1);
  g_string_append (out, "  esac\n"
                        "}\n"
                        "complete -o filenames -F _hallmark hallmark\n");
}

/* What zsh's _arguments calls an action. */
static void
zsh_action_append (GString *out, const char *metavar)
{
  g_autofree char *words = metavar_words (metavar);

  g_string_append_printf (out, ":%s:", metavar);
  if (words != NULL)
    g_string_append_printf (out, "(%s)", words);
  else if (is_file (metavar))
    g_string_append (out, "_files");
  else if (is_folder (metavar))
    g_string_append (out, "_directories");
  else
    g_string_append (out, " ");
}

/* @name: "--output" or "-o", one of the two that @entry has. */
static void
zsh_option_append (GString *out, const GOptionEntry *entry, const char *name)
{
  const gboolean has_value = entry->arg != G_OPTION_ARG_NONE;
  g_autoptr (GString) spec = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (entry->description);

  if (entry->arg == G_OPTION_ARG_FILENAME_ARRAY)
    g_string_append_c (spec, '*');
  else if (entry->short_name != 0)
    g_string_append_printf (spec, "(-%c --%s)", entry->short_name, entry->long_name);
  g_string_append (spec, name);
  /* The value follows as a word of its own, or behind the sign, or behind the letter. */
  if (has_value)
    g_string_append_c (spec, name[1] == '-' ? '=' : '+');
  /* In a spec a colon and a bracket have a meaning. */
  g_string_replace (text, ":", "\\:", 0);
  g_string_replace (text, "[", "\\[", 0);
  g_string_replace (text, "]", "\\]", 0);
  g_string_append_printf (spec, "[%s]", text->str);
  if (has_value)
    zsh_action_append (spec, entry->arg_description);
  g_string_append (out, " \\\n        ");
  quoted_append (out, spec->str);
}

static void zsh_commands_append (GString *out, const HmCommand *const *commands);

static void
zsh_command_append (GString *out, const HmCommand *command)
{
  g_autoptr (GString) rest = g_string_new ("*");

  g_string_append_printf (out, "    %s)\n", command->name);
  if (command->subcommands != NULL) {
    zsh_commands_append (out, command->subcommands);
    g_string_append (out, "      ;;\n");
    return;
  }
  g_string_append (out, "      _arguments");
  for (const GOptionEntry *entry = command->options; entry->long_name != NULL; entry++) {
    const char short_name[] = { '-', entry->short_name, '\0' };
    g_autofree char *long_name = g_strconcat ("--", entry->long_name, NULL);

    zsh_option_append (out, entry, long_name);
    if (entry->short_name != 0)
      zsh_option_append (out, entry, short_name);
  }
  g_string_append_printf (out, " \\\n        '--help[%s]'", help_text);
  if (*command->arguments != '\0') {
    zsh_action_append (rest, command->arguments);
    g_string_append (out, " \\\n        ");
    quoted_append (out, rest->str);
  }
  g_string_append (out, "\n      ;;\n");
}

/* Offers the names of @commands where one is due, else what the one that stands there takes. */
static void
zsh_commands_append (GString *out, const HmCommand *const *commands)
{
  g_string_append (out, "  local -a commands=(");
  for (gsize i = 0; commands[i] != NULL; i++) {
    g_autofree char *row = g_strdup_printf ("%s:%s", commands[i]->name, commands[i]->summary);

    g_string_append (out, "\n    ");
    quoted_append (out, row);
  }
  g_string_append (out, "\n  )\n"
                        "  if (( CURRENT == 2 )); then\n"
                        "    _describe command commands\n"
                        "    return\n"
                        "  fi\n"
                        "  shift words\n"
                        "  (( CURRENT-- ))\n"
                        "  case $words[1] in\n");
  for (gsize i = 0; commands[i] != NULL; i++)
    zsh_command_append (out, commands[i]);
  g_string_append (out, "  esac\n");
}

static void
zsh_write (GString *out)
{
  g_string_append (out, "#compdef hallmark\n"
                        "# zsh completion of hallmark; made by 'hallmark completion zsh'\n"
                        "_hallmark() {\n");
  zsh_commands_append (out, hm_commands);
  g_string_append (out, "}\n"
                        "if [ \"$funcstack[1]\" = _hallmark ]; then\n"
                        "  _hallmark \"$@\"\n"
                        "else\n"
                        "  compdef _hallmark hallmark\n"
                        "fi\n");
}

/* @condition: when the command is the one that is typed */
static void
fish_option_append (GString *out, const char *condition, const GOptionEntry *entry)
{
  g_autofree char *words = metavar_words (entry->arg_description);

  g_string_append_printf (out, "complete -c hallmark -n '%s' -l %s", condition, entry->long_name);
  if (entry->short_name != 0)
    g_string_append_printf (out, " -s %c", entry->short_name);
  if (entry->arg != G_OPTION_ARG_NONE)
    g_string_append (out, is_file (entry->arg_description) ? " -r -F" : " -x");
  if (words != NULL)
    g_string_append_printf (out, " -a '%s'", words);
  else if (is_folder (entry->arg_description))
    g_string_append (out, " -a '(__fish_complete_directories)'");
  g_string_append (out, " -d ");
  quoted_append (out, entry->description);
  g_string_append_c (out, '\n');
}

/* @depth: words before the command's own; @path: a test of each of them, and "" of none */
static void
fish_command_append (GString *out, const HmCommand *command, guint depth, const char *path)
{
  g_autofree char *words = metavar_words (command->arguments);
  g_autofree char *here =
      g_strdup_printf ("%s; and test \"$w[%u]\" = %s", path, depth + 1, command->name);

  g_string_append_printf (out, "complete -c hallmark -n '%s; and test (count $w) -eq %u' -a %s -d ",
                          path, depth, command->name);
  quoted_append (out, command->summary);
  g_string_append_c (out, '\n');
  for (gsize i = 0; command->subcommands != NULL && command->subcommands[i] != NULL; i++)
    fish_command_append (out, command->subcommands[i], depth + 1, here);
  for (const GOptionEntry *entry = command->options; entry->long_name != NULL; entry++)
    fish_option_append (out, here, entry);
  g_string_append_printf (out, "complete -c hallmark -n '%s' -l help -d '%s'\n", here, help_text);
  if (words != NULL)
    g_string_append_printf (out, "complete -c hallmark -n '%s' -a '%s'\n", here, words);
  else if (*command->arguments != '\0' && command->subcommands == NULL)
    g_string_append_printf (out, "complete -c hallmark -n '%s' -F\n", here);
}

static void
fish_write (GString *out)
{
  g_string_append (out, "# fish completion of hallmark; made by 'hallmark completion fish'\n"
                        "complete -c hallmark -f\n");
  for (gsize i = 0; hm_commands[i] != NULL; i++)
    fish_command_append (out, hm_commands[i], 1, "set -l w (commandline -opc)");
}

static int
completion_run (char **arguments)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (arguments[0] == NULL || arguments[1] != NULL) {
    hm_complain ("completion: name one shell: bash, zsh or fish");
    return HM_EXIT_USAGE;
  }
  if (g_str_equal (arguments[0], "bash"))
    bash_write (out);
  else if (g_str_equal (arguments[0], "zsh"))
    zsh_write (out);
  else if (g_str_equal (arguments[0], "fish"))
    fish_write (out);
  else {
    hm_complain ("%s: no completion for this shell; there are bash, zsh and fish", arguments[0]);
    return HM_EXIT_USAGE;
  }
  return hm_speak (out->str, out->len);
}

const HmCommand hm_command_completion = {
  .name = "completion",
  .arguments = "SHELL",
  .summary = "Print the completion script of a shell",
  .description = "bash:  source <(hallmark completion bash)\n"
                 "zsh:   source <(hallmark completion zsh)\n"
                 "fish:  hallmark completion fish | source",
  .options = entries,
  .run = completion_run,
};
