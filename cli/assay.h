/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a command line to a report: finds the repository, the policy that it goes by and the commit,
 * scans, weighs, and judges where a gate is asked for.
 */
#ifndef HM_CLI_ASSAY_H
#define HM_CLI_ASSAY_H

#include "checks/registry.h"
#include "cli/forge_options.h"
#include "cli/gate_options.h"
#include "cli/policy_options.h"
#include "cli/subject.h"
#include "evidence/range.h"

typedef struct {
  char **checks;
  char *commit;
  char *ref;
  char *at;
  char *allowed_signers;
  char *keyring;
  char *state;
  char **plugins;
} HmAssayOptionTexts;

/* Filled in by GOption: a process parses one command line. */
extern HmAssayOptionTexts hm_assay_option_texts;

/* What is looked at. */
#define HM_ASSAY_ENTRIES \
  { "check", \
    'c', \
    0, \
    G_OPTION_ARG_FILENAME_ARRAY, \
    &hm_assay_option_texts.checks, \
    "Run only this check; again for more", \
    "CHECK" }, \
      { "commit", 0, 0, G_OPTION_ARG_FILENAME, &hm_assay_option_texts.commit, "Score this commit", \
        "REV" }, \
      { "ref", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_assay_option_texts.ref, \
        "Score the tip of this branch or tag", \
        "NAME" }, \
      { "at",  0, 0, G_OPTION_ARG_FILENAME, &hm_assay_option_texts.at, "Score as of this date", \
        "DATE" }, \
      { "allowed-signers", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_assay_option_texts.allowed_signers, \
        "Verify SSH signatures against this allowed signers file", \
        "FILE" }, \
      { "keyring", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_assay_option_texts.keyring, \
        "Verify OpenPGP signatures against the keys in this file", \
        "FILE" }, \
      { "state", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_assay_option_texts.state, \
        "Remember in this file where tags lead; tell of moved ones", \
        "FILE" }, \
  { \
    "plugin", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &hm_assay_option_texts.plugins, \
        "Load checks from this plug-in; again for more", "FILE" \
  }

/* All that one run stands on. A zeroed one is ready for hm_assay_plan(). */
typedef struct {
  const gint *cancelled;
  gboolean is_gated; /* set by the caller before hm_assay_run(): a verdict is wanted */
  HmRegistry *registry;
  GPtrArray *checks; /* (element-type const HmCheck, borrowed) in report order */
  GPtrArray *reads;  /* (nullable) (element-type const char*) NULL-terminated */
  HmForgePlan forge;
  char *journal_folder; /* (nullable) */
  HmGatePlan gate;
  HmCollectOptions collect;
  HmPlace place;
  HmRange range;             /* where one is looked at */
  gboolean is_range_partial; /* some of its commits could not be looked at whole */
  char *policy_ref; /* (nullable) what the range is held against, where its policy judges */
  char *parted_at;  /* (nullable) the base of the range */
  HmPolicyChoice policy;
  /*
   * (nullable) set by the caller: a policy file of the work tree, used in place of the committed
   * one
   */
  const char *edited_policy;
  HmLoadedPolicy *edited; /* (nullable) */
  HmReport *report;       /* (nullable) */
} HmAssay;

void hm_assay_clear (HmAssay *assay);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmAssay, hm_assay_clear)

/* Reads the options. Returns: FALSE with an error that means HM_EXIT_USAGE. */
gboolean hm_assay_plan (HmAssay *assay, GError **error);

/*
 * Scans the repository that @arguments name and makes HmAssay.report, with range, baseline and
 * verdict. What goes wrong is said on stderr, as is what a policy that was left alone comes to.
 *
 * Returns: HM_EXIT_OK; else the exit of what went wrong.
 */
int hm_assay_run (HmAssay *assay, char **arguments);

/*
 * Judges the report in the file @file, "-" for standard input, which becomes HmAssay.report: by the
 * policy that the options name, or that of the repository here, where there is one.
 *
 * Returns: as hm_assay_run()
 */
int hm_assay_judge_file (HmAssay *assay, const char *file);

/*
 * How a command ends that made a report: by its verdict, and with @is_strict, after a complaint, by
 * what could not be looked at, of a range too.
 */
int hm_assay_exit (const HmAssay *assay, gboolean is_strict);

#endif
