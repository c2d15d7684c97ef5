/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/release_channels.h"

#include "checks/manifest.h"
#include "checks/publishing.h"

/* Bytes of a secret's name that are shown. */
#define SECRET_SHOWN_MAX 100

/* 2024-01-01T00:00:00Z: from then on PyPI lets nobody upload without 2FA. */
#define PYPI_2FA_SINCE G_GINT64_CONSTANT (1704067200)
#define PYPI_2FA_URL "https://blog.pypi.org/posts/2024-01-01-2fa-enforced/"

static const char *const how_to_mend[HM_N_CHANNELS] = {
  [HM_CHANNEL_PYPI] =
      "Publish with pypa/gh-action-pypi-publish as a trusted publisher (pypi.org: project > "
      "Publishing), with \"id-token: write\" in the job, and delete the API token.",
  [HM_CHANNEL_NPM] = "Set up a trusted publisher on npmjs.com (package > Settings > Trusted "
                     "publisher), give the publishing job \"id-token: write\" and no token, and "
                     "choose \"Require two-factor authentication and disallow tokens\".",
  [HM_CHANNEL_RUBYGEMS] =
      "Set spec.metadata[\"rubygems_mfa_required\"] = \"true\" in the gemspec, and publish from a "
      "workflow with rubygems/release-gem as a trusted publisher rather than with an API key.",
  [HM_CHANNEL_CRATES] = "Set up trusted publishing on crates.io (crate > Settings), use "
                        "rust-lang/crates-io-auth-action with \"id-token: write\" in the "
                        "publishing job, and revoke the API token.",
};

static HmFinding *
add (HmChannel channel, HmOutcome outcome, int points, const char *message, HmFindings *findings)
{
  HmFinding *finding = hm_findings_add (findings, HM_RELEASE_CHANNELS_PROBE, outcome, "%s: %s",
                                        hm_channel_text (channel), message);

  hm_finding_set_points (finding, outcome == HM_PASS ? points : 0, points);
  if (outcome != HM_PASS)
    hm_finding_set_remediation (finding, "%s", how_to_mend[channel]);
  return finding;
}

static void
cite (HmFinding *finding, const HmWorkflowPlace *place)
{
  hm_finding_cite_file (finding, place->entry, place->line);
}

/* What nobody could look at keeps a channel from being covered. Returns: whether there is such. */
static gboolean
add_unread (HmChannel channel, const HmManifests *manifests, const HmPublishing *publishing,
            int points, HmFindings *findings)
{
  const HmTreeEntry *entry =
      publishing->unread.entry != NULL ? publishing->unread.entry : manifests->unread;
  const char *why =
      publishing->unread.entry != NULL ? publishing->unread_why : manifests->unread_why;
  g_autofree char *message = NULL;

  if (entry == NULL)
    return FALSE;
  message = g_strdup_printf ("could not read %s: %s", entry->path, why);
  hm_finding_cite_file (add (channel, HM_UNKNOWN, points, message, findings), entry, 0);
  return TRUE;
}

static void
judge_channel (HmChannel channel, const HmManifests *manifests, const HmPublishing *publishing,
               const HmFacts *facts, int points, HmFindings *findings)
{
  g_autofree char *message = NULL;
  HmFinding *finding = NULL;

  if (publishing->token.entry != NULL) {
    message = g_strdup_printf ("a workflow publishes with the long-lived secret %.*s",
                               SECRET_SHOWN_MAX, publishing->secret);
    finding = add (channel, HM_FAIL, points, message, findings);
    cite (finding, &publishing->token);
    return;
  }
  if (add_unread (channel, manifests, publishing, points, findings))
    return;
  if (facts->tree.cut != NULL) {
    /* A workflow that is not listed may publish with a token. */
    message = g_strdup_printf ("could not see every file: %s", facts->tree.cut);
    finding = add (channel, HM_UNKNOWN, points, message, findings);
    hm_finding_set_remediation (finding, "Scan a complete clone.");
    hm_finding_cite_file (finding, manifests->first, 0);
  } else if (publishing->unclear.entry != NULL) {
    /* It may be by a token, which no second factor of its owner's guards. */
    finding = add (channel, HM_UNKNOWN, points, "a workflow publishes, and with what can't be seen",
                   findings);
    cite (finding, &publishing->unclear);
  } else if (publishing->trusted.entry != NULL) {
    finding = add (channel, HM_PASS, points, "a workflow publishes without a long-lived secret",
                   findings);
    cite (finding, &publishing->trusted);
  } else if (channel == HM_CHANNEL_PYPI && facts->as_of >= PYPI_2FA_SINCE) {
    finding = add (channel, HM_PASS, points, "requires 2FA of everybody who uploads, since 2024",
                   findings);
    hm_finding_cite_file (finding, manifests->first, 0);
    hm_finding_cite_url (finding, PYPI_2FA_URL);
  } else if (channel == HM_CHANNEL_RUBYGEMS && manifests->n_requiring == manifests->n_manifests) {
    finding =
        add (channel, HM_PASS, points, "the gemspec makes it require 2FA of every owner", findings);
    hm_finding_cite_file (finding, manifests->first, manifests->requiring_line);
  } else {
    finding = add (channel, HM_UNKNOWN, points,
                   "whether publishing needs 2FA is not visible in the tree", findings);
    hm_finding_cite_file (finding, manifests->first, 0);
  }
}

static void
add_none (const HmTree *tree, int points, HmFindings *findings)
{
  HmFinding *finding = NULL;

  if (tree->cut == NULL) {
    hm_findings_add (findings, HM_RELEASE_CHANNELS_PROBE, HM_NOT_APPLICABLE,
                     "the tree names no package for PyPI, npm, RubyGems or crates.io");
    return;
  }
  finding = hm_findings_add (findings, HM_RELEASE_CHANNELS_PROBE, HM_UNKNOWN,
                             "could not see every file: %s", tree->cut);
  hm_finding_set_points (finding, 0, points);
  hm_finding_set_remediation (finding, "Scan a complete clone.");
}

void
hm_release_channels_run (const HmFacts *facts, int points, HmFindings *findings)
{
  HmManifests manifests[HM_N_CHANNELS];
  HmPublishing publishing[HM_N_CHANNELS];
  gboolean is_any = FALSE;

  hm_manifests_read (&facts->tree, manifests);
  for (int i = 0; i < HM_N_CHANNELS; i++)
    is_any |= manifests[i].n_manifests > 0 || manifests[i].unread != NULL;
  if (!is_any) {
    add_none (&facts->tree, points, findings);
    return;
  }
  hm_publishing_read (&facts->tree, publishing);
  for (int i = 0; i < HM_N_CHANNELS; i++) {
    if (manifests[i].n_manifests > 0 || manifests[i].unread != NULL)
      judge_channel ((HmChannel) i, &manifests[i], &publishing[i], facts, points, findings);
    hm_publishing_clear (&publishing[i]);
  }
}
