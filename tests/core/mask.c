/* SPDX-License-Identifier: Apache-2.0 */
#include "core/mask.h"

typedef struct {
  const char *input;
  gssize size;
  const char *expected;
} Case;

static void
assert_terminal (const Case *c, gboolean ascii)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_mask_terminal (out, c->input, c->size, ascii);
  g_assert_cmpstr (out->str, ==, c->expected);
}

static void
terminal_controls (void)
{
  const Case cases[] = {
    { "plain text", -1, "plain text" },
    { "", -1, "" },
    { NULL, -1, "" },
    { "a\033[31mb", -1, "a\\x1b[31mb" },
    { "a\nb\tc\rd", -1, "a\\x0ab\\x09c\\x0dd" },
    { "\x7f", -1, "\\x7f" },
    { "a\0b", 3, "a\\x00b" },
    { "\xc2\x9b"
      "31m",
      -1, "\\u{009B}31m" }, /* C1 CSI */
    { "\xe2\x80\xae"
      "gpj.exe",
      -1, "\\u{202E}gpj.exe" },                                 /* right-to-left override */
    { "\xe2\x81\xa6x\xe2\x81\xa9", -1, "\\u{2066}x\\u{2069}" }, /* isolates */
    { "a\xe2\x80\x8b"
      "b",
      -1, "a\\u{200B}b" },                    /* zero-width space */
    { "\xe2\x80\xa8", -1, "\\u{2028}" },      /* line separator */
    { "\xf3\xa0\x81\x81", -1, "\\u{E0041}" }, /* tag character */
    { "caf\xc3\xa9 \xe6\xbc\xa2", -1, "caf\xc3\xa9 \xe6\xbc\xa2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_terminal (&cases[i], FALSE);
}

static void
terminal_invalid_bytes (void)
{
  const Case cases[] = {
    { "\xff\xfe", -1, "\\xff\\xfe" },
    { "a\xc3", -1, "a\\xc3" },                 /* cut in the middle of a character */
    { "\xed\xa0\x80", -1, "\\xed\\xa0\\x80" }, /* surrogate */
    { "\xc0\xaf", -1, "\\xc0\\xaf" },          /* overlong */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_terminal (&cases[i], FALSE);
}

static void
terminal_ascii (void)
{
  assert_terminal (&(Case){ "caf\xc3\xa9", -1, "caf\\u{00E9}" }, TRUE);
}

/* A CI job's log is read for orders to the runner: no text of the subject may give one. */
static void
terminal_orders (void)
{
  const Case cases[] = {
    { "::error::x", -1, "\\x3a:error::x" },
    { "  ::set-output name=a::b", -1, "  \\x3a:set-output name=a::b" },
    { "a ::stop-commands::b", -1, "a \\x3a:stop-commands::b" },
    { "a\n::error::x", -1, "a\\x0a\\x3a:error::x" },
    { "a\xe2\x80\x83::error::x", -1, "a\xe2\x80\x83\\x3a:error::x" }, /* an em space */
    { ":::", -1, "\\x3a::" },
    { "std::string", -1, "std::string" },
    { "a:b : :c", -1, "a:b : :c" },
    { ":", -1, ":" },
    { "##[error]x", -1, "\\x23#[error]x" },
    { "a##[group]", -1, "a\\x23#[group]" },
    { "###[x", -1, "#\\x23#[x" },
    { "##vso[task.complete]", -1, "\\x23#vso[task.complete]" },
    { "##teamcity[x", -1, "\\x23#teamcity[x" },
    { "## heading [x]", -1, "## heading [x]" },
    { "##", -1, "##" },
    { "##a", -1, "##a" },
    { "#[x]", -1, "#[x]" },
    { "##[error]x", 2, "##" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_terminal (&cases[i], FALSE);
}

/* However a text is cut, what comes out is valid UTF-8 and holds no control character. */
static void
every_cut_is_valid (void)
{
  const char text[] =
      "a\033\xc2\x9b\xe2\x80\xae<&>\"'\xf0\x9f\x98\x80\xff\xed\xa0\x80`|*_[x](y)@m\n";

  for (gsize size = 0; size <= sizeof text; size++) {
    g_autoptr (GString) terminal = g_string_new (NULL);
    g_autoptr (GString) xml = g_string_new (NULL);
    g_autoptr (GString) utf8 = g_string_new (NULL);
    g_autoptr (GString) markdown = g_string_new (NULL);

    hm_mask_terminal (terminal, text, (gssize) size, FALSE);
    hm_mask_xml (xml, text, (gssize) size);
    hm_mask_utf8 (utf8, text, (gssize) size);
    hm_mask_markdown (markdown, text, (gssize) size);
    g_assert_true (g_utf8_validate_len (terminal->str, terminal->len, NULL));
    g_assert_true (g_utf8_validate_len (xml->str, xml->len, NULL));
    g_assert_true (g_utf8_validate_len (utf8->str, utf8->len, NULL));
    g_assert_true (g_utf8_validate_len (markdown->str, markdown->len, NULL));
    for (gsize i = 0; i < terminal->len; i++)
      g_assert_false (g_ascii_iscntrl (terminal->str[i]));
  }
}

static void
xml (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_mask_xml (out, "<script>&\"' \x01\x0b\xef\xbf\xbe\xff", -1);
  g_assert_cmpstr (out->str, ==, "&lt;script&gt;&amp;&quot;&#39; \xef\xbf\xbd");
}

static void
utf8_keeps_different_paths_different (void)
{
  g_autoptr (GString) a = g_string_new (NULL);
  g_autoptr (GString) b = g_string_new (NULL);

  hm_mask_utf8 (a, "x\xfe", -1);
  hm_mask_utf8 (b, "x\xff", -1);
  g_assert_cmpstr (a->str, ==, "x\\xfe");
  g_assert_cmpstr (b->str, ==, "x\\xff");
}

static void
markdown_is_inert (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_mask_markdown (out, "[a](http://b) <img> `c` *d* | @all\n#1 www.e", -1);
  g_assert_cmpstr (out->str, ==,
                   "\\[a\\]\\(http&#58;//b\\) &lt;img&gt; \\`c\\` \\*d\\* \\| \\@&#8203;all "
                   "\\#&#8203;1 www&#46;e");
}

static void
url_segment (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hm_mask_url_segment (out, "a b/c?d%\xc3\xa9~._-", -1);
  g_assert_cmpstr (out->str, ==, "a%20b%2Fc%3Fd%25%C3%A9~._-");
}

static void
columns (void)
{
  g_assert_cmpuint (hm_text_columns (""), ==, 0);
  g_assert_cmpuint (hm_text_columns ("abc"), ==, 3);
  g_assert_cmpuint (hm_text_columns ("\xe6\xbc\xa2"), ==, 2);
  g_assert_cmpuint (hm_text_columns ("e\xcc\x81"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask/terminal/controls", terminal_controls);
  g_test_add_func ("/mask/terminal/invalid-bytes", terminal_invalid_bytes);
  g_test_add_func ("/mask/terminal/ascii", terminal_ascii);
  g_test_add_func ("/mask/terminal/orders-to-a-runner", terminal_orders);
  g_test_add_func ("/mask/every-cut-is-valid", every_cut_is_valid);
  g_test_add_func ("/mask/xml", xml);
  g_test_add_func ("/mask/utf8/keeps-different-paths-different",
                   utf8_keeps_different_paths_different);
  g_test_add_func ("/mask/markdown/is-inert", markdown_is_inert);
  g_test_add_func ("/mask/url-segment", url_segment);
  g_test_add_func ("/mask/columns", columns);
  return g_test_run ();
}
