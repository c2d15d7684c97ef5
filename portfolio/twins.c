/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts folders and remotes, which evidence/ reads. */
#include "portfolio/twins.h"

#include <string.h>

#include "evidence/git/cancel.h"
#include "evidence/git/repository.h"
#include "core/seeded_hash.h"
#include "portfolio/location.h"

struct HmTwins {
  GHashTable *same;   /* HmPortfolioEntry to the HmPortfolioEntry that it is again */
  GHashTable *by_url; /* key to HmPortfolioEntry, of those by URL */
};

void
hm_twins_free (HmTwins *twins)
{
  if (twins == NULL)
    return;
  g_hash_table_unref (twins->same);
  g_hash_table_unref (twins->by_url);
  g_free (twins);
}

static int
keys_compare (gconstpointer a, gconstpointer b)
{
  const HmPortfolioEntry *one = *(const HmPortfolioEntry *const *) a;
  const HmPortfolioEntry *two = *(const HmPortfolioEntry *const *) b;

  return strcmp (one->key, two->key);
}

/* @paths: (element-type HmPortfolioEntry) those by path */
static void
homes_compare (HmTwins *twins, GPtrArray *paths, const gint *cancelled)
{
  g_autoptr (GHashTable) homes =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);

  g_ptr_array_sort (paths, keys_compare);
  for (guint i = 0; i < paths->len && !hm_is_cancelled (cancelled); i++) {
    HmPortfolioEntry *entry = g_ptr_array_index (paths, i);
    g_autofree char *home = hm_repository_home (entry->place);
    HmPortfolioEntry *first = home != NULL ? g_hash_table_lookup (homes, home) : NULL;

    if (first != NULL)
      g_hash_table_insert (twins->same, entry, first);
    else if (home != NULL)
      g_hash_table_insert (homes, g_steal_pointer (&home), entry);
  }
}

HmTwins *
hm_twins_find (const GPtrArray *entries, const gint *cancelled)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  HmTwins *twins = g_new0 (HmTwins, 1);

  twins->same = g_hash_table_new (NULL, NULL);
  twins->by_url = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  for (guint i = 0; i < entries->len; i++) {
    HmPortfolioEntry *entry = g_ptr_array_index (entries, i);

    if (entry->is_path)
      g_ptr_array_add (paths, entry);
    else
      g_hash_table_insert (twins->by_url, entry->key, entry);
  }
  homes_compare (twins, paths, cancelled);
  return twins;
}

const HmPortfolioEntry *
hm_twins_same (const HmTwins *twins, const HmPortfolioEntry *entry)
{
  return g_hash_table_lookup (twins->same, entry);
}

const HmPortfolioEntry *
hm_twins_origin (const HmTwins *twins, const char *url)
{
  g_autofree char *key = url != NULL ? hm_location_key (url) : NULL;

  return key != NULL ? g_hash_table_lookup (twins->by_url, key) : NULL;
}
