/* SPDX-License-Identifier: Apache-2.0 */
/* The package manifests of a tree: which registries it is released to. Distrusts the manifests. */
#ifndef HM_CHECKS_MANIFEST_H
#define HM_CHECKS_MANIFEST_H

#include <hallmark/facts.h>

#include "checks/publishing.h"

/* Where manifests stand, as HmCheck.reads wants it. */
#define HM_MANIFEST_PLACES \
  "**/pyproject.toml", "setup.py", "**/setup.cfg", "**/package.json", "**/*.gemspec", \
      "**/Cargo.toml"

/* What the manifests say of one channel. */
typedef struct {
  guint n_manifests;         /* that name a package to be published there */
  const HmTreeEntry *first;  /* (nullable) the first of them */
  guint n_requiring;         /* of them, those that make the registry require 2FA (RubyGems only) */
  guint requiring_line;      /* 1-based, in @first, where it requires; 0 where it does not */
  const HmTreeEntry *unread; /* (nullable) one that could not be read */
  const char *unread_why;    /* (nullable) */
} HmManifests;

/*
 * Fills @ret_manifests, one for each channel. Looks at the root, one folder deep, and at the members of a
 * packages/, crates/, gems/ or libs/ folder; never at tests, examples, fixtures or what is vendored.
 */
void hm_manifests_read (const HmTree *tree, HmManifests ret_manifests[HM_N_CHANNELS]);

#endif
