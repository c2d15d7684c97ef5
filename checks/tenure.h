/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long each person has been around, by the work that the history shows. Distrusts dates: a
 * commit was not made before what it builds on, nor after the time of the scan; and one patch
 * planted years ago makes nobody a veteran.
 */
#ifndef HM_CHECKS_TENURE_H
#define HM_CHECKS_TENURE_H

#include <hallmark/facts.h>

/* Somebody is new until this many commits of theirs are older than the limit. */
#define HM_TENURE_COMMITS 3u

/* The limit: three years ago, or where the project is younger than twelve, a quarter of its age. */
#define HM_TENURE_DAYS (3 * 365)
#define HM_TENURE_AGE_DIVISOR 4

/*
 * Nor is whoever came twice as long ago, and was seen again so many days later and before the
 * limit: that was no single visit.
 */
#define HM_TENURE_AGAIN_DAYS 30

/* A stranger has no more commits than this, and was first seen no longer ago than this. */
#define HM_STRANGER_COMMITS 10u
#define HM_STRANGER_DAYS 30

typedef struct HmTenure HmTenure;

/* @history: borrowed, as long as the tenure. Returns: (owned) */
HmTenure *hm_tenure_new (const HmHistory *history, gint64 as_of);
void hm_tenure_free (HmTenure *tenure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTenure, hm_tenure_free)

/* When the commit @index was made, as far as its own date can be believed. */
gint64 hm_tenure_time (const HmTenure *tenure, guint32 index);

/* When the project's first commit that is seen was made; the as-of time where there is none. */
gint64 hm_tenure_begin (const HmTenure *tenure);

/* Seconds from the project's first commit to @when. */
gint64 hm_tenure_age (const HmTenure *tenure, gint64 when);

/* When @person was first seen, as author or committer; G_MAXINT64: never. */
gint64 hm_tenure_first (const HmTenure *tenure, guint32 person);

/*
 * How many commits of @person's own or committed by them were made before @when; of more than
 * HM_STRANGER_COMMITS + 1, that.
 */
guint hm_tenure_n_before (const HmTenure *tenure, guint32 person, gint64 when);

/*
 * Whether @person was new at @when. Unknown where history is cut before it could tell, or where
 * somebody new may be somebody known under another address. Bots and forges are not new: nobody
 * knows who acts through them.
 */
HmTruth hm_tenure_is_newcomer (const HmTenure *tenure, guint32 person, gint64 when);

/* The time before which commits count for hm_tenure_is_newcomer() at @when. */
gint64 hm_tenure_limit (const HmTenure *tenure, gint64 when);

/*
 * Whether hardly anybody had seen @person before @when: newer than a newcomer, in a project of any
 * age but their own. Unknown as above.
 */
HmTruth hm_tenure_is_stranger (const HmTenure *tenure, guint32 person, gint64 when);

#endif
