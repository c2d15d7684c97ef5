/* SPDX-License-Identifier: Apache-2.0 */
/* The lines in which two versions of a file differ. Distrusts both. */
#ifndef HM_EVIDENCE_RELEASE_DIFF_H
#define HM_EVIDENCE_RELEASE_DIFF_H

#include <glib.h>

typedef struct {
  /* (owned) hunks as `diff -u` writes them, "" where they can't be shown; any bytes of the two */
  char *text;
  guint n_added;
  guint n_removed;
  gboolean is_cut;    /* not all is in @text: HM_DIFF_LINES_MAX */
  gboolean is_binary; /* one of them is no text */
  gboolean is_large;  /* one of them is larger than HM_DIFF_SIDE_MAX: not looked at */
} HmDiff;

void hm_diff_make (const void *before, gsize before_size, const void *after, gsize after_size,
                   HmDiff *ret_diff);
void hm_diff_clear (HmDiff *diff);

#endif
