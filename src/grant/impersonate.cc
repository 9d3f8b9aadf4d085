#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "grant/grant.h"
#include "grant/own_session.h"
#include "json/writer.h"
#include "sessions/sessions.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "token/profiles.h"
#include "verify/authority.h"
#include "verify/installation.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

constexpr std::size_t kLongestReason = 200;
// kLongest is the bound of its duration, whatever the settings say.
constexpr std::chrono::minutes kLongest(60);
constexpr verify::Act kMasquerade{.permission = "users:masquerade"};

base::Status CheckReason(std::string_view reason) {
  const bool blank = std::ranges::all_of(reason, [](char c) { return c == ' '; });
  if (blank) {
    return base::Fail(
        base::Invalid("missing_field", "Give the reason: it is in the audit trail.", {"reason"}));
  }
  const bool plain = std::ranges::none_of(
      reason, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (plain && reason.size() <= kLongestReason) return {};
  return base::Fail(base::Invalid("invalid_value",
                                  "The reason must be one line of at most 200 bytes.", {"reason"}));
}

base::Status CheckImpersonator(const model::Caller& caller) {
  BW_TRY(RequireSession(caller));
  if (caller->subject_kind == model::SubjectKind::kUser && caller->profile == token::kConsole) {
    return {};
  }
  return base::Fail(
      base::Denied("not_a_user", "Only a user in the console can act as another user."));
}

// OrganizationOf returns the organization in which the session acts. A caller that is bound to an
// organization acts as another user there only.
base::Result<model::OrganizationId> OrganizationOf(const model::Principal& caller,
                                                   const verify::ActedOnUser& target,
                                                   const ImpersonationRequest& request) {
  if (!request.organization && !target.home) {
    return base::Fail(base::Conflict(
        "no_organization", "The user is a member of no organization, so it sees nothing."));
  }
  model::OrganizationId chosen = request.organization ? *request.organization : *target.home;
  if (caller.organization->empty() || caller.organization == chosen) return chosen;
  return base::Fail(base::Denied("wrong_organization",
                                 "You may act as another user in your own organization only."));
}

base::Result<token::Subject> LoadTarget(store::ReadTx& tx, const model::Principal& caller,
                                        const ImpersonationRequest& request) {
  BW_TRY_ASSIGN(const auto target, verify::AuthorizeUser(tx, caller, request.user, kMasquerade));
  if (verify::IsSelf(caller, request.user)) {
    return base::Fail(base::Conflict("own_user", "You act as this user already."));
  }
  if (!target.user.active) {
    return base::Fail(base::Conflict("user_inactive", "The user is inactive."));
  }
  BW_TRY_ASSIGN(const auto organization, OrganizationOf(caller, target, request));
  BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, caller.environment, organization));
  BW_TRY_ASSIGN(const auto membership,
                store::FindActiveMembership(tx, caller.environment, request.user, organization));
  if (!found || !found->enabled || !membership) {
    return base::Fail(base::Invalid("membership_required",
                                    "The user is not an active member of the organization, or "
                                    "that is disabled.",
                                    {"organization_id"}));
  }
  return verify::LoadUserSubject(tx, caller.environment, request.user, organization);
}

base::Result<token::Subject> LoadEnvironment(store::ReadTx& tx, const model::Principal& caller,
                                             const model::EnvironmentId& environment) {
  BW_TRY(verify::CheckInstallation(tx, caller));
  if (caller.environment == environment) {
    return base::Fail(base::Conflict("own_environment", "You act for this environment already."));
  }
  BW_TRY_ASSIGN(const auto found, store::FindEnvironment(tx, environment));
  if (!found) return base::Fail(base::NotFound("environment_not_found", "No such environment."));
  if (!found->enabled) {
    return base::Fail(
        base::Conflict("environment_disabled", "The environment is disabled. Enable it first."));
  }
  return verify::LoadEnvironmentSubject(tx, environment);
}

model::Impersonator ImpersonatorOf(const model::Principal& caller, std::string_view reason) {
  const std::string email(caller.email);
  return {.id = std::string(caller.subject_id),
          .environment = caller.environment,
          .name = email.empty() ? std::string(caller.username) : email,
          .reason = std::string(reason)};
}

// Complete adds who acts to a new session. It does not outlive the session of the caller.
void Complete(const model::Caller& caller, std::string_view reason, token::Issued& issued) {
  model::Session& session = issued.session;
  session.impersonator = ImpersonatorOf(caller.principal(), reason);
  session.impersonated_by = {std::string(caller.credential_id())};
  session.auth_method = model::AuthMethod::kImpersonation;
  if (!caller.origin().address.empty()) session.ip_address = caller.origin().address;
  token::EndBy(issued, session.created_at + kLongest);
  if (caller.expires_at()) token::EndBy(issued, *caller.expires_at());
}

model::Event Started(const model::EventBy& by, const model::Session& session) {
  std::string data;
  json::Writer writer(data);
  writer.BeginObject().Key("session_id").String(session.id.text);
  writer.Key("reason").String(session.impersonator->reason);
  writer.Key("impersonator_name").String(session.impersonator->name).EndObject();
  return by.Make(model::EventType::kMasqueradeStarted, session.subject_id, session.organization,
                 std::move(data));
}

}  // namespace

base::Result<store::Pending<Granted>> Grant::OpenMasquerade(const model::Caller& caller,
                                                            const SubjectLoader& load,
                                                            std::string_view reason) {
  BW_TRY_ASSIGN(auto subject, parts_.store.Read(load));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, token::kMasquerade));
  Complete(caller, reason, issued);
  const model::EventBy by(caller, issued.session.created_at);
  const model::EventBy there(issued.session.environment, caller.AsActor(), by.at());
  auto write = [load, caller, issued, by, there](store::WriteTx& tx) -> base::Status {
    BW_TRY(FindOwnSession(tx, caller));
    BW_TRY(load(tx));
    // The browser has one cookie for them, so no page could end the earlier one any more.
    BW_TRY(sessions::EndBegunIn(tx, issued.session.impersonated_by, caller->subject_id, by));
    BW_TRY(sessions::Open(tx, issued, there));
    return tx.Append(Started(there, issued.session));
  };
  return store::Pend(parts_.store, Granted{std::move(issued), std::move(subject)},
                     std::move(write));
}

base::Result<store::Pending<Granted>> Grant::Impersonate(const model::Caller& caller,
                                                         const ImpersonationRequest& request) {
  BW_TRY(CheckImpersonator(caller));
  BW_TRY(CheckReason(request.reason));
  return OpenMasquerade(
      caller,
      [principal = caller.principal(), request](store::ReadTx& tx) {
        return LoadTarget(tx, principal, request);
      },
      request.reason);
}

base::Result<store::Pending<Granted>> Grant::ActForEnvironment(
    const model::Caller& caller, const model::EnvironmentId& environment) {
  BW_TRY(CheckImpersonator(caller));
  return OpenMasquerade(caller,
                        [principal = caller.principal(), environment](store::ReadTx& tx) {
                          return LoadEnvironment(tx, principal, environment);
                        },
                        {});
}

}  // namespace bearward::grant
