/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a security policy offers a reporter: ways to get in touch, and words on how a report is handled. Distrusts the
 * text; takes time in proportion to its size.
 */
#ifndef HM_CHECKS_CONTACT_H
#define HM_CHECKS_CONTACT_H

#include <glib.h>

typedef struct {
  guint n_contacts;     /* distinct URLs and e-mail addresses */
  gsize contact_bytes;  /* all of them together */
  guint contact_line;   /* 1-based, of the first; 0 where there is none */
  guint n_specifics;    /* numbers of up to four digits, "disclos", "vuln" */
  guint specifics_line; /* 1-based, of the first; 0 where there is none */
  gboolean is_cut;      /* some line was too long to be looked at whole */
} HmPolicyText;

/*
 * Reads @size bytes of @text by Scorecard's rules (checks/raw/security_policy.go), but for addresses
 * written with (at) and [dot], which it does not know.
 */
HmPolicyText hm_policy_text_read (const char *text, gsize size);

/* Whether @size bytes of @text hold an e-mail address, obfuscated or not. */
gboolean hm_text_holds_address (const char *text, gsize size);

#endif
