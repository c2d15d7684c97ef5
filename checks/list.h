/* SPDX-License-Identifier: Apache-2.0 */
/* The only list of built-in checks, in report order; tests hold it against docs/checks.md and fixtures/. */
#ifndef HM_CHECKS_LIST_H
#define HM_CHECKS_LIST_H

#include <hallmark/check.h>

#define HM_CHECKS(X) \
  X (branch_protection) \
  X (two_factor_auth) \
  X (signed_commits) \
  X (security_policy) \
  X (maintainers) \
  X (binary_artifacts) \
  X (takeover_signals) \
  X (sensitive_changes) \
  X (opaque_source) \
  X (release_integrity)

#define HM_DECLARE_CHECK(name) extern const HmCheck hm_check_##name;
HM_CHECKS (HM_DECLARE_CHECK)
#undef HM_DECLARE_CHECK

#endif
