/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/organisation.h"

static void
test_organisation_of_email (void)
{
  static const struct {
    const char *email;
    const char *organisation;
  } cases[] = {
    { "d@haxx.se", "haxx.se" },
    { "d@mail.haxx.se", "haxx.se" },
    { "d@MAIL.Haxx.SE", "haxx.se" },
    { "x@cs.ox.ac.uk", "ox.ac.uk" },
    { "x@ac.uk", "ac.uk" },
    { "x@company.com.au", "company.com.au" },
    { "a@b@redhat.com", "redhat.com" },
    { "x@gmail.com", NULL },
    { "x@googlemail.com", NULL },
    { "x@yahoo.co.jp", NULL },
    { "x@gmx.at", NULL },
    { "x@qq.com", NULL },
    { "x@mail.ru", NULL },
    { "1+x@users.noreply.github.com", NULL },
    { "x@noreply.codeberg.org", NULL },
    { "noreply@company.com", NULL },
    { "x@localhost", NULL },
    { "x@host.localdomain", NULL },
    { "x@printer.local", NULL },
    { "x@10.0.0.1", NULL },
    { "x@", NULL },
    { "@", NULL },
    { "x", NULL },
    { "", NULL },
    { "x@(none)", NULL },
    { "x@.com", NULL },
    { "x@company.", NULL },
    { "x@company..com", NULL },
    { "x@comp any.com", NULL },
    { "x@\xff\xfe.com", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *organisation = hm_organisation_of_email (cases[i].email);

    g_assert_cmpstr (organisation, ==, cases[i].organisation);
  }
}

static void
test_organisation_of_long_domain (void)
{
  g_autofree char *label = g_strnfill (251, 'a');
  g_autofree char *at_limit = g_strdup_printf ("x@%s.b", label);
  g_autofree char *past_limit = g_strdup_printf ("x@a%s.b", label);
  g_autofree char *kept = hm_organisation_of_email (at_limit);

  g_assert_nonnull (kept);
  g_assert_null (hm_organisation_of_email (past_limit));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/organisation/of-email", test_organisation_of_email);
  g_test_add_func ("/organisation/of-long-domain", test_organisation_of_long_domain);
  return g_test_run ();
}
