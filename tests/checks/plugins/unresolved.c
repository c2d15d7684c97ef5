/* SPDX-License-Identifier: Apache-2.0 */
/* Calls what no version of the program has. */
#include "row.h"

HM_PUBLIC void hm_from_the_future (void);

static void
future_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  (void) findings;
  hm_from_the_future ();
}

static const HmCheck row = {
  .id = "future",
  .name = "Future",
  .summary = "A row.",
  .why = "For tests.",
  .differs = "",
  .probes = row_probes,
  .n_probes = G_N_ELEMENTS (row_probes),
  .run = future_run,
};

EXPORT_CHECKS (&row);
