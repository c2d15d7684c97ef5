/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contract of a subcommand, and the table of all. Help, the shell completions and the test of the man
 * page are made from it, so an option that stands here stands everywhere.
 */
#ifndef HM_CLI_COMMAND_H
#define HM_CLI_COMMAND_H

#include <glib.h>

/* Exit codes: DESIGN section 6. */
typedef enum {
  HM_EXIT_OK = 0,
  HM_EXIT_GATE = 1,          /* a gate failed */
  HM_EXIT_USAGE = 2,         /* wrong words, or an output that can't be written */
  HM_EXIT_SUBJECT = 3,       /* the subject could not be read */
  HM_EXIT_INCOMPLETE = 4,    /* some evidence could not be collected, and --strict was given */
  HM_EXIT_INTERRUPTED = 130, /* Ctrl-C: 128 + SIGINT, as shells count */
} HmExit;

typedef struct HmCommand HmCommand;
struct HmCommand {
  const char *name;
  /* "[REPO]": as --help shows them; the words in capitals also steer the completion */
  const char *arguments;
  const char *summary;     /* one line */
  const char *description; /* paragraphs for --help */

  /*
   * Ends with a NULL long_name. A text is a FILENAME, not a STRING: that one GLib converts from the
   * locale's charset, so that in the C locale "ż" would be refused.
   */
  const GOptionEntry *options;

  /* @arguments: what is left after the options; NULL-terminated. Returns: an HmExit. */
  int (*run) (char **arguments);

  /* (nullable) NULL-terminated: a command of commands, which has neither options nor @run of its own. */
  const HmCommand *const *subcommands;
};

extern const HmCommand hm_command_scan;
extern const HmCommand hm_command_history;
extern const HmCommand hm_command_gate;
extern const HmCommand hm_command_badge;
extern const HmCommand hm_command_checks;
extern const HmCommand hm_command_changes;
extern const HmCommand hm_command_release;
extern const HmCommand hm_command_init;
extern const HmCommand hm_command_publish;
extern const HmCommand hm_command_portfolio;
extern const HmCommand hm_command_policy;
extern const HmCommand hm_command_waive;
extern const HmCommand hm_command_store;
extern const HmCommand hm_command_auth;
extern const HmCommand hm_command_completion;

/* NULL-terminated, in the order of --help. */
extern const HmCommand *const hm_commands[];
extern const HmCommand *const hm_portfolio_commands[];

#endif
