/* SPDX-License-Identifier: Apache-2.0 */
/* Marks what a plug-in may call. Everything else of the program is hidden from it. */
#ifndef HALLMARK_VISIBILITY_H
#define HALLMARK_VISIBILITY_H

#define HM_PUBLIC __attribute__ ((visibility ("default")))

#endif
