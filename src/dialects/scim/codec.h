// SCIM's forms of users and lists (RFC 7643 sections 4.1 and 4.3, RFC 7644 section 3.4.2).
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "users/company_users.h"

namespace bearward::dialects::scim {

inline constexpr std::string_view kScimType = "application/scim+json";
inline constexpr std::string_view kUserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr std::string_view kEnterpriseSchema =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
inline constexpr std::string_view kListSchema =
    "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view kErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

// kLongestList limits the users of one response, and is the number without a `count`.
inline constexpr std::size_t kLongestList = 100;

// DecodeUser reads a user. userName is required; a primary address in `emails` must equal it. Names
// are matched regardless of case (RFC 7643 section 2.1); unknown attributes are ignored, and null
// counts as absent. kInvalid "missing_field", "wrong_type", "duplicate_field" or "invalid_value",
// with the name in `fields`.
base::Result<users::CompanyUserForm> DecodeUser(const door::Body& body);

// DecodePatch applies a PATCH request (patch.h) to a user, and returns what it changes: the other
// values are absent. The address in `emails` follows userName unless the request changes it. Errors
// of ApplyPatch, and those of DecodeUser for the result.
base::Result<users::CompanyUserForm> DecodePatch(const door::Body& body,
                                                 const users::CompanyUser& user);

// ListQuery is a request for a part of the list: `skip` users come before it.
struct ListQuery {
  users::CompanyUsers::Matches matches;
  std::size_t skip = 0;
  std::size_t count = kLongestList;
};
// DecodeList reads filter, startIndex (from 1; a lower one counts as 1) and count. The filter may
// name userName only. kInvalid "invalid_filter" or "invalid_field".
base::Result<ListQuery> DecodeList(const door::Call& call);

// EncodeUser and EncodeList write responses.
door::Reply EncodeUser(int status, const users::CompanyUser& user);
door::Reply EncodeList(const users::CompanyUserPage& page, std::size_t skip);

// ScimReply is a response of SCIM's media type.
door::Reply ScimReply(int status, std::string body);

}  // namespace bearward::dialects::scim
