/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of a text under way, word by word, and what flows through them. The tokens come from command_flows.c. */
#ifndef HM_EVIDENCE_CONTENT_COMMAND_STATE_H
#define HM_EVIDENCE_CONTENT_COMMAND_STATE_H

#include "evidence/content/command_words.h"

/* Substitutions within one another that are followed. */
#define HM_COMMAND_DEPTH_MAX 24

typedef enum {
  HM_FLOW_DECODED = 1 << 0,  /* from text that nobody can read */
  HM_FLOW_UNPACKED = 1 << 1, /* from an archive, or carved out of a file */
  HM_FLOW_REMOTE = 1 << 2,
} HmFlowKind;

/* What flows, and from where. */
typedef struct {
  guint kinds;
  HmSpan source; /* of HM_FLOW_DECODED and HM_FLOW_UNPACKED: the program */
  HmSpan host;   /* of HM_FLOW_REMOTE; empty: not in sight */
} HmFlow;

typedef enum {
  HM_EXPECT_WORD = 0,
  HM_EXPECT_OUTPUT, /* behind > or -o */
  HM_EXPECT_INPUT,
  HM_EXPECT_CODE, /* behind powershell -enc */
} HmExpectation;

/* A list of commands: the text itself, or a substitution in it. */
typedef struct {
  gboolean is_run; /* what it prints goes to an interpreter */
  HmSpan runner;   /* which one */
  HmFlow whole;    /* what its pipelines print */
  HmFlow flow;     /* what the pipeline yields before the command */
  guint32 since;
  char close; /* what ends it: ), ` */
  /* The command under way. */
  HmProgram program;
  HmSpan name;
  HmFlow own; /* what the command yields itself */
  HmSpan assigned;
  HmSpan output;
  gboolean has_code;   /* runs its arguments */
  gboolean has_script; /* runs a file, or code of its own */
  gboolean has_key;    /* -d, -r or -c was seen */
  gboolean has_dollar; /* its last word is the $ of a substitution */
  guint n_code_words;  /* of its arguments that are run */
  HmExpectation expects;
} HmCommandList;

typedef struct {
  HmMarks *marks;
  gboolean is_code;
  gboolean may_decode;  /* its words are looked at with hm_word_decoder() */
  GHashTable *aliases;  /* names of variables that hold a program's name, to that: B=base64 */
  GHashTable *carriers; /* (owned) variables as "$x" and files by name, to their HmFlow */
  HmSpan row;           /* from the first line of the command on */
  guint32 number;
  guint noted; /* HmFlowKind, of this line */
  guint depth; /* of lists; HM_COMMAND_DEPTH_MAX: deeper ones are not followed */
  guint n_ignored;
  HmCommandList lists[HM_COMMAND_DEPTH_MAX];
} HmCommandScan;

/* Takes a word of the command under way. @end: of the text, for what has to be read with its quotes */
void hm_command_word (HmCommandScan *scan, HmSpan word, const char *end);

/* Ends the command of the innermost list. */
void hm_command_end (HmCommandScan *scan, gboolean is_piped);

/* Opens a substitution or a group that @close ends. @is_run: what it yields is run */
void hm_command_list_open (HmCommandScan *scan, char close, gboolean is_run);
void hm_command_list_close (HmCommandScan *scan, char close);

/* At the end of a line: closes what nothing waits for. */
void hm_command_line_end (HmCommandScan *scan);

/* Whether the command runs what comes in. */
gboolean hm_command_runs_input (const HmCommandList *list);

/*
 * Whether what a substitution yields here is run: as a command, or as the beginning of code. Behind
 * that it may be data for an honest one.
 */
gboolean hm_command_runs_substitution (const HmCommandList *list);

#endif
