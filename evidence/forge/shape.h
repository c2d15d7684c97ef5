/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads answers whose shape can't be trusted: every getter says "not there" for a missing key,
 * null, or another type, so that a forge that changes its mind never turns into a fact. Borrowed
 * from the answer.
 */
#ifndef HM_EVIDENCE_FORGE_SHAPE_H
#define HM_EVIDENCE_FORGE_SHAPE_H

#include <hallmark/facts.h>
#include <jansson.h>

/*
 * @path: keys with dots between them: "commit.verification". @json may be NULL. Returns: (borrowed)
 * (nullable), NULL for null too.
 */
const json_t *hm_shape_get (const json_t *json, const char *path);

/* Returns: (nullable) the string at @path, at most HM_IDENTITY_BYTES_MAX bytes, without controls. */
const char *hm_shape_text (const json_t *json, const char *path);

/* HM_TRUTH_UNKNOWN where there is no boolean. */
HmTruth hm_shape_truth (const json_t *json, const char *path);

/* Whether there is an integer of 0..G_MAXUINT32. */
gboolean hm_shape_count (const json_t *json, const char *path, guint *ret_count);

/* Whether there is an RFC 3339 time. */
gboolean hm_shape_time (const json_t *json, const char *path, gint64 *ret_seconds);

#endif
