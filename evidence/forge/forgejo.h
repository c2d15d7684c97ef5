/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of the client for Forgejo and Gitea, and the scan that they share.
 *
 * What only administrators may ask is not asked where the repository's own answer shows that the
 * caller is none. At most 8 requests, and one for the reviews of each of the ten newest merged pull
 * requests.
 */
#ifndef HM_EVIDENCE_FORGE_FORGEJO_H
#define HM_EVIDENCE_FORGE_FORGEJO_H

#include "evidence/forge/batch.h"
#include "evidence/forge/forge.h"

/* Pages of commits, of 50 each: what every server gives unless it was told to give less. */
#define HM_FORGEJO_COMMIT_PAGES 2u

/* Merged pull requests whose reviews are looked at. */
#define HM_FORGEJO_REVIEWED_MAX 10u

typedef struct {
  HmHttp *http;
  const HmForgeTarget *target;
  HmForgeStore *store;
  gboolean is_anonymous;
  gboolean is_admin;  /* of the repository */
  char *path;         /* "owner/name" as the forge spells it, after a rename too */
  char *repo_url;     /* of the API */
  const char *branch; /* (nullable) the default branch; in @store */
  const char *ref;    /* (nullable) whose newest commits are asked about */

  /* Answers; NULL where not asked. */
  HmAnswer *repo;
  HmAnswer *branch_view;
  HmAnswer *rules;
  HmAnswer *pulls;
  HmAnswer *commits[HM_FORGEJO_COMMIT_PAGES];
  HmAnswer *commits_less; /* of the default branch, where the scanned commit is not on the forge */
  HmAnswer *reviews[HM_FORGEJO_REVIEWED_MAX];
  HmAnswer *own_version;
  const HmAnswer *version; /* @own_version, or what this run knows already */
} HmForgejo;

/*
 * The API's URL of the repository at @path, "owner/name". Returns: (owned) NULL with HM_ERROR_USAGE
 * where it has another form.
 */
char *hm_forgejo_repo_url (const char *api, const char *path, GError **error);

/* Why a fact behind @answer, which does not show it or was not asked for (NULL), is unknown. */
HmFact hm_forgejo_unseen (const HmForgejo *forgejo, const HmAnswer *answer);

/* forgejo_branches.c: protection of the default branch. */
/* Whether it takes the server's version to tell if force pushes are refused. */
gboolean hm_forgejo_needs_version (const HmForgejo *forgejo);
void hm_forgejo_read_branch (HmForgejo *forgejo);

/* forgejo_changes.c: merged pull requests and their reviews. */
void hm_forgejo_ask_pulls (HmForgejo *forgejo, HmBatch *batch);
void hm_forgejo_find_changes (HmForgejo *forgejo);
void hm_forgejo_ask_reviews (HmForgejo *forgejo, HmBatch *batch);
void hm_forgejo_read_reviews (HmForgejo *forgejo);

/* forgejo_signatures.c: what the forge says of commits' signatures. */
void hm_forgejo_ask_commits (HmForgejo *forgejo, HmBatch *batch);
void hm_forgejo_ask_commits_again (HmForgejo *forgejo, HmBatch *batch);
void hm_forgejo_read_commits (HmForgejo *forgejo);

#endif
