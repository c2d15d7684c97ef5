/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories made by git itself in a temporary folder, with fixed names and dates. */
#ifndef HM_TESTS_SCRATCH_H
#define HM_TESTS_SCRATCH_H

#include "evidence/collect.h"

typedef struct {
  char *folder; /* holds all else */
  char *path;   /* of the repository */
} Scratch;

/* An empty repository with a work tree, on the branch "main". */
Scratch *scratch_new (void);
void scratch_free (Scratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scratch, scratch_free)

/*
 * Runs git in the repository with words split at spaces, fed with @size bytes of @input (nullable;
 * -1: text); asserts that it succeeds.
 * Returns: (owned) what it printed, without the newline at its end.
 */
char *scratch_git_fed (const Scratch *scratch, const char *input, gssize size, const char *format,
                       ...) G_GNUC_PRINTF (4, 5);
void scratch_git (const Scratch *scratch, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Feeds @stream to git fast-import. */
void scratch_import (const Scratch *scratch, const char *stream);

/*
 * A stream of one commit on refs/heads/main with an empty message: @author is `Name <address>`,
 * @time seconds; @changes (nullable) are fast-import's own.
 */
void scratch_commit (const Scratch *scratch, const char *author, gint64 time, const char *changes);

/* A commit object made of exactly these bytes. Returns: (owned) its id. */
char *scratch_object (const Scratch *scratch, const char *type, const char *bytes, gsize size);

/* @n commits of one person, a second apart, to refs/heads/main, which are all there are. */
void scratch_commits (const Scratch *scratch, guint n);

/* Writes a commit object of exactly these bytes to refs/heads/main. Returns: (owned) its id. */
char *scratch_commit_raw (const Scratch *scratch, const char *bytes, gsize size);

/* Writes a tree of one line. Returns: (owned) its id. */
char *scratch_tree (const Scratch *scratch, const char *mode, const char *name, const char *hex);

/* Writes a commit with the tree @tree, by its id, to refs/heads/main. */
void scratch_commit_tree (const Scratch *scratch, const char *tree);

/* @name below the scratch folder. Returns: (owned) */
char *scratch_path (const Scratch *scratch, const char *name);

/* Collects everything there is; asserts that it succeeds. Returns: (owned) */
HmEvidenceStore *scratch_collect (const Scratch *scratch, const HmCollectOptions *options);

/* (nullable) */
const HmTreeEntry *scratch_entry (const HmFacts *facts, const char *path);

#endif
