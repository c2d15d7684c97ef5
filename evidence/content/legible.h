/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files recognisers are to see, and as what text: also those that are made to look like
 * something that nobody reads.
 */
#ifndef HM_EVIDENCE_CONTENT_LEGIBLE_H
#define HM_EVIDENCE_CONTENT_LEGIBLE_H

#include <hallmark/facts.h>

/* What holds commands, or code that is run. */
#define HM_CODE_ROLES \
  ((guint32) (HM_ROLE_SOURCE | HM_ROLE_SCRIPT | HM_ROLE_BUILD | HM_ROLE_WORKFLOW | HM_ROLE_RELEASE \
              | HM_ROLE_MANIFEST))

/* Where people write whom to turn to. */
#define HM_CONTACT_ROLES \
  ((guint32) (HM_ROLE_SECURITY | HM_ROLE_MAINTAINERS | HM_ROLE_CODE_OWNERS | HM_ROLE_CONTACT))

/* Whether recognisers see a file of generated code: one that is run as a command. */
gboolean hm_generated_is_legible (guint32 roles);

/* Returns: bytes that a file of these roles may have to be looked at for marks */
gsize hm_legible_bytes_max (guint32 roles);

/*
 * Whether recognisers see the file. An interpreter minds neither a form feed nor a NUL in a
 * comment, by which its script passes for binary.
 *
 * @content: of @bytes
 */
gboolean hm_is_legible (HmContent content, guint32 roles, const char *bytes, gsize size);

/* Returns: @roles, and HM_ROLE_SCRIPT where they are none and the file names its interpreter */
guint32 hm_roles_with_content (guint32 roles, const char *bytes, gsize size);

/*
 * Sets @text to @bytes, with LF in the place of each CR that ends a line by itself: languages end
 * their comments there.
 */
void hm_legible_take (GString *text, const char *bytes, gsize size);

#endif
