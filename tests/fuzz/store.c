/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a damaged store hands to its readers: a list of findings, which is the same again once
 * written; and bytes that claim to be deflated text.
 */
#include <string.h>

#include "store/body.h"
#include "store/finding_list.h"
#include "tests/fuzz/target.h"

static void
list_try (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GArray) numbers = hm_finding_list_parse (text);
  g_autoptr (GArray) again = NULL;
  g_autofree char *written = NULL;

  if (numbers == NULL)
    return;
  written = hm_finding_list_text (numbers);
  again = hm_finding_list_parse (written);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, numbers->len);
  for (guint i = 0; i < again->len; i++)
    g_assert_cmpuint (g_array_index (again, guint32, i), ==, g_array_index (numbers, guint32, i));
}

/* The first two bytes are the size that the rest claims to have. */
static void
body_try (const guint8 *data, gsize size)
{
  static const char words[] = "{\"as_of\": \"2026-01-01T00:00:00Z\", \"score\": 5.0}";
  g_autoptr (GBytes) base = g_bytes_new_static (words, sizeof words - 1);

  if (size < 2)
    return;
  for (guint i = 0; i < 2; i++) {
    const gsize claimed = (gsize) data[0] << 8 | data[1];
    g_autoptr (GBytes) text = hm_body_unpack (data + 2, size - 2, claimed, i == 0 ? NULL : base);

    g_assert_true (text == NULL || g_bytes_get_size (text) == claimed);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  list_try (data, size);
  body_try (data, size);
  return 0;
}
