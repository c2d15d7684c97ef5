/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts every byte: this is where text of the subject is made fit to be shown. */
#include "core/mask.h"

#include <string.h>

/* Letters of the longest word between "##" and "[" that is taken for an order. */
#define ORDER_LETTERS_MAX 16

/*
 * Takes one character off the front of @text, or one byte where it isn't UTF-8.
 *
 * Returns: the number of bytes taken; *ret_character is (gunichar) -1 for a byte that isn't UTF-8.
 */
static gsize
character_take (const char *text, gsize size, gunichar *ret_character)
{
  const gunichar character = g_utf8_get_char_validated (text, (gssize) size);

  /* GLib calls an embedded NUL "incomplete". */
  if (text[0] == '\0') {
    *ret_character = 0;
    return 1;
  }
  if (character == (gunichar) -1 || character == (gunichar) -2) {
    *ret_character = (gunichar) -1;
    return 1;
  }
  *ret_character = character;
  return (gsize) (g_utf8_next_char (text) - text);
}

static gsize
text_size (const char *text, gssize size)
{
  if (text == NULL)
    return 0;
  return size < 0 ? strlen (text) : (gsize) size;
}

/*
 * What a terminal would obey or not show: controls, bidirectional controls and other format characters (Trojan Source,
 * CVE-2021-42574), line separators, unassigned and private characters.
 */
static gboolean
is_treacherous (gunichar character)
{
  switch (g_unichar_type (character)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return TRUE;
  default:
    /* Hangul fillers and the like are letters by their type, and yet blank. */
    return g_unichar_iszerowidth (character) && !g_unichar_ismark (character);
  }
}

/*
 * Whether what a CI runner reads as an order begins at @at: "::" where a line may begin with it,
 * which GitHub's runner trims of blanks (actions/runner, ActionCommand.cs); its older "##[", and
 * the "##vso[" and "##teamcity[" of others, anywhere.
 */
static gboolean
is_order (const char *text, gsize size, gsize at, gboolean is_after_blank)
{
  gsize end = at + 2;

  if (size - at < 2 || text[at + 1] != text[at])
    return FALSE;
  if (text[at] == ':')
    return is_after_blank;
  if (text[at] != '#')
    return FALSE;
  while (end < size && end < at + 2 + ORDER_LETTERS_MAX && g_ascii_isalpha (text[end]))
    end++;
  return end < size && text[end] == '[';
}

void
hm_mask_terminal (GString *out, const char *text, gssize size, gboolean ascii)
{
  const gsize end = text_size (text, size);
  gboolean is_after_blank = TRUE;
  gunichar character;

  for (gsize at = 0, taken; at < end; at += taken) {
    const gboolean is_ordering = is_order (text, end, at, is_after_blank);

    taken = character_take (text + at, end - at, &character);
    is_after_blank = character != (gunichar) -1 && g_unichar_isspace (character);
    if (is_ordering || character == (gunichar) -1 || character < 0x20 || character == 0x7f)
      g_string_append_printf (out, "\\x%02x", (guint) (guint8) text[at]);
    else if (is_treacherous (character) || (ascii && character > 0x7e))
      g_string_append_printf (out, "\\u{%04X}", character);
    else
      g_string_append_len (out, text + at, (gssize) taken);
  }
}

/* XML 1.0, production [2] Char. */
static gboolean
is_xml_character (gunichar character)
{
  return character == '\t' || character == '\n' || character == '\r'
         || (character >= 0x20 && character <= 0xd7ff)
         || (character >= 0xe000 && character <= 0xfffd)
         || (character >= 0x10000 && character <= 0x10ffff);
}

void
hm_mask_xml (GString *out, const char *text, gssize size)
{
  const gsize end = text_size (text, size);
  gunichar character;

  for (gsize at = 0, taken; at < end; at += taken) {
    taken = character_take (text + at, end - at, &character);
    switch (character) {
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    case '\'':
      g_string_append (out, "&#39;");
      break;
    case (gunichar) -1:
      g_string_append (out, "\xef\xbf\xbd");
      break;
    default:
      if (is_xml_character (character))
        g_string_append_len (out, text + at, (gssize) taken);
    }
  }
}

void
hm_mask_utf8 (GString *out, const char *text, gssize size)
{
  const gsize end = text_size (text, size);
  gunichar character;

  for (gsize at = 0, taken; at < end; at += taken) {
    taken = character_take (text + at, end - at, &character);
    if (character == (gunichar) -1 || character == 0)
      g_string_append_printf (out, "\\x%02x", (guint) (guint8) text[at]);
    else
      g_string_append_len (out, text + at, (gssize) taken);
  }
}

void
hm_mask_markdown (GString *out, const char *text, gssize size)
{
  const gsize end = text_size (text, size);
  gunichar character;

  for (gsize at = 0, taken; at < end; at += taken) {
    taken = character_take (text + at, end - at, &character);
    if (character == '\n' || character == '\r' || character == '\t')
      g_string_append_c (out, ' ');
    else if (character == (gunichar) -1 || character < 0x20 || character == 0x7f)
      g_string_append_printf (out, "\\\\x%02x", (guint) (guint8) text[at]);
    else if (is_treacherous (character))
      g_string_append_printf (out, "\\\\u{%04X}", character);
    else if (character == '<')
      g_string_append (out, "&lt;");
    else if (character == '>')
      g_string_append (out, "&gt;");
    else if (character == '&')
      g_string_append (out, "&amp;");
    else if (character == '@' || character == '#')
      /* GitHub resolves mentions and issue numbers after it has decoded entities: only a gap stops it. */
      g_string_append_printf (out, "\\%c&#8203;", (char) character);
    else if (character == ':')
      /* No bare-URL link, no emoji. */
      g_string_append (out, "&#58;");
    else if (character == '.' && at >= 3 && g_ascii_strncasecmp (text + at - 3, "www", 3) == 0)
      g_string_append (out, "&#46;");
    else if (strchr ("\\`*_{}[]()+!|~$^", (int) character) != NULL && character < 0x80)
      g_string_append_printf (out, "\\%c", (char) character);
    else
      g_string_append_len (out, text + at, (gssize) taken);
  }
}

void
hm_mask_url_segment (GString *out, const char *text, gssize size)
{
  const gsize end = text_size (text, size);

  for (gsize at = 0; at < end; at++) {
    const char byte = text[at];

    if (g_ascii_isalnum (byte) || byte == '-' || byte == '.' || byte == '_' || byte == '~')
      g_string_append_c (out, byte);
    else
      g_string_append_printf (out, "%%%02X", (guint) (guint8) byte);
  }
}

guint
hm_text_columns (const char *utf8)
{
  guint columns = 0;

  for (const char *at = utf8; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar character = g_utf8_get_char (at);

    if (g_unichar_iszerowidth (character))
      continue;
    columns += g_unichar_iswide (character) ? 2 : 1;
  }
  return columns;
}
