/* SPDX-License-Identifier: Apache-2.0 */
/* Where decoded or fetched data goes to an interpreter. Two views of a text, for the recogniser of execution. */
#ifndef HM_EVIDENCE_CONTENT_FLOWS_H
#define HM_EVIDENCE_CONTENT_FLOWS_H

#include "evidence/content/marks.h"

/*
 * As commands: pipelines, substitutions, files and variables written and then run. Blind for
 * quotes, since one shell's quoted word is the next one's program.
 *
 * @is_code: the file is a program in another language that may hold commands in its strings: lines
 * stand for themselves there, and remote code isn't noted
 */
void hm_flows_of_commands (HmMarks *marks, const HmText *file, gboolean is_code);

/*
 * As calls of an interpreted language: eval (decode (...)), and variables between the two.
 *
 * @is_code: the file is a program in such a language; otherwise one may stand on a line of it (node -e "...")
 */
void hm_flows_of_calls (HmMarks *marks, const HmText *file, gboolean is_code);

#endif
