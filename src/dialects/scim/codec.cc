#include "dialects/scim/codec.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/time.h"
#include "dialects/scim/filter.h"
#include "dialects/scim/patch.h"
#include "json/writer.h"

namespace bearward::dialects::scim {
namespace {

using base::Result;
using door::Body;
using door::FieldCase;
using users::CompanyUser;

std::unexpected<base::Error> Invalid(std::string reason, std::string text, std::string field) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text), {std::move(field)}));
}

// Inner returns a complex attribute; an empty object if it is absent.
Result<Body> Inner(const Body& body, std::string_view name) {
  const json::Value* value = body.object().FindIgnoreCase(name);
  if (value == nullptr || value->IsNull()) return Body(json::Value::Of(json::Object()));
  if (value->IsObject()) return Body(*value);
  return Invalid("wrong_type", std::string(name) + " must be an object.", std::string(name));
}

// CheckEmails compares the primary address with userName: an address other than userName cannot be
// stored, and ignoring it would lose it.
base::Status CheckEmails(const Body& body, std::string_view login) {
  BW_TRY_ASSIGN(const json::Array* emails, body.List("emails", FieldCase::kIgnore));
  if (emails == nullptr) return {};
  for (const json::Value& email : *emails) {
    if (!email.IsObject()) return Invalid("wrong_type", "An email must be an object.", "emails");
    const Body fields(email);
    BW_TRY_ASSIGN(const auto value, fields.Text("value", FieldCase::kIgnore));
    BW_TRY_ASSIGN(const auto primary, fields.Flag("primary", FieldCase::kIgnore));
    if (!primary.value_or(false) || !value || base::EqualsIgnoreCase(*value, login)) continue;
    return Invalid("invalid_value", "The primary email must equal userName.", "emails");
  }
  return {};
}

json::Value UserNameOf(const CompanyUser& user) {
  return json::Value::Of(json::Object{{"userName", json::Value::String(user.login())}});
}

Result<users::CompanyUsers::Matches> DecodeFilter(const door::Call& call) {
  BW_TRY_ASSIGN(const auto text, call.Query("filter"));
  if (!text) return [](const CompanyUser&) { return true; };
  BW_TRY_ASSIGN(Filter parsed, ParseFilter(*text));
  for (const std::string& path : PathsOf(parsed)) {
    if (base::EqualsIgnoreCase(path, "userName")) continue;
    return Invalid("invalid_filter", "A filter may use userName only, not " + path + ".", "filter");
  }
  const auto filter = std::make_shared<const Filter>(std::move(parsed));
  return [filter](const CompanyUser& user) { return Matches(*filter, UserNameOf(user)); };
}

Result<std::optional<std::int64_t>> DecodeNumber(const door::Call& call, std::string_view name) {
  BW_TRY_ASSIGN(const auto text, call.Query(name));
  if (!text) return std::nullopt;
  const auto number = door::ParseInteger(*text);
  if (number) return number;
  return Invalid("invalid_field", std::string(name) + " must be an integer.", std::string(name));
}

void WriteNames(json::Writer& writer, const model::User& user) {
  if (!user.first_name.empty() || !user.last_name.empty()) {
    writer.Key("name").BeginObject();
    if (!user.first_name.empty()) writer.Key("givenName").String(user.first_name);
    if (!user.last_name.empty()) writer.Key("familyName").String(user.last_name);
    writer.EndObject();
  }
  std::string name = user.name.value_or(user.first_name + " " + user.last_name);
  name = base::Trim(name);
  if (!name.empty()) writer.Key("displayName").String(name);
  if (user.email.empty()) return;
  writer.Key("emails").BeginArray().BeginObject();
  writer.Key("primary").Bool(true).Key("value").String(user.email).Key("type").String("work");
  writer.EndObject().EndArray();
}

void WriteUser(json::Writer& writer, const CompanyUser& user) {
  writer.BeginObject().Key("schemas").BeginArray();
  writer.String(kUserSchema).String(kEnterpriseSchema).EndArray();
  writer.Key("id").String(user.user.id.text).Key("userName").String(user.login());
  WriteNames(writer, user.user);
  writer.Key("active").Bool(user.active());
  const std::string department = user.department();
  if (!department.empty()) {
    writer.Key(kEnterpriseSchema).BeginObject().Key("department").String(department).EndObject();
  }
  writer.Key("meta").BeginObject().Key("resourceType").String("User");
  writer.Key("created").String(base::FormatIsoMillis(user.user.created_at));
  writer.Key("lastModified")
      .String(base::FormatIsoMillis(std::max(user.user.updated_at, user.membership.updated_at)));
  writer.EndObject().EndObject();
}

// WithoutUnchanged leaves out a member that is the same in both objects.
json::Value WithoutUnchanged(const json::Value& before, const json::Value& after,
                             std::string_view name) {
  const json::Value* const old = before.FindIgnoreCase(name);
  json::Object members = *after.AsObject();
  std::erase_if(members, [&](const json::Member& member) {
    return base::EqualsIgnoreCase(member.key, name) && old != nullptr && member.value == *old;
  });
  return json::Value::Of(std::move(members));
}

// KeepChange removes a value that stays as it is. One that was removed becomes empty.
void KeepChange(const std::optional<std::string>& before, std::optional<std::string>& after) {
  if (before == after) {
    after.reset();
  } else if (!after) {
    after = "";
  }
}

}  // namespace

Result<users::CompanyUserForm> DecodeUser(const Body& body) {
  users::CompanyUserForm form;
  BW_TRY_ASSIGN(const auto login, body.Text("userName", FieldCase::kIgnore));
  if (!login || login->empty()) {
    return Invalid("missing_field", "userName is required.", "userName");
  }
  form.login = *login;
  BW_TRY(CheckEmails(body, form.login));
  BW_TRY_ASSIGN(const Body name, Inner(body, "name"));
  BW_TRY_ASSIGN(form.first_name, name.Text("givenName", FieldCase::kIgnore));
  BW_TRY_ASSIGN(form.last_name, name.Text("familyName", FieldCase::kIgnore));
  BW_TRY_ASSIGN(form.name, body.Text("displayName", FieldCase::kIgnore));
  BW_TRY_ASSIGN(const Body enterprise, Inner(body, kEnterpriseSchema));
  BW_TRY_ASSIGN(form.department, enterprise.Text("department", FieldCase::kIgnore));
  BW_TRY_ASSIGN(form.active, body.Flag("active", FieldCase::kIgnore));
  return form;
}

Result<users::CompanyUserForm> DecodePatch(const Body& body, const CompanyUser& user) {
  std::string text;
  json::Writer writer(text);
  WriteUser(writer, user);
  BW_TRY_ASSIGN(const json::Value before, json::Parse(text));
  BW_TRY_ASSIGN(const json::Value after, ApplyPatch(before, body.object()));
  BW_TRY_ASSIGN(const auto old, DecodeUser(Body(before)));
  BW_TRY_ASSIGN(auto form, DecodeUser(Body(WithoutUnchanged(before, after, "emails"))));
  KeepChange(old.first_name, form.first_name);
  KeepChange(old.last_name, form.last_name);
  KeepChange(old.name, form.name);
  KeepChange(old.department, form.department);
  if (form.active == old.active) form.active.reset();
  return form;
}

Result<ListQuery> DecodeList(const door::Call& call) {
  ListQuery query;
  BW_TRY_ASSIGN(query.matches, DecodeFilter(call));
  BW_TRY_ASSIGN(const auto start, DecodeNumber(call, "startIndex"));
  BW_TRY_ASSIGN(const auto count, DecodeNumber(call, "count"));
  query.skip = static_cast<std::size_t>(std::max<std::int64_t>(start.value_or(1), 1) - 1);
  const auto longest = static_cast<std::int64_t>(kLongestList);
  query.count =
      static_cast<std::size_t>(std::clamp<std::int64_t>(count.value_or(longest), 0, longest));
  return query;
}

door::Reply ScimReply(int status, std::string body) {
  door::Reply reply = door::JsonReply(status, std::move(body));
  reply.content_type = kScimType;
  return reply;
}

door::Reply EncodeUser(int status, const CompanyUser& user) {
  std::string body;
  json::Writer writer(body);
  WriteUser(writer, user);
  return ScimReply(status, std::move(body));
}

door::Reply EncodeList(const users::CompanyUserPage& page, std::size_t skip) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("schemas").BeginArray().String(kListSchema).EndArray();
  writer.Key("totalResults").Int(static_cast<std::int64_t>(page.total));
  writer.Key("startIndex").Int(static_cast<std::int64_t>(skip) + 1);
  writer.Key("itemsPerPage").Int(static_cast<std::int64_t>(page.users.size()));
  writer.Key("Resources").BeginArray();
  for (const CompanyUser& user : page.users) WriteUser(writer, user);
  writer.EndArray().EndObject();
  return ScimReply(200, std::move(body));
}

}  // namespace bearward::dialects::scim
