/* SPDX-License-Identifier: Apache-2.0 */
/* A history that a test writes commit by commit. */
#ifndef TESTS_CHECKS_HISTORY_CASE_H
#define TESTS_CHECKS_HISTORY_CASE_H

#include <hallmark/facts.h>

#define DAY G_GINT64_CONSTANT (86400)

/* 2026-11-21T00:00:00Z; twelve months before it is 2025-11-21T00:00:00Z. */
#define AS_OF G_GINT64_CONSTANT (1795219200)
#define SINCE (AS_OF - 365 * DAY)

#define ADA 0u
#define BO 1u
#define CY 2u
#define DI 3u
#define BOT 4u
#define FORGE 5u

static const HmPerson people[] = {
  [ADA] = { .name = "Ada", .email = "ada@one.example.org" },
  [BO] = { .name = "Bo", .email = "bo@gmail.com" },
  [CY] = { .name = "Cy", .email = "cy@two.net" },
  [DI] = { .name = "Di", .email = "" },
  [BOT] = { .name = "dependabot[bot]", .email = "bot@forge.net", .is_bot = TRUE },
  [FORGE] = { .name = "GitHub", .email = "noreply@github.com", .is_forge = TRUE },
};

typedef struct {
  GArray *commits; /* (element-type HmCommit) */
  HmFacts facts;
} Case;

static inline void
case_init (Case *self)
{
  *self = (Case){ .commits = g_array_new (FALSE, TRUE, sizeof (HmCommit)) };
  self->facts.as_of = AS_OF;
  self->facts.history.people = people;
  self->facts.history.n_people = G_N_ELEMENTS (people);
}

static inline void
case_clear (Case *self)
{
  g_array_unref (self->commits);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/* @n commits at @time: of @author, put on the mainline by @committer, each with @n_parents. The forge signs its own. */
static inline void
case_add_at (Case *self, guint n, gint64 time, guint32 author, guint32 committer, guint16 n_parents,
             gboolean is_mainline)
{
  for (guint i = 0; i < n; i++) {
    HmCommit commit = { .author_time = time,
                        .committer_time = time,
                        .author = author,
                        .committer = committer,
                        .n_parents = n_parents,
                        .signature = committer == FORGE ? HM_SIGNATURE_OPENPGP : HM_SIGNATURE_NONE,
                        .is_mainline = is_mainline ? 1 : 0 };

    commit.oid.bytes[0] = (guint8) (self->commits->len + 1);
    g_array_append_val (self->commits, commit);
  }
}

static inline void
case_add (Case *self, guint n, guint32 author, guint32 committer)
{
  case_add_at (self, n, AS_OF - DAY, author, committer, 1, TRUE);
}

/* Returns: (borrowed) the facts, once all commits are written. */
static inline const HmFacts *
case_facts (Case *self)
{
  self->facts.history.commits = (const HmCommit *) (const void *) self->commits->data;
  self->facts.history.n_commits = self->commits->len;
  return &self->facts;
}

#endif
