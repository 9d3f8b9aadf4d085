#include "app/serve.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <future>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>
#include <vector>

#include "app/changes.h"
#include "app/command_socket.h"
#include "app/data_folder.h"
#include "app/descriptors.h"
#include "app/folder_lock.h"
#include "app/listeners.h"
#include "app/memory_run.h"
#include "app/new_secrets.h"
#include "app/open_core.h"
#include "app/proxies.h"
#include "app/reload.h"
#include "app/server_metrics.h"
#include "app/service_manager.h"
#include "app/setup_link.h"
#include "app/shortage_log.h"
#include "app/shutdown.h"
#include "app/side_servers.h"
#include "app/testing_routes.h"
#include "app/tls_files.h"
#include "app/version.h"
#include "app/wire.h"
#include "base/replaceable.h"
#include "dialects/workspan/bulk.h"
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

// WriteSecrets writes the generated secrets, which are shown only once.
void WriteSecrets(json::Writer& writer, const std::vector<provision::Change>& changes) {
  writer.Key("secrets").BeginArray();
  for (const provision::Change& change : changes) {
    if (change.secret.empty()) continue;
    writer.BeginObject().Key("kind").String(change.kind).Key("name").String(change.name);
    writer.Key("environment").String(change.environment);
    writer.Key("secret").String(change.secret.Reveal()).EndObject();
  }
  writer.EndArray();
}

sigset_t WatchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

// Running is one run of the server. What it is given must outlive it.
class Running {
 public:
  // Given is what is outside of the run; `memory` is nullptr for a run with a data folder.
  struct Given {
    const base::Clock& clock;
    base::Entropy& entropy;
    Memory* memory;
  };
  Running(Config config, ReadConfig read_again, DataFolder folder, const Given& given)
      : config_(std::move(config)),
        read_again_(std::move(read_again)),
        folder_(std::move(folder)),
        clock_(given.clock),
        memory_(given.memory),
        entropy_(given.entropy),
        log_(clock_, LevelOf(config_), stderr_),
        request_log_(clock_, RequestLevelOf(config_), stderr_) {}

  base::Status Listen();
  base::Status Open();
  base::Status Apply(const provision::ProvisioningFile& world);
  base::Status Start();
  void WaitForEnd();

 private:
  base::Status MakeServer();
  void AddTestingRoutes(http::ServerOptions& options);
  base::Result<std::unique_ptr<Core>> OpenInMemory();
  base::Status Reset();
  base::Status Tend();
  // KeepCore prevents that a reset replaces the core; without testing routes nothing does.
  std::shared_lock<std::shared_mutex> KeepCore() {
    return testing_ ? testing_->Keep() : std::shared_lock<std::shared_mutex>();
  }
  base::Status LoadTls(const Config& config);
  void Reload();
  base::Status TryReload();
  base::Status HintWhenEmpty();
  base::Status OfferSetup();
  void Warn(const std::vector<std::string>& warnings);
  void Announce() const;
  void LogStart();
  void OnSignal(int signal);
  void Act(Shutdown::Action action);
  void TendUntilEnded();
  void TendOnce();

  Config config_;
  const ReadConfig read_again_;
  DataFolder folder_;
  const base::Clock& clock_;
  Memory* memory_;
  base::Entropy& entropy_;
  observe::LogStream stderr_{clock_, STDERR_FILENO};
  observe::Logger log_;
  observe::Logger request_log_;
  http::TlsContext tls_;
  base::Replaceable<http::TrustedProxies> exempt_{http::TrustedProxies()};
  std::unique_ptr<ShortageLog> shortages_;
  std::vector<provision::Change> new_secrets_;  // only of a run in memory
  std::mutex tending_;                          // one Core::Tend at a time
  std::unique_ptr<Core> core_;
  std::unique_ptr<CommandSocket> commands_;  // absent in memory
  std::unique_ptr<TestingRoutes> testing_;
  std::unique_ptr<http::Server> server_;
  SideServers side_servers_;
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

base::Status Running::LoadTls(const Config& config) {
  if (!HasHttps(config)) return {};
  std::vector<std::string> warnings;
  BW_TRY(LoadTlsFiles(config, folder_, clock_, entropy_, tls_, warnings));
  Warn(warnings);
  return {};
}

// The core is constructed later, but before the server starts and calls any of the functions.
base::Status Running::MakeServer() {
  BW_TRY_ASSIGN(auto proxies, ProxiesOf(config_.trusted_proxies));
  exempt_.Replace(std::move(proxies));
  http::ServerOptions options;
  options.threads = ThreadsOf(config_);
  options.limits = FittingLimits(config_, log_);
  shortages_ = std::make_unique<ShortageLog>(log_, clock_, options.limits);
  options.handler = [this](http::Exchange exchange) { core_->door().Serve(std::move(exchange)); };
  options.exempt = [this](std::string_view address) { return exempt_.current().Contains(address); };
  options.ignores_body = [this](const auto& head) { return core_->door().IgnoresBody(head); };
  options.is_upload = [this](const http::Request& head) {
    const auto kept = KeepCore();
    return dialects::workspan::IsUpload(core_->door().RouteOf(head));
  };
  options.on_own_answer = [this](const http::OwnAnswer& answer) {
    const auto kept = KeepCore();
    core_->door().NoteOwnAnswer(answer);
  };
  options.on_shortage = [this](const http::Shortage& shortage) { shortages_->Note(shortage); };
  if (memory_ != nullptr) AddTestingRoutes(options);
  const auto operators = [this](http::Exchange exchange) {
    const auto kept = KeepCore();
    core_->operator_door().Serve(std::move(exchange));
  };
  BW_TRY_ASSIGN(side_servers_, SideServers::Listen(config_, options, operators, clock_));
  server_ = std::make_unique<http::Server>(std::move(options), clock_);
  return {};
}

// The door does not know the testing routes, and would ignore their bodies.
void Running::AddTestingRoutes(http::ServerOptions& options) {
  testing_ = std::make_unique<TestingRoutes>(TestingRoutes::Uses{
      .clock = memory_->clock,
      .serve = std::move(options.handler),
      .reset = [this] { return Reset(); },
      .tend = [this] { return Tend(); },
      .mailbox = [this] { return core_->Mailbox(); },
  });
  options.handler = [this](http::Exchange exchange) { testing_->Handle(std::move(exchange)); };
  options.ignores_body = [this](const http::Request& head) {
    const auto kept = KeepCore();
    return !TestingRoutes::Owns(head) && core_->door().IgnoresBody(head);
  };
}

// The addresses are bound first, because the core needs the address under which clients reach it.
base::Status Running::Listen() {
  Warn(config_.warnings);
  BW_TRY(CheckListeners(config_));
  BW_TRY(MakeServer());
  BW_TRY(LoadTls(config_));
  BW_TRY_ASSIGN(Bound bound, Bind(config_, tls_, *server_));
  http_url_ = std::move(bound.http);
  https_url_ = std::move(bound.https);
  config_.announced = std::move(bound.announced);
  return {};
}

base::Result<std::unique_ptr<Core>> Running::OpenInMemory() {
  BW_TRY_ASSIGN(const store::EngineSource source, memory_->database.Next());
  return Core::Open(config_, {clock_, entropy_, log_, request_log_}, source, memory_->master_key);
}

base::Status Running::Reset() {
  BW_TRY_ASSIGN(auto next, OpenInMemory());
  core_ = std::move(next);
  if (memory_->seeded != nullptr) memory_->seeded->Rewind(memory_->saved_ids);
  BW_TRY(core_->OpenOperatorDoor());
  AddServerMetrics(core_->metrics(), *server_, stderr_);
  core_->BeginService();
  return {};
}

base::Status Running::Open() {
  if (memory_ != nullptr) {
    BW_TRY_ASSIGN(core_, OpenInMemory());
    return {};
  }
  std::vector<std::string> warnings;
  BW_TRY_ASSIGN(core_,
                OpenCore(config_, folder_, {clock_, entropy_, log_, request_log_}, warnings));
  Warn(warnings);
  return {};
}

base::Status Running::Apply(const provision::ProvisioningFile& world) {
  if (memory_ != nullptr) {
    BW_TRY_ASSIGN(new_secrets_, core_->Apply(world));
    return {};
  }
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
  if (!empty || memory_ != nullptr) return {};
  log_.Info("the database is empty: no credential exists yet",
            {{"next",
              "Open the setup link in a browser. Or make the first API key as the user of this "
              "server: bearward environment create --name production" +
                  config_.reached_by + ", then bearward key create" + config_.reached_by +
                  ", which prints it."}});
  return {};
}

// A run in memory is for tests, which make their data by a file.
base::Status Running::OfferSetup() {
  if (memory_ != nullptr) return {};
  BW_TRY_ASSIGN(const auto token, core_->BeginSetup());
  const SetupLink link(folder_.path());
  if (!token) return link.Remove();
  BW_TRY(link.Write(SetupUrl(core_->issuer(), config_.announced, *token)));
  log_.Info("No administrator exists yet. The setup link makes the first one.",
            {{"file", link.path()},
             {"next",
              "Open the link of this file in a browser. It is valid until it is used or "
              "the server ends."}});
  return {};
}

base::Status Running::Start() {
  BW_TRY(HintWhenEmpty());
  BW_TRY(OfferSetup());
  if (memory_ != nullptr) BW_TRY(memory_->Save());
  AddServerMetrics(core_->metrics(), *server_, stderr_);
  BW_TRY(core_->OpenOperatorDoor());
  BW_TRY(side_servers_.Start());
  BW_TRY(server_->Start());
  if (memory_ == nullptr) {
    BW_TRY(core_->OpenCommandDoor());
    commands_ = CommandSocket::Open(folder_.path(), core_->command_door(), clock_, log_);
  }
  core_->BeginService();
  LogStart();
  Announce();
  ServiceManager(config_.notify_socket).NotifyReady();
  return {};
}

void Running::LogStart() {
  log_.Info("started", {{"version", kVersion},
                        {"http", http_url_.empty() ? kOff : http_url_},
                        {"https", https_url_.empty() ? kOff : https_url_},
                        {"operators", side_servers_.operators_url()},
                        {"unix", side_servers_.unix_path()},
                        {"data", memory_ == nullptr ? folder_.path() : "memory"},
                        {"issuer", core_->issuer()}});
}

void Running::Announce() const {
  std::string line;
  json::Writer writer(line);
  writer.BeginObject().Key("ready").Bool(true);
  if (!http_url_.empty()) writer.Key("http").String(http_url_);
  if (!https_url_.empty()) writer.Key("https").String(https_url_);
  const std::string& operators = side_servers_.operators_url();
  if (!operators.empty()) writer.Key("operators").String(operators);
  if (memory_ != nullptr) WriteSecrets(writer, new_secrets_);
  writer.EndObject();
  std::puts(line.c_str());
  std::fflush(stdout);
}

base::Status Running::Tend() {
  const std::lock_guard lock(tending_);
  return core_->Tend();
}

// The log gets one line per change of state; otherwise an outage would fill the log with equal
// lines.
void Running::TendOnce() {
  const auto kept = KeepCore();
  const base::Status status = Tend();
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

base::Status Running::TryReload() {
  BW_TRY_ASSIGN(Config next, read_again_());
  Warn(next.warnings);
  BW_TRY(LoadTls(next));
  const auto kept = KeepCore();
  return TakeOver(std::move(next), config_,
                  {.core = *core_,
                   .server = *server_,
                   .side_servers = side_servers_,
                   .exempt = exempt_,
                   .log = log_,
                   .request_log = request_log_});
}

void Running::Reload() {
  const ServiceManager::Reloading reloading(config_.notify_socket);
  const base::Status status = TryReload();
  if (status) return;
  const base::Error& error = status.error();
  log_.Error("not reloaded: the settings of before stay in use",
             {{"reason", error.reason},
              {"detail", error.detail.empty() ? error.public_text : error.detail}});
}

void Running::OnSignal(int signal) {
  if (signal == SIGHUP) return Reload();
  const Shutdown::Action action = shutdown_.OnSignal(signal, clock_.Ticks());
  if (action != Shutdown::Action::kNone && *stop_reason_ == '\0') {
    stop_reason_ = signal == SIGTERM ? "SIGTERM" : "SIGINT";
    log_.Info("stopping", {{"reason", stop_reason_}});
    ServiceManager(config_.notify_socket).NotifyStopping();
  }
  Act(action);
}

void Running::Act(Shutdown::Action action) {
  if (action == Shutdown::Action::kNone) return;
  {
    const auto kept = KeepCore();
    core_->health().SetDraining();
  }
  if (action == Shutdown::Action::kHurry) {
    server_->Hurry();
    side_servers_.Hurry();
    if (commands_) commands_->Hurry();
  }
  if (action != Shutdown::Action::kDrain) return;
  server_->Drain(config_.drain);
  side_servers_.Drain(config_.drain);
  if (commands_) commands_->Drain(config_.drain);
  // Join blocks until the last request is answered; meanwhile a second signal is handled here.
  joiner_ = std::thread([this] {
    server_->Join();
    if (commands_) commands_->Join();
    side_servers_.Join();
    end_.set_value();
  });
}

void Running::WaitForEnd() {
  const sigset_t signals = WatchedSignals();
  std::thread tending([this] { TendUntilEnded(); });
  while (ended_.wait_for(kAtOnce) == std::future_status::timeout) {
    OnSignal(::sigtimedwait(&signals, nullptr, &kSignalInterval));
    Act(shutdown_.OnTick(clock_.Ticks()));
    const auto kept = KeepCore();
    core_->store().FailOverdue();
  }
  tending.join();
  joiner_.join();
  core_->StopExport();
  log_.Info("stopped", {{"reason", stop_reason_}, {"requests", core_->door().answered()}});
}

// Signals are blocked before any thread starts, so that all threads inherit the mask and only
// sigtimedwait receives them.
void PrepareSignals() {
  const sigset_t signals = WatchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  // A file that reaches its size limit must be a failed write, which is answered with 503.
  ::signal(SIGXFSZ, SIG_IGN);
}

base::Status RunToEnd(Running& running, const std::optional<provision::ProvisioningFile>& world) {
  BW_TRY(running.Listen());
  BW_TRY(running.Open());
  if (world) BW_TRY(running.Apply(*world));
  BW_TRY(running.Start());
  running.WaitForEnd();
  return {};
}

}  // namespace

base::Status Serve(const Config& config, const ReadConfig& read_again,
                   const std::optional<provision::ProvisioningFile>& world) {
  PrepareSignals();
  BW_TRY_ASSIGN(DataFolder folder, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const FolderLock lock, FolderLock::ForServing(folder.path()));
  const base::SystemClock clock;
  base::SystemEntropy entropy;
  Running running(config, read_again, std::move(folder), {clock, entropy, nullptr});
  return RunToEnd(running, world);
}

base::Status ServeMemory(const Config& config, const ReadConfig& read_again,
                         const std::optional<provision::ProvisioningFile>& world,
                         std::optional<std::uint64_t> seed) {
  PrepareSignals();
  BW_TRY_ASSIGN(Config in_memory, ConfigInMemory(config));
  base::SystemEntropy entropy;
  base::SeededEntropy seeded(seed.value_or(0));
  OffsetClock clock;
  BW_TRY_ASSIGN(auto database, store::MemoryDatabase::Make());
  Memory memory{.clock = clock,
                .seeded = seed ? &seeded : nullptr,
                .database = std::move(database),
                .master_key = crypto::KeyRing::Generate(entropy)};
  base::Entropy& ids = seed ? static_cast<base::Entropy&>(seeded) : entropy;
  const auto again = [&read_again]() -> base::Result<Config> {
    BW_TRY_ASSIGN(Config next, read_again());
    return ConfigInMemory(std::move(next));
  };
  Running running(std::move(in_memory), again, DataFolder::At(""), {clock, ids, &memory});
  return RunToEnd(running, world);
}

}  // namespace bearward::app
