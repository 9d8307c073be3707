// libcurl for Swift: one shim per C signature of its variadic calls and of its message union.
#pragma once
#include <curl/curl.h>

static inline CURLcode CCurl_set_long(CURL *h, CURLoption o, long v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_set_offset(CURL *h, CURLoption o, curl_off_t v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_set_text(CURL *h, CURLoption o, const char *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_set_pointer(CURL *h, CURLoption o, void *v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_set_list(CURL *h, CURLoption o, struct curl_slist *v) {
  return curl_easy_setopt(h, o, v);
}
// Reading, writing and header callbacks share one signature.
typedef size_t (*CCurl_transfer_callback)(char *, size_t, size_t, void *);
static inline CURLcode CCurl_set_transfer(CURL *h, CURLoption o, CCurl_transfer_callback v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_set_seek(CURL *h, CURLoption o, curl_seek_callback v) {
  return curl_easy_setopt(h, o, v);
}
static inline CURLcode CCurl_get_long(CURL *h, CURLINFO i, long *v) {
  return curl_easy_getinfo(h, i, v);
}
static inline CURLcode CCurl_get_socket(CURL *h, curl_socket_t *v) {
  return curl_easy_getinfo(h, CURLINFO_ACTIVESOCKET, v);
}
static inline CURLMcode CCurl_multi_set_long(CURLM *m, CURLMoption o, long v) {
  return curl_multi_setopt(m, o, v);
}
// The result of a finished transfer, or CURLE_FAILED_INIT when none is finished.
static inline CURLcode CCurl_multi_result(CURLM *m) {
  int left = 0;
  CURLMsg *message = curl_multi_info_read(m, &left);
  return message && message->msg == CURLMSG_DONE ? message->data.result : CURLE_FAILED_INIT;
}
static inline CURLcode CCurl_set_mime(CURL *h, curl_mime *v) {
  return curl_easy_setopt(h, CURLOPT_MIMEPOST, v);
}
// The option was renamed when its third L was noticed.
static inline CURLcode CCurl_allow_refused_recipients(CURL *h) {
#if LIBCURL_VERSION_NUM >= 0x080200
  return curl_easy_setopt(h, CURLOPT_MAIL_RCPT_ALLOWFAILS, 1L);
#else
  return curl_easy_setopt(h, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
#endif
}
