/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data written as text: base64 and hexadecimal digits here, the rest in files of their own. Long
 * tokens alone are looked at: one of 60 characters has one where every 60th byte is looked at, so
 * most of a file isn't read.
 */
#include <string.h>

#include "evidence/content/byte_lists.h"
#include "evidence/content/line_counter.h"
#include "evidence/content/payload.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/uuencode.h"

/* Characters of a token that is looked at, and of one that is a wall on its own. */
#define TOKEN_MIN 60
#define WALL_TOKEN_MIN 1000

/* Lines of nothing but a token that are a wall together, and characters of fewer but longer ones. */
#define WALL_LINES_MIN 20
#define WALL_CHARACTERS_MIN 2000

/*
 * Bytes in which "-----BEGIN" stands before the data of it, and lines of data that no key or
 * certificate has more of.
 */
#define ARMOR_HEAD_BYTES 512
#define ARMOR_LINES_MAX 200

/* Lines of digests, as of a list of checksums, that are a wall nevertheless. */
#define DIGEST_LINES_MIN 200

/* Quotes and the like beside a token that fills its line. */
#define JOINT_MAX 64

/* Different characters that data has: of base64's 64, of 16 digits. Rulers and padding have fewer. */
#define BASE64_DISTINCT_MIN 40
#define HEX_DISTINCT_MIN 12

/* Slots for groups of characters that were seen; a quarter as many groups are looked at. */
#define GROUPS_BITS 14
#define GROUPS (1u << GROUPS_BITS)

/* A run of characters of base64, on one line. */
typedef struct {
  const char *start;
  const char *end;
} Token;

/* Tokens on consecutive lines, nothing else there. */
typedef struct {
  const char *start; /* (nullable) NULL: none under way */
  const char *end;
  const char *next_line; /* where the next token's line has to start */
  gsize n_lines;
  gsize n_characters;
  gsize line_characters; /* of each token; 0: not all have as many */
  const char *archive;   /* (nullable) what it decodes to */
  gboolean is_archive_hex;
} Wall;

typedef struct {
  HmMarks *marks;
  const HmText *file;
  HmLineCounter lines;
  const char *line_start; /* of the line that was looked at last, without its end */
  const char *line_end;
  Wall wall;
} Scan;

/* Both alphabets of RFC 4648, without padding. */
static const gint8 sextets[256] = {
  ['+'] = 63, ['-'] = 63, ['/'] = 64, ['_'] = 64, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
  ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['A'] = 1,  ['B'] = 2,
  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10,
  ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
  ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26,
  ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34,
  ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
  ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50,
  ['y'] = 51, ['z'] = 52,
};

/* Returns: 1 more than what @c stands for, 0 where it is of no alphabet. */
static gint8
sextet (char c)
{
  return sextets[(guint8) c];
}

/* What a wall is made of. */
typedef struct {
  gboolean is_hex;
  guint n_distinct;
  gboolean has_upper;
  gboolean has_lower;
  gboolean has_digit;
} Alphabet;

static void
alphabet_take (const char *at, const char *end, Alphabet *ret_alphabet)
{
  gboolean is_seen[256] = { FALSE };

  *ret_alphabet = (Alphabet){ TRUE, 0, FALSE, FALSE, FALSE };
  for (; at < end; at++) {
    if (sextet (*at) != 0 && !is_seen[(guint8) *at]) {
      is_seen[(guint8) *at] = TRUE;
      ret_alphabet->n_distinct++;
      ret_alphabet->has_upper |= g_ascii_isupper (*at);
      ret_alphabet->has_lower |= g_ascii_islower (*at);
      ret_alphabet->has_digit |= g_ascii_isdigit (*at);
      ret_alphabet->is_hex &= g_ascii_isxdigit (*at);
    }
  }
}

/* Whether the same few groups of four characters come again and again, as in the made-up data of tests. */
static gboolean
is_repetitive (const char *at, const char *end)
{
  guint8 is_seen[GROUPS] = { 0 };
  gsize n_groups = 0;
  gsize n_distinct = 0;

  for (; end - at >= 4 && n_groups < GROUPS / 4; at += 4, n_groups++) {
    guint32 group;
    guint slot;

    memcpy (&group, at, 4);
    slot = (group * 0x9e3779b1u) >> (32 - GROUPS_BITS);
    n_distinct += is_seen[slot] == 0 ? 1 : 0;
    is_seen[slot] = 1;
  }
  return n_distinct < n_groups / 4;
}

/*
 * Decodes the beginning of the token.
 *
 * Returns: how many bytes
 */
static gsize
head_decode (const Token *token, gboolean is_hex, guint8 ret_bytes[HM_PAYLOAD_SIZE])
{
  const gsize n_digits = is_hex ? 2 : 4;
  const gsize n_bytes = is_hex ? 1 : 3;
  gsize size = 0;

  for (const char *at = token->start;
       token->end - at >= (gssize) n_digits && size + n_bytes <= HM_PAYLOAD_SIZE; at += n_digits) {
    guint32 word = 0;

    for (gsize i = 0; i < n_digits; i++)
      word = is_hex ? word << 4 | (guint32) g_ascii_xdigit_value (at[i])
                    : word << 6 | (guint32) (sextet (at[i]) - 1);
    for (gsize i = n_bytes; i > 0; i--)
      ret_bytes[size++] = (guint8) (word >> (8 * (i - 1)));
  }
  return size;
}

/* Whether the data that starts at @at is a key, a certificate or a signature, going by what stands above it. */
static gboolean
is_armored (const Scan *scan, const char *at)
{
  const gsize above = MIN ((gsize) (at - scan->file->text), ARMOR_HEAD_BYTES);

  return memmem (at - above, above, "-----BEGIN ", 11) != NULL;
}

static gboolean
is_digests (const Wall *wall)
{
  return wall->n_lines < DIGEST_LINES_MIN
         && (wall->line_characters == 64 || wall->line_characters == 96
             || wall->line_characters == 128);
}

static void
archive_note (Scan *scan, const Wall *wall)
{
  hm_marks_note (scan->marks, HM_MARK_ENCODED_ARCHIVE,
                 hm_line_counter_go (&scan->lines, wall->start), wall->start,
                 (gsize) (wall->end - wall->start), "%s as %s", wall->archive,
                 wall->is_archive_hex ? "hexadecimal digits" : "base64");
}

static void
wall_note (Scan *scan, const Wall *wall)
{
  const Token head = { wall->start, wall->end };
  guint8 bytes[HM_PAYLOAD_SIZE];
  Alphabet alphabet;

  alphabet_take (wall->start, wall->end, &alphabet);
  if (alphabet.is_hex ? alphabet.n_distinct < HEX_DISTINCT_MIN || is_digests (wall)
                      : alphabet.n_distinct < BASE64_DISTINCT_MIN || !alphabet.has_upper
                            || !alphabet.has_lower || !alphabet.has_digit)
    return;
  if (hm_payload_is_media (bytes, head_decode (&head, alphabet.is_hex, bytes))
      || (wall->n_lines <= ARMOR_LINES_MAX && is_armored (scan, wall->start))
      || is_repetitive (wall->start, wall->end))
    return;
  hm_marks_note (scan->marks, HM_MARK_ENCODED_WALL, hm_line_counter_go (&scan->lines, wall->start),
                 wall->start, (gsize) (wall->end - wall->start), "%" G_GSIZE_FORMAT " bytes as %s",
                 alphabet.is_hex ? wall->n_characters / 2 : wall->n_characters / 4 * 3,
                 alphabet.is_hex ? "hexadecimal digits" : "base64");
}

static void
wall_end (Scan *scan)
{
  const Wall wall = scan->wall;

  if (wall.start == NULL)
    return;
  scan->wall = (Wall){ .start = NULL };
  if (wall.archive != NULL)
    archive_note (scan, &wall);
  else if ((wall.n_lines >= WALL_LINES_MIN
            || wall.n_characters >= (wall.n_lines == 1 ? WALL_TOKEN_MIN : WALL_CHARACTERS_MIN))
           && (scan->file->roles & (HM_ROLE_GENERATED | HM_ROLE_KEYS)) == 0)
    wall_note (scan, &wall);
}

/* Quotes, what a language joins strings with, and the ends of lines written as escapes. */
static gboolean
is_joint (const char *start, const char *at)
{
  return (*at != '\0' && strchr ("\"'`+.,()=;\\ \t\r", *at) != NULL)
         || ((*at == 'n' || *at == 'r') && at > start && at[-1] == '\\');
}

/* Whether nothing but quotes and the like stands beside the token. */
static gboolean
fills_line (const Scan *scan, const Token *token)
{
  if (token->start - scan->line_start > JOINT_MAX || scan->line_end - token->end > JOINT_MAX)
    return FALSE;
  for (const char *at = scan->line_start; at < token->start; at++)
    if (!is_joint (scan->line_start, at) && !(at == scan->line_start && *at == '#'))
      return FALSE;
  for (const char *at = token->end; at < scan->line_end; at++)
    if (!is_joint (scan->line_start, at))
      return FALSE;
  return TRUE;
}

/* Says of the wall under way, of one token yet, whether it begins as an archive does. */
static void
archive_look (Wall *wall)
{
  const Token token = { wall->start, MIN (wall->end, wall->start + 2 * HM_PAYLOAD_SIZE) };
  guint8 bytes[HM_PAYLOAD_SIZE];
  Alphabet alphabet;

  alphabet_take (token.start, token.end, &alphabet);
  wall->is_archive_hex = alphabet.is_hex;
  wall->archive = hm_payload_name (bytes, head_decode (&token, alphabet.is_hex, bytes));
}

/* Each line is looked for once, however many tokens are on it. */
static void
line_go (Scan *scan, const Token *token)
{
  const char *end = scan->file->text + scan->file->size;
  const char *newline;

  if (token->end <= scan->line_end)
    return;
  newline = memrchr (scan->line_end, '\n', (gsize) (token->start - scan->line_end));
  scan->line_start = newline != NULL ? newline + 1 : scan->line_end;
  newline = memchr (token->end, '\n', (gsize) (end - token->end));
  scan->line_end = newline != NULL ? newline : end;
}

static void
token_take (Scan *scan, const Token *token)
{
  const gsize size = (gsize) (token->end - token->start);
  Wall *wall = &scan->wall;
  gboolean is_alone;

  line_go (scan, token);
  is_alone = fills_line (scan, token);
  if (wall->start != NULL && wall->next_line == scan->line_start && is_alone) {
    wall->end = token->end;
    wall->next_line = scan->line_end + 1;
    wall->n_lines++;
    wall->n_characters += size;
    if (wall->line_characters != size)
      wall->line_characters = 0;
    return;
  }
  wall_end (scan);
  *wall = (Wall){ .start = token->start,
                  .end = token->end,
                  .next_line = is_alone ? scan->line_end + 1 : NULL,
                  .n_lines = 1,
                  .n_characters = size,
                  .line_characters = size };
  archive_look (wall);
}

void
hm_recognise_encodings (HmMarks *marks, const HmText *file)
{
  const char *end = file->text + file->size;
  const char *from = file->text; /* no token that begins before is left */
  Scan scan = { .marks = marks,
                .file = file,
                .lines = hm_line_counter (file->text),
                .line_start = file->text,
                .line_end = file->text };

  while (end - from >= TOKEN_MIN) {
    const char *probe = from + TOKEN_MIN;
    const char *back = probe;

    while (back > from && sextet (back[-1]) != 0)
      back--;
    if (back > from) {
      from = back;
      continue;
    }
    while (probe < end && sextet (*probe) != 0)
      probe++;
    token_take (&scan, &(Token){ from, probe });
    from = probe;
  }
  wall_end (&scan);
  hm_recognise_byte_lists (marks, file);
  hm_recognise_uuencode (marks, file);
}
