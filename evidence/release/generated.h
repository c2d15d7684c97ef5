/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that tools put into a release beside those of the tag, known by name, place and what they
 * say of themselves. Distrusts all three: none proves that the tool made the file.
 */
#ifndef HM_EVIDENCE_RELEASE_GENERATED_H
#define HM_EVIDENCE_RELEASE_GENERATED_H

#include <glib.h>

typedef enum {
  HM_GENERATED_NOT = 0, /* nothing known makes a file of this name here */
  HM_GENERATED_MADE,    /* made anew from files of the tag: configure, Makefile.in, po/de.gmo */
  HM_GENERATED_COPIED,  /* copied as it is from what a tool installs: m4/libtool.m4, config.guess */
  HM_GENERATED_CLAIMED, /* name and place of one that is made, but not its content */
} HmGeneratedKind;

typedef struct {
  HmGeneratedKind kind;
  const char *tool; /* (nullable) "autoconf"; of a copied one the package that brings it */
  gboolean is_code; /* it runs while the release is built */
} HmGenerated;

/* Asks the tag's tree. */
typedef struct {
  gboolean (*has) (gconstpointer tree, const char *path);
  gboolean (*has_name) (gconstpointer tree, const char *name); /* in whatever folder */
  gconstpointer tree;
} HmTagTree;

/* What the file @path, which only the tarball has, is taken for. */
HmGenerated hm_generated_find (const char *path, const void *bytes, gsize size,
                               const HmTagTree *tree);

/*
 * What the file @path, which both have with other content, is taken for: some that stand in the tag
 * are made anew for each release. Of HM_GENERATED_MADE or HM_GENERATED_NOT.
 */
HmGenerated hm_generated_again (const char *path, const void *bytes, gsize size,
                                const HmTagTree *tree);

#endif
