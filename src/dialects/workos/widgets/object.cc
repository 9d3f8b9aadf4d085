#include "dialects/workos/widgets/object.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "model/audit_log.h"
#include "model/feature_flag.h"
#include "model/invitation.h"
#include "model/organization.h"
#include "model/organization_domain.h"
#include "model/permission.h"
#include "model/role.h"
#include "model/user.h"

namespace bearward::dialects::workos::widgets {
namespace {

using graphql::Value;

// RecordType says which description the rows of a type have. A member of an organization is shown
// by its user.
struct RecordType {
  std::string_view type;
  const model::Record& record;
};
constexpr std::array kRecordTypes = {
    RecordType{"AuditEvent", model::kAuditLogEvent},
    RecordType{"AuditLogExport", model::kAuditLogExport},
    RecordType{"Flag", model::kFeatureFlag},
    RecordType{"Organization", model::kOrganization},
    RecordType{"OrganizationDomain", model::kOrganizationDomain},
    RecordType{"OrganizationInvitation", model::kInvitation},
    RecordType{"OrganizationMember", model::kUserRecord},
    RecordType{"Permission", model::kPermissionRecord},
    RecordType{"Role", model::kRole},
    RecordType{"User", model::kUserRecord},
};

// Difference is a field whose value is not that of the description.
struct Difference {
  std::string_view type;
  std::string_view field;
  Value (*value)(const void* row);
};

Value No(const void* /*row*/) { return Value::Bool(false); }
Value NoItems(const void* /*row*/) { return Value::List({}); }
// The DNS server of a domain is not examined.
Value OtherServer(const void* /*row*/) { return Value::Text("Other"); }

Value DomainStateOf(const void* row) {
  switch (static_cast<const model::OrganizationDomain*>(row)->state) {
    case model::DomainState::kFailed:
      return Value::Text("Failed");
    case model::DomainState::kLegacyVerified:
      return Value::Text("LegacyVerified");
    case model::DomainState::kVerified:
      return Value::Text("Verified");
    case model::DomainState::kPending:
    case model::DomainState::kUnverified:
      break;
  }
  return Value::Text("Pending");
}

Value IsDefaultRole(const void* row) {
  return Value::Bool(static_cast<const model::Role*>(row)->slug == model::kDefaultRole);
}

constexpr std::array kDifferences = {
    Difference{"OrganizationDomain", "nameServer", &OtherServer},
    Difference{"OrganizationDomain", "state", &DomainStateOf},
    Difference{"Role", "isDefault", &IsDefaultRole},
    Difference{"User", "connectedAccounts", &NoItems},
    Difference{"User", "mfaEnabled", &No},
    Difference{"User", "passwordSet", &No},
};

// SnakeCase converts the name of a field: createdAt is created_at.
std::string SnakeCase(std::string_view name) {
  std::string snake;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper) snake += '_';
    snake += base::LowerChar(c);
  }
  return snake;
}

// Source is where the value of a field comes from, besides the members of an object.
struct Source {
  std::string_view name;
  const Difference* difference = nullptr;
  const model::Record* record = nullptr;  // set for the three fields that every row has
  const model::Field* field = nullptr;
  enum class Common : std::uint8_t { kNone, kId, kCreatedAt, kUpdatedAt } common = Common::kNone;
};

Source SourceOf(const graphql::Field& field) {
  Source source{.name = field.name()};
  const std::string_view type = field.parent->name;
  for (const Difference& difference : kDifferences) {
    if (difference.type == type && difference.field == field.name()) {
      source.difference = &difference;
    }
  }
  const auto described = std::ranges::find(kRecordTypes, type, &RecordType::type);
  if (described == kRecordTypes.end()) return source;
  const std::string name = SnakeCase(field.name());
  source.record = &described->record;
  source.field = described->record.Find(name);
  if (name == described->record.key) source.common = Source::Common::kId;
  if (name == "created_at") source.common = Source::Common::kCreatedAt;
  if (name == "updated_at") source.common = Source::Common::kUpdatedAt;
  return source;
}

Value CommonValue(ObjectMaker& make, const Source& source, const void* row) {
  const model::EntityRef entity = source.record->EntityOf(row);
  if (source.common == Source::Common::kId) return make.Text(entity.id);
  return make.Time(source.common == Source::Common::kCreatedAt ? entity.created_at
                                                               : entity.updated_at);
}

Value CellValue(ObjectMaker& make, const model::Field& field, const void* row) {
  const model::Cell cell = field.get(row);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    if (field.kind == model::Kind::kTime) return make.Time(base::FromMillis(*number));
    if (field.kind == model::Kind::kFlag) return Value::Bool(*number != 0);
    return Value::Int(*number);
  }
  if (const auto* text = std::get_if<std::string>(&cell)) {
    if (text->empty() && field.Is(model::kNullIfEmpty)) return {};
    return make.Text(*text);
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cell)) return make.Texts(*texts);
  return {};
}

Value ValueOf(ObjectMaker& make, const Source& source, const Object& object) {
  const auto member = std::ranges::find(object.members, source.name, &Member::name);
  if (member != object.members.end()) return member->value;
  if (object.row == nullptr) return {};
  if (source.difference != nullptr) return source.difference->value(object.row);
  if (source.common != Source::Common::kNone) return CommonValue(make, source, object.row);
  return source.field == nullptr ? Value() : CellValue(make, *source.field, object.row);
}

}  // namespace

Value ObjectMaker::Text(std::string_view text) { return Value::Text(batch_.KeepText(text)); }

Value ObjectMaker::TextOrNull(const std::optional<std::string>& text) {
  return text ? Text(*text) : Value();
}

Value ObjectMaker::Time(base::Time time) { return Text(base::FormatIsoMillis(time)); }

Value ObjectMaker::Time(const std::optional<base::Time>& time) {
  return time ? Time(*time) : Value();
}

Value ObjectMaker::List(const std::vector<Value>& items) {
  const std::span<Value> list = batch_.NewList(items.size());
  std::ranges::copy(items, list.begin());
  return Value::List(list);
}

Value ObjectMaker::Texts(const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const std::string& text : texts) items.push_back(Text(text));
  return List(items);
}

Value ObjectMaker::Json(std::string_view text) { return Value::Json(batch_.KeepText(text)); }

Value ObjectMaker::Of(std::vector<Member> members, std::string_view type) {
  const Object& object = batch_.Keep(Object{.members = std::move(members)});
  return Value::Object(graphql::Handle::Of(object), type);
}

Value ObjectMaker::Keep(std::shared_ptr<const void> row, std::vector<Member> members,
                        std::string_view type) {
  const auto& kept = batch_.Keep(std::move(row));
  const Object& object = batch_.Keep(Object{.row = kept.get(), .members = std::move(members)});
  return Value::Object(graphql::Handle::Of(object), type);
}

graphql::Resolver FieldResolver(const graphql::Field& field) {
  return [source = SourceOf(field)](graphql::Batch& batch) -> base::Status {
    ObjectMaker make(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch.Set(i, ValueOf(make, source, batch.Parent<Object>(i)));
    }
    return {};
  };
}

}  // namespace bearward::dialects::workos::widgets
