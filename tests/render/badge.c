/* SPDX-License-Identifier: Apache-2.0 */
#include "render/badge.h"

#include "core/limits.h"

#include <locale.h>
#include <string.h>

static const HmBadgeStyle flat = { .shape = HM_BADGE_FLAT, .label = "scorecard" };

static GString *
svg_make (const HmBadge *badge, const HmBadgeStyle *style)
{
  GString *out = g_string_new (NULL);

  hm_badge_svg (out, badge, style);
  return out;
}

/* What follows the title: everything that is seen. Returns: (owned) */
static char *
picture_make (const char *label, const char *message)
{
  const HmBadgeStyle style = { .shape = HM_BADGE_FLAT, .label = label };
  const HmBadge badge = { .message = message, .band = "good" };
  g_autoptr (GString) out = svg_make (&badge, &style);

  return g_strdup (strstr (out->str, "</title>"));
}

static void
assert_same_picture (const char *message, const char *other)
{
  g_autofree char *a = picture_make ("label", message);
  g_autofree char *b = picture_make ("label", other);

  g_assert_cmpstr (a, ==, b);
}

typedef struct {
  const char *file;
  HmBadgeShape shape;
  const char *label;
  const char *message;
  const char *band;
  const char *accessible;
  const char *link;
} Golden;

static const Golden goldens[] = {
  { "flat-0.0", HM_BADGE_FLAT, "scorecard", "0.0", "poor", "0.0 out of 10", NULL },
  { "flat-1.9", HM_BADGE_FLAT, "scorecard", "1.9", "poor", "1.9 out of 10", NULL },
  { "flat-2.0", HM_BADGE_FLAT, "scorecard", "2.0", "weak", "2.0 out of 10", NULL },
  { "flat-4.9", HM_BADGE_FLAT, "scorecard", "4.9", "weak", "4.9 out of 10", NULL },
  { "flat-5.0", HM_BADGE_FLAT, "scorecard", "5.0", "fair", "5.0 out of 10", NULL },
  { "flat-7.9", HM_BADGE_FLAT, "scorecard", "7.9", "fair", "7.9 out of 10", NULL },
  { "flat-8.0", HM_BADGE_FLAT, "scorecard", "8.0", "good", "8.0 out of 10", NULL },
  { "flat-9.9", HM_BADGE_FLAT, "scorecard", "9.9", "good", "9.9 out of 10", NULL },
  { "flat-10", HM_BADGE_FLAT, "scorecard", "10", "good", "10 out of 10", NULL },
  { "flat-na", HM_BADGE_FLAT, "scorecard", "n/a", "unknown", "not known", NULL },
  { "flat-partial", HM_BADGE_FLAT, "scorecard", "8.7 partial", "good", NULL, NULL },
  { "flat-no-label", HM_BADGE_FLAT, "", "8.7", "good", NULL, NULL },
  { "flat-linked", HM_BADGE_FLAT, NULL, "8.7", "good", NULL, "https://example.org/?a=1&b='\"<>" },
  { "flat-hostile", HM_BADGE_FLAT, "<script>&\"'\x01\x1b[31m\t\n\x7f\xe2\x80\xae\xff",
    "]]>--></svg>", "no such band", NULL, "javascript:alert(1)" },
  { "flat-square", HM_BADGE_FLAT_SQUARE, "scorecard", "8.7", "good", NULL, NULL },
  { "for-the-badge", HM_BADGE_FOR_THE_BADGE, "scorecard", "8.7 partial", "good", NULL, NULL },
};

static void
test_golden (gconstpointer data)
{
  const Golden *golden = data;
  const HmBadgeStyle style = { golden->shape, golden->label, golden->link, 0 };
  const HmBadge badge = { golden->message, golden->band, golden->accessible, NULL };
  g_autofree char *file =
      g_strdup_printf (SOURCE_ROOT "/tests/render/goldens/%s.svg", golden->file);
  g_autoptr (GString) out = svg_make (&badge, &style);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("HALLMARK_UPDATE_GOLDENS") != NULL) {
    g_file_set_contents (file, out->str, (gssize) out->len, &error);
    g_assert_no_error (error);
  }
  g_file_get_contents (file, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_size (void)
{
  const HmBadge badge = { "8.7", "good", "8.7 out of 10", NULL };
  g_autoptr (GString) out = svg_make (&badge, &flat);

  g_assert_cmpuint (out->len, <=, 2200);
  g_assert_cmpint (out->str[out->len - 1], ==, '\n');
}

static void
test_geometry (void)
{
  const HmBadge badge = { "8.7", "good", NULL, NULL };
  HmBadgeStyle style = flat;
  guint width, height;

  hm_badge_size (&badge, &style, &width, &height);
  g_assert_cmpuint (width, ==, 94);
  g_assert_cmpuint (height, ==, 20);
  style.shape = HM_BADGE_FLAT_SQUARE;
  hm_badge_size (&badge, &style, &width, &height);
  g_assert_cmpuint (width, ==, 94);
  g_assert_cmpuint (height, ==, 20);
  style.shape = HM_BADGE_FOR_THE_BADGE;
  hm_badge_size (&badge, &style, &width, &height);
  g_assert_cmpuint (width, ==, 141);
  g_assert_cmpuint (height, ==, 28);
  style = (HmBadgeStyle){ .shape = HM_BADGE_FLAT, .label = "" };
  hm_badge_size (&badge, &style, &width, &height);
  g_assert_cmpuint (width, ==, 30);
}

static void
test_shape_names (void)
{
  static const char *const not_shapes[] = { "", "Flat", "flat ", "plastic", "for-the-badge-" };
  HmBadgeShape shape = HM_BADGE_FLAT_SQUARE;

  g_assert_true (hm_badge_shape_parse ("flat", &shape));
  g_assert_cmpint (shape, ==, HM_BADGE_FLAT);
  g_assert_true (hm_badge_shape_parse ("for-the-badge", &shape));
  g_assert_cmpint (shape, ==, HM_BADGE_FOR_THE_BADGE);
  g_assert_true (hm_badge_shape_parse ("flat-square", &shape));
  g_assert_cmpint (shape, ==, HM_BADGE_FLAT_SQUARE);
  for (guint i = 0; i < G_N_ELEMENTS (not_shapes); i++)
    g_assert_false (hm_badge_shape_parse (not_shapes[i], &shape));
  g_assert_cmpint (shape, ==, HM_BADGE_FLAT_SQUARE);
}

static void
test_other_characters (void)
{
  assert_same_picture ("na\xc3\xafve", "na?ve");
  assert_same_picture ("\xf0\x9f\x92\xa9", "?");
  assert_same_picture ("e\xcc\x81", "e?");
  assert_same_picture ("a\tb\x7f", "a?b?");
  /* Not UTF-8: one for each byte. */
  assert_same_picture ("\xff\xfe", "??");
  assert_same_picture ("a\xe2\x82", "a??");
  assert_same_picture ("\xc0\xaf", "??");
}

static void
test_cut (void)
{
  g_autofree char *at_limit = g_strnfill (HM_BADGE_TEXT_MAX, 'a');
  g_autofree char *past_limit = g_strnfill (HM_BADGE_TEXT_MAX + 1, 'a');
  g_autofree char *huge = g_strnfill (1 << 20, 'a');
  g_autofree char *head = g_strnfill (HM_BADGE_TEXT_MAX - 3, 'a');
  g_autofree char *cut = g_strconcat (head, "...", NULL);
  g_autoptr (GString) wide_at_limit = g_string_new (NULL);
  g_autofree char *questions = g_strnfill (HM_BADGE_TEXT_MAX, '?');
  g_autofree char *whole = picture_make ("label", at_limit);
  g_autofree char *shortened = picture_make ("label", cut);
  const HmBadge badge = { past_limit, "good", NULL, NULL };
  g_autoptr (GString) out = svg_make (&badge, &flat);

  g_assert_cmpstr (whole, !=, shortened);
  assert_same_picture (past_limit, cut);
  assert_same_picture (huge, cut);
  /* Characters count, not bytes. */
  for (guint i = 0; i < HM_BADGE_TEXT_MAX; i++)
    g_string_append (wide_at_limit, "\xe2\x82\xac");
  assert_same_picture (wide_at_limit->str, questions);
  /* The title is not cut. */
  g_assert_nonnull (strstr (out->str, past_limit));
}

static void
test_upper_case_in_the_picture_only (void)
{
  const HmBadgeStyle style = { .shape = HM_BADGE_FOR_THE_BADGE, .label = "scorecard" };
  const HmBadgeStyle upper = { .shape = HM_BADGE_FOR_THE_BADGE, .label = "SCORECARD" };
  const HmBadge badge = { "n/a", "unknown", NULL, NULL };
  g_autoptr (GString) a = svg_make (&badge, &style);
  g_autoptr (GString) b = svg_make (&badge, &upper);

  g_assert_nonnull (strstr (a->str, "<title>scorecard: n/a</title>"));
  g_assert_cmpstr (strstr (a->str, "</title>"), ==, strstr (b->str, "</title>"));
}

static void
test_default_label (void)
{
  const HmBadgeStyle style = { .shape = HM_BADGE_FLAT };
  const HmBadge badge = { "8.7", "good", "8.7 out of 10", NULL };
  g_autoptr (GString) out = svg_make (&badge, &style);

  g_assert_nonnull (strstr (out->str, " role=\"img\" aria-label=\"hallmark: 8.7 out of 10\">"
                                      "<title>hallmark: 8.7 out of 10</title>"));
}

static void
test_link_schemes (void)
{
  static const char *const bad[] = {
    "",
    "https://",
    "http://example.org/",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " https://example.org/",
    "https:example.org",
    "//example.org/",
    "data:text/html,x",
    "https://example.org/ x",
    "https://example.org/\n",
    "https://example.org/\x01",
    "https://example.org/\x7f",
    "https://example.org/\xff",
    "https://example.org/\xe2\x80\xae",
  };
  static const char *const good[] = { "https://example.org", "HTTPS://example.org/a?b#c" };
  const HmBadge badge = { "8.7", "good", NULL, NULL };
  HmBadgeStyle style = flat;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GString) out = NULL;

    style.link = bad[i];
    out = svg_make (&badge, &style);
    g_assert_null (strstr (out->str, "<a"));
    g_assert_null (strstr (out->str, "href"));
  }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *start = g_strdup_printf ("<a href=\"%s\"><g role=\"img\" ", good[i]);
    g_autoptr (GString) out = NULL;

    style.link = good[i];
    out = svg_make (&badge, &style);
    g_assert_nonnull (strstr (out->str, start));
    g_assert_true (g_str_has_suffix (out->str, "</g></a></svg>\n"));
  }
}

/* What a parser makes of a badge. */
typedef struct {
  GString *title;
  char *aria_label;
  gboolean is_in_title;
} Parsed;

static void
element_start (GMarkupParseContext *context, const char *name, const char **keys,
               const char **values, gpointer data, GError **error)
{
  Parsed *parsed = data;

  (void) context;
  (void) error;
  parsed->is_in_title = strcmp (name, "title") == 0;
  for (guint i = 0; keys[i] != NULL; i++) {
    g_assert_cmpstr (keys[i], !=, "id");
    if (strcmp (keys[i], "aria-label") == 0)
      parsed->aria_label = g_strdup (values[i]);
  }
}

static void
element_end (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  (void) context;
  (void) name;
  (void) error;
  ((Parsed *) data)->is_in_title = FALSE;
}

static void
text_seen (GMarkupParseContext *context, const char *text, gsize size, gpointer data,
           GError **error)
{
  Parsed *parsed = data;

  (void) context;
  (void) error;
  if (parsed->is_in_title)
    g_string_append_len (parsed->title, text, (gssize) size);
}

static void
assert_well_formed (const char *label, const char *expected_title)
{
  static const GMarkupParser parser = { element_start, element_end, text_seen, NULL, NULL };
  const HmBadgeStyle style = { .shape = HM_BADGE_FLAT, .label = label };
  const HmBadge badge = { "8.7", "good", NULL, NULL };
  Parsed parsed = { g_string_new (NULL), NULL, FALSE };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &parsed, NULL);
  g_autoptr (GString) out = svg_make (&badge, &style);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, out->str, (gssize) out->len, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parsed.title->str, ==, parsed.aria_label);
  if (expected_title != NULL)
    g_assert_cmpstr (parsed.title->str, ==, expected_title);
  for (gsize i = 0; i + 1 < out->len; i++)
    g_assert_cmpuint ((guchar) out->str[i], >=, 0x20);
  g_string_free (parsed.title, TRUE);
  g_free (parsed.aria_label);
}

static void
test_well_formed (void)
{
  assert_well_formed ("<a b='c' d=\"e\">&amp;]]>", "<a b='c' d=\"e\">&amp;]]>: 8.7");
  assert_well_formed ("gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f: 8.7");
  assert_well_formed ("a\tb\r\nc", "a b  c: 8.7");
  assert_well_formed ("a\x01\x1b\x0c"
                      "b",
                      "ab: 8.7");
  for (int byte = 1; byte <= 0xff; byte++) {
    const char label[] = { 'a', (char) byte, 'b', (char) byte, '\0' };

    assert_well_formed (label, NULL);
  }
}

/* Inlined in one page, badges of any state and shape bring the same rule and no id. */
static void
test_inlined_together (void)
{
  static const char rule[] =
      "<style>@media(prefers-color-scheme:dark){.hm-6e7681{fill:#6e7681}}</style>"
      "<path class=\"hm-6e7681\" fill=\"#444c56\" ";

  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++) {
    const HmBadgeStyle style = { goldens[i].shape, goldens[i].label, goldens[i].link, 0 };
    const HmBadge badge = { goldens[i].message, goldens[i].band, goldens[i].accessible, NULL };
    g_autoptr (GString) out = svg_make (&badge, &style);
    const char *first = strstr (out->str, "<style");

    g_assert_null (strstr (out->str, " id="));
    g_assert_null (strstr (out->str, "url("));
    if (style.label != NULL && style.label[0] == '\0') {
      g_assert_null (first);
      continue;
    }
    g_assert_nonnull (first);
    g_assert_true (g_str_has_prefix (first, rule));
    g_assert_null (strstr (first + 1, "<style"));
  }
}

static gpointer
goldens_thread (gpointer data)
{
  GString *out = g_string_new (NULL);

  (void) data;
  for (guint round = 0; round < 20; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (goldens); i++) {
      const HmBadgeStyle style = { goldens[i].shape, goldens[i].label, goldens[i].link, 0 };
      const HmBadge badge = { goldens[i].message, goldens[i].band, goldens[i].accessible, NULL };

      hm_badge_svg (out, &badge, &style);
    }
  }
  return out;
}

static void
test_threads (void)
{
  g_autoptr (GString) here = goldens_thread (NULL);
  GThread *threads[] = { g_thread_new ("a", goldens_thread, NULL),
                         g_thread_new ("b", goldens_thread, NULL) };
  const gsize round = here->len / 20;

  g_assert_true (memcmp (here->str, here->str + 19 * round, round) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autoptr (GString) there = g_thread_join (threads[i]);

    g_assert_true (g_string_equal (here, there));
  }
}

static void
test_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "de_DE",       "fr_FR.UTF-8", "fr_FR",
                                         "es_ES.UTF-8", "it_IT.UTF-8", "ru_RU.UTF-8" };
  const HmBadge badge = { "8.7", "good", NULL, NULL };
  g_autoptr (GString) svg = svg_make (&badge, &flat);
  g_autoptr (GBytes) pdf = hm_badge_pdf (&badge, &flat, 0, NULL);
  g_autoptr (GString) svg_under = NULL;
  g_autoptr (GBytes) pdf_under = NULL;
  guint i = 0;

  while (i < G_N_ELEMENTS (locales) && setlocale (LC_ALL, locales[i]) == NULL)
    i++;
  if (i == G_N_ELEMENTS (locales)) {
    g_test_skip ("no locale with a decimal comma is installed");
    return;
  }
  svg_under = svg_make (&badge, &flat);
  pdf_under = hm_badge_pdf (&badge, &flat, 0, NULL);
  setlocale (LC_ALL, "C");
  g_assert_cmpstr (svg_under->str, ==, svg->str);
  g_assert_true (g_bytes_equal (pdf_under, pdf));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A machine without a single font has to give the same bytes. */
  g_setenv ("FONTCONFIG_FILE", "/dev/null", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++) {
    g_autofree char *path = g_strconcat ("/badge/golden/", goldens[i].file, NULL);

    g_test_add_data_func (path, &goldens[i], test_golden);
  }
  g_test_add_func ("/badge/at-most-2200-bytes", test_size);
  g_test_add_func ("/badge/geometry", test_geometry);
  g_test_add_func ("/badge/shape-names", test_shape_names);
  g_test_add_func ("/badge/other-characters-as-question-marks", test_other_characters);
  g_test_add_func ("/badge/long-text-is-cut", test_cut);
  g_test_add_func ("/badge/upper-case-in-the-picture-only", test_upper_case_in_the_picture_only);
  g_test_add_func ("/badge/default-label", test_default_label);
  g_test_add_func ("/badge/https-links-only", test_link_schemes);
  g_test_add_func ("/badge/well-formed", test_well_formed);
  g_test_add_func ("/badge/inlined-together", test_inlined_together);
  g_test_add_func ("/badge/same-bytes-from-threads", test_threads);
  g_test_add_func ("/badge/same-bytes-in-any-locale", test_locale);
  return g_test_run ();
}
