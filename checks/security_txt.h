/* SPDX-License-Identifier: Apache-2.0 */
/* security.txt as RFC 9116 has it, as far as a reporter needs it. Distrusts the text. */
#ifndef HM_CHECKS_SECURITY_TXT_H
#define HM_CHECKS_SECURITY_TXT_H

#include <glib.h>

typedef enum {
  HM_EXPIRES_MISSING,
  HM_EXPIRES_MALFORMED,
  HM_EXPIRES_CUT, /* its line is longer than what is looked at */
  HM_EXPIRES_KNOWN,
} HmExpiresKind;

typedef struct {
  guint n_contacts;
  guint contact_line; /* 1-based, of the first usable Contact; 0 where there is none */
  HmExpiresKind expires_kind;
  gint64 expires;     /* seconds since the epoch, where known */
  guint expires_line; /* 1-based; 0 where missing */
  /* no line but fields, comments and an OpenPGP signature's own: not prose */
  gboolean has_fields_only;
  gboolean is_cut;   /* some line is longer than what was looked at of it */
  GString *comments; /* (owned) what stands behind the #, line by line: all the text there is */
} HmSecurityTxt;

/* Returns: (owned) */
HmSecurityTxt *hm_security_txt_read (const char *text, gsize size);
void hm_security_txt_free (HmSecurityTxt *txt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSecurityTxt, hm_security_txt_free)

#endif
