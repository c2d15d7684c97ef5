/* SPDX-License-Identifier: Apache-2.0 */
/* Lays the picture out in tenths of a px and draws it. Distrusts names, which the letters and the painter mask. */
#include "render/history_plot.h"

#include "core/instant.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/history_axis.h"
#include "render/lettering.h"

#include <string.h>

#define DEFAULT_PNG_SCALE 2
#define COMMIT_DIGITS 12

/* More rows than these are told of as a number. */
#define SIGNALS_MAX 32u

/* Tenths of a px. */
#define WIDTH 8000
#define MARGIN 180
#define RIGHT_MARGIN 520 /* room for the last score */
#define LABEL_MIN 900
#define LABEL_MAX 2000
#define LABEL_GAP 100
#define TITLE_SIZE 150
#define TITLE_BASELINE 330
#define TEXT_SIZE 110
#define SMALL_SIZE 100
#define SUBTITLE_BASELINE 520
#define KEY_WIDTH 180
#define KEY_GAP 70
#define PANEL_TOP 740
#define PANEL_HEIGHT 2000 /* 20 for each tenth of a score: every one lies on a whole px */
#define LINE_THICKNESS 20
#define TAKEOVER_THICKNESS 12
#define TAKEOVER_CHECK "takeover-signals"
#define RELEASES_TOP (PANEL_TOP + PANEL_HEIGHT + 70)
#define RELEASE_HEIGHT 80
#define YEARS_BASELINE (RELEASES_TOP + RELEASE_HEIGHT + 170)
#define SIGNALS_TOP (YEARS_BASELINE + 120)
#define HEADING_HEIGHT 220
#define ROW_HEIGHT 180
#define STRIPE_GAP 20
#define BAR_WIDTH_MIN 30
#define FOOTER_HEIGHT 340
#define MARK_APART 400 /* between the names of two years */

typedef enum {
  INK_GROUND,
  INK_TEXT,
  INK_MUTED,
  INK_GRID,
  INK_STRIPE,
  INK_BAND,
  INK_LINE,
  INK_TAKEOVER,
  INK_ARTEFACT,
  INK_TRANSITION,
  INK_EXPOSURE,
  N_INKS,
} Ink;

/* Text has a contrast of 4.5:1 or more on the ground, lines and bars one of 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */
static const HmColour inks[N_INKS] = {
  [INK_GROUND] = { 0xffffff, 0x0d1117 },   [INK_TEXT] = { 0x1f2328, 0xe6edf3 },
  [INK_MUTED] = { 0x59636e, 0x9198a1 },    [INK_GRID] = { 0xd0d7de, 0x30363d },
  [INK_STRIPE] = { 0xf3f5f7, 0x151b23 },   [INK_BAND] = { 0xcfe3fb, 0x173358 },
  [INK_LINE] = { 0x0a58ca, 0x6cb6ff },     [INK_TAKEOVER] = { 0x8a3ffc, 0xc99bff },
  [INK_ARTEFACT] = { 0xc1121f, 0xff6a69 }, [INK_TRANSITION] = { 0xa85400, 0xf0a33a },
  [INK_EXPOSURE] = { 0x626c77, 0x8d96a0 },
};

typedef struct {
  Ink ink;
  int height; /* of a bar */
  const char *heading;
} Kind;

static const Kind kinds[HM_N_SIGNAL_KINDS] = {
  [HM_SIGNAL_ARTEFACT] = { INK_ARTEFACT, 120,
                           "Artefact: a change that honest work almost never makes" },
  [HM_SIGNAL_TRANSITION] = { INK_TRANSITION, 70, "Transition: power is moving" },
  [HM_SIGNAL_EXPOSURE] = { INK_EXPOSURE, 30, "Exposure: fragile" },
};

typedef struct {
  const HmHistoryReport *history;
  HmColour inks[N_INKS];
  HmTimeAxis axis;
  guint *order; /* indices of the signals that are shown, by kind and first row */
  guint n_shown;
  guint takeover; /* index of the check whose own score is drawn too; HM_NO_INDEX: it was not run */
  int height;
} Layout;

static void
layout_clear (Layout *layout)
{
  g_clear_pointer (&layout->order, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

gboolean
hm_theme_parse (const char *text, HmTheme *ret_theme)
{
  static const char *const names[] = { "auto", "light", "dark" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (text, names[i]) == 0) {
      *ret_theme = (HmTheme) i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
inks_choose (Layout *layout, HmTheme theme)
{
  for (guint i = 0; i < N_INKS; i++) {
    const HmColour *ink = &inks[i];

    layout->inks[i] = theme == HM_THEME_AUTO    ? *ink
                      : theme == HM_THEME_LIGHT ? (HmColour){ ink->rgb, ink->rgb }
                                                : (HmColour){ ink->rgb_dark, ink->rgb_dark };
  }
}

/* By kind; the signals of one kind are in the order in which they came on. */
static void
signals_order (Layout *layout)
{
  const HmHistoryReport *history = layout->history;

  layout->order = g_new0 (guint, SIGNALS_MAX);
  for (int kind = 0; kind < HM_N_SIGNAL_KINDS; kind++) {
    for (guint i = 0; i < history->signals->len && layout->n_shown < SIGNALS_MAX; i++) {
      if (hm_history_signal (history, i)->kind == (HmSignalKind) kind)
        layout->order[layout->n_shown++] = i;
    }
  }
}

static const HmHistorySignal *
signal_shown (const Layout *layout, guint place)
{
  return hm_history_signal (layout->history, layout->order[place]);
}

/* Whether the signal at @place of the order is the first of its kind. */
static gboolean
has_heading (const Layout *layout, guint place)
{
  return place == 0 || signal_shown (layout, place)->kind != signal_shown (layout, place - 1)->kind;
}

/* A row tells of the time since the row before it; of the first, one takes it to be as long as of the second. */
static void
axis_set (Layout *layout, int left)
{
  const HmHistoryReport *history = layout->history;
  const guint n_rows = history->rows->len;
  HmTimeAxis *axis = &layout->axis;

  *axis = (HmTimeAxis){ .from = 0, .to = 1, .left = left, .right = WIDTH - RIGHT_MARGIN };
  if (n_rows == 0)
    return;
  axis->to = hm_history_row (history, n_rows - 1)->time;
  axis->from = hm_history_row (history, 0)->time;
  axis->from -= n_rows > 1 ? hm_history_row (history, 1)->time - axis->from : 24 * 60 * 60;
  axis->from = MAX (axis->from, HM_INSTANT_MIN);
  axis->to = MAX (axis->to, axis->from + 1);
}

static void
layout_make (Layout *layout, const HmHistoryReport *history, HmTheme theme)
{
  int label_width = LABEL_MIN;

  layout->history = history;
  inks_choose (layout, theme);
  signals_order (layout);
  layout->takeover = hm_history_find_check (history, TAKEOVER_CHECK);
  layout->height = SIGNALS_TOP;
  for (guint i = 0; i < layout->n_shown; i++) {
    label_width = MAX (
        label_width, hm_lettering_width (HM_FACE_SANS, signal_shown (layout, i)->name, TEXT_SIZE));
    layout->height += ROW_HEIGHT + (has_heading (layout, i) ? HEADING_HEIGHT : 0);
  }
  layout->height += FOOTER_HEIGHT;
  axis_set (layout, MARGIN + MIN (label_width, LABEL_MAX) + LABEL_GAP);
}

/* Where the time that row @index tells of begins. */
static int
row_left (const Layout *layout, guint index)
{
  return index == 0
             ? layout->axis.left
             : hm_time_axis_x (&layout->axis, hm_history_row (layout->history, index - 1)->time);
}

static int
row_right (const Layout *layout, guint index)
{
  return hm_time_axis_x (&layout->axis, hm_history_row (layout->history, index)->time);
}

static void
shape_begin (HmPainter *painter, const Layout *layout, Ink ink)
{
  painter->begin (painter, &layout->inks[ink]);
}

static void
box_add (HmPainter *painter, int left, int top, int right, int bottom)
{
  painter->move_to (painter, left, top);
  painter->line_to (painter, right, top);
  painter->line_to (painter, right, bottom);
  painter->line_to (painter, left, bottom);
}

static void
box_draw (HmPainter *painter, const Layout *layout, Ink ink, int left, int top, int right,
          int bottom)
{
  shape_begin (painter, layout, ink);
  box_add (painter, left, top, right, bottom);
  painter->end (painter);
}

static void
text_draw (HmPainter *painter, const Layout *layout, Ink ink, HmFace face, const char *text, int x,
           int baseline, int size)
{
  shape_begin (painter, layout, ink);
  hm_lettering_draw (painter, face, text, x, baseline, size);
  painter->end (painter);
}

/* A swatch of @height and its meaning. Returns: where the next may stand. */
static int
key_draw (HmPainter *painter, const Layout *layout, Ink ink, int height, const char *text, int x)
{
  const int top = SUBTITLE_BASELINE - 40 - height / 2;

  box_draw (painter, layout, ink, x, top, x + KEY_WIDTH, top + height);
  text_draw (painter, layout, INK_TEXT, HM_FACE_SANS, text, x + KEY_WIDTH + KEY_GAP,
             SUBTITLE_BASELINE, TEXT_SIZE);
  return x + KEY_WIDTH + 3 * KEY_GAP + hm_lettering_width (HM_FACE_SANS, text, TEXT_SIZE) / 10 * 10;
}

/* What is told, and with which line. */
static void
head_draw (HmPainter *painter, const Layout *layout)
{
  g_autofree char *title = hm_lettering_fit (HM_FACE_BOLD, layout->history->subject_name,
                                             TITLE_SIZE, WIDTH - 2 * MARGIN);
  int x = MARGIN;

  text_draw (painter, layout, INK_TEXT, HM_FACE_BOLD, title, x, TITLE_BASELINE, TITLE_SIZE);
  x = key_draw (painter, layout, INK_LINE, LINE_THICKNESS, "score", x);
  x = key_draw (painter, layout, INK_BAND, 100, "from floor to ceiling", x);
  if (layout->takeover != HM_NO_INDEX)
    key_draw (painter, layout, INK_TAKEOVER, TAKEOVER_THICKNESS, "Takeover-Signals alone", x);
}

static int
score_y (int tenths)
{
  return PANEL_TOP + PANEL_HEIGHT - tenths * PANEL_HEIGHT / 100;
}

/* A run of rows that have both: along the ceiling, and back along the floor. Returns: the first row after it. */
static guint
band_add (HmPainter *painter, const Layout *layout, guint first)
{
  const guint n_rows = layout->history->rows->len;
  guint end = first;

  for (; end < n_rows && hm_history_row (layout->history, end)->floor >= 0; end++) {
    const int y = score_y (hm_history_row (layout->history, end)->ceiling);

    if (end == first)
      painter->move_to (painter, row_left (layout, end), y);
    else
      painter->line_to (painter, row_left (layout, end), y);
    painter->line_to (painter, row_right (layout, end), y);
  }
  for (guint i = end; i-- > first;) {
    const int y = score_y (hm_history_row (layout->history, i)->floor);

    painter->line_to (painter, row_right (layout, i), y);
    painter->line_to (painter, row_left (layout, i), y);
  }
  return end;
}

static void
band_draw (HmPainter *painter, const Layout *layout)
{
  shape_begin (painter, layout, INK_BAND);
  for (guint i = 0; i < layout->history->rows->len;) {
    const guint end = band_add (painter, layout, i);

    i = MAX (end, i + 1);
  }
  painter->end (painter);
}

/* Steps, as nothing is known of what lies between two rows: boxes that turn the same way round, so that they add up. */
static void
line_draw (HmPainter *painter, const Layout *layout, Ink ink, int thickness, guint check)
{
  const int half = thickness / 2;
  const guint n_rows = layout->history->rows->len;

  shape_begin (painter, layout, ink);
  for (guint i = 0; i < n_rows;) {
    const int score = hm_history_score (layout->history, i, check);
    const int left = row_left (layout, i);
    const int y = score_y (score);
    int next, x;

    for (i++; i < n_rows && hm_history_score (layout->history, i, check) == score; i++)
      ;
    if (score < 0)
      continue;
    x = row_right (layout, i - 1);
    box_add (painter, left - half, y - half, x + half, y + half);
    next = i < n_rows ? hm_history_score (layout->history, i, check) : HM_NO_SCORE;
    if (next < 0)
      continue;
    box_add (painter, x - half, MIN (y, score_y (next)) - half, x + half,
             MAX (y, score_y (next)) + half);
  }
  painter->end (painter);
}

static void
scale_draw (HmPainter *painter, const Layout *layout)
{
  const HmTimeAxis *axis = &layout->axis;

  shape_begin (painter, layout, INK_GRID);
  for (int score = 0; score <= 100; score += 20)
    box_add (painter, axis->left, score_y (score), axis->right, score_y (score) + 10);
  painter->end (painter);
  shape_begin (painter, layout, INK_MUTED);
  for (int score = 0; score <= 100; score += 20) {
    g_autofree char *name = g_strdup_printf ("%d", score / 10);

    hm_lettering_draw (painter, HM_FACE_SANS, name,
                       axis->left - 70 - hm_lettering_width (HM_FACE_SANS, name, TEXT_SIZE),
                       score_y (score) + 40, TEXT_SIZE);
  }
  painter->end (painter);
}

/* Where the row of the signal at @place begins. */
static int
signal_top (const Layout *layout, guint place)
{
  int top = SIGNALS_TOP;

  for (guint i = 0; i <= place; i++)
    top += (i > 0 ? ROW_HEIGHT : 0) + (has_heading (layout, i) ? HEADING_HEIGHT : 0);
  return top;
}

static void
years_draw (HmPainter *painter, const Layout *layout)
{
  g_autoptr (GArray) marks = hm_time_axis_marks (&layout->axis, MARK_APART);

  shape_begin (painter, layout, INK_GRID);
  for (guint i = 0; i < marks->len; i++) {
    const int x = g_array_index (marks, HmTimeMark, i).x;

    box_add (painter, x, PANEL_TOP, x + 10, RELEASES_TOP + RELEASE_HEIGHT + 20);
    for (guint j = 0; j < layout->n_shown; j++) {
      const int top = signal_top (layout, j);

      box_add (painter, x, top + STRIPE_GAP, x + 10, top + ROW_HEIGHT - STRIPE_GAP);
    }
  }
  painter->end (painter);
  shape_begin (painter, layout, INK_MUTED);
  for (guint i = 0; i < marks->len; i++) {
    const HmTimeMark *mark = &g_array_index (marks, HmTimeMark, i);
    const int width = hm_lettering_width (HM_FACE_SANS, mark->name, TEXT_SIZE);

    hm_lettering_draw (painter, HM_FACE_SANS, mark->name, mark->x - width / 2, YEARS_BASELINE,
                       TEXT_SIZE);
  }
  painter->end (painter);
}

/* Adds the label of a row to a shape that was begun. */
static void
label_add (HmPainter *painter, const Layout *layout, const char *name, int baseline)
{
  g_autofree char *text =
      hm_lettering_fit (HM_FACE_SANS, name, TEXT_SIZE, layout->axis.left - MARGIN - LABEL_GAP);

  hm_lettering_draw (painter, HM_FACE_SANS, text, MARGIN, baseline, TEXT_SIZE);
}

/* Of many releases at one place, one tick. */
static void
releases_draw (HmPainter *painter, const Layout *layout)
{
  const GPtrArray *releases = layout->history->releases;
  int last = -1;

  if (releases->len == 0)
    return;
  shape_begin (painter, layout, INK_MUTED);
  label_add (painter, layout, "releases", RELEASES_TOP + RELEASE_HEIGHT);
  for (guint i = 0; i < releases->len; i++) {
    const HmHistoryRelease *release = g_ptr_array_index (releases, i);
    const int x = hm_time_axis_x (&layout->axis, release->time);

    if (x != last)
      box_add (painter, x - 10, RELEASES_TOP, x, RELEASES_TOP + RELEASE_HEIGHT);
    last = x;
  }
  painter->end (painter);
}

/* Adds a bar for each run of rows that it is on. */
static void
bars_add (HmPainter *painter, const Layout *layout, guint place)
{
  const HmHistorySignal *signal = signal_shown (layout, place);
  const int height = kinds[signal->kind].height;
  const int top = signal_top (layout, place) + (ROW_HEIGHT - height) / 20 * 10;
  const guint n_rows = layout->history->rows->len;

  for (guint i = signal->first_row; i < n_rows; i++) {
    const guint first = i;
    int left, right;

    while (i < n_rows && hm_history_is_on (layout->history, i, layout->order[place]))
      i++;
    if (i == first)
      continue;
    left = row_left (layout, first);
    right = row_right (layout, i - 1);
    box_add (painter, left, top, MAX (right, left + BAR_WIDTH_MIN), top + height);
  }
}

static void
stripes_draw (HmPainter *painter, const Layout *layout)
{
  shape_begin (painter, layout, INK_STRIPE);
  for (guint i = 0; i < layout->n_shown; i++) {
    const int top = signal_top (layout, i);

    box_add (painter, layout->axis.left, top + STRIPE_GAP, layout->axis.right,
             top + ROW_HEIGHT - STRIPE_GAP);
  }
  painter->end (painter);
}

/* One shape for each kind: the heading and all bars. */
static void
signals_draw (HmPainter *painter, const Layout *layout)
{
  if (layout->n_shown == 0)
    return;
  shape_begin (painter, layout, INK_TEXT);
  for (guint i = 0; i < layout->n_shown; i++)
    label_add (painter, layout, signal_shown (layout, i)->name,
               signal_top (layout, i) + ROW_HEIGHT - 50);
  painter->end (painter);
  for (guint i = 0; i < layout->n_shown; i++) {
    const Kind *kind = &kinds[signal_shown (layout, i)->kind];

    if (has_heading (layout, i)) {
      shape_begin (painter, layout, kind->ink);
      hm_lettering_draw (painter, HM_FACE_BOLD, kind->heading, MARGIN, signal_top (layout, i) - 50,
                         SMALL_SIZE);
    }
    bars_add (painter, layout, i);
    if (i + 1 == layout->n_shown || has_heading (layout, i + 1))
      painter->end (painter);
  }
}

static void
last_score_draw (HmPainter *painter, const Layout *layout)
{
  const guint n_rows = layout->history->rows->len;
  const int score = n_rows > 0 ? hm_history_row (layout->history, n_rows - 1)->score : HM_NO_SCORE;
  char text[HM_SCORE_TEXT_SIZE];

  if (score >= 0)
    text_draw (painter, layout, INK_LINE, HM_FACE_BOLD, hm_score_text (score, text),
               layout->axis.right + 80, score_y (score) + 50, TITLE_SIZE);
}

static void
foot_draw (HmPainter *painter, const Layout *layout)
{
  const HmHistoryReport *history = layout->history;
  const guint n_hidden = history->signals->len - layout->n_shown;
  g_autoptr (GString) text = g_string_new ("hallmark ");
  char hex[HM_OID_HEX_SIZE + 1];

  hm_oid_hex (&history->commit, hex);
  hex[COMMIT_DIGITS] = '\0';
  g_string_append_printf (text, "%s, each %s up to %s, from git alone", history->tool_version,
                          strcmp (history->step, "tag") == 0 ? "release" : history->step, hex);
  if (n_hidden > 0)
    g_string_append_printf (text, "; %u more signals are not shown", n_hidden);
  if (history->signals->len == 0)
    g_string_append (text, "; no signal was ever on");
  text_draw (painter, layout, INK_MUTED, HM_FACE_SANS, text->str, MARGIN,
             layout->height - FOOTER_HEIGHT + 210, SMALL_SIZE);
}

static void
layout_draw (HmPainter *painter, gconstpointer data)
{
  const Layout *layout = data;

  box_draw (painter, layout, INK_GROUND, 0, 0, WIDTH, layout->height);
  head_draw (painter, layout);
  band_draw (painter, layout);
  if (layout->n_shown > 0)
    stripes_draw (painter, layout);
  scale_draw (painter, layout);
  years_draw (painter, layout);
  if (layout->takeover != HM_NO_INDEX)
    line_draw (painter, layout, INK_TAKEOVER, TAKEOVER_THICKNESS, layout->takeover);
  line_draw (painter, layout, INK_LINE, LINE_THICKNESS, HM_NO_INDEX);
  releases_draw (painter, layout);
  signals_draw (painter, layout);
  last_score_draw (painter, layout);
  foot_draw (painter, layout);
}

/* Returns: (owned) the headline in one line. */
static char *
title_make (const HmHistoryReport *history)
{
  const guint n_rows = history->rows->len;
  const int score = n_rows > 0 ? hm_history_row (history, n_rows - 1)->score : HM_NO_SCORE;
  g_autofree char *from = n_rows > 0 ? hm_history_row_name (history, 0) : g_strdup ("");
  g_autofree char *to = n_rows > 0 ? hm_history_row_name (history, n_rows - 1) : g_strdup ("");
  char text[HM_SCORE_TEXT_SIZE];

  return g_strdup_printf ("%s: score from %s to %s, %s at last, and %u signals",
                          history->subject_name, from, to, hm_score_text (score, text),
                          history->signals->len);
}

void
hm_history_plot_svg (GString *out, const HmHistoryReport *history, const HmPlotStyle *style)
{
  g_autofree char *title = title_make (history);
  g_autofree char *story = hm_history_story (history);
  g_auto (Layout) layout = { 0 };
  HmPicture picture;

  layout_make (&layout, history, style->theme);
  picture = (HmPicture){
    .width = WIDTH / 10,
    .height = (guint) layout.height / 10,
    .title = title,
    .description = story,
    .draw = layout_draw,
    .data = &layout,
  };
  hm_picture_svg (out, &picture);
}

GBytes *
hm_history_plot_png (const HmHistoryReport *history, const HmPlotStyle *style, GError **error)
{
  g_auto (Layout) layout = { 0 };
  HmPicture picture;

  layout_make (&layout, history, style->theme == HM_THEME_AUTO ? HM_THEME_LIGHT : style->theme);
  picture = (HmPicture){
    .width = WIDTH / 10,
    .height = (guint) layout.height / 10,
    .title = layout.history->subject_name,
    .draw = layout_draw,
    .data = &layout,
  };
  return hm_picture_png (&picture, style->scale != 0 ? style->scale : DEFAULT_PNG_SCALE, error);
}
