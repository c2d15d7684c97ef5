/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets on their way out of a workflow or a script, and workflows that run strangers' code with
 * secrets at hand. Distrusts every byte.
 *
 * A token in a header goes to the service that gave it out: that isn't marked. Nor is a secret that
 * is the address itself (a chat's web hook), nor one in what is sent to a well-known service of
 * which it is the key. What is left, a secret in the data, the query or the name of a request to
 * some other host, honest workflows all but never write.
 */
#include <string.h>

#include "evidence/content/gates.h"
#include "evidence/content/needles.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/secret_words.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

/* Where Linux shows the memory of processes, among other things. */
#define MEMORY "/proc/"

/* Requests of other languages, and what is looked at with them. */
HmNeedles hm_call_words = {
  .words = { "requests.post", "requests.get", "requests.put", "urlopen", "http.request",
             "https.request", "fetch(", "axios", "/dev/tcp/", "UploadString", MEMORY },
};

HmNeedles hm_trigger_words = {
  .words = { "pull_request_target", "workflow_run", "issue_comment" },
};

/* A logical line: of several that end in a backslash, all. */
typedef struct {
  GString *text; /* joined by blanks, where there are several */
  HmSpan whole;
  HmSpan first; /* as it stands in the file */
  guint32 number;
} Command;

typedef struct {
  HmMarks *marks;
  gboolean is_workflow;
  GHashTable *holders;   /* names of variables, and "@file", that hold a secret */
  GHashTable *addresses; /* names of variables that hold an address, to its host */
} Scan;

/* What a file or a variable's value shows of secrets: textual, so that an expression in any quotes counts. */
static gboolean
holds_secret (const Scan *scan, HmSpan text)
{
  return hm_secret_find (text, scan->is_workflow, scan->holders) != NULL;
}

static void
note_sent (Scan *scan, const Command *command, HmSpan host)
{
  HM_NOTE_ROW (scan->marks, HM_MARK_SECRET_SENT, command->number, command->first, "%.*s",
               HM_SPAN_ARG (host));
}

static gboolean
ends_command (char byte)
{
  return byte == '|' || byte == ';' || byte == '&';
}

/*
 * Goes to the next word of a shell command, from *@at on: quoted parts and ${{ expressions }} belong to it.
 *
 * Returns: FALSE past the command's end; *@ret_is_end: an operator was there, and stands at *@at
 */
static gboolean
next_word (const char **at, const char *end, HmSpan *ret_word)
{
  const char *here = *at;
  char quote = '\0';

  while (here < end && (g_ascii_isspace (*here) || *here == '\0'))
    here++;
  *ret_word = (HmSpan){ here, 0 };
  if (here < end && (ends_command (*here) || *here == ')')) {
    *at = here;
    return FALSE;
  }
  while (here < end) {
    if (end - here >= 3 && here[0] == '$' && here[1] == '{' && here[2] == '{') {
      const char *close = memmem (here, (gsize) (end - here), "}}", 2);

      here = close != NULL ? close + 2 : end;
      continue;
    }
    if (quote == '\0' && (g_ascii_isspace (*here) || ends_command (*here)))
      break;
    if (*here == '\\' && here + 1 < end)
      here++;
    else if (quote == '\0' && (*here == '"' || *here == '\'' || *here == '`'))
      quote = *here;
    else if (*here == quote)
      quote = '\0';
    here++;
  }
  ret_word->size = (gsize) (here - ret_word->at);
  *at = here;
  return ret_word->size > 0;
}

/* One request: curl and its like, with its arguments from @at on. Returns: where its arguments end. */
static const char *
read_request (Scan *scan, const Command *command, const char *at, const char *end, gboolean is_fed)
{
  HmSpan word = { 0 };
  HmSpan host = { 0 };
  HmSpan arguments = { at, 0 };
  HmSpan before = { 0 }; /* the word before */
  gboolean is_in_data = is_fed;
  gboolean is_in_address = FALSE;
  gboolean has_host = FALSE;
  gboolean is_skipped = FALSE;

  while (next_word (&at, end, &word)) {
    HmSpan bare = hm_span_strip (word, "\"'");
    HmSpan its_host = { 0 };
    const HmSpan option = before;
    gboolean is_secret = FALSE;

    before = bare;
    if (hm_span_begins (bare, "--url="))
      bare = hm_span_from (bare, bare.at + strlen ("--url="));
    if (is_skipped) {
      is_skipped = FALSE;
      continue;
    }
    is_skipped = hm_word_is_credential_option (bare);
    if (is_skipped || hm_span_begins (bare, "--header=") || hm_span_begins (bare, "-H")
        || hm_span_begins (bare, "--user=") || hm_span_begins (bare, "--password=")
        || hm_span_begins (bare, "--http-password="))
      continue;
    is_secret = holds_secret (scan, bare);
    if (((!hm_span_begins (bare, "-") && hm_span_find (bare, "=") == NULL)
         || (!has_host && hm_span_begins (bare, "http")))
        && hm_span_host (bare, &its_host)) {
      has_host = TRUE;
      host = its_host;
      is_in_address = is_secret;
    } else if (!has_host && host.size == 0 && hm_word_is_operand (bare, option)
               && (hm_word_host (bare, &its_host)
                   || hm_address_find (bare, scan->addresses, &its_host))) {
      host = its_host;
      is_in_address = is_secret;
    } else {
      is_in_data = is_in_data || is_secret;
    }
  }
  arguments.size = (gsize) (at - arguments.at);
  if (host.size > 0 && (is_in_data || is_in_address)
      && !hm_host_is_trusted_with (host, is_in_address) && !holds_secret (scan, host)
      && host.at[0] != '$' && host.at[0] != '{'
      && (is_fed || !hm_secrets_belong_to (arguments, host, scan->is_workflow, scan->holders)))
    note_sent (scan, command, host);
  return at;
}

/* nc HOST PORT and nslookup NAME: with a secret that comes in, or that is part of the name. */
static const char *
read_socket (Scan *scan, const Command *command, const char *at, const char *end, gboolean is_fed)
{
  HmSpan word = { 0 };
  HmSpan host = { 0 };
  gboolean is_secret = is_fed;

  while (next_word (&at, end, &word)) {
    HmSpan bare = hm_span_strip (word, "\"'");

    is_secret = is_secret || holds_secret (scan, bare);
    if (host.size == 0 && bare.size > 0 && bare.at[0] != '-'
        && memchr (bare.at, '.', bare.size) != NULL)
      host = bare;
  }
  if (is_secret && host.size > 0)
    note_sent (scan, command, host);
  return at;
}

/* Commands in quotes that are read within each other: run: "bash -c '...'" */
#define QUOTED_DEPTH_MAX 3

/*
 * The commands of a line, one after another, remembering whether what one writes goes into the
 * next: printenv | curl -d @- HOST. Also those that print a secret in disguise, so that no log
 * masks it.
 */
static void
read_commands (Scan *scan, const Command *command, guint depth)
{
  const char *at = command->whole.at;
  const char *end = at + command->whole.size;
  HmSpan before = { 0 };
  gboolean is_fed = FALSE;
  guint n_disguises = 0;

  while (at < end) {
    HmSpan word = { 0 };
    gboolean is_secret = FALSE;
    gboolean is_first = TRUE;
    gboolean is_kept = FALSE;
    gboolean is_disguise = FALSE;

    while (next_word (&at, end, &word)) {
      HmSpan bare = hm_span_strip (word, "\"'$(`");
      const HmSpan key = before;

      before = word;
      if (depth < QUOTED_DEPTH_MAX && hm_word_takes_commands (key) && hm_word_is_quoted (word)) {
        Command quoted = *command;

        quoted.whole = (HmSpan){ word.at + 1, word.size - 2 };
        read_commands (scan, &quoted, depth + 1);
      }
      if (hm_word_is_request (bare)) {
        at = read_request (scan, command, at, end, is_fed);
        break;
      }
      if (hm_word_is_socket (bare) || hm_word_is_lookup (bare)) {
        at = is_first || hm_word_is_socket (bare) ? read_socket (scan, command, at, end, is_fed)
                                                  : at;
        break;
      }
      is_secret = is_secret
                  || (is_first && (hm_span_is (bare, "printenv") || hm_span_is (bare, "env")))
                  || (scan->is_workflow && holds_secret (scan, word));
      is_kept = is_kept || word.at[0] == '>' || hm_span_find (word, ">") != NULL
                || hm_span_find (word, "=$(") != NULL;
      is_disguise = is_disguise || hm_span_is (bare, "base64") || hm_span_is (bare, "rev")
                    || hm_span_is (bare, "xxd");
      if (is_first
          && (hm_span_ends (bare, ":") || hm_span_is (bare, "-") || hm_span_is (bare, "sudo")))
        continue;
      is_first = FALSE;
    }
    if (is_disguise && is_fed && !is_kept)
      n_disguises++;
    is_fed = (is_fed || is_secret) && at + 1 < end && *at == '|' && at[1] != '|';
    if (!is_fed) {
      if (n_disguises >= 2)
        HM_NOTE_ROW (scan->marks, HM_MARK_SECRET_SENT, command->number, command->first,
                     "the log, encoded twice");
      n_disguises = 0;
    }
    while (at < end && (ends_command (*at) || *at == ')'))
      at++;
    if (word.size == 0 && at < end && (*at == '\0'))
      at++;
  }
}

/* One line of Python, JavaScript or PowerShell that makes a request. */
static void
read_call (Scan *scan, const Command *command)
{
  HmSpan line = command->whole;
  HmSpan host = { 0 };
  const char *secret = NULL;
  const char *tcp = hm_span_find (line, "/dev/tcp/");
  gboolean is_call = FALSE;

  for (gsize i = 0; !is_call && !g_str_equal (hm_call_words.words[i], MEMORY); i++)
    is_call = hm_span_find (line, hm_call_words.words[i]) != NULL;
  if (!is_call)
    return;
  secret = hm_secret_find (line, scan->is_workflow, scan->holders);
  if (secret == NULL || hm_span_find_nocase (line, "authorization") != NULL
      || hm_span_find_nocase (line, "headers") != NULL)
    return;
  if (tcp != NULL) {
    host = hm_span_from (line, tcp + strlen ("/dev/tcp/"));
    for (gsize i = 0; i < host.size; i++)
      if (g_ascii_isspace (host.at[i]) || host.at[i] == '/')
        host.size = i;
  } else if (!hm_span_host (line, &host)) {
    return;
  }
  if (host.size > 0 && host.at[0] != '$' && host.at[0] != '{'
      && !hm_host_is_trusted_with (host, FALSE))
    note_sent (scan, command, host);
}

/* NAME: ${{ secrets.X }}, NAME=..., and what is written into a file: who holds a secret from here on. */
static void
learn_holders (Scan *scan, HmSpan line)
{
  HmSpan rest = hm_span_trim (line);
  const char *at = NULL;
  gsize size = 0;

  if (!holds_secret (scan, rest))
    return;
  while (hm_span_begins (rest, "- "))
    rest = hm_span_trim (hm_span_from (rest, rest.at + 2));
  if (hm_span_begins (rest, "export "))
    rest = hm_span_trim (hm_span_from (rest, rest.at + 7));
  if (hm_span_begins (rest, "echo "))
    rest = hm_span_strip (hm_span_trim (hm_span_from (rest, rest.at + 5)), "\"'");
  while (size < rest.size && (hm_is_word_byte (rest.at[size]) || rest.at[size] == '-'))
    size++;
  if (size > 0 && size + 1 < rest.size && (rest.at[size] == ':' || rest.at[size] == '=')
      && !hm_span_is ((HmSpan){ rest.at, size }, "run"))
    g_hash_table_add (scan->holders, hm_span_dup ((HmSpan){ rest.at, size }));
  at = hm_span_find (line, ">");
  if (at != NULL) {
    const char *end = line.at + line.size;
    HmSpan word = { 0 };

    while (at < end && *at == '>')
      at++;
    if (next_word (&at, end, &word) && word.at[0] != '&' && word.at[0] != '$'
        && hm_span_find (word, "/dev/null") == NULL) {
      g_autofree char *file = hm_span_dup (hm_span_strip (word, "\"'"));

      g_hash_table_add (scan->holders, g_strconcat ("@", file, NULL));
    }
  }
}

static gsize
indent_of (HmSpan line)
{
  gsize n = 0;

  while (n < line.size && (line.at[n] == ' ' || line.at[n] == '-'))
    n++;
  return n;
}

/* run: > folds the lines below it, which are indented further, into one. */
static gboolean
begins_fold (HmSpan line)
{
  const char *at = hm_span_find_word (line, "run");

  line = hm_span_trim (line);
  return at != NULL && (hm_span_ends (line, ": >") || hm_span_ends (line, ": >-")) && at[3] == ':';
}

static void
take_folded (HmRows *rows, Command *command)
{
  const gsize indent = indent_of (rows->line);
  HmRows ahead = *rows;
  gboolean is_first = TRUE;

  g_string_truncate (command->text, 0);
  while (hm_rows_next (&ahead)
         && (hm_span_trim (ahead.line).size == 0 || indent_of (ahead.line) > indent)) {
    if (is_first) {
      command->first = ahead.line;
      command->number = ahead.number;
    }
    is_first = FALSE;
    g_string_append_len (command->text, ahead.line.at, (gssize) ahead.line.size);
    g_string_append_c (command->text, ' ');
    *rows = ahead;
  }
  command->whole = (HmSpan){ command->text->str, command->text->len };
}

static gboolean
next_command (HmRows *rows, gboolean is_workflow, Command *ret_command)
{
  HmSpan line = { 0 };

  if (!hm_rows_next (rows))
    return FALSE;
  line = rows->line;
  *ret_command =
      (Command){ .text = ret_command->text, .whole = line, .first = line, .number = rows->number };
  if (is_workflow && begins_fold (line)) {
    take_folded (rows, ret_command);
    return TRUE;
  }
  if (line.size == 0 || line.at[line.size - 1] != '\\')
    return TRUE;
  g_string_truncate (ret_command->text, 0);
  g_string_append_len (ret_command->text, line.at, (gssize) line.size - 1);
  while (line.size > 0 && line.at[line.size - 1] == '\\' && hm_rows_next (rows)) {
    line = rows->line;
    g_string_append_c (ret_command->text, ' ');
    g_string_append_len (ret_command->text, line.at,
                         (gssize) line.size - (line.size > 0 && line.at[line.size - 1] == '\\'));
  }
  ret_command->whole = (HmSpan){ ret_command->text->str, ret_command->text->len };
  return TRUE;
}

static void
recognise_sending (HmMarks *marks, const HmText *file)
{
  g_autoptr (GHashTable) holders =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) addresses =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  Scan scan = { .marks = marks,
                .is_workflow = (file->roles & HM_ROLE_WORKFLOW) != 0,
                .holders = holders,
                .addresses = addresses };
  Command command = { .text = text };
  const gboolean has_calls = hm_marks_have_words (marks, file, HM_WORDS_REQUEST);
  const char *end = file->text + file->size;
  const char *sending = NULL; /* the next one */
  HmRows rows;

  if (!(has_calls || hm_marks_have_words (marks, file, HM_WORDS_SENDING))
      || !hm_marks_have_words (marks, file, HM_WORDS_SECRET)
      || !hm_marks_have_words (marks, file, HM_WORDS_SENT)
      || !hm_marks_have_words (marks, file, HM_WORDS_ROOT))
    return;
  sending = hm_needles_next (&hm_sending_commands, file->text, file->size, file->text);
  /* env: may stand below the steps of its job. */
  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    hm_address_learn (rows.line, addresses);
    if (scan.is_workflow)
      learn_holders (&scan, rows.line);
  }
  hm_rows_init (&rows, file);
  while (next_command (&rows, scan.is_workflow, &command)) {
    HmSpan line = hm_span_trim (command.whole);

    if (sending != NULL && sending < command.first.at)
      sending = hm_needles_next (&hm_sending_commands, command.first.at,
                                 (gsize) (end - command.first.at), command.first.at);
    if (line.size == 0 || line.at[0] == '#')
      continue;
    if (sending != NULL && sending < rows.next)
      read_commands (&scan, &command, 0);
    if (has_calls)
      read_call (&scan, &command);
    if (has_calls && hm_span_find (line, MEMORY) != NULL && hm_span_find (line, "/mem") != NULL
        && hm_span_find (line, "/meminfo") == NULL)
      HM_NOTE_ROW (marks, HM_MARK_SECRET_SENT, command.number, command.first,
                   "memory of another process");
    if (!scan.is_workflow)
      learn_holders (&scan, command.whole);
  }
}

/*
 * What a workflow on a stranger's behalf must not do: check out the stranger's code, or paste the
 * stranger's words into a script.
 */
static void
recognise_trigger (HmMarks *marks, const HmText *file)
{
  static const char *const heads[] = {
    "github.event.pull_request.head", "github.head_ref",
    "github.event.workflow_run.head", "refs/pull/",
    "pull_request.head.sha",
  };
  static const char *const words[] = {
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.comment.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.head_ref",
    "github.event.review.body",
    "github.event.workflow_run.head_branch",
  };
  guint64 triggers = 0;
  const char *trigger = NULL;
  HmRows rows;

  if ((file->roles & HM_ROLE_WORKFLOW) == 0)
    return;
  if (!hm_marks_have_words (marks, file, HM_WORDS_TRIGGER))
    return;
  triggers = hm_needles_find (&hm_trigger_words, file->text, file->size);
  for (gsize i = 0; trigger == NULL; i++)
    if ((triggers >> i & 1) != 0)
      trigger = hm_trigger_words.words[i];
  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    gboolean is_seen = FALSE;

    if (line.size == 0 || line.at[0] == '#')
      continue;
    if (hm_span_begins (line, "- "))
      line = hm_span_trim (hm_span_from (line, line.at + 2));
    if (hm_span_begins (line, "ref:") || hm_span_begins (line, "repository:"))
      for (gsize i = 0; i < G_N_ELEMENTS (heads) && !is_seen; i++)
        is_seen = hm_span_find (line, heads[i]) != NULL;
    else if (hm_span_find (line, "gh pr checkout") != NULL)
      is_seen = TRUE;
    else if (hm_span_find (line, "${{") != NULL && !hm_line_is_setting (line))
      for (gsize i = 0; i < G_N_ELEMENTS (words) && !is_seen; i++)
        is_seen = hm_span_find (line, words[i]) != NULL;
    if (is_seen)
      HM_NOTE_ROW (marks, HM_MARK_DANGEROUS_TRIGGER, rows.number, rows.line, "%s", trigger);
  }
}

void
hm_recognise_secrets (HmMarks *marks, const HmText *file)
{
  recognise_sending (marks, file);
  recognise_trigger (marks, file);
}
