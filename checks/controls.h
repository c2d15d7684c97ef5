/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often a probe fails for projects that nobody took over: what a finding is worth is not to be
 * guessed by whom it names. Counted by `bench/takeovers --years` over HM_N_CONTROLS projects, at
 * 678 ends of years.
 */
#ifndef HM_CHECKS_CONTROLS_H
#define HM_CHECKS_CONTROLS_H

#include <hallmark/finding.h>

#define HM_N_CONTROLS 55u

/*
 * Adds to the message of each failed finding that has points at stake of how many projects its
 * probe was ever true, where that was counted.
 */
void hm_controls_tell (HmFindings *findings);

#endif
