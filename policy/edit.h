/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Edits the text of a policy as a careful person would: what stands there stays, byte for byte,
 * with its comments, order and indentation. Pure.
 */
#ifndef HM_POLICY_EDIT_H
#define HM_POLICY_EDIT_H

#include "scoring/waiver.h"

/*
 * Adds @waivers at the end of the list of waivers in @text, which is begun where there is none; of
 * an empty text comes a policy of version 1. What came of it is parsed again, and holds what @text
 * held and the waivers alone.
 *
 * @name: what errors call the text. HmWaiver.place is not looked at.
 *
 * Returns: (owned) the new text; NULL with HM_ERROR_FORMAT ("NAME:LINE:COLUMN: ...") where @text is
 * no YAML, or is written in a way that takes no line more (in brackets, with an end mark), and
 * where a waiver holds what YAML can't (bytes that are not UTF-8).
 */
GString *hm_policy_text_add_waivers (const char *name, const char *text, gsize size,
                                     const HmWaiver *waivers, gsize n_waivers, GError **error);

#endif
