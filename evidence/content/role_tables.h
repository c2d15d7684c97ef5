/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of role.c. */
#ifndef HM_EVIDENCE_CONTENT_ROLE_TABLES_H
#define HM_EVIDENCE_CONTENT_ROLE_TABLES_H

#include <glib.h>

enum {
  HM_ROLE_RULE_TEXT = 1 << 0,    /* of an extension: such files are always text */
  HM_ROLE_RULE_CAPITAL = 1 << 1, /* of a name: only where written in capitals */
  HM_ROLE_RULE_ROOT =
      1 << 2, /* of a name: only in the root folder, as tools look for it there alone */
  HM_ROLE_RULE_YAML = 1 << 3, /* of a place: only .yml and .yaml */
};

typedef struct {
  const char *name; /* in lower case */
  guint32 roles;    /* HmRole, or-ed */
  guint32 flags;
} HmRoleRule;

typedef struct {
  const HmRoleRule *rules; /* sorted by name */
  gsize n_rules;
} HmRoleTable;

extern const HmRoleTable hm_role_names;      /* a file's whole name */
extern const HmRoleTable hm_role_stems;      /* a name up to its first '.', '-' or '_' */
extern const HmRoleTable hm_role_extensions; /* what follows the last '.' */
extern const HmRoleTable
    hm_role_endings; /* of names, from the last '.', '-' or '_' but one, or the last */
extern const HmRoleTable hm_role_folders; /* a folder's name, at any depth */
extern const HmRoleTable
    hm_role_places; /* what a path begins with; of several, the longest counts */

#endif
