/* SPDX-License-Identifier: Apache-2.0 */
/* A report or a history that a user names on the command line. */
#ifndef HM_CLI_REPORT_FILE_H
#define HM_CLI_REPORT_FILE_H

#include "render/trend.h"
#include "scoring/report.h"

/*
 * Reads the JSON report @file, "-" for standard input, of at most HM_REPORT_BYTES_MAX bytes, and weighs it again.
 *
 * Returns: (owned) NULL with HM_ERROR_IO, HM_ERROR_LIMIT, HM_ERROR_FORMAT or HM_ERROR_UNSUPPORTED that names @file.
 */
HmReport *hm_report_file_read (const char *file, GError **error);

/* As hm_report_file_read(), of bytes that errors call @name. */
HmReport *hm_report_bytes_read (const char *name, const void *bytes, gsize size, GError **error);

/*
 * Reads the trend of the JSON history @file, "-" for standard input.
 *
 * Returns: FALSE with an error as above.
 */
gboolean hm_history_file_read (const char *file, HmTrend *ret_trend, GError **error);

#endif
