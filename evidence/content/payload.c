/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/payload.h"

#include <string.h>

#include "evidence/git/content.h"

typedef struct {
  const char *magic;
  gsize size;
  const char *name;
} Payload;

#define MAGIC(bytes) bytes, sizeof (bytes) - 1

static const Payload archives[] = {
  { MAGIC ("\x1f\x8b\x08"), "gzip" },
  { MAGIC ("\xfd"
           "7zXZ\0"),
    "xz" },
  { MAGIC ("BZh91AY&SY"), "bzip2" },
  { MAGIC ("PK\x03\x04"), "zip" },
  { MAGIC ("7z\xbc\xaf\x27\x1c"), "7z" },
  { MAGIC ("\x28\xb5\x2f\xfd"), "zstd" },
  { MAGIC ("\x04\x22\x4d\x18"), "lz4" },
  { MAGIC ("]\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff"), "lzma" },
  { MAGIC ("LZIP\x01"), "lzip" },
  { MAGIC ("\x1f\x9d\x90"), "compress" },
  { MAGIC ("Rar!\x1a\x07"), "rar" },
  { MAGIC ("MSCF\0\0\0\0"), "cab" },
  { MAGIC ("xar!\0\x1c"), "xar" },
  { MAGIC ("\xed\xab\xee\xdb"), "rpm" },
  { MAGIC ("070701"), "cpio" },
  { MAGIC ("070707"), "cpio" },
  { MAGIC ("!<arch>\n"), "ar" },
  { MAGIC ("#!/"), "script" },
};

static const Payload media[] = {
  { MAGIC ("\x89PNG\r\n\x1a\n"), "png" },
  { MAGIC ("\xff\xd8\xff"), "jpeg" },
  { MAGIC ("GIF8"), "gif" },
  { MAGIC ("RIFF"), "webp" },
  { MAGIC ("wOFF"), "woff" },
  { MAGIC ("wOF2"), "woff2" },
  { MAGIC ("\0\1\0\0\0"), "truetype" },
  { MAGIC ("OTTO"), "opentype" },
  { MAGIC ("\0\0\1\0"), "icon" },
  { MAGIC ("<svg"), "svg" },
  { MAGIC ("<?xml"), "xml" },
  { MAGIC ("OggS"), "ogg" },
  { MAGIC ("fLaC"), "flac" },
  { MAGIC ("ID3"), "mp3" },
  { MAGIC ("BM"), "bmp" },
  { MAGIC ("%PDF-"), "pdf" },
};

static const char *
payload_find (const Payload *payloads, gsize n_payloads, const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < n_payloads; i++)
    if (size >= payloads[i].size && memcmp (bytes, payloads[i].magic, payloads[i].size) == 0)
      return payloads[i].name;
  return NULL;
}

const char *
hm_payload_name (const guint8 *bytes, gsize size)
{
  const char *name = payload_find (archives, G_N_ELEMENTS (archives), bytes, size);

  if (name != NULL)
    return name;
  if (size >= 263 && memcmp (bytes + 257, "ustar", 5) == 0)
    return "tar";
  switch (hm_content_classify (bytes, size)) {
  case HM_CONTENT_ELF:
    return "ELF program";
  case HM_CONTENT_PE:
    return "Windows program";
  case HM_CONTENT_MACHO:
  case HM_CONTENT_MACHO_FAT:
    return "Mach-O program";
  case HM_CONTENT_JAVA_CLASS:
    return "Java class";
  case HM_CONTENT_WASM:
    return "WebAssembly";
  case HM_CONTENT_DEX:
    return "Android program";
  default:
    return NULL;
  }
}

gboolean
hm_payload_is_media (const guint8 *bytes, gsize size)
{
  return payload_find (media, G_N_ELEMENTS (media), bytes, size) != NULL;
}
