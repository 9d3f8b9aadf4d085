#include "app/serve.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "app/changes.h"
#include "app/data_folder.h"
#include "app/descriptors.h"
#include "app/folder_lock.h"
#include "app/listeners.h"
#include "app/new_secrets.h"
#include "app/open_core.h"
#include "app/server_metrics.h"
#include "app/shortage_log.h"
#include "app/shutdown.h"
#include "app/version.h"
#include "app/wire.h"
#include "http/server.h"
#include "http/tls.h"
#include "http/trusted_proxies.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

// The main thread waits for signals and in between fails overdue writes. A separate thread calls
// Core::Tend, because that may wait for the store. The interval bounds how late the changes of
// other processes are read.
constexpr std::chrono::milliseconds kTendInterval{100};
constexpr std::chrono::seconds kAtOnce{0};
constexpr timespec kSignalInterval{0, 100'000'000};

sigset_t WatchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

// Running is one run of the server.
class Running {
 public:
  Running(Config config, DataFolder folder)
      : config_(std::move(config)),
        folder_(std::move(folder)),
        log_(clock_,
             base::ParseWord<observe::Level>(config_.log_level).value_or(observe::Level::kInfo),
             stderr_),
        request_log_(clock_, config_.log_requests ? observe::Level::kInfo : observe::Level::kOff,
                     stderr_) {}

  base::Status Listen();
  base::Status Open();
  base::Status Apply(const provision::ProvisioningFile& world);
  base::Status Start();
  void WaitForEnd();

 private:
  base::Status MakeServer();
  base::Status LoadTls();
  base::Status HintWhenEmpty();
  void Warn(const std::vector<std::string>& warnings);
  void Announce() const;
  void LogStart();
  void OnSignal(int signal);
  void Act(Shutdown::Action action);
  void TendUntilEnded();
  void TendOnce();

  Config config_;
  DataFolder folder_;
  base::SystemClock clock_;
  base::SystemEntropy entropy_;
  observe::LogStream stderr_{clock_, STDERR_FILENO};
  observe::Logger log_;
  observe::Logger request_log_;
  http::TlsContext tls_;
  std::unique_ptr<ShortageLog> shortages_;
  std::unique_ptr<Core> core_;
  std::unique_ptr<http::Server> server_;
  std::string http_url_;
  std::string https_url_;
  Shutdown shutdown_{config_.drain_delay};
  std::thread joiner_;
  const char* stop_reason_ = "";
  std::promise<void> end_;  // set once the last request is answered
  std::shared_future<void> ended_ = end_.get_future().share();
  std::string tend_failure_;  // reason that was logged last; used by the tending thread
};

void Running::Warn(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) log_.Warn(warning);
}

base::Status Running::LoadTls() {
  std::vector<std::string> warnings;
  BW_TRY_ASSIGN(
      const DataFolder::TlsFiles files,
      folder_.ReadTls(config_.tls_certificate, config_.tls_key, clock_, entropy_, warnings));
  Warn(warnings);
  return tls_.Load(files.certificate, files.key);
}

// The core is constructed later, but before the server starts and calls any of the functions.
base::Status Running::MakeServer() {
  BW_TRY_ASSIGN(auto proxies, http::TrustedProxies::Parse(
                                  config_.trusted_proxies.value_or(std::vector<std::string>())));
  http::ServerOptions options;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  options.threads = config_.threads == 0 ? cores : config_.threads;
  const std::size_t descriptors = RaiseDescriptorLimit();
  options.limits = FitConnections(config_.limits, descriptors, options.threads);
  if (options.limits.connections < config_.limits.connections) {
    log_.Warn("the limit of open files allows fewer connections than limits.connections",
              {{"connections", options.limits.connections},
               {"limits.connections", config_.limits.connections},
               {"open_files", descriptors},
               {"next", "Raise the hard limit of open files (RLIMIT_NOFILE)."}});
  }
  shortages_ = std::make_unique<ShortageLog>(log_, clock_, options.limits);
  options.handler = [this](http::Exchange exchange) { core_->door().Serve(std::move(exchange)); };
  options.exempt = [proxies = std::move(proxies)](std::string_view address) {
    return proxies.Contains(address);
  };
  options.ignores_body = [this](const http::Request& head) {
    return core_->door().IgnoresBody(head);
  };
  options.on_own_answer = [this](const http::OwnAnswer& answer) {
    core_->door().NoteOwnAnswer(answer);
  };
  options.on_shortage = [this](const http::Shortage& shortage) { shortages_->Note(shortage); };
  server_ = std::make_unique<http::Server>(std::move(options), clock_);
  return {};
}

// The addresses are bound first, because the core needs the address under which clients reach it.
base::Status Running::Listen() {
  Warn(config_.warnings);
  BW_TRY(CheckListeners(config_));
  BW_TRY(MakeServer());
  if (config_.http != kOff) {
    BW_TRY_ASSIGN(const auto options, ParseListener(config_.http));
    BW_TRY_ASSIGN(const http::Endpoint endpoint, server_->Listen(options));
    http_url_ = UrlOf("http", endpoint);
    config_.announced = ReachableUrlOf("http", endpoint);
  }
  if (config_.https != kOff) {
    BW_TRY(LoadTls());
    BW_TRY_ASSIGN(auto options, ParseListener(config_.https));
    options.tls = &tls_;
    BW_TRY_ASSIGN(const http::Endpoint endpoint, server_->Listen(options));
    https_url_ = UrlOf("https", endpoint);
    if (config_.announced.empty()) config_.announced = ReachableUrlOf("https", endpoint);
  }
  return {};
}

base::Status Running::Open() {
  std::vector<std::string> warnings;
  BW_TRY_ASSIGN(core_,
                OpenCore(config_, folder_, {clock_, entropy_, log_, request_log_}, warnings));
  Warn(warnings);
  return {};
}

base::Status Running::Apply(const provision::ProvisioningFile& world) {
  BW_TRY_ASSIGN(NewSecrets file, NewSecrets::Open(folder_.path(), clock_.Now()));
  BW_TRY_ASSIGN(const auto changes, core_->Apply(world));
  for (const provision::Change& change : changes) {
    if (change.verb == provision::Change::Verb::kKept) {
      log_.Warn("not applied", {{"change", ChangeAsText(change)}});
    } else {
      log_.Info("applied", {{"change", ChangeAsText(change)}});
    }
  }
  BW_TRY_ASSIGN(const int secrets, file.Write(changes));
  if (secrets > 0) {
    log_.Warn("generated secrets are in a file",
              {{"secrets", secrets},
               {"file", file.path()},
               {"next", "Store the secrets safely, then remove the file."}});
  }
  return {};
}

base::Status Running::HintWhenEmpty() {
  BW_TRY_ASSIGN(const bool empty, core_->IsEmpty());
  if (!empty) return {};
  log_.Info("the database is empty: no credential exists yet",
            {{"next",
              "Write a file with the two lines [[environments]] and name = \"production\", "
              "then [[api_keys]] and environment = \"production\" below. `bearward apply "
              "FILE --data " +
                  config_.data + "` makes the key and prints it, also while this server runs."}});
  return {};
}

base::Status Running::Start() {
  BW_TRY(HintWhenEmpty());
  AddServerMetrics(core_->metrics(), *server_, stderr_);
  BW_TRY(server_->Start());
  core_->health().SetReady();
  LogStart();
  Announce();
  return {};
}

void Running::LogStart() {
  log_.Info("started", {{"version", kVersion},
                        {"http", http_url_.empty() ? kOff : http_url_},
                        {"https", https_url_.empty() ? kOff : https_url_},
                        {"data", folder_.path()},
                        {"issuer", core_->issuer()}});
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

// The log gets one line per change of state; otherwise an outage would fill the log with equal
// lines.
void Running::TendOnce() {
  const base::Status status = core_->Tend();
  const std::string failure = status ? std::string() : status.error().reason;
  if (failure == tend_failure_) return;
  tend_failure_ = failure;
  if (status) {
    log_.Info("Periodic maintenance works again.");
  } else {
    log_.Error("Periodic maintenance failed.",
               {{"reason", failure}, {"detail", status.error().detail}});
  }
}

void Running::TendUntilEnded() {
  do {
    TendOnce();
  } while (ended_.wait_for(kTendInterval) == std::future_status::timeout);
}

void Running::OnSignal(int signal) {
  if (signal == SIGHUP) {
    const auto status = LoadTls();
    if (!status) log_.Error("TLS files not loaded", {{"reason", status.error().reason}});
    return;
  }
  const Shutdown::Action action = shutdown_.OnSignal(signal, clock_.Ticks());
  if (action != Shutdown::Action::kNone && *stop_reason_ == '\0') {
    stop_reason_ = signal == SIGTERM ? "SIGTERM" : "SIGINT";
    log_.Info("stopping", {{"reason", stop_reason_}});
  }
  Act(action);
}

void Running::Act(Shutdown::Action action) {
  if (action == Shutdown::Action::kNone) return;
  core_->health().SetDraining();
  if (action == Shutdown::Action::kHurry) server_->Hurry();
  if (action != Shutdown::Action::kDrain) return;
  server_->Drain(config_.drain);
  // Join blocks until the last request is answered; a second signal must be handled during that
  // time.
  joiner_ = std::thread([this] {
    server_->Join();
    end_.set_value();
  });
}

void Running::WaitForEnd() {
  const sigset_t signals = WatchedSignals();
  std::thread tending([this] { TendUntilEnded(); });
  while (ended_.wait_for(kAtOnce) == std::future_status::timeout) {
    OnSignal(::sigtimedwait(&signals, nullptr, &kSignalInterval));
    Act(shutdown_.OnTick(clock_.Ticks()));
    core_->store().FailOverdue();
  }
  tending.join();
  joiner_.join();
  log_.Info("stopped", {{"reason", stop_reason_}, {"requests", core_->door().answered()}});
}

}  // namespace

base::Status Serve(const Config& config, const std::optional<provision::ProvisioningFile>& world) {
  // Signals are blocked before any thread starts, so that all threads inherit the mask and only
  // sigtimedwait receives them.
  const sigset_t signals = WatchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  // A file that reaches its size limit must be a failed write, which is answered with 503.
  ::signal(SIGXFSZ, SIG_IGN);
  BW_TRY_ASSIGN(DataFolder folder, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const FolderLock lock, FolderLock::ForServing(folder.path()));
  Running running(config, std::move(folder));
  BW_TRY(running.Listen());
  BW_TRY(running.Open());
  if (world) BW_TRY(running.Apply(*world));
  BW_TRY(running.Start());
  running.WaitForEnd();
  return {};
}

}  // namespace bearward::app
