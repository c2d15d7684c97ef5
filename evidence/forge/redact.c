/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the text: it is any UTF-8, and an address is what looks like one. */
#include "evidence/forge/redact.h"

#include <string.h>

/* Shorter ones are no secrets, and would blot out half of the answer. */
#define SECRET_BYTES_MIN 8

#define PSEUDONYM_HOST "redacted.invalid"
#define PSEUDONYM_DIGITS 12

/* What stands below these was published with a commit. */
static const char *const published_keys[] = {
  "author", "committer", "author_email", "author_name", "committer_email", "committer_name",
};

static void
blot_out (char *bytes, gsize size, const char *secret)
{
  const gsize secret_size = secret == NULL ? 0 : strlen (secret);
  char *at = bytes;

  if (secret_size < SECRET_BYTES_MIN)
    return;
  while ((at = memmem (at, size - (gsize) (at - bytes), secret, secret_size)) != NULL) {
    memset (at, '*', secret_size);
    at += secret_size;
  }
}

void
hm_redact_secret (GByteArray *bytes, const char *secret)
{
  if (bytes->len > 0)
    blot_out ((char *) bytes->data, bytes->len, secret);
}

void
hm_redact_secret_headers (GHashTable *headers, const char *secret)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    blot_out (value, strlen (value), secret);
}

static gboolean
is_local_byte (char c)
{
  return g_ascii_isalnum (c) || (c & 0x80) != 0 || (c != '\0' && strchr ("._%+-", c) != NULL);
}

static gboolean
is_host_byte (char c)
{
  return g_ascii_isalnum (c) || (c & 0x80) != 0 || c == '.' || c == '-';
}

/*
 * Finds an address in @text from @from on. Returns: its first byte, NULL where there is none;
 * @ret_end is the first byte after it.
 */
static const char *
find_address (const char *text, const char *from, const char **ret_end)
{
  for (const char *at = strchr (from, '@'); at != NULL; at = strchr (at + 1, '@')) {
    const char *begin = at;
    const char *end = at + 1;
    const char *dot;

    while (begin > from && begin > text && is_local_byte (begin[-1]))
      begin--;
    while (is_host_byte (*end))
      end++;
    while (end > at + 1 && (end[-1] == '.' || end[-1] == '-'))
      end--;
    dot = memchr (at, '.', (gsize) (end - at));
    if (begin == at || dot == NULL || dot == at + 1)
      continue;
    /* "git@host:path" is how a clone is named. */
    if (*end == ':' && at - begin == 3 && memcmp (begin, "git", 3) == 0)
      continue;
    *ret_end = end;
    return begin;
  }
  return NULL;
}

static void
append_pseudonym (GString *out, const char *address, gsize size, const HmPseudonyms *pseudonyms)
{
  g_autofree char *lower = NULL;
  g_autoptr (GHmac) hmac = NULL;

  if (size > strlen (PSEUDONYM_HOST)
      && memcmp (address + size - strlen (PSEUDONYM_HOST), PSEUDONYM_HOST, strlen (PSEUDONYM_HOST))
             == 0) {
    g_string_append_len (out, address, (gssize) size);
    return;
  }
  lower = g_ascii_strdown (address, (gssize) size);
  hmac = g_hmac_new (G_CHECKSUM_SHA256, pseudonyms->key, sizeof pseudonyms->key);
  g_hmac_update (hmac, (const guchar *) lower, (gssize) size);
  g_string_append_printf (out, "%.*s@" PSEUDONYM_HOST, PSEUDONYM_DIGITS, g_hmac_get_string (hmac));
}

char *
hm_redact_text (const char *text, const HmPseudonyms *pseudonyms, const char *secret)
{
  GString *out = g_string_new (NULL);
  const char *from = text;
  const char *begin;
  const char *end;

  while (pseudonyms != NULL && (begin = find_address (text, from, &end)) != NULL) {
    g_string_append_len (out, from, begin - from);
    append_pseudonym (out, begin, (gsize) (end - begin), pseudonyms);
    from = end;
  }
  g_string_append (out, from);
  blot_out (out->str, out->len, secret);
  return g_string_free (out, FALSE);
}

static gboolean
is_published (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (published_keys); i++)
    if (strcmp (key, published_keys[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
holds (const char *text, gsize size, const char *secret)
{
  return memmem (text, size, secret, strlen (secret)) != NULL;
}

gboolean
hm_redact_is_needed (const json_t *json, const char *secret)
{
  const char *key;
  const json_t *value;
  size_t i;

  if (secret == NULL || strlen (secret) < SECRET_BYTES_MIN)
    return FALSE;
  if (json_is_string (json))
    return holds (json_string_value (json), json_string_length (json), secret);
  json_object_foreach ((json_t *) (gsize) json, key,
                       value) if (holds (key, strlen (key), secret)
                                  || hm_redact_is_needed (value, secret)) return TRUE;
  json_array_foreach (json, i, value) if (hm_redact_is_needed (value, secret)) return TRUE;
  return FALSE;
}

static json_t *
redact_string (const json_t *json, const HmPseudonyms *pseudonyms, const char *secret,
               gboolean is_kept)
{
  g_autofree char *text = is_kept ? g_strdup (json_string_value (json))
                                  : hm_redact_text (json_string_value (json), pseudonyms, secret);

  blot_out (text, strlen (text), secret);
  return json_string (text);
}

/* The depth of @json is bounded by whoever parsed it. */
static json_t *
redact_value (const json_t *json, const HmPseudonyms *pseudonyms, const char *secret,
              gboolean is_kept)
{
  json_t *copy;
  const char *key;
  const json_t *value;
  size_t i;

  switch (json_typeof (json)) {
  case JSON_OBJECT:
    copy = json_object ();
    json_object_foreach ((json_t *) (gsize) json, key, value)
    {
      g_autofree char *name = hm_redact_text (key, pseudonyms, secret);

      json_object_set_new (copy, name,
                           redact_value (value, pseudonyms, secret, is_kept || is_published (key)));
    }
    return copy;
  case JSON_ARRAY:
    copy = json_array ();
    json_array_foreach (json, i, value)
        json_array_append_new (copy, redact_value (value, pseudonyms, secret, is_kept));
    return copy;
  case JSON_STRING:
    return redact_string (json, pseudonyms, secret, is_kept);
  default:
    return json_deep_copy (json);
  }
}

json_t *
hm_redact_json (const json_t *json, const HmPseudonyms *pseudonyms, const char *secret)
{
  return redact_value (json, pseudonyms, secret, FALSE);
}
