/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All spellings of `Name <address>` that a repository holds, each once, and what joins them into
 * persons. Which of them are one person is for each history to say (evidence/git/people.h); what
 * they say by themselves is read here once for all histories. Distrusts them: any bytes, any
 * number.
 */
#ifndef HM_EVIDENCE_GIT_IDENTITIES_H
#define HM_EVIDENCE_GIT_IDENTITIES_H

#include <hallmark/facts.h>

#include "evidence/git/commit.h"
#include "evidence/git/mailmap.h"

typedef struct HmIdentities HmIdentities;

/* What the user says of people. Borrowed as long as the identities that are told. */
typedef struct {
  const char *const *bots;               /* (nullable) as HmCollectOptions.bots */
  const char *const *const *same_people; /* (nullable) as HmCollectOptions.same_people */
} HmPeopleRules;

/* One spelling. Identities with an equal key are one person; HM_NO_INDEX joins nobody. */
typedef struct {
  const char *name;
  const char *email;   /* lower-cased */
  guint32 address_key; /* an address that is one person's */
  guint32 login_key;   /* the forge's account behind a private address */
  /* a full name; of bots and forges, which share keys with their like only, any name */
  guint32 name_key;
  guint32 told_key;   /* somebody of whom the user says which spellings are theirs */
  guint32 text_bytes; /* that it takes */
  gboolean is_bot;
  gboolean is_forge;
} HmSpelling;

/* @identities_max: of spellings. Returns: (owned) */
HmIdentities *hm_identities_new (gsize identities_max);
void hm_identities_free (HmIdentities *identities);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmIdentities, hm_identities_free)

/* Whether the rules' patterns for bots took more than HM_BOT_STEPS_MAX, so that some bots count as people. */
gboolean hm_identities_bots_are_cut (const HmIdentities *identities);

/*
 * Reads all spellings, those that are there and those to come, by @rules. Before any resolver of
 * @identities is made.
 */
void hm_identities_tell (HmIdentities *identities, const HmPeopleRules *rules);

/* Returns: the number of @identity, from 0 in the order of first use; HM_NO_INDEX past the limit. */
guint32 hm_identities_intern (HmIdentities *identities, const HmSlice *identity);

guint32 hm_identities_count (const HmIdentities *identities);

/* Returns: one more than the largest key. */
guint32 hm_identities_n_keys (const HmIdentities *identities);

const HmSpelling *hm_identities_spelling (const HmIdentities *identities, guint32 identity);

/* The bytes that were interned, or what is kept of them; valid as long as @identities. */
HmSlice hm_identities_text (const HmIdentities *identities, guint32 identity);

/* What a .mailmap makes of spellings, each looked up once. */
typedef struct HmResolver HmResolver;

/* @mailmap: (nullable) borrowed, as is @identities. Returns: (owned) */
HmResolver *hm_resolver_new (HmIdentities *identities, const HmMailmap *mailmap);
void hm_resolver_free (HmResolver *resolver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmResolver, hm_resolver_free)

/* Returns: (borrowed) the spelling that the mailmap puts in place of that of @identity, or that itself. */
const HmSpelling *hm_resolver_spelling (HmResolver *resolver, guint32 identity);

#endif
