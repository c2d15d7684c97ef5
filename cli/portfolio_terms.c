/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts a repository's own policy as policy/ does. */
#include "cli/portfolio_terms.h"

#include <string.h>

#include "cli/check_choice.h"
#include "core/error.h"
#include "core/limits.h"
#include "evidence/policy_source.h"
#include "portfolio/activity.h"

/* Stands for the policy that a repository brings itself: the commit tells which that is. */
#define OWN_POLICY "its own"

/* What repositories of one policy are scanned by. */
typedef struct {
  HmPolicyChoice choice;
  GPtrArray *checks; /* (element-type const HmCheck) those that the policy runs */
  GPtrArray *reads;  /* (element-type const char *) NULL-terminated */
  HmCollectOptions collect;
} Known;

struct HmPortfolioTerms {
  const HmRegistry *registry;
  const GPtrArray *checks;
  const HmForgePlan *forge;
  const HmCollectOptions *collect;
  Known *plain;         /* what the command line says, else no policy */
  GHashTable *by_group; /* HmPortfolioGroup to Known, of those with a policy */
  GHashTable *digests;  /* Known, or NULL for OWN_POLICY, to utf8 */
};

static void
known_free (gpointer data)
{
  Known *known = data;

  if (known == NULL)
    return;
  hm_policy_choice_clear (&known->choice);
  g_clear_pointer (&known->checks, g_ptr_array_unref);
  g_clear_pointer (&known->reads, g_ptr_array_unref);
  g_free (known);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Known, known_free)

/* What a policy switches off is neither run nor collected for. */
static gboolean
checks_narrow (Known *known, const GPtrArray *checks, GError **error)
{
  const HmPolicy *policy = known->choice.policy;

  known->checks = g_ptr_array_sized_new (checks->len);
  for (guint i = 0; i < checks->len; i++)
    if (hm_policy_runs (policy, g_ptr_array_index (checks, i)))
      g_ptr_array_add (known->checks, g_ptr_array_index (checks, i));
  if (known->checks->len == 0)
    return hm_fail (error, HM_ERROR_USAGE, "%s: switches off every check", policy->source);
  known->reads = hm_check_needs (known->checks, &known->collect.needs);
  hm_activity_need (known->reads, &known->collect.needs);
  known->collect.reads = (const char *const *) known->reads->pdata;
  return TRUE;
}

/* @path: (nullable) of a repository that brings its own policy. Returns: (owned) NULL with @error set */
static Known *
known_new (const HmPortfolioTerms *terms, const HmPolicyOptionTexts *texts, const char *path,
           GError **error)
{
  const HmPlace place = { .path = path != NULL ? path : "." };
  g_autoptr (Known) known = g_new0 (Known, 1);

  known->collect = *terms->collect;
  if (!hm_policy_choose (texts, &place, terms->registry, terms->forge, &known->collect,
                         &known->choice, error)
      || !checks_narrow (known, terms->checks, error))
    return NULL;
  return g_steal_pointer (&known);
}

/* @bytes: (nullable) what the file @path (nullable) holds, where that is known */
static gboolean
anchors_add (GChecksum *checksum, const char *path, GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) read = NULL;
  gsize size = 0;
  const guchar *data;

  if (path != NULL)
    read = bytes != NULL ? g_bytes_ref (bytes)
                         : hm_policy_file_read (path, HM_ANCHORS_BYTES_MAX, error);
  if (path != NULL && read == NULL)
    return FALSE;
  data = read != NULL ? g_bytes_get_data (read, &size) : NULL;
  g_checksum_update (checksum, (const guchar *) &size, sizeof size);
  if (size > 0)
    g_checksum_update (checksum, data, (gssize) size);
  return TRUE;
}

/* @policy: a word that is the same for the same policy */
static gboolean
digest_note (HmPortfolioTerms *terms, Known *known, const char *policy,
             const HmCollectOptions *collect, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) policy, (gssize) strlen (policy) + 1);
  for (guint i = 0; i < terms->checks->len; i++) {
    const HmCheck *check = g_ptr_array_index (terms->checks, i);

    g_checksum_update (checksum, (const guchar *) check->id, (gssize) strlen (check->id) + 1);
  }
  if (!anchors_add (checksum, collect->allowed_signers, collect->allowed_signers_bytes, error)
      || !anchors_add (checksum, collect->keyring, collect->keyring_bytes, error))
    return FALSE;
  g_hash_table_insert (terms->digests, known, g_strdup (g_checksum_get_string (checksum)));
  return TRUE;
}

static gboolean
known_note (HmPortfolioTerms *terms, Known *known, GError **error)
{
  return digest_note (terms, known, known->choice.policy->digest, &known->collect, error);
}

/* Whether the command line says which policy is gone by. */
static gboolean
policy_is_told (void)
{
  return hm_policy_option_texts.policy != NULL || hm_policy_option_texts.no_policy;
}

static gboolean
group_load (HmPortfolioTerms *terms, const char *folder, const HmPortfolioGroup *group,
            GError **error)
{
  const gboolean is_url = hm_clone_is_url (group->policy);
  g_autofree char *place =
      is_url ? g_strdup (group->policy) : g_canonicalize_filename (group->policy, folder);
  const HmPolicyOptionTexts texts = { .policy = place };
  Known *known = known_new (terms, &texts, NULL, error);

  if (known == NULL) {
    g_prefix_error (error, "the policy of group %s: ", group->name);
    return FALSE;
  }
  g_hash_table_insert (terms->by_group, (gpointer) (guintptr) group, known);
  return known_note (terms, known, error);
}

static gboolean
groups_load (HmPortfolioTerms *terms, const char *folder, const GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (entries, i);

    if (entry->group != NULL && entry->group->policy != NULL
        && !g_hash_table_contains (terms->by_group, entry->group)
        && !group_load (terms, folder, entry->group, error))
      return FALSE;
  }
  return TRUE;
}

HmPortfolioTerms *
hm_portfolio_terms_new (const char *folder, const GPtrArray *entries, const HmRegistry *registry,
                        const GPtrArray *checks, const HmForgePlan *forge,
                        const HmCollectOptions *collect, GError **error)
{
  const HmPolicyOptionTexts none = { .no_policy = TRUE };
  g_autoptr (HmPortfolioTerms) terms = g_new0 (HmPortfolioTerms, 1);

  terms->registry = registry;
  terms->checks = checks;
  terms->forge = forge;
  terms->collect = collect;
  terms->by_group = g_hash_table_new_full (NULL, NULL, NULL, known_free);
  terms->digests = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  terms->plain =
      known_new (terms, policy_is_told () ? &hm_policy_option_texts : &none, NULL, error);
  if (terms->plain == NULL || !known_note (terms, terms->plain, error)
      || !digest_note (terms, NULL, OWN_POLICY, collect, error)
      || (!policy_is_told () && !groups_load (terms, folder, entries, error)))
    return NULL;
  return g_steal_pointer (&terms);
}

void
hm_portfolio_terms_free (HmPortfolioTerms *terms)
{
  if (terms == NULL)
    return;
  known_free (terms->plain);
  g_hash_table_unref (terms->by_group);
  g_hash_table_unref (terms->digests);
  g_free (terms);
}

/* Returns: (borrowed) (nullable) NULL: it goes by its own policy */
static Known *
known_find (const HmPortfolioTerms *terms, const HmPortfolioEntry *entry)
{
  Known *of_group =
      entry->group != NULL ? g_hash_table_lookup (terms->by_group, entry->group) : NULL;

  if (policy_is_told ())
    return terms->plain;
  if (entry->has_own_policy)
    return NULL;
  return of_group != NULL ? of_group : terms->plain;
}

static const char *
terms_digest (gpointer data, const HmPortfolioEntry *entry)
{
  const HmPortfolioTerms *terms = data;

  return g_hash_table_lookup (terms->digests, known_find (terms, entry));
}

static gboolean
terms_open (gpointer data, const HmPortfolioEntry *entry, const char *path, HmScanTerms *ret_terms,
            GError **error)
{
  static const HmPolicyOptionTexts own = { 0 };
  const HmPortfolioTerms *terms = data;
  Known *shared = known_find (terms, entry);
  Known *known = shared != NULL ? shared : known_new (terms, &own, path, error);

  if (known == NULL)
    return FALSE;
  *ret_terms = (HmScanTerms){
    .collect = known->collect,
    .checks = (const HmCheck *const *) known->checks->pdata,
    .n_checks = known->checks->len,
    .policy = known->choice.policy,
    .own = shared == NULL ? known : NULL,
  };
  return TRUE;
}

static void
terms_close (gpointer data, HmScanTerms *terms)
{
  (void) data;
  known_free (terms->own);
}

/* Without a token, and without a word on where to ask, nobody is asked. */
static gboolean
may_ask (const HmPortfolioTerms *terms)
{
  const HmForgeOptions *forge = &terms->collect->forge;
  GHashTableIter iter;
  gpointer known;

  if (forge->is_offline)
    return FALSE;
  if (forge->n_tokens > 0 || forge->kind != HM_FORGE_UNKNOWN || forge->api != NULL
      || forge->job.host != NULL || terms->plain->collect.forge.n_known > 0)
    return TRUE;
  g_hash_table_iter_init (&iter, terms->by_group);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    if (((const Known *) known)->collect.forge.n_known > 0)
      return TRUE;
  return FALSE;
}

HmScanTermsSource
hm_portfolio_terms_source (HmPortfolioTerms *terms)
{
  return (HmScanTermsSource){
    .digest = terms_digest,
    .open = terms_open,
    .close = terms_close,
    .may_ask = may_ask (terms),
    .data = terms,
  };
}
