/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects the facts about one commit of one repository. Distrusts everything in the repository: nothing
 * of it is executed, its config and hooks are ignored but for the remote's URL, links are never followed.
 */
#ifndef HM_EVIDENCE_COLLECT_H
#define HM_EVIDENCE_COLLECT_H

#include <hallmark/check.h>

#include "evidence/forge/route.h"

/* What is to be looked at, and how. A zeroed one is "HEAD of the repository, now". */
typedef struct {
  const char *commit; /* (nullable) a revision: any that git would take for one commit */
  const char *ref;    /* (nullable) a branch or tag name, short or full */
  /*
   * @as_of was asked for: without @commit, the newest commit of the first-parent path not after it
   * is taken
   */
  gboolean has_as_of;
  gint64 as_of; /* seconds since the epoch */
  guint needs;  /* HmNeed of all chosen checks, or-ed */
  /* (nullable) NULL-terminated: HmCheck.reads of all chosen checks together */
  const char *const *reads;
  const char *allowed_signers; /* (nullable) file in OpenSSH's format */
  const char *keyring;         /* (nullable) file of OpenPGP keys, armoured or not */
  /* (nullable) what @allowed_signers holds, which is but its name then */
  GBytes *allowed_signers_bytes;
  GBytes *keyring_bytes; /* (nullable) likewise */
  /*
   * (nullable) NULL-terminated globs (core/glob.h) over addresses and names that are no human's,
   * besides those that are known
   */
  const char *const *bots;
  /*
   * (nullable) NULL-terminated: each a NULL-terminated list of addresses and names that are one
   * person's
   */
  const char *const *const *same_people;
  /* (nullable) NULL-terminated globs over names of branches that releases are made from */
  const char *const *release_branches;
  /* (nullable) file that remembers tags (evidence/release/state.h), where signatures are needed */
  const char *state;
  const char *name; /* (nullable) what the subject is called, where its remote does not say */
  const char *url;  /* (nullable) the URL it was cloned from, before that of any remote */
  /*
   * (nullable) where what is known of commits is kept for the next run
   * (evidence/git/journal_file.h); NULL: nowhere
   */
  const char *journal_folder;
  /*
   * (nullable) a revision: of its ancestors and itself no change is looked at (HmCommit.is_before),
   * of all others each is
   */
  const char *before;
  gboolean has_changes_since;
  /*
   * where that is set: changes are looked at from this time on, and not from HM_CHANGES_SECONDS ago
   */
  gint64 changes_since;
  /* others are collected at the same time: each stays on its own thread, but for the forge */
  gboolean is_one_of_many;
  HmForgeOptions forge;  /* how the forge is asked, where @needs say so */
  const gint *cancelled; /* (nullable) atomic; HM_ERROR_CANCELLED soon after it turns non-zero */
} HmCollectOptions;

typedef struct HmEvidenceStore HmEvidenceStore;

/*
 * Opens the repository at or above @path (a work tree, a folder in it, a bare repository, a
 * worktree) and collects. Trees and history are read on two threads, while a third asks the forge.
 *
 * What can't be looked at inside a readable repository is a fact with its reason, not an error.
 *
 * Returns: (owned) NULL with HM_ERROR_NOT_FOUND (no repository, no such revision, no commit yet),
 * HM_ERROR_GIT, HM_ERROR_UNSUPPORTED (SHA-256), HM_ERROR_USAGE (a commit newer than the as-of time,
 * unreadable trust anchors), HM_ERROR_CANCELLED, HM_ERROR_TOKEN (the forge refuses the token),
 * HM_ERROR_IO (a folder of the forge's options).
 */
HmEvidenceStore *hm_collect (const char *path, const HmCollectOptions *options, GError **error);
void hm_evidence_store_free (HmEvidenceStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmEvidenceStore, hm_evidence_store_free)

/*
 * Collects what the forge alone knows of the project at @url, without a repository: its tree and
 * history are not looked at, and say so.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE where @url names no project on a host, or an error as
 * above.
 */
HmEvidenceStore *hm_collect_forge (const char *url, const HmCollectOptions *options,
                                   GError **error);

/* Returns: (borrowed) the facts, as long as the store. */
const HmFacts *hm_evidence_store_facts (const HmEvidenceStore *store);

#endif
