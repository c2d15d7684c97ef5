/* SPDX-License-Identifier: Apache-2.0 */
/* TLS, whose certificates are trusted, and proxies: what the environment says. */
#include <gio/gio.h>
#include <string.h>

#include "evidence/git/folder.h"
#include "tests/forge/http_case.h"

typedef struct {
  char *folder;
  char *certificate;
  char *key;
} Keys;

/* Whom the certificate is for. */
#define NAMES "DNS:localhost,DNS:api.github.com,DNS:codeload.github.com"

static const char *const variables[] = {
  "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "ALL_PROXY",
  "all_proxy",      "http_proxy",    "NO_PROXY",     "no_proxy",    "HOME",
};

static void
clear_environment (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
}

/* Returns: FALSE where no certificate can be made: the test is skipped. */
static gboolean
keys_make (Keys *keys)
{
  g_autoptr (GSubprocess) openssl = NULL;

  clear_environment ();
  keys->folder = http_case_folder ();
  keys->certificate = g_build_filename (keys->folder, "certificate.pem", NULL);
  keys->key = g_build_filename (keys->folder, "key.pem", NULL);
  openssl = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                              "/CN=localhost", "-addext", "subjectAltName=" NAMES, "-keyout",
                              keys->key, "-out", keys->certificate, NULL);
  if (openssl != NULL && g_subprocess_wait_check (openssl, NULL, NULL) && script_server_is_here ())
    return TRUE;
  g_test_skip ("no openssl, or no python3");
  return FALSE;
}

static void
keys_clear (Keys *keys)
{
  clear_environment ();
  g_assert_true (hm_folder_remove (keys->folder, NULL));
  g_free (keys->folder);
  g_free (keys->certificate);
  g_free (keys->key);
}

/* Asks a TLS server once, at @host, with @variable set to the certificate. */
static HmAnswerKind
ask_tls (const Keys *keys, const char *variable, const char *host)
{
  ScriptServer *server = script_server_new_tls (
      "[{\"request\": \"GET /a\", \"times\": \"any\", \"body\": 1}]", keys->certificate, keys->key);
  g_autofree char *origin = g_strdup_printf ("https://%s%s", host, strrchr (server->origin, ':'));
  HmHttp *http;
  g_autoptr (HmAnswer) answer = NULL;
  g_autofree char *complaints = NULL;

  if (variable != NULL)
    g_setenv (variable, keys->certificate, TRUE);
  http = http_case_client (NULL, &(HmHttpOptions){ .origin = origin, .token = CASE_TOKEN });
  if (variable != NULL)
    g_unsetenv (variable);
  answer = http_get (http, "/a");
  if (answer->kind != HM_ANSWER_OK)
    g_assert_nonnull (strstr (answer->why, "no trusted TLS connection to"));
  hm_http_free (http);
  complaints = script_server_end (server);
  g_assert_cmpstr (complaints, ==, "");
  return answer->kind;
}

static void
test_trust (void)
{
  Keys keys;

  if (!keys_make (&keys)) {
    keys_clear (&keys);
    return;
  }
  g_assert_cmpint (ask_tls (&keys, "CURL_CA_BUNDLE", "localhost"), ==, HM_ANSWER_OK);
  g_assert_cmpint (ask_tls (&keys, "SSL_CERT_FILE", "localhost"), ==, HM_ANSWER_OK);
  g_assert_cmpint (ask_tls (&keys, NULL, "localhost"), ==, HM_ANSWER_UNREACHABLE);
  /* Trusted, but for another name. */
  g_assert_cmpint (ask_tls (&keys, "CURL_CA_BUNDLE", "127.0.0.1"), ==, HM_ANSWER_UNREACHABLE);
  keys_clear (&keys);
}

/* The proxy is told the host, and nothing of the token. */
static void
test_proxy (void)
{
  ScriptServer *proxy;
  HmHttp *http;
  g_autofree char *complaints = NULL;

  if (!script_server_is_here ())
    return;
  clear_environment ();
  proxy =
      script_server_new_inline ("[{\"request\": \"CONNECT api.invalid:443\","
                                " \"absent\": [\"authorization\", \"accept\"], \"status\": 502}]");
  g_setenv ("HTTPS_PROXY", proxy->origin, TRUE);
  http = http_case_client (
      NULL, &(HmHttpOptions){ .origin = "https://api.invalid", .token = CASE_TOKEN });
  {
    g_autoptr (HmAnswer) answer = http_get (http, "/a");

    g_assert_cmpint (answer->kind, ==, HM_ANSWER_UNREACHABLE);
  }
  hm_http_free (http);
  clear_environment ();
  complaints = script_server_end (proxy);
  g_assert_cmpstr (complaints, ==, "");
}

/*
 * A download that GitHub's API hands to the host that it is known to: followed, and without the
 * token. The proxy plays both hosts; it complains of whatever else it is asked to connect to.
 */
static void
test_redirect_to_a_known_host (void)
{
  static const char script[] =
      "[{'request': 'CONNECT api.github.com:443', 'absent': ['authorization']},"
      " {'request': 'GET /repos/o/r/tarball', 'status': 302, 'headers': {'host': 'api.github.com',"
      "  'authorization': 'Bearer " CASE_TOKEN "', 'x-github-api-version': '2022-11-28'},"
      "  'response_headers': {'location': 'https://codeload.github.com/o/r/tar.gz'}},"
      " {'request': 'CONNECT codeload.github.com:443', 'absent': ['authorization']},"
      " {'request': 'GET /o/r/tar.gz', 'body': 1, 'headers': {'host': 'codeload.github.com'},"
      "  'absent': ['authorization', 'x-github-api-version']},"
      " {'request': 'GET /elsewhere', 'status': 302, 'headers': {'host': 'api.github.com'},"
      "  'response_headers': {'location': 'https://elsewhere.example/'}}]";
  g_autofree char *text = g_strdelimit (g_strdup (script), "'", '"');
  g_autofree char *complaints = NULL;
  ScriptServer *proxy;
  HmHttp *http;
  Keys keys;

  if (!keys_make (&keys)) {
    keys_clear (&keys);
    return;
  }
  proxy = script_server_new_proxy (text, keys.certificate, keys.key);
  g_setenv ("HTTPS_PROXY", proxy->origin, TRUE);
  g_setenv ("CURL_CA_BUNDLE", keys.certificate, TRUE);
  http =
      http_case_client (NULL, &(HmHttpOptions){ .origin = "https://api.github.com",
                                                .origin_header = "X-GitHub-Api-Version: 2022-11-28",
                                                .token = CASE_TOKEN });
  http_expect (http, "/repos/o/r/tarball", HM_ANSWER_OK, "");
  http_expect (http, "/elsewhere", HM_ANSWER_OTHER,
               "302 Found to elsewhere.example:443, not followed");
  g_assert_cmpuint (hm_http_n_requests (http), ==, 3);
  hm_http_free (http);
  complaints = script_server_end (proxy);
  g_assert_cmpstr (complaints, ==, "");
  keys_clear (&keys);
}

/* What is on this machine is not asked through a proxy, which could not reach it, or would reach another. */
static void
test_no_proxy_for_loopback (void)
{
  HttpCase *c;

  clear_environment ();
  g_setenv ("http_proxy", "http://127.0.0.1:1", TRUE);
  g_setenv ("ALL_PROXY", "http://127.0.0.1:1", TRUE);
  c = http_case_new ("[{'request': 'GET /a', 'body': 1}]", NULL);
  if (c != NULL) {
    http_expect (c->http, "/a", HM_ANSWER_OK, "");
    http_case_end (c);
  }
  clear_environment ();
}

/* A .netrc is another tool's. */
static void
test_netrc (void)
{
  g_autofree char *home = http_case_folder ();
  g_autofree char *netrc = g_build_filename (home, ".netrc", NULL);
  HttpCase *c;

  clear_environment ();
  g_assert_true (g_file_set_contents (netrc, "machine 127.0.0.1 login a password b\n", -1, NULL));
  g_setenv ("HOME", home, TRUE);
  c = http_case_new ("[{'request': 'GET /a', 'absent': ['authorization'], 'body': 1}]",
                     &(HmHttpOptions){ .token = NULL });
  if (c != NULL) {
    http_expect (c->http, "/a", HM_ANSWER_OK, "");
    http_case_end (c);
  }
  clear_environment ();
  g_assert_true (hm_folder_remove (home, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/tls/trust", test_trust);
  g_test_add_func ("/http/tls/proxy", test_proxy);
  g_test_add_func ("/http/tls/redirect-to-a-known-host", test_redirect_to_a_known_host);
  g_test_add_func ("/http/tls/no-proxy-for-loopback", test_no_proxy_for_loopback);
  g_test_add_func ("/http/tls/netrc", test_netrc);
  return g_test_run ();
}
