/* SPDX-License-Identifier: Apache-2.0 */
/* Reads .mailmap files in one pass. */
#include "evidence/git/mailmap.h"

#include <string.h>

#include "core/seeded_hash.h"

typedef struct {
  char *name;  /* (nullable) */
  char *email; /* (nullable) */
} Person;

struct HmMailmap {
  /* lower-cased "ADDRESS LF NAME", or "ADDRESS LF" where the name does not matter -> Person */
  GHashTable *persons;
};

static void
person_free (gpointer data)
{
  Person *person = data;

  g_free (person->name);
  g_free (person->email);
  g_free (person);
}

static char *
key_new (const char *email, const char *name)
{
  g_autofree char *key = g_strconcat (email, "\n", name, NULL);

  return g_ascii_strdown (key, -1);
}

/*
 * `NAME <ADDRESS>` from @at on; @ret_name is NULL where it is empty. Returns: where it ends; NULL
 * where there is none.
 */
static const char *
person_read (const char *at, char **ret_name, char **ret_email)
{
  const char *open = strchr (at, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;

  if (close == NULL)
    return NULL;
  *ret_name = g_strstrip (g_strndup (at, (gsize) (open - at)));
  if (**ret_name == '\0')
    g_clear_pointer (ret_name, g_free);
  *ret_email = g_strndup (open + 1, (gsize) (close - open - 1));
  return close + 1;
}

static void
mapping_add (HmMailmap *mailmap, const char *old_name, const char *old_email, char **name,
             char **email)
{
  g_autofree char *key = key_new (old_email, old_name != NULL ? old_name : "");
  Person *person = g_hash_table_lookup (mailmap->persons, key);

  if (person == NULL) {
    person = g_new0 (Person, 1);
    g_hash_table_insert (mailmap->persons, g_steal_pointer (&key), person);
  }
  if (*name != NULL) {
    g_free (person->name);
    person->name = g_steal_pointer (name);
  }
  if (*email != NULL) {
    g_free (person->email);
    person->email = g_steal_pointer (email);
  }
}

static void
line_read (HmMailmap *mailmap, const char *line)
{
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;
  g_autofree char *old_name = NULL;
  g_autofree char *old_email = NULL;
  const char *rest;

  if (line[0] == '#')
    return;
  rest = person_read (line, &name, &email);
  if (rest == NULL || email[0] == '\0')
    return;
  if (person_read (rest, &old_name, &old_email) == NULL)
    old_email = g_steal_pointer (&email);
  mapping_add (mailmap, old_name, old_email, &name, &email);
}

HmMailmap *
hm_mailmap_parse (const char *text, gsize size)
{
  HmMailmap *mailmap = g_new0 (HmMailmap, 1);
  const char *end = text + size;

  mailmap->persons = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, person_free);
  for (const char *at = text; at < end;) {
    const char *line_end = memchr (at, '\n', (gsize) (end - at));
    gsize length = (gsize) ((line_end != NULL ? line_end : end) - at);
    g_autofree char *line = g_strndup (at, length);

    line_read (mailmap, line);
    at += length + 1;
  }
  return mailmap;
}

void
hm_mailmap_free (HmMailmap *mailmap)
{
  if (mailmap == NULL)
    return;
  g_hash_table_unref (mailmap->persons);
  g_free (mailmap);
}

void
hm_mailmap_resolve (const HmMailmap *mailmap, const char **name, const char **email)
{
  g_autofree char *exact = key_new (*email, *name);
  g_autofree char *any = key_new (*email, "");
  const Person *person = g_hash_table_lookup (mailmap->persons, exact);

  if (person == NULL)
    person = g_hash_table_lookup (mailmap->persons, any);
  if (person == NULL)
    return;
  if (person->name != NULL)
    *name = person->name;
  if (person->email != NULL)
    *email = person->email;
}
