/* SPDX-License-Identifier: Apache-2.0 */
/* Joins identities into persons: numbers alone, since a history is walked for each of its months. */
#include "evidence/git/people.h"

#include <string.h>

#include "core/limits.h"

/* One identity of this history. */
typedef struct {
  guint32 number; /* in the table, HM_NO_INDEX: of all past the limit */
  guint n_uses;
  guint32 parent; /* in the union-find forest; itself: a root */
  HmJoin join;
} Member;

struct HmPeople {
  HmIdentities *identities;
  gboolean owns_identities;
  GArray *members;   /* (element-type Member) */
  GArray *member_of; /* (element-type guint32) by number in the table: member + 1; 0: none */
  gsize members_max;
  gsize text_bytes;
  guint32 overflow; /* the member of all past the limit, or HM_NO_INDEX */
  guint32 *firsts;  /* (nullable) by key: the first member with it + 1; 0: none */
  guint32 n_keys;
  guint32 *person_of;
  GArray *persons;               /* (element-type HmPerson) */
  GArray *identities_of_persons; /* (element-type HmIdentity) */
};

static const HmSpelling nobody = {
  .name = "",
  .email = "",
  .address_key = HM_NO_INDEX,
  .login_key = HM_NO_INDEX,
  .name_key = HM_NO_INDEX,
  .told_key = HM_NO_INDEX,
};

HmPeople *
hm_people_new_of (HmIdentities *identities, gsize identities_max)
{
  HmPeople *people = g_new0 (HmPeople, 1);

  people->identities = identities;
  people->members = g_array_new (FALSE, FALSE, sizeof (Member));
  people->member_of = g_array_new (FALSE, TRUE, sizeof (guint32));
  people->members_max = identities_max;
  people->overflow = HM_NO_INDEX;
  people->persons = g_array_new (FALSE, FALSE, sizeof (HmPerson));
  people->identities_of_persons = g_array_new (FALSE, FALSE, sizeof (HmIdentity));
  return people;
}

HmPeople *
hm_people_new (gsize identities_max)
{
  HmPeople *people = hm_people_new_of (hm_identities_new (identities_max), identities_max);

  people->owns_identities = TRUE;
  return people;
}

void
hm_people_free (HmPeople *people)
{
  if (people == NULL)
    return;
  if (people->owns_identities)
    hm_identities_free (people->identities);
  g_array_unref (people->members);
  g_array_unref (people->member_of);
  g_free (people->firsts);
  g_free (people->person_of);
  g_array_unref (people->persons);
  g_array_unref (people->identities_of_persons);
  g_free (people);
}

static Member *
member_at (const HmPeople *people, guint32 index)
{
  return &g_array_index (people->members, Member, index);
}

static const HmSpelling *
member_spelling (const HmPeople *people, guint32 index)
{
  guint32 number = member_at (people, index)->number;

  return number == HM_NO_INDEX ? &nobody : hm_identities_spelling (people->identities, number);
}

static guint32
member_add (HmPeople *people, guint32 number)
{
  const Member member = { .number = number, .parent = people->members->len };

  g_array_append_val (people->members, member);
  return member.parent;
}

/* The member of @number, which has none yet. */
static guint32
member_new (HmPeople *people, guint32 number)
{
  gboolean is_over = number == HM_NO_INDEX || people->members->len >= people->members_max
                     || people->text_bytes >= HM_IDENTITIES_TEXT_MAX;

  if (people->overflow != HM_NO_INDEX)
    return people->overflow;
  if (is_over)
    return people->overflow = member_add (people, HM_NO_INDEX);
  if (number >= people->member_of->len)
    g_array_set_size (people->member_of, hm_identities_count (people->identities));
  people->text_bytes += hm_identities_spelling (people->identities, number)->text_bytes;
  return (g_array_index (people->member_of, guint32, number) = member_add (people, number) + 1) - 1;
}

guint32
hm_people_use (HmPeople *people, guint32 identity)
{
  guint32 member;

  g_assert (people->person_of == NULL);
  if (identity < people->member_of->len
      && g_array_index (people->member_of, guint32, identity) != 0)
    member = g_array_index (people->member_of, guint32, identity) - 1;
  else
    member = member_new (people, identity);
  member_at (people, member)->n_uses++;
  return member;
}

guint32
hm_people_intern (HmPeople *people, const HmSlice *identity)
{
  return hm_people_use (people, hm_identities_intern (people->identities, identity));
}

gboolean
hm_people_is_full (const HmPeople *people)
{
  return people->overflow != HM_NO_INDEX;
}

gboolean
hm_people_is_forge (const HmPeople *people, guint32 identity)
{
  return member_spelling (people, identity)->is_forge;
}

static guint32
root_find (const HmPeople *people, guint32 index)
{
  guint32 root = index;

  while (member_at (people, root)->parent != root)
    root = member_at (people, root)->parent;
  while (index != root) {
    Member *member = member_at (people, index);

    index = member->parent;
    member->parent = root;
  }
  return root;
}

/*
 * Joins the member at @index with the first one that had the same @key. The root of a set is its
 * first, whatever the order of joining.
 */
static void
join_by (HmPeople *people, guint32 index, guint32 key, HmJoin join)
{
  guint32 root_a, root_b;

  if (key == HM_NO_INDEX)
    return;
  if (people->firsts[key] == 0) {
    people->firsts[key] = index + 1;
    return;
  }
  root_a = root_find (people, people->firsts[key] - 1);
  root_b = root_find (people, index);
  if (root_a == root_b)
    return;
  member_at (people, MAX (root_a, root_b))->parent = MIN (root_a, root_b);
  member_at (people, MAX (root_a, root_b))->join = join;
}

static void
member_join (HmPeople *people, HmResolver *resolver, guint32 index)
{
  const HmSpelling *spelling = member_spelling (people, index);
  const HmSpelling *resolved = hm_resolver_spelling (resolver, member_at (people, index)->number);

  if (resolved != spelling) {
    /* The subject wrote its .mailmap: it may join people, but not make several of one address. */
    join_by (people, index, spelling->address_key, HM_JOIN_ADDRESS);
    join_by (people, index, spelling->login_key, HM_JOIN_LOGIN);
    join_by (people, index, spelling->told_key, HM_JOIN_TOLD);
  }
  join_by (people, index, resolved->address_key,
           resolved->address_key != spelling->address_key ? HM_JOIN_MAILMAP : HM_JOIN_ADDRESS);
  join_by (people, index, resolved->login_key,
           resolved->login_key != spelling->login_key ? HM_JOIN_MAILMAP : HM_JOIN_LOGIN);
  join_by (people, index, resolved->name_key,
           resolved->name_key != spelling->name_key ? HM_JOIN_MAILMAP : HM_JOIN_NAME);
  join_by (people, index, resolved->told_key, HM_JOIN_TOLD);
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

/*
 * Sets the text at @offset of every person to the most used of @spellings that is not empty; of
 * equals the first by bytes.
 */
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

/* What each identity is called after the mailmap. */
static const HmSpelling *
member_resolved (const HmPeople *people, HmResolver *resolver, guint32 index)
{
  guint32 number = member_at (people, index)->number;

  return number == HM_NO_INDEX ? &nobody : hm_resolver_spelling (resolver, number);
}

/* Names those who have several identities; the others were named as they were met. */
static void
persons_name (HmPeople *people, HmResolver *resolver)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Spelling));
  g_autoptr (GArray) emails = g_array_new (FALSE, FALSE, sizeof (Spelling));

  for (guint32 i = 0; i < people->members->len; i++) {
    const HmSpelling *resolved = member_resolved (people, resolver, i);
    Spelling spelling = { .person = people->person_of[i], .n_uses = member_at (people, i)->n_uses };
    HmPerson *person = &g_array_index (people->persons, HmPerson, spelling.person);

    if (person->n_identities == 1) {
      person->name = resolved->name;
      person->email = resolved->email;
      continue;
    }
    spelling.text = resolved->name;
    g_array_append_val (names, spelling);
    spelling.text = resolved->email;
    g_array_append_val (emails, spelling);
  }
  spellings_choose (people, names, G_STRUCT_OFFSET (HmPerson, name));
  spellings_choose (people, emails, G_STRUCT_OFFSET (HmPerson, email));
}

/* Lists the identities, those of one person together. */
static void
identities_list (HmPeople *people)
{
  guint32 at = 0;

  g_array_set_size (people->identities_of_persons, people->members->len);
  for (guint i = 0; i < people->persons->len; i++) {
    HmPerson *person = &g_array_index (people->persons, HmPerson, i);

    person->identities = at;
    at += person->n_identities;
    person->n_identities = 0;
  }
  for (guint32 i = 0; i < people->members->len; i++) {
    HmPerson *person = &g_array_index (people->persons, HmPerson, people->person_of[i]);
    const HmSpelling *spelling = member_spelling (people, i);

    g_array_index (people->identities_of_persons, HmIdentity,
                   person->identities + person->n_identities++) = (HmIdentity){
      .name = spelling->name,
      .email = spelling->email,
      .join = member_at (people, i)->join,
    };
  }
}

static void
persons_build (HmPeople *people)
{
  for (guint32 i = 0; i < people->members->len; i++) {
    guint32 root = root_find (people, i);

    if (root == i) {
      const HmSpelling *spelling = member_spelling (people, i);
      const HmPerson fresh = {
        .name = "",
        .email = "",
        .is_bot = spelling->is_bot,
        .is_forge = spelling->is_forge,
      };

      people->person_of[i] = people->persons->len;
      g_array_append_val (people->persons, fresh);
    }
    people->person_of[i] = people->person_of[root];
    g_array_index (people->persons, HmPerson, people->person_of[i]).n_identities++;
  }
}

void
hm_people_join_resolved (HmPeople *people, HmResolver *resolver)
{
  g_assert (people->person_of == NULL);
  /* All that the mailmap puts in place of others is asked for first, since that may add keys. */
  for (guint32 i = 0; i < people->members->len; i++)
    member_resolved (people, resolver, i);
  people->n_keys = hm_identities_n_keys (people->identities);
  people->firsts = g_new0 (guint32, people->n_keys + 1);
  people->person_of = g_new0 (guint32, people->members->len + 1);
  for (guint32 i = 0; i < people->members->len; i++)
    if (i != people->overflow)
      member_join (people, resolver, i);
  persons_build (people);
  persons_name (people, resolver);
  identities_list (people);
}

void
hm_people_join (HmPeople *people, const HmMailmap *mailmap)
{
  g_autoptr (HmResolver) resolver = hm_resolver_new (people->identities, mailmap);

  hm_people_join_resolved (people, resolver);
}

guint32
hm_people_person (const HmPeople *people, guint32 identity)
{
  return people->person_of[identity];
}

static guint32
person_by_key (const HmPeople *people, guint32 key)
{
  if (key >= people->n_keys || people->firsts[key] == 0)
    return HM_NO_INDEX;
  return people->person_of[people->firsts[key] - 1];
}

static guint32
person_by_spelling (const HmPeople *people, const HmSpelling *spelling)
{
  const guint32 keys[] = { spelling->address_key, spelling->login_key, spelling->name_key,
                           spelling->told_key };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    guint32 person = person_by_key (people, keys[i]);

    if (person != HM_NO_INDEX)
      return person;
  }
  return HM_NO_INDEX;
}

guint32
hm_people_find (const HmPeople *people, HmResolver *resolver, guint32 identity)
{
  const HmSpelling *spelling, *resolved;
  guint32 person;

  if (identity == HM_NO_INDEX)
    return HM_NO_INDEX;
  if (identity < people->member_of->len
      && g_array_index (people->member_of, guint32, identity) != 0)
    return people->person_of[g_array_index (people->member_of, guint32, identity) - 1];
  spelling = hm_identities_spelling (people->identities, identity);
  resolved = hm_resolver_spelling (resolver, identity);
  person = person_by_spelling (people, resolved);
  return person == HM_NO_INDEX && resolved != spelling ? person_by_spelling (people, spelling)
                                                       : person;
}

const HmPerson *
hm_people_persons (const HmPeople *people, gsize *ret_n_persons)
{
  *ret_n_persons = people->persons->len;
  return (const HmPerson *) (gpointer) people->persons->data;
}

const HmIdentity *
hm_people_identities (const HmPeople *people, gsize *ret_n_identities)
{
  *ret_n_identities = people->identities_of_persons->len;
  return (const HmIdentity *) (gpointer) people->identities_of_persons->data;
}
