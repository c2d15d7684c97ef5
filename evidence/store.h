/* SPDX-License-Identifier: Apache-2.0 */
/* What the facts about one commit rest on, for those who collect them. */
#ifndef HM_EVIDENCE_STORE_H
#define HM_EVIDENCE_STORE_H

#include "evidence/archive.h"
#include "evidence/collect.h"
#include "evidence/forge/gather.h"
#include "evidence/git/history.h"
#include "evidence/git/tree.h"

struct HmEvidenceStore {
  HmFacts facts;
  GStringChunk *strings;
  HmTreeStore *tree;   /* (nullable) */
  HmWalk *walk;        /* (nullable) */
  GArray *recent;      /* (nullable) (element-type HmRecentCommit) */
  GArray *tags;        /* (nullable) (element-type HmTag) */
  GArray *branch_tags; /* (nullable) (element-type HmTag) */
  GArray *moves;       /* (nullable) (element-type HmTagMove) */
  HmForgeSubject asked_about;
  GPtrArray *release_branches; /* (nullable) (element-type utf8) NULL-terminated; of asked_about */
  HmForgeGather *forge;        /* (nullable) */
};

/* Returns: (owned) one without any facts. */
HmEvidenceStore *hm_evidence_store_new (void);

/*
 * Collects of an open repository what hm_collect() finds. @options: those of @archive. Returns:
 * (owned) NULL with an error as there
 */
HmEvidenceStore *hm_archive_scan (HmArchive *archive, const char *path,
                                  const HmCollectOptions *options, GError **error);

/* Lets the forge vouch for commits and tags of @store, after it answered. */
void hm_evidence_store_vouch (HmEvidenceStore *store);

#endif
