/* SPDX-License-Identifier: Apache-2.0 */
/* Whose word counts: the user's keys, then the forge's, and git's own objects before both. */
#include "evidence/forge/vouch.h"

static const HmOid commit = { { 1 } };

/* What becomes of a signature of @kind and @verdict where the forge says @word. */
static HmSignature
vouched (HmSignatureKind kind, HmVerdict verdict, HmForgeSignature word, GStringChunk *strings)
{
  const HmForge forge = { .signatures = &word, .n_signatures = 1 };
  HmSignature signature = { .kind = kind, .verdict = verdict, .signer = "key", .why = "of a key" };
  HmVouchable item = { commit, &signature };

  word.object = commit;
  hm_forge_vouch (&forge, "github.com", &item, 1, strings);
  return signature;
}

static void
test_anchor_stands (void)
{
  static const HmVerdict settled[] = { HM_VERDICT_GOOD, HM_VERDICT_UNTRUSTED, HM_VERDICT_BAD };
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);

  for (gsize i = 0; i < G_N_ELEMENTS (settled); i++)
    for (HmVerdict word = HM_VERDICT_UNCHECKED; word <= HM_VERDICT_ERROR; word++) {
      const HmSignature signature =
          vouched (HM_SIGNATURE_SSH, settled[i],
                   (HmForgeSignature){ .verdict = word, .signer = "eve" }, strings);

      g_assert_cmpint (signature.verdict, ==, settled[i]);
      g_assert_cmpstr (signature.signer, ==, "key");
      g_assert_false (signature.is_forge_verdict);
    }
}

static void
test_forge_settles_what_is_open (void)
{
  static const HmVerdict open[] = { HM_VERDICT_UNCHECKED, HM_VERDICT_ERROR };
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);

  for (gsize i = 0; i < G_N_ELEMENTS (open); i++) {
    const HmSignature good =
        vouched (HM_SIGNATURE_OPENPGP, open[i],
                 (HmForgeSignature){ .verdict = HM_VERDICT_GOOD, .signer = "ada" }, strings);
    const HmSignature nameless = vouched (
        HM_SIGNATURE_OPENPGP, open[i], (HmForgeSignature){ .verdict = HM_VERDICT_GOOD }, strings);
    const HmSignature bad =
        vouched (HM_SIGNATURE_OPENPGP, open[i],
                 (HmForgeSignature){ .verdict = HM_VERDICT_BAD, .why = "invalid" }, strings);
    const HmSignature stranger = vouched (
        HM_SIGNATURE_OPENPGP, open[i],
        (HmForgeSignature){ .verdict = HM_VERDICT_UNTRUSTED, .why = "unknown_key" }, strings);

    g_assert_cmpint (good.verdict, ==, HM_VERDICT_GOOD);
    g_assert_cmpstr (good.signer, ==, "ada@github.com");
    g_assert_null (good.why);
    g_assert_true (good.is_forge_verdict);
    g_assert_null (nameless.signer);
    g_assert_cmpint (bad.verdict, ==, HM_VERDICT_BAD);
    g_assert_cmpstr (bad.why, ==, "invalid");
    g_assert_null (bad.signer);
    g_assert_cmpint (stranger.verdict, ==, HM_VERDICT_UNTRUSTED);
    g_assert_cmpstr (stranger.why, ==, "unknown_key");
  }
}

static void
test_forge_that_can_not_tell_changes_nothing (void)
{
  static const HmVerdict words[] = { HM_VERDICT_UNCHECKED, HM_VERDICT_ERROR };
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    const HmSignature signature = vouched (HM_SIGNATURE_SSH, HM_VERDICT_UNCHECKED,
                                           (HmForgeSignature){ .verdict = words[i] }, strings);

    g_assert_cmpint (signature.verdict, ==, HM_VERDICT_UNCHECKED);
    g_assert_false (signature.is_forge_verdict);
  }
}

static void
test_web_key_is_added_and_never_taken (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  const HmForgeSignature web = { .verdict = HM_VERDICT_GOOD, .is_web_key = TRUE };

  for (HmVerdict verdict = HM_VERDICT_UNCHECKED; verdict <= HM_VERDICT_ERROR; verdict++)
    g_assert_true (vouched (HM_SIGNATURE_OPENPGP, verdict, web, strings).is_web_key);
  {
    const HmForgeSignature word = { .object = commit, .verdict = HM_VERDICT_GOOD };
    const HmForge forge = { .signatures = &word, .n_signatures = 1 };
    HmSignature signature = { .kind = HM_SIGNATURE_OPENPGP, .is_web_key = TRUE };
    HmVouchable item = { commit, &signature };

    hm_forge_vouch (&forge, NULL, &item, 1, strings);
    g_assert_true (signature.is_web_key);
  }
}

/* What git shows to be unsigned stays so, whatever a forge says. */
static void
test_unsigned_stays_unsigned (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  const HmSignature signature = vouched (
      HM_SIGNATURE_NONE, HM_VERDICT_UNCHECKED,
      (HmForgeSignature){
          .verdict = HM_VERDICT_GOOD, .is_signed = TRUE, .is_web_key = TRUE, .signer = "eve" },
      strings);

  g_assert_cmpint (signature.verdict, ==, HM_VERDICT_UNCHECKED);
  g_assert_false (signature.is_web_key);
  g_assert_false (signature.is_forge_verdict);
}

static void
test_words_about_others_are_not_taken (void)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  const HmForgeSignature words[] = {
    { .object = { { 2 } }, .verdict = HM_VERDICT_BAD },
    { .object = { { 1 } }, .verdict = HM_VERDICT_GOOD, .signer = "ada" },
    { .object = { { 1, 0, 0, 0, 1 } }, .verdict = HM_VERDICT_BAD },
  };
  const HmForge forge = { .signatures = words, .n_signatures = G_N_ELEMENTS (words) };
  HmSignature ours = { .kind = HM_SIGNATURE_SSH };
  HmSignature other = { .kind = HM_SIGNATURE_SSH };
  HmVouchable items[] = { { commit, &ours }, { { { 9 } }, &other } };

  hm_forge_vouch (&forge, "git.example.org", items, 2, strings);
  g_assert_cmpstr (ours.signer, ==, "ada@git.example.org");
  g_assert_cmpint (other.verdict, ==, HM_VERDICT_UNCHECKED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/forge-vouch/" path, function)
  ADD ("anchor-stands", test_anchor_stands);
  ADD ("forge-settles-what-is-open", test_forge_settles_what_is_open);
  ADD ("forge-that-can-not-tell-changes-nothing", test_forge_that_can_not_tell_changes_nothing);
  ADD ("web-key-is-added-and-never-taken", test_web_key_is_added_and_never_taken);
  ADD ("unsigned-stays-unsigned", test_unsigned_stays_unsigned);
  ADD ("words-about-others-are-not-taken", test_words_about_others_are_not_taken);
#undef ADD
  return g_test_run ();
}
