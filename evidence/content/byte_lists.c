/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists such as 0x1f, 0x8b, 0x08 and [101, 120, 101, 99], and strings such as "\x1f\x8b\x08".
 * Tables of numbers are honest and common: a list counts where its bytes begin as an archive or a
 * program does, are as even as compressed ones, or, in languages that have strings, are a text.
 */
#include "evidence/content/byte_lists.h"

#include <string.h>

#include "evidence/content/entropy.h"
#include "evidence/content/line_counter.h"
#include "evidence/content/payload.h"

/* Bytes of a list that hides a text, of one that hides compressed data, and of one that is looked at at all. */
#define TEXT_MIN 250
#define EVEN_MIN 1024
#define LIST_MIN 64

/* Per mille of random bytes' entropy that compressed data has. */
#define EVEN_ENTROPY 970

/* Characters of the shortest list that is found: in so long a stretch there is hardly ever nothing but digits. */
#define STRETCH_MIN 320

typedef struct {
  HmMarks *marks;
  const HmText *file;
  HmLineCounter lines;
  GByteArray *bytes; /* of the list under way */
  const char *start; /* (nullable) of it */
  const char *end;
  const char *form;
  /* the language has strings that hold any text: no need to write it in numbers */
  gboolean has_strings;
} Lists;

/* Characters of a list, and of a string of escapes with what it is joined by. */
enum {
  CLASS_LIST = 1 << 0,
  CLASS_ESCAPES = 1 << 1,
};

#define DIGIT (CLASS_LIST | CLASS_ESCAPES)

static const guint8 classes[256] = {
  ['0'] = DIGIT,         ['1'] = DIGIT,          ['2'] = DIGIT,         ['3'] = DIGIT,
  ['4'] = DIGIT,         ['5'] = DIGIT,          ['6'] = DIGIT,         ['7'] = DIGIT,
  ['8'] = DIGIT,         ['9'] = DIGIT,          ['a'] = DIGIT,         ['b'] = DIGIT,
  ['c'] = DIGIT,         ['d'] = DIGIT,          ['e'] = DIGIT,         ['f'] = DIGIT,
  ['A'] = DIGIT,         ['B'] = DIGIT,          ['C'] = DIGIT,         ['D'] = DIGIT,
  ['E'] = DIGIT,         ['F'] = DIGIT,          ['x'] = DIGIT,         ['X'] = DIGIT,
  [' '] = DIGIT,         [','] = DIGIT,          ['\t'] = DIGIT,        ['\r'] = DIGIT,
  ['\n'] = DIGIT,        ['\\'] = CLASS_ESCAPES, ['"'] = CLASS_ESCAPES, ['\''] = CLASS_ESCAPES,
  ['`'] = CLASS_ESCAPES, ['+'] = CLASS_ESCAPES,  ['.'] = CLASS_ESCAPES, ['('] = CLASS_ESCAPES,
  [')'] = CLASS_ESCAPES,
};

/* All 256 values equally often: a permutation, which ciphers have tables of. */
static gboolean
is_permutation (const GByteArray *bytes)
{
  guint counts[256] = { 0 };

  for (guint i = 0; i < bytes->len; i++)
    counts[bytes->data[i]]++;
  for (guint i = 1; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] != counts[0])
      return FALSE;
  return TRUE;
}

static gboolean
is_text (const GByteArray *bytes)
{
  guint n_shown = 0;
  guint n_letters = 0;

  for (guint i = 0; i < bytes->len; i++) {
    n_shown += g_ascii_isprint ((gchar) bytes->data[i]) || g_ascii_isspace ((gchar) bytes->data[i])
                   ? 1
                   : 0;
    n_letters += g_ascii_isalpha ((gchar) bytes->data[i]) ? 1 : 0;
  }
  return n_shown >= bytes->len - bytes->len / 50 && n_letters >= bytes->len / 3;
}

static gboolean
is_hidden (const Lists *lists)
{
  const GByteArray *bytes = lists->bytes;

  if (lists->has_strings && bytes->len >= TEXT_MIN && is_text (bytes))
    return TRUE;
  return bytes->len >= EVEN_MIN && hm_entropy_per_mille (bytes->data, bytes->len) >= EVEN_ENTROPY
         && !is_permutation (bytes);
}

static void
list_end (Lists *lists)
{
  const GByteArray *bytes = lists->bytes;

  if (bytes->len >= LIST_MIN) {
    const gsize size = (gsize) (lists->end - lists->start);
    const gsize head = MIN (bytes->len, HM_PAYLOAD_SIZE);
    const char *payload = hm_payload_name (bytes->data, head);

    if (payload != NULL)
      hm_marks_note (lists->marks, HM_MARK_ENCODED_ARCHIVE,
                     hm_line_counter_go (&lists->lines, lists->start), lists->start, size,
                     "%s as %s", payload, lists->form);
    else if (!hm_payload_is_media (bytes->data, head) && is_hidden (lists))
      hm_marks_note (lists->marks, HM_MARK_ENCODED_WALL,
                     hm_line_counter_go (&lists->lines, lists->start), lists->start, size,
                     "%u bytes as %s", bytes->len, lists->form);
  }
  g_byte_array_set_size (lists->bytes, 0);
}

static void
byte_add (Lists *lists, guint8 byte, const char *start, const char *end)
{
  if (lists->bytes->len == 0)
    lists->start = start;
  lists->end = end;
  g_byte_array_append (lists->bytes, &byte, 1);
}

/*
 * Reads the number at @at, up to @end: 0x1f, 31.
 *
 * Returns: past its last digit; ret_value is above 255 where it is no byte
 */
static const char *
number_read (const char *at, const char *end, guint *ret_value)
{
  const gboolean is_hex = end - at > 2 && at[0] == '0' && (at[1] | 0x20) == 'x';
  const char *digits = is_hex ? at + 2 : at;
  guint value = 0;

  for (at = digits; at < end && g_ascii_isxdigit (*at); at++)
    if (value < 256)
      value = is_hex || g_ascii_isdigit (*at)
                  ? value * (is_hex ? 16 : 10) + (guint) g_ascii_xdigit_value (*at)
                  : 256;
  *ret_value = at > digits ? value : 256;
  return at > digits ? at : at + 1;
}

/* From @at to @end there is nothing but characters of lists. */
static void
numbers_read (Lists *lists, const char *at, const char *end)
{
  gboolean has_comma = TRUE;

  lists->form = "a list of numbers";
  while (at < end) {
    const char *start = at;
    guint value;

    if (!g_ascii_isxdigit (*at)) {
      has_comma |= *at++ == ',';
      continue;
    }
    at = number_read (at, end, &value);
    if (!has_comma || value > 255)
      list_end (lists);
    if (value <= 255)
      byte_add (lists, (guint8) value, start, at);
    has_comma = FALSE;
  }
  list_end (lists);
}

/* What stands between two parts of a string: quotes, signs of joining, ends of lines. */
static const char *
joint_skip (const char *at, const char *end)
{
  while (at < end
         && (strchr ("\"'`+.,()", *at) != NULL || g_ascii_isspace (*at)
             || (*at == '\\' && end - at > 1 && at[1] == '\n')))
    at++;
  return at;
}

static gboolean
is_escape (const char *at, const char *end)
{
  return end - at >= 4 && at[0] == '\\' && at[1] == 'x' && g_ascii_isxdigit (at[2])
         && g_ascii_isxdigit (at[3]);
}

static void
escapes_read (Lists *lists, const char *at, const char *end)
{
  lists->form = "escapes";
  while ((at = memchr (at, '\\', (gsize) (end - at))) != NULL) {
    if (!is_escape (at, end)) {
      at++;
      continue;
    }
    do {
      const int value = g_ascii_xdigit_value (at[2]) << 4 | g_ascii_xdigit_value (at[3]);

      byte_add (lists, (guint8) value, at, at + 4);
      at = joint_skip (at + 4, end);
    } while (is_escape (at, end));
    list_end (lists);
  }
}

/* Every stretch of STRETCH_MIN characters of a class has one where this looks, so most of the file isn't read. */
static void
stretches_look (Lists *lists, guint8 class,
                void (*read) (Lists *lists, const char *at, const char *end))
{
  const char *end = lists->file->text + lists->file->size;
  const char *from = lists->file->text; /* no stretch that begins before is left */

  lists->lines = hm_line_counter (lists->file->text);
  while (end - from >= STRETCH_MIN) {
    const char *probe = from + STRETCH_MIN;
    const char *back = probe;

    while (back > from && (classes[(guint8) back[-1]] & class) != 0)
      back--;
    if (back > from) {
      from = back;
      continue;
    }
    while (probe < end && (classes[(guint8) *probe] & class) != 0)
      probe++;
    read (lists, from, probe);
    from = probe;
  }
}

static gboolean
is_c (const char *path)
{
  static const char *const endings[] = { ".c",   ".h", ".cc", ".cpp", ".hpp", ".inc",
                                         ".asm", ".s", ".S",  ".go",  ".rs" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return TRUE;
  return FALSE;
}

void
hm_recognise_byte_lists (HmMarks *marks, const HmText *file)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  /* In C and its like a text of any length goes into a program as an array: limits on strings made that a habit. */
  Lists lists = {
    marks, file, hm_line_counter (file->text), bytes, NULL, NULL, NULL, !is_c (file->path)
  };

  stretches_look (&lists, CLASS_LIST, numbers_read);
  stretches_look (&lists, CLASS_ESCAPES, escapes_read);
}
