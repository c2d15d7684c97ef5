/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the text it parses. Calendar work is GDateTime's. */
#include "core/instant.h"

#include "core/error.h"
#include "core/number.h"

#include <string.h>

const char *
hm_instant_text (gint64 seconds, char text[HM_INSTANT_TEXT_SIZE])
{
  g_autoptr (GDateTime) instant =
      g_date_time_new_from_unix_utc (CLAMP (seconds, HM_INSTANT_MIN, HM_INSTANT_MAX));

  g_snprintf (text, HM_INSTANT_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
              g_date_time_get_year (instant), g_date_time_get_month (instant),
              g_date_time_get_day_of_month (instant), g_date_time_get_hour (instant),
              g_date_time_get_minute (instant), g_date_time_get_second (instant));
  return text;
}

static gboolean
epoch_parse (const char *text, gint64 *ret_seconds)
{
  const gboolean is_negative = text[0] == '-';
  guint64 number;

  if (!hm_number_parse (text + is_negative, strlen (text + is_negative), HM_INSTANT_MAX, &number))
    return FALSE;
  *ret_seconds = is_negative ? -(gint64) number : (gint64) number;
  return *ret_seconds >= HM_INSTANT_MIN;
}

static gboolean
date_parse (const char *text, gint64 *ret_seconds)
{
  g_autoptr (GDateTime) instant = NULL;
  g_autofree char *full = NULL;

  if (strlen (text) == strlen ("2026-11-21")) {
    full = g_strconcat (text, "T23:59:59Z", NULL);
    text = full;
  }
  instant = g_date_time_new_from_iso8601 (text, NULL);
  if (instant == NULL)
    return FALSE;
  *ret_seconds = g_date_time_to_unix (instant);
  return TRUE;
}

gboolean
hm_instant_parse (const char *text, gint64 *ret_seconds, GError **error)
{
  gint64 seconds;

  if (text[0] == '@' ? epoch_parse (text + 1, &seconds) : date_parse (text, &seconds)) {
    *ret_seconds = seconds;
    return TRUE;
  }
  return hm_fail (error, HM_ERROR_USAGE,
                  "%s: not a date; write 2026-11-21 (its last second, UTC), "
                  "2026-11-21T10:00:00Z, or @SECONDS since 1970",
                  text);
}

gint64
hm_instant_add_months (gint64 seconds, int months)
{
  g_autoptr (GDateTime) instant =
      g_date_time_new_from_unix_utc (CLAMP (seconds, HM_INSTANT_MIN, HM_INSTANT_MAX));
  g_autoptr (GDateTime) moved = g_date_time_add_months (instant, months);

  if (moved == NULL)
    return months < 0 ? HM_INSTANT_MIN : HM_INSTANT_MAX;
  return g_date_time_to_unix (moved);
}
