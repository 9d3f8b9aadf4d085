#include "app/wire.h"

#include <chrono>
#include <utility>

#include "app/core_parts.h"
#include "app/kept_issuer.h"
#include "app/master_key_check.h"
#include "app/proxies.h"
#include "store/environments.h"

namespace bearward::app {
namespace {

// kServingWait is how long a request waits for a database that does not respond, before it is
// refused with 503.
constexpr std::chrono::seconds kServingWait{1};

}  // namespace

Core::Core(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Core::~Core() {
  if (parts_->door) parts_->door->Stop();
  parts_->command_door.reset();
  parts_->operator_door.reset();
  parts_->WriteNotes();
}

base::Result<std::unique_ptr<Core>> Core::Open(const Config& config, Outside outside,
                                               const store::EngineSource& engine,
                                               const base::Secret& master_key) {
  BW_TRY_ASSIGN(crypto::KeyRing ring, crypto::KeyRing::Parse(master_key, outside.entropy));
  store::EngineSource source = engine;
  source.chain_secret = ring.Derive(events::kChainPurpose);
  BW_TRY_ASSIGN(std::unique_ptr<store::Store> store, store::Store::Open(source));
  BW_TRY(store->Read([&ring](store::ReadTx& tx) { return CheckMasterKey(tx, ring); }));
  BW_TRY(store->ChainLog());
  BW_TRY(KeepMasterKey(*store, ring));
  BW_TRY_ASSIGN(std::unique_ptr<verify::Passwords> passwords,
                verify::Passwords::Make({*store, outside.clock, outside.entropy,
                                         config.password_strength, config.password_age},
                                        config.password_cost, {}));
  Config resolved = config;
  BW_TRY_ASSIGN(resolved.issuer, KeptIssuer(*store, config, outside.log));
  auto parts = std::make_unique<Parts>(resolved, outside, std::move(ring), std::move(store),
                                       std::move(passwords));
  BW_TRY(parts->MakeDelivery());
  BW_TRY(parts->Follow());
  BW_TRY(parts->DoubtClock());
  BW_TRY(parts->Rotate(token::Forget::kNo));
  BW_TRY(parts->verifier.Warm());
  BW_TRY(parts->passwords->CoverStoredHashes(config.password_failure));
  BW_TRY(parts->Join());
  parts->flushed_at = outside.clock.Ticks();
  return std::unique_ptr<Core>(new Core(std::move(parts)));
}

base::Status Core::OpenCommandDoor() {
  Parts& parts = *parts_;
  BW_TRY_ASSIGN(parts.command_door, CommandDoor::Make({.dialects = parts.UsesOfDialects(),
                                                       .environments = parts.UsesOfEnvironments(),
                                                       .request_log = parts.outside.request_log,
                                                       .clock = parts.outside.clock},
                                                      parts.config));
  return {};
}

base::Status Core::OpenOperatorDoor() {
  Parts& parts = *parts_;
  BW_TRY_ASSIGN(parts.operator_door, OperatorDoor::Make({.dialects = *parts.dialects,
                                                         .verifier = parts.verifier,
                                                         .request_log = parts.outside.request_log,
                                                         .clock = parts.outside.clock,
                                                         .entropy = parts.outside.entropy}));
  return {};
}

base::Status Core::SetTrustedProxies(const std::optional<std::vector<std::string>>& proxies) {
  Parts& parts = *parts_;
  BW_TRY_ASSIGN(auto named, ProxiesOf(proxies));
  BW_TRY_ASSIGN(auto asking, GatewayProxiesOf(proxies));
  parts.door->ReplaceTrustedProxies(std::move(named));
  parts.gateways->ReplaceTrusted(std::move(asking));
  return {};
}

bool Core::SetDialect(std::string_view name, bool enabled) {
  return parts_->dialects->SetEnabled(name, enabled);
}

door::Door& Core::operator_door() { return parts_->operator_door->door(); }
door::Door& Core::door() { return *parts_->door; }
door::Door& Core::command_door() { return parts_->command_door->door(); }
store::Store& Core::store() { return *parts_->store; }
observe::Health& Core::health() { return parts_->health; }
observe::Registry& Core::metrics() { return parts_->metrics; }
const std::string& Core::issuer() const { return parts_->config.issuer; }

base::Result<bool> Core::IsEmpty() {
  return store().Read([](store::ReadTx& tx) -> base::Result<bool> {
    BW_TRY_ASSIGN(const auto environments, store::ListEnvironments(tx));
    return environments.empty();
  });
}

base::Result<std::optional<base::Secret>> Core::BeginSetup() { return parts_->setup.Begin(); }

void Core::StartDelivery() {
  if (parts_->delivery && parts_->mailbox == nullptr) parts_->delivery->Start();
  parts_->webhook_delivery->Start();
  parts_->stream_delivery->Start();
  if (parts_->exporter) parts_->exporter->Start();
}

void Core::BeginService() {
  store().SetWait(kServingWait);
  StartDelivery();
  health().SetReady();
}

void Core::StopExport() { parts_->exporter.reset(); }

base::Result<mail::Mailbox*> Core::Mailbox() {
  if (parts_->mailbox == nullptr) {
    return base::Fail(base::Conflict(
        "mailbox_off", "The emails go to mail.smtp or mail.spool. Remove the setting."));
  }
  BW_TRY(parts_->DeliverToMailbox());
  return parts_->mailbox;
}

}  // namespace bearward::app
