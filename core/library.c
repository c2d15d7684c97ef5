/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <dlfcn.h>
#include <string.h>

#include "core/error.h"

/* The loader names the file itself. */
static char *
loader_words (void)
{
  const char *words = dlerror ();

  return g_strdup (words != NULL ? words : "the loader does not say why");
}

static gboolean
functions_find (HmLibrary *library, void *handle)
{
  for (const HmLibraryFunction *function = library->functions; function->symbol != NULL;
       function++) {
    void *address = dlsym (handle, function->symbol);

    if (address == NULL) {
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
  /* Not g_module_open(): that looks into the current folder first, which may be the repository that is scanned. */
  void *handle = dlopen (library->name, RTLD_LAZY | RTLD_LOCAL);

  if (handle == NULL)
    library->why = loader_words ();
  else if (!functions_find (library, handle))
    dlclose (handle);
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
