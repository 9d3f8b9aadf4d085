// StageRoutes: the parts of the routes that Stage serves (stage_fixture.h).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/encode.h"
#include "door/call.h"
#include "door/dialect.h"
#include "door/problem.h"
#include "door/route.h"
#include "token/issuer.h"

namespace bearward::door {

// Basic returns the header of the scheme Basic.
inline std::string Basic(std::string_view login, std::string_view password) {
  return "Basic " + base::Base64Encode(std::string(login) + ":" + std::string(password));
}

// Bearer returns the header of the scheme Bearer.
inline std::string Bearer(const token::Issued& issued) {
  return "Bearer " + std::string(issued.access.Reveal());
}

// MakeDialect returns a dialect whose errors are problem documents.
inline Dialect MakeDialect(std::string_view name, std::vector<std::string> prefixes) {
  return {.name = name, .mount = {.prefixes = std::move(prefixes)}, .errors = {Problem}};
}

// Guarded returns the guard of a route that every kind of caller may use.
inline Guard Guarded(CredentialForms accepted, model::Need need = model::Need::Live()) {
  Guard guard;
  guard.accepted = accepted;
  guard.kinds = verify::kAnyKind;
  guard.profiles = model::kAnyProfile;
  guard.need = std::move(need);
  return guard;
}

// WhoAsks answers with the caller's subject and environment, or with "none".
inline base::Result<Reply> WhoAsks(Call& call) {
  if (!call.has_caller()) return TextReply(200, "none in " + call.environment()->text);
  return TextReply(
      200, std::string(call.caller()->subject_id) + " in " + call.caller()->environment->text);
}

}  // namespace bearward::door
