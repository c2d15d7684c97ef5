/* SPDX-License-Identifier: Apache-2.0 */
/* A history whose commits change files, written by a test commit by commit, newest first. */
#ifndef TESTS_CHECKS_CHANGE_CASE_H
#define TESTS_CHECKS_CHANGE_CASE_H

#include "history_case.h"

typedef struct {
  Case history;
  GArray *changes; /* (element-type HmFileChange) */
  GArray *marks;   /* (element-type HmMark) */
} ChangeCase;

static inline void
change_case_init (ChangeCase *self)
{
  case_init (&self->history);
  self->changes = g_array_new (FALSE, TRUE, sizeof (HmFileChange));
  self->marks = g_array_new (FALSE, TRUE, sizeof (HmMark));
}

static inline void
change_case_clear (ChangeCase *self)
{
  case_clear (&self->history);
  g_array_unref (self->changes);
  g_array_unref (self->marks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChangeCase, change_case_clear)

/* One commit at @time, a root, seen by @trace. */
static inline void
change_case_commit (ChangeCase *self, gint64 time, guint32 author, HmTrace trace)
{
  HmCommit *commit;

  case_add_at (&self->history, 1, time, author, author, 0, TRUE);
  commit = &g_array_index (self->history.commits, HmCommit, self->history.commits->len - 1);
  commit->trace = (guint8) trace;
  commit->second = trace == HM_TRACE_SECOND ? BO : HM_NO_INDEX;
  commit->look = HM_LOOK_CONTENTS;
  commit->changes = self->changes->len;
}

/* A file that the last commit changed; its content afterwards has an id of @blob alone. */
static inline void
change_case_file (ChangeCase *self, const char *path, guint32 roles, HmChangeKind kind, guint8 blob)
{
  HmFileChange change = { .path = path, .roles = roles, .kind = kind, .marks = self->marks->len };
  HmCommit *commit =
      &g_array_index (self->history.commits, HmCommit, self->history.commits->len - 1);

  if (kind != HM_CHANGE_DELETED)
    change.after.bytes[0] = blob;
  if (kind != HM_CHANGE_ADDED)
    change.before.bytes[0] = (guint8) (blob + 1);
  g_array_append_val (self->changes, change);
  commit->n_changes++;
  commit->n_files++;
}

/* A mark of the last file. */
static inline void
change_case_mark (ChangeCase *self, HmMarkKind kind, const char *text)
{
  const HmMark mark = { .kind = kind, .line = 1, .text = text };

  g_array_append_val (self->marks, mark);
  g_array_index (self->changes, HmFileChange, self->changes->len - 1).n_marks++;
}

/* Returns: (borrowed) the facts, once everything is written. */
static inline HmFacts *
change_case_facts (ChangeCase *self)
{
  HmHistory *history = &self->history.facts.history;

  case_facts (&self->history);
  history->changes = (const HmFileChange *) (const void *) self->changes->data;
  history->n_changes = self->changes->len;
  history->marks = (const HmMark *) (const void *) self->marks->data;
  history->n_marks = self->marks->len;
  return &self->history.facts;
}

#endif
