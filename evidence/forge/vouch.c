/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/vouch.h"

#include <string.h>

static guint
oid_hash (gconstpointer data)
{
  guint hash;

  memcpy (&hash, ((const HmOid *) data)->bytes, sizeof hash);
  return hash;
}

static gboolean
oid_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (HmOid)) == 0;
}

/* Good, bad and untrusted are what an anchor says; it has nothing to say where it was not asked, or could not tell. */
static gboolean
is_open (const HmSignature *signature)
{
  return signature->kind != HM_SIGNATURE_NONE
         && (signature->verdict == HM_VERDICT_UNCHECKED || signature->verdict == HM_VERDICT_ERROR);
}

static const char *
signer_name (const char *login, const char *host, GStringChunk *strings)
{
  g_autofree char *name = host != NULL ? g_strdup_printf ("%s@%s", login, host) : g_strdup (login);

  return g_string_chunk_insert_const (strings, name);
}

static void
signature_vouch (HmSignature *signature, const HmForgeSignature *word, const char *host,
                 GStringChunk *strings)
{
  if (signature->kind == HM_SIGNATURE_NONE)
    return;
  signature->is_web_key |= word->is_web_key;
  if (!is_open (signature) || word->verdict == HM_VERDICT_UNCHECKED
      || word->verdict == HM_VERDICT_ERROR)
    return;
  signature->verdict = word->verdict;
  signature->is_forge_verdict = TRUE;
  signature->signer = NULL;
  signature->why = NULL;
  if (word->verdict == HM_VERDICT_GOOD && word->signer != NULL)
    signature->signer = signer_name (word->signer, host, strings);
  else if (word->verdict != HM_VERDICT_GOOD && word->why != NULL)
    signature->why = g_string_chunk_insert_const (strings, word->why);
}

void
hm_forge_vouch (const HmForge *forge, const char *host, HmVouchable *items, gsize n_items,
                GStringChunk *strings)
{
  g_autoptr (GHashTable) words = g_hash_table_new (oid_hash, oid_equal);

  for (gsize i = 0; i < forge->n_signatures; i++)
    g_hash_table_insert (words, (gpointer) (guintptr) &forge->signatures[i].object,
                         (gpointer) (guintptr) &forge->signatures[i]);
  for (gsize i = 0; i < n_items; i++) {
    const HmForgeSignature *word = g_hash_table_lookup (words, &items[i].object);

    if (word != NULL)
      signature_vouch (items[i].signature, word, host, strings);
  }
}
