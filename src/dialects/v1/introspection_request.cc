#include "dialects/v1/introspection_request.h"

#include <string>
#include <string_view>
#include <utility>

#include "dialects/v1/contracts.h"
#include "door/body.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;

std::unexpected<base::Error> Fault(std::string reason, std::string text, std::string_view field) {
  base::Error error = base::Invalid(std::move(reason), std::move(text));
  if (!field.empty()) error.fields.emplace_back(field);
  return base::Fail(std::move(error));
}

std::unexpected<base::Error> WrongType(std::string_view field, std::string_view wants) {
  return Fault("wrong_type", "`" + std::string(field) + "` must be " + std::string(wants) + ".",
               field);
}

std::unexpected<base::Error> Missing(std::string_view field) {
  return Fault("missing_field", "`" + std::string(field) + "` is required.", field);
}

Result<std::vector<std::string>> ReadNeed(const json::Value& value) {
  const json::Array* const items = value.AsArray();
  if (items == nullptr) return WrongType("need", "a list of strings");
  std::vector<std::string> permissions;
  permissions.reserve(items->size());
  for (const json::Value& item : *items) {
    if (!item.IsString()) return WrongType("need", "a list of strings");
    permissions.push_back(*item.AsString());
  }
  return permissions;
}

Result<verify::Scheme> ReadScheme(const json::Value& value) {
  if (!value.IsString()) return WrongType("scheme", "a string");
  if (*value.AsString() == "bearer") return verify::Scheme::kBearer;
  if (*value.AsString() == "api_key") return verify::Scheme::kApiKey;
  return Fault("unknown_scheme", "The scheme must be bearer or api_key.", "scheme");
}

base::Status ReadMember(const json::Member& member, verify::IntrospectionRequest& inquiry) {
  const auto& [name, value] = member;
  if (name == "token") {
    if (!value.IsString()) return WrongType(name, "a string");
    inquiry.token = base::Secret(std::string_view(*value.AsString()));
  } else if (name == "need") {
    BW_TRY_ASSIGN(inquiry.permissions, ReadNeed(value));
  } else if (name == "organization") {
    if (!value.IsString()) return WrongType(name, "a string");
    inquiry.organization = model::OrganizationId{*value.AsString()};
  } else if (name == "audience") {
    if (!value.IsString()) return WrongType(name, "a string");
    inquiry.audience = *value.AsString();
  } else if (name == "scheme") {
    BW_TRY_ASSIGN(inquiry.scheme, ReadScheme(value));
  }
  return {};
}

}  // namespace

Result<verify::IntrospectionRequest> ReadIntrospectionRequest(const json::Value& question) {
  const json::Object* const members = question.AsObject();
  if (members == nullptr) return Fault("wrong_type", "A question must be an object.", "");
  BW_TRY(door::CheckMembers(*members, kQuestion));
  verify::IntrospectionRequest inquiry;
  for (const json::Member& member : *members) {
    if (!member.value.IsNull()) BW_TRY(ReadMember(member, inquiry));
  }
  if (inquiry.token.empty()) return Missing("token");
  return inquiry;
}

Result<std::vector<Result<verify::IntrospectionRequest>>> ReadInquiries(const json::Value& body) {
  BW_TRY(door::CheckMembers(*body.AsObject(), kQuestions));
  const json::Value* const questions = body.Find("questions");
  if (questions == nullptr) return Missing("questions");
  const json::Array* const items = questions->AsArray();
  if (items == nullptr) return WrongType("questions", "a list");
  if (items->size() > kMostQuestions) {
    return Fault("too_many_questions",
                 "A batch may have up to 100 questions. Send several requests.", "questions");
  }
  std::vector<Result<verify::IntrospectionRequest>> inquiries;
  inquiries.reserve(items->size());
  for (const json::Value& item : *items) inquiries.push_back(ReadIntrospectionRequest(item));
  return inquiries;
}

}  // namespace bearward::dialects::v1
