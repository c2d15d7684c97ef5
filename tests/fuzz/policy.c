/* SPDX-License-Identifier: Apache-2.0 */
/* Security policies in all their forms: prose, security.txt, a section of a README. */
#include "checks/contact.h"
#include "checks/readme_section.h"
#include "checks/security_txt.h"
#include "tests/fuzz/target.h"

static const char *const readmes[] = { "README.md", "README.rst", "README.adoc", "README" };

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  HmPolicyText read = hm_policy_text_read (text, size);
  g_autoptr (HmSecurityTxt) txt = hm_security_txt_read (text, size);

  g_assert ((read.n_contacts > 0) == (read.contact_line > 0));
  g_assert ((read.n_specifics > 0) == (read.specifics_line > 0));
  g_assert (read.contact_bytes <= 2 * size); /* an address may lie within a URL */
  g_assert ((txt->n_contacts > 0) == (txt->contact_line > 0));
  g_assert ((txt->expires_kind == HM_EXPIRES_MISSING) == (txt->expires_line == 0));
  hm_text_holds_address (text, size);
  for (gsize i = 0; i < G_N_ELEMENTS (readmes); i++) {
    HmReadmeSection section;

    if (!hm_readme_find_security (readmes[i], text, size, &section))
      continue;
    g_assert (section.text >= text && section.text + section.size <= text + size);
    g_assert (section.heading_line >= 1 && section.line > section.heading_line);
  }
  return 0;
}
