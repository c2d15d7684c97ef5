/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer means: its status, and whether its body is the JSON that was due. */
#ifndef HM_EVIDENCE_FORGE_ANSWER_H
#define HM_EVIDENCE_FORGE_ANSWER_H

#include "evidence/forge/http.h"

/* Returns: (owned) an answer to @url that says nothing yet. @why is taken. */
HmAnswer *hm_answer_new (const char *url, HmAnswerKind kind, char *why);

/*
 * Reads @bytes as JSON of at most @depth_max levels and @n_values_max values, without duplicate
 * keys; both are counted before anything is built.
 *
 * Returns: (owned) NULL with (owned) @ret_why.
 */
json_t *hm_answer_parse (const char *bytes, gsize size, guint depth_max, guint n_values_max,
                         char **ret_why);

/*
 * Judges what came: fills @answer's kind, status, why and json in.
 *
 * @content_type: (nullable) as the header says
 */
void hm_answer_judge (HmAnswer *answer, int status, const char *content_type, const char *bytes,
                      gsize size);

/* Returns: (owned) "404 Not Found", "599" where the status has no name. */
char *hm_answer_status_text (int status);

#endif
