/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/controls.h"

#include <string.h>

static const struct {
  const char *probe;
  guint n_true; /* projects of which it failed at some year's end */
} counts[] = {
  { "sensitive-changes-witnessed", 53 }, { "contact-changes-witnessed", 37 },
  { "no-hidden-characters", 1 },         { "new-opaque-files-witnessed", 18 },
  { "new-opaque-lines-witnessed", 7 },   { "build-inputs-in-git", 18 },
  { "release-tags-signed", 50 },         { "release-keys-known", 6 },
};

void
hm_controls_tell (HmFindings *findings)
{
  for (guint i = 0; i < findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (findings->items, i);

    for (gsize c = 0; c < G_N_ELEMENTS (counts); c++) {
      g_autofree char *message = NULL;

      if (finding->outcome != HM_FAIL || finding->points_max == 0
          || strcmp (finding->probe, counts[c].probe) != 0)
        continue;
      message = g_strdup_printf ("%s; so it was in %u of %u honest projects at some year's end",
                                 finding->message, counts[c].n_true, HM_N_CONTROLS);
      g_free (finding->message);
      finding->message = g_steal_pointer (&message);
    }
  }
}
