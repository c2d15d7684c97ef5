/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/subject.h"

#include "cli/forge_options.h"
#include "cli/progress.h"
#include "core/error.h"

#include <string.h>

void
hm_place_clear (HmPlace *place)
{
  g_clear_pointer (&place->clone, hm_clone_free);
  g_clear_pointer (&place->name, g_free);
}

static gboolean
is_remote (const char *subject)
{
  return hm_clone_is_url (subject) && !g_file_test (subject, G_FILE_TEST_EXISTS);
}

/* Returns: (owned) a copy of what the URL @subject names that stays as it is until this is freed. */
static HmClone *
subject_bring (const char *subject, const gint *cancelled, GError **error)
{
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "hallmark", NULL);
  g_autoptr (HmProgress) progress = hm_progress_new (subject);

  return hm_clone_or_fetch (subject, cache, hm_progress_clone, progress, cancelled, error);
}

/*
 * What to call a repository of a URL that names no project on a host: "r" for file:///srv/r.git,
 * where the copy in the cache is called by a digest.
 *
 * Returns: (owned)
 */
static char *
url_name (const char *url)
{
  char *name = g_path_get_basename (url);

  if (g_str_has_suffix (name, ".git") && strlen (name) > strlen (".git"))
    name[strlen (name) - strlen (".git")] = '\0';
  return name;
}

gboolean
hm_place_find (char **arguments, HmCollectOptions *collect, HmPlace *ret_place, GError **error)
{
  const char *subject = arguments[0] != NULL ? arguments[0] : ".";
  HmClone *clone;

  if (arguments[0] != NULL && arguments[1] != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s: one repository at a time; '%s' is one too many",
                    arguments[0], arguments[1]);
  if (!is_remote (subject)) {
    *ret_place = (HmPlace){ .path = subject };
    return TRUE;
  }
  clone = subject_bring (subject, collect->cancelled, error);
  if (clone == NULL)
    return FALSE;
  *ret_place = (HmPlace){ .path = clone->path, .clone = clone, .name = url_name (subject) };
  collect->name = ret_place->name;
  collect->url = subject;
  collect->forge.is_named = hm_forge_is_named (subject);
  return TRUE;
}

char *
hm_place_journal_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "hallmark", "journal", NULL);
}
