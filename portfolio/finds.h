/* SPDX-License-Identifier: Apache-2.0 */
/* What an import found: repositories, each once, and what was left out, counted by why. */
#ifndef HM_PORTFOLIO_FINDS_H
#define HM_PORTFOLIO_FINDS_H

#include <glib.h>

typedef struct {
  char *url;
  char *key; /* hm_location_key() */
} HmFind;

typedef struct {
  char *why; /* "of the package type npm lead to no repository" */
  guint n;
} HmLeftOut;

typedef struct {
  GPtrArray *finds;    /* (element-type HmFind) in the order of the source */
  GPtrArray *left_out; /* (element-type HmLeftOut) in the order of the source */
  guint n_repeated;    /* found more than once */
  GHashTable *keys;    /* of @finds */
  GHashTable *whys;    /* of @left_out */
} HmFinds;

HmFinds *hm_finds_new (void);
void hm_finds_free (HmFinds *finds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFinds, hm_finds_free)

/* Takes up the repository that @reference leads to (hm_location_url()). Returns: FALSE where it leads to none. */
gboolean hm_finds_add (HmFinds *finds, const char *reference);

/* Counts @n that are left out because of @why. */
void hm_finds_leave_out (HmFinds *finds, guint n, const char *why);

#endif
