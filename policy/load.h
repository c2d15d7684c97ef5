/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a policy of the documents that state it: one file, and those that it extends. Distrusts
 * them all: a policy of the scanned repository is an attacker's text as much as its code is. Pure
 * but for the fetcher that its caller brings.
 */
#ifndef HM_POLICY_LOAD_H
#define HM_POLICY_LOAD_H

#include "scoring/policy.h"

/* Who speaks in a document. */
typedef enum {
  HM_POLICY_OF_USER,    /* named on the command line, and what that extends */
  HM_POLICY_OF_SUBJECT, /* the scanned repository's own: it may not say whom tokens go to ("forges") */
} HmPolicySpeaker;

/* A document that another extends. */
typedef struct {
  const char *path; /* (nullable) relative to the folder of the document that names it */
  const char *url;  /* (nullable) https; one of both is set */
  /* (nullable) "sha256:HEX"; with a URL always there, and held against what comes */
  const char *digest;
  const char *from; /* identity of the document that names it */
} HmPolicyReference;

/* Documents that one may lead to, itself included, and how far they may extend one another. */
#define HM_POLICY_DOCUMENTS_MAX 16
#define HM_POLICY_CHAIN_MAX 8

typedef struct {
  /*
   * Brings what @reference names.
   *
   * Returns: (owned) at most HM_POLICY_BYTES_MAX bytes; NULL with @error set. @ret_identity (owned)
   * is the same for the same document, so that a circle is seen; @ret_name (owned) is what errors
   * and reports call it.
   */
  GBytes *(*fetch) (gpointer data, const HmPolicyReference *reference, char **ret_identity,
                    char **ret_name, GError **error);
  gpointer data;
} HmPolicyFetcher;

/* The document to begin with. */
typedef struct {
  GBytes *text;
  const char *identity;
  const char *name;   /* ".hallmark.yml" */
  const char *source; /* HmPolicy.source */
  HmPolicySpeaker speaker;
  /* it came from a URL: it has no files beside it, and may not say where an API is */
  gboolean is_remote;
} HmPolicyDocument;

typedef struct HmLoadedPolicy HmLoadedPolicy;

/*
 * Reads @document and what it extends. Check ids are those of @checks; unknown ones are refused
 * with the nearest.
 *
 * Returns: (owned) NULL with HM_ERROR_FORMAT or HM_ERROR_LIMIT: "NAME:LINE:COLUMN: ...", with what
 * the fetcher says in it; HM_ERROR_CANCELLED.
 */
HmLoadedPolicy *hm_policy_load (const HmPolicyDocument *document, const HmCheck *const *checks,
                                gsize n_checks, const HmPolicyFetcher *fetcher, GError **error);
void hm_loaded_policy_free (HmLoadedPolicy *loaded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmLoadedPolicy, hm_loaded_policy_free)

/* Returns: (borrowed) what scoring is told. */
const HmPolicy *hm_loaded_policy (const HmLoadedPolicy *loaded);

/* What evidence is told. Texts are borrowed from the loaded policy. */
typedef struct {
  const char *const *bots; /* (nullable) NULL-terminated globs over addresses and names */
  /*
   * (nullable) NULL-terminated: each a NULL-terminated list of addresses and names that are one
   * person's
   */
  const char *const *const *people;
  const char *const *release_branches; /* (nullable) NULL-terminated globs over branch names */
  /* (nullable) path of a file, relative to the document that names it */
  const char *allowed_signers;
  const char *allowed_signers_from; /* (nullable) identity of that document */
  const char *keyring;              /* (nullable) likewise */
  const char *keyring_from;         /* (nullable) */
} HmPolicyEvidence;

const HmPolicyEvidence *hm_loaded_policy_evidence (const HmLoadedPolicy *loaded);

/* A forge that the user's policy names, as --forge and --api do. */
typedef struct {
  const char *host;
  const char *kind; /* "github", "gitlab", "forgejo" */
  const char *api;  /* (nullable) */
} HmPolicyForge;

const HmPolicyForge *hm_loaded_policy_forges (const HmLoadedPolicy *loaded, gsize *ret_n_forges);

/* One effective setting and where it comes from, for `hallmark policy show`. */
typedef struct {
  const char *key;   /* "gate.checks.maintainers.score" */
  const char *value; /* as it would be written */
  const char *place; /* "NAME:LINE"; "default" */
  gboolean is_kept;  /* a document that is extended says that it may not be loosened */
} HmPolicySetting;

/*
 * (nullable) The name of document @number, from 0: those that are extended first, the one that all
 * begins with last. NULL past it.
 */
const char *hm_loaded_policy_document (const HmLoadedPolicy *loaded, gsize number);

/* Returns: (borrowed) every setting that has a value, in the order of docs/policy.md. */
const HmPolicySetting *hm_loaded_policy_settings (const HmLoadedPolicy *loaded,
                                                  gsize *ret_n_settings);

#endif
