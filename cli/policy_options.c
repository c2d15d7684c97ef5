/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy_options.h"

#include <string.h>

#include "cli/policy_fetch.h"
#include "core/error.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/forge/forge.h"
#include "evidence/git/clone.h"

#include <hallmark/version.h>

/* Hexadecimal digits by which people know a commit. */
#define SHORT_ID 10

HmPolicyOptionTexts hm_policy_option_texts;

/* What a choice owns besides the loaded policy. */
struct HmPolicyBelongings {
  HmPolicy policy;         /* with the changes, where there are any */
  GArray *changes;         /* (element-type HmPolicyChange) */
  GStringChunk *strings;   /* of the changes, and of the trust anchors' paths */
  GArray *forges;          /* (element-type HmKnownForge) */
  GBytes *allowed_signers; /* (nullable) */
  GBytes *keyring;         /* (nullable) */
};

static struct HmPolicyBelongings *
belongings_new (void)
{
  struct HmPolicyBelongings *own = g_new0 (struct HmPolicyBelongings, 1);

  own->changes = g_array_new (FALSE, FALSE, sizeof (HmPolicyChange));
  own->strings = g_string_chunk_new (256);
  own->forges = g_array_new (FALSE, FALSE, sizeof (HmKnownForge));
  return own;
}

static void
belongings_free (struct HmPolicyBelongings *own)
{
  g_array_unref (own->changes);
  g_string_chunk_free (own->strings);
  g_array_unref (own->forges);
  g_clear_pointer (&own->allowed_signers, g_bytes_unref);
  g_clear_pointer (&own->keyring, g_bytes_unref);
  g_free (own);
}

void
hm_policy_choice_clear (HmPolicyChoice *choice)
{
  g_clear_pointer (&choice->loaded, hm_loaded_policy_free);
  g_clear_pointer (&choice->own, belongings_free);
  g_clear_pointer (&choice->notice, g_free);
}

static gboolean
texts_check (const HmPolicyOptionTexts *texts, GError **error)
{
  const gboolean is_file = texts->policy != NULL;
  const gboolean is_ref = texts->policy_ref != NULL;

  if (is_file && is_ref)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--policy and --policy-ref: both say which policy; give one of them");
  if (texts->no_policy && (is_file || is_ref))
    return hm_fail (error, HM_ERROR_USAGE, "--no-policy and %s: give one of them",
                    is_file ? "--policy" : "--policy-ref");
  if ((is_file && *texts->policy == '\0') || (is_ref && *texts->policy_ref == '\0'))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name follows",
                    is_file ? "--policy" : "--policy-ref");
  return TRUE;
}

/* Whatever is wrong with a policy, it is for who gave it to mend. */
static HmLoadedPolicy *
load (const HmPolicyDocument *document, const HmRegistry *registry, HmPolicyFetch *fetch,
      GError **error)
{
  const HmPolicyFetcher fetcher = { hm_policy_fetch, fetch };
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (registry, &n_checks);
  g_autoptr (GError) cause = NULL;
  HmLoadedPolicy *loaded = hm_policy_load (document, checks, n_checks, &fetcher, &cause);

  if (loaded == NULL && g_error_matches (cause, HM_ERROR, HM_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (loaded == NULL)
    hm_fail (error, HM_ERROR_USAGE, "%s", cause->message);
  return loaded;
}

HmLoadedPolicy *
hm_policy_named_load (const char *name, HmPolicySpeaker speaker, const HmRegistry *registry,
                      HmPolicyFetch *fetch, GError **error)
{
  const gboolean is_url = hm_clone_is_url (name) && !g_file_test (name, G_FILE_TEST_EXISTS);
  const HmPolicyReference reference = { .path = is_url ? NULL : name,
                                        .url = is_url ? name : NULL,
                                        .from = HM_POLICY_FROM_HERE };
  g_autofree char *identity = NULL;
  g_autofree char *called = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = hm_policy_fetch (fetch, &reference, &identity, &called, &cause);
  HmPolicyDocument document = { .identity = identity, .speaker = speaker, .is_remote = is_url };

  if (bytes == NULL && g_error_matches (cause, HM_ERROR, HM_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (bytes == NULL)
    hm_fail (error, HM_ERROR_USAGE, "%s", cause->message);
  if (bytes == NULL)
    return NULL;
  document.text = bytes;
  document.name = called;
  document.source = called;
  return load (&document, registry, fetch, error);
}

/* ".hallmark.yml at 1a2b3c4d5e". Returns: (owned) */
static char *
tree_source (const HmPolicyTree *tree)
{
  char hex[HM_OID_HEX_SIZE + 1];

  return g_strdup_printf ("%s at %.*s", HM_POLICY_FILE_NAME, SHORT_ID,
                          hm_oid_hex (hm_policy_tree_commit (tree), hex));
}

/* Loads the policy of the tree that @fetch has; @ret_loaded is NULL where there is none. */
static gboolean
tree_load (HmPolicyFetch *fetch, const HmRegistry *registry, HmLoadedPolicy **ret_loaded,
           GError **error)
{
  const HmPolicyReference reference = { .path = HM_POLICY_FILE_NAME, .from = HM_POLICY_FROM_TREE };
  g_autofree char *identity = NULL;
  g_autofree char *name = NULL;
  g_autofree char *source = tree_source (fetch->tree);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = hm_policy_fetch (fetch, &reference, &identity, &name, &cause);
  HmPolicyDocument document = { .text = bytes, .source = source, .speaker = HM_POLICY_OF_SUBJECT };

  *ret_loaded = NULL;
  if (bytes == NULL && g_error_matches (cause, HM_ERROR, HM_ERROR_NOT_FOUND))
    return TRUE;
  if (bytes == NULL)
    return hm_fail (error,
                    g_error_matches (cause, HM_ERROR, HM_ERROR_GIT) ? HM_ERROR_GIT : HM_ERROR_USAGE,
                    "%s", cause->message);
  document.identity = identity;
  document.name = name;
  *ret_loaded = load (&document, registry, fetch, error);
  return *ret_loaded != NULL;
}

/* A file that @allowed or @keyring names: a path of this machine, or bytes out of the tree. */
static gboolean
anchor_find (HmPolicyFetch *fetch, struct HmPolicyBelongings *own, const char *path,
             const char *from, const char **ret_path, GBytes **ret_bytes, GError **error)
{
  const HmPolicyReference reference = { .path = path, .from = from };
  g_autofree char *file = hm_policy_fetch_file (&reference);
  g_autofree char *identity = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) cause = NULL;

  if (file != NULL) {
    *ret_path = g_string_chunk_insert (own->strings, file);
    return TRUE;
  }
  fetch->bytes_max = HM_ANCHORS_BYTES_MAX;
  *ret_bytes = hm_policy_fetch (fetch, &reference, &identity, &name, &cause);
  fetch->bytes_max = HM_POLICY_BYTES_MAX;
  if (*ret_bytes == NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s: signatures: %s", HM_POLICY_FILE_NAME,
                    cause->message);
  *ret_path = g_string_chunk_insert (own->strings, name);
  return TRUE;
}

static gboolean
evidence_tell (HmPolicyFetch *fetch, HmPolicyChoice *choice, HmCollectOptions *collect,
               GError **error)
{
  const HmPolicyEvidence *evidence = hm_loaded_policy_evidence (choice->loaded);
  struct HmPolicyBelongings *own = choice->own;

  collect->bots = evidence->bots;
  collect->same_people = evidence->people;
  collect->release_branches = evidence->release_branches;
  if (collect->allowed_signers == NULL && evidence->allowed_signers != NULL) {
    if (!anchor_find (fetch, own, evidence->allowed_signers, evidence->allowed_signers_from,
                      &collect->allowed_signers, &own->allowed_signers, error))
      return FALSE;
    collect->allowed_signers_bytes = own->allowed_signers;
  }
  if (collect->keyring == NULL && evidence->keyring != NULL) {
    if (!anchor_find (fetch, own, evidence->keyring, evidence->keyring_from, &collect->keyring,
                      &own->keyring, error))
      return FALSE;
    collect->keyring_bytes = own->keyring;
  }
  return TRUE;
}

static void
forges_tell (HmPolicyChoice *choice, HmCollectOptions *collect)
{
  gsize n_forges;
  const HmPolicyForge *forges = hm_loaded_policy_forges (choice->loaded, &n_forges);
  GArray *known = choice->own->forges;

  for (gsize i = 0; i < n_forges; i++) {
    const HmForgeClient *client = hm_forge_by_name (forges[i].kind);
    const HmKnownForge forge = {
      .host = forges[i].host,
      .kind = client != NULL ? client->kind : HM_FORGE_UNKNOWN,
      .api = forges[i].api,
    };

    g_array_append_val (known, forge);
  }
  collect->forge.known = (const HmKnownForge *) (gpointer) known->data;
  collect->forge.n_known = known->len;
}

/* The blob of @path in @tree, all zero where it is not there. */
static void
blob_find (const HmPolicyTree *tree, const char *path, HmOid *ret_oid)
{
  if (!hm_policy_tree_find (tree, path, ret_oid, NULL))
    *ret_oid = (HmOid){ { 0 } };
}

/* Whether @oid is what @tree (nullable) has at @path. */
static gboolean
is_blob_of (const HmPolicyTree *tree, const char *path, const HmOid *oid)
{
  HmOid own;

  if (tree == NULL)
    return FALSE;
  blob_find (tree, path, &own);
  return hm_oid_equal (&own, oid);
}

/* What differs between the policy's files at --policy-ref and in the commit that is scanned. */
static gboolean
changes_find (const HmPolicyOptionTexts *texts, const HmPlace *place,
              const HmCollectOptions *collect, const HmPolicyFetch *fetch, HmPolicyChoice *choice,
              GError **error)
{
  const HmCollectOptions of_parting = { .commit = texts->parted_at,
                                        .cancelled = collect->cancelled };
  struct HmPolicyBelongings *own = choice->own;
  g_autoptr (HmPolicyTree) scanned = hm_policy_tree_open (place->path, collect, error);
  g_autoptr (HmPolicyTree) parting = NULL;

  if (scanned == NULL)
    return FALSE;
  if (texts->parted_at != NULL) {
    parting = hm_policy_tree_open (place->path, &of_parting, error);
    if (parting == NULL)
      return FALSE;
  }
  for (guint i = 0; i < fetch->files->len; i++) {
    const char *path = g_ptr_array_index (fetch->files, i);
    HmPolicyChange change = { .path = g_string_chunk_insert (own->strings, path) };

    blob_find (fetch->tree, path, &change.before);
    blob_find (scanned, path, &change.after);
    if (!hm_oid_equal (&change.before, &change.after) && !is_blob_of (parting, path, &change.after))
      g_array_append_val (own->changes, change);
  }
  own->policy.changes = (const HmPolicyChange *) (gpointer) own->changes->data;
  own->policy.n_changes = own->changes->len;
  return TRUE;
}

/* Goes by what @choice has loaded, if anything. */
static gboolean
choice_take (HmPolicyFetch *fetch, HmPolicyChoice *choice, HmCollectOptions *collect,
             GError **error)
{
  if (choice->loaded == NULL)
    return TRUE;
  choice->own->policy = *hm_loaded_policy (choice->loaded);
  forges_tell (choice, collect);
  return evidence_tell (fetch, choice, collect, error);
}

static gboolean
choose_ref (const HmPolicyOptionTexts *texts, const HmPlace *place, const HmRegistry *registry,
            HmPolicyFetch *fetch, HmCollectOptions *collect, HmPolicyChoice *choice, GError **error)
{
  const HmCollectOptions of_ref = { .commit = texts->policy_ref, .cancelled = collect->cancelled };

  fetch->tree = hm_policy_tree_open (place->path, &of_ref, error);
  if (fetch->tree == NULL) {
    g_prefix_error (error, "--policy-ref: ");
    return FALSE;
  }
  if (!tree_load (fetch, registry, &choice->loaded, error)
      || !choice_take (fetch, choice, collect, error))
    return FALSE;
  if (choice->loaded == NULL) {
    g_autofree char *source = tree_source (fetch->tree);

    choice->own->policy.source = g_string_chunk_insert (choice->own->strings, source);
    choice->own->policy.is_of_subject = TRUE;
    choice->notice = g_strdup_printf ("%s: there is none, so no policy applies", source);
  }
  return changes_find (texts, place, collect, fetch, choice, error);
}

/* The repository's own: that of a folder counts, that of a URL is but told of. */
static gboolean
choose_own (const HmPlace *place, const HmRegistry *registry, HmPolicyFetch *fetch,
            HmCollectOptions *collect, HmPolicyChoice *choice, GError **error)
{
  HmOid blob;

  fetch->tree = hm_policy_tree_open (place->path, collect, error);
  if (fetch->tree == NULL)
    return FALSE;
  if (place->clone == NULL)
    return tree_load (fetch, registry, &choice->loaded, error)
           && choice_take (fetch, choice, collect, error);
  if (hm_policy_tree_find (fetch->tree, HM_POLICY_FILE_NAME, &blob, NULL)) {
    g_autofree char *source = tree_source (fetch->tree);

    choice->notice = g_strdup_printf (
        "%s is the project's own word and was left alone; --policy-ref REV goes by it", source);
  }
  return TRUE;
}

gboolean
hm_policy_choose (const HmPolicyOptionTexts *texts, const HmPlace *place,
                  const HmRegistry *registry, const HmForgePlan *forge, HmCollectOptions *collect,
                  HmPolicyChoice *ret_choice, GError **error)
{
  g_auto (HmPolicyChoice) choice = { .own = belongings_new () };
  g_auto (HmPolicyFetch) fetch = { 0 };
  gboolean is_chosen;

  if (!texts_check (texts, error))
    return FALSE;
  choice.own->policy = hm_policy_default;
  choice.policy = &choice.own->policy;
  hm_policy_fetch_init (&fetch, forge, collect->cancelled);
  fetch.web.allows_loopback = texts->policy != NULL;
  if (texts->no_policy) {
    is_chosen = TRUE;
  } else if (texts->policy != NULL) {
    choice.loaded =
        hm_policy_named_load (texts->policy, HM_POLICY_OF_USER, registry, &fetch, error);
    is_chosen = choice.loaded != NULL && choice_take (&fetch, &choice, collect, error);
  } else if (texts->policy_ref != NULL) {
    is_chosen = choose_ref (texts, place, registry, &fetch, collect, &choice, error);
  } else {
    is_chosen = choose_own (place, registry, &fetch, collect, &choice, error);
  }
  if (!is_chosen)
    return FALSE;
  *ret_choice = choice;
  choice = (HmPolicyChoice){ 0 };
  return TRUE;
}

gboolean
hm_policy_options_choose (const HmPlace *place, const HmRegistry *registry,
                          const HmForgePlan *forge, HmCollectOptions *collect,
                          HmPolicyChoice *ret_choice, GError **error)
{
  return hm_policy_choose (&hm_policy_option_texts, place, registry, forge, collect, ret_choice,
                           error);
}
