/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl, opened when something is first asked over the network (core/library.h). */
#ifndef HM_EVIDENCE_FORGE_CURL_LIBRARY_H
#define HM_EVIDENCE_FORGE_CURL_LIBRARY_H

#include <curl/curl.h>
#include <glib.h>

#define HM_CURL_FUNCTIONS(FUNCTION) \
  FUNCTION (easy_cleanup) \
  FUNCTION (easy_getinfo) \
  FUNCTION (easy_init) \
  FUNCTION (easy_reset) \
  FUNCTION (easy_setopt) \
  FUNCTION (easy_strerror) \
  FUNCTION (free) \
  FUNCTION (getdate) \
  FUNCTION (global_init) \
  FUNCTION (multi_add_handle) \
  FUNCTION (multi_cleanup) \
  FUNCTION (multi_info_read) \
  FUNCTION (multi_init) \
  FUNCTION (multi_perform) \
  FUNCTION (multi_poll) \
  FUNCTION (multi_remove_handle) \
  FUNCTION (multi_setopt) \
  FUNCTION (multi_wakeup) \
  FUNCTION (slist_append) \
  FUNCTION (slist_free_all) \
  FUNCTION (url) \
  FUNCTION (url_cleanup) \
  FUNCTION (url_get) \
  FUNCTION (url_set)

/* curl_easy_init() is hm_curl.easy_init (), and so on. */
typedef struct {
#define HM_CURL_MEMBER(name) __typeof__ (curl_##name) *(name);
  HM_CURL_FUNCTIONS (HM_CURL_MEMBER)
#undef HM_CURL_MEMBER
} HmCurl;

extern HmCurl hm_curl;

/*
 * Before anything of hm_curl is called. Returns: FALSE with HM_ERROR_UNSUPPORTED where libcurl is
 * not there, or can't start.
 */
gboolean hm_curl_open (GError **error);

#endif
