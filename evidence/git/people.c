/* SPDX-License-Identifier: Apache-2.0 */
/* Interns identities and joins them into persons. */
#include "evidence/git/people.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/git/seeded_hash.h"
#include "evidence/git/services.h"

/* Bytes of `Name <address>` that tell one identity from another. */
#define IDENTITY_KEY_MAX (2 * HM_IDENTITY_BYTES_MAX + 4)

/* Shorter names are not full names: "alex" is many people. */
#define FULL_NAME_CHARS 6

typedef struct {
  HmSlice key; /* first, so that a pointer to it is one to the identity */
  const char *name;
  const char *email; /* lower-cased */
  guint n_uses;
  guint32 parent; /* in the union-find forest; itself: a root */
  gboolean is_bot;
  gboolean is_forge;
} Identity;

struct HmPeople {
  GStringChunk *strings;
  GPtrArray *identities; /* (element-type Identity) owns */
  GHashTable *by_key;    /* HmSlice set */
  gsize identities_max;
  gsize text_bytes;
  guint32 last;     /* the newest hit: committer and author are mostly one */
  guint32 overflow; /* the identity of all past the limit, or HM_NO_INDEX */
  guint32 *person_of;
  GArray *persons; /* (element-type HmPerson) */
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

HmPeople *
hm_people_new (gsize identities_max)
{
  HmPeople *people = g_new0 (HmPeople, 1);

  people->strings = g_string_chunk_new (4096);
  people->identities = g_ptr_array_new_with_free_func (g_free);
  people->by_key = g_hash_table_new (slice_hash, slice_equal);
  people->identities_max = identities_max;
  people->overflow = HM_NO_INDEX;
  people->persons = g_array_new (FALSE, FALSE, sizeof (HmPerson));
  return people;
}

void
hm_people_free (HmPeople *people)
{
  if (people == NULL)
    return;
  g_string_chunk_free (people->strings);
  g_ptr_array_unref (people->identities);
  g_hash_table_unref (people->by_key);
  g_free (people->person_of);
  g_array_unref (people->persons);
  g_free (people);
}

static Identity *
identity_at (const HmPeople *people, guint32 index)
{
  return g_ptr_array_index (people->identities, index);
}

/* @text without the white space around it, as far as its first NUL, at most HM_IDENTITY_BYTES_MAX bytes. */
static const char *
text_keep (HmPeople *people, const char *text, gsize size, gboolean is_lowered)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (text, MIN (size, HM_IDENTITY_BYTES_MAX)));

  if (is_lowered) {
    g_autofree char *lower = g_ascii_strdown (trimmed, -1);

    return g_string_chunk_insert (people->strings, lower);
  }
  return g_string_chunk_insert (people->strings, trimmed);
}

/* `Name <address>`; what has no brackets is all name. */
static void
identity_split (HmPeople *people, Identity *identity)
{
  const char *text = identity->key.text;
  const char *end = text + identity->key.size;
  const char *open = memchr (text, '<', identity->key.size);
  const char *close = NULL;

  if (open == NULL) {
    identity->name = text_keep (people, text, identity->key.size, FALSE);
    identity->email = "";
    return;
  }
  close = memchr (open, '>', (gsize) (end - open));
  if (close == NULL)
    close = end;
  identity->name = text_keep (people, text, (gsize) (open - text), FALSE);
  identity->email = text_keep (people, open + 1, (gsize) (close - open - 1), TRUE);
}

static guint32
identity_add (HmPeople *people, const HmSlice *key)
{
  Identity *identity = g_new0 (Identity, 1);

  identity->key.text = g_string_chunk_insert_len (people->strings, key->text, (gssize) key->size);
  identity->key.size = key->size;
  identity->parent = people->identities->len;
  identity_split (people, identity);
  identity->is_forge = hm_service_is_forge (identity->name, identity->email);
  identity->is_bot = !identity->is_forge && hm_service_is_bot (identity->email);
  people->text_bytes += key->size + strlen (identity->name) + strlen (identity->email);
  g_ptr_array_add (people->identities, identity);
  return identity->parent;
}

/*
 * @identity where it is short, else what is kept of its name and, since it is what joins people, of its address, put together in
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
hm_people_intern (HmPeople *people, const HmSlice *identity)
{
  char buffer[IDENTITY_KEY_MAX];
  const HmSlice key = key_make (identity, buffer);
  Identity *found = NULL;

  g_assert (people->person_of == NULL);
  if (people->last < people->identities->len
      && slice_equal (&key, &identity_at (people, people->last)->key))
    found = identity_at (people, people->last);
  else
    found = g_hash_table_lookup (people->by_key, &key);

  if (found == NULL && people->overflow != HM_NO_INDEX) {
    found = identity_at (people, people->overflow);
  } else if (found == NULL) {
    gboolean is_over = people->identities->len >= people->identities_max
                       || people->text_bytes >= HM_IDENTITIES_TEXT_MAX;
    const HmSlice nobody = { .text = "", .size = 0 };

    found = identity_at (people, identity_add (people, is_over ? &nobody : &key));
    if (is_over)
      people->overflow = found->parent;
    else
      g_hash_table_add (people->by_key, found);
  }
  found->n_uses++;
  people->last = found->parent;
  return found->parent;
}

gboolean
hm_people_is_full (const HmPeople *people)
{
  return people->overflow != HM_NO_INDEX;
}

gboolean
hm_people_is_forge (const HmPeople *people, guint32 identity)
{
  return identity_at (people, identity)->is_forge;
}

static guint32
root_find (const HmPeople *people, guint32 index)
{
  guint32 root = index;

  while (identity_at (people, root)->parent != root)
    root = identity_at (people, root)->parent;
  while (index != root) {
    Identity *identity = identity_at (people, index);

    index = identity->parent;
    identity->parent = root;
  }
  return root;
}

/* The root of a set is its first identity, whatever the order of joining. */
static void
unite (HmPeople *people, guint32 a, guint32 b)
{
  guint32 root_a = root_find (people, a);
  guint32 root_b = root_find (people, b);

  identity_at (people, MAX (root_a, root_b))->parent = MIN (root_a, root_b);
}

/* Joins the identity at @index with the first one that had the same @kind and @text. */
static void
join_by (HmPeople *people, GHashTable *firsts, guint32 index, char kind, const char *text)
{
  g_autofree char *key = g_strdup_printf ("%c%s", kind, text);
  gpointer first;

  if (g_hash_table_lookup_extended (firsts, key, NULL, &first))
    unite (people, GPOINTER_TO_UINT (first), index);
  else
    g_hash_table_insert (firsts, g_steal_pointer (&key), GUINT_TO_POINTER (index));
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

/* Joins by address, and by the forge's login that it stands for. */
static void
address_join (HmPeople *people, GHashTable *firsts, guint32 index)
{
  const char *email = identity_at (people, index)->email;
  g_autofree char *login = hm_service_login (email);

  if (email[0] != '\0' && !hm_service_is_shared_address (email))
    join_by (people, firsts, index, 'm', email);
  if (login != NULL)
    join_by (people, firsts, index, 'l', login);
}

/* Bots and forges share keys with their like only: a name is free to choose, and must not lend a human to a bot. */
static void
identity_join (HmPeople *people, GHashTable *firsts, guint32 index)
{
  const Identity *identity = identity_at (people, index);
  g_autofree char *name = NULL;

  if (identity->is_forge || identity->is_bot) {
    if (identity->email[0] != '\0')
      join_by (people, firsts, index, identity->is_forge ? 'F' : 'B', identity->email);
    join_by (people, firsts, index, identity->is_forge ? 'f' : 'b', identity->name);
    return;
  }
  address_join (people, firsts, index);
  name = full_name (identity->name);
  if (name != NULL)
    join_by (people, firsts, index, 'n', name);
}

/* One spelling of a person's name or address, and how often it was used. */
typedef struct {
  guint32 person;
  guint n_uses;
  const char *text;
} Spelling;

static gint
compare_spellings (gconstpointer a, gconstpointer b)
{
  const Spelling *spelling_a = a;
  const Spelling *spelling_b = b;

  if (spelling_a->person != spelling_b->person)
    return spelling_a->person < spelling_b->person ? -1 : 1;
  return strcmp (spelling_a->text, spelling_b->text);
}

/* Sets the text at @offset of every person to the most used of @spellings that is not empty; of equals the first by bytes. */
static void
spellings_choose (HmPeople *people, GArray *spellings, gsize offset)
{
  guint n_best = 0;

  g_array_sort (spellings, compare_spellings);
  for (guint i = 0; i < spellings->len;) {
    const Spelling *first = &g_array_index (spellings, Spelling, i);
    HmPerson *person = &g_array_index (people->persons, HmPerson, first->person);
    const char **text = G_STRUCT_MEMBER_P (person, offset);
    guint n_uses = 0;

    if (i == 0 || g_array_index (spellings, Spelling, i - 1).person != first->person)
      n_best = 0;
    for (; i < spellings->len
           && compare_spellings (first, &g_array_index (spellings, Spelling, i)) == 0;
         i++)
      n_uses += g_array_index (spellings, Spelling, i).n_uses;
    if (first->text[0] != '\0' && n_uses > n_best) {
      *text = first->text;
      n_best = n_uses;
    }
  }
}

static void
persons_build (HmPeople *people)
{
  guint n = people->identities->len;
  g_autoptr (GArray) names = g_array_sized_new (FALSE, FALSE, sizeof (Spelling), n);
  g_autoptr (GArray) emails = g_array_sized_new (FALSE, FALSE, sizeof (Spelling), n);

  for (guint32 i = 0; i < n; i++) {
    const Identity *identity = identity_at (people, i);
    guint32 root = root_find (people, i);
    HmPerson *person;
    Spelling spelling = { .n_uses = identity->n_uses };

    if (root == i) {
      HmPerson fresh = {
        .name = "",
        .email = "",
        .is_bot = identity->is_bot,
        .is_forge = identity->is_forge,
      };

      people->person_of[i] = people->persons->len;
      g_array_append_val (people->persons, fresh);
    }
    people->person_of[i] = people->person_of[root];
    person = &g_array_index (people->persons, HmPerson, people->person_of[i]);
    person->n_identities++;
    spelling.person = people->person_of[i];
    spelling.text = identity->name;
    g_array_append_val (names, spelling);
    spelling.text = identity->email;
    g_array_append_val (emails, spelling);
  }
  spellings_choose (people, names, G_STRUCT_OFFSET (HmPerson, name));
  spellings_choose (people, emails, G_STRUCT_OFFSET (HmPerson, email));
}

void
hm_people_join (HmPeople *people, const HmMailmap *mailmap)
{
  g_autoptr (GHashTable) firsts =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);

  g_assert (people->person_of == NULL);
  people->person_of = g_new0 (guint32, people->identities->len + 1);
  for (guint32 i = 0; i < people->identities->len; i++) {
    Identity *identity = identity_at (people, i);

    if (mailmap != NULL && !identity->is_forge && !identity->is_bot) {
      const char *name = identity->name;
      const char *email = identity->email;

      /* The subject wrote its .mailmap: it may join people, but not make several of one address. */
      if (i != people->overflow)
        address_join (people, firsts, i);
      hm_mailmap_resolve (mailmap, &name, &email);
      if (name != identity->name)
        identity->name = text_keep (people, name, strlen (name), FALSE);
      if (email != identity->email)
        identity->email = text_keep (people, email, strlen (email), TRUE);
    }
    if (i != people->overflow)
      identity_join (people, firsts, i);
  }
  persons_build (people);
}

guint32
hm_people_person (const HmPeople *people, guint32 identity)
{
  return people->person_of[identity];
}

const HmPerson *
hm_people_persons (const HmPeople *people, gsize *ret_n_persons)
{
  *ret_n_persons = people->persons->len;
  return (const HmPerson *) (gpointer) people->persons->data;
}
