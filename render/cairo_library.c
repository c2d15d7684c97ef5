/* SPDX-License-Identifier: Apache-2.0 */
#include "render/cairo_library.h"

#include "core/library.h"

HmCairo hm_cairo;

static const HmLibraryFunction functions[] = {
#define FUNCTION(name) { "cairo_" #name, G_STRUCT_OFFSET (HmCairo, name) },
  HM_CAIRO_FUNCTIONS (FUNCTION)
#undef FUNCTION
      { NULL, 0 },
};

static HmLibrary library = {
  .name = HM_LIBRARY_CAIRO,
  .purpose = "to draw a PNG or PDF",
  .functions = functions,
  .table = &hm_cairo,
  .once = G_ONCE_INIT,
};

gboolean
hm_cairo_open (GError **error)
{
  return hm_library_open (&library, error);
}
