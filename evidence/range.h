/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a range of commits, BASE..HEAD, did: the facts at both of its ends, as of one time and with
 * the same answers of the forge, and those about the commits between them.
 */
#ifndef HM_EVIDENCE_RANGE_H
#define HM_EVIDENCE_RANGE_H

#include "evidence/collect.h"

typedef struct {
  HmOid against; /* the commit that was named: what its history has is not the range's */
  HmOid base;    /* where the two histories part */
  HmOid head;
} HmRange;

/*
 * Finds where the history of the commit that @options name parts from that of the revision @base.
 *
 * Returns: FALSE with HM_ERROR_USAGE, which says how to fetch what is missing, where @base is not
 * there, shares no commit with the head, or not all commits of the range are there; and where the
 * head is part of @base already, but for @base itself: a range of nothing. Else with the errors of
 * hm_collect().
 */
gboolean hm_range_find (const char *path, const HmCollectOptions *options, const char *base,
                        HmRange *ret_range, GError **error);

typedef struct {
  /* as hm_collect() finds it, with its tree and history whatever was needed */
  HmEvidenceStore *head;
  /* likewise; what the forge said is the head's, and lives as long as that */
  HmEvidenceStore *base;
  /*
   * the head's history alone: HmCommit.is_before set for all that the named one has, what the
   * others changed looked at, whatever their dates
   */
  HmEvidenceStore *commits;
} HmRangeEvidence;

void hm_range_evidence_clear (HmRangeEvidence *evidence);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmRangeEvidence, hm_range_evidence_clear)

/*
 * Collects @range, of one open repository.
 *
 * Returns: FALSE with the errors of hm_collect(), HM_ERROR_NOT_FOUND where the head is none that @options name now.
 */
gboolean hm_range_collect (const char *path, const HmCollectOptions *options, const HmRange *range,
                           HmRangeEvidence *ret_evidence, GError **error);

#endif
