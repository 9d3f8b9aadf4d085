// Row: a row of WorkMobile's table, which is mounted under each of its bases.
#pragma once

#include <string_view>
#include <utility>

#include "base/result.h"
#include "dialects/workmobile/uses.h"
#include "door/route.h"
#include "http/message.h"
#include "token/profiles.h"

namespace bearward::dialects::workmobile {

// Row is a route without its base path.
struct Row {
  http::Method method;
  std::string_view path;
  door::Guard guard;
  door::RunOn run_on;
  base::Result<door::Outcome> (*function)(const Uses&, door::Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

// Login accepts the token of a sign-in and the API key of a user.
inline door::Guard Login(model::Need need) {
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer, door::kApiKey>;
  guard.kinds = verify::KindBit(model::CredentialKind::kJwt) |
                verify::KindBit(model::CredentialKind::kApiKey);
  guard.profiles = token::kWorkMobileBit;
  guard.need = std::move(need);
  return guard;
}

}  // namespace bearward::dialects::workmobile
