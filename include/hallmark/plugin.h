/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plug-in exports: one symbol, `hallmark_plugin`. Build it with `pkg-config --cflags hallmark`
 * as a shared object and load it with `hallmark scan --plugin FILE.so`, or put it into the
 * folder that `pkg-config --variable=plugindir hallmark` names.
 */
#ifndef HALLMARK_PLUGIN_H
#define HALLMARK_PLUGIN_H

#include <hallmark/check.h>

G_BEGIN_DECLS

/* Changes with every change to a struct of these headers that an old plug-in would misread. */
#define HM_PLUGIN_ABI 2

#define HM_PLUGIN_SYMBOL "hallmark_plugin"

typedef struct {
  guint abi; /* HM_PLUGIN_ABI; read first, and nothing else where it differs */
  const char *name;
  const HmCheck *const *checks;
  gsize n_checks;
} HmPlugin;

extern HM_PUBLIC const HmPlugin hallmark_plugin;

G_END_DECLS

#endif
