/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/release/archive_library.h"

#include "core/library.h"

HmLibarchive hm_libarchive;

static const HmLibraryFunction functions[] = {
#define FUNCTION(name) { "archive_" #name, G_STRUCT_OFFSET (HmLibarchive, name) },
  HM_ARCHIVE_FUNCTIONS (FUNCTION)
#undef FUNCTION
      { NULL, 0 },
};

static HmLibrary library = {
  .name = HM_LIBRARY_LIBARCHIVE,
  .purpose = "to read a tar or zip archive",
  .functions = functions,
  .table = &hm_libarchive,
  .once = G_ONCE_INIT,
};

gboolean
hm_libarchive_open (GError **error)
{
  return hm_library_open (&library, error);
}
