/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a repository's GitHub workflows compare gradle-wrapper.jar with Gradle's published checksums. */
#ifndef HM_CHECKS_GRADLE_WRAPPER_H
#define HM_CHECKS_GRADLE_WRAPPER_H

#include <hallmark/facts.h>

typedef struct {
  /*
   * YES: a step of @workflow at @line validates. UNKNOWN: @workflow could not be read, or the tree is cut, and no
   * other validates. NO: none.
   */
  HmTruth truth;
  /* (nullable) NULL for NO, and where nothing but the cut is in the way */
  const HmTreeEntry *workflow;
  guint line; /* 1-based; 0 where there is none */
} HmWrapperValidation;

/* Looks through the workflows among the documents of @tree, in path order. */
HmWrapperValidation hm_wrapper_validation_find (const HmTree *tree);

#endif
