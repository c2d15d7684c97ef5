/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of a shell script, as roughly as it takes to see which of them publish. Distrusts the script.
 */
#ifndef HM_CHECKS_SCRIPT_H
#define HM_CHECKS_SCRIPT_H

#include "checks/lines.h"

/* What stands between line ends, `;`, `&&` and `||`; lines that are comments are left out. */
typedef struct {
  HmLines lines;    /* is_cut: the line is longer than what its commands show */
  const char *rest; /* (nullable) of the line, behind the command; NULL: the next line is due */
  const char *text; /* (borrowed) the command, not NUL-terminated */
  gsize size;       /* bytes */
} HmCommands;

/* Stands before the first command of @script. */
void hm_commands_init (HmCommands *commands, const char *script);

/* Goes to the next command. Returns: FALSE past the last one. */
gboolean hm_commands_next (HmCommands *commands);

/* Whether the command takes the variable @name as shells do: $NAME, ${NAME}, %NAME%, $env:NAME. */
gboolean hm_command_takes (const HmCommands *commands, const char *name);

#endif
