/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a recording says of the scan that made it: scan.json beside the exchanges. A replay takes
 * the way to the forge, and the times, from here, so that it needs neither a token nor the same
 * environment. Distrusts the file: it may come with a bug report.
 */
#ifndef HM_EVIDENCE_FORGE_RECORDING_H
#define HM_EVIDENCE_FORGE_RECORDING_H

#include <hallmark/facts.h>

typedef struct {
  gboolean is_asked;
  HmForgeKind kind;
  char *api;        /* (nullable) */
  char *origin;     /* (nullable) of a host that was asked what it runs, and did not say */
  char *host;       /* (nullable) */
  char *project;    /* (nullable) */
  char *token_name; /* (nullable) what the token was called; NULL: there was none */
  char *why;        /* (nullable) as HmForge.why */
  char *how;        /* (nullable) as HmForge.how */
  gint64 as_of;
  gint64 asked_at;
  guint n_requests;
} HmRecording;

HmRecording *hm_recording_new (void);
void hm_recording_free (HmRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmRecording, hm_recording_free)

/*
 * Returns: (owned) NULL with HM_ERROR_FORMAT, HM_ERROR_UNSUPPORTED (of a newer hallmark), or as
 * hm_plain_file_read().
 */
HmRecording *hm_recording_read (const char *folder, GError **error);

/* Writes into @folder, which is made where needed. Returns: FALSE with HM_ERROR_IO. */
gboolean hm_recording_write (const HmRecording *recording, const char *folder, GError **error);

#endif
