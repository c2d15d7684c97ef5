/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps exchanges in a folder, secrets removed, and plays them back. One folder may hold what several HmHttp asked. */
#ifndef HM_EVIDENCE_FORGE_RECORDER_H
#define HM_EVIDENCE_FORGE_RECORDER_H

#include "evidence/forge/exchange.h"

typedef struct HmRecorder HmRecorder;

/*
 * Makes @folder where needed, and adds to what is there.
 *
 * @token: (nullable) borrowed
 *
 * Returns: (owned) NULL with HM_ERROR_IO.
 */
HmRecorder *hm_recorder_new (const char *folder, const char *origin, const char *token,
                             GError **error);
void hm_recorder_free (HmRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRecorder, hm_recorder_free)

/* Reserves @n numbers in a row. Thread-safe. Returns: the first. */
guint hm_recorder_reserve (HmRecorder *recorder, gsize n);

/*
 * Takes the secrets out of @exchange itself, so that who records sees what a replay will show, and
 * keeps it. Thread-safe.
 *
 * Returns: FALSE with HM_ERROR_IO.
 */
gboolean hm_recorder_keep (HmRecorder *recorder, guint number, const HmRequest *request,
                           HmExchange *exchange, GError **error);

/* Returns: (owned) @text as it would be kept. Thread-safe. */
char *hm_recorder_redact (const HmRecorder *recorder, const char *text);

typedef struct HmReplay HmReplay;

/* Returns: (owned) NULL with HM_ERROR_IO. */
HmReplay *hm_replay_new (const char *folder, const char *origin, GError **error);
void hm_replay_free (HmReplay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmReplay, hm_replay_free)

/* Whether a token was there when @origin was asked. */
gboolean hm_replay_has_token (const HmReplay *replay);

/* Whether the recording says (still) what became of @request. Thread-safe. */
gboolean hm_replay_has (HmReplay *replay, const HmRequest *request);

/*
 * What became of @request; the next one of equal requests. Where the recording has none (any more) the answer is
 * HM_ANSWER_UNREACHABLE. Thread-safe.
 */
void hm_replay_next (HmReplay *replay, const HmRequest *request, HmExchange *ret_exchange);

#endif
