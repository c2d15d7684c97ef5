/* SPDX-License-Identifier: Apache-2.0 */
/* How a verdict is told: to people, and to the runner of a CI job. */
#ifndef HM_CLI_VERDICT_H
#define HM_CLI_VERDICT_H

#include "render/terminal.h"

typedef struct {
  char *annotate;
} HmVerdictOptionTexts;

/* Filled in by GOption: a process parses one command line. */
extern HmVerdictOptionTexts hm_verdict_option_texts;

#define HM_VERDICT_ENTRIES \
  { \
    "annotate", 0, 0, G_OPTION_ARG_FILENAME, &hm_verdict_option_texts.annotate, \
        "Print the findings as annotations for the CI that runs this: github", "CI" \
  }

/* Returns: FALSE with HM_ERROR_USAGE: no such CI. */
gboolean hm_verdict_options_check (GError **error);

/*
 * Says @text, which is empty or shows @report; the verdict, where it has one that @text doesn't
 * show; and the annotations that the options ask for: on stdout, or where that is taken by an
 * output, on stderr.
 *
 * Returns: as hm_speak()
 */
int hm_verdict_speak (const HmReport *report, const HmTerminal *terminal, gboolean is_stdout_taken,
                      GString *text);

#endif
