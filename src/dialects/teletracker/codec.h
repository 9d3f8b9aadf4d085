// TeleTracker's request and response formats.
#pragma once

#include <cstdint>
#include <optional>

#include "base/entropy.h"
#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "token/issuer.h"
#include "verify/passwords.h"

namespace bearward::dialects::teletracker {

// LoginForm is the body of POST /auth/login.
struct LoginForm {
  verify::PasswordClaim claim;
  std::optional<std::int64_t> account;
  bool auth_only = false;
};

// DecodeLogin reads a LoginForm: kInvalid "missing_field", or "invalid_field" for an auth_only that
// is neither 0 nor 1.
base::Result<LoginForm> DecodeLogin(const door::Body& body, const door::Call& call);

// DecodeRefresh reads the refresh token of POST /auth/refresh. Some clients name it refreshToken,
// as the responses do. kInvalid "missing_field"; "duplicate_field" when both names are present.
base::Result<base::Secret> DecodeRefresh(const door::Body& body);

// EncodePair writes the seven fields of login and refresh. tokenLifetime is the whole lifetime in
// seconds, not the remaining time (contract section 5, point 6).
door::Reply EncodePair(const token::Issued& issued, base::Entropy& entropy);

// EncodeSuccess writes {"success":true,"guid":...}.
door::Reply EncodeSuccess(base::Entropy& entropy);

}  // namespace bearward::dialects::teletracker
