/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of reports: what it takes it can write, and that it takes again as the same. */
#include <string.h>

#include "render/report_json.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmReport) report = hm_report_read ((const char *) data, size, &error);
  g_autoptr (HmReport) again = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  g_assert ((report == NULL) == (error != NULL));
  if (report == NULL)
    return 0;
  first = hm_report_write (report);
  again = hm_report_read (g_bytes_get_data (first, NULL), g_bytes_get_size (first), &error);
  g_assert_no_error (error);
  second = hm_report_write (again);
  g_assert (g_bytes_equal (first, second));
  return 0;
}
