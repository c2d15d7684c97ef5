/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <gmodule.h>
#include <string.h>

#include "core/error.h"

/* The loader names the file itself. */
static char *
loader_words (void)
{
  const char *words = g_module_error ();

  return g_strdup (words != NULL ? words : "the loader does not say why");
}

static gboolean
functions_find (HmLibrary *library, GModule *module)
{
  for (const HmLibraryFunction *function = library->functions; function->symbol != NULL;
       function++) {
    gpointer address = NULL;

    if (!g_module_symbol (module, function->symbol, &address) || address == NULL) {
      library->why = loader_words ();
      return FALSE;
    }
    /* POSIX lets a pointer to data hold one to a function (dlsym()). */
    memcpy ((guint8 *) library->table + function->offset, &address, sizeof address);
  }
  return TRUE;
}

static gpointer
library_load (gpointer data)
{
  HmLibrary *library = data;
  GModule *module = g_module_open (library->name, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module == NULL)
    library->why = loader_words ();
  else if (functions_find (library, module))
    g_module_make_resident (module);
  else
    g_module_close (module);
  return NULL;
}

gboolean
hm_library_open (HmLibrary *library, GError **error)
{
  g_once (&library->once, library_load, library);
  return library->why == NULL
         || hm_fail (error, HM_ERROR_UNSUPPORTED, "%s, which is needed %s, can't be used: %s",
                     library->name, library->purpose, library->why);
}
