/* SPDX-License-Identifier: Apache-2.0 */
/* A machine that gives no thread any more: an error, or a reason, and no crash. */
#include <string.h>

#include "core/error.h"
#include "evidence/forge/gather.h"

/* Takes the place of GLib's own. */
GThread *
g_thread_try_new (const gchar *name, GThreadFunc func, gpointer data, GError **error)
{
  (void) name;
  (void) func;
  (void) data;
  g_set_error_literal (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "no more of them");
  return NULL;
}

static void
test_http (void)
{
  const HmHttpOptions options = {
    .origin = "https://localhost",
    .token = "secret",
    .token_scheme = "Bearer",
    .user_agent = "hallmark-test",
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_http_new (&options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "no thread to ask from: no more of them");
}

static void
test_gather (void)
{
  const HmForgeOptions options = {
    .kind = HM_FORGE_GITHUB,
    .api = "https://localhost",
    .user_agent = "hallmark-test",
    .asked_at = 1,
  };
  const HmForgeSubject subject = {
    .platform = { .kind = HM_FORGE_GITHUB, .host = "github.com", .project = "o/r" },
    .is_newest = TRUE,
  };
  g_autoptr (HmForgeGather) gather = hm_forge_gather_new (&options, &subject, NULL);
  g_autoptr (GError) error = NULL;
  HmForge facts = { 0 };

  g_assert_true (hm_forge_gather_finish (gather, &facts, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (facts.why, ==, "github.com: no thread to ask from: no more of them");
  g_assert_cmpuint (facts.n_requests, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge/no-threads/http", test_http);
  g_test_add_func ("/forge/no-threads/gather", test_gather);
  return g_test_run ();
}
