/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared libraries that are opened when they are first needed. Loading libcurl, libarchive and
 * cairo, with the 48 libraries that they need in turn, takes two thirds of the time in which the
 * program starts, and most commands call none of them. A table of the functions in use stands in
 * for the linker's.
 */
#ifndef HM_CORE_LIBRARY_H
#define HM_CORE_LIBRARY_H

#include <glib.h>

typedef struct {
  const char *symbol;
  gsize offset; /* of the pointer to the function, in the table */
} HmLibraryFunction;

/* To be set up as a static variable: one for each library. */
typedef struct {
  const char *name;                   /* as the loader knows it: "libcurl.so.4" */
  const char *purpose;                /* what can't be done without it: "to ask a forge" */
  const HmLibraryFunction *functions; /* the last one's symbol is NULL */
  gpointer table;                     /* a struct of pointers to functions */

  /* Its own. */
  GOnce once;
  char *why; /* (nullable) why it can't be called */
} HmLibrary;

/*
 * Opens @library, the first time only, and for as long as the program runs. Any thread may call it.
 * It is looked for where the loader looks for those that are linked, and nowhere else: not in the
 * current folder.
 *
 * Returns: FALSE with HM_ERROR_UNSUPPORTED where the library, or a function of it, is not there;
 * then no function of the table may be called.
 */
gboolean hm_library_open (HmLibrary *library, GError **error);

#endif
