/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/security_txt.h"

#include <string.h>

#include "checks/contact.h"
#include "checks/lines.h"
#include "core/instant.h"

/* Longer than any RFC 3339 time with a fraction that somebody means. */
#define INSTANT_TEXT_MAX 64

typedef struct {
  const char *name;
  gsize name_size;
  const char *value;
  gsize value_size;
} Field;

/* "Name: value". Returns: whether @line is one. */
static gboolean
field_read (const HmLines *line, Field *ret_field)
{
  const char *end = line->text + line->size;
  const char *colon = memchr (line->text, ':', line->size);
  const char *value = NULL;

  if (colon == NULL || colon == line->text)
    return FALSE;
  for (const char *at = line->text; at < colon; at++) {
    if (!g_ascii_isalnum (*at) && *at != '-')
      return FALSE;
  }
  for (value = colon + 1; value < end && (*value == ' ' || *value == '\t'); value++)
    ;
  while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  *ret_field = (Field){ line->text, (gsize) (colon - line->text), value, (gsize) (end - value) };
  return TRUE;
}

static gboolean
field_is (const Field *field, const char *name)
{
  return field->name_size == strlen (name)
         && g_ascii_strncasecmp (field->name, name, field->name_size) == 0;
}

/* RFC 9116 wants a URI; a bare address is a common slip that every reader understands. */
static gboolean
is_usable_contact (const Field *field)
{
  static const char *const schemes[] = { "https://", "http://", "tel:" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (field->value_size > strlen (schemes[i])
        && g_ascii_strncasecmp (field->value, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  }
  return hm_text_holds_address (field->value, field->value_size);
}

static void
expires_read (HmSecurityTxt *txt, const Field *field, const HmLines *line)
{
  g_autofree char *raw = g_strndup (field->value, MIN (field->value_size, INSTANT_TEXT_MAX + 1));
  g_autofree char *text = g_ascii_strup (raw, -1);

  if (txt->expires_kind != HM_EXPIRES_MISSING)
    return;
  txt->expires_line = line->number;
  /* "@1" and plain dates are forms of ours, not of RFC 3339. */
  if (line->is_cut)
    txt->expires_kind = HM_EXPIRES_CUT;
  else if (strlen (text) == field->value_size && field->value_size <= INSTANT_TEXT_MAX
           && strchr (text, 'T') != NULL && hm_instant_parse (text, &txt->expires, NULL))
    txt->expires_kind = HM_EXPIRES_KNOWN;
  else
    txt->expires_kind = HM_EXPIRES_MALFORMED;
}

HmSecurityTxt *
hm_security_txt_read (const char *text, gsize size)
{
  HmSecurityTxt *txt = g_new0 (HmSecurityTxt, 1);
  guint n_fields = 0;
  gboolean has_other = FALSE;
  HmLines lines;

  txt->comments = g_string_new (NULL);
  hm_lines_init (&lines, text, size);
  while (hm_lines_next (&lines)) {
    const char *dashes = "-----";
    Field field;

    txt->is_cut |= lines.is_cut;
    if (lines.size >= strlen (dashes) && strncmp (lines.text, dashes, strlen (dashes)) == 0) {
      if (hm_text_holds (lines.text, lines.size, "BEGIN PGP SIGNATURE"))
        break;
    } else if (lines.size > 0 && lines.text[0] == '#') {
      g_string_append_len (txt->comments, lines.text + 1, (gssize) lines.size - 1);
      g_string_append_c (txt->comments, '\n');
    } else if (field_read (&lines, &field)) {
      n_fields++;
      if (field_is (&field, "Contact") && is_usable_contact (&field)) {
        if (txt->n_contacts++ == 0)
          txt->contact_line = lines.number;
      } else if (field_is (&field, "Expires")) {
        expires_read (txt, &field, &lines);
      }
    } else {
      for (gsize i = 0; i < lines.size; i++)
        has_other |= !g_ascii_isspace (lines.text[i]);
    }
  }
  txt->has_fields_only = n_fields > 0 && !has_other;
  return txt;
}

void
hm_security_txt_free (HmSecurityTxt *txt)
{
  if (txt == NULL)
    return;
  g_string_free (txt->comments, TRUE);
  g_free (txt);
}
