/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/unasked.h"

const char *
hm_unasked_why (const HmForge *forge, const char *fact_why)
{
  if (fact_why != NULL)
    return fact_why;
  if (forge->why != NULL)
    return forge->why;
  /* A project without branches was asked about, too. */
  return forge->asked_at == 0 && forge->n_branches == 0 ? "no forge was asked"
                                                        : "the forge does not show it";
}

const char *
hm_unasked_how (const HmForge *forge)
{
  return forge->how != NULL ? forge->how : "Only the forge's API shows its settings.";
}
