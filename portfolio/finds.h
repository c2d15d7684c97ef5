/* SPDX-License-Identifier: Apache-2.0 */
/* What an import found: repositories, each once, which of them need which, and what was left out, counted by why. */
#ifndef HM_PORTFOLIO_FINDS_H
#define HM_PORTFOLIO_FINDS_H

#include <glib.h>

typedef struct {
  char *url;
  char *key;          /* hm_location_key() */
  GPtrArray *needs;   /* (element-type HmFind, borrowed) each once, in the order of the source */
  GHashTable *needed; /* of @needs */
} HmFind;

typedef struct {
  char *why; /* "of the package type npm lead to no repository" */
  guint n;
} HmLeftOut;

/* Lines of a list that are named one by one. */
#define HM_BAD_LINES_NAMED_MAX 20u

typedef struct {
  GPtrArray *finds;    /* (element-type HmFind) in the order of the source */
  GPtrArray *left_out; /* (element-type HmLeftOut) in the order of the source */
  /*
   * (element-type utf8) "line 3: not UTF-8": lines of a list that name no repository, the first HM_BAD_LINES_NAMED_MAX
   * of them.
   */
  GPtrArray *bad_lines;
  guint n_bad_lines;  /* all of them */
  guint n_repeated;   /* found more than once */
  guint n_needs;      /* of all @finds */
  GHashTable *by_key; /* of @finds */
  GHashTable *whys;   /* of @left_out */
} HmFinds;

HmFinds *hm_finds_new (void);
void hm_finds_free (HmFinds *finds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFinds, hm_finds_free)

/*
 * Takes up the repository that @reference leads to (hm_location_url()). Returns: (borrowed) (nullable) it; NULL where
 * it leads to none.
 */
HmFind *hm_finds_add (HmFinds *finds, const char *reference);

/* Notes that @by, of @finds, needs @needed, of @finds. That it needs itself is not noted. */
void hm_finds_need (HmFinds *finds, HmFind *by, HmFind *needed);

/* Notes that line @number of a list names no repository, because of what @format says. */
void hm_finds_bad_line (HmFinds *finds, guint number, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Counts @n that are left out because of @why. */
void hm_finds_leave_out (HmFinds *finds, guint n, const char *why);

#endif
