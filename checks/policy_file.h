/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which file of a tree says how vulnerabilities are to be reported. Distrusts every file it reads.
 */
#ifndef HM_CHECKS_POLICY_FILE_H
#define HM_CHECKS_POLICY_FILE_H

#include <hallmark/facts.h>

#include "checks/security_txt.h"

/* Where such files stand, as HmCheck.reads wants it; the first place that holds one counts, as GitHub does it. */
#define HM_POLICY_FILE_PLACES \
  ".github/SECURITY.md", ".github/SECURITY.markdown", ".github/SECURITY.adoc", \
      ".github/SECURITY.rst", ".github/SECURITY.txt", ".gitlab/SECURITY.md", \
      ".gitlab/SECURITY.txt", ".gitea/SECURITY.md", ".gitea/SECURITY.txt", ".forgejo/SECURITY.md", \
      ".forgejo/SECURITY.txt", "SECURITY.md", "SECURITY.markdown", "SECURITY.adoc", \
      "SECURITY.rst", "SECURITY.txt", "docs/SECURITY.md", "docs/SECURITY.markdown", \
      "docs/SECURITY.adoc", "docs/SECURITY.rst", "docs/SECURITY.txt", "doc/SECURITY.rst"
#define HM_POLICY_TXT_PLACES \
  ".well-known/security.txt", "static/security.txt", "static/.well-known/security.txt", \
      "public/security.txt", "public/.well-known/security.txt", "docs/.well-known/security.txt"
#define HM_POLICY_README_PLACES \
  ".github/README.md", "README.md", "README.markdown", "README.mkd", "README.rst", "README.adoc", \
      "README.asciidoc", "README.txt", "README", "docs/README.md", "docs/README.rst"

typedef enum {
  HM_POLICY_NONE,
  HM_POLICY_FILE,
  HM_POLICY_TXT,
  HM_POLICY_README,
  HM_POLICY_UNREAD, /* there may be one, but nobody could look */
} HmPolicyKind;

typedef struct {
  HmPolicyKind kind;
  /* (nullable) the file that is judged, or could not be read; unread without one: not every file was listed */
  const HmTreeEntry *entry;
  const char *text; /* (nullable) (borrowed) as much of the file as counts; not for HM_POLICY_TXT */
  gsize size;       /* bytes */
  guint line_offset;  /* lines of the file before @text */
  const char *why;    /* (nullable) when unread: why nobody could look */
  HmSecurityTxt *txt; /* (owned) (nullable) the security.txt, whether it is what is judged or not */
  const HmTreeEntry *txt_entry; /* (nullable) likewise; or the one that could not be read */
  /* (nullable) why nobody knows whether there is a security.txt, or which one counts */
  const char *txt_why;
  gboolean is_txt_expired; /* its contacts don't count */
} HmPolicyFile;

/*
 * Finds what is to be judged: a SECURITY file, else a security.txt that is in force, else a README
 * section, else an expired security.txt. Of several the first by place counts. What could not be
 * read, and on a tree that is not listed whole what may stand in a place before the one found, is
 * never passed over: then it is HM_POLICY_UNREAD.
 */
void hm_policy_file_find (const HmFacts *facts, HmPolicyFile *ret_file);
void hm_policy_file_clear (HmPolicyFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPolicyFile, hm_policy_file_clear)

#endif
