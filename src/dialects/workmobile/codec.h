// WorkMobile's request and response formats: PascalCase lists, camelCase account, dates without a
// zone, and two representations of booleans (contract sections 2 and 5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "field_service/records.h"
#include "objects/kind.h"
#include "objects/row.h"
#include "users/users.h"
#include "verify/passwords.h"

namespace bearward::dialects::workmobile {

// DecodeCredentials reads the body of Authenticate: a password and one of the names username,
// email, userName and login, case-insensitively. kInvalid "missing_field", or "repeated_field" for
// two names.
base::Result<verify::PasswordClaim> DecodeCredentials(const door::Body& body,
                                                      const door::Call& call);

// DecodeNumber reads a path parameter: kInvalid "invalid_field" when it is not an integer.
base::Result<std::int64_t> DecodeNumber(const door::Call& call, std::string_view parameter);

// EncodeInstance writes the public root document: {"name","version","serverTimeUtc"}.
door::Reply EncodeInstance(std::string_view version, base::Time now);
// EncodeAccount writes GET /api/account.
door::Reply EncodeAccount(const users::Account& account);
// EncodeRows writes a list of described objects as a bare array, EncodeRow one of them, with the
// caller's customer number.
door::Reply EncodeRows(const objects::Kind& kind, const std::vector<objects::Row>& rows);
door::Reply EncodeRow(const objects::Kind& kind, const objects::Row& row,
                      std::int64_t customer_id = 0);
// EncodeRecords writes records with their answers.
door::Reply EncodeRecords(const std::vector<objects::Row>& records);
// EncodePending writes the totals of the inbox of approvals.
door::Reply EncodePending(const std::vector<field_service::PendingOfForm>& pending);
// EncodeJobStatuses writes the static list of states.
door::Reply EncodeJobStatuses();
// EncodeDocument writes the bytes of a document.
door::Reply EncodeDocument(std::string document);

}  // namespace bearward::dialects::workmobile
