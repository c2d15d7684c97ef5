/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules of Takeover-Signals share: the facts, what follows from them for people and
 * commits, and how a rule says what it found.
 */
#ifndef HM_CHECKS_TAKEOVER_SCENE_H
#define HM_CHECKS_TAKEOVER_SCENE_H

#include "checks/takeover/rule.h"
#include "checks/tenure.h"
#include "checks/witness.h"

#define HM_TAKEOVER_DAY G_GINT64_CONSTANT (86400)

/* The window of what was done lately. */
#define HM_TAKEOVER_YEAR (365 * HM_TAKEOVER_DAY)

/* Rules about who leads, releases and builds need a project old enough to have had others before. */
#define HM_TAKEOVER_AGE_MIN (3 * 365 * HM_TAKEOVER_DAY)

/* Commits cited by one finding. */
#define HM_TAKEOVER_CITED_MAX 10u

/* What decides how a build turns out, or a release. */
#define HM_TAKEOVER_BUILD_ROLES \
  (HM_ROLE_BUILD | HM_ROLE_WORKFLOW | HM_ROLE_RELEASE | HM_ROLE_PUBLISHING)

/* A stretch without work by people on the mainline, and the fortnight after it. */
typedef struct {
  gint64 asleep; /* when the last work before it was done */
  gint64 woke;   /* when the next was */
} HmTakeoverSleep;

typedef struct {
  const HmFacts *facts;
  const HmHistory *history;
  HmTenure *tenure;
  HmWitness *witness;
  HmFindings *findings;
  gint64 now;
  /* (element-type guint32) commits of the last HM_TAKEOVER_YEAR, merges too, as in history */
  GArray *year;
  GArray *sleeps;  /* (element-type HmTakeoverSleep) that ended in that time */
  char *blind;     /* (nullable) why not all of what those commits changed is known */
  gboolean is_old; /* HM_TAKEOVER_AGE_MIN */
  HmTakeoverState states[HM_N_TAKEOVER_RULES];
  /*
   * index into HmHistory.people: of whom a rule of the combination is true; HM_NO_INDEX: of nobody
   * in particular
   */
  guint32 who[HM_N_TAKEOVER_RULES];
} HmTakeoverScene;

/* Who stands behind a commit, at the time it was made. */
typedef struct {
  guint32 index;
  guint32 actor; /* of hm_witness_actor() */
  gint64 when;
  HmTrace trace; /* of hm_witness_trace() */
  HmTruth newcomer;
  HmTruth stranger;
  /*
   * a pull request of which nobody else is seen at all: no merger, no reviewer, be they as new as
   * its author
   */
  gboolean is_unread;
  gboolean is_waking; /* made while the project slept, or in the fortnight after */
} HmTakeoverCommit;

/* @facts and @findings: borrowed, as long as the scene. */
HmTakeoverScene *hm_takeover_scene_new (const HmFacts *facts, HmFindings *findings);
void hm_takeover_scene_free (HmTakeoverScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTakeoverScene, hm_takeover_scene_free)

HmTakeoverCommit hm_takeover_commit (const HmTakeoverScene *scene, guint32 index);

/*
 * Whether an older hand of the project named @person in MAINTAINERS, CODEOWNERS or their like
 * within the last year. @ret_index: (nullable) the commit
 */
gboolean hm_takeover_is_announced (const HmTakeoverScene *scene, guint32 person,
                                   guint32 *ret_index);

/* Whether @address is one of @person's. */
gboolean hm_takeover_has_address (const HmTakeoverScene *scene, guint32 person,
                                  const char *address);

/*
 * "Ada Archer", cut short; "(no name)"; with how they were joined in brackets where they have
 * several identities. Returns: (owned)
 */
char *hm_takeover_person (const HmTakeoverScene *scene, guint32 person);

/*
 * Says what @rule found. Where it is true, its control rate is added to the message; where it is
 * unknown, the remediation says what would settle it. Once a rule.
 *
 * Returns: (borrowed) the finding, to be cited for
 */
HmFinding *hm_takeover_say (HmTakeoverScene *scene, HmTakeoverRule rule, HmTakeoverState state,
                            const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Cites @commits (element-type guint32), the first HM_TAKEOVER_CITED_MAX of them. */
void hm_takeover_cite (const HmTakeoverScene *scene, HmFinding *finding, const GArray *commits);

/* Cites the file at @change's path as the change left it. */
void hm_takeover_cite_change (HmFinding *finding, const HmFileChange *change, guint line);

/* The changes of the commit @index_; a name can't stand in parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define HM_TAKEOVER_FOREACH_CHANGE(scene, index_, change) \
  for (const HmFileChange * \
           change = (scene)->history->changes + (scene)->history->commits[index_].changes, \
          *change##_end = change + (scene)->history->commits[index_].n_changes; \
       change < change##_end; change++)
/* NOLINTEND(bugprone-macro-parentheses) */

/* Whether @change added a mark of @kind. Returns: (borrowed) (nullable) the first */
const HmMark *hm_takeover_mark (const HmTakeoverScene *scene, const HmFileChange *change,
                                HmMarkKind kind);

#endif
