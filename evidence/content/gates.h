/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words without which a recogniser of whole files sees nothing in a text, looked for in one
 * pass for all of them. Each table is of the file that goes by it.
 */
#ifndef HM_EVIDENCE_CONTENT_GATES_H
#define HM_EVIDENCE_CONTENT_GATES_H

#include "evidence/content/marks.h"
#include "evidence/content/needles.h"

/* Files whose lines are commands, or hold some. */
#define HM_COMMAND_ROLES \
  (HM_ROLE_SCRIPT | HM_ROLE_BUILD | HM_ROLE_WORKFLOW | HM_ROLE_RELEASE | HM_ROLE_MANIFEST \
   | HM_ROLE_PUBLISHING)

extern HmNeedles hm_command_words;   /* execution.c */
extern HmNeedles hm_fetching_words;  /* execution.c */
extern HmNeedles hm_decoding_words;  /* execution.c */
extern HmNeedles hm_running_words;   /* execution.c */
extern HmNeedles hm_program_words;   /* command_flows.c */
extern HmNeedles hm_source_programs; /* command_words.c */
extern HmNeedles hm_decoding_calls;  /* command_words.c */
extern HmNeedles hm_escapes;         /* command_words.c */
extern HmNeedles hm_call_words;      /* secrets.c */
extern HmNeedles
    hm_sending_commands;           /* secret_gates.c: a line without one as a word sends nothing */
extern HmNeedles hm_secret_marks;  /* secret_gates.c */
extern HmNeedles hm_sending_words; /* secret_gates.c */
extern HmNeedles hm_trigger_words; /* secrets.c */
extern HmNeedles hm_tester_words;  /* feature_tests.c */

/*
 * What a text has at least in which anything passes for a secret (hm_secret_find()), before a
 * variable or a file is known to hold one, or in which the environment is printed. Whatever is
 * noted of secrets begins with one of these.
 */
extern HmNeedles hm_secret_roots; /* secret_gates.c */

/* One of the tables each. */
typedef enum {
  HM_WORDS_COMMAND = 1 << 0,
  HM_WORDS_FETCHING = 1 << 1,
  HM_WORDS_DECODING = 1 << 2,
  HM_WORDS_RUNNING = 1 << 3,
  HM_WORDS_PROGRAM = 1 << 4,
  HM_WORDS_SOURCE = 1 << 5,
  HM_WORDS_CALL = 1 << 6,
  HM_WORDS_ESCAPE = 1 << 7,
  HM_WORDS_REQUEST = 1 << 8,
  HM_WORDS_SENDING = 1 << 9,
  HM_WORDS_SECRET = 1 << 10,
  HM_WORDS_SENT = 1 << 11,
  HM_WORDS_TRIGGER = 1 << 12,
  HM_WORDS_TESTER = 1 << 13,
  HM_WORDS_ROOT = 1 << 14,
} HmWords;

/* Returns: of HmWords, those of @file, as far as they matter to files with its roles */
guint32 hm_text_words (const HmText *file);

/* Whether @file has a word of the one table @words. All that were asked about it are answered by one pass over it. */
gboolean hm_marks_have_words (HmMarks *marks, const HmText *file, HmWords words);

#endif
