/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a sound check, for plug-ins that are wrong in one place each. */
#ifndef TESTS_CHECKS_PLUGINS_ROW_H
#define TESTS_CHECKS_PLUGINS_ROW_H

#include <hallmark/plugin.h>

static G_GNUC_UNUSED void
row_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  hm_findings_add (findings, "probe", HM_PASS, "fine");
}

static const HmProbe row_probes[] = {
  { .id = "probe",
    .question = "Is it?",
    .evidence = "What there is.",
    .scoring = "All of it.",
    .remediation = "Do it." },
};

#define SOUND_PARTS \
  .risk = HM_RISK_LOW, .needs = HM_NEED_TREE, .summary = "A row.", .why = "For tests.", \
  .differs = "", .probes = row_probes, .n_probes = G_N_ELEMENTS (row_probes), .run = row_run

#define EXPORT_CHECKS(...) \
  static const HmCheck *const checks[] = { __VA_ARGS__ }; \
  const HmPlugin hallmark_plugin = { \
    .abi = HM_PLUGIN_ABI, .name = "test", .checks = checks, .n_checks = G_N_ELEMENTS (checks) \
  }

#endif
