/* SPDX-License-Identifier: Apache-2.0 */
/* A history whose commits and tags a test of Signed-Commits signs as it likes. */
#ifndef TESTS_CHECKS_SIGNED_CASE_H
#define TESTS_CHECKS_SIGNED_CASE_H

#include "judged.h"

#include "checks/list.h"
#include "core/limits.h"

#define COMMITS "recent-commits-signed"
#define VERIFIED "recent-commits-verified"
#define BAD "no-bad-signatures"
#define TAGS "release-tags-signed"
#define FORGE "forge-requires-signatures"

#define TAGS_MAX 12

/* A history of @n_recent commits that nobody signed and no tags, to be changed by each test. */
typedef struct {
  HmCommit commits[HM_RECENT_COMMITS];
  HmRecentCommit recent[HM_RECENT_COMMITS];
  HmTag tags[TAGS_MAX];
  HmFacts facts;
} Case;

static inline void
case_init (Case *self, guint n_recent)
{
  memset (self, 0, sizeof *self);
  for (guint i = 0; i < n_recent; i++) {
    self->commits[i].oid.bytes[0] = (guint8) (i + 1);
    self->recent[i].commit = i;
  }
  self->facts.history = (HmHistory){ .commits = self->commits,
                                     .n_commits = n_recent,
                                     .recent = self->recent,
                                     .n_recent = n_recent,
                                     .tags = self->tags };
}

static inline void
case_sign (Case *self, guint from, guint n, HmSignatureKind kind, HmVerdict verdict,
           gboolean is_web_key)
{
  for (guint i = from; i < from + n; i++)
    self->recent[i].signature =
        (HmSignature){ .kind = kind, .verdict = verdict, .is_web_key = is_web_key };
}

static inline void
case_tag (Case *self, const char *name, HmSignatureKind kind)
{
  self->tags[self->facts.history.n_tags++] = (HmTag){ .name = name,
                                                      .is_release = TRUE,
                                                      .is_annotated = kind != HM_SIGNATURE_NONE,
                                                      .tagger = HM_NO_INDEX,
                                                      .signature = { .kind = kind } };
}

static inline void
case_forge (Case *self, HmTruth truth)
{
  self->facts.forge.requires_signed_commits =
      (HmFact){ .truth = truth, .source = "https://forge.example/api" };
}

static inline HmResult *
case_judge (const Case *self)
{
  return judge (&hm_check_signed_commits, &self->facts);
}

#endif
