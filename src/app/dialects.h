// Dialects: all dialects of the program, and their rows under the configured base paths.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "administrators/setup.h"
#include "app/config.h"
#include "app/resources.h"
#include "base/entropy.h"
#include "console/assets.h"
#include "door/route.h"
#include "environments/branding_cache.h"
#include "environments/environment_cache.h"
#include "environments/environments.h"
#include "events/denials.h"
#include "events/events.h"
#include "field_service/jobs.h"
#include "field_service/mobile_users.h"
#include "field_service/records.h"
#include "grant/grant.h"
#include "keys/environment_keys.h"
#include "keys/key_usages.h"
#include "keys/keys.h"
#include "keys/signing_keys.h"
#include "login/login.h"
#include "objects/objects.h"
#include "objects/teams.h"
#include "observe/health.h"
#include "observe/metrics.h"
#include "policies/gateway_use.h"
#include "store/store.h"
#include "telephony/switchboard.h"
#include "token/keys.h"
#include "users/acceptance.h"
#include "users/email_codes.h"
#include "users/own_identity.h"
#include "users/owner_mail.h"
#include "users/sign_in_links.h"
#include "users/users.h"
#include "verify/introspector.h"
#include "verify/verifier.h"

namespace bearward::app {

// DialectUses is everything that the dialects call. All of it, and the configuration, must outlive
// the dialects.
struct DialectUses {
  login::Login& login;
  grant::Grant& grant;
  keys::Keys& keys;
  const keys::EnvironmentKeys& environment_keys;
  environments::Environments& environments;
  environments::EnvironmentCache& environment_cache;
  const environments::BrandingCache& branding_cache;
  users::Users& users;
  Resources& resources;
  const users::EmailCodes& email_codes;
  const users::SignInLinks& links;
  const users::OwnIdentity& own_identity;
  users::OwnerMail& owner_mail;
  const users::Acceptance& acceptance;
  const mail::Outbox& outbox;
  administrators::Setup& setup;
  objects::Objects& objects;
  const objects::Teams& teams;
  field_service::Jobs& jobs;
  field_service::Records& records;
  field_service::MobileUsers& mobile_users;
  telephony::Switchboard& switchboard;
  const events::Events& events;
  const events::Denials& denials;
  const keys::KeyUsages& key_usages;
  policies::GatewayUse& gateway_use;
  const keys::SigningKeys& managed_keys;
  token::Keys& signing_keys;
  const verify::Introspector& introspector;
  verify::Verifier& verifier;
  store::Store& store;
  observe::Registry& metrics;
  observe::Health& health;
  base::Entropy& entropy;
  std::span<const console::Asset> console_files;
  // failure_time is that of a failed sign-in (verify::Passwords); empty: nothing is delayed.
  std::function<std::chrono::nanoseconds()> failure_time;
  // routes returns the joined table, for /openapi.json; it is called after the door is open.
  std::function<const std::vector<door::Route>&()> routes;
};

// CredentialForms returns the forms of credential of all mounts, also of disabled ones: a request
// with credentials in two of them is ambiguous everywhere.
door::CredentialForms CredentialForms();

// Dialects owns the dialect objects that routes point to; it must outlive the door.
class Dialects {
 public:
  Dialects(const DialectUses& uses, const Config& config);
  ~Dialects();

  // Rows returns the rows of every enabled dialect. Call it once.
  std::vector<door::Route> Rows();
  // HealthRows returns the rows of an operators' listener.
  std::vector<door::Route> HealthRows();
  // SetEnabled switches a dialect that the configuration enables off, or on again. Returns false
  // for any other name: its rows do not exist. From any thread.
  bool SetEnabled(std::string_view name, bool enabled);
  // IsOff says whether a dialect is switched off. From any thread.
  bool IsOff(const door::Dialect& dialect) const;
  // CorsHeaders returns the request headers of the enabled dialects that pages may send, besides
  // those of every dialect.
  std::vector<std::string_view> CorsHeaders() const;
  // fallback is our own dialect. It answers paths that belong to no vendor's dialect.
  const door::Dialect& fallback() const;

 private:
  struct Owned;
  DialectUses uses_;
  const Config& config_;
  std::unique_ptr<Owned> owned_;
  std::atomic<unsigned> off_ = 0;  // a bit for each switched dialect that is off
};

// ServerOf returns the base URL under which clients of a dialect reach the server: the issuer, with
// the host of the dialect if it has its own. AddressOf is the URL below which its routes are.
std::string ServerOf(const Config& config, std::string_view dialect);
std::string AddressOf(const Config& config, std::string_view dialect);
// RedirectUris returns the URIs to which WorkSpan's authorization step may redirect.
std::vector<std::string> RedirectUris(const Config& config);

}  // namespace bearward::app
