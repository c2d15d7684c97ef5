/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several documents say together: later ones replace single values and add to lists; what an
 * extended one keeps may not be loosened.
 */
#ifndef HM_POLICY_MERGE_H
#define HM_POLICY_MERGE_H

#include "policy/document.h"

/* Statements that count. Borrows from the documents. */
typedef struct {
  GHashTable *by_path; /* path -> HmPolicyStatement of a single value */
  /* (element-type HmPolicyStatement) of lists, in the order of documents and lines */
  GPtrArray *items;
} HmPolicyMerged;

/*
 * @texts: (element-type HmPolicyText) those that are extended first
 * @within: bits of the numbers of the documents that are to be merged
 */
HmPolicyMerged *hm_policy_merge (const GPtrArray *texts, guint32 within);
void hm_policy_merged_free (HmPolicyMerged *merged);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPolicyMerged, hm_policy_merged_free)

/* Returns: (nullable) the statement that counts for the single value @path. */
const HmPolicyStatement *hm_policy_merged_find (const HmPolicyMerged *merged, const char *path);

/* The number that counts for @path: its default where no document says anything. */
int hm_policy_merged_number (const HmPolicyMerged *merged, const char *path);

/* What @check weighs, in hundredths. @ret_statement: (out) (nullable) which statement says so */
int hm_policy_merged_weight (const HmPolicyMerged *merged, const HmCheck *check,
                             const HmPolicyStatement **ret_statement);

#endif
