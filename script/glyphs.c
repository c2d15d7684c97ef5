/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes render/glyphs.h: the outlines of printable ASCII from DejaVu Sans and DejaVu Sans Bold, in
 * font units, so that a badge needs no font. Run by `cmake --build BUILD --target glyphs`; a test
 * holds the checked-in file against it.
 *
 *     glyphs DejaVuSans.ttf DejaVuSans-Bold.ttf > render/glyphs.h
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#define FIRST_CHAR 0x20
#define LAST_CHAR 0x7e
#define N_CHARS (LAST_CHAR - FIRST_CHAR + 1)
#define UNITS_PER_EM 2048

/* Room for one face, several times over; more is a font that is not DejaVu. */
#define OPS_MAX 16384
#define COORDS_MAX 32768

typedef struct {
  char ops[OPS_MAX];
  int n_ops;
  short coords[COORDS_MAX];
  int n_coords;
  struct {
    int advance;
    int first_op;
    int first_coord;
  } glyphs[N_CHARS + 1];
  FT_Vector start; /* of the contour */
  int is_open;
} Face;

static void
die (const char *subject, const char *what)
{
  fprintf (stderr, "glyphs: %s: %s\n", subject, what);
  exit (1);
}

static void
add (Face *face, char op, const FT_Vector *a, const FT_Vector *b)
{
  if (face->n_ops + 2 > OPS_MAX || face->n_coords + 4 > COORDS_MAX)
    die ("font", "more outline than DejaVu has");
  face->ops[face->n_ops++] = op;
  face->coords[face->n_coords++] = (short) a->x;
  face->coords[face->n_coords++] = (short) a->y;
  if (b != NULL) {
    face->coords[face->n_coords++] = (short) b->x;
    face->coords[face->n_coords++] = (short) b->y;
  }
}

/* FreeType spells out the line that ends a contour; the Z says it already. */
static void
finish_contour (Face *face)
{
  const short *last = face->coords + face->n_coords - 2;

  if (!face->is_open)
    return;
  if (face->ops[face->n_ops - 1] == 'L' && last[0] == face->start.x && last[1] == face->start.y) {
    face->n_ops--;
    face->n_coords -= 2;
  }
  face->ops[face->n_ops++] = 'Z';
  face->is_open = 0;
}

static int
move_to (const FT_Vector *to, void *data)
{
  Face *face = data;

  finish_contour (face);
  face->start = *to;
  face->is_open = 1;
  add (face, 'M', to, NULL);
  return 0;
}

static int
line_to (const FT_Vector *to, void *data)
{
  add (data, 'L', to, NULL);
  return 0;
}

static int
conic_to (const FT_Vector *control, const FT_Vector *to, void *data)
{
  add (data, 'Q', control, to);
  return 0;
}

static int
cubic_to (const FT_Vector *control1, const FT_Vector *control2, const FT_Vector *to, void *data)
{
  (void) control1;
  (void) control2;
  (void) to;
  (void) data;
  return 1; /* TrueType has none */
}

static const FT_Outline_Funcs outline_funcs = { move_to, line_to, conic_to, cubic_to, 0, 0 };

static void
read_face (FT_Library library, const char *file, const char *style, Face *face)
{
  FT_Face font = NULL;

  if (FT_New_Face (library, file, 0, &font) != 0)
    die (file, "not a font");
  if (strcmp (font->family_name, "DejaVu Sans") != 0 || strcmp (font->style_name, style) != 0
      || font->units_per_EM != UNITS_PER_EM)
    die (file, "another font than expected");
  for (int i = 0; i < N_CHARS; i++) {
    FT_UInt index = FT_Get_Char_Index (font, (FT_ULong) (FIRST_CHAR + i));

    if (index == 0 || FT_Load_Glyph (font, index, FT_LOAD_NO_SCALE) != 0)
      die (file, "a printable ASCII character has no glyph");
    face->glyphs[i].advance = (int) font->glyph->metrics.horiAdvance;
    face->glyphs[i].first_op = face->n_ops;
    face->glyphs[i].first_coord = face->n_coords;
    if (FT_Outline_Decompose (&font->glyph->outline, &outline_funcs, face) != 0)
      die (file, "an outline that is not of lines and quadratic curves");
    finish_contour (face);
  }
  face->glyphs[N_CHARS].first_op = face->n_ops;
  face->glyphs[N_CHARS].first_coord = face->n_coords;
  FT_Done_Face (font);
}

static void
write_ops (const Face *face, const char *name)
{
  printf ("static const char %s_ops[] =", name);
  for (int i = 0; i < face->n_ops; i += 110) {
    int n = face->n_ops - i < 110 ? face->n_ops - i : 110;

    printf ("\n  \"%.*s\"", n, face->ops + i);
  }
  printf (";\n\n");
}

static void
write_coords (const Face *face, const char *name)
{
  int column = 0;

  printf ("static const gint16 %s_coords[] = {", name);
  for (int i = 0; i < face->n_coords; i++) {
    char number[16];
    int width = snprintf (number, sizeof number, "%d,", face->coords[i]);

    if (column == 0 || column + width > 118) {
      printf ("\n  ");
      column = 2;
    }
    fputs (number, stdout);
    column += width;
  }
  printf ("\n};\n\n");
}

static void
write_face (const Face *face, const char *name)
{
  write_ops (face, name);
  write_coords (face, name);
  printf ("static const HmGlyph %s_glyphs[] = {", name);
  for (int i = 0; i <= N_CHARS; i++)
    printf ("%s{ %d, %d, %d },", i % 5 == 0 ? "\n  " : " ", face->glyphs[i].advance,
            face->glyphs[i].first_op, face->glyphs[i].first_coord);
  printf ("\n};\n\n");
  printf ("static const HmGlyphFace %s = { %s_glyphs, %s_ops, %s_coords };\n", name, name, name,
          name);
}

int
main (int argc, char **argv)
{
  static Face sans, bold;
  FT_Library library = NULL;

  if (argc != 3) {
    fprintf (stderr, "usage: glyphs DejaVuSans.ttf DejaVuSans-Bold.ttf > render/glyphs.h\n");
    return 2;
  }
  if (FT_Init_FreeType (&library) != 0)
    die ("FreeType", "does not start");
  read_face (library, argv[1], "Book", &sans);
  read_face (library, argv[2], "Bold", &bold);
  FT_Done_FreeType (library);

  printf ("/* SPDX-License-Identifier: Apache-2.0 AND Bitstream-Vera */\n"
          "/*\n"
          " * Written by script/glyphs.c: the outlines of printable ASCII from DejaVu Sans and "
          "DejaVu Sans Bold, under\n"
          " * LICENSES/Bitstream-Vera.txt. Units of 1/%d em, y upwards. To be included by one .c "
          "file.\n"
          " */\n"
          "/* clang-format off */\n"
          "#ifndef HM_RENDER_GLYPHS_H\n"
          "#define HM_RENDER_GLYPHS_H\n"
          "\n"
          "#include <glib.h>\n"
          "\n"
          "#define HM_GLYPH_EM %d\n"
          "#define HM_GLYPH_FIRST 0x%x\n"
          "#define HM_GLYPH_LAST 0x%x\n"
          "\n"
          "typedef struct {\n"
          "  guint16 advance;\n"
          "  guint16 first_op;    /* its operations end where the next glyph's begin */\n"
          "  guint16 first_coord;\n"
          "} HmGlyph;\n"
          "\n"
          "typedef struct {\n"
          "  const HmGlyph *glyphs; /* from HM_GLYPH_FIRST, and one more as the end */\n"
          "  const char *ops;       /* M x y, L x y, Q x y x y, Z */\n"
          "  const gint16 *coords;\n"
          "} HmGlyphFace;\n"
          "\n",
          UNITS_PER_EM, UNITS_PER_EM, FIRST_CHAR, LAST_CHAR);
  write_face (&sans, "hm_face_sans");
  printf ("\n");
  write_face (&bold, "hm_face_bold");
  printf ("\n#endif\n");
  if (fflush (stdout) != 0 || ferror (stdout))
    die ("standard output", strerror (errno));
  return 0;
}
