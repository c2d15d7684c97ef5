/* SPDX-License-Identifier: Apache-2.0 */
/* The families of rules, a file each. Each says all of its findings, in the order of HmTakeoverRule. */
#ifndef HM_CHECKS_TAKEOVER_FAMILIES_H
#define HM_CHECKS_TAKEOVER_FAMILIES_H

#include "checks/takeover/scene.h"

void hm_takeover_judge_marks (HmTakeoverScene *scene);        /* artefacts.c: what changes add */
void hm_takeover_judge_strangers (HmTakeoverScene *scene);    /* strangers.c: a dependency */
void hm_takeover_judge_lead (HmTakeoverScene *scene);         /* lead.c: who does the work */
void hm_takeover_judge_release_keys (HmTakeoverScene *scene); /* release_keys.c */
void hm_takeover_judge_build (HmTakeoverScene *scene);        /* unwitnessed.c */
void hm_takeover_judge_fixtures (HmTakeoverScene *scene);     /* fixtures.c */
void hm_takeover_judge_contacts (HmTakeoverScene *scene);     /* contacts.c */
void hm_takeover_judge_workflows (
    HmTakeoverScene *scene); /* workflows.c: sleep, strangers, signatures */
void hm_takeover_judge_exposure (HmTakeoverScene *scene);    /* exposure.c */
void hm_takeover_judge_combination (HmTakeoverScene *scene); /* combination.c: after all others */

#endif
