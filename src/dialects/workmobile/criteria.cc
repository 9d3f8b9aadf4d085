#include "dialects/workmobile/criteria.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/time.h"
#include "dialects/workmobile/contracts.h"

namespace bearward::dialects::workmobile {
namespace {

using base::Result;
using door::FieldCase;
using Integers = std::vector<std::int64_t>;

constexpr std::size_t kLongestCriterion = 255;  // bytes
constexpr std::size_t kMostCriteria = 100;      // items of a list

base::Error Invalid(std::string_view name, std::string_view wants) {
  return base::Invalid("invalid_field",
                       "The field " + std::string(name) + " must be " + std::string(wants) + ".",
                       {std::string(name)});
}

base::Status CheckKnown(const json::Value& object, const json::Schema& schema) {
  std::vector<std::string> unknown;
  std::vector<std::string_view> names;
  for (const json::Property& known : schema.members) names.push_back(known.name);
  for (const json::Member& member : *object.AsObject()) {
    const bool known = std::ranges::any_of(
        names, [&](std::string_view name) { return base::EqualsIgnoreCase(name, member.key); });
    if (!known) unknown.push_back(member.key);
  }
  if (unknown.empty()) return {};
  return base::Fail(base::Invalid(
      "unknown_field",
      "Unknown field \"" + unknown.front() + "\"." + base::Suggest(unknown.front(), names, ""),
      unknown));
}

// Reader reads the members of one object.
class Reader {
 public:
  explicit Reader(const door::Body& body) : body_(body) {}

  base::Status Read(std::string_view name, std::optional<std::int64_t>& out) const {
    BW_TRY_ASSIGN(out, body_.Integer(name, FieldCase::kIgnore));
    return {};
  }
  base::Status Read(std::string_view name, std::optional<std::string>& out) const {
    BW_TRY_ASSIGN(out, body_.Text(name, FieldCase::kIgnore));
    if (!out || out->size() <= kLongestCriterion) return {};
    return base::Fail(Invalid(name, "at most 255 bytes long"));
  }
  base::Status Read(std::string_view name, std::optional<base::Time>& out) const {
    BW_TRY_ASSIGN(const auto text, body_.Text(name, FieldCase::kIgnore));
    if (!text || text->empty()) return {};
    out = base::ParseIso(*text);
    if (out) return {};
    return base::Fail(Invalid(name, "a time such as 2031-05-06T07:08:09"));
  }
  base::Status Read(std::string_view name, bool& out) const {
    BW_TRY_ASSIGN(const auto flag, body_.Flag(name, FieldCase::kIgnore));
    out = flag.value_or(false);
    return {};
  }
  base::Status Read(std::string_view name, std::optional<Integers>& out) const {
    BW_TRY_ASSIGN(const json::Array* const items, List(name));
    if (items == nullptr) return {};
    out.emplace();
    for (const json::Value& item : *items) {
      const auto number = item.AsInt();
      if (!number) return base::Fail(Invalid(name, "a list of integers"));
      out->push_back(*number);
    }
    return {};
  }
  // List returns an array of at most kMostCriteria items; nullptr when absent.
  Result<const json::Array*> List(std::string_view name) const {
    BW_TRY_ASSIGN(const json::Array* const items, body_.List(name, FieldCase::kIgnore));
    if (items != nullptr && items->size() > kMostCriteria) {
      return base::Fail(Invalid(name, "a list of at most 100 items"));
    }
    return items;
  }

 private:
  const door::Body& body_;
};

Result<door::Body> MemberBody(const json::Value& value, std::string_view name,
                              const json::Schema& schema) {
  if (!value.IsObject()) return base::Fail(Invalid(name, "an object"));
  BW_TRY(CheckKnown(value, schema));
  return door::Body(value);
}

Result<objects::OrderBy> DecodeOrder(const json::Value& item) {
  BW_TRY_ASSIGN(const door::Body body, MemberBody(item, "orderBy", kOrderBy));
  std::optional<std::string> property;
  objects::OrderBy order;
  BW_TRY(Reader(body).Read("propertyName", property));
  BW_TRY(Reader(body).Read("descending", order.descending));
  if (!property) return base::Fail(Invalid("propertyName", "the name of a member of the items"));
  order.property = *std::move(property);
  return order;
}

Result<std::vector<objects::OrderBy>> DecodeOrders(const door::Body& body) {
  BW_TRY_ASSIGN(const json::Array* const items, Reader(body).List("orderBy"));
  std::vector<objects::OrderBy> orders;
  if (items == nullptr) return orders;
  for (const json::Value& item : *items) {
    BW_TRY_ASSIGN(objects::OrderBy order, DecodeOrder(item));
    orders.push_back(std::move(order));
  }
  return orders;
}

Result<objects::Paging> DecodePaging(const door::Body& body) {
  const json::Value* value = body.object().FindIgnoreCase("pagination");
  if (value == nullptr) return objects::Paging();
  BW_TRY_ASSIGN(const door::Body inner, MemberBody(*value, "pagination", kPagination));
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> rows;
  BW_TRY(Reader(inner).Read("page", page));
  BW_TRY(Reader(inner).Read("rowCount", rows));
  const objects::Paging usual;
  return objects::Paging{page.value_or(usual.page), rows.value_or(usual.row_count)};
}

base::Status RequireOrderAndPage(const door::Body& body) {
  std::vector<std::string> missing;
  for (const char* name : {"orderBy", "pagination"}) {
    if (!body.Has(name, FieldCase::kIgnore)) missing.emplace_back(name);
  }
  if (missing.empty()) return {};
  return base::Fail(
      base::Invalid("missing_field", "The fields orderBy and pagination are required.", missing));
}

template <class Criteria>
base::Status DecodeOrderAndPage(const door::Body& body, Criteria& criteria) {
  BW_TRY(RequireOrderAndPage(body));
  BW_TRY_ASSIGN(criteria.orders, DecodeOrders(body));
  BW_TRY_ASSIGN(criteria.paging, DecodePaging(body));
  return {};
}

Result<std::vector<field_service::Answer>> DecodeAnswers(const door::Body& body) {
  constexpr std::string_view kName = "userDefinedFilter";
  BW_TRY_ASSIGN(const json::Array* const items, Reader(body).List(kName));
  std::vector<field_service::Answer> answers;
  if (items == nullptr) return answers;
  for (const json::Value& item : *items) {
    BW_TRY_ASSIGN(const door::Body inner, MemberBody(item, kName, kAnswerFilter));
    if (inner.object().AsObject()->empty()) continue;
    std::optional<std::string> field;
    std::optional<std::string> value;
    BW_TRY(Reader(inner).Read("fieldName", field));
    BW_TRY(Reader(inner).Read("value", value));
    if (!field || !value || !field_service::IsAnswer(*field)) {
      return base::Fail(Invalid(kName, "a list of objects with fieldName and value"));
    }
    answers.push_back({*std::move(field), *std::move(value)});
  }
  return answers;
}

}  // namespace

Result<field_service::JobCriteria> DecodeJobCriteria(const door::Body& body) {
  field_service::JobCriteria criteria;
  if (body.object().AsObject()->empty()) {
    criteria.orders = {{"JobId", true}};
    return criteria;
  }
  BW_TRY(CheckKnown(body.object(), kJobSearchBody));
  const Reader reader(body);
  BW_TRY(reader.Read("jobId", criteria.job));
  BW_TRY(reader.Read("description", criteria.description));
  BW_TRY(reader.Read("estimatedStartDateTimeFrom", criteria.start_from));
  BW_TRY(reader.Read("estimatedStartDateTimeTo", criteria.start_to));
  BW_TRY(reader.Read("jobTypeId", criteria.job_type));
  BW_TRY(reader.Read("jobStatusId", criteria.statuses));
  BW_TRY(reader.Read("userFormId", criteria.form));
  BW_TRY(reader.Read("catalogueId", criteria.catalogue));
  BW_TRY(reader.Read("catalogueItemValue", criteria.catalogue_item));
  if (criteria.catalogue_item == "") criteria.catalogue_item.reset();
  BW_TRY(reader.Read("allocatedToUserId", criteria.allocated_to));
  BW_TRY(reader.Read("priority", criteria.priority));
  BW_TRY(DecodeOrderAndPage(body, criteria));
  return criteria;
}

Result<field_service::RecordCriteria> DecodeRecordCriteria(const door::Body& body) {
  field_service::RecordCriteria criteria;
  BW_TRY(CheckKnown(body.object(), kRecordSearchBody));
  const Reader reader(body);
  BW_TRY(reader.Read("id", criteria.id));
  BW_TRY(reader.Read("originalId", criteria.original));
  BW_TRY(reader.Read("jobId", criteria.job));
  BW_TRY(reader.Read("mobileUserId", criteria.mobile_user));
  BW_TRY(reader.Read("userGroup", criteria.user_group));
  BW_TRY(reader.Read("createdDateFrom", criteria.created_from));
  BW_TRY(reader.Read("createdDateTo", criteria.created_to));
  BW_TRY(reader.Read("uploadedDateFrom", criteria.uploaded_from));
  BW_TRY(reader.Read("uploadedDateTo", criteria.uploaded_to));
  BW_TRY(reader.Read("onlyMyPendingApprovals", criteria.only_my_pending_approvals));
  BW_TRY_ASSIGN(criteria.answers, DecodeAnswers(body));
  BW_TRY(DecodeOrderAndPage(body, criteria));
  return criteria;
}

}  // namespace bearward::dialects::workmobile
