/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/values.h"

#include <string.h>

#include "core/error.h"
#include "core/glob.h"
#include "core/instant.h"
#include "core/limits.h"
#include "core/nearest.h"
#include "core/number.h"
#include "core/oid.h"
#include "scoring/waiver.h"

/* Hexadecimal digits of a SHA-256. */
#define SHA256_HEX_SIZE 64

#define SECONDS_OF_DAY 86400

/* Characters of a value that an error quotes. */
#define QUOTED_MAX 60

const HmCheck *
hm_policy_check_find (const HmPolicyChecks *checks, const char *id)
{
  for (gsize i = 0; i < checks->n_checks; i++) {
    if (g_str_equal (checks->checks[i]->id, id))
      return checks->checks[i];
  }
  return NULL;
}

/* @words: (element-type utf8) NULL-terminated */
static gboolean
fail_unknown (const char *kind, const char *word, const GPtrArray *words, GError **error)
{
  const char *nearest = hm_word_nearest (word, (const char *const *) words->pdata);

  return nearest != NULL ? hm_fail (error, HM_ERROR_FORMAT, "%s: no such %s; did you mean %s?",
                                    word, kind, nearest)
                         : hm_fail (error, HM_ERROR_FORMAT, "%s: no such %s", word, kind);
}

gboolean
hm_policy_check_id (const HmPolicyChecks *checks, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;

  if (hm_policy_check_find (checks, id) != NULL || g_str_equal (id, HM_POLICY_CHECK_OF_ITSELF))
    return TRUE;
  ids = g_ptr_array_new ();
  for (gsize i = 0; i < checks->n_checks; i++)
    g_ptr_array_add (ids, (gpointer) (guintptr) checks->checks[i]->id);
  g_ptr_array_add (ids, NULL);
  return fail_unknown ("check", id, ids, error);
}

gboolean
hm_policy_check_probe (const HmCheck *check, const char *probe, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *kind = g_strdup_printf ("probe of %s", check->id);

  for (gsize i = 0; i < check->n_probes; i++) {
    if (g_str_equal (check->probes[i].id, probe))
      return TRUE;
    g_ptr_array_add (ids, (gpointer) (guintptr) check->probes[i].id);
  }
  g_ptr_array_add (ids, NULL);
  return fail_unknown (kind, probe, ids, error);
}

gboolean
hm_policy_date (const char *text, gint64 *ret_end)
{
  static const char shape[] = "dddd-dd-dd";
  gint64 last;

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++) {
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  }
  if (!hm_instant_parse (text, &last, NULL) || last == HM_INSTANT_MAX)
    return FALSE;
  *ret_end = last - last % SECONDS_OF_DAY + SECONDS_OF_DAY;
  return TRUE;
}

char *
hm_policy_value_called (const HmYaml *value)
{
  switch (value->kind) {
  case HM_YAML_NULL:
    return g_strdup ("nothing");
  case HM_YAML_SEQUENCE:
    return g_strdup ("a list");
  case HM_YAML_MAPPING:
    return g_strdup ("a map");
  case HM_YAML_SCALAR:
    break;
  }
  if (g_utf8_strlen (value->text, -1) > QUOTED_MAX)
    return g_strdup ("a long text");
  return g_strdup_printf ("'%s'", value->text);
}

static gboolean
fail_value (const HmYaml *value, const char *wanted, GError **error)
{
  g_autofree char *found = hm_policy_value_called (value);
  const char *quoted =
      value->kind == HM_YAML_SCALAR && value->is_quoted ? " as text, in quotes or a block" : "";

  return hm_fail (error, HM_ERROR_FORMAT, "%s%s; write %s", found, quoted, wanted);
}

/*
 * A plain scalar of digits, and at most @n_decimals after a point, up to @max of the whole.
 * @ret_number: in units of the last decimal.
 */
static gboolean
number_read (const HmYaml *value, guint n_decimals, guint max, int *ret_number)
{
  const char *point;
  guint64 whole, part = 0;
  gsize n_digits = 0;
  int scale = 1;

  if (value->kind != HM_YAML_SCALAR || value->is_quoted)
    return FALSE;
  point = strchr (value->text, '.');
  if (point != NULL) {
    n_digits = strlen (point + 1);
    if (n_digits == 0 || n_digits > n_decimals
        || !hm_number_parse (point + 1, n_digits, G_MAXUINT16, &part))
      return FALSE;
  }
  if (!hm_number_parse (value->text,
                        point != NULL ? (gsize) (point - value->text) : strlen (value->text), max,
                        &whole))
    return FALSE;
  for (gsize i = 0; i < n_decimals; i++) {
    scale *= 10;
    if (i >= n_digits)
      part *= 10;
  }
  if (whole == max && part > 0)
    return FALSE;
  *ret_number = (int) whole * scale + (int) part;
  return TRUE;
}

static gboolean
switch_read (const HmYaml *value, int *ret_number)
{
  static const char *const words[] = { "false", "False", "FALSE", "true", "True", "TRUE" };

  if (value->kind != HM_YAML_SCALAR || value->is_quoted)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (value->text, words[i])) {
      *ret_number = i >= G_N_ELEMENTS (words) / 2;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_text (const HmYaml *value)
{
  g_autofree char *trimmed = NULL;

  if (value->kind != HM_YAML_SCALAR || g_utf8_strlen (value->text, -1) > HM_POLICY_TEXT_MAX)
    return FALSE;
  trimmed = g_strstrip (g_strdup (value->text));
  return *trimmed != '\0';
}

static gboolean
is_https (const char *url)
{
  /* What a test can serve without a certificate. No token goes there either. */
  static const char *const begins[] = { "https://", "http://127.0.0.1:", "http://localhost:" };

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++) {
    if (g_str_has_prefix (url, begins[i]) && url[strlen (begins[i])] != '\0')
      return strpbrk (url, " @#\\") == NULL;
  }
  return FALSE;
}

static gboolean
is_host (const char *host)
{
  return *host != '\0' && *host != '.' && *host != '-'
         && strspn (host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-")
                == strlen (host);
}

static gboolean
is_sha256 (const char *text)
{
  const char *hex = text + strlen ("sha256:");

  return g_str_has_prefix (text, "sha256:") && strlen (hex) == SHA256_HEX_SIZE
         && strspn (hex, "0123456789abcdef") == SHA256_HEX_SIZE;
}

static gboolean
is_forge (const char *text)
{
  return g_str_equal (text, "github") || g_str_equal (text, "gitlab")
         || g_str_equal (text, "forgejo");
}

/* A list of texts, of @least or more. */
static gboolean
texts_read (const HmYaml *value, guint least, const char *wanted, const HmYaml **ret_at,
            GError **error)
{
  if (value->kind != HM_YAML_SEQUENCE || value->items->len < least
      || value->items->len > HM_POLICY_ITEMS_MAX)
    return fail_value (value, wanted, error);
  for (guint i = 0; i < value->items->len; i++) {
    *ret_at = g_ptr_array_index (value->items, i);
    if (!is_text (*ret_at))
      return fail_value (*ret_at, wanted, error);
  }
  *ret_at = value;
  return TRUE;
}

static gboolean
watched_read (const HmPolicyChecks *checks, const HmYaml *value, int *ret_number,
              const HmYaml **ret_at, GError **error)
{
  static const char wanted[] = "true, false, or a list of ids of checks";

  if (switch_read (value, ret_number))
    return TRUE;
  if (!texts_read (value, 1, wanted, ret_at, error))
    return FALSE;
  for (guint i = 0; i < value->items->len; i++) {
    *ret_at = g_ptr_array_index (value->items, i);
    if (!hm_policy_check_id (checks, (*ret_at)->text, error))
      return FALSE;
  }
  *ret_at = value;
  *ret_number = TRUE;
  return TRUE;
}

/* A type that is a text with a form of its own. Returns: (nullable) what would be right; NULL where @text is. */
static const char *
text_wanted (HmPolicyType type, const char *text)
{
  gint64 end;
  HmOid oid;

  switch (type) {
  case HM_POLICY_URL:
    return is_https (text) ? NULL : "an https address without credentials";
  case HM_POLICY_SHA256:
    return is_sha256 (text) ? NULL : "sha256: and 64 hexadecimal digits, as sha256sum prints them";
  case HM_POLICY_COMMIT:
    return hm_oid_parse (text, &oid) ? NULL : "the whole id of a commit, 40 hexadecimal digits";
  case HM_POLICY_DATE:
    return hm_policy_date (text, &end) ? NULL : "a day of the calendar, such as 2027-05-01";
  case HM_POLICY_HOST:
    return is_host (text) ? NULL : "the name of a host, such as git.example.org";
  case HM_POLICY_FORGE:
    return is_forge (text) ? NULL : "github, gitlab or forgejo";
  default:
    return NULL;
  }
}

static gboolean
text_read (const HmPolicyChecks *checks, HmPolicyType type, const HmYaml *value, GError **error)
{
  const char *wanted;
  HmDigest digest;

  if (!is_text (value))
    return fail_value (value, "a text of 1 to 1000 characters", error);
  if (type == HM_POLICY_GLOB)
    return hm_path_glob_check (value->text, error);
  if (type == HM_POLICY_DIGEST)
    return hm_digest_parse (value->text, &digest, error);
  if (type == HM_POLICY_CHECK)
    return hm_policy_check_id (checks, value->text, error);
  wanted = text_wanted (type, value->text);
  return wanted == NULL || fail_value (value, wanted, error);
}

gboolean
hm_policy_value_read (const HmPolicyChecks *checks, HmPolicyType type, const HmYaml *value,
                      int *ret_number, const HmYaml **ret_at, GError **error)
{
  *ret_number = HM_POLICY_NO_NUMBER;
  *ret_at = value;
  switch (type) {
  case HM_POLICY_VERSION:
    return (number_read (value, 0, 1, ret_number) && *ret_number == 1)
           || fail_value (value, "1, the only version there is", error);
  case HM_POLICY_SWITCH:
    return switch_read (value, ret_number) || fail_value (value, "true or false", error);
  case HM_POLICY_SCORE:
    return number_read (value, 1, 10, ret_number)
           || fail_value (value, "a score from 0 to 10 with at most one decimal", error);
  case HM_POLICY_PERCENT:
    return number_read (value, 0, 100, ret_number)
           || fail_value (value, "percent from 0 to 100", error);
  case HM_POLICY_WEIGHT:
    return number_read (value, 2, 100, ret_number)
           || fail_value (value, "a weight from 0 to 100 with at most two decimals", error);
  case HM_POLICY_PERSON:
    return texts_read (value, 2, "a list of two or more addresses and names", ret_at, error);
  case HM_POLICY_WATCHED:
    return watched_read (checks, value, ret_number, ret_at, error);
  case HM_POLICY_TEXT:
  case HM_POLICY_GLOB:
  case HM_POLICY_FILE:
  case HM_POLICY_URL:
  case HM_POLICY_SHA256:
  case HM_POLICY_DIGEST:
  case HM_POLICY_COMMIT:
  case HM_POLICY_DATE:
  case HM_POLICY_HOST:
  case HM_POLICY_FORGE:
  case HM_POLICY_CHECK:
  case HM_POLICY_PROBE:
  case HM_POLICY_KEY_PATH:
    return text_read (checks, type, value, error);
  case HM_POLICY_SECTION:
    break;
  }
  g_assert_not_reached ();
}

/* Without noughts at the end: "7.5". Returns: (owned) */
static char *
decimal_text (int number, int scale)
{
  const int whole = number / scale;
  const int part = number % scale;

  if (part == 0)
    return g_strdup_printf ("%d", whole);
  if (scale == 100 && part % 10 != 0)
    return g_strdup_printf ("%d.%02d", whole, part);
  return g_strdup_printf ("%d.%d", whole, scale == 100 ? part / 10 : part);
}

char *
hm_policy_number_text (HmPolicyType type, int number)
{
  switch (type) {
  case HM_POLICY_SWITCH:
  case HM_POLICY_WATCHED:
    return g_strdup (number != 0 ? "true" : "false");
  case HM_POLICY_SCORE:
    return decimal_text (number, 10);
  case HM_POLICY_WEIGHT:
    return decimal_text (number, 100);
  default:
    return decimal_text (number, 1);
  }
}
