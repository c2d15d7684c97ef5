/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts nothing but lengths: text of the subject is hashed, with its kind before it and a NUL after it. */
#include "scoring/fingerprint.h"

#include "core/limits.h"
#include "core/mask.h"
#include "core/oid.h"

#include <string.h>

/* Bytes of a text that count: less than a report may keep, and so the same before and after it was written. */
#define TEXT_HASHED_MAX (HM_TEXT_MAX - 16)

static void
text_hash (GChecksum *checksum, const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);

  hm_mask_utf8 (masked, text, -1);
  g_string_truncate (masked, MIN (masked->len, TEXT_HASHED_MAX));
  /* The NUL goes along, so that no text runs into the next. */
  g_checksum_update (checksum, (const guchar *) masked->str, (gssize) masked->len + 1);
}

static void
evidence_hash (GChecksum *checksum, const HmEvidence *evidence)
{
  char hex[HM_OID_HEX_SIZE + 1];

  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    text_hash (checksum, "file");
    text_hash (checksum, evidence->text);
    break;
  case HM_EVIDENCE_COMMIT:
    text_hash (checksum, "commit");
    text_hash (checksum, hm_oid_hex (&evidence->oid, hex));
    break;
  case HM_EVIDENCE_TAG:
    text_hash (checksum, "tag");
    text_hash (checksum, evidence->text);
    break;
  case HM_EVIDENCE_URL:
    text_hash (checksum, "url");
    text_hash (checksum, evidence->text);
    break;
  }
}

/* @number: 1 for the first of several alike. */
static const char *
finding_hash (const char *check_id, const HmFinding *finding, guint number,
              char text[HM_FINGERPRINT_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  text_hash (checksum, check_id);
  text_hash (checksum, finding->probe);
  for (guint i = 0; i < finding->evidence->len; i++)
    evidence_hash (checksum, &g_array_index (finding->evidence, HmEvidence, i));
  if (number > 1) {
    g_autofree char *digits = g_strdup_printf ("%u", number);

    text_hash (checksum, "number");
    text_hash (checksum, digits);
  }
  g_strlcpy (text, g_checksum_get_string (checksum), HM_FINGERPRINT_SIZE);
  return text;
}

static gboolean
are_alike (const HmFinding *a, const HmFinding *b)
{
  if (!g_str_equal (a->probe, b->probe) || a->evidence->len != b->evidence->len)
    return FALSE;
  for (guint i = 0; i < a->evidence->len; i++) {
    const HmEvidence *left = &g_array_index (a->evidence, HmEvidence, i);
    const HmEvidence *right = &g_array_index (b->evidence, HmEvidence, i);

    if (left->kind != right->kind || !g_str_equal (left->text, right->text)
        || (left->kind == HM_EVIDENCE_COMMIT && !hm_oid_equal (&left->oid, &right->oid)))
      return FALSE;
  }
  return TRUE;
}

const char *
hm_finding_fingerprint (const char *check_id, const HmFindings *findings, guint index,
                        char text[HM_FINGERPRINT_SIZE])
{
  const HmFinding *finding = g_ptr_array_index (findings->items, index);
  guint number = 1;

  for (guint i = 0; i < index; i++)
    number += are_alike (g_ptr_array_index (findings->items, i), finding) ? 1 : 0;
  return finding_hash (check_id, finding, number, text);
}

GPtrArray *
hm_findings_fingerprints (const char *check_id, const HmFindings *findings)
{
  GPtrArray *fingerprints = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    char text[HM_FINGERPRINT_SIZE];
    guint number;

    finding_hash (check_id, finding, 1, text);
    number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, text)) + 1;
    g_hash_table_insert (numbers, g_strdup (text), GUINT_TO_POINTER (number));
    if (number > 1)
      finding_hash (check_id, finding, number, text);
    g_ptr_array_add (fingerprints, g_strdup (text));
  }
  return fingerprints;
}
