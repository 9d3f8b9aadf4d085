#include "dialects/workmobile/codec.h"

#include <array>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workmobile/contracts.h"
#include "field_service/job_status.h"
#include "field_service/kinds.h"
#include "json/writer.h"

namespace bearward::dialects::workmobile {
namespace {

using door::FieldCase;

base::Error MissingField(const std::string& name) {
  return base::Invalid("missing_field", "The field " + name + " is required.", {name});
}

base::Result<std::string> DecodeLoginName(const door::Body& body) {
  static constexpr std::array<std::string_view, 3> kNames = {"username", "email", "login"};
  std::optional<std::string> found;
  for (const std::string_view name : kNames) {
    BW_TRY_ASSIGN(auto text, body.Text(name, FieldCase::kIgnore));
    if (!text || text->empty()) continue;
    if (found && *found != *text) {
      return base::Fail(base::Invalid("repeated_field", "The login is given twice."));
    }
    found = std::move(text);
  }
  if (!found) return base::Fail(MissingField("username"));
  return std::move(found).value();
}

}  // namespace

base::Result<verify::PasswordClaim> DecodeCredentials(const door::Body& body,
                                                      const door::Call& call) {
  BW_TRY_ASSIGN(std::string login, DecodeLoginName(body));
  BW_TRY_ASSIGN(auto password, body.SecretText("password", FieldCase::kIgnore));
  if (!password || password->empty()) return base::Fail(MissingField("password"));
  BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
  return verify::PasswordClaim{std::move(environment), std::move(login),
                               std::move(password).value(), call.origin()};
}

base::Result<std::int64_t> DecodeNumber(const door::Call& call, std::string_view parameter) {
  const auto number = door::ParseInteger(call.Param(parameter));
  if (number) return *number;
  return base::Fail(base::Invalid("invalid_field", "The id in the path is not a number.",
                                  {std::string(parameter)}));
}

door::Reply EncodeInstance(std::string_view version, base::Time now) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("name").String("Bearward").Key("version").String(version);
  writer.Key("serverTimeUtc").String(base::FormatIsoMillis(now)).EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeAccount(const users::Account& account) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("email").String(account.user.email);
  writer.Key("customerId").Int(account.organization.number);
  writer.Key("firstName").String(account.user.first_name);
  writer.Key("lastName").String(account.user.last_name);
  writer.Key("jobTitle").String(account.user.job_title).EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeRows(const objects::Kind& kind, const std::vector<objects::Row>& rows) {
  std::string body;
  json::Writer writer(body);
  writer.BeginArray();
  for (const objects::Row& row : rows) {
    writer.BeginObject();
    objects::WriteMembers(writer, kind, objects::kListed, row);
    writer.EndObject();
  }
  writer.EndArray();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeRow(const objects::Kind& kind, const objects::Row& row,
                      std::int64_t customer_id) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  objects::WriteMembers(writer, kind, objects::kDetailed, row, customer_id);
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeRecords(const std::vector<objects::Row>& records) {
  std::string body;
  json::Writer writer(body);
  writer.BeginArray();
  for (const objects::Row& record : records) {
    writer.BeginObject();
    objects::WriteMembers(writer, field_service::kRecord, objects::kListed, record);
    for (const json::Member& field : *record.fields.AsObject()) {
      if (!field_service::IsAnswer(field.key)) continue;
      writer.Key(field.key);
      json::Write(writer, field.value);
    }
    writer.EndObject();
  }
  writer.EndArray();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodePending(const std::vector<field_service::PendingOfForm>& pending) {
  std::int64_t total = 0;
  for (const field_service::PendingOfForm& form : pending) total += form.pending;
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("Total").Int(total).Key("Forms").BeginArray();
  for (const field_service::PendingOfForm& form : pending) {
    writer.BeginObject().Key("UserFormId").Int(form.form).Key("Name").String(form.name);
    writer.Key("Total").Int(form.pending).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeJobStatuses() {
  std::string body;
  json::Writer writer(body);
  writer.BeginArray();
  for (const field_service::JobStatus& status : field_service::kJobStatuses) {
    writer.BeginObject().Key("JobStatusId").Int(status.id);
    writer.Key("Name").String(status.name).EndObject();
  }
  writer.EndArray();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeDocument(std::string document) {
  door::Reply reply;
  reply.status = 200;
  reply.content_type = kBinaryType;
  reply.body = std::move(document);
  return reply;
}

}  // namespace bearward::dialects::workmobile
