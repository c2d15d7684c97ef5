/* SPDX-License-Identifier: Apache-2.0 */
/* Object ids as text. */
#ifndef HM_CORE_OID_H
#define HM_CORE_OID_H

#include <hallmark/facts.h>

/* Returns @hex, NUL-terminated. */
const char *hm_oid_hex (const HmOid *oid, char hex[HM_OID_HEX_SIZE + 1]);

/* Exactly 40 hexadecimal digits, either case. Returns: whether @hex is such. */
gboolean hm_oid_parse (const char *hex, HmOid *ret_oid);

gboolean hm_oid_is_zero (const HmOid *oid);
gboolean hm_oid_equal (const HmOid *a, const HmOid *b);

#endif
