/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose eyes besides the author's each commit of a history shows: HmCommit.trace, .second and
 * .pull_request. Distrusts all of it: names and messages are whatever somebody typed, so a trace
 * says what can be seen, not that anybody looked.
 *
 * HM_TRACE_SECOND, by the first of these that holds. Bots and forges are nobody here, nor is
 * whoever is not the author of anything in this history.
 * - The committer is another human than the author: whoever commits a patch has had it in hands.
 *   Blind: git lets the author name any committer,
 *   and rebasing somebody's commits makes one their committer without a look.
 * - The commit came in from the side by a merge whose committer or author is another human. A
 *   commit of the first-parent path came in by
 *   itself; any other by the oldest merge of that path that leads to it. Blind: after a "foxtrot" merge, which makes the author's own branch the
 *   first parent, what was the main line came in by the author's merge.
 * - A trailer names another human (found as hm_people_find() says; it joins nobody). Blind: anybody
 *   may type one.
 *
 * HM_TRACE_CLAIMED, where only the last holds and the author is the committer: nobody but the
 * author had the message in hands. Whoever applies what others sent and adds the trailers is
 * another committer. Blind: so does whoever adds to their own commits the names of those who read
 * them elsewhere.
 *
 * HM_TRACE_REQUEST, where none of those holds, but
 * - the message, or that of the merge which brought the commit in, speaks of a pull request
 *   (evidence/git/trailers.h), or
 * - the forge is the committer of either: a button was pressed in its web interface. Not GitHub
 *   without a signature, which it has set
 *   since years: whoever takes a history over into another repository loses these traces with the signatures. Or
 * - a human without any work of their own in this history is the committer, made the merge, or
 *   stands in a trailer. Blind: a pull request that its author merged looks the same as one that
 *   was reviewed, and a number in brackets is easily typed.
 *
 * HM_TRACE_NONE: all else. Blind: pushed by somebody else, or reviewed by mail without a trailer,
 * leaves no trace in git.
 */
#ifndef HM_EVIDENCE_GIT_TRACE_H
#define HM_EVIDENCE_GIT_TRACE_H

#include "evidence/git/history.h"

/* Fills them in for all commits, in time linear in commits, edges and trailers; people are joined already. */
void hm_trace_find (HmWalk *walk, HmResolver *resolver);

#endif
