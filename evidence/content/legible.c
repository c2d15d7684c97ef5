/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/legible.h"

#include <string.h>

#include "core/limits.h"

/*
 * Bytes that are looked at to tell a script with a few odd ones in it from data, and of these those
 * in a hundred that are text.
 */
#define LOOKED_BYTES 4096
#define TEXT_PERCENT_MIN 90

gboolean
hm_generated_is_legible (guint32 roles)
{
  return (roles & (HM_ROLE_BUILD | HM_ROLE_SCRIPT)) != 0 && (roles & HM_ROLE_LOCKFILE) == 0;
}

gsize
hm_legible_bytes_max (guint32 roles)
{
  return (roles & HM_CODE_ROLES) != 0 ? HM_MARKED_CODE_BYTES_MAX : HM_MARKED_BYTES_MAX;
}

/* Returns: how many bytes the character of a text at @at has; 0 where there is none */
static gsize
character_size (const char *at, const char *end)
{
  gunichar character;

  if (g_ascii_isprint (*at) || *at == '\t' || *at == '\n' || *at == '\r')
    return 1;
  if (((guint8) *at & 0x80) == 0)
    return 0;
  character = g_utf8_get_char_validated (at, end - at);
  return character >= (gunichar) -2 ? 0 : (gsize) g_unichar_to_utf8 (character, NULL);
}

static gboolean
is_mostly_text (const char *bytes, gsize size)
{
  const char *end = bytes + MIN (size, LOOKED_BYTES);
  gsize n_text = 0;

  for (const char *at = bytes; at < end;) {
    const gsize n = character_size (at, end);

    n_text += n;
    at += MAX (n, 1);
  }
  return n_text * 100 >= (gsize) (end - bytes) * TEXT_PERCENT_MIN;
}

gboolean
hm_is_legible (HmContent content, guint32 roles, const char *bytes, gsize size)
{
  if (size > hm_legible_bytes_max (roles))
    return FALSE;
  if (content <= HM_CONTENT_TEXT)
    return TRUE;
  return content == HM_CONTENT_BINARY && (roles & (HM_CODE_ROLES | HM_CONTACT_ROLES)) != 0
         && is_mostly_text (bytes, size);
}

guint32
hm_roles_with_content (guint32 roles, const char *bytes, gsize size)
{
  return roles == 0 && size > 2 && memcmp (bytes, "#!", 2) == 0 ? HM_ROLE_SCRIPT : roles;
}

/* Where no LF follows, even after more of them: some tools write CR CR LF. */
static gboolean
ends_line (const char *at, const char *end)
{
  while (at < end && *at == '\r')
    at++;
  return at == end || *at != '\n';
}

void
hm_legible_take (GString *text, const char *bytes, gsize size)
{
  char *end;

  g_string_truncate (text, 0);
  if (size == 0)
    return;
  g_string_append_len (text, bytes, (gssize) size);
  end = text->str + text->len;
  for (char *at = text->str; (at = memchr (at, '\r', (gsize) (end - at))) != NULL;) {
    const gboolean is_end = ends_line (at, end);

    for (; at < end && *at == '\r'; at++)
      if (is_end)
        *at = '\n';
  }
}
