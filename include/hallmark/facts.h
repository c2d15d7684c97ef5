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

/* --- What a reader of a file would stumble over -------------------------------------------------- */

/*
 * What was seen on one line, or of one file. A mark is an observation, never a verdict: honest
 * projects have most of them somewhere. HmMark.text says what each one is about.
 */
typedef enum {
  HM_MARK_NONE = 0,
  /* Hard to read: of a whole file, and of what a change adds to one. */
  /* a bidirectional control without its end on the line (CVE-2021-42574); text: U+202E */
  HM_MARK_BIDI_CONTROL,
  HM_MARK_INVISIBLE, /* a run of characters that no editor shows, within code; text: U+E0061 and how many */
  /*
   * an identifier of mixed scripts that looks like another (CVE-2021-42694); text: the identifier
   */
  HM_MARK_HOMOGLYPH,
  /*
   * a line of 1,000 characters or more in a file whose other lines are a person's; text: its length
   */
  HM_MARK_LONG_LINE,
  /* code after a run of blanks that pushes it out of view; text: the column it begins at */
  HM_MARK_OFF_SCREEN,
  HM_MARK_ENCODED_WALL, /* base64 or hex, one long line or many lines; text: its bytes and alphabet */
  /*
   * an archive or a program written as text: uuencode, base64 of a gzip; text: what it decodes to
   */
  HM_MARK_ENCODED_ARCHIVE,
  /* Dangerous in what they do: likewise. */
  HM_MARK_DECODED_AND_RUN, /* decoded or unpacked data goes to an interpreter; text: the two calls */
  HM_MARK_SECRET_SENT,     /* a workflow or script sends a secret to a host; text: the host */
  HM_MARK_REMOTE_CODE_RUN, /* what was fetched goes to a shell (curl | sh); text: the host */
  HM_MARK_LONE_DOT,        /* a line of one dot inside a feature test: it never compiles */
  /* a feature test whose program can't compile, for another reason; text: the reason */
  HM_MARK_BROKEN_FEATURE_TEST,
  HM_MARK_INSTALL_HOOK, /* code that runs when a package is installed; text: the hook */
  /* a workflow that runs strangers' code with secrets at hand; text: the trigger */
  HM_MARK_DANGEROUS_TRIGGER,
  /* Of a change alone. */
  /* a checking call was replaced by one that doesn't check; text: "safe_fprintf -> fprintf" */
  HM_MARK_SAFE_TO_UNSAFE,
  HM_MARK_DEPENDENCY_ADDED, /* a dependency at run time; text: its name */
  HM_MARK_DEPENDENCY_MOVED, /* one that now comes from a URL, a fork or another registry; text: its name */
  HM_MARK_ADDRESS_ADDED,     /* a mail address in a file of contacts; text: the address */
  HM_MARK_ADDRESS_REMOVED,   /* likewise; line is that of the file before */
  HM_MARK_PUBLISHER_CHANGED, /* where, or as whom, a package is published; text: the key */
  /* a sanitizer, sandbox, hardening flag or warning was switched off; text: the flag */
  HM_MARK_PROTECTION_REMOVED,
  /*
   * .gitignore now hides a file that a build reads (m4, configure, Makefile.in); text: the pattern
   */
  HM_MARK_INPUT_HIDDEN,
} HmMarkKind;

/* Of a file of the tree (HmTree.marks), or of what a commit did to one (HmHistory.marks). */
typedef struct {
  HmMarkKind kind;
  guint32 line; /* 1-based; 0: the whole file */
  /* as HmMarkKind says, at most HM_MARK_TEXT_MAX bytes; "" where it says nothing */
  const char *text;
} HmMark;

/* What a path says of a file, before anybody opens it. One path may have several. */
typedef enum {
  /* code in a language that people write: .c, .py, .js */
  HM_ROLE_SOURCE = 1 << 0,
  /* shell and its like */
  HM_ROLE_SCRIPT = 1 << 1,
  /* configure.ac, *.m4, CMakeLists.txt, Makefile.am, meson.build, setup.py, build.gradle, ... */
  HM_ROLE_BUILD = 1 << 2,
  /* what a forge's CI runs: .github/workflows, .gitlab-ci.yml, .travis.yml, action.yml, ... */
  HM_ROLE_WORKFLOW = 1 << 3,
  /* release scripts, .goreleaser.yml, Dockerfile, debian/, *.spec */
  HM_ROLE_RELEASE = 1 << 4,
  /* package metadata with dependencies: package.json, pyproject.toml, Cargo.toml, go.mod, ... */
  HM_ROLE_MANIFEST = 1 << 5,
  /* package-lock.json, Cargo.lock, ... */
  HM_ROLE_LOCKFILE = 1 << 6,
  /* where packages go: .npmrc, .pypirc, publish settings */
  HM_ROLE_PUBLISHING = 1 << 7,
  /* below test, tests, t, spec, fixtures, testdata, ... */
  HM_ROLE_TEST = 1 << 8,
  /* prose, and what lies below doc, docs, man */
  HM_ROLE_DOC = 1 << 9,
  /* LICENSE, COPYING, NOTICE */
  HM_ROLE_LICENSE = 1 << 10,
  /* SECURITY*, security.txt, SECURITY-INSIGHTS.yml */
  HM_ROLE_SECURITY = 1 << 11,
  HM_ROLE_CODE_OWNERS = 1 << 12,
  /* MAINTAINERS, AUTHORS, OWNERS, GOVERNANCE, .mailmap */
  HM_ROLE_MAINTAINERS = 1 << 13,
  /* FUNDING.yml, .github/FUNDING.yml, funding.json */
  HM_ROLE_FUNDING = 1 << 14,
  /* else where an address of the project stands: README, configure.ac, package metadata */
  HM_ROLE_CONTACT = 1 << 15,
  /* .gitmodules, and every submodule */
  HM_ROLE_SUBMODULE = 1 << 16,
  /* KEYS, *.asc, *.gpg, *.pub, allowed_signers */
  HM_ROLE_KEYS = 1 << 17,
  /* .gitignore, .gitattributes */
  HM_ROLE_IGNORE = 1 << 18,
  /* *.min.js, dist/, vendor/, third_party/, lock files: nobody writes them by hand */
  HM_ROLE_GENERATED = 1 << 19,
  /* .hallmark.yml, .github/settings.yml, dependabot, renovate, scorecard annotations */
  HM_ROLE_POLICY = 1 << 20,
} HmRole;

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
  /* an MZ stub whose e_lfanew leads to a PE signature, or a DOS executable header that adds up */
  HM_CONTENT_PE,
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
  /* (nullable) when HM_CONTENT_UNREAD: the reason, e.g. a limit or a missing object */
  const char *why;
  guint32 roles;   /* HmRole, or-ed */
  guint32 marks;   /* with HM_NEED_MARKS: index into HmTree.marks of the first of n_marks */
  guint16 n_marks; /* at most HM_MARKS_PER_FILE; of more, the first of each kind are kept */
  /*
   * with HM_NEED_MARKS, of binary content: per mille of the entropy that as many random bytes have;
   * else 0
   */
  guint16 entropy;
} HmTreeEntry;

/* The whole text of a file that some check asked for by HmCheck.reads. */
typedef struct {
  const HmTreeEntry *entry;
  /* (nullable) NUL-terminated past @size, may hold NULs; NULL: could not be read, see @why */
  const char *text;
  gsize size;      /* bytes */
  const char *why; /* (nullable) why @text is NULL */
} HmDocument;

typedef struct {
  const HmTreeEntry *entries; /* in path order by byte */
  gsize n_entries;
  const HmDocument *documents; /* in path order by byte */
  gsize n_documents;
  const HmMark *marks; /* (nullable) of all entries, with HM_NEED_MARKS */
  gsize n_marks;
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

/* Whose eyes besides the author's a commit shows. Whoever holds a project can make all of it up. */
typedef enum {
  HM_TRACE_NONE = 0, /* nobody but the author is visible */
  /*
   * a pull request, a forge's web interface, or a trailer with a name that has no work here:
   * whether a second person looked can't be seen in git
   */
  HM_TRACE_REQUEST,
  /*
   * its author committed it, and nothing but a trailer of it names another human with work of their
   * own
   */
  HM_TRACE_CLAIMED,
  /*
   * another human committed it, merged it, or where a third one or a forge committed it, stands in
   * a trailer and has work of their own in the history
   */
  HM_TRACE_SECOND,
} HmTrace;

/*
 * How far what a commit changed was looked at. Not at all: no check asked, the commit is older than
 * the window, or see changes_why.
 */
typedef enum {
  HM_LOOK_NONE = 0,
  HM_LOOK_PATHS, /* which files changed */
  /* and what is new in those that matter; a change that was not read says HM_CONTENT_UNREAD */
  HM_LOOK_CONTENTS,
} HmLook;

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
  guint8 trace;          /* HmTrace */
  guint8 look;           /* HmLook */
  guint8 is_partial;     /* looked at, but not all of it could be: a limit, missing objects */
  /* an ancestor of the revision to compare with (HmCollectOptions.before), or that one itself */
  guint8 is_before;
  /* with HM_TRACE_SECOND and HM_TRACE_CLAIMED: index into HmHistory.people; else HM_NO_INDEX */
  guint32 second;
  /* the number that its message, or that of the merge which brought it in, names; 0: none */
  guint32 pull_request;
  guint32 changes; /* index into HmHistory.changes of the first of n_changes */
  /* the files worth a look: with a role other than SOURCE, TEST or DOC, binary, or with marks */
  guint32 n_changes;
  guint32 n_files; /* all that differ from the first parent; of a merge: from every parent */
} HmCommit;

typedef enum {
  HM_CHANGE_ADDED,
  HM_CHANGE_MODIFIED,
  HM_CHANGE_DELETED,
} HmChangeKind;

/* What a commit did to one file. A rename is a deletion and an addition. */
typedef struct {
  const char *path; /* as HmTreeEntry.path */
  HmOid before;     /* all zero where added */
  HmOid after;      /* all zero where deleted */
  HmChangeKind kind;
  HmContent content; /* of the file after; HM_CONTENT_UNREAD where nobody looked */
  guint32 roles;     /* HmRole, or-ed */
  /*
   * index into HmHistory.marks of the first of n_marks: what the change adds, not what stood there
   * before
   */
  guint32 marks;
  guint16 n_marks;
  guint16 entropy; /* as HmTreeEntry.entropy */
  guint64 size;    /* bytes of the file after, where looked at */
} HmFileChange;

/* How an identity came to belong to its person. */
typedef enum {
  HM_JOIN_FIRST, /* it is the person's first */
  HM_JOIN_MAILMAP,
  HM_JOIN_ADDRESS,
  HM_JOIN_NAME,  /* equal full names */
  HM_JOIN_LOGIN, /* a forge's private address of the same account */
  HM_JOIN_TOLD,  /* the policy says so */
} HmJoin;

/* One spelling of name and address. */
typedef struct {
  const char *name;
  const char *email; /* lower-cased */
  HmJoin join;
} HmIdentity;

/* One human or bot after .mailmap, equal addresses, equal full names and forge logins were joined. */
typedef struct {
  const char *name;   /* the most used spelling; "" when there is none */
  const char *email;  /* the most used address, lower-cased; "" when there is none */
  guint n_identities; /* how many spellings of name and address were joined */
  /* index into HmHistory.identities of the first of n_identities, in the order of first use */
  guint32 identities;
  gboolean is_bot; /* by its address: `[bot]` logins and known services; anybody can type one */
  /* a forge acting through its web interface, e.g. GitHub <noreply@github.com> */
  gboolean is_forge;
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
  /* (nullable) when HM_VERDICT_GOOD: the principal or user id; "login@host" by the forge's word */
  const char *signer;
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

/* A tag that no longer leads where it led when a file of the user's first remembered it. */
typedef struct {
  const char *name; /* without refs/tags/ */
  HmOid object_before;
  HmOid commit_before; /* all zero: it led to no commit */
  HmOid object_after;  /* all zero: the tag is gone */
  HmOid commit_after;  /* all zero: gone, or it leads to no commit */
} HmTagMove;

typedef struct {
  const HmCommit *commits; /* the scanned commit first; ancestors breadth first */
  gsize n_commits;
  const guint32 *parents; /* indices into commits; HM_NO_INDEX where the parent is not there */
  gsize n_parents;
  const HmPerson *people;
  gsize n_people;
  const HmIdentity *identities;
  gsize n_identities;
  const HmFileChange *changes; /* with HM_NEED_CHANGES; of one commit in path order */
  gsize n_changes;
  const HmMark *marks; /* of all changes */
  gsize n_marks;
  gint64 changes_since;  /* commits committed before this were not looked at */
  gint64 contents_since; /* nor was the content of what these changed */
  /* (nullable) why not all that should be was looked at: a limit, missing objects */
  const char *changes_why;
  /* (nullable) why .mailmap was not read, so that one person may be counted as several */
  const char *people_why;
  const HmRecentCommit *recent; /* newest first, at most HM_RECENT_COMMITS */
  gsize n_recent;
  const HmTag *tags; /* newest first, by time, then by name */
  gsize n_tags;
  /*
   * annotated ones of commits that are no ancestors, as release branches have them: commit is
   * HM_NO_INDEX; in the same order
   */
  const HmTag *branch_tags;
  gsize n_branch_tags;
  gboolean has_remembered_tags; /* a file that remembers tags was given */
  gsize n_remembered_tags;      /* how many it held of this repository */
  const HmTagMove *moved_tags;  /* those of them that were moved or are gone, by name */
  gsize n_moved_tags;
  /* (nullable) why history is not complete: "history is cut at 50 commits (shallow clone)" */
  const char *cut;
  /*
   * where cut: committer time of the newest commit that lacks a parent here; G_MAXINT64 where not
   * even that is known
   */
  gint64 cut_time;
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
  /* (nullable) lower-cased; NULL where the subject has no remote on a network host */
  const char *host;
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
  /* (nullable) why nobody was asked, or no answer came; or why it was asked without a token */
  const char *why;
  const char *how;               /* (nullable) what would make its facts visible */
  const HmBranchRules *branches; /* (nullable) the default branch first */
  gsize n_branches;
  HmFact requires_two_factor;      /* the organisation or a parent group requires 2FA */
  HmFact all_members_two_factor;   /* no member without 2FA, as an owner's token shows */
  HmFact requires_signed_commits;  /* on the default branch */
  HmFact has_private_reporting;    /* private vulnerability reporting */
  HmFact has_security_policy;      /* a policy that the forge shows, also the organisation's */
  const char *security_policy_url; /* (nullable) */
  HmFact is_archived;
  HmFact is_fork;
  HmFact is_private;
  const char *default_branch; /* (nullable) */
  /* (nullable) the project's present name, where it is another than the one asked for */
  const char *renamed_to;
  HmCountFact n_pushers; /* people who may push, administrators included */
  HmCountFact n_admins;
  HmCountFact n_code_owner_errors; /* in CODEOWNERS, as the forge reads it */
  /* of the newest commits of the default branch, and of release tags */
  const HmForgeSignature *signatures;
  gsize n_signatures;
  /* the newest merged ones; kept as facts, no check judges them yet */
  const HmMergedChange *changes;
  gsize n_changes;
  const char *changes_why; /* (nullable) why there are none */
  const char *token_class; /* (nullable) who asked: "anonymous", "classic token", ... */
  gint64 asked_at;         /* seconds since the epoch; 0: nobody was asked */
  guint n_requests;
  HmCountFact n_forks; /* of the repository, as the forge counts them */
  HmCountFact n_stars;
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
