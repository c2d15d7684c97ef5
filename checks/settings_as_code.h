/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Branch protection that a repository declares in a file for some application to apply: intent, not proof. Distrusts
 * the files.
 */
#ifndef HM_CHECKS_SETTINGS_AS_CODE_H
#define HM_CHECKS_SETTINGS_AS_CODE_H

#include <hallmark/check.h>

#define HM_SETTINGS_AS_CODE_PROBE "settings-as-code"

/* Where such files stand, as HmCheck.reads wants it, without the NULL at the end. */
#define HM_SETTINGS_AS_CODE_PLACES \
  ".asf.yaml", ".github/settings.yml", ".github/settings.yaml", ".github/branch-protection.yml", \
      ".github/branch-protection.yaml", ".github/repos/*.yml", ".github/repos/*.yaml", \
      ".github/suborgs/*.yml", ".github/suborgs/*.yaml", ".allstar/branch_protection.yaml", \
      ".allstar/branch_protection.yml"

/*
 * Adds one finding without points for each such file, and one where there is none or where not
 * every file was listed.
 */
void hm_settings_as_code_run (const HmFacts *facts, HmFindings *findings);

#endif
