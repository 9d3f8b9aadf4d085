#include "app/check_config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "app/data_folder.h"
#include "app/listeners.h"
#include "app/open_core.h"
#include "app/tls_files.h"
#include "app/wire.h"
#include "http/server.h"
#include "http/tls.h"

namespace bearward::app {
namespace {

// CheckAddress binds and listens briefly, without accepting.
base::Status CheckAddress(const std::string& text, const base::Clock& clock,
                          std::vector<std::string>& warnings) {
  if (text == kOff) return {};
  BW_TRY_ASSIGN(const auto options, ParseListener(text));
  http::Server server({.handler = [](http::Exchange) {}}, clock);
  const auto endpoint = server.Listen(options);
  if (endpoint) return {};
  if (endpoint.error().reason != "address_in_use") return base::Fail(endpoint.error());
  warnings.push_back(endpoint.error().public_text);
  return {};
}

// WarnOfSocket looks at the folder of server.unix, which the unit of a service may make at its
// start.
void WarnOfSocket(const std::string& path, std::vector<std::string>& warnings) {
  if (path.empty()) return;
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  if (::access(folder.c_str(), W_OK | X_OK) == 0) return;
  warnings.push_back("server.unix: " + path +
                     " cannot be made: " + std::generic_category().message(errno) +
                     ". Make its folder, writable for the user of the server, before the start.");
}

base::Status CheckTls(const Config& config, const DataFolder& folder, const base::Clock& clock,
                      base::Entropy& entropy, std::vector<std::string>& warnings) {
  if (config.https == kOff) return {};
  // `serve` makes the folder's own files.
  if (config.tls_certificate.empty() && config.tls_key.empty()) return {};
  http::TlsContext tls;
  return LoadTlsFiles(config, folder, clock, entropy, tls, warnings);
}

base::Status CheckFolder(const std::string& path) {
  struct stat facts{};
  const bool exists = ::stat(path.c_str(), &facts) == 0;
  if (exists && !S_ISDIR(facts.st_mode)) {
    return base::Fail(
        base::Invalid("bad_setting", path + ": server.data must name a folder, and this is a file. "
                                            "Name a folder, or a path that does not exist yet."));
  }
  const auto slash = path.find_last_not_of('/') == std::string::npos
                         ? std::string::npos
                         : path.rfind('/', path.find_last_not_of('/'));
  std::string written = path;
  if (!exists) written = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::access(written.c_str(), W_OK | X_OK) == 0) return {};
  return base::Fail(base::Invalid("bad_setting", path + ": the data folder cannot be written: " +
                                                     std::generic_category().message(errno) + "."));
}

base::Result<base::Secret> ReadKey(const Config& config, const DataFolder& folder,
                                   base::Entropy& entropy, std::vector<std::string>& warnings) {
  if (config.master_key_file.empty() && !folder.HadDatabase()) {
    return crypto::KeyRing::Generate(entropy);
  }
  if (config.storage.is_postgres()) {
    return folder.ReadSharedMasterKey(config.master_key_file, entropy, warnings);
  }
  return folder.ReadMasterKey(config.master_key_file, entropy, warnings);
}

}  // namespace

base::Status CheckConfig(const Config& config, std::vector<std::string>& warnings) {
  base::SystemClock clock;
  base::SystemEntropy entropy;
  BW_TRY(CheckListeners(config));
  for (const std::string& address : {config.http, config.https, config.operators}) {
    BW_TRY(CheckAddress(address, clock, warnings));
  }
  WarnOfSocket(config.unix_socket, warnings);
  const DataFolder folder = DataFolder::At(config.data);
  BW_TRY(CheckFolder(config.data));
  BW_TRY(CheckTls(config, folder, clock, entropy, warnings));
  BW_TRY(CheckData(config, folder));
  BW_TRY_ASSIGN(const base::Secret key, ReadKey(config, folder, entropy, warnings));
  BW_TRY_ASSIGN(const auto ring, crypto::KeyRing::Parse(key, entropy));
  BW_TRY(CheckSharedKey(config, ring));
  observe::Logger log(clock, observe::Level::kOff, observe::Logger::Sink());
  BW_TRY(Core::Open(config, {clock, entropy, log, log}, store::SqliteMemory(), key));
  return {};
}

}  // namespace bearward::app
