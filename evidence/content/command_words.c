/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/command_words.h"

#include <string.h>

#include "evidence/content/gates.h"

/* Escapes in one word of echo or printf that are a program rather than a colour. */
#define ESCAPES_MIN 8

static const struct {
  const char *name;
  HmProgram program;
} programs[] = {
  { "sh", HM_PROGRAM_SHELL },
  { "bash", HM_PROGRAM_SHELL },
  { "dash", HM_PROGRAM_SHELL },
  { "zsh", HM_PROGRAM_SHELL },
  { "ksh", HM_PROGRAM_SHELL },
  { "ash", HM_PROGRAM_SHELL },
  { "fish", HM_PROGRAM_SHELL },
  { "$SHELL", HM_PROGRAM_SHELL },
  { "${SHELL}", HM_PROGRAM_SHELL },
  { "$CONFIG_SHELL", HM_PROGRAM_SHELL },
  { "python", HM_PROGRAM_INTERPRETER },
  { "python2", HM_PROGRAM_INTERPRETER },
  { "python3", HM_PROGRAM_INTERPRETER },
  { "py", HM_PROGRAM_INTERPRETER },
  { "perl", HM_PROGRAM_INTERPRETER },
  { "ruby", HM_PROGRAM_INTERPRETER },
  { "node", HM_PROGRAM_INTERPRETER },
  { "nodejs", HM_PROGRAM_INTERPRETER },
  { "deno", HM_PROGRAM_INTERPRETER },
  { "bun", HM_PROGRAM_INTERPRETER },
  { "php", HM_PROGRAM_INTERPRETER },
  { "lua", HM_PROGRAM_INTERPRETER },
  { "osascript", HM_PROGRAM_INTERPRETER },
  { "eval", HM_PROGRAM_EVAL },
  { "source", HM_PROGRAM_SOURCE },
  { ".", HM_PROGRAM_SOURCE },
  { "iex", HM_PROGRAM_INVOKE },
  { "Invoke-Expression", HM_PROGRAM_INVOKE },
  { "powershell", HM_PROGRAM_POWERSHELL },
  { "powershell.exe", HM_PROGRAM_POWERSHELL },
  { "pwsh", HM_PROGRAM_POWERSHELL },
  { "pwsh.exe", HM_PROGRAM_POWERSHELL },
  { "xargs", HM_PROGRAM_XARGS },
  { "curl", HM_PROGRAM_FETCH },
  { "wget", HM_PROGRAM_FETCH },
  { "fetch", HM_PROGRAM_FETCH },
  { "aria2c", HM_PROGRAM_FETCH },
  { "iwr", HM_PROGRAM_FETCH },
  { "irm", HM_PROGRAM_FETCH },
  { "Invoke-WebRequest", HM_PROGRAM_FETCH },
  { "Invoke-RestMethod", HM_PROGRAM_FETCH },
  { "base64", HM_PROGRAM_DECODER },
  { "gbase64", HM_PROGRAM_DECODER },
  { "base32", HM_PROGRAM_DECODER },
  { "basenc", HM_PROGRAM_DECODER },
  { "openssl", HM_PROGRAM_DECODER },
  { "uudecode", HM_PROGRAM_UNCODER },
  { "rev", HM_PROGRAM_UNCODER },
  { "rot13", HM_PROGRAM_UNCODER },
  { "xxd", HM_PROGRAM_HEX },
  { "head", HM_PROGRAM_CARVER },
  { "tail", HM_PROGRAM_CARVER },
  { "cut", HM_PROGRAM_OTHER },
  { "gunzip", HM_PROGRAM_UNPACKER },
  { "zcat", HM_PROGRAM_UNPACKER },
  { "bunzip2", HM_PROGRAM_UNPACKER },
  { "bzcat", HM_PROGRAM_UNPACKER },
  { "unxz", HM_PROGRAM_UNPACKER },
  { "xzcat", HM_PROGRAM_UNPACKER },
  { "unlzma", HM_PROGRAM_UNPACKER },
  { "lzcat", HM_PROGRAM_UNPACKER },
  { "unzstd", HM_PROGRAM_UNPACKER },
  { "zstdcat", HM_PROGRAM_UNPACKER },
  { "gzip", HM_PROGRAM_PACKER },
  { "bzip2", HM_PROGRAM_PACKER },
  { "xz", HM_PROGRAM_PACKER },
  { "lzma", HM_PROGRAM_PACKER },
  { "zstd", HM_PROGRAM_PACKER },
  { "lz4", HM_PROGRAM_PACKER },
  { "brotli", HM_PROGRAM_PACKER },
  { "tr", HM_PROGRAM_TRANSLATOR },
  { "certutil", HM_PROGRAM_CERTUTIL },
  { "certutil.exe", HM_PROGRAM_CERTUTIL },
  { "echo", HM_PROGRAM_PRINTER },
  { "printf", HM_PROGRAM_PRINTER },
  { "cat", HM_PROGRAM_PRINTER },
};

/* Words before a command that leave it one, of shells and of the files that hold them. */
static const char *const prefixes[] = {
  "sudo",    "exec",       "env",  "nohup",   "command", "builtin", "time",   "if",     "then",
  "do",      "else",       "elif", "while",   "until",   "!",       "{",      "export", "local",
  "declare", "readonly",   "RUN",  "CMD",     "SHELL",   "busybox", "doas",   "-",      "@",
  "return",  "ENTRYPOINT", "&",    "typeset", "set",     "nice",    "stdbuf", NULL,
};

/* Keys of YAML whose values are commands; of others they may be anything. */
static const char *const command_keys[] = { "run:", "script:", "cmd:", "command:", NULL };

/* Calls of other languages that decode, as they stand in one-liners. */
HmNeedles hm_decoding_calls = {
  .words = { "b64decode", "decode_base64", "fromhex", "unhexlify", "fromCharCode", "base64_decode",
             "FromBase64String", "rot13" },
};

/*
 * Indices of programs by their first byte in whatever case, as most words of a script share theirs
 * with few of these.
 */
static struct {
  gsize is_ready;
  guint8 firsts[256]; /* 1 more than the index of the first that begins with the byte; 0: none */
  guint8 nexts[G_N_ELEMENTS (programs)]; /* likewise, of the next one */
} index_of_programs;

G_STATIC_ASSERT (G_N_ELEMENTS (programs) < 255);

static void
programs_prepare (void)
{
  if (!g_once_init_enter (&index_of_programs.is_ready))
    return;
  for (gsize i = G_N_ELEMENTS (programs); i > 0; i--) {
    const char first = programs[i - 1].name[0];

    index_of_programs.nexts[i - 1] = index_of_programs.firsts[(guint8) g_ascii_tolower (first)];
    index_of_programs.firsts[(guint8) g_ascii_tolower (first)] = (guint8) i;
    index_of_programs.firsts[(guint8) g_ascii_toupper (first)] = (guint8) i;
  }
  g_once_init_leave (&index_of_programs.is_ready, 1);
}

HmProgram
hm_program_of (HmSpan name)
{
  HmSpan last = name;

  for (gsize i = 0; i < name.size; i++)
    if (name.at[i] == '/' || name.at[i] == '\\')
      last = hm_span_from (name, name.at + i + 1);
  if (last.size == 0)
    return HM_PROGRAM_OTHER;
  /* python3.11, ruby2.7 */
  while (last.size > 3 && hm_span_begins (last, "python")
         && (g_ascii_isdigit (last.at[last.size - 1]) || last.at[last.size - 1] == '.'))
    last.size--;
  programs_prepare ();
  for (guint i = index_of_programs.firsts[(guint8) last.at[0]]; i > 0;
       i = index_of_programs.nexts[i - 1])
    if (hm_span_is_nocase (last, programs[i - 1].name))
      return programs[i - 1].program;
  return HM_PROGRAM_OTHER;
}

gboolean
hm_word_is_prefix (HmSpan word)
{
  return hm_span_is_any (word, prefixes);
}

gboolean
hm_word_is_command_key (HmSpan word)
{
  return hm_span_is_any (word, command_keys);
}

HmSpan
hm_word_decoder (HmSpan word)
{
  for (gsize i = 0; hm_decoding_calls.words[i] != NULL; i++)
    if (hm_span_find (word, hm_decoding_calls.words[i]) != NULL)
      return hm_span (hm_decoding_calls.words[i]);
  return (HmSpan){ 0 };
}

/* Bytes of the arguments of tr(1) that are looked at. */
#define SETS_BYTES_MAX 1024

/* Reads one byte of a set of tr(1) at @at, hm_escapes included. Returns: what follows. */
static const char *
read_set_byte (const char *at, const char *end, guint8 *ret_byte)
{
  *ret_byte = (guint8) *at++;
  if (*ret_byte != '\\' || at == end)
    return at;
  if (*at >= '0' && *at <= '7') {
    guint value = 0;

    for (guint n = 0; n < 3 && at < end && *at >= '0' && *at <= '7'; n++)
      value = value * 8 + (guint) (*at++ - '0');
    *ret_byte = (guint8) (value & 0xff);
    return at;
  }
  *ret_byte = (guint8) (*at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at);
  return at + 1;
}

/* Marks in @set the bytes of one set of tr(1), with its ranges. Returns: what follows. */
static const char *
read_set (const char *at, const char *end, gboolean set[256])
{
  char quote = '\0';
  guint8 last = 0;
  gboolean is_range = FALSE;

  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  if (end - at > 1 && *at == '\\' && (at[1] == '"' || at[1] == '\''))
    at++;
  if (at < end && (*at == '"' || *at == '\''))
    quote = *at++;
  while (at < end && *at != '\n' && *at != quote) {
    guint8 byte = 0;

    if (quote == '\0' && strchr (" \t|;&)`\"'", *at) != NULL)
      break;
    if (end - at > 1 && *at == '\\' && at[1] == quote)
      return at + 2;
    if (*at == '-' && last != 0 && end - at > 1 && at[1] != quote && !is_range) {
      is_range = TRUE;
      at++;
      continue;
    }
    at = read_set_byte (at, end, &byte);
    for (guint b = is_range && last <= byte ? last : byte; b <= byte; b++)
      set[b] = TRUE;
    is_range = FALSE;
    last = byte;
  }
  return at < end && *at == quote ? at + 1 : at;
}

gboolean
hm_tr_is_cipher (const char *at, const char *end)
{
  gboolean from[256] = { FALSE };
  gboolean to[256] = { FALSE };
  guint n_both = 0;

  end = at + MIN (end - at, SETS_BYTES_MAX);
  while (at < end && *at == ' ')
    at++;
  if (end - at > 1 && at[0] == '-' && g_ascii_isalpha (at[1]))
    return FALSE; /* it deletes or squeezes */
  at = read_set (at, end, from);
  read_set (at, end, to);
  for (guint i = 0; i < 256; i++)
    n_both += from[i] && to[i] ? 1 : 0;
  return n_both >= 3;
}

gboolean
hm_word_is_escaped (HmSpan word)
{
  guint n = 0;

  for (gsize i = 0; i + 1 < word.size; i++)
    if (word.at[i] == '\\' && (word.at[i + 1] == 'x' || g_ascii_isdigit (word.at[i + 1])))
      n++;
  return n >= ESCAPES_MIN;
}

/* Whether a word of a command may end before @byte, and another one begin behind it. */
static gboolean
parts_words (char byte)
{
  return g_ascii_isspace (byte) || byte == '\0' || strchr ("|&;<>()`\"',\\", byte) != NULL;
}

/* The last part of a path is a program too, -x and @x are x, and NAME=x may be run by its name. */
static gboolean
is_program (const char *word, const char *start, const char *end, const char *at)
{
  const char *after = at + strlen (word);

  return (at == start || parts_words (at[-1]) || strchr ("/@-=", at[-1]) != NULL)
         && (after == end || parts_words (*after));
}

/* The programs of @programs that a flow comes from, and words that make others yield one: pack, unpack. */
HmNeedles hm_source_programs = {
  .words = { "curl",       "wget",     "fetch",    "aria2c",  "iwr",
             "irm",        "base64",   "gbase64",  "base32",  "invoke-webrequest",
             "basenc",     "openssl",  "uudecode", "rev",     "invoke-restmethod",
             "rot13",      "xxd",      "head",     "tail",    "gunzip",
             "zcat",       "bunzip2",  "bzcat",    "unxz",    "xzcat",
             "unlzma",     "lzcat",    "unzstd",   "zstdcat", "gzip",
             "bzip2",      "xz",       "lzma",     "zstd",    "lz4",
             "brotli",     "tr",       "certutil", "pwsh",    "certutil.exe",
             "powershell", "pwsh.exe", "pack",     "unpack",  "powershell.exe" },
  .counts = is_program,
};

/* Whether the escape at @at is followed by enough others in its word. */
static gboolean
is_first_of_escapes (const char *word G_GNUC_UNUSED, const char *start G_GNUC_UNUSED,
                     const char *end, const char *at)
{
  guint n = 0;

  for (; at < end && n < ESCAPES_MIN && !g_ascii_isspace (*at); at++)
    n += at + 1 < end && *at == '\\' && (at[1] == 'x' || g_ascii_isdigit (at[1])) ? 1 : 0;
  return n == ESCAPES_MIN;
}

HmNeedles hm_escapes = {
  .words = { "\\x", "\\0", "\\1", "\\2", "\\3", "\\4", "\\5", "\\6", "\\7", "\\8", "\\9" },
  .counts = is_first_of_escapes,
};

const char *
hm_text_find_source (HmSpan text)
{
  HmNeedles *const tables[] = { &hm_source_programs, &hm_decoding_calls, &hm_escapes };
  const char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    const char *place = hm_needles_next (tables[i], text.at, text.size, text.at);

    if (place != NULL && (first == NULL || place < first))
      first = place;
    if (first != NULL)
      text.size = (gsize) (first - text.at);
  }
  return first;
}
