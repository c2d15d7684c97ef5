/* SPDX-License-Identifier: Apache-2.0 */
/* What a path says of a file before anybody opens it. Distrusts it: any bytes but NUL, any depth. */
#ifndef HM_EVIDENCE_CONTENT_ROLE_H
#define HM_EVIDENCE_CONTENT_ROLE_H

#include <hallmark/facts.h>

/*
 * Returns: HmRole of the file at @path, or-ed; 0 where the path says nothing. Case of letters
 * matters only where tools mind it.
 */
guint32 hm_path_roles (const char *path, HmEntryKind kind);

/*
 * Whether the last part of @path ends as files do that are always text (.c, .py, .md), so that
 * nobody need open it to tell.
 */
gboolean hm_path_is_text (const char *path);

#endif
