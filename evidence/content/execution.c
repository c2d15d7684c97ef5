/* SPDX-License-Identifier: Apache-2.0 */
/* Decoded, unpacked or fetched data that goes to an interpreter. Distrusts every byte; scans whole lines. */
#include <string.h>

#include "evidence/content/flows.h"
#include "evidence/content/gates.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"

/* What decodes, unpacks or carves in a command. */
HmNeedles hm_command_words = {
  .words = { "base64",  "base32",  "basenc",    "openssl", "xxd",   "uudecode", "certutil",
             "rot13",   "|rev",    "| rev",     "tr \"",   "tr '",  "tr \\",    "head -c",
             "tail -c", "zcat",    "bzcat",     "xzcat",   "lzcat", "gunzip",   "bunzip2",
             "unxz",    "unlzma",  "zstd",      "gzip",    "bzip2", "xz -",     "lzma",
             "brotli",  "\\x",     "\\0",       "\\1",     "-enc",  "-ec ",     "b64decode",
             "pack",    "fromhex", "unhexlify", "charcode" },
};

/* What fetches: alone it is no reason to look at a program. */
HmNeedles hm_fetching_words = {
  .words = { "curl", "wget", "fetch ", "aria2c", "iwr ", "irm ", "invoke-webrequest",
             "invoke-restmethod" },
};

/* What decodes in a call. */
HmNeedles hm_decoding_words = {
  .words = { "64decode",
             "b32decode",
             "b85decode",
             "a85decode",
             "b16decode",
             "decodebytes",
             "decodestring",
             "a2b_",
             "unhexlify",
             "fromhex",
             "atob",
             "fromcharcode",
             "fromcodepoint",
             "unescape",
             "64_decode",
             "rot13",
             "rot_13",
             "gzinflate",
             "gzuncompress",
             "gzdecode",
             "hex2bin",
             "uudecode",
             "inflatesync",
             "inflaterawsync",
             "gunzipsync",
             "unzipsync",
             "decompress",
             "unpack",
             "decode64",
             "decode_base64",
             "frombase64string",
             "decodebase64",
             "decodestring",
             "chr(",
             "chr,",
             "base64",
             "'hex'",
             "\"hex\"",
             "bytes([",
             "bytearray([",
             "pack(",
             ".pack",
             "marshal",
             "pickle" },
};

/* What runs text as code or as a command. */
HmNeedles hm_running_words = {
  .words = { "eval",          "exec",          "function(",
             "function (",    "compile",       "runin",
             "__import__",    "import_module", "functiontype",
             "importscripts", "assert",        "create_function",
             "load",          "iex",           "invoke-expression",
             "scriptblock",   "defineclass",   "system",
             "popen",         "passthru",      "spawn",
             "check_",        "getoutput",     "dostring" },
};

/* What starts a program from within another: a command in a string of a program without any is prose, or data. */
static HmNeedles spawning_words = {
  .words = { "system(",      "system (",      "popen",         "execl",       "execv",
             "spawn",        "subprocess",    "child_process", "getruntime",  "processbuilder",
             "exec.command", "process.start", "process.run",   "proc_open",   "shell_exec",
             "passthru",     "shellexecute",  "createprocess", "getoutput",   "check_output",
             "os.execute",   "command::new",  "system.cmd",    "callcommand", "execsync" },
};

/* Languages in which a command between backquotes is run. */
static const char *const backquote_endings[] = { ".rb",  ".rake", ".gemspec", ".pl",    ".pm",
                                                 ".php", ".jl",   ".cr",      ".groovy" };

static const char *const code_endings[] = {
  ".py",   ".pyw",    ".js",     ".mjs",    ".cjs", ".jsx", ".ts",  ".tsx",    ".mts",  ".cts",
  ".vue",  ".svelte", ".php",    ".rb",     ".pl",  ".pm",  ".lua", ".ps1",    ".psm1", ".gemspec",
  ".rake", ".java",   ".groovy", ".gradle", ".kts", ".cs",  ".go",  ".coffee",
};

static gboolean
is_code (const HmText *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (code_endings); i++)
    if (g_str_has_suffix (file->path, code_endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
may_spawn (const HmText *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (backquote_endings); i++)
    if (g_str_has_suffix (file->path, backquote_endings[i]))
      return TRUE;
  return hm_needles_has (&spawning_words, file->text, file->size);
}

void
hm_recognise_execution (HmMarks *marks, const HmText *file)
{
  gboolean has_commands = (file->roles & HM_COMMAND_ROLES) != 0;
  gboolean has_code = is_code (file);

  if ((file->roles & HM_ROLE_LOCKFILE) != 0
      || ((file->roles & HM_ROLE_DOC) != 0 && !has_commands && !has_code))
    return;
  if ((hm_marks_have_words (marks, file, HM_WORDS_COMMAND)
       || (has_commands && !has_code && hm_marks_have_words (marks, file, HM_WORDS_FETCHING)))
      && (has_commands || may_spawn (file)))
    hm_flows_of_commands (marks, file, has_code || !has_commands);
  if ((has_code || has_commands) && hm_marks_have_words (marks, file, HM_WORDS_DECODING)
      && hm_marks_have_words (marks, file, HM_WORDS_RUNNING))
    hm_flows_of_calls (marks, file, has_code);
}
