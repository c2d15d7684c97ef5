/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Protections that a change switches off: a hardening flag that is gone, a sandbox disabled, checks
 * of certificates or signatures skipped. By count, so that what moves within a file stays what it
 * is. Distrusts every byte.
 */
#include <string.h>

#include "evidence/content/difference.h"
#include "evidence/content/needles.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"

/* Switched off where there are fewer of them. */
static HmNeedles guards = {
  .words = { "-fsanitize=",
             "-fstack-protector",
             "-fstack-clash-protection",
             "_FORTIFY_SOURCE",
             "-Wl,-z,relro",
             "-Wl,-z,now",
             "-fPIE",
             "-fcf-protection",
             "noexecstack",
             "--enable-sandbox",
             "--enable-hardening",
             "--enable-werror",
             "b_sanitize",
             "seccomp",
             "landlock",
             "pledge(",
             "capsicum",
             "clusterfuzzlite",
             "codeql-action",
             "scorecard-action",
             "dependency-review-action",
             "harden-runner",
             "persist-credentials: false",
             "--require-hashes",
             "--verify-signatures",
             "gpg --verify",
             "gpgv ",

             "sha256sum -c",
             "sha256sum --check",
             "shasum -a 256 -c",
             "slsa-verifier",
             "--ignore-scripts",
             "--locked",
             "--frozen-lockfile" },
};

/* Switched off where there are more of them. */
static HmNeedles breaches = {
  .words = { "-fno-stack-protector",
             "-U_FORTIFY_SOURCE",
             "-Wl,-z,norelro",
             "-z execstack",
             "-fno-sanitize=all",
             "--disable-sandbox",
             "--without-sandbox",
             "--no-sandbox",
             "--disable-hardening",
             "--disable-seccomp",
             "--disable-landlock",
             "--disable-ifunc",
             "ENABLE_SANDBOX=OFF",
             "ENABLE_SANDBOX=no",
             "write-all",
             "persist-credentials: true",
             "--no-verify",
             "--no-gpg-sign",
             "--no-gpg-check",
             "--nogpgcheck",
             "strict-ssl=false",
             "strict-ssl false",
             "--no-check-certificate",
             "--insecure",
             "curl -k",
             "sslverify=false",
             "http.sslVerify false",
             "GIT_SSL_NO_VERIFY",
             "NODE_TLS_REJECT_UNAUTHORIZED",
             "GONOSUMCHECK",
             "GONOSUMDB",
             "GOFLAGS=-insecure",
             "GOINSECURE",
             "GONOSUMVERIFY",
             "--trusted-host",
             "--allow-unauthenticated",
             "--no-audit",
             "--skip-checks",
             "PYTHONHTTPSVERIFY=0",
             "ACTIONS_ALLOW_UNSECURE_COMMANDS",
             "setenforce 0",
             "--privileged" },
};

/* Whether the match at @at in @line is a word of its own rather than the middle of another. */
static gboolean
is_own (HmSpan line, const char *at, const char *word)
{
  const char *after = at + strlen (word);
  const char *end = line.at + line.size;
  char last = word[strlen (word) - 1];

  if (at > line.at && g_ascii_isalnum (word[0]) && hm_is_word_byte (at[-1]) && at[-1] != 'D')
    return FALSE;
  return !(after < end && g_ascii_isalnum (last) && g_ascii_isalnum (*after));
}

/*
 * Counts each of @words in the lines of @file that are no comments.
 *
 * @ret_lines: of the last line that has each, 0 where none has
 */
static void
count_words (const HmText *file, HmNeedles *words, guint ret_counts[HM_NEEDLES_MAX],
             guint32 ret_lines[HM_NEEDLES_MAX])
{
  HmRows rows;

  memset (ret_counts, 0, HM_NEEDLES_MAX * sizeof *ret_counts);
  memset (ret_lines, 0, HM_NEEDLES_MAX * sizeof *ret_lines);
  hm_rows_init (&rows, file);
  while (hm_rows_next_with (&rows, words)) {
    HmSpan line = hm_span_trim (rows.line);
    guint64 found = 0;

    if (line.size == 0 || line.at[0] == '#' || hm_span_begins (line, "//")
        || hm_span_begins (line, "dnl"))
      continue;
    found = hm_needles_find (words, line.at, line.size);
    for (gsize i = 0; found != 0 && words->words[i] != NULL; i++) {
      const char *at = (found >> i & 1) != 0 ? hm_span_find_nocase (line, words->words[i]) : NULL;

      if (at != NULL && is_own (line, at, words->words[i])) {
        ret_counts[i]++;
        ret_lines[i] = rows.number;
      }
    }
  }
}

/* A guard of which some are left was made less, not switched off, as far as can be seen here. */
static void
note_guards (HmMarks *marks, const HmText *before, const HmText *after)
{
  guint old[HM_NEEDLES_MAX];
  guint new[HM_NEEDLES_MAX];
  guint32 lines[HM_NEEDLES_MAX];

  count_words (before, &guards, old, lines);
  count_words (after, &guards, new, lines);
  for (gsize i = 0; guards.words[i] != NULL; i++)
    if (old[i] > 0 && new[i] == 0)
      hm_marks_note (marks, HM_MARK_PROTECTION_REMOVED, 0, guards.words[i],
                     strlen (guards.words[i]), "%s", guards.words[i]);
}

static void
note_breaches (HmMarks *marks, const HmText *before, const HmText *after)
{
  guint old[HM_NEEDLES_MAX];
  guint new[HM_NEEDLES_MAX];
  guint32 lines[HM_NEEDLES_MAX];

  count_words (before, &breaches, old, lines);
  count_words (after, &breaches, new, lines);
  for (gsize i = 0; breaches.words[i] != NULL; i++)
    if (new[i] > old[i])
      hm_marks_note (marks, HM_MARK_PROTECTION_REMOVED, lines[i], breaches.words[i],
                     strlen (breaches.words[i]), "%s", breaches.words[i]);
}

void
hm_recognise_protections (HmMarks *marks, const HmText *before, const HmText *after)
{
  HmSpan lost = { 0 };
  HmSpan gained = { 0 };

  if (before == NULL || (before->roles & (HM_ROLE_GENERATED | HM_ROLE_DOC | HM_ROLE_TEST)) != 0)
    return;
  /* Lines are counted one by one: of a word that went nowhere there are no fewer, of one that came nowhere no more. */
  hm_difference (before, after, &lost, &gained);
  if (hm_needles_has (&guards, lost.at, lost.size))
    note_guards (marks, before, after);
  if (hm_needles_has (&breaches, gained.at, gained.size))
    note_breaches (marks, before, after);
}
