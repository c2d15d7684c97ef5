/* SPDX-License-Identifier: Apache-2.0 */
/* A new id under the name of a built-in check. */
#include "row.h"

static const HmCheck row = { .id = "other-policy", .name = "SECURITY-POLICY", SOUND_PARTS };

EXPORT_CHECKS (&row);
