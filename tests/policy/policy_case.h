/* SPDX-License-Identifier: Apache-2.0 */
/* Policies out of memory, and the checks that they may speak of. */
#ifndef HM_TESTS_POLICY_CASE_H
#define HM_TESTS_POLICY_CASE_H

#include "policy/load.h"

typedef struct {
  const char *name; /* a URL where it begins with https */
  const char *text;
} PolicyFile;

/* Loads the first of @files, whose others it may extend. @files ends with a NULL name. Returns: (owned) */
HmLoadedPolicy *policy_load (const PolicyFile *files, HmPolicySpeaker speaker, GError **error);

/* The same of "p.yml" alone. Returns: (owned) */
HmLoadedPolicy *policy_load_text (const char *text, GError **error);

/* Asserts that @files are refused with HM_ERROR_FORMAT and @message. */
void policy_assert_refused (const PolicyFile *files, const char *message);

/* Asserts what the setting @key comes to: "VALUE PLACE", with ", kept" where it is. */
void policy_assert_setting (const HmLoadedPolicy *loaded, const char *key, const char *expected);

#endif
