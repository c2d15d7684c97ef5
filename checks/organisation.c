/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Domains of addresses that a commit's maker typed. The rule for registrable domains is short of
 * the public suffix list on purpose: a list that changes every week would make old reports change
 * with it.
 */
#include "checks/organisation.h"

#include <string.h>

#define DOMAIN_MAX 253u

/* Providers under one name in many countries: gmx.de, gmx.at, yahoo.co.jp. */
static const char *const provider_names[] = {
  "aol",  "fastmail", "gmail",   "gmx",        "googlemail", "hotmail", "icloud", "live",
  "mail", "msn",      "outlook", "protonmail", "tutanota",   "yahoo",   "yandex", "ymail",
};

static const char *const provider_domains[] = {
  "126.com",     "139.com",        "163.com",    "bk.ru",       "comcast.net",  "disroot.org",
  "duck.com",    "foxmail.com",    "free.fr",    "hey.com",     "hushmail.com", "inbox.ru",
  "laposte.net", "list.ru",        "mac.com",    "mailbox.org", "me.com",       "naver.com",
  "orange.fr",   "pm.me",          "posteo.de",  "posteo.net",  "proton.me",    "qq.com",
  "rambler.ru",  "rediffmail.com", "riseup.net", "seznam.cz",   "sina.com",     "t-online.de",
  "tuta.io",     "tutamail.com",   "ukr.net",    "wanadoo.fr",  "web.de",       "wp.pl",
  "zoho.com",
};

/* Second levels under which a country registers names: example.co.uk, example.com.au. */
static const char *const country_second_levels[] = {
  "ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "or", "org",
};

/* Top levels that nobody can register under, as machines name themselves (RFC 2606, RFC 6762 and custom). */
static const char *const private_top_levels[] = {
  "example", "home", "internal", "invalid", "lan", "local", "localdomain", "localhost", "test",
};

static gboolean
list_holds (const char *const *list, gsize n, const char *text)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (list[i], text))
      return TRUE;
  return FALSE;
}

static gboolean
domain_is_plain (const char *domain)
{
  gsize size = strlen (domain);

  if (size == 0 || size > DOMAIN_MAX || strstr (domain, "..") != NULL)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (domain[i]) && domain[i] != '.' && domain[i] != '-')
      return FALSE;
  return TRUE;
}

/* A number at the top level is an IP address; no dot at all is a machine's name. */
static gboolean
labels_are_public (char **labels, guint n)
{
  if (n < 2 || *labels[0] == '\0' || *labels[n - 1] == '\0' || g_ascii_isdigit (*labels[n - 1]))
    return FALSE;
  return !list_holds (private_top_levels, G_N_ELEMENTS (private_top_levels), labels[n - 1]);
}

static guint
labels_registered (char **labels, guint n)
{
  gboolean is_below_second_level =
      n >= 3 && strlen (labels[n - 1]) == 2
      && list_holds (country_second_levels, G_N_ELEMENTS (country_second_levels), labels[n - 2]);

  return is_below_second_level ? 3 : 2;
}

char *
hm_organisation_of_email (const char *email)
{
  const char *at = strrchr (email, '@');
  g_autofree char *lower = NULL;
  g_autofree char *registered = NULL;
  g_auto (GStrv) labels = NULL;
  char **first;
  guint n;

  if (at == NULL || !domain_is_plain (at + 1))
    return NULL;
  lower = g_ascii_strdown (email, -1);
  if (strstr (lower, "noreply") != NULL || strstr (lower, "no-reply") != NULL)
    return NULL;
  labels = g_strsplit (lower + (at + 1 - email), ".", -1);
  n = g_strv_length (labels);
  if (!labels_are_public (labels, n))
    return NULL;

  first = labels + n - labels_registered (labels, n);
  registered = g_strjoinv (".", first);
  if (list_holds (provider_names, G_N_ELEMENTS (provider_names), first[0])
      || list_holds (provider_domains, G_N_ELEMENTS (provider_domains), registered))
    return NULL;
  return g_steal_pointer (&registered);
}
