/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the text of a digest: a policy may say anything. */
#include "scoring/waiver.h"

#include "core/error.h"
#include "core/oid.h"

#include <string.h>

#define BLOB_PREFIX "gitoid:blob:sha1:"
#define SET_PREFIX "files:sha256:"

static gboolean
hex_parse (const char *hex, guint8 *bytes, gsize size)
{
  if (strlen (hex) != 2 * size)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    const int high = g_ascii_xdigit_value (hex[2 * i]);
    const int low = g_ascii_xdigit_value (hex[2 * i + 1]);

    if (high < 0 || low < 0)
      return FALSE;
    bytes[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

gboolean
hm_digest_parse (const char *text, HmDigest *ret_digest, GError **error)
{
  HmDigest digest = { .kind = HM_DIGEST_NONE };

  if (g_str_has_prefix (text, BLOB_PREFIX)
      && hex_parse (text + strlen (BLOB_PREFIX), digest.blob.bytes, HM_OID_SIZE))
    digest.kind = HM_DIGEST_BLOB;
  else if (g_str_has_prefix (text, SET_PREFIX)
           && hex_parse (text + strlen (SET_PREFIX), digest.set, HM_DIGEST_SIZE))
    digest.kind = HM_DIGEST_SET;
  else
    return hm_fail (error, HM_ERROR_FORMAT,
                    "'%.80s' is no digest: " BLOB_PREFIX " and 40 hexadecimal digits for one file, "
                    "or " SET_PREFIX " and 64 of them for all that a glob covers",
                    text);
  *ret_digest = digest;
  return TRUE;
}

const char *
hm_digest_text (const HmDigest *digest, char text[HM_DIGEST_TEXT_SIZE])
{
  char hex[HM_OID_HEX_SIZE + 1];
  gsize length;

  text[0] = '\0';
  switch (digest->kind) {
  case HM_DIGEST_NONE:
    break;
  case HM_DIGEST_BLOB:
    g_snprintf (text, HM_DIGEST_TEXT_SIZE, BLOB_PREFIX "%s", hm_oid_hex (&digest->blob, hex));
    break;
  case HM_DIGEST_SET:
    length = g_strlcpy (text, SET_PREFIX, HM_DIGEST_TEXT_SIZE);
    for (gsize i = 0; i < HM_DIGEST_SIZE; i++)
      g_snprintf (text + length + 2 * i, HM_DIGEST_TEXT_SIZE - length - 2 * i, "%02x",
                  digest->set[i]);
    break;
  }
  return text;
}

gboolean
hm_digest_equal (const HmDigest *a, const HmDigest *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind) {
  case HM_DIGEST_BLOB:
    return hm_oid_equal (&a->blob, &b->blob);
  case HM_DIGEST_SET:
    return memcmp (a->set, b->set, HM_DIGEST_SIZE) == 0;
  case HM_DIGEST_NONE:
  default:
    return TRUE;
  }
}

static int
path_compare (gconstpointer a, gconstpointer b)
{
  const HmEvidence *left = *(const HmEvidence *const *) a;
  const HmEvidence *right = *(const HmEvidence *const *) b;

  const int order = strcmp (left->text, right->text);

  return order != 0 ? order : memcmp (left->oid.bytes, right->oid.bytes, HM_OID_SIZE);
}

void
hm_digest_of_files (const GArray *files, HmDigest *ret_digest)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (files->len);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const HmEvidence *last = NULL;
  gsize size = HM_DIGEST_SIZE;

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (sorted, &g_array_index (files, HmEvidence, i));
  g_ptr_array_sort (sorted, path_compare);
  for (guint i = 0; i < sorted->len; i++) {
    const HmEvidence *file = g_ptr_array_index (sorted, i);
    char hex[HM_OID_HEX_SIZE + 1];

    if (last != NULL && path_compare (&last, &file) == 0)
      continue;
    last = file;
    hm_oid_hex (&file->oid, hex);
    g_checksum_update (checksum, (const guchar *) hex, HM_OID_HEX_SIZE);
    g_checksum_update (checksum, (const guchar *) " ", 1);
    g_checksum_update (checksum, (const guchar *) file->text, (gssize) strlen (file->text));
    g_checksum_update (checksum, (const guchar *) "\n", 1);
  }
  *ret_digest = (HmDigest){ .kind = HM_DIGEST_SET };
  g_checksum_get_digest (checksum, ret_digest->set, &size);
}

const char *
hm_waiver_state_text (HmWaiverState state)
{
  switch (state) {
  case HM_WAIVER_IN_FORCE:
    return "in-force";
  case HM_WAIVER_EXPIRED:
    return "expired";
  case HM_WAIVER_TOO_LONG:
    return "too-long";
  case HM_WAIVER_ALTERED:
    return "altered";
  case HM_WAIVER_NO_DIGEST:
    return "no-digest";
  case HM_WAIVER_UNMATCHED:
    return "unmatched";
  case HM_WAIVER_UNASKED:
    return "unasked";
  }
  g_assert_not_reached ();
}

HmReportWaiver *
hm_report_waiver_new (void)
{
  HmReportWaiver *waiver = g_new0 (HmReportWaiver, 1);

  waiver->check_id = g_strdup ("");
  waiver->probe = g_strdup ("");
  waiver->path = g_strdup ("");
  waiver->commits = g_array_new (FALSE, TRUE, sizeof (HmOid));
  waiver->reason = g_strdup ("");
  waiver->by = g_strdup ("");
  waiver->place = g_strdup ("");
  waiver->state = HM_WAIVER_UNASKED;
  return waiver;
}

void
hm_report_waiver_free (HmReportWaiver *waiver)
{
  if (waiver == NULL)
    return;
  g_free (waiver->check_id);
  g_free (waiver->probe);
  g_free (waiver->path);
  g_array_unref (waiver->commits);
  g_free (waiver->reason);
  g_free (waiver->by);
  g_free (waiver->place);
  g_free (waiver);
}
