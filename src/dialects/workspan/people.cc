#include "dialects/workspan/people.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "dialects/workspan/contracts.h"
#include "dialects/workspan/guard.h"
#include "json/writer.h"

namespace bearward::dialects::workspan {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using users::CompanyUser;

// AttributeRow is an attribute that can be checked, by its SCIM name.
struct AttributeRow {
  std::string_view name;
  std::string (*get)(const CompanyUser& user);
};

constexpr std::array<AttributeRow, 7> kAttributes = {{
    {"userName", [](const CompanyUser& one) { return one.login(); }},
    {"email", [](const CompanyUser& one) { return one.user.email; }},
    {"displayName", [](const CompanyUser& one) { return one.user.name.value_or(""); }},
    {"name.givenName", [](const CompanyUser& one) { return one.user.first_name; }},
    {"name.familyName", [](const CompanyUser& one) { return one.user.last_name; }},
    {"department", [](const CompanyUser& one) { return one.department(); }},
    {"active", [](const CompanyUser& one) { return std::string(one.active() ? "true" : "false"); }},
}};

struct CheckForm {
  std::string email;
  std::int64_t name_space = 0;
  const AttributeRow* attribute = nullptr;
  std::vector<std::string> values;
};

Result<CheckForm> DecodeCheck(const door::Body& body) {
  CheckForm form;
  BW_TRY(body.RequireAll({"email", "filter_value"}));
  BW_TRY_ASSIGN(form.email, body.RequiredText("email"));
  BW_TRY_ASSIGN(const auto name_space, body.Integer("namespace"));
  form.name_space = name_space.value_or(0);
  const json::Value* const filter = body.object().Find("filter_value");
  if (!filter->IsObject()) {
    return base::Fail(
        base::Invalid("wrong_type", "filter_value must be an object.", {"filter_value"}));
  }
  const door::Body inner(*filter);
  BW_TRY(inner.RequireAll({"attribute", "value"}));
  BW_TRY_ASSIGN(const std::string attribute, inner.RequiredText("attribute"));
  BW_TRY_ASSIGN(auto values, inner.Texts("value"));
  form.values = std::move(values).value_or(std::vector<std::string>{});
  form.attribute = std::ranges::find_if(kAttributes, [&](const AttributeRow& row) {
    return base::EqualsIgnoreCase(row.name, attribute);
  });
  if (form.attribute != kAttributes.end()) return form;
  return base::Fail(base::Invalid("invalid_field",
                                  "The attribute must be userName, email, displayName, "
                                  "name.givenName, name.familyName, department or active.",
                                  {"filter_value", "attribute"}));
}

// The response has those of the values that the user has.
Reply EncodeCheck(const CheckForm& form, const CompanyUser& user) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("email").String(form.email).Key("namespace").Int(form.name_space);
  writer.Key("filter_value").BeginObject().Key("data").BeginObject();
  writer.Key("attribute").String(form.attribute->name).Key("value").BeginArray();
  const std::string own = form.attribute->get(user);
  for (const std::string& value : form.values) {
    if (base::EqualsIgnoreCase(value, own)) writer.String(value);
  }
  writer.EndArray().EndObject().EndObject().EndObject();
  return door::JsonReply(201, std::move(body));
}

Result<Reply> CheckAttribute(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const CheckForm form, DecodeCheck(body));
  BW_TRY_ASSIGN(const CompanyUser user, uses.users.ReadByEmail(call.caller(), form.email));
  return EncodeCheck(form, user);
}

}  // namespace

std::vector<door::Route> PeopleRoutes(const Uses& uses, const Dialects& dialects) {
  return {{http::Method::kPost, "/users/v1/check-attribute", ApplicationUser(),
           door::RunOn::kWorker, door::Bind(uses, CheckAttribute), "workspan.check_attribute",
           "Check values of an attribute of a user", &kCheckAttribute, &dialects.resource}};
}

}  // namespace bearward::dialects::workspan
