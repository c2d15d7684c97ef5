/* SPDX-License-Identifier: Apache-2.0 */
/* A library like any other. */
#include <hallmark/visibility.h>

HM_PUBLIC int not_a_plugin (void);

int
not_a_plugin (void)
{
  return 1;
}
