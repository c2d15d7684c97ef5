/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An example plug-in with one check: is there a code of conduct, and does it say whom to turn to?
 * Many projects copy the Contributor Covenant and leave its "[INSERT CONTACT METHOD]" as it is, so
 * that a report goes nowhere.
 */
#include <hallmark/plugin.h>

#include <string.h>

#define PROBE_PRESENT "present"
#define PROBE_CONTACT "contact"

#define PLACEHOLDER "[INSERT CONTACT METHOD]"

/* Returns: (nullable) the first code of conduct among the documents, which come in path order. */
static const HmDocument *
document_find (const HmTree *tree)
{
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];
    const char *slash = strrchr (document->entry->path, '/');
    const char *name = slash == NULL ? document->entry->path : slash + 1;

    /* Documents that other checks asked for are here too. */
    if (g_ascii_strncasecmp (name, "code_of_conduct", strlen ("code_of_conduct")) == 0)
      return document;
  }
  return NULL;
}

/* Returns: the 1-based line on which the template's placeholder stands; 0 where it does not. */
static guint
placeholder_line (const HmDocument *document)
{
  const char *found = memmem (document->text, document->size, PLACEHOLDER, strlen (PLACEHOLDER));
  guint line = 1;

  if (found == NULL)
    return 0;
  for (const char *at = document->text; at < found; at++)
    line += *at == '\n' ? 1 : 0;
  return line;
}

static void
contact_judge (const HmDocument *document, HmFindings *findings)
{
  HmFinding *finding;
  guint line = 0;

  if (document->text == NULL) {
    finding = hm_findings_add (findings, PROBE_CONTACT, HM_UNKNOWN, "could not be read: %s",
                               document->why == NULL ? "no reason known" : document->why);
    hm_finding_set_remediation (finding, "Look at the file by hand.");
    hm_finding_set_points (finding, 0, 50);
  } else if ((line = placeholder_line (document)) > 0) {
    finding = hm_findings_add (findings, PROBE_CONTACT, HM_FAIL,
                               "the template's placeholder stands where a contact should");
    hm_finding_set_points (finding, 0, 50);
  } else {
    finding = hm_findings_add (findings, PROBE_CONTACT, HM_PASS, "no placeholder is left");
    hm_finding_set_points (finding, 50, 50);
  }
  hm_finding_cite_file (finding, document->entry, line);
}

static void
code_of_conduct_run (const HmFacts *facts, HmFindings *findings)
{
  const HmDocument *document = document_find (&facts->tree);
  HmFinding *finding;

  if (document != NULL) {
    finding = hm_findings_add (findings, PROBE_PRESENT, HM_PASS, "there is a code of conduct");
    hm_finding_set_points (finding, 50, 50);
    hm_finding_cite_file (finding, document->entry, 0);
    contact_judge (document, findings);
  } else if (facts->tree.cut != NULL) {
    finding = hm_findings_add (findings, PROBE_PRESENT, HM_UNKNOWN, "not every file is listed: %s",
                               facts->tree.cut);
    hm_finding_set_points (finding, 0, 100);
    hm_finding_set_remediation (finding, "Scan a clone that holds every tree of the commit.");
  } else {
    finding = hm_findings_add (findings, PROBE_PRESENT, HM_FAIL, "no code of conduct");
    hm_finding_set_points (finding, 0, 100);
  }
}

static const HmProbe code_of_conduct_probes[] = {
  {
      .id = PROBE_PRESENT,
      .question = "Is there a code of conduct?",
      .evidence =
          "Files named CODE_OF_CONDUCT, in any case and with any extension, at the root, in "
          ".github/ or in docs/.",
      .scoring = "Five points; without one the check scores 0.",
      .remediation =
          "Add CODE_OF_CONDUCT.md, for example the Contributor Covenant, and fill in whom "
          "to turn to.",
  },
  {
      .id = PROBE_CONTACT,
      .question = "Is the template's placeholder for a contact filled in?",
      .evidence = "Its text, for \"[INSERT CONTACT METHOD]\".",
      .scoring = "Five points.",
      .remediation = "Replace the placeholder with an address that at least two people read.",
  },
};

static const char *const code_of_conduct_reads[] = {
  "code_of_conduct*",
  ".github/code_of_conduct*",
  "docs/code_of_conduct*",
  NULL,
};

static const HmCheck code_of_conduct = {
  .id = "code-of-conduct",
  .name = "Code-Of-Conduct",
  .risk = HM_RISK_LOW,
  .needs = HM_NEED_TREE,
  .summary = "Does the project say how people treat each other, and whom to tell when they do not?",
  .why = "People leave projects in which nobody answers for conduct, and maintainers who are worn "
         "down by "
         "abuse hand over in haste.",
  .differs = "",
  .probes = code_of_conduct_probes,
  .n_probes = G_N_ELEMENTS (code_of_conduct_probes),
  .reads = code_of_conduct_reads,
  .run = code_of_conduct_run,
};

static const HmCheck *const checks[] = { &code_of_conduct };

const HmPlugin hallmark_plugin = {
  .abi = HM_PLUGIN_ABI,
  .name = "code-of-conduct",
  .checks = checks,
  .n_checks = G_N_ELEMENTS (checks),
};
