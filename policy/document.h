/* SPDX-License-Identifier: Apache-2.0 */
/* One document of a policy, read into statements: each a key with its value and its place. Distrusts it. */
#ifndef HM_POLICY_DOCUMENT_H
#define HM_POLICY_DOCUMENT_H

#include "policy/load.h"
#include "policy/values.h"

typedef struct HmPolicyText HmPolicyText;

/* What a document says of one key. An item of a list is a statement of its own. */
typedef struct {
  const HmPolicyKey *key;
  char *path; /* "gate.checks.maintainers.score"; of a waiver: "waivers.binary-artifacts" */
  const HmYaml *value;
  int number; /* as hm_policy_value_read() has it */
  guint line;
  guint column;
  const HmPolicyText *text; /* the document */
} HmPolicyStatement;

/* A document. Owns its texts and its statements. */
struct HmPolicyText {
  char *identity;
  char *name;

  gboolean is_remote; /* it came from a URL */
  gboolean is_outer;  /* the one that all begins with */
  guint32 number;     /* of the documents of a policy, from 0 */
  guint32 under;      /* bits of the numbers of the documents that it extends, and its own */
  HmYaml *root;
  GPtrArray *statements; /* (element-type HmPolicyStatement) */
};

/*
 * Reads @bytes.
 *
 * Returns: (owned) NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT: "NAME:LINE:COLUMN: ...".
 */
HmPolicyText *hm_policy_text_parse (const char *name, GBytes *bytes, HmPolicySpeaker speaker,
                                    const HmPolicyChecks *checks, GError **error);
void hm_policy_text_free (HmPolicyText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPolicyText, hm_policy_text_free)

/* Sets "NAME:LINE:COLUMN: PATH: ..." Returns: FALSE. */
gboolean hm_policy_fail_at (const HmPolicyStatement *statement, GError **error, const char *format,
                            ...) G_GNUC_PRINTF (3, 4);

/* Whether @path, as `keep` writes it, means @key_path: it is that, or a section of it. */
gboolean hm_policy_path_covers (const char *path, const char *key_path);

/* "NAME:LINE". Returns: (owned) */
char *hm_policy_statement_place (const HmPolicyStatement *statement);

#endif
