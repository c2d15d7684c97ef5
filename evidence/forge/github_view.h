/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One kind of rules on a branch as far as it was seen: its rulesets, or its classic rule. Pure.
 * Distrusts the shape of every answer: what is not there, or null, or of another type, is not seen;
 * it is never "off".
 */
#ifndef HM_EVIDENCE_FORGE_GITHUB_VIEW_H
#define HM_EVIDENCE_FORGE_GITHUB_VIEW_H

#include "evidence/forge/github_rules.h"

typedef enum {
  HM_GITHUB_FORCE_PUSH,
  HM_GITHUB_DELETION,
  HM_GITHUB_PULL_REQUEST,
  HM_GITHUB_LAST_PUSH,
  HM_GITHUB_UP_TO_DATE,
  HM_GITHUB_STATUS_CHECKS,
  HM_GITHUB_CODE_OWNERS,
  HM_GITHUB_STALE,
  HM_GITHUB_SIGNED,
  HM_GITHUB_N_SETTINGS,
} HmGithubSetting;

typedef struct {
  HmFact settings[HM_GITHUB_N_SETTINGS];
  HmCountFact approvals;
  HmFact admins;     /* whether what is on binds administrators */
  gboolean is_whole; /* nothing that it could hold is out of sight */
} HmGithubView;

/* Returns: a known count; @source is copied. */
HmCountFact hm_github_count_known (HmForgeStore *store, guint value, const char *source);

/*
 * A view in which every setting is off, as @source shows; one of which nothing was seen, for the
 * reason that @unknown has.
 */
HmGithubView hm_github_view_off (HmForgeStore *store, const char *source);
HmGithubView hm_github_view_unseen (HmFact unknown);

/* Whether @view turns on what @other does not; whether it turns on anything. */
gboolean hm_github_view_adds (const HmGithubView *view, const HmGithubView *other);
gboolean hm_github_view_is_empty (const HmGithubView *view);

HmGithubView hm_github_view_of_rulesets (HmForgeStore *store, const HmGithubBranch *branch);
HmGithubView hm_github_view_of_classic (HmForgeStore *store, const HmGithubBranch *branch);

/* "Branch not protected" is what an administrator is told; anybody else is told "Not Found". @protection: (nullable) */
gboolean hm_github_is_told_unprotected (const HmAnswer *protection);

/* Whether there is a list at @path, and something in it. */
HmTruth hm_github_has_items (const json_t *json, const char *path);

#endif
