/* SPDX-License-Identifier: Apache-2.0 */
/* What is checked, why, how it scores and how to mend it, from the checks' own tables. */
#ifndef HM_RENDER_CHECKS_DOC_H
#define HM_RENDER_CHECKS_DOC_H

#include "render/terminal.h"
#include "scoring/policy.h"

/* Appends docs/checks.md: how scores come about, then one section for each check. LF at the end. */
void hm_checks_doc_markdown (GString *out, const HmCheck *const *checks, gsize n_checks,
                             const HmPolicy *policy);

/*
 * Appends what Markdown there is of @probe: its question, a paragraph, and a list of evidence,
 * scoring and remedy. LF at the end.
 */
void hm_checks_doc_probe (GString *out, const HmProbe *probe);

/* Appends one line or two for each check: name, id, risk, weight, summary. `terminal->details` has no meaning here. */
void hm_checks_doc_list (GString *out, const HmCheck *const *checks, gsize n_checks,
                         const HmPolicy *policy, const HmTerminal *terminal);

/* Appends all there is to say about @check. */
void hm_checks_doc_check (GString *out, const HmCheck *check, const HmPolicy *policy,
                          const HmTerminal *terminal);

#endif
