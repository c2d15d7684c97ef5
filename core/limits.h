/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every limit on what the subject may cost, with its unit and its reason. Past a limit a finding is
 * unknown and says so; nothing crashes and nothing is skipped in silence. Each has a test at the limit and one past it.
 *
 * A test that can't wait for the real size puts a smaller one before this header: tests/fixtures/small/core/limits.h.
 */
#ifndef HM_CORE_LIMITS_H
#define HM_CORE_LIMITS_H

/* Bytes of a file looked at to tell text from binary: what Scorecard reads (checks/raw/binary_artifact.go). */
#define HM_SNIFF_BYTES 1024

/* Bytes of one blob inflated into memory. libgit2 has no streaming read of packed blobs, and a delta
 * needs its base beside it, so three of these must fit the 250 MB that a scan may take. */
#define HM_BLOB_MAX (32u * 1024 * 1024)

/* Bytes of a file whose text a check reads; GitHub shows no larger CODEOWNERS or workflow. */
#define HM_DOCUMENT_MAX (1024u * 1024)

/* Documents read for all checks together: a repository of nothing but workflows stays cheap. */
#define HM_DOCUMENTS_MAX 4096u

/* Bytes of all documents together: a quarter of the memory that a scan may take. */
#define HM_DOCUMENTS_TEXT_MAX (64u * 1024 * 1024)

/* Entries of one commit's tree, all levels together: five times the Linux kernel's. */
#define HM_TREE_ENTRIES_MAX 500000u

/* Levels of folders: paths deeper than any file system's PATH_MAX of 4096 bytes could hold at 2 bytes a level are not honest. */
#define HM_TREE_DEPTH_MAX 256u

/* Bytes of one path: PATH_MAX of Linux. */
#define HM_PATH_MAX 4096u

/* Bytes of all paths of a tree together: 134 a path at the limit of entries; the Linux kernel's have 40. */
#define HM_PATHS_TEXT_MAX (64u * 1024 * 1024)

/* Bytes of one line that a document parser looks at. */
#define HM_LINE_MAX 65536u

/* Commits walked: twice the Linux kernel's 1.3 million, about 200 MB. */
#define HM_COMMITS_MAX 2600000u

/* Bytes of one commit or tag object, and so of its message and its parents. */
#define HM_COMMIT_BYTES_MAX (16u * 1024 * 1024)

/* Parents of one commit that are followed. git's own octopus merges stop far below; Linux holds one of 66. */
#define HM_COMMIT_PARENTS_MAX 16384u

/* Distinct name-and-address pairs: ten times the Linux kernel's. */
#define HM_IDENTITIES_MAX 400000u

/* Bytes of all names and addresses together: 160 an identity at their limit. */
#define HM_IDENTITIES_TEXT_MAX (64u * 1024 * 1024)

/* Bytes of a name or an address that is kept; the rest is cut. */
#define HM_IDENTITY_BYTES_MAX 1024u

/* Tags looked at. */
#define HM_TAGS_MAX 100000u

/* Bytes of .mailmap read. */
#define HM_MAILMAP_MAX (4u * 1024 * 1024)

/* Commits of the first-parent path whose signatures are looked into (DESIGN: the last 100). */
#define HM_RECENT_COMMITS 100u

/* Newest release tags whose signatures are looked into. */
#define HM_RECENT_RELEASES 10u

/* Bytes of one detached signature handed to a verifier. */
#define HM_SIGNATURE_BYTES_MAX (256u * 1024)

/* Seconds one run of an external verifier may take. */
#define HM_VERIFIER_SECONDS 20u

/* Seconds that a server may stay silent before a clone gives it up. */
#define HM_NETWORK_SILENCE_SECONDS 60u

/* YAML and JSON of the subject: levels of nesting and nodes. */
#define HM_YAML_DEPTH_MAX 64u
#define HM_YAML_NODES_MAX 100000u

/* Directives of a YAML document: libyaml compares each %TAG with all before it, seven seconds for a megabyte of them. */
#define HM_YAML_DIRECTIVES_MAX 100u

/* A report given to `badge`: bytes, levels of nesting, and values, each of which takes some 100 bytes of memory. */
#define HM_REPORT_BYTES_MAX (64u * 1024 * 1024)
#define HM_REPORT_DEPTH_MAX 32u
#define HM_REPORT_VALUES_MAX 1000000u

/* Findings of one check that a report keeps; those past it are counted in one last finding. */
#define HM_FINDINGS_MAX 1000u

/* Bytes of one message or reason that a plug-in or a report brings. */
#define HM_TEXT_MAX 16384u

/* Unicode characters of a badge's label and message. */
#define HM_BADGE_TEXT_MAX 64u

#endif
