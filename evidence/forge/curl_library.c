/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/curl_library.h"

#include "core/error.h"
#include "core/library.h"

HmCurl hm_curl;

static const HmLibraryFunction functions[] = {
#define FUNCTION(name) { "curl_" #name, G_STRUCT_OFFSET (HmCurl, name) },
  HM_CURL_FUNCTIONS (FUNCTION)
#undef FUNCTION
      { NULL, 0 },
};

static HmLibrary library = {
  .name = HM_LIBRARY_CURL,
  .purpose = "to ask anything over the network",
  .functions = functions,
  .table = &hm_curl,
  .once = G_ONCE_INIT,
};

static gpointer
curl_start (gpointer data)
{
  (void) data;
  return GINT_TO_POINTER (hm_curl.global_init (CURL_GLOBAL_DEFAULT) == 0);
}

gboolean
hm_curl_open (GError **error)
{
  static GOnce once = G_ONCE_INIT;

  if (!hm_library_open (&library, error))
    return FALSE;
  return g_once (&once, curl_start, NULL) != NULL
         || hm_fail (error, HM_ERROR_UNSUPPORTED, "%s can't start", library.name);
}
