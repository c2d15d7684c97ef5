/* SPDX-License-Identifier: Apache-2.0 */
/* From the words of a command line to the command that is meant: parses its options, helps with it, runs it. */
#ifndef HM_CLI_DISPATCH_H
#define HM_CLI_DISPATCH_H

#include "cli/command.h"

/* Returns: (nullable) the command called @name of @commands (NULL-terminated). */
const HmCommand *hm_command_find (const HmCommand *const *commands, const char *name);

/*
 * Runs @command, or that of its subcommands which @arguments names.
 *
 * @path: the words before its name: "hallmark"
 * @arguments: its name, then what follows; NULL-terminated
 *
 * Returns: an HmExit.
 */
int hm_command_run (const HmCommand *command, const char *path, char **arguments);

/* Prints what @command does, or that of its subcommands which @words (NULL-terminated) name. Returns: an HmExit. */
int hm_command_help (const HmCommand *command, const char *path, char **words);

#endif
