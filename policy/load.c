/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Follows what documents extend, each once and in a bounded number, and holds them against their
 * digests before they are parsed.
 */
#include "policy/load.h"

#include "core/error.h"
#include "core/limits.h"
#include "policy/loaded.h"
#include "policy/locks.h"

typedef struct {
  HmLoadedPolicy *loaded;
  const HmPolicyFetcher *fetcher;
  HmPolicySpeaker speaker;
  GPtrArray *under_way; /* (element-type HmPolicyText) those that wait for what they extend */
  GChecksum *checksum;
  guint n_texts;
} Loader;

static HmLoadedPolicy *
loaded_new (const HmCheck *const *checks, gsize n_checks)
{
  HmLoadedPolicy *loaded = g_new0 (HmLoadedPolicy, 1);

  loaded->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_policy_text_free);
  loaded->checks = (HmPolicyChecks){ checks, n_checks };
  loaded->strings = g_string_chunk_new (1024);
  loaded->check_settings = g_array_new (FALSE, FALSE, sizeof (HmCheckSetting));
  loaded->bars = g_array_new (FALSE, FALSE, sizeof (HmCheckBar));
  loaded->watched = g_ptr_array_new ();
  loaded->new_in = g_ptr_array_new ();
  loaded->waivers = g_array_new (FALSE, FALSE, sizeof (HmWaiver));
  loaded->commits = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  loaded->bots = g_ptr_array_new ();
  loaded->releases = g_ptr_array_new ();
  loaded->people = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  loaded->same = g_ptr_array_new ();
  loaded->forges = g_array_new (FALSE, FALSE, sizeof (HmPolicyForge));
  loaded->settings = g_array_new (FALSE, FALSE, sizeof (HmPolicySetting));
  return loaded;
}

void
hm_loaded_policy_free (HmLoadedPolicy *loaded)
{
  if (loaded == NULL)
    return;
  hm_policy_merged_free (loaded->merged);
  g_ptr_array_unref (loaded->texts);
  g_string_chunk_free (loaded->strings);
  g_free (loaded->digest);
  g_array_unref (loaded->check_settings);
  g_array_unref (loaded->bars);
  g_ptr_array_unref (loaded->watched);
  g_ptr_array_unref (loaded->new_in);
  g_array_unref (loaded->waivers);
  g_ptr_array_unref (loaded->commits);
  g_ptr_array_unref (loaded->bots);
  g_ptr_array_unref (loaded->releases);
  g_ptr_array_unref (loaded->people);
  g_ptr_array_unref (loaded->same);
  g_array_unref (loaded->forges);
  g_array_unref (loaded->settings);
  g_free (loaded);
}

static const HmPolicyText *
text_find (const GPtrArray *texts, const char *identity)
{
  for (guint i = 0; i < texts->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (texts, i);

    if (g_str_equal (text->identity, identity))
      return text;
  }
  return NULL;
}

/* "a.yml extends b.yml, which extends a.yml" */
static gboolean
fail_circle (const Loader *loader, const HmPolicyStatement *statement, const char *name,
             GError **error)
{
  g_autoptr (GString) circle = g_string_new (NULL);

  for (guint i = 0; i < loader->under_way->len; i++) {
    const HmPolicyText *text = g_ptr_array_index (loader->under_way, i);

    g_string_append_printf (circle, "%s, which extends ", text->name);
  }
  g_string_append (circle, name);
  return hm_policy_fail_at (statement, error, "leads back to where it began: %s", circle->str);
}

static gboolean
digest_check (const HmPolicyStatement *statement, const char *name, GBytes *bytes, GError **error)
{
  const char *digest = hm_yaml_get_text (statement->value, "digest");
  g_autofree char *hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *found = g_strconcat ("sha256:", hex, NULL);

  return digest == NULL || g_str_equal (digest, found)
         || hm_policy_fail_at (statement, error, "%s is not what the digest says: it is %s", name,
                               found);
}

static gboolean text_load (Loader *loader, const char *name, const char *identity, GBytes *bytes,
                           gboolean is_remote, guint32 *ret_under, GError **error);

/* What the fetcher or a document that it brought complains of. */
static gboolean
fail_extended (const HmPolicyStatement *statement, const char *name, GError *cause, GError **error)
{
  if (g_error_matches (cause, HM_ERROR, HM_ERROR_CANCELLED)) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  hm_policy_fail_at (statement, error, "%s%s%s", name != NULL ? name : "", name != NULL ? ": " : "",
                     cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
extended_load (Loader *loader, const HmPolicyStatement *statement, guint32 *under, GError **error)
{
  const HmPolicyReference reference = {
    .path = hm_yaml_get_text (statement->value, "path"),
    .url = hm_yaml_get_text (statement->value, "url"),
    .digest = hm_yaml_get_text (statement->value, "digest"),
    .from = statement->text->identity,
  };
  g_autofree char *identity = NULL;
  g_autofree char *name = NULL;
  GError *cause = NULL;
  const HmPolicyText *known;
  g_autoptr (GBytes) bytes = NULL;
  guint32 its_under = 0;

  if (reference.path != NULL && statement->text->is_remote)
    return hm_policy_fail_at (statement, error,
                              "a policy from the web has no files beside it; name a url");
  bytes = loader->fetcher->fetch (loader->fetcher->data, &reference, &identity, &name, &cause);
  if (bytes == NULL)
    return fail_extended (statement, NULL, cause, error);
  if (g_bytes_get_size (bytes) > HM_POLICY_BYTES_MAX)
    return hm_policy_fail_at (statement, error, "%s is larger than %u bytes", name,
                              HM_POLICY_BYTES_MAX);
  if (!digest_check (statement, name, bytes, error))
    return FALSE;
  if (text_find (loader->under_way, identity) != NULL)
    return fail_circle (loader, statement, name, error);
  known = text_find (loader->loaded->texts, identity);
  if (known != NULL) {
    *under |= known->under;
    return TRUE;
  }
  if (loader->under_way->len == HM_POLICY_CHAIN_MAX)
    return hm_policy_fail_at (statement, error, "more than %d policies that extend one another",
                              HM_POLICY_CHAIN_MAX);
  if (!text_load (loader, name, identity, bytes,
                  reference.url != NULL || statement->text->is_remote, &its_under, error))
    return FALSE;
  *under |= its_under;
  return TRUE;
}

static gboolean
all_extended_load (Loader *loader, const HmPolicyText *text, guint32 *under, GError **error)
{
  for (guint i = 0; i < text->statements->len; i++) {
    const HmPolicyStatement *statement = g_ptr_array_index (text->statements, i);

    if (g_str_equal (statement->key->path, "extends")
        && !extended_load (loader, statement, under, error))
      return FALSE;
  }
  return TRUE;
}

/* What only a file of the user's machine may say: addresses that could draw a token away, and files to be read. */
static gboolean
remote_check (const HmPolicyText *text, GError **error)
{
  for (guint i = 0; i < text->statements->len; i++) {
    const HmPolicyStatement *statement = g_ptr_array_index (text->statements, i);

    if (statement->key->type == HM_POLICY_FILE)
      return hm_policy_fail_at (statement, error, "a policy from the web has no files beside it");
    if (g_str_equal (statement->path, "forges") && hm_yaml_get (statement->value, "api") != NULL)
      return hm_policy_fail_at (statement, error,
                                "a policy from the web may not say where an API is; one of this "
                                "machine may, and --api");
  }
  return TRUE;
}

static gboolean
text_load (Loader *loader, const char *name, const char *identity, GBytes *bytes,
           gboolean is_remote, guint32 *ret_under, GError **error)
{
  g_autoptr (HmPolicyText) text = NULL;
  guint32 under = 0;

  if (++loader->n_texts > HM_POLICY_DOCUMENTS_MAX)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s:1:1: one more than the %d policies that may come "
                    "together",
                    name, HM_POLICY_DOCUMENTS_MAX);
  text = hm_policy_text_parse (name, bytes, loader->speaker, &loader->loaded->checks, error);
  if (text == NULL)
    return FALSE;
  text->identity = g_strdup (identity);
  text->is_remote = is_remote;
  text->is_outer = loader->under_way->len == 0;
  if (is_remote && !remote_check (text, error))
    return FALSE;
  g_ptr_array_add (loader->under_way, text);
  if (!all_extended_load (loader, text, &under, error))
    return FALSE;
  g_ptr_array_set_size (loader->under_way, (gint) loader->under_way->len - 1);
  text->number = loader->loaded->texts->len;
  text->under = under | (1u << text->number);
  *ret_under = text->under;
  g_checksum_update (loader->checksum, g_bytes_get_data (bytes, NULL),
                     (gssize) g_bytes_get_size (bytes));
  g_ptr_array_add (loader->loaded->texts, g_steal_pointer (&text));
  return TRUE;
}

static gboolean
documents_load (HmLoadedPolicy *loaded, const HmPolicyDocument *document,
                const HmPolicyFetcher *fetcher, GError **error)
{
  g_autoptr (GPtrArray) under_way = g_ptr_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Loader loader = { .loaded = loaded,
                    .fetcher = fetcher,
                    .speaker = document->speaker,
                    .under_way = under_way,
                    .checksum = checksum };
  guint32 under;

  if (g_bytes_get_size (document->text) > HM_POLICY_BYTES_MAX)
    return hm_fail (error, HM_ERROR_LIMIT, "%s:1:1: %zu bytes, no policy is larger than %u",
                    document->name, g_bytes_get_size (document->text), HM_POLICY_BYTES_MAX);
  if (!text_load (&loader, document->name, document->identity, document->text, document->is_remote,
                  &under, error))
    return FALSE;
  loaded->digest = g_strdup (g_checksum_get_string (checksum));
  return TRUE;
}

HmLoadedPolicy *
hm_policy_load (const HmPolicyDocument *document, const HmCheck *const *checks, gsize n_checks,
                const HmPolicyFetcher *fetcher, GError **error)
{
  g_autoptr (HmLoadedPolicy) loaded = loaded_new (checks, n_checks);

  if (!documents_load (loaded, document, fetcher, error))
    return NULL;
  loaded->merged = hm_policy_merge (loaded->texts, G_MAXUINT32);
  if (!hm_policy_locks_hold (loaded->texts, loaded->merged, &loaded->checks, error)
      || !hm_loaded_policy_fill (loaded, error))
    return NULL;
  loaded->policy.source = g_string_chunk_insert (loaded->strings, document->source);
  loaded->policy.is_of_subject = document->speaker == HM_POLICY_OF_SUBJECT;
  hm_loaded_policy_list (loaded);
  return g_steal_pointer (&loaded);
}

const HmPolicy *
hm_loaded_policy (const HmLoadedPolicy *loaded)
{
  return &loaded->policy;
}

const HmPolicyEvidence *
hm_loaded_policy_evidence (const HmLoadedPolicy *loaded)
{
  return &loaded->evidence;
}

const HmPolicyForge *
hm_loaded_policy_forges (const HmLoadedPolicy *loaded, gsize *ret_n_forges)
{
  *ret_n_forges = loaded->forges->len;
  return (const HmPolicyForge *) (gpointer) loaded->forges->data;
}

const HmPolicySetting *
hm_loaded_policy_settings (const HmLoadedPolicy *loaded, gsize *ret_n_settings)
{
  *ret_n_settings = loaded->settings->len;
  return (const HmPolicySetting *) (gpointer) loaded->settings->data;
}

const char *
hm_loaded_policy_document (const HmLoadedPolicy *loaded, gsize number)
{
  const HmPolicyText *text;

  if (number >= loaded->texts->len)
    return NULL;
  text = g_ptr_array_index (loaded->texts, number);
  return text->name;
}
