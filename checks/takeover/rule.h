/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of Takeover-Signals: what each costs, how often it is true of honest projects, and what
 * they come to together. A rule answers one question about one project; checks/takeover/ has a file
 * for each family of them.
 */
#ifndef HM_CHECKS_TAKEOVER_RULE_H
#define HM_CHECKS_TAKEOVER_RULE_H

#include <hallmark/check.h>

typedef enum {
  HM_TAKEOVER_EXPOSURE,   /* the project is fragile: informs, and costs nothing */
  HM_TAKEOVER_TRANSITION, /* power is moving, as it does in honest projects too */
  /*
   * a change that honest work almost never makes, or several transitions that honest ones rarely
   * make together
   */
  HM_TAKEOVER_ARTEFACT,
} HmTakeoverKind;

/* In the order of the report. */
typedef enum {
  HM_TAKEOVER_COMBINATION,
  HM_TAKEOVER_SECRET_SENT,
  HM_TAKEOVER_DECODED_AND_RUN,
  HM_TAKEOVER_SABOTAGED_TEST,
  HM_TAKEOVER_SAFE_TO_UNSAFE,
  HM_TAKEOVER_HIDDEN_CODE,
  HM_TAKEOVER_ENCODED_PAYLOAD,
  HM_TAKEOVER_INSTALL_HOOK,
  HM_TAKEOVER_STRANGER_DEPENDENCY,
  HM_TAKEOVER_NEWCOMER_SHARE,
  HM_TAKEOVER_NEW_LEAD,
  HM_TAKEOVER_ABRUPT_HAND_OVER,
  HM_TAKEOVER_RELEASE_KEY,
  HM_TAKEOVER_UNWITNESSED_BUILD,
  HM_TAKEOVER_OPAQUE_FIXTURES,
  HM_TAKEOVER_REWRITTEN_FIXTURES,
  HM_TAKEOVER_CONTACTS,
  HM_TAKEOVER_WOKEN,
  HM_TAKEOVER_STRANGER_WORKFLOW,
  HM_TAKEOVER_LOST_SIGNATURE,
  HM_TAKEOVER_PROTECTION_REMOVED,
  HM_TAKEOVER_HIDDEN_INPUT,
  HM_TAKEOVER_BUS_FACTOR,
  HM_TAKEOVER_UNWITNESSED_WORK,
  HM_TAKEOVER_ADDED_HOOKS,
} HmTakeoverRule;
#define HM_N_TAKEOVER_RULES (HM_TAKEOVER_ADDED_HOOKS + 1)

typedef enum {
  HM_TAKEOVER_NOT_APPLICABLE,
  HM_TAKEOVER_CALM,
  HM_TAKEOVER_SETTLED, /* true, and done in the open or undone since */
  HM_TAKEOVER_TRUE,
  HM_TAKEOVER_UNKNOWN,
} HmTakeoverState;

typedef struct {
  const char *probe;
  const char *label; /* what it says in a few words that name nobody: "a newcomer leads" */
  HmTakeoverKind kind;
  int cost;         /* tenths, where true; 0 for an exposure */
  int settled_cost; /* tenths, where true but settled */
  /* of HM_N_CONTROLS honest projects, those of which it was true at some year's end */
  guint n_true;
} HmTakeoverTraits;

/* By HmTakeoverRule. */
extern const HmTakeoverTraits hm_takeover_rules[HM_N_TAKEOVER_RULES];

/* Returns: (borrowed) (nullable) the rule whose probe is @probe. */
const HmTakeoverTraits *hm_takeover_find (const char *probe);

/* The score of findings of these rules, as HmCheck.score. */
int hm_takeover_score (const HmFindings *findings, HmAssume assume);

#endif
