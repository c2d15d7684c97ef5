/* SPDX-License-Identifier: Apache-2.0 */
/* Reads from an answer whether the forge asks for patience, and for how long. Pure: the clock is the caller's. */
#ifndef HM_EVIDENCE_FORGE_QUOTA_H
#define HM_EVIDENCE_FORGE_QUOTA_H

#include <glib.h>
#include <jansson.h>

typedef struct {
  gboolean is_limited;
  gboolean is_whole_host; /* not only this kind of request */
  gint64 seconds;         /* to wait; of 0 to HM_PAUSE_SECONDS_MAX */
  gint64 end;             /* the same as a time, seconds since the epoch, by @now */
} HmPause;

/* A forge that asks for more is believed no further: nobody waits a week. */
#define HM_PAUSE_SECONDS_MAX (7 * 24 * 3600)

/*
 * @headers: see evidence/forge/headers.h
 * @json: (nullable) the body
 * @is_post: whether the request was one: GraphQL says in a 200 that a limit is reached
 * @n_before: how often this request was limited already: where no time is told it doubles with each
 * @now: seconds since the epoch, by our own clock; the Date header is believed rather
 */
HmPause hm_quota_read (int status, GHashTable *headers, const json_t *json, gboolean is_post,
                       guint n_before, gint64 now);

/*
 * Whether the answer, though not limited itself, says that it was the last of the quota: the next
 * request would only be refused.
 */
HmPause hm_quota_spent (GHashTable *headers, gint64 now);

/* Returns: (owned) "rate limit until 12:05 UTC", with the date where @end is more than a day after @now. */
char *hm_quota_text (gint64 end, gint64 now);

#endif
