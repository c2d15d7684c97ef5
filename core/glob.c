/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Greedy on both levels: of several stars only the last ever has to take more, so a pattern costs
 * at most its length times the path's, and no pattern makes it recurse.
 */
#include "core/glob.h"

#include <string.h>

#include "core/error.h"

/* Bytes that are not UTF-8 stand for themselves, above all characters. */
#define RAW_BYTE 0x110000u

static gunichar
character_take (const char **at, const char *end)
{
  const gunichar character = g_utf8_get_char_validated (*at, end - *at);

  if (character == (gunichar) -1 || character == (gunichar) -2)
    return RAW_BYTE + (guchar) * (*at)++;
  *at = g_utf8_next_char (*at);
  return character;
}

/* One character of a pattern, which a backslash may shield. */
static gunichar
literal_take (const char **at, const char *end)
{
  if (**at == '\\' && *at + 1 < end)
    (*at)++;
  return character_take (at, end);
}

/*
 * Takes the rest of "[a-z]", whose bracket was taken. A "]" that comes first is one of the characters.
 *
 * Returns: FALSE where it has no end.
 */
static gboolean
bracket_take (const char **at, const char *end, gunichar character, gboolean *ret_matches)
{
  gboolean is_negated = *at < end && **at == '!';
  gboolean is_in = FALSE;
  gboolean is_first = TRUE;

  if (is_negated)
    (*at)++;
  for (; *at < end && (is_first || **at != ']'); is_first = FALSE) {
    const gunichar low = literal_take (at, end);
    gunichar high = low;

    if (*at + 1 < end && **at == '-' && (*at)[1] != ']') {
      (*at)++;
      high = literal_take (at, end);
    }
    is_in = is_in || (character >= low && character <= high);
  }
  if (*at == end)
    return FALSE;
  (*at)++;
  *ret_matches = is_in != is_negated;
  return TRUE;
}

/* Takes what stands for one character, and is no star. Returns: whether it stands for @character. */
static gboolean
token_matches (const char **at, const char *end, gunichar character)
{
  gboolean matches = FALSE;

  if (**at == '?') {
    (*at)++;
    return TRUE;
  }
  if (**at != '[')
    return literal_take (at, end) == character;
  (*at)++;
  return bracket_take (at, end, character, &matches) && matches;
}

static const char *
part_end (const char *part)
{
  return strchrnul (part, '/');
}

/* Returns: (nullable) the part after @part. */
static const char *
part_next (const char *part)
{
  const char *end = part_end (part);

  return *end == '/' ? end + 1 : NULL;
}

/* Whether @part stands for any number of parts. */
static gboolean
is_any_parts (const char *part)
{
  return part_end (part) - part == 2 && part[0] == '*' && part[1] == '*';
}

static gboolean
part_matches (const char *glob, const char *text)
{
  const char *glob_end = part_end (glob);
  const char *text_end = part_end (text);
  const char *star = NULL;      /* what follows the last star */
  const char *star_text = NULL; /* what that star has not taken yet */

  while (text < text_end) {
    const char *glob_rest = glob;
    const char *text_rest = text;

    if (glob < glob_end && *glob == '*') {
      star = ++glob;
      star_text = text;
    } else if (glob < glob_end
               && token_matches (&glob_rest, glob_end, character_take (&text_rest, text_end))) {
      glob = glob_rest;
      text = text_rest;
    } else if (star != NULL) {
      character_take (&star_text, text_end);
      text = star_text;
      glob = star;
    } else {
      return FALSE;
    }
  }
  while (glob < glob_end && *glob == '*')
    glob++;
  return glob == glob_end;
}

gboolean
hm_path_glob_matches (const char *glob, const char *path)
{
  const char *stars = NULL;      /* what follows the last "**" */
  const char *stars_path = NULL; /* (nullable) what that has not taken yet */

  while (path != NULL) {
    if (glob != NULL && is_any_parts (glob)) {
      stars = glob = part_next (glob);
      stars_path = path;
    } else if (glob != NULL && part_matches (glob, path)) {
      glob = part_next (glob);
      path = part_next (path);
    } else if (stars_path != NULL) {
      path = stars_path = part_next (stars_path);
      glob = stars;
    } else {
      return FALSE;
    }
  }
  while (glob != NULL && is_any_parts (glob))
    glob = part_next (glob);
  return glob == NULL;
}

static gboolean
part_check (const char *glob, const char *part, GError **error)
{
  const char *end = part_end (part);
  const char *at = part;
  gboolean matches;

  if (part == end)
    return hm_fail (error, HM_ERROR_FORMAT, "%s: a part between slashes is empty%s", glob,
                    *end == '\0' ? "; all below a folder is FOLDER/**" : "");
  while (at < end) {
    if (*at == '[') {
      at++;
      if (!bracket_take (&at, end, 0, &matches))
        return hm_fail (error, HM_ERROR_FORMAT, "%s: a [ without its ]", glob);
    } else if (*at == '\\' && at + 1 == end) {
      return hm_fail (error, HM_ERROR_FORMAT, "%s: a \\ with nothing behind it", glob);
    } else {
      literal_take (&at, end);
    }
  }
  return TRUE;
}

gboolean
hm_path_glob_check (const char *glob, GError **error)
{
  if (*glob == '\0')
    return hm_fail (error, HM_ERROR_FORMAT, "empty, no pattern");
  if (strnlen (glob, HM_GLOB_MAX + 1) > HM_GLOB_MAX)
    return hm_fail (error, HM_ERROR_FORMAT, "longer than %d bytes", HM_GLOB_MAX);
  if (*glob == '/')
    return hm_fail (error, HM_ERROR_FORMAT, "%s: begins with a slash; paths are from the root",
                    glob);
  for (const char *part = glob; part != NULL; part = part_next (part)) {
    if (!part_check (glob, part, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_path_glob_is_literal (const char *glob)
{
  for (; *glob != '\0'; glob++) {
    if (strchr ("*?[", *glob) != NULL)
      return FALSE;
    if (*glob == '\\' && glob[1] != '\0')
      glob++;
  }
  return TRUE;
}
