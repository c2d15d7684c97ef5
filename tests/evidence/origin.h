/* SPDX-License-Identifier: Apache-2.0 */
/* A small repository to clone from, made in a temporary folder with fixed names and dates. */
#ifndef HM_TESTS_ORIGIN_H
#define HM_TESTS_ORIGIN_H

#include "evidence/git/autoptr.h"

typedef struct {
  char *folder;
  char *path; /* of the bare repository */
  git_repository *repository;
} Origin;

/* An empty bare repository "origin.git" whose HEAD is refs/heads/main. */
Origin *origin_new (void);
void origin_free (Origin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Origin, origin_free)

/* Adds a commit to @ref, which holds the file "text" with @content, and lets @ref name it. */
git_oid origin_commit (Origin *origin, const char *ref, const char *content);

/* Lets @ref name @oid, whatever it named before. */
void origin_set (Origin *origin, const char *ref, const git_oid *oid);
void origin_delete (Origin *origin, const char *ref);
void origin_set_head (Origin *origin, const char *ref);

#endif
