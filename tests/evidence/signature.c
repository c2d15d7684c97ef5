/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/signature.h"

#include <string.h>

#include "core/limits.h"
#include "signed_fixture.h"

static HmSignature
read_text (GStringChunk *strings, const char *armour, gssize size)
{
  HmSignature signature;
  gsize length = size < 0 ? strlen (armour) : (gsize) size;
  /* On the heap and without a NUL, so that a sanitizer sees each byte read past the end. */
  g_autofree char *copy = g_memdup2 (armour, length);

  hm_signature_read (copy, length, FALSE, strings, &signature);
  g_assert_cmpint (signature.verdict, ==, HM_VERDICT_UNCHECKED);
  g_assert_null (signature.signer);
  /* what is of no kind says why, and else nothing does */
  if (signature.kind == HM_SIGNATURE_OTHER)
    g_assert_true (g_str_has_prefix (signature.why, "not a signature: "));
  else
    g_assert_null (signature.why);
  return signature;
}

/* An OpenPGP armour around @bytes. */
static char *
openpgp_armour (const guint8 *bytes, gsize size)
{
  g_autofree char *base64 = g_base64_encode (bytes, size);

  return g_strdup_printf ("-----BEGIN PGP SIGNATURE-----\nComment: x\n\n%s\n=AAAA\n"
                          "-----END PGP SIGNATURE-----\n",
                          base64);
}

static void
assert_key (const guint8 *bytes, gsize size, const char *key)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autofree char *armour = openpgp_armour (bytes, size);
  HmSignature signature = read_text (strings, armour, -1);

  g_assert_cmpint (signature.kind, ==, key == NULL ? HM_SIGNATURE_OTHER : HM_SIGNATURE_OPENPGP);
  g_assert_cmpstr (signature.key, ==, key);
}
#define ASSERT_KEY(key, ...) \
  G_STMT_START \
  { \
    static const guint8 packet[] = { __VA_ARGS__ }; \
    assert_key (packet, sizeof packet, key); \
  } \
  G_STMT_END

static void
test_kinds (void)
{
  static const struct {
    const char *armour;
    HmSignatureKind kind;
  } cases[] = {
    { "-----BEGIN PGP SIGNATURE-----\n", HM_SIGNATURE_OPENPGP },
    { "-----BEGIN PGP MESSAGE-----\n", HM_SIGNATURE_OPENPGP },
    { "-----BEGIN SSH SIGNATURE-----\n", HM_SIGNATURE_SSH },
    { "-----BEGIN SIGNED MESSAGE-----\n", HM_SIGNATURE_X509 },
    { "-----BEGIN PGP SIGNATURE----", HM_SIGNATURE_OTHER },
    { " -----BEGIN PGP SIGNATURE-----", HM_SIGNATURE_OTHER },
    { "-----BEGIN PGP PUBLIC KEY BLOCK-----", HM_SIGNATURE_OTHER },
    { "-----BEGIN CERTIFICATE-----", HM_SIGNATURE_OTHER },
    { "untrusted comment: signify", HM_SIGNATURE_OTHER },
    { "", HM_SIGNATURE_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
    HmSignature signature = read_text (strings, cases[i].armour, -1);

    g_assert_cmpint (hm_signature_kind (cases[i].armour, strlen (cases[i].armour)), ==,
                     cases[i].kind);
    /* a first line is a claim, and no signature yet */
    g_assert_cmpint (signature.kind, ==, HM_SIGNATURE_OTHER);
    g_assert_null (signature.key);
  }
}

/* What anybody can write into a header without any key. */
static void
test_junk_is_no_signature (void)
{
  static const char *const armours[] = {
    "x",
    "",
    "-----BEGIN PGP SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
    "-----BEGIN PGP SIGNATURE-----\n\ngarbage\n-----END PGP SIGNATURE-----\n",
    "-----BEGIN SSH SIGNATURE-----\ngarbage\n-----END SSH SIGNATURE-----\n",
    "-----BEGIN SIGNED MESSAGE-----\n-----END SIGNED MESSAGE-----\n",
    "-----BEGIN SIGNED MESSAGE-----\nMIIBAAYJKoZIhvcNAQcB\n-----END SIGNED MESSAGE-----\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (armours); i++) {
    g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
    HmSignature signature;

    hm_signature_read (armours[i], strlen (armours[i]), TRUE, strings, &signature);
    g_assert_cmpint (signature.kind, ==, HM_SIGNATURE_OTHER);
    g_assert_false (signature.is_web_key);
    g_assert_true (g_str_has_prefix (signature.why, "not a signature: "));
  }
}

/* RFC 5652: a SEQUENCE that begins with the identifier of signed data, in DER or, as GnuPG writes it, in BER. */
static void
test_x509_forms (void)
{
#define SIGNED_DATA 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02
  static const struct {
    guint8 bytes[18];
    gsize size;
    gboolean is_signed;
  } cases[] = {
    { { 0x30, 11, SIGNED_DATA }, 13, TRUE },
    { { 0x30, 0x80, SIGNED_DATA, 0, 0 }, 15, TRUE },
    { { 0x30, 0x81, 11, SIGNED_DATA }, 14, TRUE },
    { { 0x30, 0x84, 0, 0, 0, 11, SIGNED_DATA }, 17, TRUE },
    /* longer than what is there, of too many digits, another tag, another type, cut */
    { { 0x30, 12, SIGNED_DATA }, 13, FALSE },
    { { 0x30, 0x81, 12, SIGNED_DATA }, 14, FALSE },
    { { 0x30, 0x84, 0xff, 0xff, 0xff, 0xff, SIGNED_DATA }, 17, FALSE },
    { { 0x30, 0x85, 0, 0, 0, 0, 11, SIGNED_DATA }, 18, FALSE },
    { { 0x30, 0xff, SIGNED_DATA }, 13, FALSE },
    { { 0x31, 11, SIGNED_DATA }, 13, FALSE },
    { { 0x30, 11, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01 }, 13, FALSE },
    { { 0x30, 10, SIGNED_DATA }, 12, FALSE },
    { { 0x30 }, 1, FALSE },
  };
#undef SIGNED_DATA

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
    g_autofree char *base64 = g_base64_encode (cases[i].bytes, cases[i].size);
    g_autofree char *armour = g_strdup_printf (
        "-----BEGIN SIGNED MESSAGE-----\n%s\n-----END SIGNED MESSAGE-----\n", base64);

    g_assert_cmpint (read_text (strings, armour, -1).kind, ==,
                     cases[i].is_signed ? HM_SIGNATURE_X509 : HM_SIGNATURE_OTHER);
  }
}

/* Old and other programs write armours differently; all of them are signatures. */
static void
test_honest_armours (void)
{
  static const char *const begins[] = {
    "-----BEGIN PGP SIGNATURE-----\n\n",
    "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v1.4.10 (GNU/Linux)\n\n",
    "-----BEGIN PGP SIGNATURE-----\r\nVersion: GnuPG v2\r\nComment: GPGTools - "
    "https://gpgtools.org\r\n\r\n",
    "-----BEGIN PGP SIGNATURE-----\nComment: \xc3\xa9 \xff\n \n",
    "-----BEGIN PGP MESSAGE-----\nVersion: 2.6.3i\n\n",
  };
  static const char *const ends[] = {
    "\n-----END PGP SIGNATURE-----",
    "\n=AAAA\n-----END PGP SIGNATURE-----\n",
    "\r\n=AAAA\r\n-----END PGP SIGNATURE-----\r\n",
    "\n\n-----END PGP SIGNATURE-----\n\n",
  };
  static const guint8 packet[] = { 0x88, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3,
                                   4,    5,  6, 7, 8, 1, 8, 0, 0, 0, 1, 1 };
  g_autofree char *base64 = g_base64_encode (packet, sizeof packet);

  for (gsize begin = 0; begin < G_N_ELEMENTS (begins); begin++)
    for (gsize end = 0; end < G_N_ELEMENTS (ends); end++) {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      g_autofree char *armour = g_strconcat (begins[begin], base64, ends[end], NULL);

      g_assert_cmpstr (read_text (strings, armour, -1).key, ==, "0102030405060708");
    }
}

static void
test_real_keys (void)
{
  static const struct {
    const char *name;
    HmSignatureKind kind;
    const char *key;
  } cases[] = {
    { "openpgp", HM_SIGNATURE_OPENPGP, "openpgp-ada" },
    { "openpgp-rsa", HM_SIGNATURE_OPENPGP, "openpgp-roy" },
    { "openpgp-subkey", HM_SIGNATURE_OPENPGP, "openpgp-sue" },
    { "openpgp-message", HM_SIGNATURE_OTHER, NULL }, /* its own text inside, not this content's */
    { "ssh-other-namespace", HM_SIGNATURE_OTHER, NULL },
    { "tag-openpgp", HM_SIGNATURE_OPENPGP, "openpgp-ada" },
    { "ssh", HM_SIGNATURE_SSH, "ssh-bob" },
    { "ssh-ecdsa", HM_SIGNATURE_SSH, "ssh-ann" },
    { "tag-ssh", HM_SIGNATURE_SSH, "ssh-bob" },
    { "x509", HM_SIGNATURE_X509, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
    g_autoptr (SignedFixture) fixture = signed_fixture_read (cases[i].name);
    HmSignature signature =
        read_text (strings, fixture->armour->str, (gssize) fixture->armour->len);
    g_autofree char *key = cases[i].key == NULL ? NULL : signed_fixture_key (cases[i].key);

    g_assert_cmpint (signature.kind, ==, cases[i].kind);
    g_assert_false (signature.is_web_key);
    if (key != NULL)
      g_assert_cmpstr (signature.key, ==, key);
  }
}

/* What ends a signature packet: two octets of the digest, and a number of one bit. */
#define TAIL 0, 0, 0, 1, 1

/* Packets by hand, in the words of RFC 9580, sections 4.2 and 5.2. */
static void
test_packet_forms (void)
{
  /* old header, one octet of length, version 3 */
  ASSERT_KEY ("0102030405060708", 0x88, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8,
              TAIL);
  /* old header, two octets */
  ASSERT_KEY ("0102030405060708", 0x89, 0, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8,
              TAIL);
  /* old header, four octets */
  ASSERT_KEY ("0102030405060708", 0x8a, 0, 0, 0, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1,
              8, TAIL);
  /* old header, no length */
  ASSERT_KEY ("0102030405060708", 0x8b, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8, TAIL);
  /* new header; version 4, the key id among the unhashed subpackets */
  ASSERT_KEY ("1112131415161718", 0xc2, 23, 4, 0, 1, 8, 0, 0, 0, 10, 9, 16, 0x11, 0x12, 0x13, 0x14,
              0x15, 0x16, 0x17, 0x18, TAIL);
  /* a fingerprint says more than a key id, and a critical bit does not hide it */
  ASSERT_KEY ("A0A1A2A3A4A5A6A7A8A9B0B1B2B3B4B5B6B7B8B9", 0xc2, 46, 4, 0, 1, 8, 0, 10, 9, 16, 1, 2,
              3, 4, 5, 6, 7, 8, 0, 23, 22, 0x80 | 33, 4, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6,
              0xa7, 0xa8, 0xa9, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, TAIL);
  /* version 6: four octets count the subpackets, and the fingerprint has 32 octets */
  ASSERT_KEY ("0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20", 0xc2, 52, 6, 0, 1,
              8, 0, 0, 0, 35, 34, 33, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
              18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 0, 0, TAIL);
  /* a marker packet before it */
  ASSERT_KEY ("0102030405060708", 0xca, 3, 'P', 'G', 'P', 0x88, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4,
              5, 6, 7, 8, 1, 8, TAIL);
}

static void
test_packet_damage (void)
{
  /* no packet at all: the top bit is missing */
  ASSERT_KEY (NULL, 0x08, 22, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8, TAIL);
  /* the packet is said to be longer than the data, in each form of length */
  ASSERT_KEY (NULL, 0x88, 23, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8, TAIL);
  ASSERT_KEY (NULL, 0x8a, 0xff, 0xff, 0xff, 0xff, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8,
              TAIL);
  ASSERT_KEY (NULL, 0xc2, 0xff, 0xff, 0xff, 0xff, 0xff, 4, 0, 1, 8);
  ASSERT_KEY (NULL, 0xc2, 0xc0, 0xff, 4, 0, 1, 8);
  /* a partial length, which only data packets have */
  ASSERT_KEY (NULL, 0xc2, 0xe4, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8, TAIL);
  /* it names who signed and holds no number that could be a signature: one byte short of that */
  ASSERT_KEY (NULL, 0x88, 21, 3, 5, 0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 8, 0, 0, 0, 1);
  ASSERT_KEY (NULL, 0xc2, 22, 4, 0, 1, 8, 0, 0, 0, 10, 9, 16, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1);
  /* subpackets longer than the packet, and one longer than its area */
  ASSERT_KEY (NULL, 0xc2, 23, 4, 0, 1, 8, 0, 0, 0xff, 0xff, 9, 16, 1, 2, 3, 4, 5, 6, 7, 8, TAIL);
  ASSERT_KEY (NULL, 0xc2, 23, 4, 0, 1, 8, 0, 0, 0, 10, 10, 16, 1, 2, 3, 4, 5, 6, 7, 8, TAIL);
  ASSERT_KEY (NULL, 0xc2, 18, 4, 0, 1, 8, 0, 0, 0, 5, 255, 255, 255, 255, 255, TAIL);
  /* an empty subpacket; a key id and a fingerprint of the wrong size */
  ASSERT_KEY (NULL, 0xc2, 14, 4, 0, 1, 8, 0, 0, 0, 1, 0, TAIL);
  ASSERT_KEY (NULL, 0xc2, 22, 4, 0, 1, 8, 0, 0, 0, 9, 8, 16, 1, 2, 3, 4, 5, 6, 7, TAIL);
  ASSERT_KEY (NULL, 0xc2, 22, 4, 0, 1, 8, 0, 0, 0, 9, 8, 33, 4, 1, 2, 3, 4, 5, 6, TAIL);
  /* no issuer at all */
  ASSERT_KEY (NULL, 0xc2, 13, 4, 0, 1, 8, 0, 0, 0, 0, TAIL);
  /* versions that there are not */
  ASSERT_KEY (NULL, 0xc2, 23, 7, 0, 1, 8, 0, 0, 0, 10, 9, 16, 1, 2, 3, 4, 5, 6, 7, 8, TAIL);
  ASSERT_KEY (NULL, 0xc2, 0);
  /* a one-pass packet announces a signature and is none */
  ASSERT_KEY (NULL, 0x90, 13, 3, 0, 8, 1, 1, 2, 3, 4, 5, 6, 7, 8, 1);
}
#undef TAIL

static void
test_armour_damage (void)
{
  static const char *const armours[] = {
    "-----BEGIN PGP SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----\n\n\n-----END PGP SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----\niA8DBQABAgMEAQIDBAUGBwg=\n-----END PGP SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----\n\niA8DBQABAgMEAQIDBAUGBwg=\n",
    "-----BEGIN PGP SIGNATURE-----\n\niA8DB\x01QABAgMEAQIDBAUGBwg=\n-----END PGP SIGNATURE-----",
    "-----BEGIN PGP SIGNATURE-----\n\n\xff\xfe\n-----END PGP SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----",
    "-----BEGIN SSH SIGNATURE-----\nComment: x\n\nU1NIU0lH\n-----END SSH SIGNATURE-----",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (armours); i++) {
    g_autoptr (GStringChunk) strings = g_string_chunk_new (64);

    g_assert_null (read_text (strings, armours[i], -1).key);
  }
}

static void
test_embedded_nul (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  g_autoptr (SignedFixture) fixture = signed_fixture_read ("ssh");

  fixture->armour->str[fixture->armour->len / 2] = '\0';
  g_assert_null (read_text (strings, fixture->armour->str, (gssize) fixture->armour->len).key);
}

static void
test_cut_at_every_byte (void)
{
  static const char *const names[] = { "openpgp", "openpgp-rsa", "openpgp-message",
                                       "ssh",     "ssh-ecdsa",   "x509" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) fixture = signed_fixture_read (names[i]);
    const char *end = g_strrstr (fixture->armour->str, "-----END ");

    for (gsize size = 0; size < fixture->armour->len; size++) {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      HmSignature signature = read_text (strings, fixture->armour->str, (gssize) size);

      /* Without the last line nothing is believed. */
      if (size < (gsize) (end - fixture->armour->str))
        g_assert_null (signature.key);
    }
  }
}

/* The bytes inside of the armour, cut and wrapped again. */
static void
test_blob_cut_at_every_byte (void)
{
  static const char *const names[] = { "openpgp", "ssh" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) fixture = signed_fixture_read (names[i]);
    gboolean is_ssh = g_str_has_prefix (names[i], "ssh");
    g_auto (GStrv) lines = g_strsplit (fixture->armour->str, "\n", -1);
    g_autoptr (GString) base64 = g_string_new (NULL);
    g_autofree guchar *blob = NULL;
    gsize blob_size;

    for (guint line = is_ssh ? 1 : 2; lines[line] != NULL && lines[line][0] != '-'; line++)
      if (lines[line][0] != '=')
        g_string_append (base64, lines[line]);
    blob = g_base64_decode (base64->str, &blob_size);
    for (gsize size = 0; size < blob_size; size++) {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
      g_autofree char *cut = g_base64_encode (blob, size);
      g_autofree char *armour = is_ssh ? g_strdup_printf ("-----BEGIN SSH SIGNATURE-----\n%s\n"
                                                          "-----END SSH SIGNATURE-----\n",
                                                          cut)
                                       : openpgp_armour (blob, size);

      g_assert_null (read_text (strings, armour, -1).key);
    }
  }
}

static void
test_ssh_namespace (void)
{
  g_autoptr (SignedFixture) git = signed_fixture_read ("ssh");
  g_autoptr (SignedFixture) file = signed_fixture_read ("ssh-other-namespace");
  g_autoptr (HmSshSignature) for_git = hm_ssh_signature_parse (git->armour->str, git->armour->len);
  g_autoptr (HmSshSignature) for_file =
      hm_ssh_signature_parse (file->armour->str, file->armour->len);

  g_assert_true (for_git->is_for_git);
  g_assert_cmpstr (for_git->ns, ==, "git");
  g_assert_false (for_file->is_for_git);
  g_assert_cmpstr (for_file->ns, ==, "file");
}

static void
test_limit (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  g_autoptr (SignedFixture) fixture = signed_fixture_read ("openpgp");
  HmSignature signature;

  while (fixture->armour->len < HM_SIGNATURE_BYTES_MAX)
    g_string_append_c (fixture->armour, '\n');
  signature = read_text (strings, fixture->armour->str, (gssize) fixture->armour->len);
  g_assert_nonnull (signature.key);
  g_string_append_c (fixture->armour, '\n');
  signature = read_text (strings, fixture->armour->str, (gssize) fixture->armour->len);
  g_assert_cmpint (signature.kind, ==, HM_SIGNATURE_OTHER);
  g_assert_null (signature.key);
}

static void
test_web_key (void)
{
  static const struct {
    const char *key;
    gboolean is_web_key;
  } cases[] = {
    { "4AEE18F83AFDEB23", TRUE },
    { "B5690EEEBB952194", TRUE },
    { "5DE3E0509C47EA3CF04A42D34AEE18F83AFDEB23", TRUE },
    { "968479A1AFF927E37D1A566BB5690EEEBB952194", TRUE },
    { "3AFDEB23", FALSE },
    { "4AEE18F83AFDEB24", FALSE },
    { "00000000000000000000000000000000000000000000000000B5690EEEBB952194", FALSE },
    { "", FALSE },
  };
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  static const guint8 packet[] = { 0x88, 22,   3,    5,    0,    1, 2, 3, 4, 0x4a, 0xee, 0x18,
                                   0xf8, 0x3a, 0xfd, 0xeb, 0x23, 1, 8, 0, 0, 0,    1,    1 };
  g_autoptr (SignedFixture) ssh = signed_fixture_read ("ssh");
  g_autofree char *armour = openpgp_armour (packet, sizeof packet);
  HmSignature signature;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hm_signature_is_web_key (cases[i].key), ==, cases[i].is_web_key);
  g_assert_true (read_text (strings, armour, -1).is_web_key);
  hm_signature_read (ssh->armour->str, ssh->armour->len, TRUE, strings, &signature);
  g_assert_true (signature.is_web_key);
}

static void
assert_split (gboolean is_tag, const char *object, gboolean is_signed, const char *payload,
              const char *armour)
{
  g_autoptr (GString) got_payload = g_string_new (NULL);
  g_autoptr (GString) got_armour = g_string_new (NULL);
  gsize length = strlen (object);
  g_autofree char *copy = g_memdup2 (object, length);
  gboolean got = is_tag ? hm_signature_split_tag (copy, length, got_payload, got_armour)
                        : hm_signature_split_commit (copy, length, got_payload, got_armour);

  g_assert_cmpint (got, ==, is_signed);
  g_assert_cmpstr (got_payload->str, ==, payload);
  g_assert_cmpstr (got_armour->str, ==, armour);
}

static void
test_split_commit (void)
{
  assert_split (FALSE, "", FALSE, "", "");
  assert_split (FALSE, "tree 1\n\nmessage\n", FALSE, "tree 1\n\nmessage\n", "");
  assert_split (FALSE, "tree 1\ngpgsig A\n B\n  C\nencoding x\n\nm", TRUE,
                "tree 1\nencoding x\n\nm", "A\nB\n C\n");
  /* what stands in the message is no header */
  assert_split (FALSE, "tree 1\n\ngpgsig A\n", FALSE, "tree 1\n\ngpgsig A\n", "");
  /* another hash's signature is taken out as well, and is none of ours */
  assert_split (FALSE, "tree 1\ngpgsig-sha256 X\n Y\ngpgsig A\n\nm", TRUE, "tree 1\n\nm", "A\n");
  assert_split (FALSE, "tree 1\ngpgsig-sha256 X\n Y\n\nm", FALSE, "tree 1\n\nm", "");
  assert_split (FALSE, "tree 1\ngpgsigother X\n\nm", FALSE, "tree 1\n\nm", "");
  /* two signatures come out as one text, as with git */
  assert_split (FALSE, "gpgsig A\nx y\ngpgsig B\n\nm", TRUE, "x y\n\nm", "A\nB\n");
  /* a folded header that is not ours stays whole */
  assert_split (FALSE, "mergetag a\n gpgsig b\n c\n\nm", FALSE, "mergetag a\n gpgsig b\n c\n\nm",
                "");
  /* no end of the header, no end of the line */
  assert_split (FALSE, "tree 1\ngpgsig A\n B", TRUE, "tree 1\n", "A\nB");
  assert_split (FALSE, "gpgsig ", TRUE, "", "");
  assert_split (FALSE, "gpgsig", FALSE, "", "");
}

static void
test_split_tag (void)
{
  assert_split (TRUE, "", FALSE, "", "");
  assert_split (TRUE, "object 1\n\nm\n", FALSE, "object 1\n\nm\n", "");
  assert_split (TRUE, "object 1\n\nm\n-----BEGIN PGP SIGNATURE-----\nx\n", TRUE, "object 1\n\nm\n",
                "-----BEGIN PGP SIGNATURE-----\nx\n");
  assert_split (TRUE, "object 1\n\nm\n-----BEGIN SSH SIGNATURE-----", TRUE, "object 1\n\nm\n",
                "-----BEGIN SSH SIGNATURE-----");
  /* only at the beginning of a line, and the last one counts */
  assert_split (TRUE, "object 1\n\nm -----BEGIN PGP SIGNATURE-----\n", FALSE,
                "object 1\n\nm -----BEGIN PGP SIGNATURE-----\n", "");
  assert_split (
      TRUE, "o 1\n\n-----BEGIN PGP SIGNATURE-----\na\n-----BEGIN SIGNED MESSAGE-----\nb\n", TRUE,
      "o 1\n\n-----BEGIN PGP SIGNATURE-----\na\n", "-----BEGIN SIGNED MESSAGE-----\nb\n");
  assert_split (TRUE, "o 1\ngpgsig-sha256 X\n Y\n\nm\n", FALSE, "o 1\n\nm\n", "");
}

static void
test_split_is_bounded_at_every_cut (void)
{
  g_autofree char *path = signed_fixture_path ("openpgp");
  g_autofree char *object = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &object, &size, NULL));
  for (gsize cut = 0; cut < size; cut++) {
    g_autoptr (GString) payload = g_string_new (NULL);
    g_autoptr (GString) armour = g_string_new (NULL);
    g_autofree char *copy = g_memdup2 (object, cut);

    hm_signature_split_commit (copy, cut, payload, armour);
    g_assert_cmpuint (payload->len + armour->len, <=, cut);
    g_string_truncate (payload, 0);
    g_string_truncate (armour, 0);
    hm_signature_split_tag (copy, cut, payload, armour);
    g_assert_cmpuint (payload->len + armour->len, <=, cut);
  }
}

static void
test_split_keeps_nul (void)
{
  static const char object[] = "tree 1\ngpgsig A\n\nx\0y";
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autoptr (GString) armour = g_string_new (NULL);

  g_assert_true (hm_signature_split_commit (object, sizeof object - 1, payload, armour));
  g_assert_cmpuint (payload->len, ==, 11);
  g_assert_true (memcmp (payload->str, "tree 1\n\nx\0y", 11) == 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signature/kinds", test_kinds);
  g_test_add_func ("/signature/real-keys", test_real_keys);
  g_test_add_func ("/signature/junk-is-no-signature", test_junk_is_no_signature);
  g_test_add_func ("/signature/x509-forms", test_x509_forms);
  g_test_add_func ("/signature/honest-armours", test_honest_armours);
  g_test_add_func ("/signature/packet-forms", test_packet_forms);
  g_test_add_func ("/signature/packet-damage", test_packet_damage);
  g_test_add_func ("/signature/armour-damage", test_armour_damage);
  g_test_add_func ("/signature/embedded-nul", test_embedded_nul);
  g_test_add_func ("/signature/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/signature/blob-cut-at-every-byte", test_blob_cut_at_every_byte);
  g_test_add_func ("/signature/ssh-namespace", test_ssh_namespace);
  g_test_add_func ("/signature/limit", test_limit);
  g_test_add_func ("/signature/web-key", test_web_key);
  g_test_add_func ("/signature/split-commit", test_split_commit);
  g_test_add_func ("/signature/split-tag", test_split_tag);
  g_test_add_func ("/signature/split-is-bounded-at-every-cut", test_split_is_bounded_at_every_cut);
  g_test_add_func ("/signature/split-keeps-nul", test_split_keeps_nul);
  return g_test_run ();
}
