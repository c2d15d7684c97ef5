/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/place.h"

#include <fnmatch.h>
#include <string.h>

/* The last part of @path; @ret_size is the length of what stands before its slash, 0 at the root. */
static const char *
last_part (const char *path, gsize *ret_size)
{
  const char *slash = strrchr (path, '/');

  *ret_size = slash != NULL ? (gsize) (slash - path) : 0;
  return slash != NULL ? slash + 1 : path;
}

/* Whether @path, whose last part is @name after @folder_size bytes, is at @place. */
static gboolean
matches (const char *place, const char *path, const char *name, gsize folder_size)
{
  gsize place_size = 0;
  const char *glob = last_part (place, &place_size);
  gboolean is_anywhere = place_size == 2 && strncmp (place, "**", 2) == 0;

  /* A tree may hold half a million paths: what a literal first character rules out needs no fnmatch(3). */
  if (g_ascii_isalnum (*glob) && g_ascii_tolower (*glob) != g_ascii_tolower (*name))
    return FALSE;
  if (!is_anywhere
      && (place_size != folder_size || g_ascii_strncasecmp (place, path, place_size) != 0))
    return FALSE;
  return fnmatch (glob, name, FNM_CASEFOLD | FNM_NOESCAPE) == 0;
}

gboolean
hm_place_matches (const char *place, const char *path)
{
  gsize folder_size = 0;
  const char *name = last_part (path, &folder_size);

  return matches (place, path, name, folder_size);
}

guint
hm_places_rank (const char *const *places, const char *path)
{
  gsize folder_size = 0;
  const char *name = last_part (path, &folder_size);

  for (guint rank = 0; places[rank] != NULL; rank++) {
    if (matches (places[rank], path, name, folder_size))
      return rank;
  }
  return G_MAXUINT;
}

gboolean
hm_places_match (const char *const *places, const char *path)
{
  return hm_places_rank (places, path) != G_MAXUINT;
}
