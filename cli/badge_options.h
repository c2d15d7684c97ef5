/* SPDX-License-Identifier: Apache-2.0 */
/* The options that shape a badge, shared by the commands that write one. */
#ifndef HM_CLI_BADGE_OPTIONS_H
#define HM_CLI_BADGE_OPTIONS_H

#include "render/badge.h"

typedef struct {
  char *style;
  char *label;
  char *link;
  int scale;
} HmBadgeOptions;

/* Filled in by GOption: a process parses one command line. */
extern HmBadgeOptions hm_badge_options;

#define HM_BADGE_OPTION_ENTRIES \
  { "style", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_badge_options.style, \
    "Of a badge: flat, flat-square or for-the-badge", \
    "STYLE" }, \
      { "label", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_badge_options.label, \
        "Of a badge: the text on its left (hallmark)", \
        "TEXT" }, \
      { "link", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_badge_options.link, \
        "Of an SVG badge: the https address it leads to", \
        "URL" }, \
  { \
    "scale", 0, 0, G_OPTION_ARG_INT, &hm_badge_options.scale, \
        "Of a PNG badge: 1 or 2 pixels for each (2)", "N" \
  }

/*
 * Reads hm_badge_options into @style, which borrows from them.
 *
 * Returns: FALSE with HM_ERROR_USAGE: no such style, a link that isn't https, a label that is no UTF-8, another scale.
 */
gboolean hm_badge_options_read (HmBadgeStyle *style, GError **error);

#endif
