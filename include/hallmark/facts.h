/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts a check judges: what evidence/ collected, immutable, plain, and buildable as literals in a
 * test. Every string that comes from the subject (paths, names, addresses, file contents) is bytes
 * that an attacker chose: not necessarily UTF-8, and to be masked or escaped before it is shown.
 *
 * Silence means: pointers are non-NULL, and everything lives until the scan ends.
 */
#ifndef HALLMARK_FACTS_H
#define HALLMARK_FACTS_H

#include <glib.h>

G_BEGIN_DECLS

#define HM_OID_SIZE 20
#define HM_OID_HEX_SIZE (2 * HM_OID_SIZE)

/* A git object id (SHA-1). All zero: none. */
typedef struct {
  guint8 bytes[HM_OID_SIZE];
} HmOid;

/* Every fact about a setting is three-valued; a zeroed one is "could not look". */
typedef enum {
  HM_TRUTH_UNKNOWN = 0,
  HM_TRUTH_NO,
  HM_TRUTH_YES,
} HmTruth;

typedef struct {
  HmTruth truth;
  const char *why;    /* (nullable) when unknown: why one could not look, and what would help */
  const char *source; /* (nullable) when known: the URL that shows it */
} HmFact;

typedef struct {
  gboolean is_known;
  guint value;
  const char *why;     /* (nullable) as in HmFact */
  const char *source;  /* (nullable) as in HmFact */
  gboolean is_minimum; /* when known: it may be more, as not every view could be seen */
} HmCountFact;

/* --- The tree of the scanned commit ------------------------------------------------------------- */

typedef enum {
  HM_ENTRY_FILE,
  HM_ENTRY_EXECUTABLE,
  HM_ENTRY_SYMLINK,   /* never followed; its content is not looked at */
  HM_ENTRY_SUBMODULE, /* never entered */
} HmEntryKind;

/* What the first HM_SNIFF_BYTES of a file say it is. */
typedef enum {
  HM_CONTENT_UNREAD = 0, /* could not look: see HmTreeEntry.why */
  HM_CONTENT_EMPTY,
  HM_CONTENT_TEXT,   /* no control character but TAB, LF, CR (Scorecard's rule) */
  HM_CONTENT_BINARY, /* not text, and none of the executable kinds below */
  HM_CONTENT_ELF,
  HM_CONTENT_PE, /* an MZ stub whose e_lfanew leads to a PE signature, or a DOS executable header that adds up */
  HM_CONTENT_MACHO,
  HM_CONTENT_MACHO_FAT,
  HM_CONTENT_JAVA_CLASS,
  HM_CONTENT_WASM,
  HM_CONTENT_DEX,
  HM_CONTENT_AR, /* static library or Debian package */
  HM_CONTENT_DEB,
  HM_CONTENT_RPM,
  HM_CONTENT_CRX,
} HmContent;

typedef struct {
  const char *path; /* from the root, no leading slash, in the tree's own bytes */
  HmOid oid;
  HmEntryKind kind;
  HmContent content;
  guint64 size; /* bytes; 0 for a submodule */
  const char
      *why; /* (nullable) when HM_CONTENT_UNREAD: the reason, e.g. a limit or a missing object */
} HmTreeEntry;

/* The whole text of a file that some check asked for by HmCheck.reads. */
typedef struct {
  const HmTreeEntry *entry;
  const char *
      text; /* (nullable) NUL-terminated past @size, may hold NULs; NULL: could not be read, see @why */
  gsize size;      /* bytes */
  const char *why; /* (nullable) why @text is NULL */
} HmDocument;

typedef struct {
  const HmTreeEntry *entries; /* in path order by byte */
  gsize n_entries;
  const HmDocument *documents; /* in path order by byte */
  gsize n_documents;
  const char *cut; /* (nullable) why the listing is not complete: a limit, a missing tree */
} HmTree;

/* --- History: the scanned commit and its ancestors ---------------------------------------------- */

#define HM_NO_INDEX G_MAXUINT32

typedef enum {
  HM_SIGNATURE_NONE = 0,
  HM_SIGNATURE_OPENPGP,
  HM_SIGNATURE_SSH,
  HM_SIGNATURE_X509,
  HM_SIGNATURE_OTHER, /* a signature header without a signature of a kind we know: counts as unsigned */
} HmSignatureKind;

typedef struct {
  HmOid oid;
  gint64 author_time;    /* seconds since 1970-01-01 UTC, clamped to the years 0001 to 9999 */
  gint64 committer_time; /* likewise */
  guint32 author;        /* index into HmHistory.people */
  guint32 committer;     /* index into HmHistory.people */
  guint32 parents;       /* index into HmHistory.parents of the first of n_parents */
  guint16 n_parents;     /* as the commit says, saturating */
  guint8 signature;      /* HmSignatureKind */
  guint8 is_mainline;    /* on the first-parent path from the scanned commit */
} HmCommit;

/* One human or bot after .mailmap, equal addresses, equal full names and forge logins were joined. */
typedef struct {
  const char *name;   /* the most used spelling; "" when there is none */
  const char *email;  /* the most used address, lower-cased; "" when there is none */
  guint n_identities; /* how many spellings of name and address were joined */
  gboolean is_bot;    /* by its address: `[bot]` logins and known services; anybody can type one */
  gboolean
      is_forge; /* a forge acting through its web interface, e.g. GitHub <noreply@github.com> */
} HmPerson;

typedef enum {
  HM_VERDICT_UNCHECKED = 0, /* no trust anchors of that kind were given */
  HM_VERDICT_GOOD,          /* verifies against a given trust anchor */
  HM_VERDICT_UNTRUSTED, /* by a key that is not among the trust anchors, or expired, or revoked */
  HM_VERDICT_BAD,       /* the signature does not fit the content */
  HM_VERDICT_ERROR,     /* the verifier could not tell: see why */
} HmVerdict;

typedef struct {
  HmSignatureKind kind;
  HmVerdict verdict;
  gboolean is_web_key; /* made by a forge's own key: proves a login, not a person */
  const char *key;     /* (nullable) the key id or fingerprint that the signature names */
  const char *
      signer; /* (nullable) when HM_VERDICT_GOOD: the principal or user id; "login@host" by the forge's word */
  const char *why;           /* (nullable) when bad, untrusted or error */
  gboolean is_forge_verdict; /* the verdict is the forge's word, not that of a trust anchor */
} HmSignature;

/* One of the newest commits on the first-parent path that no bot made, with its signature looked into. */
typedef struct {
  guint32 commit; /* index into HmHistory.commits */
  HmSignature signature;
} HmRecentCommit;

typedef struct {
  const char *name; /* without refs/tags/ */
  HmOid oid;        /* of the tag object, or of the commit where the tag is lightweight */
  guint32 commit;   /* index into HmHistory.commits: only tags of ancestors are listed */
  gint64 time;      /* of tagging; of the commit's committer where lightweight */
  guint32 tagger;   /* index into HmHistory.people, HM_NO_INDEX where lightweight */
  gboolean is_annotated;
  gboolean is_release; /* the name holds a version number: v1.2, release-1.0, 1.2.3 */
  HmSignature signature;
} HmTag;

typedef struct {
  const HmCommit *commits; /* the scanned commit first; ancestors breadth first */
  gsize n_commits;
  const guint32 *parents; /* indices into commits; HM_NO_INDEX where the parent is not there */
  gsize n_parents;
  const HmPerson *people;
  gsize n_people;
  const char *
      people_why; /* (nullable) why .mailmap was not read, so that one person may be counted as several */
  const HmRecentCommit *recent; /* newest first, at most HM_RECENT_COMMITS */
  gsize n_recent;
  const HmTag *tags; /* newest first, by time, then by name */
  gsize n_tags;
  const char *
      cut; /* (nullable) why history is not complete: "history is cut at 50 commits (shallow clone)" */
  gint64
      cut_time; /* where cut: committer time of the newest commit that lacks a parent here; G_MAXINT64 where not even that is known */
  gboolean is_mainline_cut; /* the first-parent path ends at the cut, not at a root */
} HmHistory;

/* --- The forge ------------------------------------------------------------------------------------ */

typedef enum {
  HM_FORGE_UNKNOWN = 0,
  HM_FORGE_GITHUB,
  HM_FORGE_GITLAB,
  HM_FORGE_FORGEJO, /* and Gitea */
} HmForgeKind;

/* What the remote's URL says, without asking anybody. */
typedef struct {
  HmForgeKind kind;
  const char
      *host; /* (nullable) lower-cased; NULL where the subject has no remote on a network host */
  const char *project; /* (nullable) "owner/name", deeper on GitLab; without .git */
  const char *url;     /* (nullable) https URL of the project, free of credentials */
} HmPlatform;

/* The settings that protect one branch. */
typedef struct {
  const char *name;
  HmFact blocks_force_push;
  HmFact blocks_deletion;
  HmFact requires_pull_request;
  HmCountFact required_approvals;
  HmFact requires_last_push_approval;
  HmFact requires_up_to_date;
  HmFact requires_status_checks;
  HmFact requires_code_owner_review;
  HmFact dismisses_stale_approvals;
  HmFact applies_to_admins;
} HmBranchRules;

/* What the forge says of a signature: it knows whose key it is. */
typedef struct {
  HmOid object;      /* a commit or a tag object */
  HmVerdict verdict; /* HM_VERDICT_UNCHECKED: the forge could not or would not tell */
  gboolean is_signed;
  gboolean is_web_key; /* made with the forge's own key */
  const char *signer;  /* (nullable) the login that the key belongs to */
  const char *why;     /* (nullable) the forge's word: "unknown_key" */
} HmForgeSignature;

/* A merged pull request (merge request), newest first. */
typedef struct {
  guint number;
  gint64 merged_at;
  const char *author; /* (nullable) login; NULL where the account is gone */
  const char *merger; /* (nullable) login */
  gboolean is_by_bot; /* the author is */
  guint n_approvals;  /* standing ones, by people other than the author */
  gboolean is_known;  /* whether n_approvals could be seen */
  const char *source; /* URL */
} HmMergedChange;

/* What only the forge knows. All zero: nobody was asked. */
typedef struct {
  const char *host; /* (nullable) of the forge that was, or would be, asked */
  const char *
      why; /* (nullable) why nobody was asked, or no answer came; or why it was asked without a token */
  const char *how;               /* (nullable) what would make its facts visible */
  const HmBranchRules *branches; /* (nullable) the default branch first */
  gsize n_branches;
  HmFact requires_two_factor;      /* the organisation or a parent group requires 2FA */
  HmFact all_members_two_factor;   /* no member without 2FA, as an owner's token shows */
  HmFact requires_signed_commits;  /* on the default branch */
  HmFact has_private_reporting;    /* private vulnerability reporting */
  HmFact has_security_policy;      /* a policy that the forge shows, be it the organisation's */
  const char *security_policy_url; /* (nullable) */
  HmFact is_archived;
  HmFact is_fork;
  HmFact is_private;
  const char *default_branch; /* (nullable) */
  const char *
      renamed_to; /* (nullable) the project's present name, where it is another than the one asked for */
  HmCountFact n_pushers; /* people who may push, administrators included */
  HmCountFact n_admins;
  HmCountFact n_code_owner_errors; /* in CODEOWNERS, as the forge reads it */
  const HmForgeSignature
      *signatures; /* of the newest commits of the default branch, and of release tags */
  gsize n_signatures;
  const HmMergedChange
      *changes; /* the newest merged ones; kept as facts, no check judges them yet */
  gsize n_changes;
  const char *changes_why; /* (nullable) why there are none */
  const char *token_class; /* (nullable) who asked: "anonymous", "classic token", ... */
  gint64 asked_at;         /* seconds since the epoch; 0: nobody was asked */
  guint n_requests;
} HmForge;

/* --- All of it -------------------------------------------------------------------------------------- */

typedef struct {
  const char *name; /* "github.com/o/r", or the folder's name where there is no remote */
  const char *url;  /* (nullable) free of credentials */
  const char *ref;  /* (nullable) full ref name; NULL where a bare commit was asked for */
  HmOid commit;
  gint64 committed_at; /* seconds since the epoch */
} HmSubject;

typedef struct {
  HmSubject subject;
  gint64 as_of; /* seconds since the epoch: the "now" of every window */
  HmTree tree;
  HmHistory history;
  HmPlatform platform;
  HmForge forge;
} HmFacts;

G_END_DECLS

#endif
