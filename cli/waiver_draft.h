/* SPDX-License-Identifier: Apache-2.0 */
/* Drafts the waivers that settle findings a person picks. Pure. */
#ifndef HM_CLI_WAIVER_DRAFT_H
#define HM_CLI_WAIVER_DRAFT_H

#include "scoring/report.h"

/* Which failed findings are meant, and what stands in each waiver. */
typedef struct {
  const char *probe;   /* (nullable) any */
  const char *path;    /* (nullable) a glob, which is one */
  const HmOid *commit; /* (nullable) one that the finding cites */
  const char *reason;
  const char *by;
  gint64 expires; /* as HmWaiver.expires */
} HmWaiverWish;

typedef struct {
  GArray *waivers;       /* (element-type HmWaiver) no two alike */
  GStringChunk *strings; /* of them */
  GPtrArray *commits;    /* (element-type GArray) of them */
} HmWaiverDraft;

void hm_waiver_draft_free (HmWaiverDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmWaiverDraft, hm_waiver_draft_free)

/*
 * Returns: (owned) (element-type HmFinding, borrowed) the failed findings of @result that @wish
 * means and no waiver settles.
 */
GPtrArray *hm_waiver_wish_pick (const HmWaiverWish *wish, const HmResult *result);

/*
 * Drafts waivers for @picked of @result: with a glob of several paths one over all files that
 * failed findings cite within it; else one for each finding: by the commits that it cites, by its
 * file and what that holds, or by its probe alone.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE where a finding cites several files and no commit: that
 * takes a glob.
 */
HmWaiverDraft *hm_waiver_draft_new (const HmWaiverWish *wish, const HmResult *result,
                                    const GPtrArray *picked, GError **error);

/*
 * Whether each waiver of @draft settles something of @result, by itself. Returns: FALSE with
 * HM_ERROR_USAGE that says which does not, and why.
 */
gboolean hm_waiver_draft_check (const HmWaiverDraft *draft, const HmResult *result, gint64 as_of,
                                GError **error);

/* What @finding is about, in a line: "no-binaries: lib/x.so: ELF file". Appends to @out. */
void hm_waiver_finding_append (GString *out, const HmFinding *finding);

#endif
