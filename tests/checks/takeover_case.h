/* SPDX-License-Identifier: Apache-2.0 */
/* The story of a project, told from its first commit on: a line of commits, what each changed, and the tags. */
#ifndef TESTS_CHECKS_TAKEOVER_CASE_H
#define TESTS_CHECKS_TAKEOVER_CASE_H

#include <hallmark/facts.h>

#define DAY G_GINT64_CONSTANT (86400)
#define YEAR (365 * DAY)

/* 2026-11-21T00:00:00Z */
#define NOW G_GINT64_CONSTANT (1795219200)

enum { ADA, BO, NEW, DRIFTER, BOT, FORGE, N_CAST };

static const HmPerson cast[N_CAST] = {
  [ADA] = { .name = "Ada", .email = "ada@one.example.org" },
  [BO] = { .name = "Bo", .email = "bo@two.example.org" },
  [NEW] = { .name = "Newt", .email = "newt@three.example.org" },
  [DRIFTER] = { .name = "Drifter", .email = "drifter@four.example.org" },
  [BOT] = { .name = "dependabot[bot]", .email = "bot@forge.net", .is_bot = TRUE },
  [FORGE] = { .name = "GitHub", .email = "noreply@github.com", .is_forge = TRUE },
};

typedef struct {
  GArray *told;    /* (element-type HmCommit) oldest first */
  GArray *commits; /* (element-type HmCommit) newest first, once the facts are made */
  GArray *parents; /* (element-type guint32) */
  GArray *changes; /* (element-type HmFileChange) */
  GArray *marks;   /* (element-type HmMark) */
  GArray *tags;    /* (element-type HmTag) commit counts from the oldest until the facts are made */
  HmFacts facts;
} Story;

static inline void
story_clear (Story *self)
{
  g_array_unref (self->told);
  g_array_unref (self->commits);
  g_array_unref (self->parents);
  g_array_unref (self->changes);
  g_array_unref (self->marks);
  g_array_unref (self->tags);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)

/* A commit made @days before now. Returns: (borrowed) until the next */
static inline HmCommit *
story_commit (Story *self, gint64 days, guint32 author)
{
  HmCommit commit = { .author_time = NOW - days * DAY,
                      .committer_time = NOW - days * DAY,
                      .author = author,
                      .committer = author,
                      .n_parents = self->told->len > 0 ? 1 : 0,
                      .is_mainline = 1,
                      .second = HM_NO_INDEX,
                      .look = HM_LOOK_CONTENTS,
                      .changes = self->changes->len };

  commit.oid.bytes[0] = (guint8) (self->told->len + 1);
  commit.oid.bytes[1] = (guint8) ((self->told->len + 1) >> 8);
  g_array_append_val (self->told, commit);
  return &g_array_index (self->told, HmCommit, self->told->len - 1);
}

static inline void
story_commits (Story *self, guint n, gint64 days, guint32 author)
{
  for (guint i = 0; i < n; i++)
    story_commit (self, days, author);
}

static inline HmCommit *
story_last (Story *self)
{
  return &g_array_index (self->told, HmCommit, self->told->len - 1);
}

/* What the last commit did to a file. Returns: (borrowed) until the next */
static inline HmFileChange *
story_change (Story *self, const char *path, HmChangeKind kind, guint32 roles)
{
  HmFileChange change = { .path = path,
                          .kind = kind,
                          .roles = roles,
                          .content = HM_CONTENT_TEXT,
                          .size = 100,
                          .marks = self->marks->len };

  if (kind != HM_CHANGE_ADDED)
    change.before.bytes[0] = (guint8) (self->changes->len + 1);
  if (kind != HM_CHANGE_DELETED)
    change.after.bytes[0] = (guint8) (self->changes->len + 101);
  g_array_append_val (self->changes, change);
  story_last (self)->n_changes++;
  story_last (self)->n_files++;
  return &g_array_index (self->changes, HmFileChange, self->changes->len - 1);
}

/* What the last change added. */
static inline void
story_mark (Story *self, HmMarkKind kind, const char *text)
{
  HmMark mark = { .kind = kind, .line = 3, .text = text };

  g_array_append_val (self->marks, mark);
  g_array_index (self->changes, HmFileChange, self->changes->len - 1).n_marks++;
}

/* The last commit, by @person, merged or read by @second. */
static inline void
story_seconded (Story *self, guint32 second)
{
  story_last (self)->trace = HM_TRACE_SECOND;
  story_last (self)->second = second;
}

/* An opaque test file of the last commit. */
static inline HmFileChange *
story_fixture (Story *self, const char *path, HmChangeKind kind)
{
  HmFileChange *change = story_change (self, path, kind, HM_ROLE_TEST);

  change->content = HM_CONTENT_BINARY;
  change->size = 256;
  change->entropy = 970;
  return change;
}

/* A signed tag of the last commit. */
static inline HmTag *
story_tag (Story *self, const char *name, guint32 tagger, const char *key)
{
  HmTag tag = { .name = name,
                .commit = self->told->len - 1,
                .time = story_last (self)->committer_time,
                .tagger = tagger,
                .is_annotated = TRUE,
                .is_release = TRUE };

  if (key != NULL) {
    tag.signature.kind = HM_SIGNATURE_OPENPGP;
    tag.signature.key = key;
  }
  g_array_prepend_val (self->tags, tag);
  return &g_array_index (self->tags, HmTag, 0);
}

/* A project of @years, by Ada and Bo, quiet for @quiet days up to now. */
static inline void
story_init_aged (Story *self, gint64 years, gint64 quiet)
{
  *self = (Story){ .told = g_array_new (FALSE, TRUE, sizeof (HmCommit)),
                   .commits = g_array_new (FALSE, TRUE, sizeof (HmCommit)),
                   .parents = g_array_new (FALSE, TRUE, sizeof (guint32)),
                   .changes = g_array_new (FALSE, TRUE, sizeof (HmFileChange)),
                   .marks = g_array_new (FALSE, TRUE, sizeof (HmMark)),
                   .tags = g_array_new (FALSE, TRUE, sizeof (HmTag)) };
  self->facts.as_of = NOW;
  self->facts.history.people = cast;
  self->facts.history.n_people = N_CAST;
  for (gint64 days = years * 365; days > quiet; days -= 60)
    story_commit (self, days, self->told->len % 2 == 1 ? BO : ADA);
}

/* A calm project of ten years. */
static inline void
story_init (Story *self)
{
  story_init_aged (self, 10, 100);
  story_commits (self, 20, 85, ADA);
  story_commits (self, 10, 85, BO);
}

/* Returns: (borrowed) the facts, once all is told. */
static inline const HmFacts *
story_facts (Story *self)
{
  HmHistory *history = &self->facts.history;
  guint n = self->told->len;

  g_array_set_size (self->commits, 0);
  g_array_set_size (self->parents, 0);
  for (guint i = 0; i < n; i++) {
    HmCommit commit = g_array_index (self->told, HmCommit, n - 1 - i);
    guint32 parent = i + 1;

    commit.parents = self->parents->len;
    /* Further parents of a merge are the same as the first. */
    for (guint p = 0; p < commit.n_parents; p++)
      g_array_append_val (self->parents, parent);
    g_array_append_val (self->commits, commit);
  }
  for (guint i = 0; i < self->tags->len; i++) {
    HmTag *tag = &g_array_index (self->tags, HmTag, i);

    tag->commit = n - 1 - tag->commit;
  }
  history->commits = (const HmCommit *) (const void *) self->commits->data;
  history->n_commits = self->commits->len;
  history->parents = (const guint32 *) (const void *) self->parents->data;
  history->n_parents = self->parents->len;
  history->changes = (const HmFileChange *) (const void *) self->changes->data;
  history->n_changes = self->changes->len;
  history->marks = (const HmMark *) (const void *) self->marks->data;
  history->n_marks = self->marks->len;
  history->tags = (const HmTag *) (const void *) self->tags->data;
  history->n_tags = self->tags->len;
  return &self->facts;
}

#endif
