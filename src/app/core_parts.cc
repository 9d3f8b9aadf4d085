#include "app/core_parts.h"

#include <utility>

#include "app/audiences.h"
#include "app/core_metrics.h"
#include "app/folder_setting.h"
#include "app/kept_issuer.h"
#include "app/listeners.h"
#include "app/mail.h"
#include "app/proxies.h"
#include "app/telemetry_settings.h"
#include "egress/url.h"
#include "verify/usage.h"

namespace bearward::app {
namespace {

std::vector<token::Lifetime> LifetimesOf(const Config& config) {
  std::vector<token::Lifetime> lifetimes;
  for (const auto& [profile, lifetime] : config.lifetimes) {
    lifetimes.push_back({profile, lifetime.access, lifetime.refresh_after_access});
  }
  return lifetimes;
}

base::Secret RandomKey(base::Entropy& entropy) {
  std::string bytes(32, '\0');
  // Entropy fills bytes, and a Secret holds them as text.
  entropy.Fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return base::Secret(std::move(bytes));
}

// The settings were checked when they were read.
Reach ReachOf(const EgressConfig& config) {
  return {.receivers = egress::AddressPolicy(
              http::AddressRanges::Parse(config.allow).value_or(http::AddressRanges())),
          .nameserver = ParseNameserver(config.nameserver).value_or(std::nullopt),
          .may_write_files = !config.stream_folder.empty()};
}

// Without an operators' listener everyone reads the metrics, so they name no policy.
std::size_t MostPoliciesCounted(const Config& config) {
  return config.operators == kOff ? 0 : policies::PolicyCounters::kMostPolicies;
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

// FailureTimeOf is empty where failed sign-ins are not delayed.
std::function<std::chrono::nanoseconds()> FailureTimeOf(const Config& config,
                                                        const verify::Passwords& passwords) {
  if (config.password_failure <= std::chrono::milliseconds::zero()) return nullptr;
  return [&passwords] { return passwords.failure_time(); };
}

}  // namespace

Core::Parts::Parts(const Config& settings, Outside given, crypto::KeyRing key_ring,
                   std::unique_ptr<store::Store> opened, std::unique_ptr<verify::Passwords> checked)
    : config(settings),
      outside(given),
      ring(std::move(key_ring)),
      store(std::move(opened)),
      passwords(std::move(checked)),
      profiles(LifetimesOf(config), config.workos_issuer),
      keys({*store, profiles, ring, given.clock, config.in_memory ? key_entropy : given.entropy},
           {.first = config.in_memory ? token::FirstKey::kAtUse : token::FirstKey::kAtRotation}),
      verifier({*store, profiles, keys, *passwords, given.clock},
               VerifierSettings(config, given.entropy)),
      issuer({profiles, keys, ring, given.clock, given.entropy}, IssuerOf(config)),
      outbox(ring, given.entropy, LinksOf(config.mail, IssuerOf(config)),
             config.mail.is_sent() || config.in_memory,
             config.workos_limits[model::LimitScope::kCodes]),
      login({*store, *passwords, issuer, given.clock, verifier, ring, given.entropy, outbox,
             config.mail.require_verified_email,
             [this](store::WriteTx& tx, const model::InvitationReference& reference,
                    const model::User& user, const model::EventBy& by) {
               return acceptance.AcceptAtSignIn(tx, reference, user, by);
             }}),
      grant({*store, verifier, issuer, given.clock}, config.replay_window),
      api_keys({*store, given.clock, given.entropy}),
      environment_keys({*store, given.clock, given.entropy}),
      environments(*store),
      users({*store, *passwords, given.clock, given.entropy}),
      resources({*store, given.clock, given.entropy}, ring, outbox, ReachOf(config.egress)),
      email_codes({users, *store, ring, given.clock, given.entropy, outbox}),
      links({users, *store, ring, given.clock, given.entropy, outbox}),
      own_identity({users, *store, ring, given.clock, given.entropy, outbox}),
      owner_mail({*store, *passwords, ring, given.clock, given.entropy, outbox}),
      acceptance({*store, *passwords, given.clock, given.entropy}),
      setup({*store, *passwords, given.clock, given.entropy,
             [this](const administrators::NewAdministrator& one) { return MakeUser(one); }}),
      key_usages({*store, given.clock, resources.organization_keys, verifier.usage().by_key()}),
      events(*store),
      objects({*store, given.clock}),
      teams(*store, given.clock),
      jobs({*store, given.clock, given.entropy}),
      records(*store),
      mobile_users({*store, given.clock, given.entropy}),
      switchboard({*store, given.clock, given.entropy}),
      policy_cache(*store, metrics, MostPoliciesCounted(config)),
      environment_cache(*store),
      cors_origin_cache(*store),
      branding_cache(*store),
      spans(given.entropy, config.telemetry.trace_percent / 100.0),
      clock_watch(given.clock),
      upkeep{
          Pruning(*store, given.clock,
                  {config.retain_sessions, config.retain_events, config.retain_deliveries},
                  metrics),
          keys::ExpiryReminders({*store, given.clock, given.entropy}, outbox, ring),
          partner_data::LoadWorker({*store, given.clock, given.entropy}),
          events::Checkpoints(*store, ring.Derive(events::kChainPurpose), given.clock, given.log),
          policies::GatewayUse(*store, policy_cache, given.clock)},
      webhook_disabler(outbox, ring),
      introspector(verifier, metrics) {}

dialects::v1::EnvironmentUses Core::Parts::UsesOfEnvironments() {
  return {
      .environments = environments,
      .create = [this](const std::string& name, std::optional<bool> sandbox,
                       const model::Actor& actor) { return MakeEnvironment(name, sandbox, actor); },
      .find_default = [this] { return environment_cache.DefaultId(); }};
}

DialectUses Core::Parts::UsesOfDialects() {
  return {
      .login = login,
      .grant = grant,
      .keys = api_keys,
      .environment_keys = environment_keys,
      .environments = environments,
      .environment_cache = environment_cache,
      .branding_cache = branding_cache,
      .users = users,
      .resources = resources,
      .email_codes = email_codes,
      .links = links,
      .own_identity = own_identity,
      .owner_mail = owner_mail,
      .acceptance = acceptance,
      .outbox = outbox,
      .setup = setup,
      .objects = objects,
      .teams = teams,
      .jobs = jobs,
      .records = records,
      .mobile_users = mobile_users,
      .switchboard = switchboard,
      .events = events,
      .denials = denials,
      .key_usages = key_usages,
      .gateway_use = upkeep.gateway_use,
      .managed_keys = signing_keys,
      .signing_keys = keys,
      .introspector = introspector,
      .verifier = verifier,
      .store = *store,
      .metrics = metrics,
      .health = health,
      .entropy = outside.entropy,
      .console_files = asset_folder ? asset_folder->assets() : console::Assets(),
      .failure_time = FailureTimeOf(config, *passwords),
      .routes = [this]() -> const std::vector<door::Route>& { return door->routes(); },
  };
}

base::Status Core::Parts::Join() {
  if (!config.assets_dir.empty()) {
    BW_TRY_ASSIGN(asset_folder, AssetFolder::Read(config.assets_dir));
  }
  dialects = std::make_unique<Dialects>(UsesOfDialects(), config);
  AddCoreMetrics({metrics, verifier, *passwords, policy_cache, *store}, outside.clock.Now());
  BW_TRY(OpenGateways());
  std::vector<door::Route> rows = dialects->Rows();
  for (door::Route& row : gateways->Routes()) rows.push_back(std::move(row));
  for (door::Route& row :
       dialects::v1::EnvironmentRoutes(UsesOfEnvironments(), dialects->fallback())) {
    rows.push_back(std::move(row));
  }
  BW_TRY_ASSIGN(auto proxies, ProxiesOf(config.trusted_proxies));
  BW_TRY_ASSIGN(auto cors, door::Cors::Parse(config.cors_origins));
  cors.AllowHeaders(dialects->CorsHeaders());
  cors.Add({.may_allow = [this] { return cors_origin_cache.may_allow(); },
            .allows =
                [this](std::string_view origin, std::string_view environment) {
                  return cors_origin_cache.Allows(origin, environment);
                }});
  BW_TRY_ASSIGN(door, door::Door::Make(
                          {verifier, outside.request_log, metrics, outside.clock, outside.entropy,
                           std::move(proxies), std::move(cors), FailureTimeOf(config, *passwords),
                           nullptr, &denial_log, config.telemetry.url.empty() ? nullptr : &spans,
                           config.slow_request, IssuerOf(config).starts_with("https://"),
                           [this](const door::Dialect& one) { return dialects->IsOff(one); }},
                          std::move(rows), dialects->fallback(),
                          [this] { return environment_cache.DefaultId(); }, config.pools));
  return {};
}

base::Status Core::Parts::OpenGateways() {
  BW_TRY_ASSIGN(auto trusted, GatewayProxiesOf(config.trusted_proxies));
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

// Syslog messages have the host of the public address as the name of this server.
base::Status Core::Parts::MakeStreamDelivery() {
  const std::string& folder = config.egress.stream_folder;
  if (!folder.empty()) BW_TRY(CheckFolderSetting("log_streams.folder", folder));
  const auto site = egress::ParseUrl(IssuerOf(config));
  stream_delivery = std::make_unique<log_streams::Delivery>(
      log_streams::Delivery::Parts{*store, resources.log_streams, outside.clock, outside.entropy,
                                   outside.log, metrics},
      log_streams::SenderSettings{
          .egress = {.policy = resources.policy, .ca_file = config.egress.ca_file},
          .folder = folder,
          .host = site ? site->host : std::string()},
      !config.storage.is_postgres());
  return {};
}

base::Status Core::Parts::MakeDelivery() {
  BW_TRY(CheckCertificatesSetting("egress.ca_file", config.egress.ca_file));
  BW_TRY(CheckCertificatesSetting("telemetry.ca_file", config.telemetry.ca_file));
  BW_TRY(CheckCertificatesSetting("mail.ca_file", config.mail.ca_file));
  exporter =
      MakeExporter({spans, metrics, outside.log, outside.clock}, config.telemetry, outside.entropy);
  BW_TRY(MakeStreamDelivery());
  webhook_delivery = std::make_unique<webhooks::Delivery>(
      webhooks::Delivery::Parts{*store, resources.webhook_endpoints, webhook_disabler,
                                outside.clock, outside.entropy, outside.log, metrics},
      MakeAudiences(),
      egress::SenderSettings{.policy = resources.policy, .ca_file = config.egress.ca_file},
      !config.storage.is_postgres());
  BW_TRY_ASSIGN(std::unique_ptr<mail::Mailer> mailer, MakeMailer(config.mail));
  if (!mailer && config.in_memory) {
    auto made = std::make_unique<mail::Mailbox>();
    mailbox = made.get();
    mailer = std::move(made);
  }
  if (!mailer) return {};
  delivery = std::make_unique<mail::Delivery>(
      mail::Delivery::Parts{*store, outbox, outside.clock, outside.log, metrics,
                            PagesOf(IssuerOf(config))},
      std::move(mailer), SenderOf(config.mail));
  return {};
}

}  // namespace bearward::app
