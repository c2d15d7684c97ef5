/* SPDX-License-Identifier: Apache-2.0 */
/* What a report puts on its badge. */
#ifndef HM_RENDER_STAMP_H
#define HM_RENDER_STAMP_H

#include "render/badge.h"
#include "scoring/report.h"

typedef struct {
  HmBadge badge; /* borrows from this struct and from the report */
  char message[32];
  char accessible[128];
} HmStamp;

/*
 * "8.7", "8.7 partial", "8.7 stale", "8.7 partial, stale" or "n/a"; for a screen reader "8.7 out
 * of 10; 6.2 without waivers, partial evidence: 62 % known, last scanned more than 30 days ago", the
 * parts that apply. What is stale has the band "unknown": nobody knows how good it is by now.
 * @ret_stamp points into itself and into @report: it must not be copied or outlive it.
 */
void hm_stamp_fill (const HmReport *report, HmStamp *ret_stamp);

#endif
