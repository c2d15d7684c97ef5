/* SPDX-License-Identifier: Apache-2.0 */
#include "render/site.h"

#include "core/number.h"
#include "core/seeded_hash.h"
#include "render/link.h"
#include "render/site_part.h"

/* Characters of a repository's name that its page's has; digits of the digest that make it its own. */
#define PAGE_NAME_CHARACTERS 48u
#define PAGE_NAME_DIGITS 10u
#define DIGEST_DIGITS 64u

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

/* Nothing but the site's own files; nothing written into the page itself. */
#define CONTENT_POLICY \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; " \
  "form-action 'none'"

static void
words_append (GString *out, const char *text)
{
  for (const char *at = text; *at != '\0' && out->len < PAGE_NAME_CHARACTERS; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (out, g_ascii_tolower (*at));
    else if (out->len > 0 && out->str[out->len - 1] != '-')
      g_string_append_c (out, '-');
  }
  if (out->len > 0 && out->str[out->len - 1] != '-')
    g_string_append_c (out, '-');
}

char *
hm_site_page_name (const char *key, const char *name, guint digits)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  words_append (out, name);
  g_string_append_len (out, digest, (gssize) MIN (digits, DIGEST_DIGITS));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Whoever makes two keys with the same first digits gets two long names, not one page. */
GPtrArray *
hm_site_page_names (const GPtrArray *keys, const GPtrArray *names)
{
  GPtrArray *made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) counts =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < keys->len; i++) {
    char *name = hm_site_page_name (g_ptr_array_index (keys, i), g_ptr_array_index (names, i),
                                    PAGE_NAME_DIGITS);
    const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));

    g_ptr_array_add (made, g_strdup (name));
    g_hash_table_replace (counts, name, GUINT_TO_POINTER (count + 1));
  }
  for (guint i = 0; i < keys->len; i++) {
    char **name = (char **) &g_ptr_array_index (made, i);

    if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, *name)) < 2)
      continue;
    g_free (*name);
    *name = hm_site_page_name (g_ptr_array_index (keys, i), g_ptr_array_index (names, i),
                               DIGEST_DIGITS);
  }
  return made;
}

static void
pages_name (HmSite *site)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (site->ranking, i);

    g_ptr_array_add (keys, row->key);
    g_ptr_array_add (names, row->name);
  }
  site->names = hm_site_page_names (keys, names);
  for (guint i = 0; i < site->names->len; i++)
    g_ptr_array_add (site->pages, g_strdup_printf ("repositories/%s.html",
                                                   (char *) g_ptr_array_index (site->names, i)));
}

static void
groups_name (HmSite *site)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) files = NULL;

  for (guint i = 0; i < site->groups->len; i++)
    g_ptr_array_add (names, (char *) (gsize) g_array_index (site->groups, HmRankGroup, i).name);
  files = hm_site_page_names (names, names);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (site->group_stems,
                     g_strconcat ("groups/", g_ptr_array_index (files, i), NULL));
}

HmSite *
hm_site_new (const HmRanking *ranking, const char *title, const char *url)
{
  HmSite *site = g_new0 (HmSite, 1);

  site->ranking = ranking;
  site->title = g_strdup (title);
  if (url != NULL)
    site->url = g_str_has_suffix (url, "/") ? g_strdup (url) : g_strconcat (url, "/", NULL);
  site->called = hm_ranking_names (ranking, HM_NAMES_PUBLIC, HM_SITE_NAME_COLUMNS);
  site->groups = hm_ranking_groups (ranking);
  site->group_stems = g_ptr_array_new_with_free_func (g_free);
  site->pages = g_ptr_array_new_with_free_func (g_free);
  site->moments = g_new0 (GArray *, MAX (ranking->rows->len, 1));
  site->n_points_left_out = g_new0 (guint, MAX (ranking->rows->len, 1));
  g_mutex_init (&site->mutex);
  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);

    if (row->has_report && (site->newest == 0 || row->as_of > site->newest))
      site->newest = row->as_of;
  }
  pages_name (site);
  groups_name (site);
  hm_site_checks_gather (site);
  return site;
}

void
hm_site_free (HmSite *site)
{
  if (site == NULL)
    return;
  for (guint i = 0; i < site->ranking->rows->len; i++)
    g_clear_pointer (&site->moments[i], g_array_unref);
  g_free (site->moments);
  g_mutex_clear (&site->mutex);
  g_free (site->n_points_left_out);
  g_hash_table_unref (site->check_numbers);
  g_ptr_array_unref (site->checks);
  g_ptr_array_unref (site->pages);
  g_ptr_array_unref (site->names);
  g_ptr_array_unref (site->called);
  g_ptr_array_unref (site->group_stems);
  g_array_unref (site->groups);
  g_free (site->title);
  g_free (site->url);
  g_free (site);
}

const char *
hm_site_name (const HmSite *site, guint index)
{
  return g_ptr_array_index (site->called, index);
}

static void
path_attribute (HmHtml *html, const char *name, gboolean is_below, const char *path)
{
  g_autofree char *relative = g_strconcat (is_below ? "../" : "", path, NULL);

  hm_html_attribute_path (html, name, relative);
}

void
hm_site_fact (HmHtml *html, const char *name, const char *value)
{
  hm_html_begin (html, "div");
  hm_html_leaf (html, "dt", NULL, name);
  hm_html_leaf (html, "dd", NULL, value);
  hm_html_end (html);
}

void
hm_site_link (HmHtml *html, gboolean is_below, const char *path, const char *text)
{
  hm_html_begin (html, "a");
  path_attribute (html, "href", is_below, path);
  hm_html_text (html, text);
  hm_html_end (html);
}

static void
meta_append (HmHtml *html, const char *key, const char *name, const char *content)
{
  hm_html_begin (html, "meta");
  hm_html_attribute (html, key, name);
  hm_html_attribute (html, "content", content);
  hm_html_end (html);
}

static void
script_append (HmHtml *html, gboolean is_below, const char *path)
{
  hm_html_begin (html, "script");
  path_attribute (html, "src", is_below, path);
  hm_html_attribute (html, "defer", "");
  hm_html_end (html);
}

static void
head_append (HmHtml *html, const HmSite *site, const HmSitePage *page)
{
  hm_html_begin (html, "head");
  hm_html_begin (html, "meta");
  hm_html_attribute (html, "charset", "utf-8");
  hm_html_end (html);
  meta_append (html, "http-equiv", "Content-Security-Policy", CONTENT_POLICY);
  meta_append (html, "name", "viewport", "width=device-width, initial-scale=1");
  meta_append (html, "name", "color-scheme", "light dark");
  meta_append (html, "name", "referrer", "no-referrer");
  hm_html_begin (html, "title");
  hm_html_text (html, page->title);
  if (!g_str_equal (page->title, site->title))
    hm_html_text_format (html, ", %s", site->title);
  hm_html_end (html);
  hm_html_begin (html, "link");
  hm_html_attribute (html, "rel", "stylesheet");
  path_attribute (html, "href", page->is_below, "site.css");
  hm_html_end (html);
  if (page->has_rows)
    script_append (html, page->is_below, "rows.js");
  script_append (html, page->is_below, "site.js");
  hm_html_end (html);
}

static void
navigation_append (HmHtml *html, const HmSite *site, const HmSitePage *page)
{
  static const struct {
    const char *path;
    const char *text;
    HmSitePart part;
  } places[] = {
    { "index.html", "Overview", HM_SITE_OVERVIEW },
    { "heat-map.html", "Heat map", HM_SITE_HEAT },
    { "checks.html", "Checks", HM_SITE_CHECKS },
  };

  hm_html_begin (html, "header");
  hm_html_leaf (html, "span", "site-name", site->title);
  hm_html_begin (html, "nav");
  hm_html_attribute (html, "aria-label", "Site");
  hm_html_begin (html, "ul");
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    hm_html_begin (html, "li");
    hm_html_begin (html, "a");
    path_attribute (html, "href", page->is_below, places[i].path);
    if (page->part == places[i].part)
      hm_html_attribute (html, "aria-current", "true");
    hm_html_text (html, places[i].text);
    hm_html_end (html);
    hm_html_end (html);
  }
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
}

/* Figures look as though they were of today: each page says of when they are, and how old the newest report is. */
static void
as_of_append (HmHtml *html, const HmSite *site, const HmSitePage *page)
{
  const gint64 days = (site->ranking->as_of - site->newest) / DAY_SECONDS;
  char as_of[HM_CHART_DAY_SIZE];
  char newest[HM_CHART_DAY_SIZE];

  hm_html_leaf_format (html, "p", "as-of", "As of %s", hm_chart_day (site->ranking->as_of, as_of));
  /* That of a single repository has a word of its own. */
  if (!page->is_of_one && site->newest != 0 && days > HM_RANKING_STALE_DAYS)
    hm_html_leaf_format (html, "p", "warning",
                         "The newest report is of %s, %" G_GINT64_FORMAT
                         " days earlier. What happened since is not known.",
                         hm_chart_day (site->newest, newest), days);
}

HmHtml *
hm_site_page_begin (const HmSite *site, const HmSitePage *page)
{
  HmHtml *html = hm_html_new ();

  hm_html_begin (html, "html");
  hm_html_attribute (html, "lang", "en");
  head_append (html, site, page);
  hm_html_begin (html, "body");
  hm_html_begin (html, "a");
  hm_html_attribute (html, "class", "skip");
  hm_html_attribute_path (html, "href", "#main");
  hm_html_text (html, "Skip to the content");
  hm_html_end (html);
  navigation_append (html, site, page);
  hm_html_begin (html, "main");
  hm_html_attribute (html, "id", "main");
  hm_html_leaf (html, "h1", NULL, page->title);
  as_of_append (html, site, page);
  return html;
}

gboolean
hm_site_page_end (HmHtml *html, const char *path, HmSiteSink sink, gpointer data, GError **error)
{
  g_autoptr (HmHtml) owned G_GNUC_UNUSED = html;
  g_autoptr (GBytes) bytes = NULL;

  hm_html_end (html);
  hm_html_begin (html, "footer");
  hm_html_leaf (html, "p", NULL,
                "Made by hallmark. Risk is criticality times what the floor lacks to 10; the floor "
                "is the score if all that nobody could look at were bad; coverage is how much of "
                "the scale the evidence settles.");
  hm_html_end (html);
  hm_html_end (html);
  hm_html_end (html);
  bytes = hm_html_finish (html);
  return sink (path, bytes, data, error);
}

void
hm_site_parts (HmHtml *html, const char *first, const char *rest, guint part, guint n_parts,
               const char *label)
{
  if (n_parts < 2)
    return;
  hm_html_begin (html, "nav");
  hm_html_attribute (html, "class", "parts");
  hm_html_attribute (html, "aria-label", label);
  hm_html_begin (html, "ul");
  for (guint i = 0; i < n_parts; i++) {
    g_autofree char *path = i == 0 ? g_strdup (first) : g_strdup_printf ("%s-%u.html", rest, i + 1);

    hm_html_begin (html, "li");
    hm_html_begin (html, "a");
    hm_html_attribute_path (html, "href", path);
    if (i == part)
      hm_html_attribute (html, "aria-current", "page");
    hm_html_attribute_format (html, "aria-label", "Part %u of %u", i + 1, n_parts);
    hm_html_text_format (html, "%u", i + 1);
    hm_html_end (html);
    hm_html_end (html);
  }
  hm_html_end (html);
  hm_html_end (html);
}

void
hm_site_scroll_begin (HmHtml *html, const char *label)
{
  hm_html_begin (html, "div");
  hm_html_attribute (html, "class", "scroll");
  hm_html_attribute (html, "tabindex", "0");
  hm_html_attribute (html, "role", "region");
  hm_html_attribute (html, "aria-label", label);
}

void
hm_site_column (HmHtml *html, const char *kind, const char *text)
{
  hm_html_begin (html, "th");
  hm_html_attribute (html, "scope", "col");
  if (kind != NULL)
    hm_html_attribute (html, "class", kind);
  hm_html_text (html, text);
  hm_html_end (html);
}

void
hm_site_row_heading_begin (HmHtml *html)
{
  hm_html_begin (html, "th");
  hm_html_attribute (html, "scope", "row");
}

const char *
hm_site_change_text (int tenths, char text[HM_SITE_CHANGE_SIZE])
{
  const char *sign = tenths > 0 ? "+" : tenths < 0 ? "\xe2\x88\x92" : "";

  g_snprintf (text, HM_SITE_CHANGE_SIZE, "%s%d.%d", sign, ABS (tenths) / 10, ABS (tenths) % 10);
  return text;
}

const char *
hm_site_share_text (double share, char text[HM_SITE_SHARE_SIZE])
{
  return g_ascii_formatd (text, HM_SITE_SHARE_SIZE, "%.2f", share);
}

const char *
hm_site_criticality_text (const HmRankRow *row, char text[HM_SITE_SHARE_SIZE])
{
  if (row->criticality.origin == HM_CRITICALITY_UNKNOWN)
    g_strlcpy (text, "n/a", HM_SITE_SHARE_SIZE);
  else
    hm_site_share_text (row->criticality.value, text);
  return text;
}

void
hm_site_score (HmHtml *html, int tenths, const char *band)
{
  char text[HM_SCORE_TEXT_SIZE];

  hm_html_begin (html, "b");
  hm_html_attribute_format (html, "class", "score %s",
                            band != NULL && tenths >= 0 ? hm_chart_band_class (band)
                                                        : hm_chart_score_class (tenths));
  hm_html_text (html, hm_score_text (tenths, text));
  hm_html_end (html);
}

gboolean
hm_site_write_overview (HmSite *site, HmSiteSink sink, gpointer data, GError **error)
{
  g_autoptr (GBytes) css = g_bytes_new_static (hm_site_css, hm_site_css_size);
  g_autoptr (GBytes) js = g_bytes_new_static (hm_site_js, hm_site_js_size);
  g_autoptr (GBytes) rows = hm_site_rows_script (site);

  return sink ("site.css", css, data, error) && sink ("site.js", js, data, error)
         && sink ("rows.js", rows, data, error) && hm_site_write_checks (site, sink, data, error)
         && hm_site_write_groups (site, sink, data, error)
         && hm_site_write_heat (site, sink, data, error)
         && hm_site_write_index (site, sink, data, error);
}
