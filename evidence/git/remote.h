/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a remote's URL says about where a project lives, without asking anybody. Distrusts the URL:
 * it comes from a repository's config or the command line.
 */
#ifndef HM_EVIDENCE_GIT_REMOTE_H
#define HM_EVIDENCE_GIT_REMOTE_H

#include <git2.h>
#include <hallmark/facts.h>

/*
 * Reads @url: https, http, ssh, git and the scp form user@host:path. Paths, file URLs, hosts
 * without a project, and URLs with control characters, spaces or a ".." segment give a platform
 * whose strings are all NULL. The kind is known only of github.com, gitlab.com and codeberg.org and
 * their own aliases, at the ports of their own; at another port the host is called by it too: "github.com:8443".
 * @strings owns the texts.
 */
void hm_remote_parse (const char *url, GStringChunk *strings, HmPlatform *ret_platform);

/*
 * The URL of the remote that stands for @repository, from its own config file only: the upstream's
 * of the current branch, else origin's, else that of the only one.
 *
 * Returns: (owned) (nullable)
 */
char *hm_remote_url (git_repository *repository);

#endif
