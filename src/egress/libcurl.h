// Libcurl: the functions of libcurl that this program calls. The library is loaded at its first
// use, because it and its dependencies would cost every start several megabytes.
#pragma once

#include <curl/curl.h>

#include "base/result.h"

namespace bearward::egress {

// Curl are the addresses inside the library.
struct Curl {
  decltype(&::curl_easy_init) init = nullptr;
  decltype(&::curl_easy_setopt) setopt = nullptr;
  decltype(&::curl_easy_perform) perform = nullptr;
  decltype(&::curl_easy_getinfo) getinfo = nullptr;
  decltype(&::curl_easy_send) send = nullptr;
  decltype(&::curl_easy_strerror) strerror = nullptr;
  decltype(&::curl_easy_reset) reset = nullptr;
  decltype(&::curl_easy_cleanup) cleanup = nullptr;
  decltype(&::curl_slist_append) append = nullptr;
  decltype(&::curl_slist_free_all) free_all = nullptr;
};

// LoadCurl loads the library once; kUnavailable "libcurl" if it cannot. Safe from any thread.
base::Result<const Curl*> LoadCurl();

}  // namespace bearward::egress
