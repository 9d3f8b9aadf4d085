#include "app/serve.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "app/changes.h"
#include "app/data_folder.h"
#include "app/wire.h"
#include "http/server.h"
#include "http/tls.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

// The main thread waits for signals and tends the core in between. What another process writes to
// the store is taken in within this time.
constexpr timespec kTendInterval{0, 100'000'000};

base::Result<http::ListenerOptions> ParseAddress(const std::string& text) {
  const auto colon = text.rfind(':');
  unsigned port = 65536;
  if (colon != std::string::npos) {
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  }
  if (port > 65535) {
    return base::Fail(base::Invalid("bad_setting", text + ": wants ADDRESS:PORT or off"));
  }
  std::string address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  return http::ListenerOptions{std::move(address), static_cast<std::uint16_t>(port), nullptr};
}

std::string UrlOf(const char* scheme, const http::Endpoint& endpoint) {
  const bool six = endpoint.address.contains(':');
  const std::string host = six ? "[" + endpoint.address + "]" : endpoint.address;
  return std::string(scheme) + "://" + host + ":" + std::to_string(endpoint.port);
}

sigset_t WatchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

// Running is one run of the server.
class Running {
 public:
  Running(const Config& config, DataFolder folder)
      : config_(config),
        folder_(std::move(folder)),
        log_(clock_, observe::LevelFromName(config.log_level).value_or(observe::Level::kInfo),
             STDERR_FILENO),
        request_log_(clock_, config.log_requests ? observe::Level::kInfo : observe::Level::kOff,
                     STDERR_FILENO) {}

  base::Status Open(const std::optional<directory::World>& world);
  base::Status Listen();
  void WaitForEnd();

 private:
  base::Status LoadTls();
  void Announce() const;
  void OnSignal(int signal);
  void OnTick();

  const Config& config_;
  DataFolder folder_;
  base::SystemClock clock_;
  base::SystemEntropy entropy_;
  observe::Logger log_;
  observe::Logger request_log_;
  http::TlsContext tls_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<http::Server> server_;
  std::string http_url_;
  std::string https_url_;
  std::thread joiner_;
  std::atomic<bool> ended_ = false;
};

base::Status Running::Open(const std::optional<directory::World>& world) {
  for (const std::string& warning : config_.warnings) log_.Warn(warning);
  BW_TRY_ASSIGN(const base::Secret key, folder_.ReadMasterKey(config_.master_key_file, entropy_));
  BW_TRY_ASSIGN(core_, Core::Open(config_, {clock_, entropy_, log_, request_log_},
                                  SourceOf(folder_.Database()), key));
  if (!world) return {};
  BW_TRY_ASSIGN(const auto changes, core_->Apply(*world));
  // stdout carries the ready line and nothing else.
  std::fputs(ChangesAsText(changes).c_str(), stderr);
  return {};
}

base::Status Running::LoadTls() {
  BW_TRY_ASSIGN(const DataFolder::TlsFiles files,
                folder_.ReadTls(config_.tls_certificate, config_.tls_key, clock_, entropy_));
  return tls_.Load(files.certificate, files.key);
}

base::Status Running::Listen() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  server_ = std::make_unique<http::Server>(
      [this](http::Exchange exchange) { core_->door().Serve(std::move(exchange)); }, config_.limits,
      config_.threads == 0 ? cores : config_.threads, clock_);
  if (config_.http != "off") {
    BW_TRY_ASSIGN(const auto options, ParseAddress(config_.http));
    BW_TRY_ASSIGN(const http::Endpoint endpoint, server_->Listen(options));
    http_url_ = UrlOf("http", endpoint);
  }
  if (config_.https != "off") {
    BW_TRY(LoadTls());
    BW_TRY_ASSIGN(auto options, ParseAddress(config_.https));
    options.tls = &tls_;
    BW_TRY_ASSIGN(const http::Endpoint endpoint, server_->Listen(options));
    https_url_ = UrlOf("https", endpoint);
  }
  BW_TRY(server_->Start());
  core_->health().SetReady();
  Announce();
  return {};
}

void Running::Announce() const {
  std::string line;
  json::Writer writer(line);
  writer.BeginObject().Key("ready").Bool(true);
  if (!http_url_.empty()) writer.Key("http").String(http_url_);
  if (!https_url_.empty()) writer.Key("https").String(https_url_);
  writer.EndObject();
  line += "\n";
  std::fputs(line.c_str(), stdout);
  std::fflush(stdout);
}

void Running::OnTick() {
  if (const auto status = core_->Tend(); !status) {
    log_.Error("tending failed",
               {{"reason", status.error().reason}, {"detail", status.error().detail}});
  }
}

void Running::OnSignal(int signal) {
  if (signal == SIGHUP) {
    const auto status = LoadTls();
    if (!status) log_.Error("TLS files not loaded", {{"reason", status.error().reason}});
    return;
  }
  if (signal != SIGTERM && signal != SIGINT) return;
  if (joiner_.joinable()) {
    server_->Hurry();
    return;
  }
  core_->health().SetDraining();
  server_->Drain(config_.drain);
  // Join blocks until the last request is answered; a second signal must be heard meanwhile.
  joiner_ = std::thread([this] {
    server_->Join();
    ended_.store(true);
  });
}

void Running::WaitForEnd() {
  const sigset_t signals = WatchedSignals();
  while (!ended_.load()) {
    OnSignal(::sigtimedwait(&signals, nullptr, &kTendInterval));
    OnTick();
  }
  joiner_.join();
}

}  // namespace

base::Status Serve(const Config& config, const std::optional<directory::World>& world) {
  // Blocked before any thread is made, so that all threads inherit it and only sigtimedwait hears.
  const sigset_t signals = WatchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  BW_TRY_ASSIGN(DataFolder folder, DataFolder::Open(config.data));
  Running running(config, std::move(folder));
  BW_TRY(running.Open(world));
  BW_TRY(running.Listen());
  running.WaitForEnd();
  return {};
}

}  // namespace bearward::app
