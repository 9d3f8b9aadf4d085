#include "app/memory_run.h"

#include "app/listeners.h"
#include "base/invalid.h"

namespace bearward::app {

// A certificate that is made in memory could not be trusted by any client.
base::Result<Config> ConfigInMemory(Config config) {
  config.in_memory = true;
  if (config.storage.is_postgres()) {
    return base::Fail(
        base::Invalid("bad_setting",
                      "storage.url: it cannot be used with --memory. Remove "
                      "storage.url and storage.url_file, or serve without --memory."));
  }
  if (!config.tls_certificate.empty() || config.https == kOff) return config;
  if (config.https != Config().https) {
    return base::Fail(base::Invalid("bad_setting",
                                    "server.https: with --memory it needs tls.certificate and "
                                    "tls.key. Set both, or set server.https to off."));
  }
  config.https = kOff;
  return config;
}

}  // namespace bearward::app
