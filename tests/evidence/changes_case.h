/* SPDX-License-Identifier: Apache-2.0 */
/* A repository of a few commits, and what one of them changed. */
#ifndef TESTS_EVIDENCE_CHANGES_CASE_H
#define TESTS_EVIDENCE_CHANGES_CASE_H

#include "core/oid.h"
#include "evidence/git/changes.h"
#include "evidence/git/repository.h"
#include "scratch.h"

/* What the commit at refs/heads/main changed. */
typedef struct {
  git_repository *repository;
  git_odb *odb;
  HmChangeReader *reader;
  GStringChunk *strings;
  HmCommitChanges changes;
} Read;

static inline void
read_clear (Read *read)
{
  hm_change_reader_free (read->reader);
  git_odb_free (read->odb);
  git_repository_free (read->repository);
  g_string_chunk_free (read->strings);
  g_array_unref (read->changes.changes);
  g_array_unref (read->changes.marks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Read, read_clear)

static inline HmOid
oid_of (const Scratch *scratch, const char *revision)
{
  g_autofree char *hex = scratch_git_fed (scratch, NULL, 0, "rev-parse %s", revision);
  HmOid oid;

  g_assert_true (hm_oid_parse (hex, &oid));
  return oid;
}

static inline void
read_init (Read *read, const Scratch *scratch)
{
  GError *error = NULL;

  *read = (Read){
    .repository = hm_repository_open (scratch->path, &error),
    .strings = g_string_chunk_new (4096),
    .changes = {
      .changes = g_array_new (FALSE, FALSE, sizeof (HmFileChange)),
      .marks = g_array_new (FALSE, FALSE, sizeof (HmMark)),
    },
  };
  g_assert_no_error (error);
  read->odb = hm_repository_odb_new (read->repository, &error);
  g_assert_no_error (error);
  read->reader = hm_change_reader_new (read->odb, NULL);
}

static inline void
read_trees (Read *read, const HmOid *tree, const HmOid *parents, gsize n_parents, HmLook look,
            gboolean has_sources)
{
  const HmTrees trees = { .tree = *tree, .parents = parents, .n_parents = n_parents };
  const HmChangesWanted wanted = { .look = look, .has_sources = has_sources };

  hm_change_reader_read (read->reader, &trees, &wanted, read->strings, &read->changes);
  g_assert_cmpint (read->changes.look, ==, look);
}

/* Of main and its first parent. */
static inline void
read_main (Read *read, const Scratch *scratch, HmLook look)
{
  HmOid tree = oid_of (scratch, "main^{tree}");
  HmOid parent = oid_of (scratch, "main^^{tree}");

  read_init (read, scratch);
  read_trees (read, &tree, &parent, 1, look, FALSE);
}

static inline const HmFileChange *
change_at (const Read *read, guint index)
{
  g_assert_cmpuint (index, <, read->changes.changes->len);
  return &g_array_index (read->changes.changes, HmFileChange, index);
}

static inline const HmMark *
mark_at (const Read *read, const HmFileChange *change, guint index)
{
  g_assert_cmpuint (index, <, change->n_marks);
  return &g_array_index (read->changes.marks, HmMark, change->marks + index);
}

static inline void
assert_change (const Read *read, guint index, HmChangeKind kind, const char *path)
{
  const HmFileChange *change = change_at (read, index);

  g_assert_cmpstr (change->path, ==, path);
  g_assert_cmpint (change->kind, ==, kind);
  g_assert_cmpint (hm_oid_is_zero (&change->before), ==, kind == HM_CHANGE_ADDED);
  g_assert_cmpint (hm_oid_is_zero (&change->after), ==, kind == HM_CHANGE_DELETED);
}

static inline void
commit (const Scratch *scratch, gint64 time, const char *changes)
{
  scratch_commit (scratch, "A <a@x.org>", time, changes);
}

#endif
