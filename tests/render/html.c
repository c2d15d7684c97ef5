/* SPDX-License-Identifier: Apache-2.0 */
#include "render/html.h"

#include <string.h>

static char *
finished_text (HmHtml *html)
{
  g_autoptr (GBytes) bytes = hm_html_finish (html);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  return g_strndup (text, size);
}

static guint
character_count (const char *text, char wanted)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == wanted ? 1 : 0;
  return n;
}

static void
test_elements (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();
  g_autofree char *text = NULL;

  hm_html_begin (html, "p");
  hm_html_attribute (html, "class", "a");
  hm_html_text (html, "one");
  hm_html_begin (html, "br");
  hm_html_end (html);
  hm_html_leaf (html, "b", NULL, "two");
  hm_html_begin (html, "svg");
  hm_html_begin (html, "circle");
  hm_html_attribute_tenths (html, "r", -125);
  hm_html_end (html);
  hm_html_end (html);
  hm_html_begin (html, "i");
  hm_html_end (html);
  hm_html_end (html);
  text = finished_text (html);
  g_assert_cmpstr (text, ==,
                   "<!DOCTYPE html>\n<p class=\"a\">one<br>\n<b>two</b>"
                   "<svg><circle r=\"-12.5\"/></svg><i></i></p>\n\n");
}

/*
 * Neither as text nor as the value of an attribute does any byte, or any pair of those that mean
 * something, begin or end a tag or a value.
 */
static void
test_no_input_yields_a_tag (void)
{
  static const char special[] = "<>\"'&/!-=` \n\tax\xe2\x80\xae\xff\xc3";

  for (gsize i = 0; i < sizeof special; i++) {
    for (int byte = 1; byte < 256; byte++) {
      const char input[] = { (char) byte, special[i], '<', 'b', '>', '"', '\0' };
      g_autoptr (HmHtml) html = hm_html_new ();
      g_autofree char *text = NULL;

      hm_html_begin (html, "p");
      hm_html_attribute (html, "title", input);
      hm_html_text (html, input);
      hm_html_end (html);
      text = finished_text (html);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      /* The document type, <p> and </p>. */
      g_assert_cmpuint (character_count (text, '<'), ==, 3);
      g_assert_cmpuint (character_count (text, '>'), ==, 3);
      g_assert_cmpuint (character_count (text, '"'), ==, 2);
    }
  }
}

static void
test_what_turns_text_around_is_spelt_out (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();
  g_autofree char *text = NULL;

  hm_html_leaf (html, "p", NULL,
                "a\xe2\x80\xae"
                "b\x01"
                "c");
  text = finished_text (html);
  g_assert_nonnull (strstr (text, "<p>a\\u{202E}b\\x01c</p>"));
}

static void
test_links_lead_to_the_web_alone (void)
{
  static const char *const others[] = {
    "javascript:alert(1)", " https://a.test", "data:text/html,x", "//a.test", "",
    "file:///etc/passwd",  "HTTPSX://a"
  };
  g_autoptr (HmHtml) html = hm_html_new ();
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    hm_html_begin (html, "a");
    g_assert_false (hm_html_attribute_url (html, others[i]));
    hm_html_end (html);
  }
  hm_html_begin (html, "a");
  g_assert_true (hm_html_attribute_url (html, "https://a.test/\"><b>?x=1&y"));
  hm_html_end (html);
  text = finished_text (html);
  g_assert_cmpuint (character_count (text, '"'), ==, 2);
  g_assert_nonnull (strstr (text, "href=\"https://a.test/%22%3E%3Cb%3E?x=1&amp;y\""));
}

static void
attribute_that_leads_somewhere (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();

  hm_html_begin (html, "a");
  hm_html_attribute (html, "href", "javascript:alert(1)");
}

static void
path_of_another (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();

  hm_html_begin (html, "a");
  hm_html_attribute_path (html, "href", "javascript:alert(1)");
}

static void
handler (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();

  hm_html_begin (html, "a");
  hm_html_attribute (html, "onclick", "x");
}

static void
text_in_a_script (void)
{
  g_autoptr (HmHtml) html = hm_html_new ();

  hm_html_begin (html, "script");
  hm_html_text (html, "x");
}

/* Each is a mistake of the program's own, which ends it. */
static void
test_no_way_around (void)
{
  static void (*const ways[]) (void) = { attribute_that_leads_somewhere, path_of_another, handler,
                                         text_in_a_script };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *path = g_strdup_printf ("/html/subprocess/%u", (guint) i);

    g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed ();
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/elements", test_elements);
  g_test_add_func ("/html/no-input-yields-a-tag", test_no_input_yields_a_tag);
  g_test_add_func ("/html/what-turns-text-around-is-spelt-out",
                   test_what_turns_text_around_is_spelt_out);
  g_test_add_func ("/html/links-lead-to-the-web-alone", test_links_lead_to_the_web_alone);
  g_test_add_func ("/html/no-way-around", test_no_way_around);
  g_test_add_func ("/html/subprocess/0", attribute_that_leads_somewhere);
  g_test_add_func ("/html/subprocess/1", path_of_another);
  g_test_add_func ("/html/subprocess/2", handler);
  g_test_add_func ("/html/subprocess/3", text_in_a_script);
  return g_test_run ();
}
