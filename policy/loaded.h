/* SPDX-License-Identifier: Apache-2.0 */
/* What a loaded policy holds, for those who fill it in. */
#ifndef HM_POLICY_LOADED_H
#define HM_POLICY_LOADED_H

#include "policy/merge.h"

struct HmLoadedPolicy {
  GPtrArray *texts; /* (element-type HmPolicyText) those that are extended first */
  HmPolicyChecks checks;
  HmPolicyMerged *merged;
  GStringChunk *strings;
  char *digest;
  HmPolicy policy;
  GArray *check_settings; /* (element-type HmCheckSetting) */
  GArray *bars;           /* (element-type HmCheckBar) */
  GPtrArray *watched;     /* (element-type utf8) NULL-terminated */
  GPtrArray *new_in;      /* (element-type utf8) NULL-terminated */
  GArray *waivers;        /* (element-type HmWaiver) */
  GPtrArray *commits;     /* (element-type GArray of HmOid) of the waivers */
  HmBand bands[4];
  HmPolicyEvidence evidence;
  GPtrArray *bots;     /* (element-type utf8) NULL-terminated */
  GPtrArray *releases; /* (element-type utf8) NULL-terminated */
  GPtrArray *people;   /* (element-type GPtrArray of utf8) each NULL-terminated; owns */
  GPtrArray *same;     /* (element-type const char *const *) of them; NULL-terminated */
  GArray *forges;      /* (element-type HmPolicyForge) */
  GArray *settings;    /* (element-type HmPolicySetting) */
};

/* Fills in what the merged statements come to. Returns: FALSE with HM_ERROR_FORMAT where they don't go together. */
gboolean hm_loaded_policy_fill (HmLoadedPolicy *loaded, GError **error);

/* Fills in the settings, after that. */
void hm_loaded_policy_list (HmLoadedPolicy *loaded);

#endif
