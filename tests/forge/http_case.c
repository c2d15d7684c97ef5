/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/http_case.h"

#include <stdio.h>
#include <string.h>

HmHttp *
http_case_client (const HttpCase *http_case, const HmHttpOptions *options)
{
  HmHttpOptions filled = options == NULL ? (HmHttpOptions){ .token = CASE_TOKEN } : *options;
  GError *error = NULL;
  HmHttp *http;

  if (filled.origin == NULL)
    filled.origin = http_case->server->origin;
  filled.token_scheme = "Bearer";
  filled.user_agent = "hallmark-test";
  filled.backoff_ms = 1;
  http = hm_http_new (&filled, &error);
  g_assert_no_error (error);
  return http;
}

HttpCase *
http_case_new (const char *script, const HmHttpOptions *options)
{
  HttpCase *http_case;
  g_autofree char *text = g_strdelimit (g_strdup (script), "'", '"');

  if (!script_server_is_here ())
    return NULL;
  http_case = g_new0 (HttpCase, 1);
  http_case->server = script_server_new_inline (text);
  http_case->http = http_case_client (http_case, options);
  return http_case;
}

void
http_case_end (HttpCase *http_case)
{
  g_autofree char *complaints = NULL;

  hm_http_free (http_case->http);
  complaints = script_server_end (http_case->server);
  g_assert_cmpstr (complaints, ==, "");
  g_free (http_case);
}

HmAnswer *
http_post (HmHttp *http, const char *path, const char *body)
{
  g_autofree char *url = g_strconcat (hm_http_origin (http), path, NULL);
  const HmRequest request = { .url = url, .body = body };
  GError *error = NULL;
  HmAnswer *answer = hm_http_ask_one (http, &request, &error);

  g_assert_no_error (error);
  return answer;
}

HmAnswer *
http_get (HmHttp *http, const char *path)
{
  return http_post (http, path, NULL);
}

void
http_expect (HmHttp *http, const char *path, HmAnswerKind kind, const char *why)
{
  g_autoptr (HmAnswer) answer = http_get (http, path);

  g_assert_cmpstr (answer->why, ==, why);
  g_assert_cmpint (answer->kind, ==, kind);
}

void
http_get_all (HmHttp *http, const char *path, guint n)
{
  g_autofree char *url = g_strconcat (hm_http_origin (http), path, NULL);
  g_autofree HmRequest *requests = g_new0 (HmRequest, n);
  g_autofree HmAnswer **answers = g_new0 (HmAnswer *, n);
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    requests[i].url = url;
  hm_http_ask (http, requests, n, answers, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpstr (answers[i]->why, ==, "");
    g_assert_cmpint (answers[i]->kind, ==, HM_ANSWER_OK);
    hm_answer_free (answers[i]);
  }
}

char *
http_case_folder (void)
{
  char *folder = g_dir_make_tmp ("hallmark-http-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

void
http_case_write (const char *path, const char *bytes, gsize size)
{
  FILE *file = fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gint
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
http_case_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (folder, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, by_path);
  return files;
}

gboolean
http_case_folder_holds (const char *folder, const char *text)
{
  g_autoptr (GPtrArray) files = http_case_files (folder);

  for (guint i = 0; i < files->len; i++) {
    g_autofree char *content = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (files->pdata[i], &content, &size, NULL));
    if (memmem (content, size, text, strlen (text)) != NULL
        || strstr (files->pdata[i], text) != NULL)
      return TRUE;
  }
  return FALSE;
}
