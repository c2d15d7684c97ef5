/* SPDX-License-Identifier: Apache-2.0 */
/* What all clients share: facts and their merging, the forge of a host, and what is asked once. */
#include "evidence/forge/forge.h"

#include <string.h>

#include "core/error.h"
#include "tests/forge/script_server.h"

static HmHttp *
http_new (const char *origin)
{
  const HmHttpOptions options = { .origin = origin,
                                  .token_scheme = "Bearer",
                                  .user_agent = "hallmark-test" };
  GError *error = NULL;
  HmHttp *http = hm_http_new (&options, &error);

  g_assert_no_error (error);
  return http;
}

static void
test_facts_are_copied (void)
{
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();
  char source[] = "https://a.example/1";
  HmFact yes = hm_forge_known (store, TRUE, source);
  HmFact no = hm_forge_known (store, FALSE, source);
  HmFact unknown = hm_forge_unknown (store, "%d of %s", 3, source);

  memset (source, 'x', strlen (source));
  g_assert_cmpint (yes.truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (no.truth, ==, HM_TRUTH_NO);
  g_assert_cmpstr (yes.source, ==, "https://a.example/1");
  g_assert_null (yes.why);
  g_assert_cmpint (unknown.truth, ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpstr (unknown.why, ==, "3 of https://a.example/1");
  g_assert_null (unknown.source);
}

static void
test_strictest (void)
{
  const HmFact yes = { .truth = HM_TRUTH_YES, .source = "yes" };
  const HmFact no = { .truth = HM_TRUTH_NO, .source = "no" };
  const HmFact unknown = { .why = "hidden" };
  const HmFact nothing = { 0 };

  g_assert_cmpint (hm_forge_strictest (yes, no).truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_forge_strictest (no, yes).truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_forge_strictest (unknown, yes).truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_forge_strictest (unknown, no).truth, ==, HM_TRUTH_NO);
  g_assert_cmpint (hm_forge_strictest (no, unknown).truth, ==, HM_TRUTH_NO);
  g_assert_cmpstr (hm_forge_strictest (nothing, unknown).why, ==, "hidden");
  g_assert_cmpstr (hm_forge_strictest (unknown, nothing).why, ==, "hidden");
}

static void
test_most (void)
{
  const HmCountFact one = { .is_known = TRUE, .value = 1 };
  const HmCountFact two = { .is_known = TRUE, .value = 2 };
  const HmCountFact at_least_one = { .is_known = TRUE, .value = 1, .is_minimum = TRUE };
  const HmCountFact unknown = { .why = "hidden" };
  HmCountFact most;

  g_assert_cmpuint (hm_forge_most (one, two).value, ==, 2);
  g_assert_cmpuint (hm_forge_most (two, one).value, ==, 2);
  g_assert_false (hm_forge_most (one, two).is_minimum);
  most = hm_forge_most (two, at_least_one);
  g_assert_cmpuint (most.value, ==, 2);
  g_assert_true (most.is_minimum);
  g_assert_cmpuint (hm_forge_most (unknown, one).value, ==, 1);
  g_assert_false (hm_forge_most (unknown, unknown).is_known);
  g_assert_cmpstr (hm_forge_most (unknown, unknown).why, ==, "hidden");
}

static void
test_unseen (void)
{
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char why[] = "rate limit until 12:05 UTC";
  HmAnswer absent = { .kind = HM_ANSWER_ABSENT, .status = 404 };
  HmAnswer forbidden = { .kind = HM_ANSWER_FORBIDDEN, .status = 403 };
  HmAnswer limited = { .kind = HM_ANSWER_LIMITED, .status = 429, .why = why };
  HmAnswer silent = { .kind = HM_ANSWER_OK, .status = 200 };

  g_assert_cmpstr (hm_forge_unseen (store, &absent).why, ==,
                   "404 for this token: not there, or not to be seen");
  store->facts.token_class = "anonymous";
  g_assert_cmpstr (hm_forge_unseen (store, &absent).why, ==,
                   "404 without a token: not there, or not to be seen");
  store->facts.token_class = "classic token";
  g_assert_cmpstr (hm_forge_unseen (store, &forbidden).why, ==,
                   "403 for this token: not allowed to look");
  forbidden.json = json_pack ("{ss}", "message", "Resource not accessible");
  g_assert_cmpstr (hm_forge_unseen (store, &forbidden).why, ==,
                   "403 for this token: Resource not accessible");
  forbidden.diagnosis = headers;
  g_hash_table_insert (headers, g_strdup ("x-accepted-github-permissions"),
                       g_strdup ("administration=read"));
  g_assert_cmpstr (hm_forge_unseen (store, &forbidden).why, ==,
                   "403 for this token: needs the permission administration=read");
  g_hash_table_insert (headers, g_strdup ("x-github-sso"), g_strdup ("required; url=x"));
  g_assert_nonnull (strstr (hm_forge_unseen (store, &forbidden).why, "SAML"));
  g_assert_cmpstr (hm_forge_unseen (store, &limited).why, ==, "rate limit until 12:05 UTC");
  g_assert_cmpint (hm_forge_unseen (store, &silent).truth, ==, HM_TRUTH_UNKNOWN);
  json_decref (forbidden.json);
}

static void
test_names (void)
{
  g_assert_true (hm_forge_by_name ("github") == &hm_forge_github);
  g_assert_true (hm_forge_by_name ("gitlab") == &hm_forge_gitlab);
  g_assert_true (hm_forge_by_name ("forgejo") == &hm_forge_forgejo);
  g_assert_true (hm_forge_by_name ("gitea") == &hm_forge_forgejo);
  g_assert_null (hm_forge_by_name ("GitHub"));
  g_assert_null (hm_forge_by_name (""));
  g_assert_true (hm_forge_by_kind (HM_FORGE_GITLAB) == &hm_forge_gitlab);
  g_assert_null (hm_forge_by_kind (HM_FORGE_UNKNOWN));
}

static void
test_api (void)
{
  static const struct {
    HmForgeKind kind;
    const char *host;
    const char *api;
  } rows[] = {
    { HM_FORGE_GITHUB, "github.com", "https://api.github.com" },
    { HM_FORGE_GITHUB, "acme.ghe.com", "https://api.acme.ghe.com" },
    { HM_FORGE_GITHUB, "notghe.com", "https://notghe.com/api/v3" },
    { HM_FORGE_GITHUB, "git.example.org:8443", "https://git.example.org:8443/api/v3" },
    { HM_FORGE_GITLAB, "gitlab.com", "https://gitlab.com/api/v4" },
    { HM_FORGE_FORGEJO, "codeberg.org", "https://codeberg.org/api/v1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *api = hm_forge_api (rows[i].kind, rows[i].host);

    g_assert_cmpstr (api, ==, rows[i].api);
  }
}

/* --- Against a server ---------------------------------------------------------------------------- */

#define ABSENT(path) "{\"request\":\"GET " path "\",\"status\":404,\"body\":{\"message\":\"no\"}}"
#define SAYS(path, status, body) \
  "{\"request\":\"GET " path "\",\"absent\":[\"authorization\"],\"status\":" status \
  ",\"body\":" body "}"

typedef struct {
  const char *path;
  HmForgeKind kind;
  const char *forgejo;
  const char *gitea;
  const char *gitlab;
  const char *github;
} ProbeCase;

#define NO_FORGEJO ABSENT ("/api/forgejo/v1/version")
#define NO_GITEA ABSENT ("/api/v1/version")
#define NO_GITLAB ABSENT ("/api/v4/version")
#define NO_GITHUB ABSENT ("/api/v3/meta")

static const ProbeCase probe_cases[] = {
  { "/forge/probe/forgejo", HM_FORGE_FORGEJO,
    SAYS ("/api/forgejo/v1/version", "200", "{\"version\":\"12.0.0+gitea-1.22.0\"}"),
    SAYS ("/api/v1/version", "200", "{\"version\":\"12.0.0+gitea-1.22.0\"}"), NO_GITLAB,
    NO_GITHUB },
  { "/forge/probe/gitea", HM_FORGE_FORGEJO, NO_FORGEJO,
    SAYS ("/api/v1/version", "200", "{\"version\":\"1.24.2\"}"), NO_GITLAB, NO_GITHUB },
  { "/forge/probe/gitlab-that-wants-a-token", HM_FORGE_GITLAB, NO_FORGEJO, NO_GITEA,
    SAYS ("/api/v4/version", "401", "{\"message\":\"401 Unauthorized\"}"), NO_GITHUB },
  { "/forge/probe/github-enterprise", HM_FORGE_GITHUB, NO_FORGEJO, NO_GITEA, NO_GITLAB,
    SAYS ("/api/v3/meta", "200",
          "{\"verifiable_password_authentication\":true,\"installed_version\":\"3.17.0\"}") },
  { "/forge/probe/github-in-private-mode", HM_FORGE_GITHUB, NO_FORGEJO, NO_GITEA, NO_GITLAB,
    SAYS ("/api/v3/meta", "401", "{\"message\":\"Must authenticate to access this API.\"}") },
  { "/forge/probe/nothing", HM_FORGE_UNKNOWN, NO_FORGEJO, NO_GITEA, NO_GITLAB, NO_GITHUB },
  { "/forge/probe/says-yes-to-everything", HM_FORGE_UNKNOWN,
    SAYS ("/api/forgejo/v1/version", "200", "{\"ok\":true}"), SAYS ("/api/v1/version", "200", "[]"),
    SAYS ("/api/v4/version", "200", "{\"version\":4}"), SAYS ("/api/v3/meta", "200", "{}") },
  { "/forge/probe/refuses-everything", HM_FORGE_UNKNOWN,
    SAYS ("/api/forgejo/v1/version", "401", "{\"message\":\"log in\"}"),
    SAYS ("/api/v1/version", "403", "{\"message\":\"log in\"}"),
    SAYS ("/api/v4/version", "401", "{\"message\":\"log in\"}"),
    SAYS ("/api/v3/meta", "401", "{\"message\":\"log in\"}") },
};

static void
test_probe (gconstpointer data)
{
  const ProbeCase *row = data;
  g_autofree char *script = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (HmHttp) http = NULL;
  GError *error = NULL;
  ScriptServer *server;

  if (!script_server_is_here ())
    return;
  script = g_strdup_printf ("[%s,%s,%s,%s]", row->forgejo, row->gitea, row->gitlab, row->github);
  server = script_server_new_inline (script);
  http = http_new (server->origin);
  g_assert_cmpint (hm_forge_probe (http, server->origin, &error), ==, row->kind);
  g_assert_no_error (error);
  complaints = script_server_end (server);
  g_assert_cmpstr (complaints, ==, "");
}

typedef struct {
  HmForgeOnce *once;
  HmHttp *http;
  const char *url;
  const HmAnswer *answer;
} Asker;

static gpointer
ask_once (gpointer data)
{
  Asker *asker = data;

  asker->answer = hm_forge_once_get (asker->once, asker->http, asker->url, NULL);
  return NULL;
}

/* Many that come while the answer is under way wait for it; the script allows one request of each URL. */
static void
test_once (void)
{
  GThread *threads[8];
  Asker askers[G_N_ELEMENTS (threads)];
  g_autoptr (HmForgeOnce) once = NULL;
  g_autoptr (HmHttp) http = NULL;
  g_autofree char *url = NULL, *other = NULL, *complaints = NULL;
  const HmAnswer *first;
  ScriptServer *server;

  if (!script_server_is_here ())
    return;
  server = script_server_new_inline (
      "[{\"request\":\"GET /orgs/o\",\"delay_ms\":50,\"body\":{\"login\":\"o\"}},"
      "{\"request\":\"GET /orgs/p\",\"status\":404,\"body\":{\"message\":\"Not Found\"}}]");
  http = http_new (server->origin);
  once = hm_forge_once_new ();
  url = g_strconcat (server->origin, "/orgs/o", NULL);
  other = g_strconcat (server->origin, "/orgs/p", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    askers[i] = (Asker){ once, http, url, NULL };
    threads[i] = g_thread_new ("once", ask_once, &askers[i]);
  }
  first = hm_forge_once_get (once, http, url, NULL);
  g_assert_nonnull (first);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_thread_join (threads[i]);
    g_assert_true (askers[i].answer == first);
  }
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (hm_forge_once_get (once, http, other, NULL)->kind, ==, HM_ANSWER_ABSENT);
  g_assert_cmpuint (hm_http_n_requests (http), ==, 2);
  complaints = script_server_end (server);
  g_assert_cmpstr (complaints, ==, "");
}

/* By the order unknown, no, yes of the columns; rows alike. */
static void
test_truths (void)
{
  static const HmTruth truths[] = { HM_TRUTH_UNKNOWN, HM_TRUTH_NO, HM_TRUTH_YES };
  static const HmTruth any[3][3] = {
    { HM_TRUTH_UNKNOWN, HM_TRUTH_UNKNOWN, HM_TRUTH_YES },
    { HM_TRUTH_UNKNOWN, HM_TRUTH_NO, HM_TRUTH_YES },
    { HM_TRUTH_YES, HM_TRUTH_YES, HM_TRUTH_YES },
  };
  static const HmTruth all[3][3] = {
    { HM_TRUTH_UNKNOWN, HM_TRUTH_NO, HM_TRUTH_UNKNOWN },
    { HM_TRUTH_NO, HM_TRUTH_NO, HM_TRUTH_NO },
    { HM_TRUTH_UNKNOWN, HM_TRUTH_NO, HM_TRUTH_YES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (truths); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (truths); j++) {
      g_assert_cmpint (hm_forge_any (truths[i], truths[j]), ==, any[i][j]);
      g_assert_cmpint (hm_forge_all (truths[i], truths[j]), ==, all[i][j]);
    }
  g_assert_cmpint (hm_forge_not (HM_TRUTH_UNKNOWN), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (hm_forge_not (HM_TRUTH_NO), ==, HM_TRUTH_YES);
  g_assert_cmpint (hm_forge_not (HM_TRUTH_YES), ==, HM_TRUTH_NO);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge/truths", test_truths);
  g_test_add_func ("/forge/facts-are-copied", test_facts_are_copied);
  g_test_add_func ("/forge/strictest", test_strictest);
  g_test_add_func ("/forge/most", test_most);
  g_test_add_func ("/forge/unseen", test_unseen);
  g_test_add_func ("/forge/names", test_names);
  g_test_add_func ("/forge/api", test_api);
  for (gsize i = 0; i < G_N_ELEMENTS (probe_cases); i++)
    g_test_add_data_func (probe_cases[i].path, &probe_cases[i], test_probe);
  g_test_add_func ("/forge/once", test_once);
  return g_test_run ();
}
