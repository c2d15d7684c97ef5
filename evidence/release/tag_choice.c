/* SPDX-License-Identifier: Apache-2.0 */
/* Matches versions in the names of tarballs and tags. */
#include "evidence/release/tag_choice.h"

#include <string.h>

#include "core/oid.h"

/* Candidates that an error names. */
#define NAMED_MAX 5u

/* Bytes of a name that is looked at: a file system's own limit. */
#define NAME_MAX_BYTES 255u

/* How well a tag fits, from the best. */
typedef enum {
  FITS_NAME,    /* called as the tarball */
  FITS_VERSION, /* the version, with or without a "v" */
  FITS_PREFIX,  /* the version after a word */
  FITS_NOT,
} Fit;

static const char *const suffixes[] = {
  ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst", ".tar.lz", ".tar.lzma", ".tar.Z", ".tgz", ".txz",
  ".tbz2",   ".tbz",    ".tlz",     ".tzst",    ".tar",    ".zip",      ".crate", ".gem", ".jar",
};

char *
hm_tarball_stem (const char *file)
{
  char *stem = g_path_get_basename (file);
  char *underscore;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    if (g_str_has_suffix (stem, suffixes[i]) && strlen (stem) > strlen (suffixes[i])) {
      stem[strlen (stem) - strlen (suffixes[i])] = '\0';
      break;
    }
  }
  if (g_str_has_suffix (stem, ".orig")) {
    /* Debian's: name_version.orig, with what Debian did to it after a "+". */
    stem[strlen (stem) - strlen (".orig")] = '\0';
    underscore = strchr (stem, '_');
    if (underscore != NULL)
      *underscore = '-';
    if (strrchr (stem, '+') != NULL)
      *strrchr (stem, '+') = '\0';
    if (g_str_has_suffix (stem, ".dfsg"))
      stem[strlen (stem) - strlen (".dfsg")] = '\0';
  }
  return stem;
}

/* Whether a version may begin at @at of @name: a number after no letter or digit, or after a "v" or "r" of its own. */
static gboolean
begins_version (const char *name, const char *at)
{
  const char *before = at;

  if (!g_ascii_isdigit (*at))
    return FALSE;
  if (before > name && strchr ("vVrR", before[-1]) != NULL)
    before--;
  return before == name || !g_ascii_isalnum (before[-1]);
}

/* Letters in lower case, and one way to write what stands between numbers: 7_88_1 is 7.88.1. Returns: (owned) */
static char *
version_plain (const char *version)
{
  char *plain = g_ascii_strdown (version, -1);

  for (char *at = plain; *at != '\0'; at++) {
    if (*at == '_' || *at == '-')
      *at = '.';
  }
  return plain;
}

/* Returns: (owned) (nullable) the version that ends @name: "5.6.1" of xz-5.6.1, NULL where there is none. */
static char *
version_of (const char *name)
{
  if (strlen (name) > NAME_MAX_BYTES)
    return NULL;
  for (const char *at = name; *at != '\0'; at++) {
    /* The first number is the version's, unless it is all of a word: "zlib-1.2.13", but not "md5-sums". */
    if (begins_version (name, at))
      return version_plain (at);
  }
  return NULL;
}

static Fit
tag_fit (const char *tag, const char *stem, const char *version)
{
  if (strcmp (tag, stem) == 0)
    return FITS_NAME;
  if (strlen (tag) > NAME_MAX_BYTES)
    return FITS_NOT;
  for (const char *at = tag; *at != '\0'; at++) {
    g_autofree char *plain = NULL;

    if (!begins_version (tag, at))
      continue;
    plain = version_plain (at);
    if (strcmp (plain, version) != 0)
      continue;
    return at == tag || (at == tag + 1 && (*tag == 'v' || *tag == 'V')) ? FITS_VERSION
                                                                        : FITS_PREFIX;
  }
  return FITS_NOT;
}

/* "v1.0, 1.0 and 3 more". Returns: (owned) */
static char *
names_list (const GPtrArray *tags)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (tags->len, NAMED_MAX); i++) {
    const HmTagRef *tag = g_ptr_array_index (tags, i);

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", tag->name);
  }
  if (tags->len > NAMED_MAX)
    g_string_append_printf (text, " and %u more", tags->len - NAMED_MAX);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The tags whose version begins as @version does, up to its last number. Returns: (owned) */
static GPtrArray *
nearest_find (const GArray *tags, const char *version)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  const char *last = strrchr (version, '.');
  g_autofree char *stem =
      last != NULL ? g_strndup (version, (gsize) (last - version) + 1) : g_strdup (version);

  for (guint i = tags->len; i-- > 0;) {
    const HmTagRef *tag = &g_array_index (tags, HmTagRef, i);
    g_autofree char *plain = version_of (tag->name);

    if (plain != NULL && g_str_has_prefix (plain, stem))
      g_ptr_array_add (near, (gpointer) (guintptr) tag);
  }
  return g_steal_pointer (&near);
}

/* Returns: (borrowed) (nullable) the tag, where all @candidates lead to one commit. */
static const HmTagRef *
only_one (const GPtrArray *candidates)
{
  const HmTagRef *first = g_ptr_array_index (candidates, 0);

  for (guint i = 1; i < candidates->len; i++) {
    const HmTagRef *tag = g_ptr_array_index (candidates, i);

    if (!hm_oid_equal (&tag->commit, &first->commit))
      return NULL;
  }
  return first;
}

/* @ret_candidates: emptied; gets the best. */
static void
candidates_find (const GArray *tags, const char *stem, const char *version,
                 GPtrArray *ret_candidates)
{
  Fit best = FITS_NOT;

  for (guint i = 0; i < tags->len; i++) {
    const HmTagRef *tag = &g_array_index (tags, HmTagRef, i);
    const Fit fit = tag_fit (tag->name, stem, version);

    if (fit < best) {
      best = fit;
      g_ptr_array_set_size (ret_candidates, 0);
    }
    if (fit == best && fit != FITS_NOT)
      g_ptr_array_add (ret_candidates, (gpointer) (guintptr) tag);
  }
}

const HmTagRef *
hm_tag_choose (const GArray *tags, const char *file, const char *top, GError **error)
{
  g_autofree char *stem = hm_tarball_stem (file);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autofree char *version = version_of (stem);
  g_autofree char *list = NULL;
  const HmTagRef *tag;

  /* A file that says another version than its folder must not be taken for the folder's. */
  if (version == NULL && top != NULL) {
    version = version_of (top);
    g_free (stem);
    stem = g_strdup (top);
  }
  if (version != NULL)
    candidates_find (tags, stem, version, candidates);
  if (version == NULL) {
    hm_fail (error, HM_ERROR_NOT_FOUND,
             "%s: no version in its name to find the tag by; name it with --tag", file);
    return NULL;
  }
  if (candidates->len == 0) {
    g_autoptr (GPtrArray) near = nearest_find (tags, version);

    list = names_list (near);
    hm_fail (error, HM_ERROR_NOT_FOUND,
             "%s: none of %u tags fits version %s%s%s; name one with --tag", file, tags->len,
             version, near->len > 0 ? "; near it are " : "", list);
    return NULL;
  }
  tag = only_one (candidates);
  if (tag == NULL) {
    list = names_list (candidates);
    hm_fail (error, HM_ERROR_USAGE,
             "%s: more than one tag fits version %s: %s; name one with --tag", file, version, list);
  }
  return tag;
}
