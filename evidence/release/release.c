/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/release/release.h"

static const char *const class_ids[HM_N_RELEASE_CLASSES] = {
  [HM_RELEASE_REFUSED] = "refused",
  [HM_RELEASE_ALTERED] = "altered-copy",
  [HM_RELEASE_DIFFERS] = "differs",
  [HM_RELEASE_UNEXPLAINED] = "unexplained",
  [HM_RELEASE_UNCOMPARED] = "uncompared-copy",
  [HM_RELEASE_GENERATED] = "generated",
  [HM_RELEASE_COPIED] = "same-copy",
  [HM_RELEASE_SUBMODULE] = "submodule",
  [HM_RELEASE_KEYWORDS] = "keywords",
  [HM_RELEASE_LINE_ENDS] = "line-ends",
  [HM_RELEASE_MODE] = "mode",
  [HM_RELEASE_LEFT_OUT] = "left-out",
  [HM_RELEASE_EXPORT_IGNORED] = "export-ignored",
  [HM_RELEASE_SAME] = "same",
};

const char *
hm_release_class_id (HmReleaseClass class)
{
  return class_ids[class];
}

gboolean
hm_release_class_is_explained (HmReleaseClass class)
{
  return class > HM_RELEASE_UNEXPLAINED;
}

gboolean
hm_release_has_common (const HmRelease *release)
{
  static const HmReleaseClass common[] = { HM_RELEASE_SAME, HM_RELEASE_MODE, HM_RELEASE_LINE_ENDS,
                                           HM_RELEASE_KEYWORDS, HM_RELEASE_DIFFERS };

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (release->counts[common[i]] > 0)
      return TRUE;
  return FALSE;
}

gboolean
hm_release_is_explained (const HmRelease *release)
{
  for (guint class = 0; class < HM_N_RELEASE_CLASSES; class ++) {
    if (release->counts[class] > 0 && !hm_release_class_is_explained ((HmReleaseClass) class))
      return FALSE;
  }
  return release->moved == NULL && hm_release_has_common (release);
}

void
hm_release_free (HmRelease *release)
{
  if (release == NULL)
    return;
  g_free (release->file);
  g_free (release->digest);
  g_free (release->top);
  g_free (release->repository);
  g_free (release->tag);
  g_free (release->moved);
  if (release->items != NULL)
    g_array_unref (release->items);
  g_free (release);
}
