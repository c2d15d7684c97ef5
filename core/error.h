/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one error domain. A message names the subject first, then what was found and what would be right;
 * no "failed to", no newline. Text of the subject in a message is raw: who prints it masks it.
 */
#ifndef HM_CORE_ERROR_H
#define HM_CORE_ERROR_H

#include <glib.h>

#define HM_ERROR (hm_error_quark ())
GQuark hm_error_quark (void);

typedef enum {
  HM_ERROR_USAGE,       /* the caller's words are off: exit 2 */
  HM_ERROR_NOT_FOUND,   /* the named thing is not there */
  HM_ERROR_GIT,         /* a repository or an object of it can't be read: exit 3 */
  HM_ERROR_UNSUPPORTED, /* well-formed, but not readable by this build: exit 3 */
  HM_ERROR_LIMIT,       /* larger than a limit of core/limits.h */
  HM_ERROR_FORMAT,      /* bytes that are not what they should be */
  HM_ERROR_IO,          /* a file of the user's can't be read or written */
  HM_ERROR_NETWORK,     /* a host can't be reached, or broke off */
  HM_ERROR_TOKEN,       /* a forge refuses the token: exit 3, never an anonymous answer instead */
  HM_ERROR_PLUGIN,      /* a plug-in can't be used */
  HM_ERROR_CANCELLED,   /* the user interrupted */
  HM_ERROR_QUOTA,       /* what may be asked for in a time is spent: it can be done later */
} HmErrorCode;

/*
 * Sets @error. Returns: FALSE, so that a caller may write `return hm_fail (...)`.
 */
gboolean hm_fail (GError **error, HmErrorCode code, const char *format, ...) G_GNUC_PRINTF (3, 4);

#endif
