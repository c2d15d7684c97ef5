/* SPDX-License-Identifier: Apache-2.0 */
/* What a commit's message says of who else had a hand in it. Distrusts it: anybody writes anything there. */
#ifndef HM_EVIDENCE_GIT_TRAILERS_H
#define HM_EVIDENCE_GIT_TRAILERS_H

#include <hallmark/facts.h>

#include "evidence/git/commit.h"

/*
 * Identities of one message that are kept: git's own have ten at the most, and a message of
 * megabytes may hold nothing else.
 */
#define HM_TRAILER_PEOPLE_MAX 64u

typedef struct {
  /*
   * (element-type HmSlice) identities of Reviewed-by, Acked-by, Tested-by, Signed-off-by and the
   * like
   */
  GArray *people;
  /*
   * the last number of "(#12)" in the subject, "Merge pull request #12", "See merge request !12",
   * "PR-URL: ...", "Closes #12"; 0: none
   */
  guint32 pull_request;
  gboolean mentions_request; /* a pull request, number or not */
} HmTrailers;

/*
 * Reads the @message of a commit; ret_trailers->people is emptied first. People are named in its
 * last paragraph, below the subject; a line that is indented or quoted is no trailer. A request
 * counts wherever its line stands, since tools move these about. Who reported a fault, asked for a
 * change or wrote part of it is not told: that is no look at the change.
 *
 * "Closes #12" may name an issue as well; a number alone never tells.
 */
void hm_trailers_read (const char *message, gsize size, HmTrailers *ret_trailers);

#endif
