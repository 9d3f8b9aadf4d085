#include "app/wire.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "app/core_metrics.h"
#include "app/dialects.h"
#include "app/kept_issuer.h"
#include "app/mail.h"
#include "app/master_key_check.h"
#include "app/pruning.h"
#include "app/resources.h"
#include "base/clock_watch.h"
#include "environments/cors_origin_cache.h"
#include "environments/environment_cache.h"
#include "events/events.h"
#include "gateway/routes.h"
#include "grant/grant.h"
#include "keys/keys.h"
#include "login/login.h"
#include "mail/delivery.h"
#include "objects/objects.h"
#include "policies/policy_cache.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/node.h"
#include "token/issuer.h"
#include "users/email_codes.h"
#include "verify/client.h"
#include "verify/introspector.h"
#include "verify/limiter.h"
#include "verify/passwords.h"
#include "verify/refusal_log.h"
#include "verify/usage.h"
#include "verify/verifier.h"

namespace bearward::app {
namespace {

constexpr std::chrono::nanoseconds kRotationInterval = std::chrono::hours(1);
// A failed rotation may have generated RSA keys that are discarded, so it is not retried at once.
constexpr std::chrono::nanoseconds kRotationRetryInterval = std::chrono::seconds(5);
// With the interval after which the verifier notes a use again, this keeps last_used_at within 60
// s.
constexpr std::chrono::nanoseconds kUsageInterval = std::chrono::seconds(20);
// A start this long after the newest event, or any time before it, may have a wrong clock.
constexpr std::chrono::hours kUsualPause{24};

std::vector<token::Lifetime> LifetimesOf(const Config& config) {
  std::vector<token::Lifetime> lifetimes;
  for (const auto& [profile, lifetime] : config.lifetimes) {
    lifetimes.push_back({profile, lifetime.access, lifetime.refresh_after_access});
  }
  return lifetimes;
}

base::Secret RandomKey(base::Entropy& entropy) {
  std::string bytes(32, '\0');
  entropy.Fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return base::Secret(std::move(bytes));
}

verify::Verifier::Settings VerifierSettings(const Config& config, base::Entropy& entropy) {
  verify::Verifier::Settings settings;
  settings.issuer = IssuerOf(config);
  settings.cache_capacity = config.cached_verdicts;
  settings.password_memory = config.password_memory;
  settings.class_limits = config.workos_limits;
  settings.password_cache_key = RandomKey(entropy);
  return settings;
}

}  // namespace

// Parts are in dependency order, so that they are destroyed in reverse order.
struct Core::Parts {
  Parts(const Config& settings, Outside given, crypto::KeyRing key_ring,
        std::unique_ptr<store::Store> opened, std::unique_ptr<verify::Passwords> checked)
      : config(settings),
        outside(given),
        ring(std::move(key_ring)),
        store(std::move(opened)),
        passwords(std::move(checked)),
        profiles(LifetimesOf(config), config.workos_issuer),
        keys({*store, profiles, ring, given.clock, config.in_memory ? key_entropy : given.entropy},
             {}),
        verifier({*store, profiles, keys, *passwords, given.clock},
                 VerifierSettings(config, given.entropy)),
        issuer({profiles, keys, ring, given.clock, given.entropy}, IssuerOf(config)),
        outbox(ring, given.entropy, LinksOf(config.mail, IssuerOf(config)), config.mail.is_sent(),
               config.workos_limits[model::LimitScope::kCodes]),
        login({*store, *passwords, issuer, given.clock, verifier, ring, given.entropy, outbox,
               config.mail.require_verified_email}),
        grant({*store, verifier, issuer, given.clock}, config.replay_window),
        api_keys({*store, given.clock, given.entropy}),
        environments(*store),
        users({*store, *passwords, given.clock, given.entropy}),
        resources({*store, given.clock, given.entropy}, ring, outbox),
        email_codes({users, *store, ring, given.clock, given.entropy, outbox}),
        setup({*store, *passwords, given.clock, given.entropy,
               [this](const administrators::NewAdministrator& one) { return MakeUser(one); }}),
        events(*store),
        objects({*store, given.clock}),
        policy_cache(*store),
        environment_cache(*store),
        cors_origin_cache(*store),
        clock_watch(given.clock),
        pruning(*store, given.clock, {config.retain_sessions, config.retain_events}, metrics),
        introspector(verifier, metrics) {}
  // The thread that follows other nodes uses the parts.
  ~Parts() { store->StopFollowing(); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  const Config config;
  Outside outside;
  crypto::KeyRing ring;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<verify::Passwords> passwords;
  token::Profiles profiles;
  base::SystemEntropy key_entropy;  // of a server in memory: the ids of its keys are random
  token::Keys keys;
  verify::Verifier verifier;
  token::Issuer issuer;
  mail::Outbox outbox;
  login::Login login;
  grant::Grant grant;
  keys::Keys api_keys;
  environments::Environments environments;
  users::Users users;
  Resources resources;
  users::EmailCodes email_codes;
  administrators::Setup setup;
  events::Events events;
  objects::Objects objects;
  policies::PolicyCache policy_cache;
  environments::EnvironmentCache environment_cache;
  environments::CorsOriginCache cors_origin_cache;
  observe::Registry metrics;
  base::ClockWatch clock_watch;
  Pruning pruning;
  verify::Introspector introspector;
  observe::Health health;
  std::unique_ptr<Dialects> dialects;
  std::unique_ptr<gateway::Gateways> gateways;
  std::unique_ptr<door::Door> door;
  std::unique_ptr<mail::Delivery> delivery;      // absent if no email is sent
  std::int64_t rotate_at = 0;                    // ticks
  std::atomic<bool> other_environments = false;  // they may lack keys
  std::int64_t flushed_at = 0;                   // ticks

  base::Status Join();
  base::Result<std::vector<provision::Change>> Provision(const provision::ProvisioningFile& file);
  base::Status MakeUser(const administrators::NewAdministrator& one);
  base::Status OpenGateways();
  base::Status MakeDelivery();
  base::Status Rotate(token::Forget forget);
  base::Status DoubtClock();
  void NoteJump(std::chrono::milliseconds jump);
  base::Status TakeInForeignChanges();
  base::Status Follow();
  base::Status FlushUsage();
  void WriteNotes();
};

base::Status Core::Parts::Join() {
  dialects = std::make_unique<Dialects>(
      DialectUses{
          .login = login,
          .grant = grant,
          .keys = api_keys,
          .environments = environments,
          .environment_cache = environment_cache,
          .users = users,
          .resources = resources,
          .email_codes = email_codes,
          .outbox = outbox,
          .setup = setup,
          .objects = objects,
          .events = events,
          .signing_keys = keys,
          .introspector = introspector,
          .verifier = verifier,
          .store = *store,
          .metrics = metrics,
          .health = health,
          .entropy = outside.entropy,
          .routes = [this]() -> const std::vector<door::Route>& { return door->routes(); },
      },
      config);
  AddCoreMetrics({metrics, verifier, *passwords, policy_cache, *store}, outside.clock.Now());
  BW_TRY(OpenGateways());
  std::vector<door::Route> rows = dialects->Rows();
  for (door::Route& row : gateways->Routes()) rows.push_back(std::move(row));
  BW_TRY_ASSIGN(auto proxies, http::TrustedProxies::Parse(
                                  config.trusted_proxies.value_or(std::vector<std::string>())));
  BW_TRY_ASSIGN(auto cors, door::Cors::Parse(config.cors_origins));
  cors.Add({.may_allow = [this] { return cors_origin_cache.may_allow(); },
            .allows =
                [this](std::string_view origin, std::string_view environment) {
                  return cors_origin_cache.Allows(origin, environment);
                }});
  std::function<std::chrono::nanoseconds()> failure_time;
  if (config.password_failure > std::chrono::milliseconds::zero()) {
    failure_time = [this] { return passwords->failure_time(); };
  }
  BW_TRY_ASSIGN(door, door::Door::Make(
                          {verifier, outside.request_log, metrics, outside.clock, outside.entropy,
                           std::move(proxies), std::move(cors), std::move(failure_time),
                           IssuerOf(config).starts_with("https://")},
                          std::move(rows), dialects->fallback(),
                          [this] { return environment_cache.DefaultId(); }, config.pools));
  return {};
}

// Without the setting, a proxy on this machine may use /gateway; its headers still do not name the
// client.
base::Status Core::Parts::OpenGateways() {
  static const std::vector<std::string> kLoopback = {"127.0.0.0/8", "::1/128"};
  BW_TRY_ASSIGN(auto trusted,
                http::TrustedProxies::Parse(config.trusted_proxies.value_or(kLoopback)));
  gateways = std::make_unique<gateway::Gateways>(gateway::Uses{.verifier = verifier,
                                                               .cache = policy_cache,
                                                               .keys = keys,
                                                               .profiles = profiles,
                                                               .metrics = metrics,
                                                               .log = outside.log,
                                                               .clock = outside.clock,
                                                               .issuer = IssuerOf(config),
                                                               .trusted = std::move(trusted),
                                                               .forms = CredentialForms()});
  return {};
}

base::Status Core::Parts::MakeDelivery() {
  BW_TRY_ASSIGN(auto mailer, MakeMailer(config.mail));
  if (!mailer) return {};
  delivery = std::make_unique<mail::Delivery>(
      mail::Delivery::Parts{*store, outbox, outside.clock, outside.log, metrics}, std::move(mailer),
      SenderOf(config.mail));
  return {};
}

base::Status Core::Parts::Rotate(token::Forget forget) {
  base::Status status = keys.Rotate(forget);
  rotate_at = outside.clock.Ticks() + (status ? kRotationInterval : kRotationRetryInterval).count();
  return status;
}

// A jump while the program did not run is visible only in the time of the newest event.
base::Status Core::Parts::DoubtClock() {
  BW_TRY_ASSIGN(const auto newest, store->Read(store::LastEventTime));
  if (!newest) return {};
  const auto pause = outside.clock.Now() - *newest;
  if (pause > -base::ClockWatch::kSmallestJump && pause <= kUsualPause) return {};
  outside.log.Warn(
      "The wall clock differs from the time of the newest event. Pruning pauses for an hour.",
      {{"by_ms", std::to_string(pause.count())}});
  clock_watch.Distrust();
  return {};
}

// Refusals that a wrong clock caused must not stay cached, and the correct time may need other
// keys.
void Core::Parts::NoteJump(std::chrono::milliseconds jump) {
  if (jump.count() == 0) return;
  outside.log.Warn("The wall clock was set. Pruning pauses for an hour.",
                   {{"by_ms", std::to_string(jump.count())}});
  verifier.ForgetRefusals();
  rotate_at = outside.clock.Ticks();
}

// A node must know a signing key before another node uses it.
base::Status Core::Parts::Follow() {
  return store->Follow([this](std::span<const model::Event> seen) -> base::Status {
    using enum model::EventType;
    const auto any = [seen](auto... types) {
      return std::ranges::any_of(
          seen, [=](const model::Event& event) { return ((event.type == types) || ...); });
    };
    if (any(kEnvironmentCreated)) other_environments = true;
    return any(kSigningKeyCreated, kSigningKeyRetired) ? keys.Load() : base::Status();
  });
}

base::Status Core::Parts::TakeInForeignChanges() {
  BW_TRY_ASSIGN(bool foreign, store->CatchUp());
  foreign = other_environments.exchange(false) || foreign;
  if (foreign) rotate_at = outside.clock.Ticks();
  return {};
}

// More uses than fit in one transaction are written without waiting for the interval.
base::Status Core::Parts::FlushUsage() {
  const std::int64_t now = outside.clock.Ticks();
  const bool due = now - flushed_at >= kUsageInterval.count();
  if (!due && verifier.usage().waiting() < verify::Usage::kMostInFlush) return {};
  BW_TRY(verifier.usage().Flush());
  // The rest is written in the next call.
  if (verifier.usage().waiting() == 0) flushed_at = now;
  return {};
}

// Data that cannot be written at shutdown is lost: last_used_at is then too old, and the last
// refusals are only in the request log.
void Core::Parts::WriteNotes() {
  while (verifier.usage().waiting() > 0 && verifier.usage().Flush()) {
  }
  if (const auto status = verifier.refusals().FlushAll(); !status) {
    outside.log.Error("refusals not written", {{"detail", status.error().detail}});
  }
}

Core::Core(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Core::~Core() {
  if (parts_->door) parts_->door->Stop();
  parts_->WriteNotes();
}

base::Result<std::unique_ptr<Core>> Core::Open(const Config& config, Outside outside,
                                               const store::EngineSource& engine,
                                               const base::Secret& master_key) {
  BW_TRY_ASSIGN(crypto::KeyRing ring, crypto::KeyRing::Parse(master_key, outside.entropy));
  BW_TRY_ASSIGN(std::unique_ptr<store::Store> store, store::Store::Open(engine));
  BW_TRY(CheckMasterKey(*store, ring));
  BW_TRY_ASSIGN(
      std::unique_ptr<verify::Passwords> passwords,
      verify::Passwords::Make({*store, outside.clock, outside.entropy, config.password_strength},
                              config.password_cost, {}));
  Config resolved = config;
  BW_TRY_ASSIGN(resolved.issuer, KeptIssuer(*store, config, outside.log));
  auto parts = std::make_unique<Parts>(resolved, outside, std::move(ring), std::move(store),
                                       std::move(passwords));
  BW_TRY(parts->MakeDelivery());
  BW_TRY(parts->Follow());
  BW_TRY(parts->DoubtClock());
  BW_TRY(parts->Rotate(token::Forget::kNo));
  BW_TRY(KeepMasterKey(*parts->store, parts->ring));
  BW_TRY(parts->verifier.Warm());
  BW_TRY(parts->passwords->CoverStoredHashes(config.password_failure));
  BW_TRY(parts->Join());
  parts->flushed_at = outside.clock.Ticks();
  return std::unique_ptr<Core>(new Core(std::move(parts)));
}

door::Door& Core::door() { return *parts_->door; }
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

base::Result<std::vector<provision::Change>> Core::Parts::Provision(
    const provision::ProvisioningFile& file) {
  provision::Applier applier({*store, *passwords, outside.clock, outside.entropy, ring});
  BW_TRY_ASSIGN(auto changes, applier.Apply(file));
  BW_TRY(passwords->CoverStoredHashes(config.password_failure));
  return changes;
}

// The first administrator is described like the user of a file. An empty store first gets an
// environment, with its keys. An entry with a new id never matches a stored user, so a user that
// was made meanwhile is a failure and is not changed. It runs while the timer of Tend does, so it
// must not use rotate_at.
base::Status Core::Parts::MakeUser(const administrators::NewAdministrator& one) {
  provision::ProvisioningFile file;
  BW_TRY_ASSIGN(const auto stored, store->Read(store::ListEnvironments));
  if (stored.empty()) file.environments.emplace_back().name = "production";
  provision::UserEntry& user_entry = file.users.emplace_back();
  user_entry.id = model::NewId<model::UserId>("user", outside.clock.Now(), outside.entropy).text;
  user_entry.email = one.email;
  user_entry.password = one.password;
  BW_TRY(Provision(file));
  return keys.Rotate(token::Forget::kNo);
}

base::Result<std::vector<provision::Change>> Core::Apply(const provision::ProvisioningFile& world) {
  BW_TRY_ASSIGN(auto changes, parts_->Provision(world));
  BW_TRY(parts_->Rotate(token::Forget::kNo));
  return changes;
}

base::Result<std::optional<base::Secret>> Core::BeginSetup() { return parts_->setup.Begin(); }

void Core::StartDelivery() {
  if (parts_->delivery) parts_->delivery->Start();
}

base::Status Core::Tend() {
  Parts& parts = *parts_;
  base::Status first;
  const auto note = [&first](base::Status status) {
    if (first && !status) first = std::move(status);
  };
  parts.NoteJump(parts.clock_watch.Observe());
  const bool trusted = parts.clock_watch.trusted();
  note(parts.TakeInForeignChanges());
  if (parts.outside.clock.Ticks() >= parts.rotate_at) {
    note(parts.Rotate(trusted ? token::Forget::kYes : token::Forget::kNo));
  }
  note(parts.environment_cache.Retry());
  note(parts.cors_origin_cache.Retry());
  note(parts.verifier.Warm());
  note(parts.verifier.refusals().Flush());
  note(parts.FlushUsage());
  if (trusted) note(parts.pruning.RunDue());
  return first;
}

}  // namespace bearward::app
