/* SPDX-License-Identifier: Apache-2.0 */
#include "core/oid.h"

#include <string.h>

static const char hex_text[] = "00ff10a9b8c7d6e5f40123456789abcdef012345";

static void
round_trip (void)
{
  char hex[HM_OID_HEX_SIZE + 1];
  HmOid oid;

  g_assert_true (hm_oid_parse (hex_text, &oid));
  g_assert_cmpstr (hm_oid_hex (&oid, hex), ==, hex_text);
  g_assert_false (hm_oid_is_zero (&oid));
  g_assert_true (hm_oid_equal (&oid, &oid));
  g_assert_true (hm_oid_is_zero (&(HmOid){ { 0 } }));
}

static void
refuses_every_cut (void)
{
  for (gsize size = 0; size < HM_OID_HEX_SIZE; size++) {
    g_autofree char *cut = g_strndup (hex_text, size);
    HmOid oid;

    g_assert_false (hm_oid_parse (cut, &oid));
  }
}

static void
refuses_what_is_longer_or_not_hex (void)
{
  g_autofree char *longer = g_strconcat (hex_text, "0", NULL);
  g_autofree char *not_hex = g_strdup (hex_text);
  HmOid oid;

  not_hex[17] = 'g';
  g_assert_false (hm_oid_parse (longer, &oid));
  g_assert_false (hm_oid_parse (not_hex, &oid));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oid/round-trip", round_trip);
  g_test_add_func ("/oid/refuses-every-cut", refuses_every_cut);
  g_test_add_func ("/oid/refuses-what-is-longer-or-not-hex", refuses_what_is_longer_or_not_hex);
  return g_test_run ();
}
