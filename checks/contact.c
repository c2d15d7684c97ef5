/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/contact.h"

#include <string.h>

#include "checks/lines.h"

/* A line, and how far it has been read. */
typedef struct {
  const char *start;
  const char *end;
} Span;

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static gboolean
is_url_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("./?=_%:-", c) != NULL);
}

static gboolean
is_local_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("._%+-", c) != NULL);
}

static gboolean
starts_with (const char *at, const char *end, const char *word)
{
  gsize size = strlen (word);

  return (gsize) (end - at) >= size && g_ascii_strncasecmp (at, word, size) == 0;
}

/* Returns: (nullable) past one of @forms at @at, with at most one blank on either side of a bracketed one. */
static const char *
skip_form (const char *at, const char *end, const char *const *forms)
{
  for (; *forms != NULL; forms++) {
    const char *form_at = at;

    if (strlen (*forms) > 1 && form_at < end && *form_at == ' ')
      form_at++;
    if (starts_with (form_at, end, *forms)) {
      form_at += strlen (*forms);
      return strlen (*forms) > 1 && form_at < end && *form_at == ' ' ? form_at + 1 : form_at;
    }
  }
  return NULL;
}

static const char *const at_forms[] = { "@", "[at]", "\\[at\\]", "(at)", NULL };
static const char *const dot_forms[] = { ".", "[dot]", "\\[dot\\]", "(dot)", NULL };

/* Returns: (nullable) past the longest domain at @at: labels, the last of them of two letters or more. */
static const char *
skip_domain (const char *at, const char *end)
{
  const char *longest = NULL;
  guint n_labels = 0;

  while (at != NULL && at < end) {
    const char *label = at;
    gboolean is_alphabetic = TRUE;

    while (at < end && (g_ascii_isalnum (*at) || *at == '-'))
      is_alphabetic &= g_ascii_isalpha (*at++) != 0;
    if (at == label)
      break;
    n_labels++;
    if (n_labels > 1 && is_alphabetic && at - label > 1 && (at == end || !is_word (*at)))
      longest = at;
    at = skip_form (at, end, dot_forms);
  }
  return longest;
}

/* Finds the next address in @span. Returns: (nullable) its first byte; @ret_end is past its last. */
static const char *
find_address (Span span, const char **ret_end)
{
  const char *local = NULL; /* where the run of characters that may be a local part began */
  gboolean has_word = FALSE;

  for (const char *at = span.start; at < span.end; at++) {
    const char *domain = NULL;

    if (is_local_char (*at)) {
      if (local == NULL) {
        local = at;
        has_word = FALSE;
      }
      has_word |= is_word (*at);
      continue;
    }
    if (local != NULL && has_word) {
      domain = skip_form (at, span.end, at_forms);
      *ret_end = domain != NULL ? skip_domain (domain, span.end) : NULL;
      if (*ret_end != NULL)
        return local;
    }
    local = NULL;
  }
  return NULL;
}

static const char *
find_url (Span span, const char **ret_end)
{
  for (const char *at = span.start; at < span.end; at++) {
    const char *stop = NULL;

    at = memchr (at, 'h', (gsize) (span.end - at));
    if (at == NULL)
      return NULL;
    if (starts_with (at, span.end, "http://"))
      stop = at + strlen ("http://");
    else if (starts_with (at, span.end, "https://"))
      stop = at + strlen ("https://");
    if (stop == NULL || stop == span.end || !is_url_char (*stop))
      continue;
    while (stop < span.end && is_url_char (*stop))
      stop++;
    *ret_end = stop;
    return at;
  }
  return NULL;
}

static void
count_contacts (HmPolicyText *read, GHashTable *seen, Span line, guint number,
                const char *(*find) (Span, const char **) )
{
  const char *end = NULL;
  const char *start = NULL;

  while ((start = find (line, &end)) != NULL) {
    gsize size = (gsize) (end - start);

    if (read->contact_line == 0 || number < read->contact_line)
      read->contact_line = number;
    if (g_hash_table_add (seen, g_strndup (start, size))) {
      read->n_contacts++;
      read->contact_bytes += size;
    }
    line.start = end;
  }
}

static guint
count_specifics (Span line)
{
  guint n_hits = 0;

  for (const char *at = line.start; at < line.end; at++) {
    if (g_ascii_isdigit (*at)) {
      while (at + 1 < line.end && g_ascii_isdigit (at[1]))
        at++;
      n_hits += at + 1 == line.end || !is_word (at[1]);
    } else if (starts_with (at, line.end, "disclos")) {
      at += strlen ("disclos") - 1;
      n_hits++;
    } else if (starts_with (at, line.end, "vuln")) {
      at += strlen ("vuln") - 1;
      n_hits++;
    }
  }
  return n_hits;
}

HmPolicyText
hm_policy_text_read (const char *text, gsize size)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  HmPolicyText read = { 0 };
  HmLines lines;

  hm_lines_init (&lines, text, size);
  while (hm_lines_next (&lines)) {
    Span line = { lines.text, lines.text + lines.size };
    guint n_specifics = count_specifics (line);

    count_contacts (&read, seen, line, lines.number, find_url);
    count_contacts (&read, seen, line, lines.number, find_address);
    if (n_specifics > 0 && read.specifics_line == 0)
      read.specifics_line = lines.number;
    read.n_specifics += n_specifics;
    read.is_cut |= lines.is_cut;
  }
  return read;
}

gboolean
hm_text_holds_address (const char *text, gsize size)
{
  const char *end = NULL;

  return find_address ((Span){ text, text + size }, &end) != NULL;
}
