/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/joins.h"

char *
hm_person_joins (const HmHistory *history, guint32 index)
{
  static const struct {
    HmJoin join;
    const char *word;
  } joins[] = {
    { HM_JOIN_MAILMAP, ".mailmap" },  { HM_JOIN_ADDRESS, "address" }, { HM_JOIN_NAME, "full name" },
    { HM_JOIN_LOGIN, "forge login" }, { HM_JOIN_TOLD, "policy" },
  };
  const HmPerson *person = &history->people[index];
  guint counts[HM_JOIN_TOLD + 1] = { 0 };
  g_autoptr (GString) words = NULL;
  gboolean is_first = TRUE;

  if (person->n_identities < 2 || person->identities > history->n_identities
      || person->n_identities > history->n_identities - person->identities)
    return NULL;
  for (guint i = 0; i < person->n_identities; i++)
    counts[history->identities[person->identities + i].join]++;
  words = g_string_new (NULL);
  g_string_append_printf (words, "%u identities joined: ", person->n_identities);
  for (gsize i = 0; i < G_N_ELEMENTS (joins); i++) {
    if (counts[joins[i].join] == 0)
      continue;
    g_string_append_printf (words, "%s%s %u", is_first ? "" : ", ", joins[i].word,
                            counts[joins[i].join]);
    is_first = FALSE;
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
