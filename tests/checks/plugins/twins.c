/* SPDX-License-Identifier: Apache-2.0 */
/* Two checks of one id. */
#include "row.h"

static const HmCheck first = { .id = "twin", .name = "Twin-One", SOUND_PARTS };
static const HmCheck second = { .id = "twin", .name = "Twin-Two", SOUND_PARTS };

EXPORT_CHECKS (&first, &second);
