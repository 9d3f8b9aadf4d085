#include "door/rest_contracts.h"

#include "door/list_contract.h"

namespace bearward::door {
namespace {

using json::Schema;
using resource::Purpose;

// ComponentName returns "OrganizationDomain" for "organization_domain"; such names consist of
// lower-case letters and underscores.
std::string ComponentName(std::string_view prefix, std::string_view object) {
  std::string name(prefix);
  bool starts_word = true;
  for (const char c : object) {
    if (c != '_') name += starts_word ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = c == '_';
  }
  return name;
}

std::vector<json::Property> Joined(const Schema& schema, std::span<const json::Property> more) {
  std::vector<json::Property> members(schema.members.begin(), schema.members.end());
  members.insert(members.end(), more.begin(), more.end());
  return members;
}

std::vector<int> Joined(std::initializer_list<int> statuses, std::span<const int> more) {
  std::vector<int> joined(statuses);
  joined.insert(joined.end(), more.begin(), more.end());
  return joined;
}

std::vector<Parameter> QueryOf(const model::Record& record,
                               std::span<const ListParameter> parameters,
                               const store::Search* search) {
  std::vector<Parameter> query = {kLimit, kOrder, kAfter, kBefore};
  for (const model::Field& field : record.fields) {
    if (!field.Is(model::kFilter)) continue;
    query.push_back({field.name, json::kTexts, false, "Only items with one of these values."});
  }
  for (const ListParameter& parameter : parameters) {
    const bool filters = !parameter.field.empty() || !parameter.through.empty();
    query.push_back(filters ? Parameter{parameter.name, json::kTexts, false,
                                        "Only items with one of these values."}
                            : Parameter{parameter.name, json::kText, false});
  }
  if (search != nullptr) query.push_back({kSearch, json::kText, false, search->about});
  return query;
}

}  // namespace

// A write can also fail with 404 for an unknown organization, and 409 for a value that is taken.
RestContracts::RestContracts(const model::Record& record, const Form& form)
    : schemas_(record),
      name_(ComponentName(form.prefix, record.object)),
      created_name_("New" + name_),
      input_name_(ComponentName(form.prefix, record.Name()) + "Input"),
      change_name_(name_ + "Change"),
      list_name_(name_ + "List"),
      errors_(form.errors),
      create_headers_(form.create_headers),
      write_errors_(Joined({404, 409}, form.errors)),
      action_errors_(Joined({400, 409}, form.errors)),
      object_members_(Joined(schemas_.object(), form.output)),
      created_members_(Joined(json::ObjectOf(object_members_), form.created)),
      create_members_(Joined(schemas_.body(Purpose::kCreate), form.input)),
      update_members_(Joined(schemas_.body(Purpose::kUpdate), form.input)),
      object_(json::ObjectOf(object_members_, name_)),
      created_(form.created.empty() ? object_ : json::ObjectOf(created_members_, created_name_)),
      create_(json::ObjectOf(create_members_, input_name_)),
      update_(json::ObjectOf(update_members_, change_name_)),
      no_body_(form.strict ? &json::kNoMembers : nullptr),
      list_members_{kListObject, {"data", json::ListOf(object_)}, kListMetadataMember},
      all_members_{kListObject, {"data", json::ListOf(object_)}},
      deleted_members_{{"object", json::OneOf(std::span(&record.object, 1))},
                       {"id", json::kText},
                       {"status", json::Word<"deleted">()}},
      query_(QueryOf(record, form.parameters, form.search)) {
  list_ = json::ObjectOf(list_members_, list_name_);
  all_ = json::ObjectOf(all_members_);
  deleted_ = json::ObjectOf(deleted_members_);
}

const Contract& RestContracts::Add(const Schema* body, const Success& success,
                                   std::span<const int> errors) {
  return contracts_.emplace_back(
      Contract{.body = body,
               .successes = std::span(&successes_.emplace_back(success), 1),
               .errors = errors});
}

const Contract& RestContracts::Create(int status) {
  Add(&create_, {status, "The new object.", &created_}, write_errors_);
  contracts_.back().headers = create_headers_;
  return contracts_.back();
}

const Contract& RestContracts::Get() { return Add(no_body_, {200, "The object.", &object_}); }

const Contract& RestContracts::Update() {
  return Add(&update_, {200, "The changed object.", &object_}, write_errors_);
}

const Contract& RestContracts::Delete(int status, bool with_body, bool may_refuse) {
  return Add(no_body_, {status, "The object is deleted.", with_body ? &deleted_ : nullptr},
             may_refuse ? kStatuses<409> : std::span<const int>());
}

const Contract& RestContracts::List() {
  Add(no_body_, {200, "One page of the list.", &list_}, errors_);
  contracts_.back().query = query_;
  return contracts_.back();
}

const Contract& RestContracts::ListAll() {
  Add(no_body_, {200, "The whole list.", &all_}, errors_);
  // The search is the last parameter; the others are those of pages and filters.
  const std::span<const Parameter> query = query_;
  if (query.back().name == kSearch) contracts_.back().query = query.last(1);
  return contracts_.back();
}

const Contract& RestContracts::Action(int status, const Schema* body) {
  return Add(body == nullptr ? no_body_ : body,
             {status, "The object after the operation.", status == 204 ? nullptr : &object_},
             action_errors_);
}

}  // namespace bearward::door
