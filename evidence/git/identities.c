/* SPDX-License-Identifier: Apache-2.0 */
/* Interns spellings and the keys that join them. */
#include "evidence/git/identities.h"

#include <string.h>

#include "core/glob.h"
#include "core/limits.h"
#include "core/seeded_hash.h"
#include "evidence/git/services.h"

/* Bytes of `Name <address>` that tell one identity from another. */
#define IDENTITY_KEY_MAX (2 * HM_IDENTITY_BYTES_MAX + 4)

/* Shorter names are not full names: "alex" is many people. */
#define FULL_NAME_CHARS 6

/* Bytes of all texts together: those of authors and committers, and as many of trailers. */
#define TEXT_BYTES_MAX (2 * (gsize) HM_IDENTITIES_TEXT_MAX)

typedef struct {
  HmSlice key; /* first, so that a pointer to it is one to the entry */
  guint32 number;
  HmSpelling spelling;
} Entry;

struct HmIdentities {
  GStringChunk *strings;
  GPtrArray *entries; /* (element-type Entry) owns */
  GHashTable *by_key; /* HmSlice set */
  GHashTable *keys;   /* text -> number of the key; owns the texts */
  GPtrArray *bots;    /* (nullable) (element-type utf8) globs, as they are and in lower case */
  guint64 bot_steps;  /* that matching them may still take */
  GHashTable *people; /* (nullable) a folded address or name -> number of the person, from 1 */
  gsize identities_max;
  gsize text_bytes;
  guint32 last; /* the newest hit: committer and author are mostly one */
};

struct HmResolver {
  HmIdentities *identities; /* borrowed */
  const HmMailmap *mailmap; /* (nullable) borrowed */
  GArray *spellings;        /* (element-type HmSpelling *) by identity; NULL: not looked up yet */
  GPtrArray *owned;         /* (element-type HmSpelling) those that the mailmap made */
};

static guint
slice_hash (gconstpointer data)
{
  const HmSlice *slice = data;

  return hm_seeded_hash (slice->text, slice->size);
}

static gboolean
slice_equal (gconstpointer a, gconstpointer b)
{
  const HmSlice *slice_a = a;
  const HmSlice *slice_b = b;

  return slice_a->size == slice_b->size
         && memcmp (slice_a->text, slice_b->text, slice_a->size) == 0;
}

HmIdentities *
hm_identities_new (gsize identities_max)
{
  HmIdentities *identities = g_new0 (HmIdentities, 1);

  identities->strings = g_string_chunk_new (4096);
  identities->entries = g_ptr_array_new_with_free_func (g_free);
  identities->by_key = g_hash_table_new (slice_hash, slice_equal);
  identities->keys = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  identities->identities_max = identities_max;
  return identities;
}

void
hm_identities_free (HmIdentities *identities)
{
  if (identities == NULL)
    return;
  g_string_chunk_free (identities->strings);
  g_ptr_array_unref (identities->entries);
  g_hash_table_unref (identities->by_key);
  g_hash_table_unref (identities->keys);
  g_clear_pointer (&identities->bots, g_ptr_array_unref);
  g_clear_pointer (&identities->people, g_hash_table_unref);
  g_free (identities);
}

static Entry *
entry_at (const HmIdentities *identities, guint32 number)
{
  return g_ptr_array_index (identities->entries, number);
}

/* @text without the white space around it, as far as its first NUL, at most HM_IDENTITY_BYTES_MAX bytes. */
static const char *
text_keep (HmIdentities *identities, const char *text, gsize size, gboolean is_lowered)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (text, MIN (size, HM_IDENTITY_BYTES_MAX)));

  if (is_lowered) {
    g_autofree char *lower = g_ascii_strdown (trimmed, -1);

    return g_string_chunk_insert (identities->strings, lower);
  }
  return g_string_chunk_insert (identities->strings, trimmed);
}

/* `Name <address>`; what has no brackets is all name. */
static void
identity_split (HmIdentities *identities, const HmSlice *key, HmSpelling *spelling)
{
  const char *text = key->text;
  const char *end = text + key->size;
  const char *open = memchr (text, '<', key->size);
  const char *close = NULL;

  if (open == NULL) {
    spelling->name = text_keep (identities, text, key->size, FALSE);
    spelling->email = "";
    return;
  }
  close = memchr (open, '>', (gsize) (end - open));
  if (close == NULL)
    close = end;
  spelling->name = text_keep (identities, text, (gsize) (open - text), FALSE);
  spelling->email = text_keep (identities, open + 1, (gsize) (close - open - 1), TRUE);
}

/* Keys of one @kind never equal those of another. */
static guint32
key_number (HmIdentities *identities, char kind, const char *text)
{
  g_autofree char *key = g_strdup_printf ("%c%s", kind, text);
  guint32 n = g_hash_table_size (identities->keys);
  gpointer number;

  if (g_hash_table_lookup_extended (identities->keys, key, NULL, &number))
    return GPOINTER_TO_UINT (number);
  g_hash_table_insert (identities->keys, g_steal_pointer (&key), GUINT_TO_POINTER (n));
  return n;
}

/* Returns: (owned) (nullable) @name folded, where it is a full name. */
static char *
full_name (const char *name)
{
  if (strchr (name, ' ') == NULL)
    return NULL;
  if (!g_utf8_validate (name, -1, NULL))
    return strlen (name) >= FULL_NAME_CHARS ? g_ascii_strdown (name, -1) : NULL;
  return g_utf8_strlen (name, -1) >= FULL_NAME_CHARS ? g_utf8_casefold (name, -1) : NULL;
}

/* Returns: (owned) @text so that spellings of one address or name are equal. */
static char *
fold (const char *text)
{
  return g_utf8_validate (text, -1, NULL) ? g_utf8_casefold (text, -1) : g_ascii_strdown (text, -1);
}

/* Returns: the key of the person whom the user says that @text means, or HM_NO_INDEX. */
static guint32
told_key_of (HmIdentities *identities, const char *text)
{
  g_autofree char *folded = fold (text);
  g_autofree char *number = NULL;
  gpointer person = *text != '\0' ? g_hash_table_lookup (identities->people, folded) : NULL;

  if (person == NULL)
    return HM_NO_INDEX;
  number = g_strdup_printf ("%u", GPOINTER_TO_UINT (person));
  return key_number (identities, 't', number);
}

/*
 * Whether the user says that nobody is behind @spelling. Past the budget nobody is told: who says
 * that they are bots pays for it.
 */
static gboolean
is_told_bot (HmIdentities *identities, const HmSpelling *spelling)
{
  const gsize size = strlen (spelling->email) + strlen (spelling->name) + 2;

  for (guint i = 0; identities->bots != NULL && i < identities->bots->len; i++) {
    const char *glob = g_ptr_array_index (identities->bots, i);
    const guint64 cost = (guint64) size * (strlen (glob) + 1);

    if (cost > identities->bot_steps) {
      identities->bot_steps = 0;
      return FALSE;
    }
    identities->bot_steps -= cost;
    if (hm_path_glob_matches (glob, spelling->email) || hm_path_glob_matches (glob, spelling->name))
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_identities_bots_are_cut (const HmIdentities *identities)
{
  return identities->bots != NULL && identities->bot_steps == 0;
}

/* Bots and forges share keys with their like only: a name is free to choose, and must not lend a human to a bot. */
static void
keys_find (HmIdentities *identities, HmSpelling *spelling)
{
  g_autofree char *login = NULL;
  g_autofree char *name = NULL;

  spelling->address_key = spelling->login_key = HM_NO_INDEX;
  spelling->name_key = spelling->told_key = HM_NO_INDEX;
  if (spelling->is_forge || spelling->is_bot) {
    if (spelling->email[0] != '\0')
      spelling->address_key =
          key_number (identities, spelling->is_forge ? 'F' : 'B', spelling->email);
    spelling->name_key = key_number (identities, spelling->is_forge ? 'f' : 'b', spelling->name);
    return;
  }
  if (spelling->email[0] != '\0' && !hm_service_is_shared_address (spelling->email))
    spelling->address_key = key_number (identities, 'm', spelling->email);
  login = hm_service_login (spelling->email);
  if (login != NULL)
    spelling->login_key = key_number (identities, 'l', login);
  name = full_name (spelling->name);
  if (name != NULL)
    spelling->name_key = key_number (identities, 'n', name);
  if (identities->people == NULL)
    return;
  spelling->told_key = told_key_of (identities, spelling->email);
  if (spelling->told_key == HM_NO_INDEX)
    spelling->told_key = told_key_of (identities, spelling->name);
}

static void
kind_find (HmIdentities *identities, HmSpelling *spelling)
{
  spelling->is_forge = hm_service_is_forge (spelling->name, spelling->email);
  spelling->is_bot = !spelling->is_forge
                     && (hm_service_is_bot (spelling->email) || is_told_bot (identities, spelling));
  keys_find (identities, spelling);
}

static void
bots_tell (HmIdentities *identities, const char *const *bots)
{
  identities->bots = g_ptr_array_new_with_free_func (g_free);
  identities->bot_steps = HM_BOT_STEPS_MAX;
  for (; *bots != NULL; bots++) {
    g_ptr_array_add (identities->bots, g_strdup (*bots));
    g_ptr_array_add (identities->bots, g_ascii_strdown (*bots, -1));
  }
}

/* Who stands in two lists is the person of the first. */
static void
people_tell (HmIdentities *identities, const char *const *const *same_people)
{
  identities->people = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; same_people[i] != NULL; i++) {
    for (guint j = 0; same_people[i][j] != NULL; j++) {
      g_autofree char *folded = fold (same_people[i][j]);

      if (!g_hash_table_contains (identities->people, folded))
        g_hash_table_insert (identities->people, g_steal_pointer (&folded),
                             GUINT_TO_POINTER (i + 1));
    }
  }
}

void
hm_identities_tell (HmIdentities *identities, const HmPeopleRules *rules)
{
  if (rules->bots != NULL)
    bots_tell (identities, rules->bots);
  if (rules->same_people != NULL)
    people_tell (identities, rules->same_people);
  if (rules->bots == NULL && rules->same_people == NULL)
    return;
  for (guint i = 0; i < identities->entries->len; i++)
    kind_find (identities, &entry_at (identities, i)->spelling);
}

static Entry *
entry_add (HmIdentities *identities, const HmSlice *key)
{
  Entry *entry = g_new0 (Entry, 1);
  HmSpelling *spelling = &entry->spelling;

  entry->key.text = g_string_chunk_insert_len (identities->strings, key->text, (gssize) key->size);
  entry->key.size = key->size;
  entry->number = identities->entries->len;
  identity_split (identities, &entry->key, spelling);
  spelling->text_bytes = (guint32) (key->size + strlen (spelling->name) + strlen (spelling->email));
  kind_find (identities, spelling);
  identities->text_bytes += spelling->text_bytes;
  g_ptr_array_add (identities->entries, entry);
  g_hash_table_add (identities->by_key, entry);
  return entry;
}

/*
 * @identity where it is short, else what is kept of its name and, since it is what joins people, of
 * its address, put together in
 * @buffer.
 */
static HmSlice
key_make (const HmSlice *identity, char buffer[IDENTITY_KEY_MAX])
{
  const char *open;
  gsize name_size, rest_size;

  if (identity->text == NULL)
    return (HmSlice){ .text = "", .size = 0 };
  if (identity->size <= IDENTITY_KEY_MAX)
    return *identity;
  open = memchr (identity->text, '<', identity->size);
  if (open == NULL)
    return (HmSlice){ .text = identity->text, .size = IDENTITY_KEY_MAX };
  name_size = MIN ((gsize) (open - identity->text), HM_IDENTITY_BYTES_MAX);
  rest_size = MIN ((gsize) (identity->text + identity->size - open), HM_IDENTITY_BYTES_MAX + 2);
  memcpy (buffer, identity->text, name_size);
  memcpy (buffer + name_size, open, rest_size);
  return (HmSlice){ .text = buffer, .size = name_size + rest_size };
}

guint32
hm_identities_intern (HmIdentities *identities, const HmSlice *identity)
{
  char buffer[IDENTITY_KEY_MAX];
  const HmSlice key = key_make (identity, buffer);
  Entry *found = NULL;

  if (identities->last < identities->entries->len
      && slice_equal (&key, &entry_at (identities, identities->last)->key))
    return identities->last;
  found = g_hash_table_lookup (identities->by_key, &key);
  if (found == NULL) {
    if (identities->entries->len >= identities->identities_max
        || identities->text_bytes >= TEXT_BYTES_MAX)
      return HM_NO_INDEX;
    found = entry_add (identities, &key);
  }
  identities->last = found->number;
  return found->number;
}

guint32
hm_identities_count (const HmIdentities *identities)
{
  return identities->entries->len;
}

guint32
hm_identities_n_keys (const HmIdentities *identities)
{
  return g_hash_table_size (identities->keys);
}

const HmSpelling *
hm_identities_spelling (const HmIdentities *identities, guint32 identity)
{
  return &entry_at (identities, identity)->spelling;
}

HmSlice
hm_identities_text (const HmIdentities *identities, guint32 identity)
{
  return entry_at (identities, identity)->key;
}

HmResolver *
hm_resolver_new (HmIdentities *identities, const HmMailmap *mailmap)
{
  HmResolver *resolver = g_new0 (HmResolver, 1);

  resolver->identities = identities;
  resolver->mailmap = mailmap;
  resolver->spellings = g_array_new (FALSE, TRUE, sizeof (const HmSpelling *));
  resolver->owned = g_ptr_array_new_with_free_func (g_free);
  return resolver;
}

void
hm_resolver_free (HmResolver *resolver)
{
  if (resolver == NULL)
    return;
  g_array_unref (resolver->spellings);
  g_ptr_array_unref (resolver->owned);
  g_free (resolver);
}

static const HmSpelling *
spelling_resolve (HmResolver *resolver, guint32 identity)
{
  HmIdentities *identities = resolver->identities;
  const HmSpelling *spelling = hm_identities_spelling (identities, identity);
  const char *name = spelling->name;
  const char *email = spelling->email;
  HmSpelling *made;

  if (resolver->mailmap == NULL || spelling->is_forge || spelling->is_bot)
    return spelling;
  hm_mailmap_resolve (resolver->mailmap, &name, &email);
  if (name == spelling->name && email == spelling->email)
    return spelling;
  made = g_new0 (HmSpelling, 1);
  g_ptr_array_add (resolver->owned, made);
  made->name =
      name != spelling->name ? text_keep (identities, name, strlen (name), FALSE) : spelling->name;
  made->email = email != spelling->email ? text_keep (identities, email, strlen (email), TRUE)
                                         : spelling->email;
  keys_find (identities, made);
  return made;
}

const HmSpelling *
hm_resolver_spelling (HmResolver *resolver, guint32 identity)
{
  const HmSpelling **spelling;

  if (identity >= resolver->spellings->len)
    g_array_set_size (resolver->spellings, hm_identities_count (resolver->identities));
  spelling = &g_array_index (resolver->spellings, const HmSpelling *, identity);
  if (*spelling == NULL)
    *spelling = spelling_resolve (resolver, identity);
  return *spelling;
}
