/* SPDX-License-Identifier: Apache-2.0 */
/* The risk map: the weaker the further to the right, the more critical the higher, so that the eye goes to the upper right corner. */
#include "core/number.h"
#include "render/chart.h"

#define WIDTH 760
#define HEIGHT 470
#define LEFT 500
#define TOP 150
#define PLOT_WIDTH 6300
#define PLOT_HEIGHT 3900
#define RADIUS 55
#define NAMED_MAX 12
#define LETTERS_HEIGHT 140

/* Bytes of all links; of one its name three times, and what is around it. */
#define LINKS_BYTES 90000u
#define LINK_BYTES 330u

/* A rectangle that something takes up. */
typedef struct {
  int left;
  int top;
  int right;
  int bottom;
} Box;

static int
x_of (int floor)
{
  return LEFT + PLOT_WIDTH - PLOT_WIDTH * floor / 100;
}

static int
y_of (int criticality_percent)
{
  return TOP + PLOT_HEIGHT - PLOT_HEIGHT * criticality_percent / 100;
}

static gboolean
is_apart (const Box *a, const Box *b)
{
  return a->right <= b->left || b->right <= a->left || a->bottom <= b->top || b->bottom <= a->top;
}

static Box
dot_box (const HmChartDot *dot)
{
  const int x = x_of (dot->floor);
  const int y = y_of (dot->criticality_percent);

  return (Box){ x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS };
}

static void
scales_append (HmHtml *html)
{
  for (int i = 0; i <= 10; i += 2) {
    g_autofree char *floor = g_strdup_printf ("%d", i);
    g_autofree char *criticality = i == 10 ? g_strdup ("1") : g_strdup_printf ("0.%d", i);

    hm_chart_line (html, "grid", x_of (i * 10), TOP, x_of (i * 10), TOP + PLOT_HEIGHT);
    hm_chart_text (html, x_of (i * 10), TOP + PLOT_HEIGHT + 190, HM_CHART_MIDDLE, floor);
    hm_chart_line (html, "grid", LEFT, y_of (i * 10), LEFT + PLOT_WIDTH, y_of (i * 10));
    hm_chart_text (html, LEFT - 90, y_of (i * 10) + 40, HM_CHART_END, criticality);
  }
  hm_chart_text (html, LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 400, HM_CHART_MIDDLE,
                 "floor, weaker to the right");
  hm_html_begin (html, "text");
  hm_html_attribute (html, "text-anchor", "middle");
  hm_html_attribute_format (html, "transform", "translate(13 %d) rotate(-90)",
                            (TOP + PLOT_HEIGHT / 2) / 10);
  hm_html_text (html, "criticality");
  hm_html_end (html);
}

/* Where the risk is the same: criticality x (10 - floor). Its number stands where the line meets the right edge. */
static void
contour_append (HmHtml *html, int risk_tenths)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autofree char *name = NULL;
  char risk[HM_SCORE_TEXT_SIZE];

  for (int weakness = risk_tenths; weakness <= 100; weakness += weakness < 50 ? 1 : 5) {
    g_string_append_c (path, path->len == 0 ? 'M' : 'L');
    hm_chart_path_number (path, x_of (100 - weakness));
    hm_chart_path_number (path, TOP + PLOT_HEIGHT - PLOT_HEIGHT * risk_tenths / weakness);
  }
  hm_chart_path (html, "contour", path);
  name = g_strdup_printf ("risk %s", hm_score_text (risk_tenths, risk));
  hm_chart_text (html, LEFT + PLOT_WIDTH + 90, y_of (risk_tenths) + 40, HM_CHART_START, name);
}

#define RISK_HIGH 50
#define RISK_MIDDLE 25

/* The colour says on which side of a contour it is. */
static const char *
risk_class (int risk)
{
  if (risk >= RISK_HIGH)
    return "risk-high";
  return risk >= RISK_MIDDLE ? "risk-middle" : "risk-low";
}

/* The shape says what fell. */
static void
mark_append (HmHtml *html, const HmChartDot *dot)
{
  const int x = x_of (dot->floor);
  const int y = y_of (dot->criticality_percent);

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

static void
dot_append (HmHtml *html, const HmChartDot *dot)
{
  char risk[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];

  hm_html_begin (html, "a");
  hm_html_attribute_path (html, "href", dot->page);
  hm_html_attribute_format (html, "aria-label", "%s, risk %s, floor %s", dot->name,
                            hm_score_text (dot->risk, risk), hm_score_text (dot->floor, floor));
  mark_append (html, dot);
  hm_html_leaf_format (html, "title", NULL, "%s, risk %s", dot->name, risk);
  hm_html_end (html);
}

/* Marks that are no links, places taken twice counting once: of some ten bytes each. */
#define REST_MAX 5000u

/* Those that are no links: a single path for each colour. Returns: how many there was no room for. */
static gsize
rest_append (HmHtml *html, const HmChartDot *dots, gsize n_dots)
{
  static const char *const classes[] = { "risk-low", "risk-middle", "risk-high" };
  g_autofree guchar *is_taken = g_new0 (guchar, 101 * 101);
  GString *paths[G_N_ELEMENTS (classes)];
  gsize n_drawn = 0;
  gsize n_left_out = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    paths[i] = g_string_new (NULL);
  for (gsize i = 0; i < n_dots; i++) {
    guchar *place = &is_taken[dots[i].floor * 101 + dots[i].criticality_percent];

    if (*place != 0)
      continue;
    if (n_drawn == REST_MAX) {
      n_left_out++;
      continue;
    }
    *place = 1;
    n_drawn++;
    for (gsize k = 0; k < G_N_ELEMENTS (classes); k++) {
      if (g_str_equal (risk_class (dots[i].risk), classes[k]))
        g_string_append_printf (paths[k], "M%d %dh0", (x_of (dots[i].floor) + 5) / 10,
                                (y_of (dots[i].criticality_percent) + 5) / 10);
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
room_find (const HmChartDot *dots, gsize n_dots, gsize which, int width, const GArray *taken,
           Box *ret_box)
{
  static const struct {
    int x;      /* of the text's edge, or middle where it is 0 */
    int bottom; /* of the text */
  } places[] = { { 90, 50 },   { -90, 50 }, { 80, -60 }, { -80, -60 },  { 80, 180 },
                 { -80, 180 }, { 0, -90 },  { 0, 220 },  { 130, -160 }, { -130, -160 } };
  const int x = x_of (dots[which].floor);
  const int y = y_of (dots[which].criticality_percent);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const int left = places[i].x > 0   ? x + places[i].x
                     : places[i].x < 0 ? x + places[i].x - width
                                       : x - width / 2;
    const Box box = { left, y + places[i].bottom - LETTERS_HEIGHT, left + width,
                      y + places[i].bottom };
    gboolean is_free = box.left >= LEFT && box.right <= LEFT + PLOT_WIDTH && box.top >= TOP - 100
                       && box.bottom <= TOP + PLOT_HEIGHT;

    for (guint k = 0; is_free && k < taken->len; k++)
      is_free = is_apart (&box, &g_array_index (taken, Box, k));
    for (gsize k = 0; is_free && k < n_dots; k++) {
      const Box dot = dot_box (&dots[k]);

      is_free = k == which || is_apart (&box, &dot);
    }
    if (is_free) {
      *ret_box = box;
      return TRUE;
    }
  }
  return FALSE;
}

/* Names those that matter most, as far as there is room: no name lies on another or on a dot. */
static void
names_append (HmHtml *html, const HmChartDot *dots, gsize n_dots)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Box));

  hm_html_begin (html, "g");
  hm_html_attribute (html, "class", "names");
  hm_html_attribute (html, "aria-hidden", "true");
  for (gsize i = 0; i < MIN (n_dots, NAMED_MAX); i++) {
    g_autofree char *name = hm_chart_name_cut (dots[i].name, HM_CHART_BOLD);
    const int width = hm_chart_text_width (name, HM_CHART_BOLD);
    Box box;

    if (!room_find (dots, n_dots, i, width, taken, &box))
      continue;
    g_array_append_val (taken, box);
    /* Letters are narrower than what was kept free for them: they stay at the dot. */
    if (box.left > x_of (dots[i].floor))
      hm_chart_text (html, box.left, box.bottom - 20, HM_CHART_START, name);
    else if (box.right < x_of (dots[i].floor))
      hm_chart_text (html, box.right, box.bottom - 20, HM_CHART_END, name);
    else
      hm_chart_text (html, (box.left + box.right) / 2, box.bottom - 20, HM_CHART_MIDDLE, name);
  }
  hm_html_end (html);
}

static gsize
links_count (const HmChartDot *dots, gsize n_dots)
{
  gsize bytes = 0;

  for (gsize i = 0; i < MIN (n_dots, HM_CHART_LINKS_MAX); i++) {
    bytes += LINK_BYTES + 3 * hm_html_text_size (dots[i].name);
    if (bytes > LINKS_BYTES)
      return i;
  }
  return MIN (n_dots, HM_CHART_LINKS_MAX);
}

static void
numbers_append (HmHtml *html, const HmChartDot *dots, gsize n_dots, gsize n_shown)
{
  static const char *const columns[] = { "Repository", "Criticality", "Floor", "Risk", NULL };
  g_autofree char *caption = NULL;

  caption = n_shown < n_dots ? g_strdup_printf (
                "The %u of the highest risk; the others are in the table of all", (guint) n_shown)
                             : g_strdup ("Criticality and floor of each repository");
  hm_chart_numbers (html, caption, columns);
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
    .description =
        "Each mark is a repository: the more critical, the higher; the lower its floor, the "
        "further to the right. Risk is criticality times what the floor lacks to 10.",
    .width = WIDTH,
    .height = HEIGHT,
    .has_links = TRUE,
  };
  const gsize n_links = links_count (dots, n_dots);
  gsize n_left_out;

  hm_chart_begin (html, &frame);
  scales_append (html);
  contour_append (html, RISK_MIDDLE);
  contour_append (html, RISK_HIGH);
  contour_append (html, 75);
  n_left_out = rest_append (html, dots + n_links, n_dots - n_links);
  /* What matters most lies on top. */
  for (gsize i = n_links; i > 0; i--)
    dot_append (html, &dots[i - 1]);
  names_append (html, dots, n_links);
  if (since_day != NULL) {
    g_autofree char *legend = g_strdup_printf ("\xe2\x96\xbc score fell since %s", since_day);

    hm_chart_text (html, LEFT + 20, TOP + PLOT_HEIGHT + 400, HM_CHART_START, legend);
  }
  if (n_left_out > 0) {
    g_autofree char *rest = g_strdup_printf ("%zu of the lowest risk not drawn", n_left_out);

    hm_chart_text (html, LEFT + PLOT_WIDTH, TOP + PLOT_HEIGHT + 400, HM_CHART_END, rest);
  }
  numbers_append (html, dots, n_dots, n_links);
}
