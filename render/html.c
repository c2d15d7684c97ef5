/* SPDX-License-Identifier: Apache-2.0 */
#include "render/html.h"

#include "core/mask.h"
#include "render/link.h"

#include <string.h>

struct HmHtml {
  GString *out;
  GArray *open;    /* (element-type const char *) names of the elements that are not ended */
  guint svg_depth; /* how many are open where the outermost svg is the last; 0: not within one */
  gboolean is_tag_open;
};

/* Those of HTML that have no end, as far as they are used. */
static const char *const void_elements[] = { "br", "img", "input", "link", "meta", NULL };

/* A line end after these keeps lines short, for people and for what compares pages. */
static const char *const block_elements[] = {
  "caption", "dd",   "details", "div",     "dt", "h1", "h2",    "h3", "head", "li",
  "p",       "path", "pre",     "section", "td", "th", "title", "tr", "ul",   NULL,
};

/* Where they lead must be looked at, or they hold code. */
static gboolean
is_plain_attribute (const char *name)
{
  static const char *const other[] = { "href", "src",        "style",  "srcdoc",     "action",
                                       "data", "formaction", "srcset", "xlink:href", NULL };

  return *name != '\0' && !g_strv_contains (other, name) && !g_str_has_prefix (name, "on");
}

static gboolean
is_name (const char *name)
{
  for (const char *at = name; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && *at != '-')
      return FALSE;
  }
  return g_ascii_isalpha (*name);
}

HmHtml *
hm_html_new (void)
{
  HmHtml *html = g_new0 (HmHtml, 1);

  html->out = g_string_sized_new (16384);
  html->open = g_array_new (FALSE, FALSE, sizeof (const char *));
  g_string_append (html->out, "<!DOCTYPE html>\n");
  return html;
}

void
hm_html_free (HmHtml *html)
{
  if (html == NULL)
    return;
  if (html->out != NULL)
    g_string_free (html->out, TRUE);
  g_array_unref (html->open);
  g_free (html);
}

static const char *
last_open (const HmHtml *html)
{
  return html->open->len > 0 ? g_array_index (html->open, const char *, html->open->len - 1) : "";
}

static void
last_pop (HmHtml *html)
{
  if (html->open->len == html->svg_depth)
    html->svg_depth = 0;
  g_array_set_size (html->open, html->open->len - 1);
}

/* What follows is no attribute of the element that was begun. */
static void
tag_close (HmHtml *html)
{
  if (!html->is_tag_open)
    return;
  g_string_append_c (html->out, '>');
  html->is_tag_open = FALSE;
  if (g_strv_contains (void_elements, last_open (html))) {
    g_string_append_c (html->out, '\n');
    last_pop (html);
  }
}

void
hm_html_begin (HmHtml *html, const char *element)
{
  g_assert (is_name (element) && !g_str_equal (element, "style"));
  tag_close (html);
  g_assert (!g_str_equal (last_open (html), "script"));
  g_string_append_printf (html->out, "<%s", element);
  g_array_append_val (html->open, element);
  if (html->svg_depth == 0 && g_str_equal (element, "svg"))
    html->svg_depth = html->open->len;
  html->is_tag_open = TRUE;
}

void
hm_html_end (HmHtml *html)
{
  const char *element;

  if (html->is_tag_open && g_strv_contains (void_elements, last_open (html))) {
    tag_close (html);
    return;
  }
  g_assert (html->open->len > 0);
  element = last_open (html);
  if (html->is_tag_open && html->svg_depth > 0)
    g_string_append (html->out, "/>");
  else
    g_string_append_printf (html->out, "%s</%s>", html->is_tag_open ? ">" : "", element);
  html->is_tag_open = FALSE;
  if (g_strv_contains (block_elements, element))
    g_string_append_c (html->out, '\n');
  last_pop (html);
}

static gboolean
is_harmless (const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (*at < ' ' || *at > '~' || *at == '&' || *at == '<' || *at == '>' || *at == '"'
        || *at == '\'')
      return FALSE;
  }
  return TRUE;
}

static void
escaped_append (GString *out, const char *text)
{
  g_autoptr (GString) visible = NULL;

  if (is_harmless (text)) {
    g_string_append (out, text);
    return;
  }
  visible = g_string_new (NULL);
  hm_mask_terminal (visible, text, -1, FALSE);
  hm_mask_xml (out, visible->str, (gssize) visible->len);
}

/* @value is fit to stand between double quotes. */
static void
attribute_append (HmHtml *html, const char *name, const char *value)
{
  g_assert (html->is_tag_open);
  g_string_append_printf (html->out, " %s=\"%s\"", name, value);
}

void
hm_html_attribute (HmHtml *html, const char *name, const char *value)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  g_assert (is_name (name) && is_plain_attribute (name));
  escaped_append (escaped, value);
  attribute_append (html, name, escaped->str);
}

void
hm_html_attribute_format (HmHtml *html, const char *name, const char *format, ...)
{
  g_autofree char *value = NULL;
  va_list arguments;

  va_start (arguments, format);
  value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hm_html_attribute (html, name, value);
}

void
hm_html_attribute_tenths (HmHtml *html, const char *name, int tenths)
{
  const guint size = (guint) ABS (tenths);

  g_assert (is_name (name) && is_plain_attribute (name) && html->is_tag_open);
  g_string_append_printf (html->out, " %s=\"%s%u", name, tenths < 0 ? "-" : "", size / 10);
  if (size % 10 != 0)
    g_string_append_printf (html->out, ".%u", size % 10);
  g_string_append_c (html->out, '"');
}

void
hm_html_attribute_path (HmHtml *html, const char *name, const char *path)
{
  g_assert (g_str_equal (name, "href") || g_str_equal (name, "src"));
  for (const char *at = path; *at != '\0'; at++)
    g_assert (g_ascii_islower (*at) || g_ascii_isdigit (*at) || strchr ("./#-", *at) != NULL);
  attribute_append (html, name, path);
}

gboolean
hm_html_attribute_url (HmHtml *html, const char *url)
{
  g_autoptr (GString) target = g_string_new (NULL);

  if (!hm_link_append_url (target, url))
    return FALSE;
  attribute_append (html, "href", target->str);
  return TRUE;
}

void
hm_html_begin_evidence (HmHtml *html, const HmReport *report, const HmEvidence *evidence)
{
  g_autoptr (GString) target = g_string_new (NULL);

  if (!hm_link_append_evidence (target, report, evidence)) {
    hm_html_begin (html, "code");
    return;
  }
  hm_html_begin (html, "a");
  attribute_append (html, "href", target->str);
}

void
hm_html_text (HmHtml *html, const char *text)
{
  tag_close (html);
  g_assert (!g_str_equal (last_open (html), "script"));
  escaped_append (html->out, text);
}

void
hm_html_text_format (HmHtml *html, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hm_html_text (html, text);
}

gsize
hm_html_text_size (const char *text)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  escaped_append (escaped, text);
  return escaped->len;
}

void
hm_html_leaf (HmHtml *html, const char *element, const char *class, const char *text)
{
  hm_html_begin (html, element);
  if (class != NULL)
    hm_html_attribute (html, "class", class);
  hm_html_text (html, text);
  hm_html_end (html);
}

void
hm_html_leaf_format (HmHtml *html, const char *element, const char *class, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hm_html_leaf (html, element, class, text);
}

gsize
hm_html_size (const HmHtml *html)
{
  return html->out->len;
}

GBytes *
hm_html_finish (HmHtml *html)
{
  tag_close (html);
  g_assert (html->open->len == 0);
  g_string_append_c (html->out, '\n');
  return g_string_free_to_bytes (g_steal_pointer (&html->out));
}
