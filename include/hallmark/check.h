/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The contract of a check: a table row and two pure functions. The same struct serves the built-in
 * checks and those that a plug-in brings.
 */
#ifndef HALLMARK_CHECK_H
#define HALLMARK_CHECK_H

#include <hallmark/facts.h>
#include <hallmark/finding.h>

G_BEGIN_DECLS

typedef enum {
  HM_RISK_CRITICAL,
  HM_RISK_HIGH,
  HM_RISK_MEDIUM,
  HM_RISK_LOW,
} HmRisk;
#define HM_N_RISKS 4

/* Which evidence a check reads; what no chosen check needs is not collected. */
typedef enum {
  HM_NEED_TREE = 1 << 0,       /* the listing and the documents of HmCheck.reads */
  HM_NEED_CONTENT = 1 << 1,    /* HmTreeEntry.content of every file */
  HM_NEED_HISTORY = 1 << 2,    /* commits and people */
  HM_NEED_SIGNATURES = 1 << 3, /* tags, recent commits with their signatures */
  HM_NEED_PLATFORM = 1 << 4,
  HM_NEED_FORGE = 1 << 5,
  HM_NEED_MARKS = 1 << 6,   /* HmTree.marks and HmTreeEntry.entropy; with HM_NEED_CONTENT */
  HM_NEED_CHANGES = 1 << 7, /* HmHistory.changes and what hangs on them; with HM_NEED_HISTORY */
} HmNeed;

/* One yes/no question of a check, as its documentation shows it. */
typedef struct {
  const char *id;          /* kebab-case, unique in the check, never reused */
  const char *question;    /* answered by "yes" when it passes */
  const char *evidence;    /* what is read */
  const char *scoring;     /* how its answer moves the score */
  const char *remediation; /* how to mend it when the answer is no */
} HmProbe;

/* What a scoring rule returns where nothing is known. */
#define HM_NO_SCORE (-1)

typedef struct {
  const char *id;   /* kebab-case, unique, never reused: "security-policy" */
  const char *name; /* as people know it: "Security-Policy" */
  HmRisk risk;
  guint needs;         /* HmNeed, or-ed */
  const char *summary; /* one line */
  const char *why;     /* a paragraph: the attack or accident that this sees coming */
  /* a paragraph: how it differs from OpenSSF Scorecard; "" where it does not */
  const char *differs;
  const HmProbe *probes;
  gsize n_probes;

  /*
   * (nullable) NULL-terminated, and HM_NEED_TREE with it: the files whose whole text the check
   * reads, each DIR/GLOB or GLOB. The glob is of fnmatch(3), matches the last part only, without
   * regard to case; DIR is literal, without regard to case; a leading "**" stands for any
   * directory, the root included.
   */
  const char *const *reads;

  /* Judges. Adds to @findings, sets its reason; no I/O, no clock, no global state. */
  void (*run) (const HmFacts *facts, HmFindings *findings);

  /*
   * Weighs the findings of @run. Pure. More known passes never lower it.
   *
   * Returns: tenths 0..100, or HM_NO_SCORE where nothing is known under HM_ASSUME_NOTHING. NULL stands
   * for the common rule: the points earned of the points at stake, over what is known and applicable.
   */
  int (*score) (const HmFindings *findings, HmAssume assume);
} HmCheck;

G_END_DECLS

#endif
