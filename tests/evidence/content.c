/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/content.h"

#include <string.h>

#include "core/limits.h"

/* A file of @size zeros with some bytes put in. */
typedef struct {
  gsize at;
  const char *bytes;
  gsize n;
} Part;

#define PART(at, text) \
  { \
    at, text, sizeof text - 1 \
  }

static GByteArray *
file_new (gsize size, const Part *parts, gsize n_parts)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_set_size (file, (guint) size);
  memset (file->data, 0, size);
  for (gsize i = 0; i < n_parts; i++) {
    g_assert_cmpuint (parts[i].at + parts[i].n, <=, size);
    if (parts[i].n > 0)
      memcpy (file->data + parts[i].at, parts[i].bytes, parts[i].n);
  }
  return file;
}

/* One format: a smallest file of it, and what the file is when a byte is missing at its end. */
typedef struct {
  const char *name;
  HmContent content;
  gsize size;
  Part parts[4];
} Sample;

static const Sample samples[] = {
  { "elf-32", HM_CONTENT_ELF, 52, { PART (0, "\177ELF\1\1\1") } },
  { "elf-64", HM_CONTENT_ELF, 64, { PART (0, "\177ELF\2\2\1") } },
  { "pe", HM_CONTENT_PE, 128 + 24, { PART (0, "MZ"), PART (0x3c, "\x80"), PART (0x80, "PE\0\0") } },
  { "pe-far-away",
    HM_CONTENT_PE,
    0x12000 + 24,
    { PART (0, "MZ"), PART (0x3c, "\x00\x20\x01"), PART (0x12000, "PE\0\0") } },
  { "ne", HM_CONTENT_PE, 64 + 64, { PART (0, "MZ"), PART (0x3c, "\x40"), PART (0x40, "NE") } },
  { "dos", HM_CONTENT_PE, 100, { PART (0, "MZ\x64\0\1\0\0\0\2\0") } },
  { "macho-64-little",
    HM_CONTENT_MACHO,
    32,
    { PART (0, "\xcf\xfa\xed\xfe\x07\0\0\1"), PART (12, "\2") } },
  { "macho-32-big",
    HM_CONTENT_MACHO,
    28,
    { PART (0, "\xfe\xed\xfa\xce\0\0\0\x12"), PART (15, "\2") } },
  { "macho-fat",
    HM_CONTENT_MACHO_FAT,
    48,
    { PART (0, "\xca\xfe\xba\xbe\0\0\0\2\1\0\0\7"), PART (28, "\1\0\0\14") } },
  { "java-class", HM_CONTENT_JAVA_CLASS, 24, { PART (0, "\xca\xfe\xba\xbe\0\0\0\x34\0\2\7") } },
  { "wasm", HM_CONTENT_WASM, 8, { PART (0, "\0asm\1") } },
  { "wasm-component", HM_CONTENT_WASM, 8, { PART (0, "\0asm\x0d\0\1\0") } },
  { "dex", HM_CONTENT_DEX, 40, { PART (0, "dex\n035") } },
  { "rpm", HM_CONTENT_RPM, 96, { PART (0, "\xed\xab\xee\xdb\3") } },
  { "crx", HM_CONTENT_CRX, 12, { PART (0, "Cr24\3") } },
  { "ar", HM_CONTENT_AR, 68, { PART (0, "!<arch>\nx.o/"), PART (66, "`\n") } },
  { "ar-thin", HM_CONTENT_AR, 68, { PART (0, "!<thin>\nx.o/"), PART (66, "`\n") } },
  { "deb", HM_CONTENT_DEB, 68, { PART (0, "!<arch>\ndebian-binary"), PART (66, "`\n") } },
};

static void
test_whole_header (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) file =
        file_new (samples[i].size, samples[i].parts, G_N_ELEMENTS (samples[i].parts));

    g_test_message ("%s", samples[i].name);
    g_assert_cmpint (hm_content_classify (file->data, file->len), ==, samples[i].content);
  }
}

/* Every shorter beginning is no longer of that kind, and none reads past its end (the copy is as long as it claims). */
static void
test_cut_at_every_byte (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) file =
        file_new (samples[i].size, samples[i].parts, G_N_ELEMENTS (samples[i].parts));
    gsize step = samples[i].size > 4096 ? 1021 : 1;

    for (gsize size = 1; size < samples[i].size; size += step) {
      g_autofree guint8 *copy = g_memdup2 (file->data, size);
      HmContent content = hm_content_classify (copy, size);

      g_test_message ("%s at %zu", samples[i].name, size);
      if (size == 8 && content == HM_CONTENT_AR)
        continue; /* an archive without a member */
      g_assert_true (content == HM_CONTENT_TEXT || content == HM_CONTENT_BINARY);
    }
  }
}

typedef struct {
  const char *name;
  const char *bytes;
  gsize size;
  HmContent content;
} Literal;

#define LITERAL(name, text, content) \
  { \
    name, text, sizeof text - 1, content \
  }

static void
test_look_alikes (void)
{
  static const Literal literals[] = {
    LITERAL ("text that begins with MZ", "MZ is what a DOS program begins with, and this is none.",
             HM_CONTENT_TEXT),
    LITERAL ("text that begins with dex", "dex\n035 and more words than a header would have at all",
             HM_CONTENT_TEXT),
    LITERAL ("text that begins with Cr24", "Cr24 is the magic of a browser's extension",
             HM_CONTENT_TEXT),
    LITERAL ("text that begins with !<arch>",
             "!<arch>\nis how ar(5) begins its archives, and so does this text, which goes on for "
             "long enough",
             HM_CONTENT_TEXT),
    LITERAL ("two letters", "MZ", HM_CONTENT_TEXT),
    LITERAL ("an archive without members", "!<arch>\n", HM_CONTENT_AR),
    LITERAL ("e_lfanew past the end",
             "MZ\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
             "\0\0\0\0\0"
             "\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff PE\0\0",
             HM_CONTENT_BINARY),
    LITERAL ("ELF of class 3",
             "\177ELF\3\1\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
             "\0\0\0\0\0\0\0\0\0"
             "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
             HM_CONTENT_BINARY),
    LITERAL ("wasm of version 2", "\0asm\2\0\0\0", HM_CONTENT_BINARY),
    LITERAL ("class file without a constant",
             "\xca\xfe\xba\xbe\0\0\0\x34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", HM_CONTENT_BINARY),
    LITERAL ("fat header of no processor",
             "\xca\xfe\xba\xbe\0\0\0\1\x77\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
             HM_CONTENT_BINARY),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    g_test_message ("%s", literals[i].name);
    g_assert_cmpint (hm_content_classify (literals[i].bytes, literals[i].size), ==,
                     literals[i].content);
  }
}

static void
test_text (void)
{
  static const Literal literals[] = {
    LITERAL ("empty", "", HM_CONTENT_EMPTY),
    LITERAL ("plain", "plain\n", HM_CONTENT_TEXT),
    LITERAL ("tab, LF, CR", "\t\r\n", HM_CONTENT_TEXT),
    LITERAL ("NUL", "a\0b", HM_CONTENT_BINARY),
    LITERAL ("escape", "\x1b[31m", HM_CONTENT_BINARY),
    LITERAL ("form feed", "a\fb", HM_CONTENT_BINARY),
    LITERAL ("DEL", "a\177", HM_CONTENT_TEXT),
    LITERAL ("invalid UTF-8", "\xff\xfe\xc0", HM_CONTENT_TEXT),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    g_test_message ("%s", literals[i].name);
    g_assert_cmpint (hm_content_classify (literals[i].bytes, literals[i].size), ==,
                     literals[i].content);
  }
}

static void
test_sniffed_bytes (void)
{
  g_autofree char *text = g_strnfill (HM_SNIFF_BYTES + 1, 'x');

  text[HM_SNIFF_BYTES] = '\1';
  g_assert_cmpint (hm_content_classify (text, HM_SNIFF_BYTES + 1), ==, HM_CONTENT_TEXT);
  text[HM_SNIFF_BYTES - 1] = '\1';
  g_assert_cmpint (hm_content_classify (text, HM_SNIFF_BYTES + 1), ==, HM_CONTENT_BINARY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/whole-header", test_whole_header);
  g_test_add_func ("/content/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/content/look-alikes", test_look_alikes);
  g_test_add_func ("/content/text", test_text);
  g_test_add_func ("/content/sniffed-bytes", test_sniffed_bytes);
  return g_test_run ();
}
