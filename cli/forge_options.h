/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say whom to ask about a project, and how; and what they come to together with the environment. */
#ifndef HM_CLI_FORGE_OPTIONS_H
#define HM_CLI_FORGE_OPTIONS_H

#include "cli/environment.h"

/*
 * Seconds that a limit is waited out by default: what a forge asks of a caller who was too quick,
 * as a rule. A spent quota comes back within the hour; a scan that hangs that long in CI is worse
 * than one that says what it could not see.
 */
#define HM_MAX_WAIT_DEFAULT 60

typedef struct {
  gboolean is_offline;
  char *forge;
  char *api;
  char *token_file;
  char *record;
  char *replay;
  int max_requests;
  int max_wait;
  gboolean no_cache;
} HmForgeOptionTexts;

/* Filled in by GOption: a process parses one command line. */
extern HmForgeOptionTexts hm_forge_option_texts;

/* Whose forge it is, and with which token. */
#define HM_FORGE_ACCESS_ENTRIES \
  { "forge", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_forge_option_texts.forge, \
    "The forge is of this kind: github, gitlab or forgejo", \
    "KIND" }, \
      { "api", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_forge_option_texts.api, \
        "Where the forge's API is: https://HOST/api/v4", \
        "URL" }, \
  { \
    "token-file", 0, 0, G_OPTION_ARG_FILENAME, &hm_forge_option_texts.token_file, \
        "Read the token from this file; --api or --forge says whose it is", "FILE" \
  }

/* How it is asked. */
#define HM_FORGE_ASKING_ENTRIES \
  { "offline", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.is_offline, "Ask no forge", NULL }, \
      { "record", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_forge_option_texts.record, \
        "Keep what the forge answers in this folder, secrets removed", \
        "DIR" }, \
      { "replay", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_forge_option_texts.replay, \
        "Take the forge's answers from this folder", \
        "DIR" }, \
      { "max-requests", \
        0, \
        0, \
        G_OPTION_ARG_INT, \
        &hm_forge_option_texts.max_requests, \
        "Send the forge at most N requests", \
        "N" }, \
      { "max-wait", \
        0, \
        0, \
        G_OPTION_ARG_INT, \
        &hm_forge_option_texts.max_wait, \
        "Wait at most this long for the forge's limits (60)", \
        "SECONDS" }, \
  { \
    "no-cache", 0, 0, G_OPTION_ARG_NONE, &hm_forge_option_texts.no_cache, \
        "Neither use nor keep what earlier runs learned", NULL \
  }

/* What the options came to, with all that they borrow from. */
typedef struct {
  HmForgeOptions options;
  HmEnvironment *environment; /* (nullable) */
  HmRecording *replay;        /* (nullable) */
  GArray *tokens;             /* (element-type HmForgeToken) */
  char *token;                /* (nullable) of --token-file */
  char *api;                  /* (nullable) of --api, without a slash at its end */
  char *cache_folder;         /* (nullable) */
} HmForgePlan;

void hm_forge_plan_clear (HmForgePlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmForgePlan, hm_forge_plan_clear)

/*
 * Makes a plan of hm_forge_option_texts and @variables (as of g_get_environ()). The time of asking
 * is a recording's, or left for the caller to set.
 *
 * Returns: FALSE with HM_ERROR_USAGE (no such forge, no address, options that rule each other out,
 * a token that belongs nowhere), or as hm_environment_read() and hm_recording_read().
 */
gboolean hm_forge_options_read (char **variables, HmForgePlan *ret_plan, GError **error);

/* Whether @subject is an https URL, and so says by itself who is to be asked. */
gboolean hm_forge_is_named (const char *subject);

#endif
