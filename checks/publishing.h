/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the GitHub workflows of a tree publish to package registries: by trusted publishing, where a short-lived
 * identity stands for the workflow, or with a long-lived token. Distrusts the workflows.
 */
#ifndef HM_CHECKS_PUBLISHING_H
#define HM_CHECKS_PUBLISHING_H

#include <hallmark/facts.h>

typedef enum {
  HM_CHANNEL_PYPI,
  HM_CHANNEL_NPM,
  HM_CHANNEL_RUBYGEMS,
  HM_CHANNEL_CRATES,
} HmChannel;
#define HM_N_CHANNELS 4

/* Where workflows stand, as HmCheck.reads wants it. */
#define HM_WORKFLOW_PLACES ".github/workflows/*.yml", ".github/workflows/*.yaml"

/* A place in a workflow; @entry is NULL where there is none. */
typedef struct {
  const HmTreeEntry *entry;
  guint line; /* 1-based; 0: the whole file */
} HmWorkflowPlace;

/* What the workflows do about one channel: the first of each kind. */
typedef struct {
  HmWorkflowPlace trusted; /* publishes with an identity token and no secret of the registry's */
  HmWorkflowPlace token;   /* publishes, and is given a long-lived secret of the registry's */
  char *secret;            /* (owned) (nullable) the secret's name */
  HmWorkflowPlace unclear; /* publishes, and with what can't be seen */
  HmWorkflowPlace unread;  /* may publish, but could not be read, or not all of it */
  char *unread_why;        /* (owned) (nullable) */
} HmPublishing;

/* "PyPI", "npm", "RubyGems", "crates.io" */
const char *hm_channel_text (HmChannel channel);

/* Fills @ret_publishing, one for each channel; hm_publishing_clear() each. */
void hm_publishing_read (const HmTree *tree, HmPublishing ret_publishing[HM_N_CHANNELS]);
void hm_publishing_clear (HmPublishing *publishing);

#endif
