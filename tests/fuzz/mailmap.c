/* SPDX-License-Identifier: Apache-2.0 */
/* A .mailmap, and the joining of people by it. The input is both the map and the identities, a line each. */
#include <string.h>

#include "core/limits.h"
#include "evidence/git/people.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (HmMailmap) mailmap = hm_mailmap_parse (text, size);
  g_autoptr (HmPeople) people = hm_people_new (16);
  const HmPerson *persons;
  gsize n_persons;
  guint n_identities = 0;
  guint n_joined = 0;

  for (const char *at = text; at < text + size;) {
    const char *end = memchr (at, '\n', (gsize) (text + size - at));
    HmSlice identity = { at, (gsize) ((end != NULL ? end : text + size) - at) };

    n_identities = MAX (n_identities, hm_people_intern (people, &identity) + 1);
    at += identity.size + 1;
  }
  hm_people_join (people, mailmap);
  persons = hm_people_persons (people, &n_persons);
  g_assert (n_persons <= n_identities);
  for (guint32 i = 0; i < n_identities; i++)
    g_assert (hm_people_person (people, i) < n_persons);
  for (gsize i = 0; i < n_persons; i++) {
    g_assert (persons[i].name != NULL && persons[i].email != NULL);
    g_assert (strlen (persons[i].email) <= HM_IDENTITY_BYTES_MAX);
    n_joined += persons[i].n_identities;
  }
  g_assert (n_joined == n_identities);
  return 0;
}
