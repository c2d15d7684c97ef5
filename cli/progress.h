/* SPDX-License-Identifier: Apache-2.0 */
/* The progress of a clone or fetch, drawn on stderr where that is a terminal, and nowhere else. */
#ifndef HM_CLI_PROGRESS_H
#define HM_CLI_PROGRESS_H

#include "evidence/git/clone.h"

typedef struct HmProgress HmProgress;

/* Returns: (owned) (nullable) NULL where stderr is no terminal. */
HmProgress *hm_progress_new (const char *what);

/* An HmCloneProgressFunc; @progress: (nullable) HmProgress. */
void hm_progress_clone (const HmCloneProgress *clone, gpointer progress);

/* Wipes the line and frees. @progress: (nullable) */
void hm_progress_free (HmProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmProgress, hm_progress_free)

/*
 * The line that is drawn, at most @width columns: "Cloning NAME  62 % [####    ] 12,345/20,000 objects, 3.4 MB, 12 s left".
 *
 * @elapsed_seconds: since the transfer began.
 *
 * Returns: (owned)
 */
char *hm_progress_line (const char *what, const HmCloneProgress *clone, double elapsed_seconds,
                        guint width, gboolean utf8);

#endif
