#include "mail/libcurl.h"

#include <dlfcn.h>

#include <string>

namespace bearward::mail {
namespace {

constexpr const char* kLibrary = "libcurl.so.4";

base::Error Missing(const std::string& what) {
  return base::Unavailable("mail_library",
                           what +
                               ". SMTP needs the library libcurl; on Debian install the package "
                               "libcurl4.");
}

template <class F>
base::Status Find(void* library, const char* name, F& function) {
  function = reinterpret_cast<F>(::dlsym(library, name));  // POSIX: it may be a function
  if (function != nullptr) return {};
  return base::Fail(Missing(std::string(kLibrary) + " has no function " + name));
}

base::Result<Curl> Load() {
  void* const library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return base::Fail(Missing(std::string(kLibrary) + " cannot be loaded"));
  decltype(&::curl_global_init) start = nullptr;
  Curl curl;
  BW_TRY(Find(library, "curl_global_init", start));
  BW_TRY(Find(library, "curl_easy_init", curl.init));
  BW_TRY(Find(library, "curl_easy_setopt", curl.setopt));
  BW_TRY(Find(library, "curl_easy_perform", curl.perform));
  BW_TRY(Find(library, "curl_easy_getinfo", curl.getinfo));
  BW_TRY(Find(library, "curl_easy_strerror", curl.strerror));
  BW_TRY(Find(library, "curl_easy_cleanup", curl.cleanup));
  BW_TRY(Find(library, "curl_slist_append", curl.append));
  BW_TRY(Find(library, "curl_slist_free_all", curl.free_all));
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

}  // namespace bearward::mail
