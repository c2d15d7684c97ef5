/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, and what the program says of itself. */
#include "cli/command.h"
#include "cli/dispatch.h"
#include "cli/speak.h"

#include <hallmark/version.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

const HmCommand *const hm_commands[] = {
  &hm_command_scan,    &hm_command_gate,  &hm_command_history,    &hm_command_changes,
  &hm_command_release, &hm_command_badge, &hm_command_publish,    &hm_command_init,
  &hm_command_policy,  &hm_command_waive, &hm_command_portfolio,  &hm_command_store,
  &hm_command_checks,  &hm_command_auth,  &hm_command_completion, NULL,
};

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

int
main (int argc, char **argv)
{
  const HmCommand *command;

  /* A file that may not grow any more (ulimit -f) is an error to be told, as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
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
    command = hm_command_find (hm_commands, argv[2]);
    if (command != NULL)
      return hm_command_help (command, "hallmark", argv + 3);
    hm_complain ("%s: no such command; 'hallmark --help' lists all", argv[2]);
    return HM_EXIT_USAGE;
  }
  command = hm_command_find (hm_commands, argv[1]);
  if (command == NULL) {
    hm_complain ("%s: no such command; 'hallmark --help' lists all", argv[1]);
    return HM_EXIT_USAGE;
  }
  return hm_command_run (command, "hallmark", argv + 1);
}
