/* SPDX-License-Identifier: Apache-2.0 */
/* Sites that the tests of render/ share. */
#ifndef HM_TESTS_RENDER_SAMPLE_SITE_H
#define HM_TESTS_RENDER_SAMPLE_SITE_H

#include "render/portfolio.h"

#define HM_SAMPLE_AS_OF G_GINT64_CONSTANT (1790000000)

#define HM_SAMPLE_HOSTILE \
  "</title></script><script>alert(1)</script><img src=x onerror=\"a\">'\xe2\x80\xae\xff\n"

/* What was written. */
typedef struct {
  GHashTable *files; /* path to GBytes */
} HmSampleSite;

/*
 * Adds a repository with two checks, and a report of HM_SAMPLE_AS_OF.
 *
 * @floor: tenths; its score too
 *
 * Returns: (borrowed) its row
 */
HmRankRow *hm_sample_row_add (HmRanking *ranking, const char *key, const char *name, int floor,
                              double criticality);

/* @report: (owned) (nullable) of the first row. Each row has three points, thirty days apart. */
void hm_sample_site_write (const HmRanking *ranking, HmReport *report, HmSampleSite *files);

/* Returns: (owned) the page at @path, which is there. */
char *hm_sample_site_text (const HmSampleSite *files, const char *path);

#endif
