// TLS files: loads the certificate and the key of server.https, and says when they do not fit.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_folder.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "http/tls.h"

namespace bearward::app {

// LoadTlsFiles reads the files as DataFolder::ReadTls does and makes `tls` use them. Failures of
// both, which name the setting and the file. A certificate that is not valid now, or will expire
// within 14 days, is a warning: clients decide what they accept, and a server that does not start
// for a date would refuse all of them, also those of server.http.
base::Status LoadTlsFiles(const Config& config, const DataFolder& folder, const base::Clock& clock,
                          base::Entropy& entropy, http::TlsContext& tls,
                          std::vector<std::string>& warnings);

}  // namespace bearward::app
