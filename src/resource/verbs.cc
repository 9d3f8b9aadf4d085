#include "resource/verbs.h"

#include <algorithm>
#include <iterator>

#include "base/id.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "model/event.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::resource {
namespace {

using model::AnyRow;
using model::Cell;
using model::Record;

// OrganizationOf returns the organization that a row is or refers to, if any.
std::optional<model::OrganizationId> OrganizationOf(const Record& record, const void* row) {
  if (record.is_tenant) return model::OrganizationId{record.EntityOf(row).id};
  const model::Field* const field = record.Find(model::kOrganizationField);
  if (field == nullptr) return std::nullopt;
  const Cell cell = field->get(row);
  const auto* const text = std::get_if<std::string>(&cell);
  return text == nullptr ? std::nullopt : std::optional(model::OrganizationId{*text});
}

// KeepConstant restores the fields that an update keeps.
void KeepConstant(const Record& record, const void* before, void* row) {
  for (const model::Field& field : record.fields) {
    if (field.Is(model::kConstant)) field.set(row, field.get(before));
  }
}

// NounOf returns the name of a resource in a sentence.
std::string NounOf(const Record& record) {
  std::string noun(record.Name());
  std::ranges::replace(noun, '_', ' ');
  return noun;
}

base::Error NotFound(const Record& record, std::string_view id) {
  base::Error error =
      base::NotFound(std::string(record.Name()) + "_not_found", "No such " + NounOf(record) + ".");
  error.fields.emplace_back(id);
  return error;
}

base::Error Exists(const Record& record) {
  return base::Exists(std::string(record.Name()) + "_exists",
                      record.MakesIds() ? "This " + NounOf(record) + " exists already."
                                        : "Another " + NounOf(record) + " has this name.");
}

base::Error NoOrganization(const std::string& id) {
  base::Error error = base::NotFound("organization_not_found", "No such organization.");
  error.fields.push_back(id);
  return error;
}

// HasParents says whether a row has the values of the parents in a path.
bool HasParents(const void* row, const std::vector<store::Filter>& within) {
  return std::ranges::all_of(within, [row](const store::Filter& parent) {
    return parent.field->get(row) == Cell(parent.values.front());
  });
}

// CheckParents checks that the organization in a path exists for the caller. Other parents are
// checked by the rules of the resource.
base::Status CheckParents(store::ReadTx& tx, const model::Caller& caller,
                          const std::vector<store::Filter>& within) {
  for (const store::Filter& parent : within) {
    if (parent.field->name != model::kOrganizationField) continue;
    const model::OrganizationId id{parent.values.front()};
    BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, caller->environment, id));
    const bool reaches = verify::IsEnvironment(caller.principal()) || id == *caller->organization;
    if (!found || !reaches) return base::Fail(NoOrganization(id.text));
  }
  return {};
}

// IsShared says whether the rows belong to the environment as a whole. The check of the permission
// alone decides whether the caller may read them.
bool IsShared(const Record& record) { return record.organization.empty() && !record.is_tenant; }

// Reaches says whether the caller may see a row: a caller that acts for the environment sees every
// row, all others see shared rows and those of their organization.
bool Reaches(const Record& record, const model::Caller& caller, const void* row) {
  return verify::IsEnvironment(caller.principal()) || IsShared(record) ||
         OrganizationOf(record, row) == std::optional(*caller->organization);
}

// CheckOrganization checks the organization of a row that is written. A foreign organization and a
// missing one cause the same error. A row that names none is of the environment.
base::Status CheckOrganization(store::ReadTx& tx, const Record& record, const model::Caller& caller,
                               const void* row) {
  if (record.organization.empty()) return {};
  const auto named = OrganizationOf(record, row);
  if (!named && verify::IsEnvironment(caller.principal())) return {};
  const model::OrganizationId organization = named.value_or(model::OrganizationId());
  BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, caller->environment, organization));
  if (found && Reaches(record, caller, row)) return {};
  return base::Fail(NoOrganization(organization.text));
}

base::Status CheckEither(const model::Caller& caller, std::string_view permission,
                         std::string_view of_widget) {
  const bool by_widget = !of_widget.empty() && model::HasPermission(caller.principal(), of_widget);
  return by_widget ? base::Status() : verify::CheckPermission(caller.principal(), permission);
}

// Named replaces kExists of the store by the error of the resource.
base::Status Named(const Record& record, base::Status written) {
  if (written || written.error().code != base::Code::kExists) return written;
  return base::Fail(Exists(record));
}

// Append appends the event of a change; `before` is nullptr for a new row, `after` for a deleted
// one.
base::Status Append(store::WriteTx& tx, const Record& record, const model::EventBy& by,
                    model::EventType type, const void* before, const void* after) {
  const void* const row = after == nullptr ? before : after;
  return tx.Append(by.Make(type, record.EntityOf(row).id, OrganizationOf(record, row),
                           model::Changes::Of(record, before, after).Json()));
}

}  // namespace

Verbs::Verbs(const Record& record, Rules rules, const Parts& parts)
    : table_(record), rules_(std::move(rules)), parts_(parts) {}

base::Status Verbs::CheckRead(const model::Caller& caller) const {
  if (record().organization.empty()) return verify::CheckEnvironment(caller.principal());
  return CheckEither(caller, rules_.read, rules_.widget_read);
}

base::Status Verbs::CheckShared(const model::Caller& caller) const {
  const bool is_shared = IsShared(record()) && !rules_.shared.empty();
  return is_shared ? CheckEither(caller, rules_.shared, rules_.widget_read) : CheckRead(caller);
}

base::Status Verbs::CheckWrite(const model::Caller& caller) const {
  if (record().organization.empty()) return verify::CheckEnvironment(caller.principal());
  return CheckEither(caller, rules_.write, rules_.widget_write);
}

// Look finds the row that an address names.
base::Result<bool> Verbs::Look(store::ReadTx& tx, const model::Caller& caller, const Address& at,
                               void* row) const {
  if (record().address.empty()) {
    BW_TRY_ASSIGN(bool found, table_.Find(tx, caller->environment, at.text, row));
    if (!found && !record().other_key.empty()) {
      BW_TRY_ASSIGN(found, table_.FindBy(tx, caller->environment,
                                         *record().Find(record().other_key), at.text, row));
    }
    return found && HasParents(row, at.within);
  }
  store::PageQuery query;
  query.environment = caller->environment;
  query.filters = at.within;
  query.filters.push_back({record().Find(record().address), {at.text}});
  query.limit = 1;
  if (!record().organization.empty() && !verify::IsEnvironment(caller.principal())) {
    query.organization = *caller->organization;
  }
  bool found = false;
  BW_TRY(table_.List(tx, query, [&] {
    found = true;
    return row;
  }));
  return found;
}

base::Result<AnyRow> Verbs::Find(store::ReadTx& tx, const model::Caller& caller,
                                 const Address& at) const {
  AnyRow row = record().make();
  BW_TRY_ASSIGN(const bool found, Look(tx, caller, at, row.get()));
  if (found && Reaches(record(), caller, row.get())) return row;
  BW_TRY(CheckParents(tx, caller, at.within));
  return base::Fail(NotFound(record(), at.text));
}

base::Result<AnyRow> Verbs::Create(const model::Caller& caller, const AnyRow& row,
                                   const Also& also) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<AnyRow> {
    const Context context{caller, now, parts_.entropy};
    BW_TRY_ASSIGN(AnyRow made, CreateIn(tx, context, row));
    if (also) BW_TRY(also(tx, made.get(), context));
    return made;
  });
}

base::Result<AnyRow> Verbs::CreateIn(store::WriteTx& tx, const Context& context,
                                     const AnyRow& row) const {
  BW_TRY(CheckWrite(context.caller));
  AnyRow made = record().copy(row.get());
  const model::EntityRef entity = record().entity(made.get());
  entity.environment = context.caller->environment;
  entity.created_at = context.now;
  entity.updated_at = context.now;
  if (record().MakesIds()) {
    entity.id = std::string(record().id_prefix) + "_" + base::NewUlid(context.now, context.entropy);
  }
  BW_TRY(CheckOrganization(tx, record(), context.caller, made.get()));
  if (rules_.prepare) BW_TRY(rules_.prepare(tx, nullptr, made.get(), context));
  BW_TRY(model::CheckRow(record(), made.get()));
  BW_TRY(Named(record(), table_.Insert(tx, made.get())));
  BW_TRY(Append(tx, record(), model::EventBy(context.caller, context.now), rules_.events.created,
                nullptr, made.get()));
  return made;
}

base::Result<AnyRow> Verbs::Get(const model::Caller& caller, const Address& at) const {
  BW_TRY(CheckRead(caller));
  return parts_.store.Read([&](store::ReadTx& tx) { return Find(tx, caller, at); });
}

base::Result<AnyRow> Verbs::GetBy(const model::Caller& caller, const model::Field& field,
                                  const std::string& value) const {
  store::PageQuery query;
  query.filters.push_back({&field, {value}});
  query.limit = 1;
  BW_TRY_ASSIGN(Page page, List(caller, std::move(query)));
  if (page.rows.empty()) return base::Fail(NotFound(record(), value));
  return std::move(page.rows.front());
}

base::Result<AnyRow> Verbs::GetById(const model::Caller& caller, const std::string& id) const {
  BW_TRY(CheckShared(caller));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<AnyRow> {
    AnyRow row = record().make();
    BW_TRY_ASSIGN(const bool found, table_.Find(tx, caller->environment, id, row.get()));
    if (!found || !Reaches(record(), caller, row.get())) {
      return base::Fail(NotFound(record(), id));
    }
    return row;
  });
}

base::Result<AnyRow> Verbs::GetShared(const model::Caller& caller, const Address& at) const {
  BW_TRY(CheckShared(caller));
  return parts_.store.Read([&](store::ReadTx& tx) { return Find(tx, caller, at); });
}

base::Result<AnyRow> Verbs::Update(const model::Caller& caller, const Address& at,
                                   const Change& change, std::optional<model::EventType> event,
                                   const Also& also) const {
  BW_TRY(CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<AnyRow> {
    BW_TRY_ASSIGN(AnyRow before, Find(tx, caller, at));
    AnyRow row = record().copy(before.get());
    BW_TRY(change(row.get()));
    record().entity(row.get()).Assign(record().EntityOf(before.get()));
    KeepConstant(record(), before.get(), row.get());
    record().entity(row.get()).updated_at = by.at();
    BW_TRY(CheckOrganization(tx, record(), caller, row.get()));
    if (rules_.prepare) {
      BW_TRY(rules_.prepare(tx, before.get(), row.get(), {caller, by.at(), parts_.entropy}));
    }
    BW_TRY(model::CheckRow(record(), row.get(), before.get()));
    // An attempt to verify a domain, for example, is recorded although the domain stays pending.
    const bool is_action = event.has_value() || also;
    if (!is_action && model::HasSameFields(record(), before.get(), row.get())) return before;
    BW_TRY(Named(record(), table_.Update(tx, row.get())));
    BW_TRY(
        Append(tx, record(), by, event.value_or(rules_.events.updated), before.get(), row.get()));
    if (also) BW_TRY(also(tx, row.get(), {caller, by.at(), parts_.entropy}));
    return row;
  });
}

base::Result<AnyRow> Verbs::Delete(const model::Caller& caller, const Address& at) const {
  BW_TRY(CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<AnyRow> {
    BW_TRY_ASSIGN(AnyRow row, Find(tx, caller, at));
    if (rules_.remove) BW_TRY(rules_.remove(tx, row.get(), {caller, by.at(), parts_.entropy}));
    BW_TRY(table_.Delete(tx, caller->environment, record().EntityOf(row.get()).id));
    BW_TRY(Append(tx, record(), by, rules_.events.deleted, row.get(), nullptr));
    return row;
  });
}

base::Result<Page> Verbs::List(const model::Caller& caller, store::PageQuery query,
                               const std::vector<store::Filter>& within) const {
  BW_TRY(CheckRead(caller));
  return ReadPage(caller, std::move(query), within);
}

base::Result<Page> Verbs::ListShared(const model::Caller& caller, store::PageQuery query) const {
  BW_TRY(CheckShared(caller));
  return ReadPage(caller, std::move(query), {});
}

base::Result<Page> Verbs::ReadPage(const model::Caller& caller, store::PageQuery query,
                                   const std::vector<store::Filter>& within) const {
  query.filters.insert(query.filters.end(), within.begin(), within.end());
  query.environment = caller->environment;
  query.organization.reset();
  const bool is_bound = !IsShared(record()) && !verify::IsEnvironment(caller.principal());
  if (is_bound) query.organization = *caller->organization;
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Page> {
    BW_TRY(CheckParents(tx, caller, within));
    Page page;
    BW_TRY_ASSIGN(page.ends, table_.List(tx, query, [&] {
      return page.rows.emplace_back(record().make()).get();
    }));
    return page;
  });
}

base::Result<std::vector<AnyRow>> Verbs::ListAll(const model::Caller& caller,
                                                 const std::vector<store::Filter>& within) const {
  BW_TRY(CheckRead(caller));
  return ReadAll(caller, within);
}

base::Result<std::vector<AnyRow>> Verbs::ListAllShared(const model::Caller& caller) const {
  BW_TRY(CheckShared(caller));
  return ReadAll(caller, {});
}

base::Result<std::vector<AnyRow>> Verbs::ReadAll(const model::Caller& caller,
                                                 const std::vector<store::Filter>& within) const {
  std::vector<AnyRow> rows;
  store::PageQuery query;
  query.order = store::Order::kAscending;
  query.limit = store::kLongestPage;
  while (true) {
    BW_TRY_ASSIGN(Page page, ReadPage(caller, query, within));
    std::ranges::move(page.rows, std::back_inserter(rows));
    if (!page.ends.after) return rows;
    query.after = page.ends.after;
  }
}

}  // namespace bearward::resource
