/* SPDX-License-Identifier: Apache-2.0 */
/* Brings the documents of a policy to policy/load.h from wherever they are. */
#ifndef HM_CLI_POLICY_FETCH_H
#define HM_CLI_POLICY_FETCH_H

#include "checks/registry.h"
#include "cli/forge_options.h"
#include "evidence/policy_source.h"
#include "policy/load.h"

/*
 * Identities: "file:" and a path without dots, "tree:" and a path from the root, or a URL. These
 * two name nothing themselves:
 */
#define HM_POLICY_FROM_HERE "file:"
#define HM_POLICY_FROM_TREE "tree:"

typedef struct {
  HmPolicyWebOptions web;
  char *cache_folder; /* (nullable) */
  HmPolicyTree *tree; /* (nullable) where paths of a tree are looked up */
  GPtrArray *files;   /* (element-type utf8) paths of the tree that were asked for, each once */
  gsize bytes_max;    /* of a file */
} HmPolicyFetch;

void hm_policy_fetch_init (HmPolicyFetch *fetch, const HmForgePlan *forge, const gint *cancelled);
void hm_policy_fetch_clear (HmPolicyFetch *fetch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPolicyFetch, hm_policy_fetch_clear)

/* HmPolicyFetcher.fetch, where @data is a HmPolicyFetch. */
GBytes *hm_policy_fetch (gpointer data, const HmPolicyReference *reference, char **ret_identity,
                         char **ret_name, GError **error);

/* Returns: (owned) (nullable) the path on this machine that @reference means; NULL where it is none of this machine. */
char *hm_policy_fetch_file (const HmPolicyReference *reference);

/* Loads the policy @name, a file or a URL. Returns: (owned) NULL with HM_ERROR_USAGE or HM_ERROR_CANCELLED. */
HmLoadedPolicy *hm_policy_named_load (const char *name, HmPolicySpeaker speaker,
                                      const HmRegistry *registry, HmPolicyFetch *fetch,
                                      GError **error);

#endif
