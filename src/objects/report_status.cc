#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/utf8.h"
#include "json/writer.h"
#include "objects/objects.h"
#include "objects/reach.h"
#include "objects/row.h"
#include "objects/writes.h"

namespace bearward::objects {
namespace {

// The only field and the allowed words (contracts: WorkSpan 2.4).
constexpr std::string_view kStatusField = "partner_center.integration_status";
constexpr std::array<std::string_view, 4> kStatusCodes = {"SCHEDULED", "CREATE_FAILED",
                                                          "UPDATE_FAILED", "LINKED"};

base::Status CheckPresent(const store::IntegrationStatus& status) {
  std::vector<std::string> missing;
  if (status.field_name.empty()) missing.emplace_back("field_name");
  if (status.status_code.empty()) missing.emplace_back("status_code");
  if (status.message.empty()) missing.emplace_back("message");
  if (missing.empty()) return {};
  return base::Fail(base::MissingFields(std::move(missing)));
}

base::Status CheckStatus(const store::IntegrationStatus& status) {
  BW_TRY(CheckPresent(status));
  if (status.field_name != kStatusField) {
    return base::Fail(base::Invalid("field_name_unsupported",
                                    "field_name must be partner_center.integration_status.",
                                    {"field_name"}));
  }
  if (std::ranges::find(kStatusCodes, status.status_code) == kStatusCodes.end()) {
    return base::Fail(base::Invalid(
        "status_code_unknown",
        "status_code must be SCHEDULED, CREATE_FAILED, UPDATE_FAILED or LINKED.", {"status_code"}));
  }
  if (status.message.size() > kLongestMessage) {
    return base::Fail(base::Invalid("message_too_long", "The message is too long.", {"message"}));
  }
  if (status.external_id.size() > kLongestExternalId) {
    return base::Fail(
        base::Invalid("external_id_too_long", "The external id is too long.", {"external_id"}));
  }
  if (status.integration_id.size() > kLongestExternalId) {
    return base::Fail(base::Invalid("integration_id_too_long", "The integration id is too long.",
                                    {"integration_id"}));
  }
  for (const auto& [name, text] : {std::pair("external_id", &status.external_id),
                                   std::pair("integration_id", &status.integration_id)}) {
    if (!base::HasControlCharacter(*text)) continue;
    return base::Fail(base::Invalid(std::string(name) + "_malformed",
                                    "An id contains a control character. Remove it.", {name}));
  }
  return {};
}

base::Status AppendAudited(store::WriteTx& tx, const model::Caller& caller,
                           const model::ObjectId& object, const store::IntegrationStatus& status,
                           base::Time now) {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("status_code")
      .String(status.status_code)
      .Key("integration_id")
      .String(status.integration_id)
      .EndObject();
  return tx.Append(model::EventBy(caller, now)
                       .Make(model::EventType::kObjectAudited, object.text, *caller->organization,
                             std::move(data)));
}

// SetField sets the field that the status is reported for, so that reports and callbacks have it. A
// repeated status is no change.
base::Status SetField(store::WriteTx& tx, const Author& author, const Row& row,
                      const store::IntegrationStatus& status) {
  json::Object fields = MembersOf(row);
  const bool has_section =
      PutField(fields, status.field_name, json::Value::String(status.status_code));
  if (!has_section || json::Value::Of(fields) == row.fields) return {};
  BW_TRY(Replace(tx, author, row, row.object.name, std::move(fields)));
  return {};
}

}  // namespace

base::Status Objects::ReportStatus(const model::Caller& caller, const model::ObjectId& object,
                                   const store::IntegrationStatus& status) {
  BW_TRY(CheckStatus(status));
  const base::Time now = parts_.clock.Now();
  const Author author(caller, now);
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(Reached reached, Reach(tx, caller.principal(), object, model::Operation::kWrite));
    BW_TRY_ASSIGN(const Row row, RowOf(std::move(reached.object)));
    BW_TRY(store::PutIntegrationStatus(tx, caller->environment, object, status, now));
    BW_TRY(AppendAudited(tx, caller, object, status, now));
    return SetField(tx, author, row, status);
  });
}

}  // namespace bearward::objects
