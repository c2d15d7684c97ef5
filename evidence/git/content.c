/* SPDX-License-Identifier: Apache-2.0 */
/* Recognises executable formats by their headers, and text by Scorecard's rule. */
#include "evidence/git/content.h"

#include <string.h>

#include "core/limits.h"

typedef struct {
  const guint8 *bytes;
  gsize size;
} File;

/* Numbers at @at; 0 past the end, which no plausible header passes. */
static guint32
le16 (const File *file, gsize at)
{
  if (file->size < 2 || at > file->size - 2)
    return 0;
  return (guint32) file->bytes[at] | (guint32) file->bytes[at + 1] << 8;
}

static guint32
be16 (const File *file, gsize at)
{
  return GUINT16_SWAP_LE_BE ((guint16) le16 (file, at));
}

static guint32
le32 (const File *file, gsize at)
{
  if (file->size < 4 || at > file->size - 4)
    return 0;
  return le16 (file, at) | le16 (file, at + 2) << 16;
}

static guint32
be32 (const File *file, gsize at)
{
  return GUINT32_SWAP_LE_BE (le32 (file, at));
}

static gboolean
has_bytes (const File *file, gsize at, const char *wanted, gsize n_wanted)
{
  return at <= file->size && n_wanted <= file->size - at
         && memcmp (file->bytes + at, wanted, n_wanted) == 0;
}

/* System V ABI, figure 4-3: e_ident's class, data and version, and the header whole. */
static gboolean
is_elf (const File *file)
{
  if (!has_bytes (file, 0,
                  "\x7f"
                  "ELF",
                  4)
      || file->size < 52)
    return FALSE;
  return (file->bytes[4] == 1 || (file->bytes[4] == 2 && file->size >= 64))
         && (file->bytes[5] == 1 || file->bytes[5] == 2) && file->bytes[6] == 1;
}

/* The DOS header's counts describe a load module that lies within the file. */
static gboolean
is_dos_module (const File *file)
{
  guint32 last_page = le16 (file, 2);
  guint32 n_pages = le16 (file, 4);
  guint32 n_relocations = le16 (file, 6);
  guint32 header_size = le16 (file, 8) * 16;
  guint32 relocations = le16 (file, 24);
  guint32 image_size;

  if (file->size < 28 || n_pages == 0 || last_page > 511)
    return FALSE;
  image_size = (n_pages - 1) * 512 + (last_page == 0 ? 512 : last_page);
  return header_size >= 28 && header_size < image_size && image_size <= file->size
         && (n_relocations == 0
             || (relocations >= 28 && relocations + 4 * n_relocations <= header_size));
}

/*
 * PE format, "MS-DOS Stub" and "COFF File Header": e_lfanew may lead anywhere in the file, and does so in
 * files made to hide it from who looks at the beginning only. Else an old executable: NE, LE, LX or plain DOS.
 */
static gboolean
is_pe (const File *file)
{
  gsize at = le32 (file, 0x3c);

  if (!has_bytes (file, 0, "MZ", 2) && !has_bytes (file, 0, "ZM", 2))
    return FALSE;
  if (has_bytes (file, at, "PE\0\0", 4) && file->size - at >= 24)
    return TRUE;
  if (at >= 0x40
      && (has_bytes (file, at, "NE", 2) || has_bytes (file, at, "LE\0\0", 4)
          || has_bytes (file, at, "LX\0\0", 4))
      && file->size - at >= 64)
    return TRUE;
  return is_dos_module (file);
}

/* mach/machine.h: the processors that files were ever made for, without the bits for 64-bit addresses. */
static gboolean
is_mach_cpu (guint32 cpu)
{
  static const guint8 processors[] = { 1, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 18 };
  guint32 family = cpu & 0x00ffffff;

  if ((cpu & 0xff000000) > 0x02000000)
    return FALSE;
  return family < 256 && memchr (processors, (int) family, sizeof processors) != NULL;
}

/* mach-o/loader.h: MH_OBJECT to MH_FILESET, and load commands that fit into the file. */
static gboolean
is_macho (const File *file)
{
  gboolean is_big = be32 (file, 0) == 0xfeedface || be32 (file, 0) == 0xfeedfacf;
  guint32 (*number) (const File *, gsize) = is_big ? be32 : le32;
  gsize header_size = (number (file, 0) & 1) != 0 ? 32 : 28;
  guint32 file_type = number (file, 12);

  if (number (file, 0) != 0xfeedface && number (file, 0) != 0xfeedfacf)
    return FALSE;
  return file->size >= header_size && is_mach_cpu (number (file, 4)) && file_type >= 1
         && file_type <= 12 && number (file, 20) <= file->size;
}

/* mach-o/fat.h. A Java class begins alike; its second word is at least 45 (class file format, section 4.1). */
static gboolean
is_macho_fat (const File *file)
{
  guint32 magic = be32 (file, 0);
  guint32 n_parts = be32 (file, 4);
  gsize part_size = magic == 0xcafebabf ? 32 : 20;

  if ((magic != 0xcafebabe && magic != 0xcafebabf) || n_parts == 0 || n_parts >= 45
      || file->size < 8 + n_parts * part_size)
    return FALSE;
  for (gsize i = 0; i < n_parts; i++)
    if (!is_mach_cpu (be32 (file, 8 + i * part_size)))
      return FALSE;
  return TRUE;
}

/* The magic, a major version since 1.0, a constant pool and the tag of its first constant. */
static gboolean
is_java_class (const File *file)
{
  guint32 major = be16 (file, 6);

  return be32 (file, 0) == 0xcafebabe && file->size >= 24 && major >= 45 && major <= 255
         && be16 (file, 8) >= 2 && file->bytes[10] >= 1 && file->bytes[10] <= 20;
}

/* Core module of version 1, or any of the component model's layer 1. */
static gboolean
is_wasm (const File *file)
{
  return has_bytes (file, 0, "\0asm", 4) && file->size >= 8
         && (le32 (file, 4) == 1 || le16 (file, 6) == 1);
}

/* Dalvik executable format: "dex\n" (optimised: "dey\n"), three digits, NUL. */
static gboolean
is_dex (const File *file)
{
  return (has_bytes (file, 0, "dex\n", 4) || has_bytes (file, 0, "dey\n", 4)) && file->size >= 40
         && g_ascii_isdigit (file->bytes[4]) && g_ascii_isdigit (file->bytes[5])
         && g_ascii_isdigit (file->bytes[6]) && file->bytes[7] == 0;
}

/* An archive with no member, or one whose first member's header is whole. */
static gboolean
is_ar (const File *file)
{
  return (has_bytes (file, 0, "!<arch>\n", 8) || has_bytes (file, 0, "!<thin>\n", 8))
         && (file->size == 8 || has_bytes (file, 8 + 58, "`\n", 2));
}

static gboolean
is_deb (const File *file)
{
  return is_ar (file) && has_bytes (file, 8, "debian-binary", 13);
}

/* The lead of an RPM package: 96 bytes, format 3 or 4, binary or source. */
static gboolean
is_rpm (const File *file)
{
  return has_bytes (file, 0, "\xed\xab\xee\xdb", 4) && file->size >= 96 && file->bytes[4] >= 2
         && file->bytes[4] <= 4 && be16 (file, 6) <= 1;
}

static gboolean
is_crx (const File *file)
{
  return has_bytes (file, 0, "Cr24", 4) && file->size >= 12
         && (le32 (file, 4) == 2 || le32 (file, 4) == 3);
}

static gboolean
is_text (const File *file)
{
  gsize n = MIN (file->size, HM_SNIFF_BYTES);

  for (gsize i = 0; i < n; i++) {
    guint8 byte = file->bytes[i];

    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
      return FALSE;
  }
  return TRUE;
}

HmContent
hm_content_classify (const void *bytes, gsize size)
{
  static const struct {
    gboolean (*is_kind) (const File *file);
    HmContent content;
  } kinds[] = {
    { is_elf, HM_CONTENT_ELF },
    { is_pe, HM_CONTENT_PE },
    { is_macho, HM_CONTENT_MACHO },
    { is_macho_fat, HM_CONTENT_MACHO_FAT },
    { is_java_class, HM_CONTENT_JAVA_CLASS },
    { is_wasm, HM_CONTENT_WASM },
    { is_dex, HM_CONTENT_DEX },
    { is_deb, HM_CONTENT_DEB },
    { is_ar, HM_CONTENT_AR },
    { is_rpm, HM_CONTENT_RPM },
    { is_crx, HM_CONTENT_CRX },
  };
  const File file = { bytes, size };

  if (size == 0)
    return HM_CONTENT_EMPTY;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].is_kind (&file))
      return kinds[i].content;
  return is_text (&file) ? HM_CONTENT_TEXT : HM_CONTENT_BINARY;
}
