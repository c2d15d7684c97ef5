/* SPDX-License-Identifier: Apache-2.0 */
/* One check that is new, then one whose id is built in: neither may stay. */
#include "row.h"

static const HmCheck first = { .id = "newcomer", .name = "Newcomer", SOUND_PARTS };
static const HmCheck second = { .id = "maintainers", .name = "Other-Maintainers", SOUND_PARTS };

EXPORT_CHECKS (&first, &second);
