/* SPDX-License-Identifier: Apache-2.0 */
/* The programs and words that matter where data flows through commands to what runs it. */
#ifndef HM_EVIDENCE_CONTENT_COMMAND_WORDS_H
#define HM_EVIDENCE_CONTENT_COMMAND_WORDS_H

#include "evidence/content/span.h"

typedef enum {
  HM_PROGRAM_NONE = 0,
  HM_PROGRAM_OTHER,
  HM_PROGRAM_PRINTER,     /* its arguments come out of it */
  HM_PROGRAM_SHELL,       /* runs a file, -c, or what comes in */
  HM_PROGRAM_INTERPRETER, /* likewise, with its own options */
  HM_PROGRAM_EVAL,        /* runs its arguments */
  HM_PROGRAM_SOURCE,      /* runs a file in this shell */
  HM_PROGRAM_INVOKE,      /* PowerShell's: runs its arguments, or what comes in */
  HM_PROGRAM_POWERSHELL,
  HM_PROGRAM_XARGS,
  HM_PROGRAM_FETCH,
  HM_PROGRAM_DECODER, /* with -d */
  HM_PROGRAM_UNCODER, /* always */
  HM_PROGRAM_HEX,     /* with -r */
  HM_PROGRAM_CARVER,  /* with -c */
  HM_PROGRAM_UNPACKER,
  HM_PROGRAM_PACKER, /* unpacks with -d */
  HM_PROGRAM_TRANSLATOR,
  HM_PROGRAM_CERTUTIL,
} HmProgram;

/* Returns: which program the command @name calls, by its last part */
HmProgram hm_program_of (HmSpan name);

/* Whether a command still follows behind @word: sudo, then, RUN. */
gboolean hm_word_is_prefix (HmSpan word);

/* Whether @word is the key of YAML whose value is a command. */
gboolean hm_word_is_command_key (HmSpan word);

/*
 * Returns: (nullable) a place in @text, on the first line with a word that any flow may come from:
 * a program or a call that decodes or fetches, or a program written as numbers of bytes. No flow
 * comes from a line that has none.
 */
const char *hm_text_find_source (HmSpan text);

/* Returns: the decoding call of another language in @word, as one-liners have it; empty where there is none */
HmSpan hm_word_decoder (HmSpan word);

/* Whether @word is a program written as numbers of bytes: more \x41 than a colour takes. */
gboolean hm_word_is_escaped (HmSpan word);

/*
 * Whether tr(1) with the arguments at @at undoes a cipher: it maps characters onto one another.
 * Honest uses map one set onto another (letters to capitals, + to -), and never back.
 */
gboolean hm_tr_is_cipher (const char *at, const char *end);

#endif
