/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The risk map: the weaker the further to the right, the more critical the higher, so that the eye
 * goes to the upper right corner.
 */
#include "render/chart_risk.h"

#include "core/number.h"

#define RADIUS 55
#define LETTERS_HEIGHT 140

/* What a picture has room for. */
typedef struct {
  HmChartRoom room;
  /* px */
  int width;
  int height;
  /* Of the plot. */
  int left;
  int top;
  int plot_width;
  int plot_height;
  /* Of the links: how many, and how many bytes. */
  gsize n_links_max;
  gsize n_link_bytes;
  gsize n_named_max;
  int name_width;
} Layout;

static const Layout broad = {
  .room = HM_CHART_BROAD,
  .width = 760,
  .height = 450,
  .left = 500,
  .top = 150,
  .plot_width = 6300,
  .plot_height = 3900,
  .n_links_max = HM_CHART_LINKS_MAX,
  .n_link_bytes = 75000,
  .n_named_max = 12,
  .name_width = HM_CHART_NAME_WIDTH,
};

/* Fingers hit no more of them; the table beneath has all. */
static const Layout narrow = {
  .room = HM_CHART_NARROW,
  .width = HM_CHART_NARROW_WIDTH,
  .height = 340,
  .left = 470,
  .top = 150,
  .plot_width = 2550,
  .plot_height = 2800,
  .n_links_max = 25,
  .n_link_bytes = 12000,
  .n_named_max = 5,
  .name_width = 1200,
};

/* What is drawn. */
typedef struct {
  const HmChartDot *dots;
  gsize n_dots;
  /* How many lie at each place; see place_of(). */
  guint *counts;
} Marks;

#define N_PLACES (101u * 101u)

/* Bytes of a link, but for its name, which stands there three times. */
#define LINK_BYTES 330u

/* A rectangle that something takes up. */
typedef struct {
  int left;
  int top;
  int right;
  int bottom;
} Box;

static int
right_of (const Layout *layout)
{
  return layout->left + layout->plot_width;
}

static int
bottom_of (const Layout *layout)
{
  return layout->top + layout->plot_height;
}

static int
x_of (const Layout *layout, int floor)
{
  return layout->left + layout->plot_width - layout->plot_width * floor / 100;
}

static int
y_of (const Layout *layout, int criticality_percent)
{
  return bottom_of (layout) - layout->plot_height * criticality_percent / 100;
}

static guint
place_of (const HmChartDot *dot)
{
  return (guint) (dot->floor * 101 + dot->criticality_percent);
}

static gboolean
is_apart (const Box *a, const Box *b)
{
  return a->right <= b->left || b->right <= a->left || a->bottom <= b->top || b->bottom <= a->top;
}

static Box
dot_box (const Layout *layout, const HmChartDot *dot)
{
  const int x = x_of (layout, dot->floor);
  const int y = y_of (layout, dot->criticality_percent);

  return (Box){ x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS };
}

static void
scales_append (HmHtml *html, const Layout *layout)
{
  for (int i = 0; i <= 10; i += 2) {
    g_autofree char *floor = g_strdup_printf ("%d", i);
    g_autofree char *criticality = i == 10 ? g_strdup ("1") : g_strdup_printf ("0.%d", i);

    hm_chart_line (html, "grid", x_of (layout, i * 10), layout->top, x_of (layout, i * 10),
                   bottom_of (layout));
    hm_chart_text (html, x_of (layout, i * 10), bottom_of (layout) + 190, HM_CHART_MIDDLE, floor);
    hm_chart_line (html, "grid", layout->left, y_of (layout, i * 10), right_of (layout),
                   y_of (layout, i * 10));
    hm_chart_text (html, layout->left - 90, y_of (layout, i * 10) + 40, HM_CHART_END, criticality);
  }
  hm_chart_text (html, layout->left + layout->plot_width / 2, bottom_of (layout) + 400,
                 HM_CHART_MIDDLE, "floor, weaker to the right");
  hm_html_begin (html, "text");
  hm_html_attribute (html, "text-anchor", "middle");
  hm_html_attribute_format (html, "transform", "translate(12 %d) rotate(-90)",
                            (bottom_of (layout) / 2) / 10);
  hm_html_text (html, "criticality");
  hm_html_end (html);
}

/* Where the risk is the same: criticality x (10 - floor). Its number stands where the line meets the right edge. */
static void
contour_append (HmHtml *html, const Layout *layout, int risk_tenths)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *name = NULL;
  char risk[HM_SCORE_TEXT_SIZE];

  for (int weakness = risk_tenths; weakness <= 100; weakness += weakness < 50 ? 1 : 5) {
    g_string_append_c (path, path->len == 0 ? 'M' : 'L');
    hm_chart_path_number (path, x_of (layout, 100 - weakness));
    hm_chart_path_number (path, bottom_of (layout) - layout->plot_height * risk_tenths / weakness);
  }
  hm_chart_path (html, "contour", path);
  name = g_strdup_printf ("risk %s", hm_score_text (risk_tenths, risk));
  hm_chart_text (html, right_of (layout) + 90, y_of (layout, risk_tenths) + 40, HM_CHART_START,
                 name);
}

/* The colour says on which side of a contour it is. */
static const char *
risk_class (int risk)
{
  if (risk >= HM_CHART_RISK_HIGH)
    return "risk-high";
  return risk >= HM_CHART_RISK_MIDDLE ? "risk-middle" : "risk-low";
}

/* The shape says what fell. */
static void
mark_append (HmHtml *html, const Layout *layout, const HmChartDot *dot)
{
  const int x = x_of (layout, dot->floor);
  const int y = y_of (layout, dot->criticality_percent);

  if (dot->has_fallen) {
    g_autoptr (GString) path = g_string_new ("M");
    g_autofree char *class = g_strdup_printf ("dot %s", risk_class (dot->risk));

    hm_chart_path_number (path, x - RADIUS - 10);
    hm_chart_path_number (path, y - RADIUS + 10);
    g_string_append_printf (path, "h%d l-%d %d Z", (2 * RADIUS + 20) / 10, (RADIUS + 10) / 10,
                            (2 * RADIUS + 10) / 10);
    hm_chart_path (html, class, path);
    return;
  }
  hm_html_begin (html, "circle");
  hm_html_attribute_format (html, "class", "dot %s", risk_class (dot->risk));
  hm_html_attribute_tenths (html, "cx", x);
  hm_html_attribute_tenths (html, "cy", y);
  hm_html_attribute_tenths (html, "r", RADIUS);
  hm_html_end (html);
}

/* @n_beneath: others at the same place, which it hides. */
static void
dot_append (HmHtml *html, const Layout *layout, const HmChartDot *dot, guint n_beneath)
{
  g_autofree char *others =
      n_beneath > 0 ? g_strdup_printf (", and %u more at its place", n_beneath) : g_strdup ("");
  char risk[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];

  hm_html_begin (html, "a");
  hm_html_attribute_path (html, "href", dot->page);
  hm_html_attribute_format (html, "aria-label", "%s, risk %s, floor %s%s", dot->name,
                            hm_score_text (dot->risk, risk), hm_score_text (dot->floor, floor),
                            others);
  mark_append (html, layout, dot);
  hm_html_leaf_format (html, "title", NULL, "%s, risk %s%s", dot->name, risk, others);
  hm_html_end (html);
}

/* Marks that are no links, places taken twice counting once: of some ten bytes each. */
#define REST_MAX 5000u

/* Those from @first on, which are no links: a single path for each colour. Returns: how many there was no room for. */
static gsize
rest_append (HmHtml *html, const Layout *layout, const Marks *marks, gsize first)
{
  static const char *const classes[] = { "risk-low", "risk-middle", "risk-high" };
  g_autofree guchar *is_taken = g_new0 (guchar, N_PLACES);
  GString *paths[G_N_ELEMENTS (classes)];
  gsize n_drawn = 0;
  gsize n_left_out = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    paths[i] = g_string_new (NULL);
  for (gsize i = first; i < marks->n_dots; i++) {
    const HmChartDot *dot = &marks->dots[i];

    if (is_taken[place_of (dot)] != 0)
      continue;
    if (n_drawn == REST_MAX) {
      n_left_out++;
      continue;
    }
    is_taken[place_of (dot)] = 1;
    n_drawn++;
    for (gsize k = 0; k < G_N_ELEMENTS (classes); k++) {
      if (g_str_equal (risk_class (dot->risk), classes[k]))
        g_string_append_printf (paths[k], "M%d %dh0", (x_of (layout, dot->floor) + 5) / 10,
                                (y_of (layout, dot->criticality_percent) + 5) / 10);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autofree char *class = g_strdup_printf ("rest %s-line", classes[i]);

    hm_chart_path (html, class, paths[i]);
    g_string_free (paths[i], TRUE);
  }
  return n_left_out;
}

/* Finds room for @width beside the dot: right, left, above, below, and further off. Returns: whether there is some. */
static gboolean
room_find (const Layout *layout, const HmChartDot *dots, gsize n_dots, gsize which, int width,
           const GArray *taken, Box *ret_box)
{
  static const struct {
    int x;      /* of the text's edge, or middle where it is 0 */
    int bottom; /* of the text */
  } places[] = { { 90, 50 },   { -90, 50 }, { 80, -60 }, { -80, -60 },  { 80, 180 },
                 { -80, 180 }, { 0, -90 },  { 0, 220 },  { 130, -160 }, { -130, -160 } };
  const int x = x_of (layout, dots[which].floor);
  const int y = y_of (layout, dots[which].criticality_percent);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const int left = places[i].x > 0   ? x + places[i].x
                     : places[i].x < 0 ? x + places[i].x - width
                                       : x - width / 2;
    const Box box = { left, y + places[i].bottom - LETTERS_HEIGHT, left + width,
                      y + places[i].bottom };
    gboolean is_free = box.left >= layout->left && box.right <= right_of (layout)
                       && box.top >= layout->top - 100 && box.bottom <= bottom_of (layout);

    for (guint k = 0; is_free && k < taken->len; k++)
      is_free = is_apart (&box, &g_array_index (taken, Box, k));
    for (gsize k = 0; is_free && k < n_dots; k++) {
      const Box dot = dot_box (layout, &dots[k]);

      is_free = k == which || is_apart (&box, &dot);
    }
    if (is_free) {
      *ret_box = box;
      return TRUE;
    }
  }
  return FALSE;
}

/*
 * Of several at one place the first tells of the others.
 *
 * Returns: (owned) "owner/name +11"; NULL where it is not the first.
 */
static char *
name_make (const Layout *layout, const Marks *marks, gsize which)
{
  const HmChartDot *dot = &marks->dots[which];
  g_autofree char *name = NULL;

  for (gsize i = 0; i < which; i++) {
    if (place_of (&marks->dots[i]) == place_of (dot))
      return NULL;
  }
  name = hm_chart_name_cut (dot->name, HM_CHART_BOLD, layout->name_width);
  if (marks->counts[place_of (dot)] > 1)
    return g_strdup_printf ("%s +%u", name, marks->counts[place_of (dot)] - 1);
  return g_steal_pointer (&name);
}

/* Names those that matter most, as far as there is room: no name lies on another or on a dot. */
static void
names_append (HmHtml *html, const Layout *layout, const Marks *marks)
{
  const gsize n_dots = MIN (marks->n_dots, HM_CHART_LINKS_MAX);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Box));

  hm_html_begin (html, "g");
  hm_html_attribute (html, "class", "names");
  hm_html_attribute (html, "aria-hidden", "true");
  for (gsize i = 0; i < MIN (n_dots, layout->n_named_max); i++) {
    const int x = x_of (layout, marks->dots[i].floor);
    g_autofree char *name = name_make (layout, marks, i);
    Box box;

    if (name == NULL
        || !room_find (layout, marks->dots, n_dots, i, hm_chart_text_width (name, HM_CHART_BOLD),
                       taken, &box))
      continue;
    g_array_append_val (taken, box);
    /* Letters are narrower than what was kept free for them: they stay at the dot. */
    if (box.left > x)
      hm_chart_text (html, box.left, box.bottom - 20, HM_CHART_START, name);
    else if (box.right < x)
      hm_chart_text (html, box.right, box.bottom - 20, HM_CHART_END, name);
    else
      hm_chart_text (html, (box.left + box.right) / 2, box.bottom - 20, HM_CHART_MIDDLE, name);
  }
  hm_html_end (html);
}

static gsize
links_count (const Layout *layout, const Marks *marks)
{
  const gsize n = MIN (marks->n_dots, layout->n_links_max);
  gsize bytes = 0;

  for (gsize i = 0; i < n; i++) {
    bytes += LINK_BYTES + 3 * hm_html_text_size (marks->dots[i].name);
    if (bytes > layout->n_link_bytes)
      return i;
  }
  return n;
}

/* Returns: how many there was no room for. */
static gsize
picture_append (HmHtml *html, const HmChartFrame *frame, const Layout *layout, const Marks *marks)
{
  const gsize n_links = links_count (layout, marks);
  gsize n_left_out;

  hm_chart_picture_begin (html, frame, layout->room, layout->width, layout->height);
  scales_append (html, layout);
  contour_append (html, layout, HM_CHART_RISK_MIDDLE);
  contour_append (html, layout, HM_CHART_RISK_HIGH);
  contour_append (html, layout, 75);
  n_left_out = rest_append (html, layout, marks, n_links);
  /* What matters most lies on top. */
  for (gsize i = n_links; i > 0; i--)
    dot_append (html, layout, &marks->dots[i - 1],
                marks->counts[place_of (&marks->dots[i - 1])] - 1);
  names_append (html, layout, marks);
  hm_chart_picture_end (html);
  return n_left_out;
}

static void
numbers_append (HmHtml *html, const HmChartFrame *frame, const HmChartDot *dots, gsize n_dots,
                gsize n_shown)
{
  static const char *const columns[] = { "Repository", "Criticality", "Floor", "Risk", NULL };
  g_autofree char *caption = NULL;

  caption = n_shown < n_dots ? g_strdup_printf (
                "The %u of the highest risk; the others are in the table of all", (guint) n_shown)
                             : g_strdup ("Criticality and floor of each repository");
  hm_chart_numbers (html, frame, caption, columns);
  for (gsize i = 0; i < n_shown; i++) {
    hm_html_begin (html, "tr");
    hm_html_begin (html, "th");
    hm_html_attribute (html, "scope", "row");
    hm_html_begin (html, "a");
    hm_html_attribute_path (html, "href", dots[i].page);
    hm_html_text (html, dots[i].name);
    hm_html_end (html);
    hm_html_end (html);
    hm_html_leaf_format (html, "td", "number", "%d.%02d", dots[i].criticality_percent / 100,
                         dots[i].criticality_percent % 100);
    hm_chart_cell_tenths (html, dots[i].floor);
    hm_chart_cell_tenths (html, dots[i].risk);
    hm_html_end (html);
  }
  hm_chart_end (html);
}

void
hm_chart_risk_map (HmHtml *html, const HmChartDot *dots, gsize n_dots, const char *since_day)
{
  const HmChartFrame frame = {
    .id = "risk-map",
    .title = "Risk map",
    .called = "the risk map",
    .description =
        "Each mark is a repository: the more critical, the higher; the lower its floor, the "
        "further to the right. Risk is criticality times what the floor lacks to 10.",
    .has_links = TRUE,
  };
  g_autofree guint *counts = g_new0 (guint, N_PLACES);
  const Marks marks = { dots, n_dots, counts };
  HmChartRiskKey key = {
    .since_day = since_day,
    .n_dots = n_dots,
    .n_broad_links = links_count (&broad, &marks),
    .n_narrow_links = links_count (&narrow, &marks),
  };

  for (gsize i = 0; i < n_dots; i++)
    counts[place_of (&dots[i])]++;
  for (guint i = 0; i < N_PLACES; i++) {
    key.n_shared += counts[i] > 1 ? 1 : 0;
    key.n_most = MAX (key.n_most, counts[i]);
  }
  hm_chart_begin (html, &frame);
  key.n_left_out = picture_append (html, &frame, &broad, &marks);
  picture_append (html, &frame, &narrow, &marks);
  hm_chart_risk_key (html, &key);
  numbers_append (html, &frame, dots, n_dots, key.n_broad_links);
}
