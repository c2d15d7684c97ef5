/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of sensitive changes, as `hallmark changes` shows it: for a terminal, a program, or a
 * comment of a forge. Distrusts all text: paths, names and addresses are the subject's.
 */
#ifndef HM_RENDER_CHANGES_H
#define HM_RENDER_CHANGES_H

#include <hallmark/facts.h>

#include "render/terminal.h"

/* One file of one commit. */
typedef struct {
  char *path;
  char *what;    /* "added", "modified" or "deleted" */
  char *roles;   /* "security policy, keys": why it is sensitive */
  char *contact; /* "a@example.org became b@example.org"; "" where no contact moved */
} HmChangedFile;

/* One commit. */
typedef struct {
  HmOid commit;
  gint64 time;  /* of committing, seconds since the epoch */
  char *author; /* a name, or an address where there is none */
  HmTrace trace;
  char *second;       /* who else; "" where nobody is seen, or it is the forge that says so */
  guint pull_request; /* 0: none named */
  GPtrArray *files;   /* (element-type HmChangedFile) */
} HmChangeRow;

typedef struct {
  char *subject;   /* "github.com/o/r" */
  char *since;     /* as the user said it */
  HmOid commit;    /* the newest looked at */
  char *why;       /* why not all could be looked at; "" where all was */
  GPtrArray *rows; /* (element-type HmChangeRow) newest first */
} HmChangeList;

/* Returns: (owned) an empty list. */
HmChangeList *hm_change_list_new (const char *subject, const char *since, const HmOid *commit,
                                  const char *why);
void hm_change_list_free (HmChangeList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmChangeList, hm_change_list_free)

/* Returns: (borrowed) a new last row without files. */
HmChangeRow *hm_change_list_add (HmChangeList *list, const HmOid *commit, gint64 time,
                                 const char *author, HmTrace trace, const char *second,
                                 guint pull_request);
void hm_change_row_add (HmChangeRow *row, const char *path, const char *what, const char *roles,
                        const char *contact);

/* How many rows have @trace. */
guint hm_change_list_count (const HmChangeList *list, HmTrace trace);

/* Appends the list as text. LF at the end. */
void hm_changes_terminal (GString *out, const HmChangeList *list, const HmTerminal *terminal);

/* Appends it as Markdown for an issue or a chat: at most HM_MARKDOWN_MAX bytes; what does not fit is counted. */
void hm_changes_markdown (GString *out, const HmChangeList *list);

/* Returns: (owned) it as JSON: "schema": "hallmark/changes/1" (docs/changes.schema.json). */
GBytes *hm_changes_json (const HmChangeList *list);

#endif
