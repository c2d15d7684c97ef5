/* SPDX-License-Identifier: Apache-2.0 */
/* What a path says of a file. The input is the path, up to its first NUL. */
#include <string.h>

#include "evidence/content/role.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = g_strndup ((const char *) data, size);
  g_autofree char *below = g_strconcat ("node_modules/", path, NULL);
  const guint32 all = HM_ROLE_POLICY | (HM_ROLE_POLICY - 1);
  const guint32 roles = hm_path_roles (path, HM_ENTRY_FILE);

  g_assert ((roles & ~all) == 0);
  g_assert (hm_path_roles (path, HM_ENTRY_SUBMODULE) == HM_ROLE_SUBMODULE);
  g_assert ((hm_path_roles (path, HM_ENTRY_EXECUTABLE) & roles) == roles);
  /* What is bundled is the project's own in nothing. */
  g_assert ((hm_path_roles (below, HM_ENTRY_FILE) & (HM_ROLE_KEYS | HM_ROLE_WORKFLOW)) == 0);
  g_assert (hm_path_is_text (path) == hm_path_is_text (below));
  return 0;
}
