/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feature tests of CMake, Autoconf and Meson whose program can never compile: the test says "no"
 * for ever, and what depends on it is left out without a word. Distrusts every byte; when in doubt
 * a test is sound.
 */
#include <string.h>

#include "evidence/content/gates.h"
#include "evidence/content/needles.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"

/* Lines and bytes that one test may take. */
#define TEST_LINES_MAX 2000
#define TEST_BYTES_MAX ((gsize) 64 * 1024)

/*
 * Bytes that tests without an end may cost in one file, and those that each may take past them: so
 * time stays linear, and none goes unseen.
 */
#define LOST_BYTES_MAX ((gsize) 64 * 1024 * 1024)
#define LATE_TEST_BYTES_MAX ((gsize) 4096)

typedef enum {
  DIALECT_NONE = 0,
  DIALECT_CMAKE, /* the program is a string: "..." or [[...]] */
  DIALECT_M4,    /* the program is an argument: [...] */
  DIALECT_MESON, /* the program is a string: '''...''' */
} Dialect;

static const struct {
  Dialect dialect;
  const char *name;
} testers[] = {
  { DIALECT_CMAKE, "check_c_source_compiles" },
  { DIALECT_CMAKE, "check_cxx_source_compiles" },
  { DIALECT_CMAKE, "check_objc_source_compiles" },
  { DIALECT_CMAKE, "check_source_compiles" },
  { DIALECT_CMAKE, "check_c_source_runs" },
  { DIALECT_CMAKE, "check_cxx_source_runs" },
  { DIALECT_CMAKE, "check_source_runs" },
  { DIALECT_M4, "AC_LANG_PROGRAM" },
  { DIALECT_M4, "AC_LANG_SOURCE" },
  { DIALECT_M4, "AC_TRY_COMPILE" },
  { DIALECT_M4, "AC_TRY_LINK" },
  { DIALECT_M4, "AC_TRY_RUN" },
  { DIALECT_M4, "AC_TRY_CPP" },
  { DIALECT_MESON, "compiles" },
  { DIALECT_MESON, "links" },
  { DIALECT_MESON, "run" },
};

HmNeedles hm_tester_words = {
  .words = { "source_compiles", "source_runs", "ac_lang_", "ac_try_", ".compiles", ".links",
             ".run" },
};

/* Headers of C and POSIX that tests ask for, to tell a misspelt name. */
static const char *const headers[] = {
  "assert.h",         "complex.h",       "ctype.h",        "errno.h",       "fcntl.h",
  "fenv.h",           "float.h",         "inttypes.h",     "iso646.h",      "limits.h",
  "locale.h",         "math.h",          "netdb.h",        "poll.h",        "pthread.h",
  "sched.h",          "setjmp.h",        "signal.h",       "stdalign.h",    "stdarg.h",
  "stdatomic.h",      "stdbool.h",       "stddef.h",       "stdint.h",      "stdio.h",
  "stdlib.h",         "string.h",        "strings.h",      "tgmath.h",      "threads.h",
  "time.h",           "uchar.h",         "unistd.h",       "wchar.h",       "wctype.h",
  "dlfcn.h",          "dirent.h",        "glob.h",         "grp.h",         "pwd.h",
  "regex.h",          "semaphore.h",     "spawn.h",        "stropts.h",     "syslog.h",
  "termios.h",        "utime.h",         "windows.h",      "endian.h",      "elf.h",
  "link.h",           "seccomp.h",       "immintrin.h",    "emmintrin.h",   "sys/types.h",
  "sys/stat.h",       "sys/time.h",      "sys/socket.h",   "sys/mman.h",    "sys/wait.h",
  "sys/syscall.h",    "sys/prctl.h",     "sys/param.h",    "sys/random.h",  "sys/ioctl.h",
  "sys/select.h",     "sys/resource.h",  "sys/capsicum.h", "sys/un.h",      "sys/uio.h",
  "sys/utsname.h",    "sys/sysctl.h",    "sys/auxv.h",     "sys/file.h",    "sys/times.h",
  "sys/ipc.h",        "sys/shm.h",       "sys/sem.h",      "sys/msg.h",     "sys/poll.h",
  "linux/landlock.h", "linux/seccomp.h", "linux/filter.h", "linux/audit.h", "netinet/in.h",
  "arpa/inet.h",      "netinet/tcp.h",
};

static Dialect
dialect_of (const char *path)
{
  const char *name = hm_path_last (path);

  if (g_ascii_strcasecmp (name, "CMakeLists.txt") == 0 || g_str_has_suffix (name, ".cmake")
      || g_str_has_suffix (name, ".cmake.in"))
    return DIALECT_CMAKE;
  if (g_str_has_prefix (name, "configure.") || g_str_has_suffix (name, ".m4")
      || g_str_has_suffix (name, ".ac"))
    return DIALECT_M4;
  if (g_str_equal (name, "meson.build"))
    return DIALECT_MESON;
  return DIALECT_NONE;
}

/*
 * Whether @name is @header with a letter less, or two of them swapped. One more, or another, makes
 * real names: sys/pstat.h.
 */
static gboolean
is_slip_of (HmSpan name, const char *header)
{
  HmSpan right = hm_span (header);
  gsize head = 0;
  gsize tail = 0;
  gsize shorter = MIN (name.size, right.size);

  while (head < shorter && name.at[head] == right.at[head])
    head++;
  while (tail < shorter - head && name.at[name.size - 1 - tail] == right.at[right.size - 1 - tail])
    tail++;
  if (name.size + 1 == right.size)
    return head + tail == name.size;
  return name.size == right.size && name.size - head - tail == 2
         && name.at[head] == right.at[head + 1] && name.at[head + 1] == right.at[head];
}

static gboolean
is_misspelt (HmSpan name)
{
  if (name.size < 7)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    if (hm_span_is (name, headers[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    if (strlen (headers[i]) >= 7 && is_slip_of (name, headers[i]))
      return TRUE;
  return FALSE;
}

/* What is wrong with a program, by line. */
typedef struct {
  HmMarks *marks;
  Dialect dialect;
  guint32 number;
  guint n_conditions;
  gint braces;
  gint brackets;
  gboolean is_templated; /* parts of it are filled in later */
  gboolean is_comment;
  gboolean is_noted;
} Program;

static void
note_broken (Program *program, guint32 number, HmSpan line, const char *why, HmSpan what)
{
  HM_NOTE_ROW (program->marks, HM_MARK_BROKEN_FEATURE_TEST, number, line, "%s%.*s", why,
               HM_SPAN_ARG (what));
  program->is_noted = TRUE;
}

static void
read_directive (Program *program, HmSpan line)
{
  HmSpan rest = hm_span_trim (hm_span_from (line, line.at + 1));

  if (hm_span_begins (rest, "if")) {
    program->n_conditions++;
  } else if (hm_span_begins (rest, "endif")) {
    program->n_conditions -= program->n_conditions > 0 ? 1 : 0;
  } else if (hm_span_begins (rest, "error") && program->n_conditions == 0) {
    note_broken (program, program->number, line, "#error without a condition", (HmSpan){ "", 0 });
  } else if (hm_span_begins (rest, "include")) {
    HmSpan name = hm_span_trim (hm_span_from (rest, rest.at + strlen ("include")));
    const char *close = NULL;

    if (name.size == 0 || name.at[0] != '<')
      return;
    close = memchr (name.at, '>', name.size);
    if (close == NULL) {
      if (!program->is_templated)
        note_broken (program, program->number, line, "#include without its end", (HmSpan){ "", 0 });
      return;
    }
    name = hm_span_trim ((HmSpan){ name.at + 1, (gsize) (close - name.at) - 1 });
    if (is_misspelt (name))
      note_broken (program, program->number, line, "no such header: ", name);
  }
}

/* Counts braces outside of strings, characters and comments. */
static void
count_braces (Program *program, HmSpan line)
{
  for (gsize i = 0; i < line.size; i++) {
    char byte = line.at[i];
    char next = (char) (i + 1 < line.size ? line.at[i + 1] : '\0');

    if (program->is_comment) {
      if (byte == '*' && next == '/') {
        program->is_comment = FALSE;
        i++;
      }
      continue;
    }
    if (byte == '/' && next == '*') {
      program->is_comment = TRUE;
      i++;
    } else if (byte == '/' && next == '/') {
      return;
    } else if (byte == '"' || byte == '\'') {
      for (i++; i < line.size && line.at[i] != byte; i++)
        if (line.at[i] == '\\')
          i++;
    } else if (byte == '$' && next == '{') {
      program->is_templated = TRUE;
      return;
    } else if (byte == '$' || byte == '@') {
      program->is_templated = TRUE;
    } else {
      program->braces += byte == '{' ? 1 : byte == '}' ? -1 : 0;
      program->brackets += byte == '(' ? 1 : byte == ')' ? -1 : 0;
    }
  }
}

/* What stands alone on a line of a program and is nothing in C: a dot, a backquote, ... */
static gboolean
is_stray (HmSpan line)
{
  return line.size == 1 && strchr (".`?:@~^%/'=-+", line.at[0]) != NULL && line.at[0] != '\0';
}

static void
read_program_line (Program *program, HmSpan line)
{
  line = hm_span_trim (line);
  if (line.size == 0)
    return;
  /* A lone dot is noted wherever it stands: see read_lone_dots(). */
  if (is_stray (line) && line.at[0] != '.' && !program->is_comment)
    note_broken (program, program->number, line, "a lone ", line);
  if (line.at[0] == '#' && !program->is_comment && program->n_conditions < G_MAXUINT)
    read_directive (program, line);
  else
    count_braces (program, line);
}

static void
end_program (Program *program, guint32 first, HmSpan first_line)
{
  if (program->is_noted || program->is_templated || program->is_comment)
    return;
  if (program->braces != 0)
    note_broken (program, first, first_line, "braces don't match", (HmSpan){ "", 0 });
  else if (program->brackets != 0 && program->dialect != DIALECT_M4)
    note_broken (program, first, first_line, "parentheses don't match", (HmSpan){ "", 0 });
}

/*
 * Returns: (nullable) the end of the string or bracket argument that begins at @at; *@ret_start is
 * where its content does
 */
static const char *
string_end (const char *at, const char *end, Dialect dialect, const char **ret_start)
{
  if (dialect == DIALECT_MESON) {
    if (end - at < 3 || memcmp (at, "'''", 3) != 0)
      return NULL;
    *ret_start = at + 3;
    return memmem (at + 3, (gsize) (end - at) - 3, "'''", 3);
  }
  if (*at == '[') {
    gsize n = 1;
    g_autofree char *close = NULL;

    while (at + n < end && at[n] == '=' && n < 16)
      n++;
    if (at + n == end || at[n] != '[')
      return NULL;
    close = g_strndup (at, n + 1);
    close[0] = close[n] = ']';
    *ret_start = at + n + 1;
    return memmem (at + n + 1, (gsize) (end - at) - n - 1, close, n + 1);
  }
  if (*at != '"')
    return NULL;
  *ret_start = at + 1;
  for (at++; at < end && *at != '"'; at++)
    if (*at == '\\' && at + 1 < end)
      at++;
  return at < end ? at : NULL;
}

/*
 * Returns: (nullable) the end of the argument list that begins at @at, behind its parenthesis. C
 * and m4 both keep those in pairs.
 */
static const char *
arguments_end (const char *at, const char *end)
{
  gsize depth = 0;
  guint n_lines = 0;

  for (; at < end && n_lines < TEST_LINES_MAX; at++) {
    if (*at == '\n')
      n_lines++;
    else if (*at == '(')
      depth++;
    else if (*at == ')' && --depth == 0)
      return at;
  }
  return NULL;
}

/*
 * The program in the argument list at @at, on line @number. @lost: bytes that were looked at for an end in vain
 *
 * Returns: what follows it
 */
static const char *
read_test (HmMarks *marks, Dialect dialect, const char *at, const char *end, guint32 number,
           HmSpan first_line, gsize *lost)
{
  const gsize bytes_max = *lost < LOST_BYTES_MAX ? TEST_BYTES_MAX : LATE_TEST_BYTES_MAX;
  Program program = { .marks = marks, .dialect = dialect, .number = number };
  const char *start = at + 1;
  const char *stop = NULL;
  gboolean is_escaped = dialect == DIALECT_CMAKE;
  HmRows rows = { 0 };

  end = at + MIN ((gsize) (end - at), bytes_max);
  if (dialect == DIALECT_M4) {
    stop = arguments_end (at, end);
    /* Where parentheses are amiss, so is more than can be told here. */
    if (stop == NULL) {
      *lost += (gsize) (end - at);
      return at + 1;
    }
  } else {
    const char *limit = at + MIN (end - at, 4096);

    /* check_source_compiles (C "...") */
    for (start = at + 1; start < limit && strchr ("\"['", *start) == NULL && *start != ')'; start++)
      if (*start == '\n')
        program.number++;
    if (start >= limit || *start == ')')
      return at + 1;
    is_escaped = *start == '"';
    stop = string_end (start, end, dialect, &start);
    if (stop == NULL) {
      *lost += (gsize) (end - at);
      return at + 1;
    }
  }
  rows.next = start;
  rows.end = stop;
  for (guint32 base = program.number; hm_rows_next (&rows);) {
    HmSpan line = rows.line;
    g_autofree char *plain = NULL;

    program.number = base + rows.number - 1;
    if (is_escaped && memchr (line.at, '\\', line.size) != NULL) {
      gsize n = 0;

      plain = g_malloc (line.size + 1);
      for (gsize i = 0; i < line.size; i++) {
        if (line.at[i] == '\\' && i + 1 < line.size)
          i++;
        plain[n++] = line.at[i];
      }
      line = (HmSpan){ plain, n };
    }
    read_program_line (&program, line);
  }
  end_program (&program, number, first_line);
  return stop;
}

/* Whether a name of a tester may begin with @byte: most words don't. */
static gboolean
may_begin_tester (char byte, Dialect dialect)
{
  const char letter = g_ascii_tolower (byte);

  switch (dialect) {
  case DIALECT_CMAKE:
    return letter == 'c';
  case DIALECT_M4:
    return letter == 'a';
  default:
    return letter == 'c' || letter == 'l' || letter == 'r';
  }
}

static gboolean
is_tester (HmSpan word, Dialect dialect, gboolean has_dot)
{
  if (!may_begin_tester (word.at[0], dialect))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (testers); i++)
    if (testers[i].dialect == dialect && hm_span_is_nocase (word, testers[i].name))
      return dialect != DIALECT_MESON || has_dot;
  return FALSE;
}

/*
 * Goes from @at, outside of a comment, to the beginning of the first line that may name a tester,
 * where that is a later one.
 *
 * @ret_place: where it may; (nullable) NULL: nowhere
 */
static const char *
testers_skip (const HmText *file, const char *at, guint32 *number, const char **ret_place)
{
  /* The dot before a name counts. */
  const char *place =
      hm_needles_next (&hm_tester_words, file->text, file->size, at > file->text ? at - 1 : at);
  const char *newline = NULL;

  *ret_place = place;
  if (place != NULL && place > at)
    newline = memrchr (at, '\n', (gsize) (place - at));
  if (newline == NULL)
    return at;
  for (; at <= newline; at++)
    *number += *at == '\n';
  return at;
}

static void
read_tests (HmMarks *marks, const HmText *file, Dialect dialect)
{
  const char *end = file->text + file->size;
  const char *line = file->text;
  HmSpan row = { 0 };       /* the line that was last looked for its end */
  const char *place = NULL; /* no line before that of it names a tester */
  gsize lost = 0;
  guint32 number = 1;

  for (const char *at = file->text; at < end;) {
    const char *start = at;

    if (place == NULL || at > place + 1) {
      at = testers_skip (file, at, &number, &place);
      if (place == NULL)
        return;
      if (at > start)
        line = start = at;
    }
    if (*at == '\n') {
      number++;
      line = ++at;
      continue;
    }
    /* Comments; in m4 a # may begin a directive of C, so only dnl counts. */
    if ((*at == '#' && dialect != DIALECT_M4)
        || (dialect == DIALECT_M4 && at == line && end - at > 4 && memcmp (at, "dnl ", 4) == 0)) {
      const char *stop = memchr (at, '\n', (gsize) (end - at));

      at = stop != NULL ? stop : end;
      continue;
    }
    while (at < end && hm_is_word_byte (*at))
      at++;
    if (at == start) {
      at++;
      continue;
    }
    if (is_tester ((HmSpan){ start, (gsize) (at - start) }, dialect,
                   start > file->text && start[-1] == '.')) {
      const char *after = at;

      if (row.at != line) {
        const char *stop = memchr (line, '\n', (gsize) (end - line));

        row = (HmSpan){ line, (gsize) ((stop != NULL ? stop : end) - line) };
      }
      while (dialect == DIALECT_CMAKE && after < end && *after == ' ')
        after++;
      if (after == end || *after != '(')
        continue;
      after = read_test (marks, dialect, after, end, number, row, &lost);
      for (; at < after; at++)
        if (*at == '\n') {
          number++;
          line = at + 1;
        }
    }
  }
}

/* Whether there is a dot with blanks, or nothing, on either side: what stands alone on its line has that. */
static gboolean
has_lone_dot (const HmText *file)
{
  const char *end = file->text + file->size;

  for (const char *at = file->text; at < end; at++) {
    at = memchr (at, '.', (gsize) (end - at));
    if (at == NULL)
      return FALSE;
    if ((at == file->text || g_ascii_isspace (at[-1]))
        && (at + 1 == end || g_ascii_isspace (at[1])))
      return TRUE;
  }
  return FALSE;
}

static void
read_lone_dots (HmMarks *marks, const HmText *file)
{
  HmRows rows;
  HmSpan above = { 0 };

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = rows.line;

    while (line.size > 0 && g_ascii_isspace (line.at[0]))
      line = hm_span_from (line, line.at + 1);
    if (line.size == 0)
      continue;
    /* Equal dots are told apart by what stands above them. */
    if (line.at[0] == '.' && hm_span_trim (line).size == 1) {
      above = hm_span_trim (above);
      hm_marks_note (marks, HM_MARK_LONE_DOT, rows.number, above.at != NULL ? above.at : line.at,
                     above.size, "%s", "");
    } else {
      above = line;
    }
  }
}

void
hm_recognise_feature_tests (HmMarks *marks, const HmText *file)
{
  Dialect dialect = dialect_of (file->path);

  if (dialect == DIALECT_NONE)
    return;
  if (has_lone_dot (file))
    read_lone_dots (marks, file);
  if (hm_marks_have_words (marks, file, HM_WORDS_TESTER))
    read_tests (marks, file, dialect);
}
