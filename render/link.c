/* SPDX-License-Identifier: Apache-2.0 */
#include "render/link.h"

#include "core/mask.h"
#include "core/oid.h"

#include <string.h>

/* RFC 3986's characters, less those that mean something to Markdown or HTML around a link, or to GitHub (@). */
#define URL_CHARACTERS "-._~:/?#!$,;=%+"

gboolean
hm_link_append_url (GString *out, const char *url)
{
  if (g_ascii_strncasecmp (url, "https://", strlen ("https://")) != 0
      && g_ascii_strncasecmp (url, "http://", strlen ("http://")) != 0)
    return FALSE;
  for (const char *at = url; *at != '\0'; at++) {
    if (*at == '&')
      g_string_append (out, "&amp;");
    else if (g_ascii_isalnum (*at) || strchr (URL_CHARACTERS, *at) != NULL)
      g_string_append_c (out, *at);
    else
      g_string_append_printf (out, "%%%02X", (guint) (guint8) *at);
  }
  return TRUE;
}

void
hm_link_append_path (GString *out, const char *path)
{
  while (g_str_has_prefix (path, "./"))
    path += strlen ("./");
  for (;;) {
    const gsize size = strcspn (path, "/");

    hm_mask_url_segment (out, path, (gssize) size);
    if (path[size] == '\0')
      return;
    g_string_append_c (out, '/');
    path += size + 1;
  }
}

/* How the public forges build their URLs; of a host that runs the same software one can't tell by its name. */
static const struct {
  const char *prefix;
  const char *file;
  const char *commit;
} forges[] = {
  { "https://github.com/", "/blob/", "/commit/" },
  { "https://gitlab.com/", "/-/blob/", "/-/commit/" },
  { "https://codeberg.org/", "/src/commit/", "/commit/" },
};

gboolean
hm_link_append_evidence (GString *out, const HmReport *report, const HmEvidence *evidence)
{
  char hex[HM_OID_HEX_SIZE + 1];
  gsize i = 0;

  if (evidence->kind == HM_EVIDENCE_URL)
    return hm_link_append_url (out, evidence->text);
  while (i < G_N_ELEMENTS (forges) && !g_str_has_prefix (report->subject_url, forges[i].prefix))
    i++;
  if (i == G_N_ELEMENTS (forges))
    return FALSE;
  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    hm_link_append_url (out, report->subject_url);
    g_string_append_printf (out, "%s%s/", forges[i].file, hm_oid_hex (&report->commit, hex));
    hm_link_append_path (out, evidence->text);
    if (evidence->line > 0)
      g_string_append_printf (out, "#L%u", evidence->line);
    return TRUE;
  case HM_EVIDENCE_COMMIT:
    hm_link_append_url (out, report->subject_url);
    g_string_append_printf (out, "%s%s", forges[i].commit, hm_oid_hex (&evidence->oid, hex));
    return TRUE;
  case HM_EVIDENCE_TAG:
  case HM_EVIDENCE_URL:
  default:
    return FALSE;
  }
}
