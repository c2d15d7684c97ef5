/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the headers of raw commits and tags in place. */
#include "evidence/git/commit.h"

#include <string.h>

#include "core/instant.h"
#include "evidence/git/signature.h"

/* "parent " + 40 digits + LF */
#define PARENT_LINE_SIZE (7 + HM_OID_HEX_SIZE + 1)

/* Value of a hexadecimal digit, plus 1; 0 for all else. */
static const guint8 hex_values[256] = {
  ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
  ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

/* core/oid.h's parser wants a terminated text; this one is called for every parent of every commit. */
static gboolean
oid_read (const char *hex, HmOid *ret_oid)
{
  for (guint i = 0; i < HM_OID_SIZE; i++) {
    guint high = hex_values[(guchar) hex[2 * i]];
    guint low = hex_values[(guchar) hex[2 * i + 1]];

    if (high == 0 || low == 0)
      return FALSE;
    ret_oid->bytes[i] = (guint8) ((high - 1) << 4 | (low - 1));
  }
  return TRUE;
}

/* A line `KEY <oid> LF` at @at. */
static gboolean
oid_line_read (const char *at, const char *end, const char *key, HmOid *ret_oid)
{
  gsize key_size = strlen (key);

  return (gsize) (end - at) > key_size + HM_OID_HEX_SIZE && memcmp (at, key, key_size) == 0
         && at[key_size + HM_OID_HEX_SIZE] == '\n' && oid_read (at + key_size, ret_oid);
}

static gint64
time_read (const char *at, const char *end)
{
  gboolean is_negative = FALSE;
  gint64 time = 0;

  while (at < end && *at == ' ')
    at++;
  if (at < end && *at == '-') {
    is_negative = TRUE;
    at++;
  }
  for (; at < end && g_ascii_isdigit (*at); at++) {
    if (time <= HM_INSTANT_MAX)
      time = time * 10 + (*at - '0');
  }
  return CLAMP (is_negative ? -time : time, HM_INSTANT_MIN, HM_INSTANT_MAX);
}

static void
byline_read (const char *at, const char *end, HmByline *ret_byline)
{
  const char *close = memrchr (at, '>', (gsize) (end - at));

  ret_byline->identity.text = at;
  if (close == NULL) {
    ret_byline->identity.size = (gsize) (end - at);
    ret_byline->time = 0;
    return;
  }
  ret_byline->identity.size = (gsize) (close + 1 - at);
  ret_byline->time = time_read (close + 1, end);
}

static gboolean
starts_with (const char *at, const char *end, const char *key)
{
  gsize key_size = strlen (key);

  return (gsize) (end - at) >= key_size && memcmp (at, key, key_size) == 0;
}

gboolean
hm_commit_parse (const char *object, gsize size, HmCommitHeader *ret_header)
{
  const char *at = object;
  const char *end = object + size;
  HmCommitHeader header = { 0 };
  HmOid parent;

  if (!oid_line_read (at, end, "tree ", &header.tree))
    return FALSE;
  at += 5 + HM_OID_HEX_SIZE + 1;

  header.parents = at;
  while (starts_with (at, end, "parent ")) {
    if (!oid_line_read (at, end, "parent ", &parent))
      return FALSE;
    header.n_parents++;
    at += PARENT_LINE_SIZE;
  }

  while (at < end && *at != '\n') {
    const char *line_end = memchr (at, '\n', (gsize) (end - at));

    if (line_end == NULL)
      line_end = end;
    /* Further lines of a header begin with a space, so a mergetag's armour is none of the commit's. */
    if (*at == 'a' && header.author.identity.text == NULL && starts_with (at, line_end, "author "))
      byline_read (at + 7, line_end, &header.author);
    else if (*at == 'c' && header.committer.identity.text == NULL
             && starts_with (at, line_end, "committer "))
      byline_read (at + 10, line_end, &header.committer);
    else if (*at == 'g' && header.signature == HM_SIGNATURE_NONE
             && starts_with (at, line_end, "gpgsig "))
      header.signature = hm_signature_kind (at + 7, (gsize) (line_end - at - 7));
    at = line_end == end ? end : line_end + 1;
  }
  header.message.text = at < end ? at + 1 : end;
  header.message.size = (gsize) (end - header.message.text);
  *ret_header = header;
  return TRUE;
}

void
hm_commit_parent (const HmCommitHeader *header, gsize index, HmOid *ret_oid)
{
  gboolean is_oid;

  g_assert (index < header->n_parents);
  is_oid = oid_read (header->parents + index * PARENT_LINE_SIZE + 7, ret_oid);
  g_assert (is_oid);
}

gboolean
hm_tag_parse (const char *object, gsize size, HmTagHeader *ret_header)
{
  const char *at = object;
  const char *end = object + size;
  HmTagHeader header = { 0 };

  if (!oid_line_read (at, end, "object ", &header.target))
    return FALSE;
  at += 7 + HM_OID_HEX_SIZE + 1;
  header.is_target_commit = starts_with (at, end, "type commit\n");
  header.is_target_tag = starts_with (at, end, "type tag\n");

  while (at < end && *at != '\n') {
    const char *line_end = memchr (at, '\n', (gsize) (end - at));

    if (line_end == NULL)
      line_end = end;
    if (header.tagger.identity.text == NULL && starts_with (at, line_end, "tagger "))
      byline_read (at + 7, line_end, &header.tagger);
    at = line_end == end ? end : line_end + 1;
  }
  *ret_header = header;
  return TRUE;
}
