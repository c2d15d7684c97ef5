/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files checks asked for by HmCheck.reads. Distrusts paths; trusts the patterns. Asked once a folder and once
 * a name, so that a tree of half a million files costs next to nothing.
 */
#ifndef HM_EVIDENCE_GIT_DOCUMENTS_H
#define HM_EVIDENCE_GIT_DOCUMENTS_H

#include <glib.h>

typedef struct HmMatcher HmMatcher;

/* @reads: (nullable) NULL-terminated patterns as HmCheck.reads has them; borrowed for the call. Returns: (owned) */
HmMatcher *hm_matcher_new (const char *const *reads);
void hm_matcher_free (HmMatcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMatcher, hm_matcher_free)

/*
 * The patterns that ask for files in @folder, a path without a slash at its end, "" for the root.
 *
 * Returns: (owned) (nullable) borrowed patterns; NULL where there are none but those for every folder.
 */
GPtrArray *hm_matcher_folder (const HmMatcher *matcher, const char *folder);

/* Whether @name, in the folder that @patterns came from, is asked for. @patterns may be NULL. */
gboolean hm_matcher_wants (const HmMatcher *matcher, const GPtrArray *patterns, const char *name);

#endif
