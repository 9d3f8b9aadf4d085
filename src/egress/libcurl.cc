#include "egress/libcurl.h"

#include <string>

#include "base/shared_library.h"

namespace bearward::egress {
namespace {

base::Error Missing(const std::string& what) {
  return base::Unavailable("libcurl",
                           what +
                               ". Emails by SMTP, webhooks and log streams need the "
                               "library libcurl; on Debian install the package libcurl4.");
}

base::Result<Curl> Load() {
  BW_TRY_ASSIGN(const auto library, base::SharedLibrary::Load("libcurl.so.4", &Missing));
  decltype(&::curl_global_init) start = nullptr;
  Curl curl;
  BW_TRY(library.Find("curl_global_init", start));
  BW_TRY(library.Find("curl_easy_init", curl.init));
  BW_TRY(library.Find("curl_easy_setopt", curl.setopt));
  BW_TRY(library.Find("curl_easy_perform", curl.perform));
  BW_TRY(library.Find("curl_easy_getinfo", curl.getinfo));
  BW_TRY(library.Find("curl_easy_send", curl.send));
  BW_TRY(library.Find("curl_easy_strerror", curl.strerror));
  BW_TRY(library.Find("curl_easy_reset", curl.reset));
  BW_TRY(library.Find("curl_easy_cleanup", curl.cleanup));
  BW_TRY(library.Find("curl_slist_append", curl.append));
  BW_TRY(library.Find("curl_slist_free_all", curl.free_all));
  if (start(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return base::Fail(Missing("libcurl cannot be initialized"));
  }
  return curl;
}

}  // namespace

base::Result<const Curl*> LoadCurl() {
  static const base::Result<Curl> kCurl = Load();
  if (!kCurl) return base::Fail(kCurl.error());
  return &*kCurl;
}

}  // namespace bearward::egress
