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

/*
 * Bytes that libgit2 may allocate in all while it reads the folders of a tree
 * (evidence/git/allocator.h): 500 an entry at their limit, where real ones take 150. A few
 * kilobytes of a pack, small deltas of one large base, can ask for terabytes.
 */
#define HM_TREE_BYTES_MAX (256u * 1024 * 1024)

/*
 * The same for its files: real ones take 2 to 3.5 times their size, so the Linux kernel's 1.3 GB
 * fit; some 20 seconds.
 */
#define HM_FILES_BYTES_MAX (8ull * 1024 * 1024 * 1024)

/* The same for all commits, and again for all tags: three times what HM_COMMITS_MAX of real ones take, 1 kB each. */
#define HM_HISTORY_BYTES_MAX (8ull * 1024 * 1024 * 1024)

/*
 * Levels of folders: paths deeper than any file system's PATH_MAX of 4096 bytes could hold at 2
 * bytes a level are not honest.
 */
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

/* Steps of holding a policy's globs for bots against names and addresses of one history: some seconds. */
#define HM_BOT_STEPS_MAX (1024ull * 1024 * 1024)

/* Distinct name-and-address pairs: ten times the Linux kernel's. */
#define HM_IDENTITIES_MAX 400000u

/* Bytes of all names and addresses together: 160 an identity at their limit. */
#define HM_IDENTITIES_TEXT_MAX (64u * 1024 * 1024)

/* Bytes of a name or an address that is kept; the rest is cut. */
#define HM_IDENTITY_BYTES_MAX 1024u

/* Bytes of a repository's config: a thousand branches take 100 kB. */
#define HM_CONFIG_BYTES_MAX (4u * 1024 * 1024)

/* Bytes of packed-refs: a million refs. */
#define HM_PACKED_REFS_BYTES_MAX (64u * 1024 * 1024)

/* Refs that are a file each: a quarter of those is more than any file system is quick with. */
#define HM_LOOSE_REFS_MAX 400000u

/*
 * Bytes of one list of alternates, folders of objects in all of them, and how many may lead to one
 * another (git's own limit).
 */
#define HM_ALTERNATES_BYTES_MAX (64u * 1024)
#define HM_ALTERNATES_MAX 64u
#define HM_ALTERNATES_DEPTH_MAX 5u

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

/*
 * Seconds before the as-of time from which on commits are looked at for the files they change, and
 * for what is new in those: 24 and 12 months (the windows of the takeover signals, and a year
 * before them to tell what is new).
 */
#define HM_CHANGES_SECONDS (2ll * 365 * 86400)
#define HM_CONTENTS_SECONDS (365ll * 86400)

/* Files of one commit that are looked at; an import of 50,000 is noted as partial. */
#define HM_COMMIT_FILES_MAX 20000u

/* Bytes of the paths of these files together: 200 a file. */
#define HM_COMMIT_PATHS_TEXT_MAX (4u * 1024 * 1024)

/* Bytes of files that are read for one commit, old versions and new ones: twelve thousand of 20 kB. */
#define HM_COMMIT_CONTENTS_BYTES_MAX (256u * 1024 * 1024)

/* Parents that one commit is compared with: Linux holds one merge of 66, and next to none of more than 30. */
#define HM_COMPARED_PARENTS_MAX 64u

/* Changes worth a look that are kept of all commits together, and bytes that reading them may take. */
#define HM_CHANGES_MAX 2000000u
#define HM_CHANGES_BYTES_MAX (16ull * 1024 * 1024 * 1024)

/* Marks of one file or change, and bytes of a mark's text. */
#define HM_MARKS_PER_FILE 64u
#define HM_MARK_TEXT_MAX 200u

/* Marks of all files of a tree: 40 MB with the longest texts, and many times what honest projects have. */
#define HM_TREE_MARKS_MAX 200000u

/* Bytes of a file that is looked at for marks; larger ones are data, or generated. */
#define HM_MARKED_BYTES_MAX (2u * 1024 * 1024)

/*
 * The same of a file with commands or code in it, which runs however it is padded: two versions of
 * it for each of a few threads fit the 250 MB that a scan may take. A commit with a larger one is
 * noted as partial.
 */
#define HM_MARKED_CODE_BYTES_MAX (8u * 1024 * 1024)

/* Bytes of the kept index of one history on disk: the Linux kernel's 1.3 million commits at 200 bytes each. */
#define HM_JOURNAL_BYTES_MAX (512ull * 1024 * 1024)

/*
 * Of a release's archive: bytes of the file itself, members, and bytes of all of them unpacked (the
 * Linux kernel's take 1.5 GB). Nothing is unpacked to disk; what differs from the tag is kept in
 * memory to be looked at, up to the fourth; bytes of one member kept so.
 */
#define HM_TARBALL_FILE_BYTES_MAX (2ull * 1024 * 1024 * 1024)
#define HM_TARBALL_MEMBERS_MAX 500000u
#define HM_TARBALL_BYTES_MAX (2ull * 1024 * 1024 * 1024)
#define HM_TARBALL_KEPT_BYTES_MAX (128u * 1024 * 1024)
#define HM_TARBALL_MEMBER_KEPT_MAX (8u * 1024 * 1024)

/*
 * Bytes of either side of a file whose differences are shown, lines of them that are kept, and
 * bytes kept of those of one release: what nobody reads to the end.
 */
#define HM_DIFF_SIDE_MAX (4u * 1024 * 1024)
#define HM_DIFF_LINES_MAX 2000u
#define HM_DIFFS_BYTES_MAX (8u * 1024 * 1024)

/*
 * Files of a release whose differences are made at all, and that are looked for among known copies:
 * past these they are listed alone.
 */
#define HM_DIFFS_MAX 2000u
#define HM_COMPARED_MAX 20000u

/* Patterns of all .gitattributes files of a tag, and steps of holding them against paths: a second or two. */
#define HM_ATTRIBUTE_RULES_MAX 4096u
#define HM_ATTRIBUTE_STEPS_MAX 500000000ull

/*
 * Files below the folders of known copies that generated files are compared with, and bytes of one:
 * gnulib has 10,000.
 */
#define HM_COPIES_MAX 100000u
#define HM_COPY_BYTES_MAX (4u * 1024 * 1024)

/* Bytes of a file that remembers tags: HM_TAGS_MAX of them for several repositories. */
#define HM_STATE_BYTES_MAX (64u * 1024 * 1024)

/* Seconds one run of an external verifier may take. */
#define HM_VERIFIER_SECONDS 20u

/*
 * Bytes of a file of trust anchors, whose end a pipe does not tell beforehand: all keys of Debian's
 * developers take 30 MiB.
 */
#define HM_ANCHORS_BYTES_MAX (64u * 1024 * 1024)

/*
 * Bytes that a clone or a fetch may receive, and so about what it puts on the disk: three times the
 * Linux kernel's 5 GB.
 */
#define HM_CLONE_BYTES_MAX (16ull * 1024 * 1024 * 1024)

/*
 * Objects that it may receive, each of which takes some 150 bytes of memory while it is indexed:
 * twice the Linux kernel's.
 */
#define HM_CLONE_OBJECTS_MAX 20000000u

/*
 * Bytes that one block of memory may take meanwhile: git makes deltas of no larger files
 * (core.bigFileThreshold), and other objects are hashed as they come in.
 */
#define HM_CLONE_BLOCK_MAX (512u * 1024 * 1024)

/* Seconds that a server may stay silent before a clone gives it up. */
#define HM_NETWORK_SILENCE_SECONDS 60u

/* YAML and JSON of the subject: levels of nesting and nodes. */
#define HM_YAML_DEPTH_MAX 64u
#define HM_YAML_NODES_MAX 100000u

/*
 * Bytes of text that the aliases of a user's YAML document repeat: one long scalar, named a
 * thousand times, stays small.
 */
#define HM_YAML_COPIES_BYTES_MAX (16u * 1024 * 1024)

/*
 * Directives of a YAML document: libyaml compares each %TAG with all before it, seven seconds for a
 * megabyte of them.
 */
#define HM_YAML_DIRECTIVES_MAX 100u

/* Bytes of one document of a policy: some ten thousand waivers. */
#define HM_POLICY_BYTES_MAX (1024u * 1024)

/* Requests of one run, and under way to one host at once: GitHub allows 100, and a polite client asks far less. */
#define HM_REQUESTS_MAX 100000u
#define HM_HTTP_PARALLEL 16u

/* Bytes of one answer's body, after decompression; of its headers together; their number. */
#define HM_ANSWER_BYTES_MAX (16u * 1024 * 1024)
#define HM_HEADER_BYTES_MAX (64u * 1024)

/* JSON of an answer: levels of nesting, and values. */
#define HM_JSON_DEPTH_MAX 64u
#define HM_JSON_VALUES_MAX 500000u

/*
 * Values of a manifest or a bill of materials in the tree, each of which takes up to 300 bytes of
 * memory: one of HM_DOCUMENT_MAX bytes that says anything has less than half as many.
 */
#define HM_MANIFEST_VALUES_MAX 200000u

/* Redirects followed by one request. */
#define HM_REDIRECTS_MAX 5u

/* Seconds to connect, without a byte, and for one request in all. */
#define HM_CONNECT_SECONDS 15u
#define HM_IDLE_SECONDS 30u
#define HM_REQUEST_SECONDS 120u

/* Bytes of all cached answers on disk; the oldest go first. */
#define HM_HTTP_CACHE_BYTES_MAX (256u * 1024 * 1024)

/* Pages of one listing that are followed. */
#define HM_PAGES_MAX 10u

/*
 * A portfolio file: bytes, and nodes of YAML, which take some 250 MB of memory at their limit. A
 * repository takes three of them where it is a URL alone, ten with a name or a group, an owner and
 * a criticality.
 */
#define HM_PORTFOLIO_BYTES_MAX (16u * 1024 * 1024)
#define HM_PORTFOLIO_NODES_MAX 500000u

/*
 * A file that repositories are imported from: bytes, and JSON values, each of which takes some 100
 * bytes of memory. Bills of materials of 20,000 components have a million.
 */
#define HM_IMPORT_BYTES_MAX (64u * 1024 * 1024)
#define HM_IMPORT_VALUES_MAX 2000000u

/* Pages of a forge's list of repositories that are followed: 20,000 repositories at 100 a page. */
#define HM_LISTING_PAGES_MAX 200u

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
