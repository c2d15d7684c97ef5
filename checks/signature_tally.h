/* SPDX-License-Identifier: Apache-2.0 */
/* Counts signatures by kind and verdict, and says in words what they come to. */
#ifndef HM_CHECKS_SIGNATURE_TALLY_H
#define HM_CHECKS_SIGNATURE_TALLY_H

#include <hallmark/facts.h>

/* What a set of signatures amounts to. Weights are in halves: 2 for a person's key, 1 for a forge's web key. */
typedef struct {
  guint n;
  guint n_signed;
  guint n_of_kind[HM_SIGNATURE_OTHER]; /* without the web key's */
  guint n_junk;                        /* a signature in name only: not among the signed */
  guint n_web_key;
  guint n_good;
  guint n_good_by_forge; /* of these, by its word alone */
  guint n_open;          /* signed, and the verdict is neither good nor bad */
  guint n_unchecked;     /* of these, for want of any keys to check with */
  guint n_open_by_forge; /* of these, by its word */
  guint n_bad;
  guint signed_halves;
  guint good_halves;
  guint open_halves;
} HmSignatureTally;

/* A header that holds no signature is what anybody can write: it counts for nothing. */
gboolean hm_signature_is_present (const HmSignature *signature);

void hm_signature_tally_add (HmSignatureTally *tally, const HmSignature *signature);

/* "40 OpenPGP, 2 SSH, 20 by the forge's web key". Returns: (owned) "" where nothing is signed. */
char *hm_signature_tally_kinds (const HmSignatureTally *tally);

/* "; 6 of 6 carry a header that is no signature", where @what is "header". Returns: (owned) "" where none does. */
char *hm_signature_tally_junk (const HmSignatureTally *tally, const char *what);

#endif
