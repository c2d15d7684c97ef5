/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes SVG. The view box is in tenths of a pixel, so every number is an integer; path commands are relative and the
 * shortest there are. Distrusts the title and the link.
 */
#include "render/painter.h"

#include "core/mask.h"

#include <string.h>

/* One path command: a letter and six numbers of eleven characters, with a separator each. */
#define COMMAND_MAX 80

typedef struct {
  HmPainter painter;
  GString *out;
  char buffer[1024];
  gsize n;
  char command; /* what a number would continue; '\0' at the start of a path */
  int x, y;     /* current point */
  int turn_x;   /* from the current point: where T would put the next curve's control point */
  int turn_y;
} SvgPainter;

static char *
digits_write (char *at, guint number)
{
  char digits[10];
  guint n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  while (n > 0)
    *at++ = digits[--n];
  return at;
}

static void
number_append (GString *out, guint number)
{
  char text[10];

  g_string_append_len (out, text, digits_write (text, number) - text);
}

static void
svg_flush (SvgPainter *svg)
{
  g_string_append_len (svg->out, svg->buffer, (gssize) svg->n);
  svg->n = 0;
}

static void
text_write (SvgPainter *svg, const char *text)
{
  svg_flush (svg);
  g_string_append (svg->out, text);
}

static void
rgb_append (GString *out, guint32 rgb)
{
  static const char hex[] = "0123456789abcdef";
  const gboolean is_short = ((rgb >> 4) & 0x0f0f0f) == (rgb & 0x0f0f0f);

  for (int shift = 20; shift >= 0; shift -= is_short ? 8 : 4)
    g_string_append_c (out, hex[(rgb >> shift) & 0xf]);
}

/* The letter is left out where the last one goes on; so is the space before a minus sign. */
static void
command_write (SvgPainter *svg, char command, const int *numbers, guint n_numbers)
{
  char *at;

  if (svg->n + COMMAND_MAX > sizeof svg->buffer)
    svg_flush (svg);
  at = svg->buffer + svg->n;
  for (guint i = 0; i < n_numbers; i++) {
    if (i == 0 && command != svg->command)
      *at++ = command;
    else if (numbers[i] >= 0)
      *at++ = ' ';
    if (numbers[i] < 0)
      *at++ = '-';
    at = digits_write (at, (guint) ABS (numbers[i]));
  }
  svg->n = (gsize) (at - svg->buffer);
  /* Pairs that follow an m are lines. */
  svg->command = (char) (command == 'm' ? 'l' : command);
}

static void
svg_begin (HmPainter *painter, const HmColour *colour)
{
  SvgPainter *svg = (SvgPainter *) painter;

  /*
   * An inlined picture shares the page's style sheet with all the others. The rule's class is its colour, so rules
   * that meet agree, whatever state or version each picture is of. Where styles are not allowed the attribute holds.
   */
  if (colour->rgb_dark != colour->rgb) {
    text_write (svg, "<style>@media(prefers-color-scheme:dark){.hm-");
    rgb_append (svg->out, colour->rgb_dark);
    text_write (svg, "{fill:#");
    rgb_append (svg->out, colour->rgb_dark);
    text_write (svg, "}}</style><path class=\"hm-");
    rgb_append (svg->out, colour->rgb_dark);
    text_write (svg, "\" fill=\"#");
  } else {
    text_write (svg, "<path fill=\"#");
  }
  rgb_append (svg->out, colour->rgb);
  text_write (svg, "\" d=\"");
  svg->command = '\0';
  svg->x = 0;
  svg->y = 0;
}

static void
point_set (SvgPainter *svg, int x, int y, int turn_x, int turn_y)
{
  svg->x = x;
  svg->y = y;
  svg->turn_x = turn_x;
  svg->turn_y = turn_y;
}

/* The first m of a path is from the origin. There is no z before the next one, because filling closes a contour. */
static void
svg_move_to (HmPainter *painter, int x, int y)
{
  SvgPainter *svg = (SvgPainter *) painter;
  const int numbers[] = { x - svg->x, y - svg->y };

  command_write (svg, 'm', numbers, 2);
  point_set (svg, x, y, 0, 0);
}

static void
svg_line_to (HmPainter *painter, int x, int y)
{
  SvgPainter *svg = (SvgPainter *) painter;
  const int numbers[] = { x - svg->x, y - svg->y };

  if (numbers[0] == 0 && numbers[1] == 0)
    return;
  if (numbers[1] == 0)
    command_write (svg, 'h', numbers, 1);
  else if (numbers[0] == 0)
    command_write (svg, 'v', numbers + 1, 1);
  else
    command_write (svg, 'l', numbers, 2);
  point_set (svg, x, y, 0, 0);
}

static void
svg_quad_to (HmPainter *painter, int x1, int y1, int x, int y)
{
  SvgPainter *svg = (SvgPainter *) painter;
  const int numbers[] = { x1 - svg->x, y1 - svg->y, x - svg->x, y - svg->y };

  /* On the grid, a small curve may have become its own chord. */
  if ((numbers[0] == 0 && numbers[1] == 0) || (x1 == x && y1 == y)) {
    svg_line_to (painter, x, y);
    return;
  }
  /* T mirrors the last control point, but only right after another curve. */
  if ((svg->command == 'q' || svg->command == 't') && numbers[0] == svg->turn_x
      && numbers[1] == svg->turn_y)
    command_write (svg, 't', numbers + 2, 2);
  else
    command_write (svg, 'q', numbers, 4);
  point_set (svg, x, y, x - x1, y - y1);
}

static void
svg_curve_to (HmPainter *painter, int x1, int y1, int x2, int y2, int x, int y)
{
  SvgPainter *svg = (SvgPainter *) painter;
  const int numbers[] = {
    x1 - svg->x, y1 - svg->y, x2 - svg->x, y2 - svg->y, x - svg->x, y - svg->y
  };

  command_write (svg, 'c', numbers, 6);
  point_set (svg, x, y, 0, 0);
}

static void
svg_end (HmPainter *painter)
{
  text_write ((SvgPainter *) painter, "\"/>");
}

/*
 * Nothing but the scheme makes a link dangerous; white space, controls and bytes that aren't UTF-8
 * make it another one.
 */
static gboolean
is_safe_link (const char *link)
{
  if (link == NULL || g_ascii_strncasecmp (link, "https://", strlen ("https://")) != 0
      || link[strlen ("https://")] == '\0' || !g_utf8_validate (link, -1, NULL))
    return FALSE;
  for (; *link != '\0'; link = g_utf8_next_char (link)) {
    if (!g_unichar_isgraph (g_utf8_get_char (link)))
      return FALSE;
  }
  return TRUE;
}

static void
name_append (GString *out, const GString *title, const char *description)
{
  g_string_append (out, " role=\"img\" aria-label=\"");
  g_string_append_len (out, title->str, (gssize) title->len);
  g_string_append (out, "\"><title>");
  g_string_append_len (out, title->str, (gssize) title->len);
  g_string_append (out, "</title>");
  if (description == NULL)
    return;
  g_string_append (out, "<desc>");
  hm_mask_xml (out, description, -1);
  g_string_append (out, "</desc>");
}

void
hm_picture_svg (GString *out, const HmPicture *picture)
{
  SvgPainter svg = {
    .painter = { svg_begin, svg_move_to, svg_line_to, svg_quad_to, svg_curve_to, svg_end },
    .out = out,
  };
  g_autoptr (GString) title = g_string_new (NULL);
  const gboolean is_linked = is_safe_link (picture->link);

  hm_mask_xml (title, picture->title, -1);
  /* As a parser would in an attribute: the title and the label say the same. */
  g_strdelimit (title->str, "\t\r\n", ' ');
  g_string_append (out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
  number_append (out, picture->width);
  g_string_append (out, "\" height=\"");
  number_append (out, picture->height);
  g_string_append (out, "\" viewBox=\"0 0 ");
  number_append (out, picture->width * 10);
  g_string_append_c (out, ' ');
  number_append (out, picture->height * 10);
  g_string_append_c (out, '"');
  /* What is inside an img role is hidden from screen readers, a link too: so the link holds the image. */
  if (is_linked) {
    g_string_append (out, "><a href=\"");
    hm_mask_xml (out, picture->link, -1);
    g_string_append (out, "\"><g");
  }
  name_append (out, title, picture->description);
  picture->draw (&svg.painter, picture->data);
  g_string_append (out, is_linked ? "</g></a></svg>\n" : "</svg>\n");
}
