/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commits that change what decides who can do what: licence, contacts, owners, workflows, build and
 * release, keys, where packages go. When one of these changes, somebody besides its author should
 * have seen it.
 */
#ifndef HM_CHECKS_SENSITIVE_H
#define HM_CHECKS_SENSITIVE_H

#include "checks/witness.h"

/* Roles whose change is sensitive by itself. A manifest is so only where it says who publishes. */
#define HM_SENSITIVE_ROLES \
  ((guint32) (HM_ROLE_LICENSE | HM_ROLE_SECURITY | HM_ROLE_CODE_OWNERS | HM_ROLE_MAINTAINERS \
              | HM_ROLE_FUNDING | HM_ROLE_WORKFLOW | HM_ROLE_BUILD | HM_ROLE_RELEASE \
              | HM_ROLE_SUBMODULE | HM_ROLE_KEYS | HM_ROLE_PUBLISHING | HM_ROLE_POLICY))

/* One commit that makes sensitive changes. */
typedef struct {
  guint32 commit; /* index into HmHistory.commits */
  guint32 roles;  /* HmRole of the sensitive files, or-ed */
  HmTrace trace;  /* of hm_witness_trace() */
  guint n_files;  /* sensitive ones */
  /* an address came or went in a file where people look for whom to write to */
  gboolean swaps_contact;
} HmSensitiveCommit;

/* Whether @change is sensitive: by its roles, or by what its marks say. */
gboolean hm_change_is_sensitive (const HmHistory *history, const HmFileChange *change);

/* The sensitive ones of its roles, and HM_ROLE_PUBLISHING where its marks say so; 0 where only a contact moved. */
guint32 hm_change_sensitive_roles (const HmHistory *history, const HmFileChange *change);

/* Whether @change adds or takes away an address that people write to about the project. */
gboolean hm_change_swaps_contact (const HmHistory *history, const HmFileChange *change);

/*
 * The commits made since @since, seconds since the epoch, that were looked at and are sensitive;
 * none that HmCommit.is_before.
 *
 * Returns: (owned) (element-type HmSensitiveCommit) newest first, by hm_tenure_time(), then as in
 * the history
 */
GArray *hm_sensitive_commits (const HmFacts *facts, const HmTenure *tenure,
                              const HmWitness *witness, gint64 since);

/* What a sensitive role is called: "security policy"; "" for what is none. @role: one bit */
const char *hm_sensitive_role_text (guint32 role);

/* The names of the sensitive ones of @roles, joined by ", ". Returns: (owned) */
char *hm_sensitive_roles_text (guint32 roles);

#endif
