/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/badge_options.h"

#include "cli/speak.h"
#include "core/error.h"
#include "core/limits.h"

HmBadgeOptions hm_badge_options = { .scale = 2 };

static gboolean
label_check (const char *label, GError **error)
{
  if (label == NULL)
    return TRUE;
  if (!g_utf8_validate (label, -1, NULL))
    return hm_fail (error, HM_ERROR_USAGE, "--label: not UTF-8");
  if (g_utf8_strlen (label, -1) > HM_BADGE_TEXT_MAX)
    return hm_fail (error, HM_ERROR_USAGE, "--label: %ld characters, where at most %u fit a badge",
                    g_utf8_strlen (label, -1), HM_BADGE_TEXT_MAX);
  return TRUE;
}

/* Not an error: a screen reader reads it all the same. */
static void
label_warn (const char *label)
{
  for (const char *c = label; c != NULL && *c != '\0'; c++) {
    if (g_ascii_isprint (*c))
      continue;
    hm_complain ("--label: only printable ASCII is drawn; the rest shows as ? in the picture, and "
                 "whole in its title");
    return;
  }
}

static gboolean
link_check (const char *link, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (link == NULL)
    return TRUE;
  /* g_uri_parse() would mend them. */
  for (const char *c = link; *c != '\0'; c++) {
    if (g_ascii_isspace (*c) || g_ascii_iscntrl (*c))
      return hm_fail (error, HM_ERROR_USAGE, "--link %s: no address has blanks in it", link);
  }
  uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "https") || g_uri_get_host (uri) == NULL
      || *g_uri_get_host (uri) == '\0')
    return hm_fail (error, HM_ERROR_USAGE, "--link %s: not an https address", link);
  return TRUE;
}

gboolean
hm_badge_options_read (HmBadgeStyle *style, GError **error)
{
  HmBadgeShape shape = HM_BADGE_FLAT;

  if (hm_badge_options.style != NULL && !hm_badge_shape_parse (hm_badge_options.style, &shape))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--style %s: no such style; there are flat, flat-square and for-the-badge",
                    hm_badge_options.style);
  if (hm_badge_options.scale < 1 || hm_badge_options.scale > 2)
    return hm_fail (error, HM_ERROR_USAGE, "--scale %d: write 1 or 2", hm_badge_options.scale);
  if (!label_check (hm_badge_options.label, error) || !link_check (hm_badge_options.link, error))
    return FALSE;
  label_warn (hm_badge_options.label);
  *style = (HmBadgeStyle){
    .shape = shape,
    .label = hm_badge_options.label,
    .link = hm_badge_options.link,
    .scale = (guint) hm_badge_options.scale,
  };
  return TRUE;
}
