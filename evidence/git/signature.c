/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads signature armours: OpenPGP's (RFC 9580 sections 4.2, 5.2 and 6.2) as far as the issuer,
 * SSH's (OpenSSH's PROTOCOL.sshsig) as far as key and namespace, X.509's (RFC 5652) as far as it
 * says that it is signed data. Every length is checked against the bytes that are there before it
 * is used.
 */
#include "evidence/git/signature.h"

#include <string.h>

#include "core/limits.h"

#define SSH_BEGIN "-----BEGIN SSH SIGNATURE-----"

/* RFC 9580, section 5. */
#define PACKET_SIGNATURE 2
#define PACKET_MARKER 10
#define PACKET_PADDING 21

/* RFC 9580, section 5.2.3.7; the top bit says "critical". */
#define SUBPACKET_ISSUER_KEY_ID 16
#define SUBPACKET_ISSUER_FINGERPRINT 33
#define SUBPACKET_TYPE_MASK 0x7f

/* Two bytes of the digest, then the shortest number that can be: its length in two bytes, and one more. */
#define SIGNATURE_TAIL_MIN 5

/* ITU-T X.690: what a CMS message begins with, and a length that stands at the end instead. */
#define DER_SEQUENCE 0x30
#define DER_INDEFINITE 0x80

#define KEY_ID_SIZE 8
#define V4_FINGERPRINT_SIZE 20
#define V6_FINGERPRINT_SIZE 32

/* What git takes for a signature (gpg-interface.c), by how its first line begins. */
static const struct {
  const char *begin;
  HmSignatureKind kind;
} armours[] = {
  { "-----BEGIN PGP SIGNATURE-----", HM_SIGNATURE_OPENPGP },
  { "-----BEGIN PGP MESSAGE-----", HM_SIGNATURE_OPENPGP },
  { "-----BEGIN SIGNED MESSAGE-----", HM_SIGNATURE_X509 },
  { SSH_BEGIN, HM_SIGNATURE_SSH },
};

/*
 * Keys that a forge signs with in its user's stead, by OpenPGP key id. GitHub publishes both at
 * https://github.com/web-flow.gpg; the second replaced the first in January 2024.
 */
static const char *const web_keys[] = {
  "4AEE18F83AFDEB23",
  "B5690EEEBB952194",
};

/* Bytes yet to be read. */
typedef struct {
  const guint8 *bytes;
  gsize size;
} Span;

static gboolean
span_take (Span *span, gsize size, Span *ret_part)
{
  if (size > span->size)
    return FALSE;
  *ret_part = (Span){ span->bytes, size };
  span->bytes += size;
  span->size -= size;
  return TRUE;
}

/* A big-endian number of @size bytes, at most 4. */
static gboolean
span_take_number (Span *span, gsize size, guint32 *ret_number)
{
  Span digits;
  guint32 number = 0;

  if (!span_take (span, size, &digits))
    return FALSE;
  for (gsize i = 0; i < digits.size; i++)
    number = number << 8 | digits.bytes[i];
  *ret_number = number;
  return TRUE;
}

static gboolean
has_prefix (const char *text, gsize size, const char *prefix)
{
  gsize length = strlen (prefix);

  return size >= length && memcmp (text, prefix, length) == 0;
}

/* The bytes of the first line of @text, its LF included where it has one. */
static gsize
line_size (const char *text, gsize size)
{
  const char *end = memchr (text, '\n', size);

  return end == NULL ? size : (gsize) (end - text) + 1;
}

/*
 * Sorts the header lines of an object into payload and signature. Returns: the bytes up to the
 * blank line that ends the header, which is the first of the rest.
 */
static gsize
header_split (const char *object, gsize size, GString *payload, GString *ret_signature,
              gboolean *ret_has_signature)
{
  enum { OTHER, SIGNATURE, FOREIGN_SIGNATURE } in = OTHER;
  gsize at = 0;

  *ret_has_signature = FALSE;
  while (at < size && object[at] != '\n') {
    const char *line = object + at;
    gsize length = line_size (line, size - at);

    at += length;
    if (line[0] != ' ') {
      if (has_prefix (line, length, "gpgsig "))
        in = SIGNATURE;
      else
        in = has_prefix (line, length, "gpgsig") ? FOREIGN_SIGNATURE : OTHER;
      if (in == SIGNATURE) {
        *ret_has_signature = TRUE;
        line += strlen ("gpgsig ");
        length -= strlen ("gpgsig ");
      }
    } else if (in == SIGNATURE) {
      line++;
      length--;
    }
    if (in == SIGNATURE)
      g_string_append_len (ret_signature, line, (gssize) length);
    else if (in == OTHER)
      g_string_append_len (payload, line, (gssize) length);
  }
  return at;
}

gboolean
hm_signature_split_commit (const char *object, gsize size, GString *ret_payload,
                           GString *ret_signature)
{
  gboolean has_signature;
  gsize at = header_split (object, size, ret_payload, ret_signature, &has_signature);

  g_string_append_len (ret_payload, object + at, (gssize) (size - at));
  return has_signature;
}

gboolean
hm_signature_split_tag (const char *object, gsize size, GString *ret_payload,
                        GString *ret_signature)
{
  g_autoptr (GString) ignored = g_string_new (NULL);
  gboolean has_header_signature;
  gsize body = header_split (object, size, ret_payload, ignored, &has_header_signature);
  gsize signature = size;

  for (gsize at = body; at < size; at += line_size (object + at, size - at))
    if (hm_signature_kind (object + at, size - at) != HM_SIGNATURE_OTHER)
      signature = at;
  g_string_append_len (ret_payload, object + body, (gssize) (signature - body));
  g_string_append_len (ret_signature, object + signature, (gssize) (size - signature));
  return signature < size;
}

HmSignatureKind
hm_signature_kind (const char *armour, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (armours); i++)
    if (has_prefix (armour, size, armours[i].begin))
      return armours[i].kind;
  return HM_SIGNATURE_OTHER;
}

static gboolean
is_blank (const char *line, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

/*
 * The bytes that @armour holds, its first block only. @has_headers: OpenPGP's "Key: value" lines up
 * to a blank line come before the base64, which the armour of SSH does not know.
 *
 * Returns: (owned) NULL where it has no last line, or where anything in it is not base64.
 */
static GByteArray *
armour_decode (const char *armour, gsize size, gboolean has_headers)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guchar *decoded = NULL;
  gsize at = line_size (armour, size);
  gint state = 0;
  guint save = 0;
  gboolean in_headers = has_headers;

  decoded = g_malloc (size / 4 * 3 + 3);
  while (at < size) {
    const char *line = armour + at;
    gsize length = line_size (line, size - at);

    at += length;
    if (has_prefix (line, length, "-----END "))
      return g_steal_pointer (&bytes);
    if (in_headers) {
      in_headers = !is_blank (line, length);
      continue;
    }
    if (has_headers && line[0] == '=') /* OpenPGP's checksum, which proves nothing */
      continue;
    for (gsize i = 0; i < length; i++)
      if (!g_ascii_isalnum (line[i]) && strchr ("+/= \t\r\n", line[i]) == NULL)
        return NULL;
    g_byte_array_append (bytes, decoded,
                         (guint) g_base64_decode_step (line, length, decoded, &state, &save));
  }
  return NULL;
}

static gboolean
packet_take (Span *span, guint *ret_tag, Span *ret_body)
{
  guint32 first, length;

  if (!span_take_number (span, 1, &first) || (first & 0x80) == 0)
    return FALSE;
  if ((first & 0x40) == 0) {
    guint length_type = first & 3;

    *ret_tag = first >> 2 & 15;
    if (length_type == 3) /* up to the end of the data */
      return span_take (span, span->size, ret_body);
    return span_take_number (span, (gsize) 1 << length_type, &length)
           && span_take (span, length, ret_body);
  }
  *ret_tag = first & 63;
  if (!span_take_number (span, 1, &length))
    return FALSE;
  if (length == 255) {
    if (!span_take_number (span, 4, &length))
      return FALSE;
  } else if (length >= 224) {
    return FALSE; /* partial lengths are for data packets */
  } else if (length >= 192) {
    guint32 low;

    if (!span_take_number (span, 1, &low))
      return FALSE;
    length = ((length - 192) << 8) + low + 192;
  }
  return span_take (span, length, ret_body);
}

/* Looks through subpackets for the issuer. A fingerprint says more than a key id, and the first
 * of each counts. */
static void
subpackets_read (Span span, Span *fingerprint, Span *key_id)
{
  while (span.size > 0) {
    Span body;
    guint32 length, low, type, version;

    if (!span_take_number (&span, 1, &length))
      return;
    if (length == 255) {
      if (!span_take_number (&span, 4, &length))
        return;
    } else if (length >= 192) {
      if (!span_take_number (&span, 1, &low))
        return;
      length = ((length - 192) << 8) + low + 192;
    }
    if (!span_take (&span, length, &body) || !span_take_number (&body, 1, &type))
      return;
    type &= SUBPACKET_TYPE_MASK;
    if (type == SUBPACKET_ISSUER_KEY_ID && body.size == KEY_ID_SIZE && key_id->size == 0)
      *key_id = body;
    if (type == SUBPACKET_ISSUER_FINGERPRINT && span_take_number (&body, 1, &version)
        && body.size == (version == 4 ? V4_FINGERPRINT_SIZE : V6_FINGERPRINT_SIZE)
        && fingerprint->size == 0)
      *fingerprint = body;
  }
}

/* Finds the issuer in the body of a signature packet of version 2 to 6. An empty span: it names
 * none, or the packet ends before the signature itself. */
static Span
signature_packet_issuer (Span body)
{
  static const Span none = { 0 };
  Span fingerprint = { 0 }, key_id = { 0 }, area, skipped;
  guint32 version, length;

  if (!span_take_number (&body, 1, &version))
    return none;
  if (version == 2 || version == 3) {
    /* one byte that says 5, the type, four bytes of time, the key id, two algorithms */
    if (!span_take (&body, 6, &skipped) || !span_take (&body, KEY_ID_SIZE, &key_id)
        || !span_take (&body, 2, &skipped) || body.size < SIGNATURE_TAIL_MIN)
      return none;
    return key_id;
  }
  if (version < 4 || version > 6 || !span_take (&body, 3, &skipped))
    return none;
  for (guint i = 0; i < 2; i++) { /* the hashed subpackets, then the others */
    if (!span_take_number (&body, version == 6 ? 4 : 2, &length)
        || !span_take (&body, length, &area))
      return none;
    subpackets_read (area, &fingerprint, &key_id);
  }
  if (body.size < SIGNATURE_TAIL_MIN)
    return none;
  return fingerprint.size > 0 ? fingerprint : key_id;
}

/* Returns: (owned) (nullable) the issuer's fingerprint or key id in hexadecimal; NULL where there is no
 * signature that names one. */
static char *
openpgp_issuer (const char *armour, gsize size)
{
  g_autoptr (GByteArray) bytes = armour_decode (armour, size, TRUE);
  g_autoptr (GString) hex = g_string_new (NULL);
  Span packets, body, issuer = { 0 };
  guint tag;

  if (bytes == NULL)
    return NULL;
  packets = (Span){ bytes->data, bytes->len };
  while (issuer.size == 0 && packet_take (&packets, &tag, &body)) {
    if (tag == PACKET_SIGNATURE)
      issuer = signature_packet_issuer (body);
    else if (tag != PACKET_MARKER && tag != PACKET_PADDING)
      return NULL; /* a message, a key: what such a signature is of is not this content */
  }
  if (issuer.size == 0)
    return NULL;
  for (gsize i = 0; i < issuer.size; i++)
    g_string_append_printf (hex, "%02X", issuer.bytes[i]);
  return g_string_free (g_steal_pointer (&hex), FALSE);
}

gboolean
hm_signature_is_web_key (const char *key)
{
  gsize length = strlen (key);

  /* The key id is the end of a fingerprint of version 4. */
  if (length != 2 * KEY_ID_SIZE && length != 2 * V4_FINGERPRINT_SIZE)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (web_keys); i++)
    if (g_ascii_strcasecmp (key + length - 2 * KEY_ID_SIZE, web_keys[i]) == 0)
      return TRUE;
  return FALSE;
}

/* RFC 4251, section 5: a string is its length in four bytes, then its bytes. */
static gboolean
span_take_string (Span *span, Span *ret_string)
{
  guint32 length;

  return span_take_number (span, 4, &length) && span_take (span, length, ret_string);
}

/* As ssh-keygen -l prints it: base64 of SHA-256, without padding. */
static char *
ssh_fingerprint (Span public_key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, public_key.bytes, (gssize) public_key.size);
  g_checksum_get_digest (checksum, digest, &size);
  base64 = g_base64_encode (digest, size);
  g_strdelimit (base64, "=", '\0');
  return g_strconcat ("SHA256:", base64, NULL);
}

/* Whether @blob, a public key or a signature, begins with the name of its algorithm and goes on after it. */
static gboolean
ssh_has_algorithm (Span blob)
{
  Span name;

  return span_take_string (&blob, &name) && name.size > 0 && blob.size > 0;
}

HmSshSignature *
hm_ssh_signature_parse (const char *armour, gsize size)
{
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (HmSshSignature) signature = NULL;
  Span span, magic, public_key, ns, reserved, hash, blob;
  guint32 version;

  if (size > HM_SIGNATURE_BYTES_MAX || !has_prefix (armour, size, SSH_BEGIN))
    return NULL;
  bytes = armour_decode (armour, size, FALSE);
  if (bytes == NULL)
    return NULL;
  span = (Span){ bytes->data, bytes->len };
  if (!span_take (&span, 6, &magic) || memcmp (magic.bytes, "SSHSIG", 6) != 0
      || !span_take_number (&span, 4, &version) || version != 1
      || !span_take_string (&span, &public_key) || !ssh_has_algorithm (public_key)
      || !span_take_string (&span, &ns) || !span_take_string (&span, &reserved)
      || !span_take_string (&span, &hash) || !span_take_string (&span, &blob)
      || !ssh_has_algorithm (blob) || span.size != 0)
    return NULL;

  signature = g_new0 (HmSshSignature, 1);
  signature->fingerprint = ssh_fingerprint (public_key);
  signature->is_for_git =
      ns.size == strlen (HM_SSH_NAMESPACE) && memcmp (ns.bytes, HM_SSH_NAMESPACE, ns.size) == 0;
  signature->ns = g_strndup ((const char *) ns.bytes, ns.size);
  return g_steal_pointer (&signature);
}

void
hm_ssh_signature_free (HmSshSignature *signature)
{
  if (signature == NULL)
    return;
  g_free (signature->fingerprint);
  g_free (signature->ns);
  g_free (signature);
}

/*
 * Whether @armour holds a CMS ContentInfo of signed data: a SEQUENCE, no longer than what is there, that begins with
 * the type's object identifier. GnuPG writes BER, whose length may stand at the end.
 */
static gboolean
x509_is_signed_data (const char *armour, gsize size)
{
  /* 1.2.840.113549.1.7.2 */
  static const guint8 signed_data[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                        0xf7, 0x0d, 0x01, 0x07, 0x02 };
  g_autoptr (GByteArray) bytes = armour_decode (armour, size, FALSE);
  Span span, oid;
  guint32 tag, length;

  if (bytes == NULL)
    return FALSE;
  span = (Span){ bytes->data, bytes->len };
  if (!span_take_number (&span, 1, &tag) || tag != DER_SEQUENCE
      || !span_take_number (&span, 1, &length))
    return FALSE;
  if (length > DER_INDEFINITE) {
    gsize n_digits = length - DER_INDEFINITE;

    if (n_digits > sizeof length || !span_take_number (&span, n_digits, &length)
        || length > span.size)
      return FALSE;
  } else if (length < DER_INDEFINITE && length > span.size) {
    return FALSE;
  }
  return span_take (&span, sizeof signed_data, &oid)
         && memcmp (oid.bytes, signed_data, sizeof signed_data) == 0;
}

/*
 * Whether @armour holds a signature of @kind, which its first line claims.
 *
 * Returns: (nullable) static: why not; else NULL, and @ret_key (owned) (nullable) is set.
 */
static const char *
signature_flaw (HmSignatureKind kind, const char *armour, gsize size, char **ret_key)
{
  g_autoptr (HmSshSignature) ssh = NULL;

  if (size > HM_SIGNATURE_BYTES_MAX)
    return "it is larger than what is looked at";
  switch (kind) {
  case HM_SIGNATURE_OPENPGP:
    *ret_key = openpgp_issuer (armour, size);
    return *ret_key != NULL ? NULL : "no OpenPGP signature that names its key is in it";
  case HM_SIGNATURE_SSH:
    ssh = hm_ssh_signature_parse (armour, size);
    if (ssh == NULL)
      return "no whole SSH signature is in it";
    if (!ssh->is_for_git)
      return "an SSH signature for another purpose than git's";
    *ret_key = g_steal_pointer (&ssh->fingerprint);
    return NULL;
  case HM_SIGNATURE_X509:
    return x509_is_signed_data (armour, size) ? NULL : "no CMS signed data is in it";
  case HM_SIGNATURE_NONE:
  case HM_SIGNATURE_OTHER:
  default:
    return "it begins like none";
  }
}

void
hm_signature_read (const char *armour, gsize size, gboolean committer_is_forge,
                   GStringChunk *strings, HmSignature *ret_signature)
{
  g_autofree char *key = NULL;
  HmSignatureKind kind = hm_signature_kind (armour, size);
  const char *flaw = signature_flaw (kind, armour, size, &key);

  if (flaw != NULL) {
    g_autofree char *why = g_strdup_printf ("not a signature: %s", flaw);

    *ret_signature = (HmSignature){ .kind = HM_SIGNATURE_OTHER,
                                    .why = g_string_chunk_insert_const (strings, why) };
    return;
  }
  *ret_signature = (HmSignature){ .kind = kind, .is_web_key = committer_is_forge };
  if (key == NULL)
    return;
  ret_signature->key = g_string_chunk_insert (strings, key);
  if (kind == HM_SIGNATURE_OPENPGP && hm_signature_is_web_key (key))
    ret_signature->is_web_key = TRUE;
}
