/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of numbers as text, and texts that are no such list. */
#include "store/finding_list.h"

#include <string.h>

static char *
text_of (const guint32 *numbers, guint n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_append_vals (array, numbers, n);
  return hm_finding_list_text (array);
}

static void
test_round_trip (void)
{
  static const guint32 numbers[] = { 61, 3, 2, 1, 42, 42, 60, G_MAXINT32 };
  static const guint32 sorted[] = { 1, 2, 3, 42, 60, 61, G_MAXINT32 };
  g_autofree char *text = text_of (numbers, G_N_ELEMENTS (numbers));
  g_autofree char *nothing = text_of (NULL, 0);
  g_autoptr (GArray) again = hm_finding_list_parse (text);
  g_autoptr (GArray) none = hm_finding_list_parse ("");

  g_assert_cmpstr (text, ==, "1-3,42,60-61,2147483647");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpuint (again->len, ==, G_N_ELEMENTS (sorted));
  g_assert_true (memcmp (again->data, sorted, sizeof sorted) == 0);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_no_list (void)
{
  static const char *const wrong[] = {
    "0",   "-",    ",",    "1,",  ",1",  "1,,2", "2,1",          "1,1",         "1-1",
    "2-1", "1-",   "1-2-", "-1",  "1 2", "a",    "1-3,3",        "99999999999", "4294967295",
    " 1",  "1-2,", "+1",   "1\n", "0-1", "1-a",  "1-4294967294",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GArray) numbers = hm_finding_list_parse (wrong[i]);

    if (numbers != NULL)
      g_error ("'%s' is taken", wrong[i]);
  }
}

static void
test_limit (void)
{
  g_autoptr (GArray) most = hm_finding_list_parse ("1-999999,1000001");

  g_assert_cmpuint (most->len, ==, HM_FINDING_LIST_MAX);
  g_assert_null (hm_finding_list_parse ("1-1000001"));
  g_assert_null (hm_finding_list_parse ("1-1000000,2000000"));
}

static void
test_cut_anywhere (void)
{
  static const char text[] = "1-3,42,60-61";

  /* Some cuts are lists too: none is longer than the whole. */
  for (gsize size = 0; size < sizeof text; size++) {
    g_autofree char *cut = g_strndup (text, size);
    g_autoptr (GArray) numbers = hm_finding_list_parse (cut);

    g_assert_true (numbers == NULL || numbers->len <= 6);
    if (size > 0 && (cut[size - 1] == ',' || cut[size - 1] == '-'))
      g_assert_null (numbers);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finding-list/round-trip", test_round_trip);
  g_test_add_func ("/finding-list/no-list", test_no_list);
  g_test_add_func ("/finding-list/limit", test_limit);
  g_test_add_func ("/finding-list/cut-anywhere", test_cut_anywhere);
  return g_test_run ();
}
