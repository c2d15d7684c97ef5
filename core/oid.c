/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the text it parses; ids themselves are any bytes. */
#include "core/oid.h"

#include <string.h>

const char *
hm_oid_hex (const HmOid *oid, char hex[HM_OID_HEX_SIZE + 1])
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < HM_OID_SIZE; i++) {
    hex[2 * i] = digits[oid->bytes[i] >> 4];
    hex[2 * i + 1] = digits[oid->bytes[i] & 0xf];
  }
  hex[HM_OID_HEX_SIZE] = '\0';
  return hex;
}

gboolean
hm_oid_parse (const char *hex, HmOid *ret_oid)
{
  HmOid oid;

  for (gsize i = 0; i < HM_OID_SIZE; i++) {
    const int high = g_ascii_xdigit_value (hex[2 * i]);
    const int low = high < 0 ? -1 : g_ascii_xdigit_value (hex[2 * i + 1]);

    if (low < 0)
      return FALSE;
    oid.bytes[i] = (guint8) (high << 4 | low);
  }
  if (hex[HM_OID_HEX_SIZE] != '\0')
    return FALSE;
  *ret_oid = oid;
  return TRUE;
}

gboolean
hm_oid_is_zero (const HmOid *oid)
{
  static const HmOid zero;

  return memcmp (oid->bytes, zero.bytes, HM_OID_SIZE) == 0;
}

gboolean
hm_oid_equal (const HmOid *a, const HmOid *b)
{
  return memcmp (a->bytes, b->bytes, HM_OID_SIZE) == 0;
}
