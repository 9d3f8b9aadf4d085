#include "dialects/teletracker/routes.h"

#include <utility>

#include "dialects/teletracker/codec.h"
#include "dialects/teletracker/contracts.h"
#include "dialects/teletracker/credentials.h"
#include "dialects/teletracker/data.h"
#include "token/profiles.h"

namespace bearward::dialects::teletracker {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

// PairWriter encodes a new pair of tokens, for grants and sign-ins.
auto PairWriter(const Uses& uses) {
  return [&entropy = uses.entropy](const auto& granted) {
    return door::NoStore(EncodePair(granted.issued, entropy));
  };
}

Result<Outcome> LogIn(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY_ASSIGN(LoginForm form, DecodeLogin(body, call));
  if (form.auth_only) {
    BW_TRY(uses.login.CheckOnly(form.claim, form.account));
    return door::NoStore(EncodeSuccess(uses.entropy));
  }
  BW_TRY_ASSIGN(auto signed_in, uses.login.SignIn(form.claim, token::kTeleTracker, form.account));
  call.NoteLimit(signed_in.value.limit);
  return door::Defer<login::SignedIn>(std::move(signed_in), PairWriter(uses));
}

Result<Outcome> Refresh(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY_ASSIGN(const base::Secret token, DecodeRefresh(body));
  const grant::RefreshRequest request{.profile = token::kTeleTracker,
                                      .refresh_token = token,
                                      .environment = std::nullopt,
                                      .origin = call.origin()};
  BW_TRY_ASSIGN(auto granted, uses.grant.Refresh(request));
  call.NoteLimit(granted.value.limit);
  return door::Defer<grant::Granted>(std::move(granted), PairWriter(uses));
}

Result<Outcome> Masquerade(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY(body.RequireAll({"account_id"}));
  BW_TRY_ASSIGN(const auto account, body.Integer("account_id"));
  return door::Defer(uses.grant.Masquerade(call.caller(), account.value_or(0)), PairWriter(uses));
}

Result<Reply> LogOut(const Uses& uses, Call& call) {
  BW_TRY(uses.grant.EndOwnSession(call.caller()));
  return door::NoStore(EncodeSuccess(uses.entropy));
}

// Bearer accepts the token of a session, and refuses a request that names another account than that
// of the session: in the query, or in a body with one of these encodings.
door::Guard Bearer(door::Encodings account_bodies) {
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer, kAuthentication>;
  guard.kinds = verify::KindBit(model::CredentialKind::kReference);
  guard.profiles = token::kTeleTrackerBit;
  guard.account_parameter = kAccountParameter;
  guard.account_bodies = account_bodies;
  return guard;
}

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  std::vector<door::Route> routes = {
      {kPost, "/auth/login", door::OpenGuard(), door::RunOn::kHashing, door::Bind(uses, LogIn),
       "teletracker.login", "Sign in with username and password", &kLogin, &dialect},
      {kPost, "/auth/refresh", door::OpenGuard(), door::RunOn::kWorker, door::Bind(uses, Refresh),
       "teletracker.refresh", "Exchange a refresh token for a new pair", &kRefresh, &dialect},
      // The body of a masquerade names the account to switch to.
      {kPost, "/auth/masquerade", Bearer(0), door::RunOn::kWorker, door::Bind(uses, Masquerade),
       "teletracker.masquerade", "Switch to another of the user's accounts", &kMasquerade,
       &dialect},
      {kPost, "/auth/logout", Bearer(kBodies), door::RunOn::kWorker, door::Bind(uses, LogOut),
       "teletracker.logout", "End the session", &kLogout, &dialect},
      {kDelete, "/auth/logout", Bearer(kBodies), door::RunOn::kWorker, door::Bind(uses, LogOut),
       "teletracker.logout_delete", "End the session", &kLogout, &dialect},
  };
  for (door::Route& route : routes) route.cross_origin = true;
  for (door::Route& route : DataRoutes(uses, dialect)) routes.push_back(std::move(route));
  return routes;
}

}  // namespace bearward::dialects::teletracker
