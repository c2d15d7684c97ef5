/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about a handful of files as literals. Files are added in path order, as evidence gives them. */
#ifndef TESTS_CHECKS_SUBJECT_H
#define TESTS_CHECKS_SUBJECT_H

#include <string.h>

#include <hallmark/facts.h>

#define SUBJECT_FILES_MAX 64

typedef struct {
  HmTreeEntry entries[SUBJECT_FILES_MAX];
  HmDocument documents[SUBJECT_FILES_MAX];
  HmFacts facts;
} Subject;

/* 2026-06-01T00:00:00Z */
#define SUBJECT_NOW G_GINT64_CONSTANT (1780272000)

static inline void
subject_init (Subject *subject)
{
  memset (subject, 0, sizeof *subject);
  subject->facts.as_of = SUBJECT_NOW;
  subject->facts.tree.entries = subject->entries;
  subject->facts.tree.documents = subject->documents;
}

/* A file that no check reads, a link, or one whose text is for the caller to set. */
static inline HmTreeEntry *
subject_add_entry (Subject *subject, const char *path, HmEntryKind kind)
{
  HmTreeEntry *entry = &subject->entries[subject->facts.tree.n_entries++];

  g_assert_cmpuint (subject->facts.tree.n_entries, <=, SUBJECT_FILES_MAX);
  entry->path = path;
  entry->kind = kind;
  entry->size = 1;
  return entry;
}

static inline HmDocument *
subject_add_bytes (Subject *subject, const char *path, const char *text, gsize size)
{
  HmTreeEntry *entry = subject_add_entry (subject, path, HM_ENTRY_FILE);
  HmDocument *document = &subject->documents[subject->facts.tree.n_documents++];

  entry->size = size;
  document->entry = entry;
  document->text = text;
  document->size = size;
  return document;
}

static inline HmDocument *
subject_add (Subject *subject, const char *path, const char *text)
{
  return subject_add_bytes (subject, path, text, strlen (text));
}

static inline void
subject_add_unread (Subject *subject, const char *path, const char *why)
{
  HmDocument *document = subject_add_bytes (subject, path, NULL, 0);

  document->why = why;
}

#endif
