/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a CODEOWNERS file names anybody whose review a forge could require. Distrusts the file. */
#ifndef HM_CHECKS_CODE_OWNERS_H
#define HM_CHECKS_CODE_OWNERS_H

#include <hallmark/facts.h>

/* Every forge's places, as HmCheck.reads wants it; the names are case-sensitive on all of them. */
#define HM_CODE_OWNERS_PLACES \
  ".github/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS", \
      "CODEOWNERS", "docs/CODEOWNERS"

typedef struct {
  HmTruth truth;            /* NO: there is no file, or it names nobody */
  const HmTreeEntry *entry; /* (nullable) the file that counts; NULL: none is there, or listed */
  guint line;               /* 1-based: where it names the first; 0 where it does not */
  const char *why;          /* (nullable) when unknown */
} HmCodeOwners;

/* The first place that has a file decides; where not every file is listed, one before it may have another. */
HmCodeOwners hm_code_owners_find (const HmTree *tree);

#endif
