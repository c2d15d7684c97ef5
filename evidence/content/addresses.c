/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where reports, questions and money go: mail addresses, owners, accounts, report pages and key
 * fingerprints that a change brings into or takes out of a file of contacts. Distrusts every byte.
 */
#include <stdlib.h>
#include <string.h>

#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

#define FINGERPRINT_DIGITS 40

static void
add (GHashTable *found, HmSpan address, guint32 line)
{
  g_autofree char *key = NULL;

  if (address.size == 0 || address.size > HM_MARK_TEXT_MAX)
    return;
  key = g_ascii_strdown (address.at, (gssize) address.size);
  if (!g_hash_table_contains (found, key))
    g_hash_table_insert (found, g_steal_pointer (&key), GUINT_TO_POINTER (line));
}

static gboolean
is_local_byte (char byte)
{
  return g_ascii_isalnum (byte) || (byte != '\0' && strchr ("._%+-", byte) != NULL);
}

static gboolean
is_domain_byte (char byte)
{
  return g_ascii_isalnum (byte) || byte == '.' || byte == '-';
}

/* Whether @domain ends as those of hosts do, and not as a picture's name (icon@2x.png) or a version. */
static gboolean
is_domain (HmSpan domain)
{
  static const char *const not_hosts[] = { "png", "jpg",  "gif", "svg", "js",
                                           "css", "json", "md",  "txt", NULL };
  gsize dot = domain.size;

  while (dot > 0 && domain.at[dot - 1] != '.')
    dot--;
  if (dot < 2 || domain.size - dot < 2)
    return FALSE;
  for (gsize i = dot; i < domain.size; i++)
    if (!g_ascii_isalpha (domain.at[i]))
      return FALSE;
  return !hm_span_is_any (hm_span_from (domain, domain.at + dot), not_hosts)
         && !hm_span_begins (domain, "example.")
         && !hm_span_is (domain, "users.noreply.github.com");
}

/* The mail address, or the @login, around each @ of the line. */
static void
read_ats (GHashTable *found, HmSpan line, guint32 number, gboolean has_logins)
{
  const char *end = line.at + line.size;
  const char *last = line.at;

  for (const char *at = memchr (line.at, '@', line.size); at != NULL;
       at = memchr (at + 1, '@', (gsize) (end - at) - 1)) {
    const char *start = at;
    const char *stop = at + 1;
    HmSpan domain = { 0 };

    while (start > last && is_local_byte (start[-1]))
      start--;
    while (stop < end && is_domain_byte (*stop))
      stop++;
    last = at + 1;
    domain = (HmSpan){ at + 1, (gsize) (stop - at) - 1 };
    while (domain.size > 0 && !g_ascii_isalnum (domain.at[domain.size - 1]))
      domain.size--;
    if (start == at && has_logins) {
      while (stop < end && (is_domain_byte (*stop) || *stop == '/' || *stop == '_'))
        stop++;
      add (found, (HmSpan){ at, (gsize) (stop - at) }, number);
    } else if (start < at && !hm_span_is ((HmSpan){ start, (gsize) (at - start) }, "git")
               && is_domain (domain)) {
      add (found, (HmSpan){ start, (gsize) (domain.at + domain.size - start) }, number);
    }
    if (at + 1 >= end)
      break;
  }
}

/* A page to report at. */
static void
read_pages (GHashTable *found, HmSpan line, guint32 number)
{
  static const char *const words[] = { "report", "security", "advisor", "hackerone", "bugcrowd",
                                       "huntr",  "contact",  "disclos", "vuln" };
  HmSpan rest = line;

  for (const char *at = hm_span_find (rest, "https://"); at != NULL;
       at = hm_span_find (rest, "https://")) {
    HmSpan page = hm_span_from (rest, at);
    gboolean is_report = hm_span_begins (line, "Contact:");

    for (gsize i = 0; i < page.size; i++)
      if (g_ascii_isspace (page.at[i]) || strchr (")>]\"'`", page.at[i]) != NULL)
        page.size = i;
    for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
      is_report = is_report || hm_span_find_nocase (page, words[i]) != NULL;
    if (is_report)
      add (found, page, number);
    rest = hm_span_from (rest, page.at + page.size);
  }
}

/* 40 hexadecimal digits, with or without blanks between them. */
static void
read_fingerprints (GHashTable *found, HmSpan line, guint32 number)
{
  char digits[FINGERPRINT_DIGITS];
  gsize n = 0;

  for (gsize i = 0; i <= line.size; i++) {
    char byte = (char) (i < line.size ? line.at[i] : '\n');

    if (g_ascii_isxdigit (byte)) {
      if (n < sizeof digits)
        digits[n] = byte;
      n++;
    } else if (!(n > 0 && n % 4 == 0 && n < FINGERPRINT_DIGITS && (byte == ' ' || byte == ':'))) {
      if (n == FINGERPRINT_DIGITS)
        add (found, (HmSpan){ digits, n }, number);
      n = 0;
    }
  }
}

/* PLATFORM: ACCOUNT of FUNDING.yml. */
static void
read_account (GHashTable *found, HmSpan line, guint32 number)
{
  const char *comment = line.size > 0 ? memchr (line.at, '#', line.size) : NULL;
  const char *colon = NULL;

  if (comment != NULL && comment > line.at)
    line.size = (gsize) (comment - line.at);
  colon = line.size > 0 ? memchr (line.at, ':', line.size) : NULL;
  line = hm_span_trim (line);
  if (line.size == 0 || line.at[0] == '#')
    return;
  if (colon != NULL && hm_span_trim (hm_span_from (line, colon + 1)).size == 0)
    return;
  add (found, line, number);
}

static GHashTable *
read_addresses (const HmText *file)
{
  GHashTable *found = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);

    if (line.size == 0 || ((file->roles & HM_ROLE_CODE_OWNERS) != 0 && line.at[0] == '#'))
      continue;
    read_ats (found, line, rows.number,
              (file->roles & (HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS)) != 0);
    if ((file->roles & HM_ROLE_FUNDING) != 0)
      read_account (found, line, rows.number);
    if ((file->roles & HM_ROLE_SECURITY) != 0) {
      read_pages (found, line, rows.number);
      read_fingerprints (found, line, rows.number);
    }
  }
  return found;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Notes what @here has and @there lacks. */
static void
note_missing (HmMarks *marks, HmMarkKind kind, GHashTable *here, GHashTable *there)
{
  guint n_names = 0;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (here, &n_names);

  if (n_names > 0)
    qsort (names, n_names, sizeof *names, compare_names);
  for (guint i = 0; i < n_names; i++) {
    const char *name = names[i];

    if (!g_hash_table_contains (there, name))
      hm_marks_note (marks, kind, GPOINTER_TO_UINT (g_hash_table_lookup (here, name)), name,
                     strlen (name), "%s", name);
  }
}

/* Change logs thank and blame whole crowds; a .mailmap says who is who, and takes no mail. */
static gboolean
is_log (const char *path)
{
  static const char *const words[] = { "changelog", "changes", "news",     "history",
                                       "thanks",    "credits", "releases", ".mailmap" };
  g_autofree char *name = g_ascii_strdown (hm_path_last (path), -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (name, words[i]))
      return TRUE;
  return FALSE;
}

void
hm_recognise_addresses (HmMarks *marks, const HmText *before, const HmText *after)
{
  g_autoptr (GHashTable) old = NULL;
  g_autoptr (GHashTable) new = NULL;
  static const HmText nothing = { .path = "", .text = "" };

  if (is_log (after != NULL ? after->path : before->path))
    return;
  old = read_addresses (before != NULL ? before : &nothing);
  new = read_addresses (after != NULL ? after : &nothing);
  note_missing (marks, HM_MARK_ADDRESS_ADDED, new, old);
  note_missing (marks, HM_MARK_ADDRESS_REMOVED, old, new);
}
