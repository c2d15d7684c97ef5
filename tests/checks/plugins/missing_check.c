/* SPDX-License-Identifier: Apache-2.0 */
/* The list has a hole. */
#include "row.h"

static const HmCheck row = { .id = "before-the-hole", .name = "Before-The-Hole", SOUND_PARTS };

EXPORT_CHECKS (&row, NULL);
