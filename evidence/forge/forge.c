/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all forges' clients share: where facts are kept, how they are made and merged, and which
 * forge a host runs. Distrusts what an unknown host answers: only a forge's own words make it one.
 */
#include "evidence/forge/forge.h"

#include <string.h>

#include "core/error.h"
#include "evidence/forge/shape.h"

/* Bytes of one block of texts; a usual repository's fit into one. */
#define STRINGS_BLOCK 8192

static const HmForgeClient *const clients[] = { &hm_forge_github, &hm_forge_gitlab,
                                                &hm_forge_forgejo };

HmForgeStore *
hm_forge_store_new (void)
{
  HmForgeStore *store = g_new0 (HmForgeStore, 1);

  store->strings = g_string_chunk_new (STRINGS_BLOCK);
  store->arrays = g_ptr_array_new_with_free_func (g_free);
  return store;
}

void
hm_forge_store_free (HmForgeStore *store)
{
  if (store == NULL)
    return;
  g_string_chunk_free (store->strings);
  g_ptr_array_unref (store->arrays);
  g_free (store);
}

HmFact
hm_forge_known (HmForgeStore *store, gboolean value, const char *source)
{
  return (HmFact){ .truth = value ? HM_TRUTH_YES : HM_TRUTH_NO,
                   .source = g_string_chunk_insert_const (store->strings, source) };
}

HmFact
hm_forge_unknown (HmForgeStore *store, const char *why_format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, why_format);
  why = g_strdup_vprintf (why_format, arguments);
  va_end (arguments);
  return (HmFact){ .why = g_string_chunk_insert_const (store->strings, why) };
}

HmCountFact
hm_forge_count (HmForgeStore *store, const json_t *json, const char *path, const char *source)
{
  guint count;

  if (!hm_shape_count (json, path, &count))
    return (HmCountFact){ .why = hm_forge_unknown (store, "the answer does not say").why };
  return (HmCountFact){ .is_known = TRUE,
                        .value = count,
                        .source = g_string_chunk_insert_const (store->strings, source) };
}

/* "for this token" is no help to who has none. */
static const char *
asker (const HmForgeStore *store)
{
  if (store->facts.token_class != NULL && strcmp (store->facts.token_class, "anonymous") == 0)
    return "without a token";
  return "for this token";
}

static HmFact
forbidden (HmForgeStore *store, const HmAnswer *answer)
{
  const char *message = hm_shape_text (answer->json, "message");
  const char *needs = NULL;

  if (answer->diagnosis != NULL) {
    if (g_hash_table_contains (answer->diagnosis, "x-github-sso"))
      return hm_forge_unknown (store,
                               "%d %s: the organisation wants single sign-on (SAML); authorise the "
                               "token for it",
                               answer->status, asker (store));
    needs = g_hash_table_lookup (answer->diagnosis, "x-accepted-github-permissions");
  }
  if (needs != NULL && *needs != '\0')
    return hm_forge_unknown (store, "%d %s: needs the permission %s", answer->status, asker (store),
                             needs);
  if (message != NULL)
    return hm_forge_unknown (store, "%d %s: %s", answer->status, asker (store), message);
  return hm_forge_unknown (store, "%d %s: not allowed to look", answer->status, asker (store));
}

HmFact
hm_forge_unseen (HmForgeStore *store, const HmAnswer *answer)
{
  switch (answer->kind) {
  case HM_ANSWER_ABSENT:
    return hm_forge_unknown (store, "%d %s: not there, or not to be seen", answer->status,
                             asker (store));
  case HM_ANSWER_FORBIDDEN:
    return forbidden (store, answer);
  case HM_ANSWER_OK:
    return hm_forge_unknown (store, "the answer does not say");
  case HM_ANSWER_LIMITED:
  case HM_ANSWER_UNREACHABLE:
  case HM_ANSWER_NONSENSE:
  case HM_ANSWER_OTHER:
  default:
    return hm_forge_unknown (store, "%s",
                             answer->why == NULL || *answer->why == '\0' ? "no usable answer"
                                                                         : answer->why);
  }
}

HmErrorCode
hm_forge_error_code (const HmAnswer *answer)
{
  switch (answer->kind) {
  case HM_ANSWER_LIMITED:
    return HM_ERROR_LIMIT;
  case HM_ANSWER_UNREACHABLE:
    return HM_ERROR_NETWORK;
  case HM_ANSWER_OK:
  case HM_ANSWER_NONSENSE:
    return HM_ERROR_FORMAT;
  case HM_ANSWER_ABSENT:
  case HM_ANSWER_FORBIDDEN:
  case HM_ANSWER_OTHER:
  default:
    return HM_ERROR_NOT_FOUND;
  }
}

char *
hm_forge_root (const char *api, const char *suffix)
{
  gsize size = strlen (api);

  if (g_str_has_suffix (api, suffix))
    size -= strlen (suffix);
  return g_strndup (api, size);
}

/* How much a view settles. */
static int
strictness (const HmFact *fact)
{
  return fact->truth == HM_TRUTH_YES ? 2 : fact->truth == HM_TRUTH_NO ? 1 : 0;
}

HmFact
hm_forge_strictest (HmFact a, HmFact b)
{
  if (strictness (&a) != strictness (&b))
    return strictness (&a) > strictness (&b) ? a : b;
  return a.truth == HM_TRUTH_UNKNOWN && a.why == NULL ? b : a;
}

HmCountFact
hm_forge_most (HmCountFact a, HmCountFact b)
{
  HmCountFact most;

  if (!a.is_known && !b.is_known)
    return a.why == NULL ? b : a;
  if (!a.is_known || !b.is_known)
    return a.is_known ? a : b;
  most = a.value >= b.value ? a : b;
  most.is_minimum = a.is_minimum || b.is_minimum;
  return most;
}

HmTruth
hm_forge_not (HmTruth truth)
{
  return truth == HM_TRUTH_YES  ? HM_TRUTH_NO
         : truth == HM_TRUTH_NO ? HM_TRUTH_YES
                                : HM_TRUTH_UNKNOWN;
}

HmTruth
hm_forge_any (HmTruth a, HmTruth b)
{
  if (a == HM_TRUTH_YES || b == HM_TRUTH_YES)
    return HM_TRUTH_YES;
  return a == HM_TRUTH_NO && b == HM_TRUTH_NO ? HM_TRUTH_NO : HM_TRUTH_UNKNOWN;
}

HmTruth
hm_forge_all (HmTruth a, HmTruth b)
{
  return hm_forge_not (hm_forge_any (hm_forge_not (a), hm_forge_not (b)));
}

int
hm_forge_change_compare (gconstpointer a, gconstpointer b)
{
  const HmMergedChange *one = a;
  const HmMergedChange *two = b;

  if (one->merged_at != two->merged_at)
    return one->merged_at > two->merged_at ? -1 : 1;
  return one->number > two->number ? -1 : one->number < two->number;
}

void
hm_forge_identity_free (HmForgeIdentity *identity)
{
  if (identity == NULL)
    return;
  g_free (identity->login);
  g_free (identity->token_class);
  g_free (identity->scopes);
  g_free (identity->quota);
  g_free (identity->role);
  g_free (identity);
}

const HmForgeClient *
hm_forge_by_name (const char *name)
{
  if (strcmp (name, "gitea") == 0)
    return &hm_forge_forgejo;
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    if (strcmp (name, clients[i]->name) == 0)
      return clients[i];
  return NULL;
}

const HmForgeClient *
hm_forge_by_kind (HmForgeKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    if (kind == clients[i]->kind)
      return clients[i];
  return NULL;
}

static char *
github_api (const char *host)
{
  if (strcmp (host, "github.com") == 0)
    return g_strdup ("https://api.github.com");
  if (g_str_has_suffix (host, ".ghe.com"))
    return g_strdup_printf ("https://api.%s", host);
  return g_strdup_printf ("https://%s/api/v3", host);
}

char *
hm_forge_api (HmForgeKind kind, const char *host)
{
  switch (kind) {
  case HM_FORGE_GITHUB:
    return github_api (host);
  case HM_FORGE_GITLAB:
    return g_strdup_printf ("https://%s/api/v4", host);
  case HM_FORGE_FORGEJO:
    return g_strdup_printf ("https://%s/api/v1", host);
  case HM_FORGE_UNKNOWN:
  default:
    g_assert_not_reached ();
  }
}

/* What a host has to say at one path to be a forge of one kind. */
typedef struct {
  const char *path;
  HmForgeKind kind;
  const char *key;     /* a text or a truth that a willing one shows */
  int refusal_status;  /* of one that answers nobody without a token, */
  const char *refusal; /* and its "message", in the forge's own words */
} Probe;

static const Probe probes[] = {
  { "/api/forgejo/v1/version", HM_FORGE_FORGEJO, "version", 0, "" },
  { "/api/v1/version", HM_FORGE_FORGEJO, "version", 403,
    "Only signed in user is allowed to call APIs." },
  { "/api/v4/version", HM_FORGE_GITLAB, "version", 401, "401 Unauthorized" },
  { "/api/v3/meta", HM_FORGE_GITHUB, "verifiable_password_authentication", 401,
    "Must authenticate to access this API." },
};

static gboolean
probe_fits (const Probe *probe, const HmAnswer *answer)
{
  const char *message = hm_shape_text (answer->json, "message");

  if (answer->kind == HM_ANSWER_OK)
    return hm_shape_text (answer->json, probe->key) != NULL
           || hm_shape_truth (answer->json, probe->key) != HM_TRUTH_UNKNOWN;
  return probe->refusal_status != 0 && answer->status == probe->refusal_status && message != NULL
         && strcmp (message, probe->refusal) == 0;
}

HmForgeKind
hm_forge_probe (HmHttp *http, const char *host_url, GError **error)
{
  HmRequest requests[G_N_ELEMENTS (probes)] = { 0 };
  HmAnswer *answers[G_N_ELEMENTS (probes)] = { 0 };
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  HmForgeKind kind = HM_FORGE_UNKNOWN;

  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++) {
    char *url = g_strconcat (host_url, probes[i].path, NULL);

    g_ptr_array_add (urls, url);
    requests[i].url = url;
  }
  if (!hm_http_ask (http, requests, G_N_ELEMENTS (probes), answers, error))
    return HM_FORGE_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (probes); i++) {
    if (kind == HM_FORGE_UNKNOWN && probe_fits (&probes[i], answers[i]))
      kind = probes[i].kind;
    hm_answer_free (answers[i]);
  }
  return kind;
}
