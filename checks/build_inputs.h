/* SPDX-License-Identifier: Apache-2.0 */
/* What a release is built from and git does not hold. Distrusts paths and texts. */
#ifndef HM_CHECKS_BUILD_INPUTS_H
#define HM_CHECKS_BUILD_INPUTS_H

#include <hallmark/facts.h>

typedef struct {
  /* configure, Makefile.in and the like that autotools make and the tree lacks */
  guint n_generated;
  /* lines of .gitignore that hide macros, scripts or templates which configure or make read */
  guint n_ignored;
  const HmTreeEntry *configure; /* (nullable) the configure.ac that has no configure beside it */
  const HmTreeEntry *ignore;    /* (nullable) the first .gitignore with such a line */
  guint ignore_line;            /* 1-based */
  /* (nullable) a package.json that ships a folder which .gitignore hides */
  const HmTreeEntry *package;
  const char *package_folder;    /* (nullable) static: that folder, "dist" */
  const HmTreeEntry *provenance; /* (nullable) a workflow that says where its artefacts come from */
  guint provenance_line;         /* 1-based */
  const char *provenance_means;  /* (nullable) static: by what */
  const char *unread;            /* (nullable) why a file that could have told was not read */
} HmBuildInputs;

void hm_build_inputs_find (const HmTree *tree, HmBuildInputs *ret_inputs);

/* NULL-terminated: HmCheck.reads that this needs. */
extern const char *const hm_build_inputs_reads[];

#endif
