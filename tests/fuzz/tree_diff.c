/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Raw trees of any bytes, compared in all directions: each part of the input, up to a run of four
 * 0xfe, is a tree, and an id stands for the one that its first byte counts to. So trees can hold
 * themselves.
 */
#include "evidence/git/tree_diff.h"

#include <string.h>

#include "core/limits.h"
#include "tests/fuzz/target.h"

#define TREES_MAX 8

static const guint8 separator[] = { 0xfe, 0xfe, 0xfe, 0xfe };

typedef struct {
  GBytes *trees[TREES_MAX];
  guint n_trees;
} Forest;

static GBytes *
forest_load (gpointer data, const HmOid *oid)
{
  const Forest *forest = data;
  guint number = oid->bytes[0];

  return number == 0 || number > forest->n_trees ? NULL : g_bytes_ref (forest->trees[number - 1]);
}

static gboolean
is_file (const HmTreeFile *file)
{
  const HmTreeFile none = { 0 };

  return memcmp (file->oid.bytes, none.oid.bytes, HM_OID_SIZE) != 0;
}

static gboolean
forest_changed (gpointer data, const HmTreeChange *change)
{
  gboolean is_anywhere = is_file (&change->after);

  (void) data;
  g_assert (change->path[0] != '\0' && change->path[0] != '/'
            && strlen (change->path) <= HM_PATH_MAX);
  g_assert (strstr (change->path, "//") == NULL && strstr (change->path, "/../") == NULL);
  for (gsize i = 0; i < change->n_before; i++) {
    is_anywhere = is_anywhere || is_file (&change->before[i]);
    g_assert (change->before[i].kind != change->after.kind
              || memcmp (&change->before[i].oid, &change->after.oid, HM_OID_SIZE) != 0);
  }
  g_assert (is_anywhere);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Forest forest = { 0 };
  HmOid oids[TREES_MAX] = { 0 };
  const HmTreeComparison comparison = {
    .load = forest_load,
    .changed = forest_changed,
    .data = &forest,
    .lines_max = 300,
  };
  const guint8 *end = data + size;

  for (const guint8 *at = data; at != NULL && forest.n_trees < TREES_MAX; forest.n_trees++) {
    const guint8 *next = memmem (at, (gsize) (end - at), separator, sizeof separator);

    forest.trees[forest.n_trees] = g_bytes_new (at, (gsize) ((next != NULL ? next : end) - at));
    oids[forest.n_trees].bytes[0] = (guint8) (forest.n_trees + 1);
    at = next != NULL ? next + sizeof separator : NULL;
  }
  for (guint n_parents = 0; n_parents < forest.n_trees; n_parents++) {
    hm_tree_diff (&comparison, &oids[0], oids + 1, n_parents);
    hm_tree_diff (&comparison, &oids[n_parents], oids, n_parents);
  }
  for (guint i = 0; i < forest.n_trees; i++)
    g_bytes_unref (forest.trees[i]);
  return 0;
}
