/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Joins what the forge says of signatures with what git holds. The forge knows whose key it is; but
 * a key that the user trusts knows better, and what git shows to be unsigned no forge can sign.
 */
#ifndef HM_EVIDENCE_FORGE_VOUCH_H
#define HM_EVIDENCE_FORGE_VOUCH_H

#include <hallmark/facts.h>

/* A signature as git holds it, and what it stands on. */
typedef struct {
  HmOid object; /* a commit or a tag object */
  HmSignature *signature;
} HmVouchable;

/*
 * Gives each of @items that no trust anchor settled the verdict of @forge.
 *
 * @host: (nullable) of the forge: a signer becomes "login@host".
 * @strings: owns the texts.
 */
void hm_forge_vouch (const HmForge *forge, const char *host, HmVouchable *items, gsize n_items,
                     GStringChunk *strings);

#endif
