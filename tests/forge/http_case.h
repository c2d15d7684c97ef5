/* SPDX-License-Identifier: Apache-2.0 */
/* One HmHttp that asks one script server. */
#ifndef HM_TESTS_FORGE_HTTP_CASE_H
#define HM_TESTS_FORGE_HTTP_CASE_H

#include "evidence/forge/http.h"
#include "tests/forge/script_server.h"

/* As long as no other text that a test looks for. */
#define CASE_TOKEN "case-token-0123456789"

typedef struct {
  ScriptServer *server;
  HmHttp *http;
} HttpCase;

/*
 * Starts a server on @script, where apostrophes stand for quotation marks, and asks it as @options
 * (nullable) say: origin, scheme and the like are filled in, and a token where options are NULL.
 * Returns: (owned) NULL where there is no Python: the test is skipped.
 */
HttpCase *http_case_new (const char *script, const HmHttpOptions *options);

/* Another HmHttp for the same server. */
HmHttp *http_case_client (const HttpCase *http_case, const HmHttpOptions *options);

/* What all that went against the script is an error of the test. */
void http_case_end (HttpCase *http_case);

/* Returns: (owned) the answer, which is there. */
HmAnswer *http_get (HmHttp *http, const char *path);
HmAnswer *http_post (HmHttp *http, const char *path, const char *body);

/* Asks for @path, whose answer is of @kind with @why. */
void http_expect (HmHttp *http, const char *path, HmAnswerKind kind, const char *why);

/* Asks for @path @n times at once; all answers are good. */
void http_get_all (HmHttp *http, const char *path, guint n);

/* A new empty folder in the temporary ones. Returns: (owned) */
char *http_case_folder (void);

/* Whether a file below @folder holds @text. */
gboolean http_case_folder_holds (const char *folder, const char *text);

/* Writes a file, in place and without waiting for the disk. */
void http_case_write (const char *path, const char *bytes, gsize size);

/* The paths of the files in @folder, sorted. Returns: (owned) */
GPtrArray *http_case_files (const char *folder);

#endif
