/* SPDX-License-Identifier: Apache-2.0 */
/* Reads git's "shallow" file: one commit id a line (gitformat "shallow", Documentation/technical/shallow.txt). */
#include "evidence/git/shallow.h"

#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/plain.h"

/* As many ids as commits are walked. */
#define SHALLOW_BYTES_MAX ((gsize) HM_COMMITS_MAX * (HM_OID_HEX_SIZE + 1))

static gint
compare_oids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, HM_OID_SIZE);
}

GArray *
hm_shallow_read (git_repository *repository)
{
  g_autofree char *file = g_build_filename (git_repository_commondir (repository), "shallow", NULL);
  GArray *shallow = g_array_new (FALSE, FALSE, sizeof (HmOid));
  g_autofree char *text = NULL;
  gsize size;

  text = hm_plain_file_read (file, SHALLOW_BYTES_MAX, &size, NULL);
  for (char *line = text; line != NULL;) {
    char *next = strchr (line, '\n');
    HmOid oid;

    if (next != NULL)
      *next++ = '\0';
    if (hm_oid_parse (line, &oid))
      g_array_append_val (shallow, oid);
    line = next;
  }
  g_array_sort (shallow, compare_oids);
  return shallow;
}

gboolean
hm_shallow_contains (const GArray *shallow, const HmOid *oid)
{
  return shallow->len > 0
         && bsearch (oid, shallow->data, shallow->len, sizeof (HmOid), compare_oids) != NULL;
}
