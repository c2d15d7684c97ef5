/* SPDX-License-Identifier: Apache-2.0 */
/* Who is written to, and who publishes: an address exchanged for another, or a package that goes out by other hands. */
#include "checks/takeover/families.h"

#include <string.h>

#define CONTACT_ROLES \
  (HM_ROLE_SECURITY | HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS | HM_ROLE_FUNDING \
   | HM_ROLE_CONTACT | HM_ROLE_MANIFEST)

/* Lists of everybody who ever helped, and of spellings, change with every contributor. */
static gboolean
is_roll (const char *path)
{
  static const char *const rolls[] = { "authors", "contributors", "thanks", "credits",
                                       "acknowledg" };
  const char *name = strrchr (path, '/');

  name = name != NULL ? name + 1 : path;
  if (g_str_equal (name, ".mailmap"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (rolls); i++)
    if (g_ascii_strncasecmp (name, rolls[i], strlen (rolls[i])) == 0)
      return TRUE;
  return FALSE;
}

/* One address for another is a swap; one more, or one less, is housekeeping. */
static gboolean
is_swap (const HmTakeoverScene *scene, const HmFileChange *change)
{
  return (change->roles & CONTACT_ROLES) != 0
         && (change->roles & (HM_ROLE_TEST | HM_ROLE_GENERATED)) == 0 && !is_roll (change->path)
         && hm_takeover_mark (scene, change, HM_MARK_ADDRESS_ADDED) != NULL
         && hm_takeover_mark (scene, change, HM_MARK_ADDRESS_REMOVED) != NULL;
}

static const HmFileChange *
handed_find (const HmTakeoverScene *scene, guint32 index)
{
  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if (is_swap (scene, change)
        || ((change->roles & (HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_GENERATED)) == 0
            && hm_takeover_mark (scene, change, HM_MARK_PUBLISHER_CHANGED) != NULL))
      return change;
  }
  return NULL;
}

void
hm_takeover_judge_contacts (HmTakeoverScene *scene)
{
  g_autoptr (GArray) commits = g_array_new (FALSE, FALSE, sizeof (guint32));
  const HmFileChange *first = NULL;
  gboolean is_witnessed = TRUE;
  HmFinding *finding;

  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    const HmFileChange *change = handed_find (scene, index);

    if (change == NULL)
      continue;
    if (first == NULL)
      first = change;
    is_witnessed = is_witnessed && hm_witness_trace (scene->witness, index) == HM_TRACE_SECOND;
    g_array_append_val (commits, index);
  }
  if (first == NULL) {
    hm_takeover_say (
        scene, HM_TAKEOVER_CONTACTS, scene->blind != NULL ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM,
        "no address or publisher was exchanged in 12 months%s%s",
        scene->blind != NULL ? ", but " : "", scene->blind != NULL ? scene->blind : "");
    return;
  }
  finding = hm_takeover_say (
      scene, HM_TAKEOVER_CONTACTS, is_witnessed ? HM_TAKEOVER_SETTLED : HM_TAKEOVER_TRUE,
      "commits of the last 12 months that exchange an address or a publisher: %u, lately in %s%s",
      commits->len, first->path, is_witnessed ? " (a second person looked at each)" : "");
  hm_takeover_cite_change (finding, first, 0);
  hm_takeover_cite (scene, finding, commits);
}
