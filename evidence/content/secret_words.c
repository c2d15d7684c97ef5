/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/secret_words.h"

#include <string.h>

/* Variables of a job that hold its own credentials, and those in which secrets are kept by habit. */
static const char *const known_variables[] = {
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "ACTIONS_RUNTIME_TOKEN",
  "CI_JOB_TOKEN",
  "CI_JOB_JWT",
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
  "DOCKERHUB_TOKEN",
  NULL,
};

static const char *const credential_files[] = {
  ".ssh/id_",           ".aws/credentials",    ".npmrc",   ".pypirc", ".netrc", ".git-credentials",
  "/proc/self/environ", ".docker/config.json", "/environ",
};

/*
 * Services whose own keys a request's data may hold. A name stands for its subdomains too, so none
 * at which anybody can have one.
 */
static const char *const services[] = {
  "api.github.com",
  "uploads.github.com",
  "github.com",
  "gitlab.com",
  "codeberg.org",
  "bitbucket.org",
  "codecov.io",
  "coveralls.io",
  "coverity.com",
  "sonarcloud.io",
  "npmjs.org",
  "npmjs.com",
  "pypi.org",
  "rubygems.org",
  "crates.io",
  "docker.com",
  "docker.io",
  "quay.io",
  "oauth2.googleapis.com",
  "accounts.google.com",
  "www.googleapis.com",
  "login.microsoftonline.com",
  "management.azure.com",
  "api.cloudflare.com",
  "api.netlify.com",
  "api.vercel.com",
  "api.heroku.com",
  "api.digitalocean.com",
  "sentry.io",
  "snyk.io",
  "fossa.com",
  "apple.com",
  "sonatype.org",
  "sonatype.com",
  "nuget.org",
  "readthedocs.org",
  "transifex.com",
  "crowdin.com",
  "circleci.com",
  "travis-ci.com",
  "travis-ci.org",
  "appveyor.com",
  "buildkite.com",
  "packagecloud.io",
  "gradle.org",
  "jetbrains.com",
  "open-vsx.org",
  "addons.mozilla.org",
  "packagist.org",
  "hex.pm",
  "lgtm.com",
  "codacy.com",
  "codeclimate.com",
  "scan.coverity.com",
  "docs.rs",
  "localhost",
  "127.0.0.1",
};

/* Services that take messages from anybody: only what is in their address is theirs. */
static const char *const messengers[] = {
  "slack.com",          "discord.com",         "discordapp.com",    "api.telegram.org",
  "webhook.office.com", "chat.googleapis.com", "oapi.dingtalk.com", "qyapi.weixin.qq.com",
  "open.feishu.cn",     "api.pushover.net",    "hc-ping.com",       "maker.ifttt.com",
  "sc.ftqq.com",        "sctapi.ftqq.com",     "api.day.app",
};

static gboolean
host_is_below (HmSpan host, const char *name)
{
  gsize size = strlen (name);
  HmSpan tail = { 0 };

  if (host.size < size)
    return FALSE;
  tail = hm_span_from (host, host.at + host.size - size);
  return hm_span_is_nocase (tail, name) && (host.size == size || tail.at[-1] == '.');
}

gboolean
hm_host_is_trusted_with (HmSpan host, gboolean is_in_address)
{
  for (gsize i = 0; i < host.size; i++)
    if (host.at[i] == ':')
      host.size = i;
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (host_is_below (host, services[i]))
      return TRUE;
  for (gsize i = 0; is_in_address && i < G_N_ELEMENTS (messengers); i++)
    if (host_is_below (host, messengers[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_held (GHashTable *holders, HmSpan name, const char *prefix)
{
  g_autofree char *key = NULL;

  if (name.size == 0)
    return FALSE;
  for (gsize i = 0; known_variables[i] != NULL && prefix[0] == '\0'; i++)
    if (hm_span_is (name, known_variables[i]))
      return TRUE;
  if (g_hash_table_size (holders) == 0)
    return FALSE;
  key = g_strdup_printf ("%s%.*s", prefix, HM_SPAN_ARG (name));
  return g_hash_table_contains (holders, key);
}

static HmSpan
name_at (HmSpan text, const char *at)
{
  HmSpan name = hm_span_from (text, at);

  for (gsize i = 0; i < name.size; i++)
    if (!hm_is_word_byte (name.at[i]))
      name.size = i;
  return name;
}

/* $NAME, ${NAME} */
static const char *
find_dollar (HmSpan text, GHashTable *holders)
{
  const char *end = text.at + text.size;

  for (const char *at = text.at; end - at > 1; at++) {
    at = memchr (at, '$', (gsize) (end - at) - 1);
    if (at == NULL)
      break;
    if (is_held (holders, name_at (text, at + (at[1] == '{' ? 2 : 1)), ""))
      return at;
  }
  return NULL;
}

/* $env:NAME, env.NAME, environ["NAME"], getenv ("NAME") */
static const char *
find_access (HmSpan text, GHashTable *holders)
{
  static const char *const accessors[] = { "env:",         "env.",      "environ[\"",
                                           "environ['",    "getenv(\"", "getenv('",
                                           "ENV[\"",       "ENV['",     "environ.get(\"",
                                           "environ.get('" };

  for (gsize i = 0; i < G_N_ELEMENTS (accessors); i++)
    for (const char *at = hm_span_find (text, accessors[i]); at != NULL;
         at = hm_span_find (hm_span_from (text, at + 1), accessors[i]))
      if (is_held (holders, name_at (text, at + strlen (accessors[i])), ""))
        return at;
  return NULL;
}

/* @file, as curl takes its data from. */
static const char *
find_file (HmSpan text, GHashTable *holders)
{
  const char *at = hm_span_find (text, "@");
  HmSpan file = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (credential_files); i++) {
    const char *found = hm_span_find (text, credential_files[i]);

    if (found != NULL && at != NULL)
      return found;
  }
  if (at == NULL)
    return NULL;
  file = hm_span_from (text, at + 1);
  for (gsize i = 0; i < file.size; i++)
    if (g_ascii_isspace (file.at[i]) || file.at[i] == '"' || file.at[i] == '\''
        || file.at[i] == ';')
      file.size = i;
  return is_held (holders, file, "@") ? at : NULL;
}

/* What nothing that shows a secret lacks, and most words do. */
typedef enum {
  SIGN_SECRETS = 1 << 0,
  SIGN_ENV = 1 << 1,
  SIGN_DOLLAR = 1 << 2,
  SIGN_AT = 1 << 3,
  SIGN_TOKEN = 1 << 4,
} Sign;

/* Returns: of Sign, those that may be in @text and all that are */
static guint
signs_of (HmSpan text)
{
  guint signs = 0;

  for (gsize i = 0; i < text.size; i++) {
    const char next = (char) (i + 1 < text.size ? text.at[i + 1] : '\0');

    switch (text.at[i]) {
    case '$':
      signs |= SIGN_DOLLAR;
      break;
    case '@':
      signs |= SIGN_AT;
      break;
    case 'c':
    case 'C':
      signs |= next == 'r' || next == 'R' ? SIGN_SECRETS : 0;
      break;
    case 'b':
    case 'B':
      signs |= next == '.' ? SIGN_TOKEN : 0;
      break;
    case 'n':
    case 'N':
      signs |= next == 'v' || next == 'V' ? SIGN_ENV : 0;
      break;
    default:
      break;
    }
  }
  return signs;
}

const char *
hm_secret_find (HmSpan text, gboolean is_workflow, GHashTable *holders)
{
  static const char *const dumps[] = { "$(env)", "$(printenv)", "`env`",       "`printenv`",
                                       "$(env|", "$(env |",     "$(printenv|", "$(printenv |" };
  const char *found = NULL;
  const guint signs = signs_of (text);

  if (signs == 0)
    return NULL;
  for (const char *at = is_workflow && (signs & SIGN_SECRETS) != 0
                            ? hm_span_find_nocase (text, "secrets")
                            : NULL;
       at != NULL && found == NULL;
       at = hm_span_find_nocase (hm_span_from (text, at + 1), "secrets")) {
    HmSpan after = hm_span_from (text, at + strlen ("secrets"));
    HmSpan before = { text.at, (gsize) (at - text.at) };
    gboolean is_used = hm_span_begins (after, ".") || hm_span_begins (after, "[")
                       || hm_span_begins (after, ")") || hm_span_begins (after, " )")
                       || hm_span_begins (after, " }}");
    /* An expression is short: one that lies further back is another's. */
    HmSpan near = before.size > 200 ? hm_span_from (before, before.at + before.size - 200) : before;

    if (is_used && (at == text.at || !hm_is_word_byte (at[-1]))
        && hm_span_find (near, "${{") != NULL)
      found = at;
  }
  if (found == NULL && is_workflow && (signs & SIGN_TOKEN) != 0)
    found = hm_span_find_nocase (text, "github.token");
  for (gsize i = 0; (signs & SIGN_ENV) != 0 && i < G_N_ELEMENTS (dumps) && found == NULL; i++)
    found = hm_span_find (text, dumps[i]);
  if (found == NULL && (signs & SIGN_DOLLAR) != 0)
    found = find_dollar (text, holders);
  if (found == NULL && (signs & SIGN_ENV) != 0)
    found = find_access (text, holders);
  return found == NULL && (signs & SIGN_AT) != 0 ? find_file (text, holders) : found;
}

/* Returns: what stands before the last dot of @host, without what stands before that: acme of www.acme.com */
static HmSpan
label_of (HmSpan host)
{
  gsize end = host.size;
  gsize start = 0;

  for (gsize i = 0; i < host.size; i++)
    if (host.at[i] == ':')
      end = host.size = i;
  while (end > 0 && host.at[end - 1] != '.')
    end--;
  if (end == 0)
    return (HmSpan){ 0 };
  for (start = --end; start > 0 && host.at[start - 1] != '.';)
    start--;
  return (HmSpan){ host.at + start, end - start };
}

/* Secrets of one command that are looked at for whose they are: each is looked for in all that is left of it. */
#define OWNED_MAX 64

gboolean
hm_secrets_belong_to (HmSpan text, HmSpan host, gboolean is_workflow, GHashTable *holders)
{
  HmSpan label = label_of (host);
  guint n_owned = 0;

  if (label.size < 3 || g_ascii_isdigit (label.at[0]))
    return FALSE;
  for (const char *at = hm_secret_find (text, is_workflow, holders); at != NULL;
       at = hm_secret_find (text, is_workflow, holders)) {
    HmSpan name = { 0 };

    text = hm_span_from (text, at);
    while (text.size > 0 && !hm_is_word_byte (text.at[0]))
      text = hm_span_from (text, text.at + 1);
    if (text.size >= strlen ("secrets.")
        && g_ascii_strncasecmp (text.at, "secrets.", strlen ("secrets.")) == 0)
      text = hm_span_from (text, text.at + strlen ("secrets."));
    name = name_at (text, text.at);
    /* ACME_PASSWORD: the host's name is its first part. */
    if (name.size <= label.size || name.at[label.size] != '_'
        || g_ascii_strncasecmp (name.at, label.at, label.size) != 0 || ++n_owned > OWNED_MAX)
      return FALSE;
    text = hm_span_from (text, name.at + name.size);
  }
  return TRUE;
}

gboolean
hm_line_is_setting (HmSpan line)
{
  gsize size = 0;

  while (size < line.size && (hm_is_word_byte (line.at[size]) || line.at[size] == '-'))
    size++;
  if (size == 0 || size == line.size || line.at[size] != ':')
    return FALSE;
  line.size = size;
  return !hm_span_is (line, "run") && !hm_span_is (line, "script");
}

gboolean
hm_word_is_request (HmSpan word)
{
  static const char *const words[] = {
    "curl", "wget", "curl.exe", "iwr", "irm", "Invoke-WebRequest", "Invoke-RestMethod",
    "http", "xh",   NULL
  };

  for (gsize i = word.size; i > 0; i--)
    if (word.at[i - 1] == '/' || word.at[i - 1] == '\\' || word.at[i - 1] == '('
        || word.at[i - 1] == '@') {
      word = hm_span_from (word, word.at + i);
      break;
    }
  return hm_span_is_any (word, words);
}

gboolean
hm_word_is_socket (HmSpan word)
{
  static const char *const words[] = { "nc", "ncat", "netcat", "socat", "telnet", NULL };

  return hm_span_is_any (word, words);
}

gboolean
hm_word_is_lookup (HmSpan word)
{
  static const char *const words[] = { "nslookup", "dig", "host", "ping", "drill", NULL };

  return hm_span_is_any (word, words);
}

/* Options whose value is a credential for the host itself, or isn't sent. */
gboolean
hm_word_is_credential_option (HmSpan word)
{
  static const char *const words[] = {
    "-H",
    "--header",
    "-u",
    "--user",
    "--oauth2-bearer",
    "--cert",
    "-E",
    "--key",
    "--cacert",
    "--pass",
    "-o",
    "--output",
    "--proxy-user",
    "-U",
    "--http-user",
    "--http-password",
    "--password",
    "--ca-certificate",
    "--private-key",
    "--certificate",
    "--netrc-file",
    "-Headers",
    "-Credential",
    "-Token",
    "--aws-sigv4",
    "--proxy",
    "-x",
    "--resolve",
    "-a",
    "--auth",
    NULL,
  };

  return hm_span_is_any (word, words) && !hm_span_is (word, "-h") && !hm_span_is (word, "-e");
}

gboolean
hm_word_takes_commands (HmSpan word)
{
  if (hm_span_ends (word, "run:") || hm_span_ends (word, "script:") || hm_span_is (word, "-"))
    return TRUE;
  /* bash -c, sh -ec, pwsh -Command */
  return (word.size >= 2 && word.size <= 4 && word.at[0] == '-' && word.at[word.size - 1] == 'c')
         || hm_span_is_nocase (word, "-command");
}

gboolean
hm_word_is_quoted (HmSpan word)
{
  return word.size > 2 && (word.at[0] == '"' || word.at[0] == '\'')
         && word.at[word.size - 1] == word.at[0];
}

gboolean
hm_word_is_operand (HmSpan word, HmSpan before)
{
  if (word.size == 0 || word.at[0] == '-')
    return FALSE;
  if (before.size == 0 || before.at[0] != '-')
    return TRUE;
  /* Options that take no value: -s, -fsSL. */
  return before.size >= 2 && before.size <= 6 && before.at[1] != '-'
         && strchr ("sSLfkviIgNjGO#q", before.at[before.size - 1]) != NULL;
}

gboolean
hm_word_host (HmSpan word, HmSpan *ret_host)
{
  gsize size = 0;
  gsize dots = 0;

  while (size < word.size
         && (g_ascii_isalnum (word.at[size]) || word.at[size] == '-' || word.at[size] == '.')) {
    dots += word.at[size] == '.' ? 1 : 0;
    size++;
  }
  if (dots == 0 || word.at[0] == '.' || !g_ascii_isalnum (word.at[size - 1])
      || (size < word.size && strchr ("/:?", word.at[size]) == NULL))
    return FALSE;
  *ret_host = (HmSpan){ word.at, size };
  return TRUE;
}

void
hm_address_learn (HmSpan line, GHashTable *addresses)
{
  const char *at = hm_span_find (line, "://");
  const char *end = NULL;
  HmSpan host = { 0 };

  if (at == NULL || !hm_span_host (line, &host) || host.at[0] == '$')
    return;
  while (at > line.at && g_ascii_isalpha (at[-1]))
    at--;
  while (at > line.at && strchr ("\"' ", at[-1]) != NULL)
    at--;
  if (at == line.at || (at[-1] != '=' && at[-1] != ':'))
    return;
  end = --at;
  while (at > line.at && hm_is_word_byte (at[-1]))
    at--;
  if (at < end)
    g_hash_table_replace (addresses, hm_span_dup ((HmSpan){ at, (gsize) (end - at) }),
                          hm_span_dup (host));
}

gboolean
hm_address_find (HmSpan word, GHashTable *addresses, HmSpan *ret_host)
{
  g_autofree char *name = NULL;
  const char *host = NULL;

  if (g_hash_table_size (addresses) == 0 || word.size < 2 || word.at[0] != '$')
    return FALSE;
  name = hm_span_dup (name_at (word, word.at + (word.at[1] == '{' ? 2 : 1)));
  host = g_hash_table_lookup (addresses, name);
  if (host == NULL)
    return FALSE;
  *ret_host = hm_span (host);
  return TRUE;
}
