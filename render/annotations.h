/* SPDX-License-Identifier: Apache-2.0 */
/* What GitHub's runner reads: annotations on its job's log, and the outputs of a step. */
#ifndef HM_RENDER_ANNOTATIONS_H
#define HM_RENDER_ANNOTATIONS_H

#include "scoring/report.h"

/*
 * Appends workflow commands, one a line: ::error:: for what fell short of the gate, then the failed
 * findings that no waiver settles, at their lines, by risk; where a range was looked at, what it
 * adds alone. GitHub shows ten errors, ten warnings and ten notices of a step: what is past them is
 * counted by a notice. No text of the subject can begin a command of its own.
 *
 * A command line asks for them with --annotate github, and prints them on standard output after
 * everything else:
 *
 *     hm_annotations_github (text, report);
 *     hm_speak (text->str, text->len);
 */
void hm_annotations_github (GString *out, const HmReport *report);

/*
 * Returns: (owned) the lines for the file that $GITHUB_OUTPUT names, to be appended to it: score
 * and floor ("7.4", empty where there is none), coverage ("82", percent) and passed ("true",
 * "false", empty where no gate was asked for).
 */
GBytes *hm_github_output_write (const HmReport *report);

#endif
