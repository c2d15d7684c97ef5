/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a JSON report that report_write.c and report_read.c share with those that have files
 * of their own. What is read has been held against the schema.
 */
#ifndef HM_RENDER_REPORT_PART_H
#define HM_RENDER_REPORT_PART_H

#include "render/json_value.h"
#include "scoring/report.h"

/* Returns: (borrowed) "" where @key is absent, or null. */
const char *hm_json_get_text (const json_t *object, const char *key);

/* *ret_units: @key in 1/@scale, HM_NO_SCORE for null. @path: of @object, as errors name it. */
gboolean hm_json_get_units (const json_t *object, const char *path, const char *key, int scale,
                            int *ret_units, GError **error);

gboolean hm_json_get_instant (const json_t *object, const char *path, const char *key,
                              gint64 *ret_seconds, GError **error);

/* Returns: the place of @name among @names; it is one of them. */
int hm_json_name_index (const char *name, const char *(*name_of) (int index), int n_names);

/* hm_risk_text() for hm_json_name_index(). */
const char *hm_json_risk_name (int risk);

/* Returns: (owned) */
json_t *hm_report_oid_json (const HmOid *oid);
json_t *hm_report_finding_json (const HmFinding *finding, const char *fingerprint);
gboolean hm_report_finding_read (HmFindings *findings, const json_t *object, const char *path,
                                 GError **error);

/* Of HmReport.activity. */
json_t *hm_report_activity_json (const HmReportActivity *activity);

/* *ret_activity: (owned) (nullable) NULL for null and where there is none. */
gboolean hm_report_activity_read (const json_t *object, HmReportActivity **ret_activity,
                                  GError **error);

/* Of HmReport.waivers. */
json_t *hm_report_waivers_json (const GPtrArray *waivers);
gboolean hm_report_waivers_read (GPtrArray *waivers, const json_t *array, GError **error);

/* Of HmReport.range and .baseline. @comparison: (nullable); null then. */
json_t *hm_report_comparison_json (const HmComparison *comparison);

/* *ret_comparison: (owned) (nullable) NULL for null and where there is none. */
gboolean hm_report_comparison_read (const json_t *object, const char *path,
                                    HmComparison **ret_comparison, GError **error);

/* Of HmReport.verdict, likewise. */
json_t *hm_report_verdict_json (const HmGateVerdict *verdict);
gboolean hm_report_verdict_read (const json_t *object, HmGateVerdict **ret_verdict, GError **error);

#endif
