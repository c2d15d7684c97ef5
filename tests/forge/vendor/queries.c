/* SPDX-License-Identifier: Apache-2.0 */
/* Prints every kind of GraphQL body that GitHub is sent, one a line, for check.sh to hold against GitHub's schema. */
#include <stdio.h>

#include "evidence/forge/github_query.h"

#define COMMITS 100u

static void
print (char *body)
{
  puts (body);
  g_free (body);
}

int
main (void)
{
  const char *branches[] = { "main", "1.x", "release/2.x" };

  print (hm_github_query_project ("o", "r", HM_GITHUB_PARTS_ALL, COMMITS));
  print (hm_github_query_project ("o", "r", 0, COMMITS));
  /* One that a server does not know is left out: what is left has to be a query still. */
  for (guint part = 1; part <= HM_GITHUB_PARTS_ALL; part <<= 1) {
    print (hm_github_query_project ("o", "r", HM_GITHUB_PARTS_ALL & ~part, COMMITS));
    print (hm_github_query_project ("o", "r", part, COMMITS));
  }
  print (hm_github_query_branches ("o", "r", HM_GITHUB_PARTS_ALL, branches, 1));
  print (
      hm_github_query_branches ("o", "r", HM_GITHUB_PARTS_ALL, branches, G_N_ELEMENTS (branches)));
  print (hm_github_query_branches ("o", "r", HM_GITHUB_UPDATE_RULE, branches, 1));
  print (hm_github_query_viewer (NULL));
  print (hm_github_query_viewer ("o/r"));
  return 0;
}
