/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/commit.h"

#include <string.h>

#include "core/instant.h"
#include "core/oid.h"
#include "evidence/git/oid_index.h"

#define TREE "tree 1111111111111111111111111111111111111111\n"
#define PARENT "parent 2222222222222222222222222222222222222222\n"
#define AUTHOR "author Ada <ada@x.org> 1700000000 +0100\n"
#define COMMITTER "committer Bob <bob@y.org> 1700000001 -0800\n"

static void
parse (const char *object, HmCommitHeader *ret_header)
{
  g_assert_true (hm_commit_parse (object, strlen (object), ret_header));
}

static void
assert_slice (const HmSlice *slice, const char *wanted)
{
  g_autofree char *text = g_strndup (slice->text, slice->size);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_whole (void)
{
  HmCommitHeader header;
  char hex[HM_OID_HEX_SIZE + 1];
  HmOid parent;

  parse (TREE PARENT PARENT AUTHOR COMMITTER "\nauthor Eve <eve@z.org> 1 +0000\n", &header);
  g_assert_cmpstr (hm_oid_hex (&header.tree, hex), ==, "1111111111111111111111111111111111111111");
  g_assert_cmpuint (header.n_parents, ==, 2);
  hm_commit_parent (&header, 1, &parent);
  g_assert_cmpstr (hm_oid_hex (&parent, hex), ==, "2222222222222222222222222222222222222222");
  assert_slice (&header.author.identity, "Ada <ada@x.org>");
  assert_slice (&header.committer.identity, "Bob <bob@y.org>");
  g_assert_cmpint (header.author.time, ==, 1700000000);
  g_assert_cmpint (header.committer.time, ==, 1700000001);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_NONE);
}

static void
test_signature_kinds (void)
{
  HmCommitHeader header;

  parse (TREE AUTHOR COMMITTER
         "gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n",
         &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_OPENPGP);
  parse (TREE AUTHOR COMMITTER "gpgsig -----BEGIN SSH SIGNATURE-----\n U1\n\n", &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_SSH);
  parse (TREE AUTHOR COMMITTER "gpgsig -----BEGIN SIGNED MESSAGE-----\n MII\n\n", &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_X509);
  parse (TREE AUTHOR COMMITTER "gpgsig something else\n\n", &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_OTHER);
}

/* A merged tag's signature, or a message that shows one, is none of the commit's. */
static void
test_signatures_of_others (void)
{
  HmCommitHeader header;

  parse (TREE AUTHOR COMMITTER "mergetag object 3\n gpgsig -----BEGIN PGP SIGNATURE-----\n\n",
         &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_NONE);
  parse (TREE AUTHOR COMMITTER "\ngpgsig -----BEGIN PGP SIGNATURE-----\n", &header);
  g_assert_cmpint (header.signature, ==, HM_SIGNATURE_NONE);
}

static void
test_dates (void)
{
  static const struct {
    const char *date;
    gint64 time;
  } dates[] = {
    { "0 +0000", 0 },
    { "-86400 +0000", -86400 },
    { "4102444800 +0000", 4102444800 },
    { "99999999999999999999999999 +0000", HM_INSTANT_MAX },
    { "-99999999999999999999999999 +0000", HM_INSTANT_MIN },
    { "yesterday", 0 },
    { "", 0 },
    { "   12 +0000", 12 },
    { "12junk", 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *object = g_strdup_printf (TREE "author A <a> %s\n\n", dates[i].date);
    HmCommitHeader header;

    g_test_message ("%s", dates[i].date);
    parse (object, &header);
    g_assert_cmpint (header.author.time, ==, dates[i].time);
  }
}

static void
test_odd_but_read (void)
{
  HmCommitHeader header;

  parse (TREE "\n", &header);
  g_assert_null (header.author.identity.text);
  parse (TREE, &header);
  g_assert_cmpuint (header.n_parents, ==, 0);
  parse (TREE "author no brackets 12 +0000\n\n", &header);
  assert_slice (&header.author.identity, "no brackets 12 +0000");
  g_assert_cmpint (header.author.time, ==, 0);
  parse (TREE "author A <a> 1 +0000\nauthor B <b> 2 +0000\n\n", &header);
  assert_slice (&header.author.identity, "A <a>");
  parse (TREE "author A <a> 1 +0000", &header);
  g_assert_cmpint (header.author.time, ==, 1);
}

static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "",
    "tree",
    "tree 111111111111111111111111111111111111111\n",
    "tree 111111111111111111111111111111111111111g\n",
    "tree 1111111111111111111111111111111111111111",
    "parent 1111111111111111111111111111111111111111\n",
    TREE "parent 2\n",
    TREE "parent 2222222222222222222222222222222222222222",
    TREE "parent 22222222222222222222222222222222222222222222\n",
    TREE PARENT "parent zz22222222222222222222222222222222222222\n",
  };
  HmCommitHeader header;

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_test_message ("%s", damaged[i]);
    g_assert_false (hm_commit_parse (damaged[i], strlen (damaged[i]), &header));
  }
}

static void
test_cut_at_every_byte (void)
{
  static const char object[] =
      TREE PARENT AUTHOR COMMITTER "gpgsig -----BEGIN SSH SIGNATURE-----\n x\n\nmessage\0\xff";

  for (gsize size = 0; size < sizeof object; size++) {
    g_autofree char *copy = g_memdup2 (object, size);
    HmCommitHeader header;
    gboolean is_read = hm_commit_parse (copy, size, &header);
    gsize tree = strlen (TREE);
    gsize parent = tree + strlen (PARENT);

    /* A beginning of "parent " itself is some other header, of which nothing is known. */
    g_assert_cmpint (is_read, ==, size >= parent || (size >= tree && size < tree + 7));
    if (is_read)
      g_assert_cmpuint (header.n_parents, ==, size >= parent ? 1 : 0);
  }
}

static void
test_tag (void)
{
  static const char object[] =
      "object 3333333333333333333333333333333333333333\ntype commit\ntag v1\n"
      "tagger Ada <ada@x.org> 5 +0000\n\ntext\n";
  HmTagHeader header;

  g_assert_true (hm_tag_parse (object, sizeof object - 1, &header));
  g_assert_true (header.is_target_commit);
  g_assert_false (header.is_target_tag);
  g_assert_cmpint (header.tagger.time, ==, 5);
  assert_slice (&header.tagger.identity, "Ada <ada@x.org>");
  for (gsize size = 0; size < sizeof object - 1; size++) {
    g_autofree char *copy = g_memdup2 (object, size);

    g_assert_cmpint (hm_tag_parse (copy, size, &header), ==, size >= 48);
  }
}

/* More ids than the table begins with, so that it grows. */
static void
test_oid_index (void)
{
  g_autoptr (GArray) oids = g_array_new (FALSE, TRUE, sizeof (HmOid));
  g_auto (HmOidIndex) index = { 0 };
  HmOid oid = { { 0 } };

  hm_oid_index_init (&index, oids, 0);
  for (guint32 i = 0; i < 5000; i++) {
    memcpy (oid.bytes, &i, sizeof i);
    g_assert_cmpuint (hm_oid_index_find (&index, &oid), ==, HM_NO_INDEX);
    g_array_append_val (oids, oid);
    hm_oid_index_add (&index, i);
  }
  for (guint32 i = 0; i < 5000; i++) {
    memcpy (oid.bytes, &i, sizeof i);
    g_assert_cmpuint (hm_oid_index_find (&index, &oid), ==, i);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commit/whole", test_whole);
  g_test_add_func ("/commit/signature-kinds", test_signature_kinds);
  g_test_add_func ("/commit/signatures-of-others", test_signatures_of_others);
  g_test_add_func ("/commit/dates", test_dates);
  g_test_add_func ("/commit/odd-but-read", test_odd_but_read);
  g_test_add_func ("/commit/damaged", test_damaged);
  g_test_add_func ("/commit/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/tag/cut-at-every-byte", test_tag);
  g_test_add_func ("/oid-index/grows", test_oid_index);
  return g_test_run ();
}
