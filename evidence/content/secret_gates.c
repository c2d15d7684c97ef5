/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in every text that secrets.c has something to say of. */
#include <string.h>

#include "evidence/content/gates.h"

HmNeedles hm_sending_words = {
  .words = { "curl",
             "wget",
             "iwr",
             "irm",
             "invoke-webrequest",
             "invoke-restmethod",
             "ncat",
             "netcat",
             "nc ",
             "socat",
             "telnet",
             "/dev/tcp/",
             "nslookup",
             "dig ",
             "requests.",
             "urlopen",
             "http.request",
             "https.request",
             "fetch(",
             "axios",
             "http.client",
             "base64",
             "/mem",
             "net/http",
             "rev",
             "uploadstring",
             "uploaddata",
             "httpie",
             "http post",
             "xh post" },
};

HmNeedles hm_secret_marks = {
  .words = { "secrets.",   "secrets[",  "secrets)",     "secrets }", "_token",
             "_secret",    "_password", "_key",         "printenv",  "env",
             "environ",    "isSecret",  "github.token", "/mem",      "id_rsa",
             "id_ed25519", ".npmrc",    ".pypirc",      ".netrc",    ".aws/" },
};

/* Whether a word of a command may begin behind @byte, or the last part of a path in one. */
static gboolean
may_begin_behind (char byte)
{
  return g_ascii_isspace (byte) || byte == '\0' || strchr ("|;&)\"'$(`/\\@", byte) != NULL;
}

/* Whether one may end before @byte; the backslash is that of a line which goes on. */
static gboolean
may_end_before (char byte)
{
  return g_ascii_isspace (byte) || (byte != '\0' && strchr ("|;&\"'$(`\\", byte) != NULL);
}

static gboolean
is_whole_word (const char *word, const char *start, const char *end, const char *at)
{
  const char *after = at + strlen (word);

  return (at == start || may_begin_behind (at[-1])) && (after == end || may_end_before (*after));
}

/* env is one of hm_secret_roots as a command alone: it is a part of many words. */
static gboolean
is_root (const char *word, const char *start, const char *end, const char *at)
{
  return word[0] != 'e' || is_whole_word (word, start, end, at);
}

HmNeedles hm_secret_roots = {
  .words = { "secrets",
             "github.token",
             "(env",
             "(printenv",
             "`env`",
             "`printenv`",
             "env",
             "printenv",
             "github_token",
             "gh_token",
             "actions_id_token_request_token",
             "actions_runtime_token",
             "ci_job_token",
             "ci_job_jwt",
             "npm_token",
             "node_auth_token",
             "pypi_token",
             "pypi_api_token",
             "twine_password",
             "aws_secret_access_key",
             "aws_session_token",
             "cargo_registry_token",
             "gem_host_api_key",
             "docker_password",
             "dockerhub_token",
             ".ssh/id_",
             ".aws/credentials",
             ".npmrc",
             ".pypirc",
             ".netrc",
             ".git-credentials",
             ".docker/config.json",
             "/environ",
             "/mem" },
  .counts = is_root,
};

HmNeedles hm_sending_commands = {
  .words = { "curl",
             "wget",
             "curl.exe",
             "iwr",
             "irm",
             "invoke-webrequest",
             "invoke-restmethod",
             "http",
             "xh",
             "nc",
             "ncat",
             "netcat",
             "socat",
             "telnet",
             "nslookup",
             "dig",
             "host",
             "ping",
             "drill",
             "base64",
             "rev",
             "xxd" },
  .counts = is_whole_word,
};
