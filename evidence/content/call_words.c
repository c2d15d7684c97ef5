/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/call_words.h"

#include <string.h>

static const struct {
  const char *name;
  guint kind;
} words[] = {
  { "eval", HM_CALL_CODE | HM_CALL_BARE | HM_CALL_STATEMENT },
  { "exec", HM_CALL_CODE | HM_CALL_BARE | HM_CALL_STATEMENT },
  { "Function", HM_CALL_CODE | HM_CALL_BARE },
  { "AsyncFunction", HM_CALL_CODE | HM_CALL_BARE },
  { "compile", HM_CALL_CODE | HM_CALL_BARE },
  { "execfile", HM_CALL_CODE | HM_CALL_BARE },
  { "runInThisContext", HM_CALL_CODE },
  { "runInNewContext", HM_CALL_CODE },
  { "runInContext", HM_CALL_CODE },
  { "_compile", HM_CALL_CODE },
  { "run_code", HM_CALL_CODE },
  { "__import__", HM_CALL_CODE | HM_CALL_BARE },
  { "import_module", HM_CALL_CODE },
  { "FunctionType", HM_CALL_CODE },
  { "execScript", HM_CALL_CODE },
  { "importScripts", HM_CALL_CODE | HM_CALL_BARE },
  { "assert", HM_CALL_CODE | HM_CALL_BARE },
  { "create_function", HM_CALL_CODE | HM_CALL_BARE },
  { "instance_eval", HM_CALL_CODE },
  { "class_eval", HM_CALL_CODE },
  { "module_eval", HM_CALL_CODE },
  { "loadstring", HM_CALL_CODE | HM_CALL_BARE },
  { "load", HM_CALL_CODE | HM_CALL_BARE },
  { "dostring", HM_CALL_CODE | HM_CALL_BARE },
  { "iex", HM_CALL_CODE | HM_CALL_BARE | HM_CALL_STATEMENT },
  { "Invoke-Expression", HM_CALL_CODE | HM_CALL_BARE | HM_CALL_STATEMENT },
  { "ScriptBlock", HM_CALL_CODE },
  { "defineClass", HM_CALL_CODE },
  { "system", HM_CALL_COMMAND },
  { "popen", HM_CALL_COMMAND },
  { "Popen", HM_CALL_COMMAND },
  { "shell_exec", HM_CALL_COMMAND | HM_CALL_BARE },
  { "passthru", HM_CALL_COMMAND | HM_CALL_BARE },
  { "proc_open", HM_CALL_COMMAND | HM_CALL_BARE },
  { "execSync", HM_CALL_COMMAND },
  { "spawn", HM_CALL_COMMAND },
  { "spawnSync", HM_CALL_COMMAND },
  { "check_call", HM_CALL_COMMAND },
  { "check_output", HM_CALL_COMMAND },
  { "getoutput", HM_CALL_COMMAND },
  { "b64decode", HM_CALL_DECODES },
  { "b32decode", HM_CALL_DECODES },
  { "b85decode", HM_CALL_DECODES },
  { "a85decode", HM_CALL_DECODES },
  { "b16decode", HM_CALL_DECODES },
  { "urlsafe_b64decode", HM_CALL_DECODES },
  { "standard_b64decode", HM_CALL_DECODES },
  { "decodebytes", HM_CALL_DECODES },
  { "decodestring", HM_CALL_DECODES },
  { "a2b_base64", HM_CALL_DECODES },
  { "a2b_hex", HM_CALL_DECODES },
  { "unhexlify", HM_CALL_DECODES },
  { "fromhex", HM_CALL_DECODES },
  { "atob", HM_CALL_DECODES },
  { "fromCharCode", HM_CALL_DECODES },
  { "fromCodePoint", HM_CALL_DECODES },
  { "unescape", HM_CALL_DECODES | HM_CALL_BARE },
  { "base64_decode", HM_CALL_DECODES },
  { "str_rot13", HM_CALL_DECODES },
  { "gzinflate", HM_CALL_DECODES },
  { "gzuncompress", HM_CALL_DECODES },
  { "gzdecode", HM_CALL_DECODES },
  { "hex2bin", HM_CALL_DECODES },
  { "convert_uudecode", HM_CALL_DECODES },
  { "inflateSync", HM_CALL_DECODES },
  { "inflateRawSync", HM_CALL_DECODES },
  { "gunzipSync", HM_CALL_DECODES },
  { "unzipSync", HM_CALL_DECODES },
  { "brotliDecompressSync", HM_CALL_DECODES },
  { "decompress", HM_CALL_DECODES },
  { "unpack1", HM_CALL_DECODES },
  { "decode64", HM_CALL_DECODES },
  { "strict_decode64", HM_CALL_DECODES },
  { "urlsafe_decode64", HM_CALL_DECODES },
  { "decode_base64", HM_CALL_DECODES },
  { "FromBase64String", HM_CALL_DECODES },
  { "decodeBase64", HM_CALL_DECODES },
  { "DecodeString", HM_CALL_DECODES },
  { "loads", HM_CALL_OBJECT },
  { "chr", HM_CALL_CHARACTER | HM_CALL_BARE },
  { "from", HM_CALL_BUFFER },
  { "Buffer", HM_CALL_BUFFER },
  { "decode", HM_CALL_BUFFER },
  { "pack", HM_CALL_BUFFER },
  { "unpack", HM_CALL_BUFFER },
  { "bytes", HM_CALL_BUFFER | HM_CALL_BARE },
  { "bytearray", HM_CALL_BUFFER | HM_CALL_BARE },
  { "urlopen", HM_CALL_FETCHES },
  { "DownloadString", HM_CALL_FETCHES },
  { "urlretrieve", HM_CALL_FETCHES },
};

/* Indices of words by their first byte, as most words of a text share theirs with few of these. */
static struct {
  gsize is_ready;
  guint8 firsts[256]; /* 1 more than the index of the first that begins with the byte; 0: none */
  guint8 nexts[G_N_ELEMENTS (words)]; /* likewise, of the next one */
} index_of_words;

G_STATIC_ASSERT (G_N_ELEMENTS (words) < 255);

static void
words_prepare (void)
{
  if (!g_once_init_enter (&index_of_words.is_ready))
    return;
  for (gsize i = G_N_ELEMENTS (words); i > 0; i--) {
    const guint8 first = (guint8) words[i - 1].name[0];

    index_of_words.nexts[i - 1] = index_of_words.firsts[first];
    index_of_words.firsts[first] = (guint8) i;
  }
  g_once_init_leave (&index_of_words.is_ready, 1);
}

guint
hm_call_kind (HmSpan word)
{
  words_prepare ();
  if (word.size == 0)
    return 0;
  for (guint i = index_of_words.firsts[(guint8) word.at[0]]; i > 0; i = index_of_words.nexts[i - 1])
    if (hm_span_is (word, words[i - 1].name))
      return words[i - 1].kind;
  return 0;
}

/* "([" begins a list of bytes where a digit follows. */
static gboolean
is_list_or_name (const char *word, const char *start G_GNUC_UNUSED, const char *end, const char *at)
{
  const char *after = at + strlen (word);

  return word[0] != '(' || (after < end && g_ascii_isdigit (*after));
}

HmNeedles hm_decoder_names = {
  .words = { "b64decode",
             "b32decode",
             "b85decode",
             "a85decode",
             "b16decode",
             "decodebytes",
             "decodestring",
             "a2b_base64",
             "a2b_hex",
             "unhexlify",
             "fromhex",
             "atob",
             "fromcharcode",
             "fromcodepoint",
             "unescape",
             "base64_decode",
             "str_rot13",
             "gzinflate",
             "gzuncompress",
             "gzdecode",
             "hex2bin",
             "convert_uudecode",
             "inflatesync",
             "inflaterawsync",
             "gunzipsync",
             "unzipsync",
             "decompress",
             "unpack1",
             "decode64",
             "decode_base64",
             "frombase64string",
             "decodebase64",
             "loads",
             "chr",
             "([",
             "'hex",
             "\"hex",
             "'base64",
             "\"base64",
             "'rot",
             "\"rot",
             "'zlib",
             "\"zlib",
             "'bz2",
             "\"bz2",
             "'uu",
             "\"uu",
             "'h*'",
             "\"h*\"",
             "'m'",
             "\"m\"",
             "'m0'",
             "\"m0\"",
             "'u'",
             "\"u\"" },
  .counts = is_list_or_name,
};

HmNeedles hm_runner_names = {
  .words = { "eval",        "exec",        "function",      "compile",       "runin",
             "run_code",    "__import__",  "import_module", "importscripts", "assert",
             "loadstring",  "load",        "dostring",      "iex",           "invoke-expression",
             "scriptblock", "defineclass", "system",        "popen",         "passthru",
             "proc_open",   "spawn",       "check_call",    "check_output",  "getoutput" },
};
