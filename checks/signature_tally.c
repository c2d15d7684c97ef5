/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/signature_tally.h"

gboolean
hm_signature_is_present (const HmSignature *signature)
{
  return signature->kind != HM_SIGNATURE_NONE && signature->kind < HM_SIGNATURE_OTHER;
}

void
hm_signature_tally_add (HmSignatureTally *tally, const HmSignature *signature)
{
  guint halves = signature->is_web_key ? 1 : 2;

  tally->n++;
  if (signature->verdict == HM_VERDICT_BAD)
    tally->n_bad++;
  if (signature->kind >= HM_SIGNATURE_OTHER)
    tally->n_junk++;
  if (!hm_signature_is_present (signature))
    return;
  tally->n_signed++;
  if (signature->is_web_key)
    tally->n_web_key++;
  else
    tally->n_of_kind[signature->kind]++;

  if (signature->verdict == HM_VERDICT_BAD)
    return;
  tally->signed_halves += halves;
  if (signature->verdict == HM_VERDICT_GOOD) {
    tally->n_good++;
    tally->n_good_by_forge += signature->is_forge_verdict ? 1 : 0;
    tally->good_halves += halves;
  } else {
    tally->n_open++;
    tally->n_unchecked += signature->verdict == HM_VERDICT_UNCHECKED ? 1 : 0;
    tally->n_open_by_forge += signature->is_forge_verdict ? 1 : 0;
    tally->open_halves += halves;
  }
}

char *
hm_signature_tally_kinds (const HmSignatureTally *tally)
{
  static const char *const kind_words[] = {
    [HM_SIGNATURE_NONE] = "none",
    [HM_SIGNATURE_OPENPGP] = "OpenPGP",
    [HM_SIGNATURE_SSH] = "SSH",
    [HM_SIGNATURE_X509] = "X.509",
  };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint kind = HM_SIGNATURE_OPENPGP; kind < HM_SIGNATURE_OTHER; kind++)
    if (tally->n_of_kind[kind] > 0)
      g_string_append_printf (words, "%s%u %s", words->len > 0 ? ", " : "", tally->n_of_kind[kind],
                              kind_words[kind]);
  if (tally->n_web_key > 0)
    g_string_append_printf (words, "%s%u by the forge's web key", words->len > 0 ? ", " : "",
                            tally->n_web_key);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
hm_signature_tally_junk (const HmSignatureTally *tally, const char *what)
{
  if (tally->n_junk == 0)
    return g_strdup ("");
  return g_strdup_printf ("; %u of %u %s a %s that is no signature", tally->n_junk, tally->n,
                          tally->n_junk == 1 ? "carries" : "carry", what);
}
