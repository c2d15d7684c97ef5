/* SPDX-License-Identifier: Apache-2.0 */
/* What `hallmark init` would write for a repository: which files, with what in them. Pure. */
#ifndef HM_CLI_INIT_FILES_H
#define HM_CLI_INIT_FILES_H

#include <glib.h>

#include <hallmark/facts.h>

/* Whose CI runs the gate. */
typedef enum {
  HM_CI_NONE,
  HM_CI_GITHUB,
  HM_CI_GITLAB,
  HM_CI_FORGEJO,
  HM_CI_WOODPECKER,
} HmCi;

/* "none", "github", "gitlab", "forgejo", "woodpecker". Returns: FALSE with HM_ERROR_USAGE that lists them. */
gboolean hm_ci_parse (const char *text, HmCi *ret_ci, GError **error);
const char *hm_ci_text (HmCi ci);

/* Where CI gets hallmark from: a repository, at one commit. */
typedef struct {
  char *url;    /* "https://git.example.org/o/hallmark" */
  char *commit; /* 40 hexadecimal digits */
} HmInitSource;

void hm_init_source_clear (HmInitSource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmInitSource, hm_init_source_clear)

/* "https://HOST/OWNER/NAME@COMMIT". Returns: FALSE with HM_ERROR_USAGE. */
gboolean hm_init_source_parse (const char *text, HmInitSource *ret_source, GError **error);

typedef struct {
  const char *name;   /* of the policy: the project's */
  const char *branch; /* the default branch */
  int floor;          /* tenths: what the gate asks for; below 0: no bar */
  const HmPlatform *platform;
  HmCi ci;
  const HmInitSource *source; /* (nullable) NULL: unknown, so that no file for CI can be made */
  const char *readme;         /* (nullable) what README.md holds */
  gboolean has_gitlab_ci;     /* .gitlab-ci.yml is there */
} HmInitWish;

/* A file to be written. Owns its texts. */
typedef struct {
  char *path;       /* from the top of the work tree */
  char *text;       /* all of it */
  gboolean is_edit; /* one that is there, with a line put in; @line says which */
  char *line;       /* "" unless an edit */
} HmInitFile;

/*
 * Returns: (owned) (element-type HmInitFile) policy, CI, README; NULL with HM_ERROR_USAGE where
 * GitHub's workflow is wanted of a source that is no repository of github.com.
 */
GPtrArray *hm_init_files (const HmInitWish *wish, GError **error);

/* What shows the badge where CI publishes none: a file of the work tree that is to be committed. */
#define HM_INIT_BADGE_FILE "badge.svg"

/* The line for a README: where CI publishes the badge, or HM_INIT_BADGE_FILE where it doesn't. Returns: (owned) */
char *hm_init_badge_line (const HmInitWish *wish);

#endif
