#include "app/dialects.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "app/listeners.h"
#include "app/shown_settings.h"
#include "app/version.h"
#include "console/routes.h"
#include "dialects/oauth/dialect.h"
#include "dialects/oauth/discovery.h"
#include "dialects/oauth/introspection.h"
#include "dialects/oauth/routes.h"
#include "dialects/scim/dialect.h"
#include "dialects/scim/routes.h"
#include "dialects/teletracker/credentials.h"
#include "dialects/teletracker/dialect.h"
#include "dialects/teletracker/routes.h"
#include "dialects/v1/access_checks.h"
#include "dialects/v1/administrators.h"
#include "dialects/v1/audit_logs.h"
#include "dialects/v1/branding.h"
#include "dialects/v1/denials.h"
#include "dialects/v1/dialect.h"
#include "dialects/v1/emails.h"
#include "dialects/v1/environment_keys.h"
#include "dialects/v1/key_usage.h"
#include "dialects/v1/log_streams.h"
#include "dialects/v1/masquerade.h"
#include "dialects/v1/objects.h"
#include "dialects/v1/operations.h"
#include "dialects/v1/organization_keys.h"
#include "dialects/v1/partner_data.h"
#include "dialects/v1/roles.h"
#include "dialects/v1/routes.h"
#include "dialects/v1/settings.h"
#include "dialects/v1/signing_keys.h"
#include "dialects/v1/traffic.h"
#include "dialects/v1/verification.h"
#include "dialects/v1/webhooks.h"
#include "dialects/workmobile/dialect.h"
#include "dialects/workmobile/routes.h"
#include "dialects/workos/authenticate.h"
#include "dialects/workos/dialect.h"
#include "dialects/workos/routes.h"
#include "dialects/workos/widgets/routes.h"
#include "dialects/workspan/dialect.h"
#include "dialects/workspan/guard.h"
#include "dialects/workspan/routes.h"
#include "signin/routes.h"
#include "store/node.h"

namespace bearward::app {
namespace {

namespace d = ::bearward::dialects;
using Rows = std::vector<door::Route>;

void Append(Rows& rows, Rows more) {
  rows.insert(rows.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

// AppendDialect adds a vendor's rows under its configured base path if the dialect is enabled. The
// dialect object that answers paths without a route gets the same base path.
void AppendDialect(Rows& rows, Rows more, const Config& config,
                   std::initializer_list<door::Dialect*> dialects) {
  const auto found = config.dialects.find((*dialects.begin())->name);
  if (found != config.dialects.end()) {
    if (!found->second.enabled) return;
    for (door::Route& route : more) route.pattern.insert(0, found->second.base);
    for (door::Dialect* dialect : dialects) {
      dialect->mount.host = found->second.host;
      for (std::string& prefix : dialect->mount.prefixes) prefix.insert(0, found->second.base);
    }
  }
  Append(rows, std::move(more));
}

DialectConfig ConfigOf(const Config& config, std::string_view dialect) {
  const auto found = config.dialects.find(dialect);
  return found == config.dialects.end() ? DialectConfig() : found->second;
}

d::oauth::Site SiteOf(const Config& config) {
  return d::oauth::MakeSite(IssuerOf(config), ConfigOf(config, "oauth").base);
}

// ResourceMetadata returns the URL of the metadata that names the authorization server of our own
// API, if the oauth dialect is enabled.
std::string ResourceMetadata(const Config& config) {
  if (!ConfigOf(config, "oauth").enabled) return {};
  return d::oauth::ResourceMetadataUrl(SiteOf(config));
}

d::workos::Uses WorkOsUses(const DialectUses& uses, const Config& config) {
  Resources& all = uses.resources;
  return {.grant = uses.grant,
          .environments = uses.environments,
          .keys = uses.signing_keys,
          .organizations = all.organizations,
          .domains = all.domains,
          .users = uses.users,
          .memberships = all.memberships,
          .email_codes = {uses.email_codes, uses.outbox},
          .links = uses.links,
          .invitations = {all.invitations, uses.outbox.links()},
          .access = {all.permissions, all.roles, all.organization_roles},
          .groups = all.groups,
          .resources_by_external_id = all.resources_by_external_id,
          .assignments = {all.role_assignments, all.group_role_assignments,
                          all.authorization_resources},
          .checks = {all.access_checks, all.authorization_resources, all.permissions},
          .flags = all.flags,
          .audit_logs = {all.audit_log_actions, all.audit_log_ingestion, all.audit_log_exports,
                         all.organizations, all.log_streams, AddressOf(config, "workos")},
          .sign_in = {all.redirect_uris, all.cors_origins, all.jwt_templates},
          .api_keys = {all.organization_keys, uses.verifier},
          .events = uses.events,
          .webhook_endpoints = all.webhook_endpoints};
}

d::workos::AuthenticationUses SignInUses(const DialectUses& uses) {
  return {uses.login, uses.grant, uses.verifier, uses.users, uses.environments};
}

d::workos::widgets::Uses WidgetUses(const DialectUses& uses, const Config& config) {
  Resources& all = uses.resources;
  return {.users = uses.users,
          .own_account = all.own_account,
          .own_identity = uses.own_identity,
          .members = all.members,
          .invitations = all.member_invitations,
          .domains = all.domains,
          .permissions = all.permissions,
          .roles = all.organization_roles,
          .flags = all.flags,
          .audit_logs = {all.member_audit_log_events, all.member_audit_log_exports,
                         AddressOf(config, "workos")},
          .streams = all.log_streams,
          .clock = all.parts.clock};
}

// kWorkSpanScim is the path of WorkSpan's SCIM before /Users.
constexpr std::string_view kWorkSpanScim = "/api/scim/v2";

Rows WorkSpanRows(const DialectUses& uses, const Config& config,
                  const d::workspan::Dialects& workspan, const door::Dialect& scim) {
  Resources& all = uses.resources;
  Rows rows = d::workspan::Routes({.grant = uses.grant,
                                   .verifier = uses.verifier,
                                   .objects = uses.objects,
                                   .users = all.company_users,
                                   .reports = all.reports,
                                   .views = all.views,
                                   .loads = all.loads,
                                   .marketplace = all.marketplace,
                                   .co_sell = all.co_sell,
                                   .integrations = all.integrations,
                                   .subscribers = all.webhook_subscribers,
                                   .redirect_uris = RedirectUris(config),
                                   .base_url = AddressOf(config, "workspan")},
                                  workspan);
  Append(rows, d::scim::Routes(
                   {all.company_users, d::workspan::ApplicationUser(), std::string(kWorkSpanScim)},
                   scim));
  return rows;
}

signin::Uses SigninUses(const DialectUses& uses, const Config& config,
                        signin::FixedTime& fixed_time) {
  return {.login = uses.login,
          .grant = uses.grant,
          .setup = uses.setup,
          .owner_mail = uses.owner_mail,
          .acceptance = uses.acceptance,
          .users = uses.users,
          .fixed_time = fixed_time,
          .environments = uses.environment_cache,
          .brandings = uses.branding_cache,
          .entropy = uses.entropy,
          .issuer_is_https = IssuerOf(config).starts_with("https://")};
}

std::optional<d::v1::NodeFacts> NodeFactsOf(const store::Store& store) {
  const auto state = store.node_state();
  if (!state) return std::nullopt;
  using std::chrono::milliseconds;
  const auto lease = std::chrono::duration_cast<milliseconds>(state->lease);
  return d::v1::NodeFacts{.nodes = static_cast<std::int64_t>(state->live),
                          .lease = std::max(lease, milliseconds(0)),
                          .lag = std::chrono::duration_cast<milliseconds>(state->lag)};
}

d::v1::OperatorUses OperatorUsesOf(const DialectUses& uses, const Config& config) {
  return {.health = uses.health,
          .metrics = uses.metrics,
          .ping = [&store = uses.store, &keys = uses.signing_keys]() -> base::Status {
            BW_TRY(keys.CheckSigning());
            return store.Ping();
          },
          .routes = uses.routes,
          .info = {std::string(kVersion), SiteOf(config).origin},
          .has_metrics = config.operators == kOff,
          .security_contacts = config.security_contacts,
          .security_policy = config.security_policy,
          .node = [&store = uses.store] { return NodeFactsOf(store); }};
}

// kSwitched are the dialects with a setting `enabled`.
constexpr std::array<std::string_view, 5> kSwitched = {"workmobile", "workspan", "workos",
                                                       "teletracker", "oauth"};

}  // namespace

std::vector<std::string> RedirectUris(const Config& config) {
  if (!config.redirect_uris.empty()) return config.redirect_uris;
  return {std::string(d::workspan::kConnectorRedirect)};
}

std::string ServerOf(const Config& config, std::string_view dialect) {
  std::string site = IssuerOf(config);
  if (site.ends_with('/')) site.pop_back();
  const std::string host = ConfigOf(config, dialect).host;
  if (host.empty()) return site;
  const std::size_t begin = site.find("://") + 3;
  return site.replace(begin, site.find('/', begin) - begin, host);
}

std::string AddressOf(const Config& config, std::string_view dialect) {
  return ServerOf(config, dialect) + ConfigOf(config, dialect).base;
}

door::CredentialForms CredentialForms() {
  return door::kForms<door::kBearer, door::kApiKey, door::kBasic, d::teletracker::kAuthentication,
                      d::teletracker::kIntegrator>;
}

struct Dialects::Owned {
  Owned(const DialectUses& uses, const Config& config)
      : v1(d::v1::MakeDialect(ResourceMetadata(config))),
        oauth(d::oauth::MakeDialect(SiteOf(config))),
        teletracker(d::teletracker::MakeDialect(uses.entropy)),
        workmobile(d::workmobile::MakeDialect({"/api", "/webapi2/api"})),
        workos(d::workos::MakeDialect()),
        workos_authentication(d::workos::MakeAuthenticationDialect()),
        workos_widgets(d::workos::widgets::MakeDialect()),
        workspan(d::workspan::MakeDialects(uses.environment_cache)),
        workspan_scim(d::scim::MakeDialect("workspan", std::string(kWorkSpanScim),
                                           workspan.resource.environment)),
        fixed_time(uses.resources.parts.clock, uses.failure_time),
        signin(signin::MakeDialect(SigninUses(uses, config, fixed_time))),
        console(console::MakeDialect()) {}

  door::Dialect v1;
  door::Dialect oauth;
  door::Dialect teletracker;
  door::Dialect workmobile;
  door::Dialect workos;
  door::Dialect workos_authentication;
  door::Dialect workos_widgets;
  d::workspan::Dialects workspan;
  door::Dialect workspan_scim;
  signin::FixedTime fixed_time;
  door::Dialect signin;
  door::Dialect console;
};

Dialects::Dialects(const DialectUses& uses, const Config& config)
    : uses_(uses), config_(config), owned_(std::make_unique<Owned>(uses, config)) {}

Dialects::~Dialects() = default;

const door::Dialect& Dialects::fallback() const { return owned_->v1; }

std::vector<door::Route> Dialects::HealthRows() {
  d::v1::OperatorUses uses = OperatorUsesOf(uses_, config_);
  uses.has_profiles = config_.profiling;
  return d::v1::HealthRoutes(uses, owned_->v1);
}

bool Dialects::SetEnabled(std::string_view name, bool enabled) {
  const auto* const found = std::ranges::find(kSwitched, name);
  if (found == kSwitched.end() || !ConfigOf(config_, name).enabled) return false;
  const unsigned bit = 1U << static_cast<unsigned>(found - kSwitched.begin());
  if (enabled) {
    off_.fetch_and(~bit, std::memory_order_relaxed);
  } else {
    off_.fetch_or(bit, std::memory_order_relaxed);
  }
  return true;
}

bool Dialects::IsOff(const door::Dialect& dialect) const {
  const unsigned off = off_.load(std::memory_order_relaxed);
  if (off == 0) return false;
  const auto* const found = std::ranges::find(kSwitched, dialect.name);
  return found != kSwitched.end() &&
         (off & (1U << static_cast<unsigned>(found - kSwitched.begin()))) != 0;
}

std::vector<std::string_view> Dialects::CorsHeaders() const {
  const std::pair<std::string_view, std::span<const std::string_view>> of_dialects[] = {
      {owned_->teletracker.name, d::teletracker::kCorsHeaders},
      {owned_->workos_widgets.name, d::workos::widgets::kCorsHeaders},
      {owned_->workspan.resource.name, d::workspan::kCorsHeaders}};
  std::vector<std::string_view> headers;
  for (const auto& [dialect, names] : of_dialects) {
    if (ConfigOf(config_, dialect).enabled)
      headers.insert(headers.end(), names.begin(), names.end());
  }
  return headers;
}

std::vector<door::Route> Dialects::Rows() {
  std::vector<door::Route> rows;
  const Config& config = config_;
  const DialectUses& uses = uses_;
  Owned& owned = *owned_;
  AppendDialect(rows,
                d::workmobile::Routes(
                    {uses.login, uses.users, uses.objects, uses.jobs, uses.records,
                     uses.mobile_users, uses.resources.webhook_subscribers, std::string(kVersion)},
                    owned.workmobile),
                config, {&owned.workmobile});
  AppendDialect(rows, WorkSpanRows(uses, config, owned.workspan, owned.workspan_scim), config,
                {&owned.workspan.token, &owned.workspan.resource, &owned.workspan_scim});
  AppendDialect(rows, d::workos::Routes(WorkOsUses(uses, config), owned.workos), config,
                {&owned.workos});
  AppendDialect(rows,
                d::workos::AuthenticationRoutes(SignInUses(uses), owned.workos_authentication),
                config, {&owned.workos_authentication});
  AppendDialect(rows, d::workos::widgets::Routes(WidgetUses(uses, config), owned.workos_widgets),
                config, {&owned.workos_widgets});
  AppendDialect(rows,
                d::teletracker::Routes({uses.login, uses.grant, uses.switchboard, uses.entropy},
                                       owned.teletracker),
                config, {&owned.teletracker});
  // OAuth mounts itself, because some of its paths do not depend on the base.
  if (const DialectConfig oauth = ConfigOf(config, "oauth"); oauth.enabled) {
    owned.oauth.mount.host = oauth.host;
    const d::oauth::Site site = SiteOf(config);
    Append(rows,
           d::oauth::Routes({uses.grant, uses.verifier, uses.signing_keys, site}, owned.oauth));
    Append(rows, d::oauth::IntrospectionRoutes(
                     {uses.grant, uses.verifier, uses.introspector, uses.signing_keys, site},
                     owned.oauth));
  }
  Resources& all = uses.resources;
  const auto find_default = [&cache = uses.environment_cache] { return cache.DefaultId(); };
  Append(rows, d::v1::Routes({uses.grant, uses.keys, uses.users, all.organizations, all.domains,
                              all.applications, all.access_profiles, all.policies, uses.events,
                              CredentialForms(), find_default},
                             owned_->v1));
  Append(rows,
         d::v1::WebhookRoutes(
             {all.webhook_endpoints, all.webhook_subscribers, all.webhook_deliveries}, owned_->v1));
  Append(rows, d::v1::AuditLogRoutes(all.audit_log_events, owned_->v1));
  Append(rows, d::v1::ObjectRoutes(uses.teams, owned_->v1));
  Append(rows, d::v1::PartnerDataRoutes(all.partner_overview, owned_->v1));
  Append(rows, d::v1::MasqueradeRoutes({uses.grant, uses.users, uses.environments, find_default,
                                        IssuerOf(config).starts_with("https://")},
                                       owned_->v1));
  Append(rows, d::v1::AdministratorRoutes(all.administrators, owned_->v1));
  Append(rows, d::v1::EnvironmentKeyRoutes(uses.environment_keys, owned_->v1));
  Append(rows, d::v1::EmailRoutes(all.emails, owned_->v1));
  Append(rows, d::v1::LogStreamRoutes(all.log_streams, owned_->v1));
  Append(rows, d::v1::BrandingRoutes(all.brandings, owned_->v1));
  Append(rows, d::v1::DenialRoutes(uses.denials, owned_->v1));
  Append(rows, d::v1::KeyUsageRoutes(uses.key_usages, owned_->v1));
  Append(rows, d::v1::RoleRoutes(all.roles, owned_->v1));
  Append(rows, d::v1::AccessCheckRoutes(all.user_access, owned_->v1));
  Append(rows, d::v1::OrganizationKeyRoutes(all.organization_keys, owned_->v1));
  Append(rows, d::v1::SigningKeyRoutes(uses.managed_keys, owned_->v1));
  Append(rows, d::v1::SettingRoutes({[this] { return ShowSettings(config_); }, find_default},
                                    owned_->v1));
  Append(rows, d::v1::TrafficRoutes({uses.metrics, uses.gateway_use, find_default}, owned_->v1));
  Append(rows, d::v1::VerificationRoutes({uses.introspector}, owned_->v1));
  Append(rows, d::v1::OperatorRoutes(OperatorUsesOf(uses, config), owned_->v1));
  Append(rows, signin::Routes(SigninUses(uses_, config_, owned_->fixed_time), owned_->signin));
  Append(rows, console::Routes(uses.console_files, owned_->console));
  return rows;
}

}  // namespace bearward::app
