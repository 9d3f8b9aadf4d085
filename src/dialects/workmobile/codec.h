// WorkMobile's request and response formats: PascalCase lists, camelCase account, dates without a
// zone, and two representations of booleans (contract sections 2 and 5).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "model/object.h"
#include "users/users.h"
#include "verify/passwords.h"

namespace bearward::dialects::workmobile {

// DecodeCredentials reads the body of Authenticate: a password and one of the names username,
// email, userName and login, case-insensitively. kInvalid "missing_field", or "repeated_field" for
// two names.
base::Result<verify::PasswordClaim> DecodeCredentials(const door::Body& body,
                                                      const door::Call& call);

// DecodeFormId reads the path parameter: kInvalid "invalid_field" when it is not an integer.
base::Result<std::int64_t> DecodeFormId(std::string_view text);

// EncodeInstance writes the public root document: {"name","version","serverTimeUtc"}.
door::Reply EncodeInstance(std::string_view version, base::Time now);
// EncodeAccount writes GET /api/account.
door::Reply EncodeAccount(const users::Account& account);
// EncodeForms writes GET /api/Forms, a bare array; kInternal when stored fields cannot be read.
base::Result<door::Reply> EncodeForms(const std::vector<model::Object>& forms);
// EncodeForm writes GET /api/Forms/{id}, with the caller's customer number; kInternal as
// EncodeForms.
base::Result<door::Reply> EncodeForm(const model::Object& form, std::int64_t customer_id);

}  // namespace bearward::dialects::workmobile
