#include "door/rest.h"

#include <span>
#include <utility>

#include "door/list_query.h"
#include "json/writer.h"

namespace bearward::door {
namespace {

using base::Result;
using model::AnyRow;
using model::Record;
using resource::Purpose;
using resource::Verbs;

Reply ObjectReply(int status, const Record& record, const AnyRow& row) {
  return JsonReply(status, resource::ObjectText(record, row.get()));
}

std::string IdOf(const Verbs& verbs, const Call& call) { return call.Param(verbs.record().key); }

Result<Reply> CreateRow(const Verbs& verbs, const Mount& mount, int status, Call& call) {
  BW_TRY(verbs.CheckWrite(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
  const AnyRow row = verbs.record().make();
  BW_TRY(mount.read_body(body.object(), verbs.record(), Purpose::kCreate, row.get()));
  BW_TRY_ASSIGN(const AnyRow made, verbs.Create(call.caller(), row));
  return ObjectReply(status, verbs.record(), made);
}

// CopyEditable sets the fields that an update may contain to those of another row.
void CopyEditable(const Record& record, const void* from, void* to) {
  for (const model::Field& field : record.fields) {
    if (field.Is(model::kUpdate)) field.set(to, field.get(from));
  }
}

Result<Reply> UpdateRow(const Verbs& verbs, const Mount& mount, bool replaces, Call& call) {
  const Record& record = verbs.record();
  BW_TRY(verbs.CheckWrite(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
  const std::string id = IdOf(verbs, call);
  // A malformed body is refused before the transaction.
  const AnyRow fresh = record.make();
  record.entity(fresh.get())->id = id;
  BW_TRY(mount.read_body(body.object(), record, Purpose::kUpdate, fresh.get()));
  const auto change = [&](void* row) -> base::Status {
    if (!replaces) return mount.read_body(body.object(), record, Purpose::kUpdate, row);
    CopyEditable(record, fresh.get(), row);
    return {};
  };
  BW_TRY_ASSIGN(const AnyRow row, verbs.Update(call.caller(), id, change));
  return ObjectReply(200, record, row);
}

Result<Reply> DeleteRow(const Verbs& verbs, int status, Call& call) {
  const std::string id = IdOf(verbs, call);
  BW_TRY(verbs.Delete(call.caller(), id));
  if (status == 204) return EmptyReply(204);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String(verbs.record().object).Key("id").String(id);
  writer.Key("status").String("deleted").EndObject();
  return JsonReply(status, std::move(text));
}

std::vector<std::string_view> FiltersOf(const Record& record) {
  std::vector<std::string_view> names;
  for (const model::Field& field : record.fields) {
    if (field.Is(model::kFilter)) names.push_back(field.name);
  }
  return names;
}

Result<Reply> ListRows(const Verbs& verbs, bool strict, Call& call) {
  const Record& record = verbs.record();
  const auto names = FiltersOf(record);
  BW_TRY_ASSIGN(ListQuery list, ParseListQuery(call.request().query, names, strict));
  store::PageQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  for (FilterValues& filter : list.filters) {
    query.filters.push_back({record.Find(filter.name), std::move(filter.values)});
  }
  BW_TRY_ASSIGN(const resource::Page page, verbs.List(call.caller(), std::move(query)));
  ListWriter writer;
  for (const AnyRow& row : page.rows) resource::WriteObject(writer.items(), record, row.get());
  return writer.Finish(page.ends);
}

}  // namespace

Route& Rest::Add(http::Method method, std::string pattern, std::string_view permission,
                 std::string_view operation, std::string_view summary) {
  Route& route = rows_.emplace_back();
  route.method = method;
  route.pattern = std::move(pattern);
  route.guard = mount_.guard;
  route.guard.need = permission.empty() ? model::Need::Live() : model::Need::All({permission});
  route.operation = operation;
  route.summary = summary;
  route.dialect = &mount_.dialect;
  if (mount_.strict) route.members = std::span<const std::string_view>();
  return route;
}

std::string Rest::OnePattern() const {
  return path_ + "/{" + std::string(verbs_.record().key) + "}";
}

Rest& Rest::Create(int status, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kPost, path_, verbs_.rules().write, operation, summary);
  route.members.reset();
  route.run = [&verbs = verbs_, mount = mount_, status](Call& call) {
    return CreateRow(verbs, mount, status, call);
  };
  return *this;
}

Rest& Rest::Get(std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, OnePattern(), verbs_.rules().read, operation, summary);
  route.run = [&verbs = verbs_](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, verbs.Get(call.caller(), IdOf(verbs, call)));
    return ObjectReply(200, verbs.record(), row);
  };
  return *this;
}

Rest& Rest::Update(http::Method method, std::string_view operation, std::string_view summary) {
  Route& route = Add(method, OnePattern(), verbs_.rules().write, operation, summary);
  route.members.reset();
  route.run = [&verbs = verbs_, mount = mount_](Call& call) {
    return UpdateRow(verbs, mount, false, call);
  };
  return *this;
}

Rest& Rest::Replace(std::string_view operation, std::string_view summary) {
  Update(http::Method::kPut, operation, summary);
  rows_.back().run = [&verbs = verbs_, mount = mount_](Call& call) {
    return UpdateRow(verbs, mount, true, call);
  };
  return *this;
}

Rest& Rest::Delete(int status, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kDelete, OnePattern(), verbs_.rules().write, operation, summary);
  route.run = [&verbs = verbs_, status](Call& call) { return DeleteRow(verbs, status, call); };
  return *this;
}

Rest& Rest::List(std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, path_, verbs_.rules().read, operation, summary);
  route.run = [&verbs = verbs_, strict = mount_.strict](Call& call) {
    return ListRows(verbs, strict, call);
  };
  return *this;
}

Rest& Rest::Action(http::Method method, std::string_view suffix, int status, Act act,
                   std::string_view operation, std::string_view summary) {
  Route& route =
      Add(method, OnePattern() + std::string(suffix), verbs_.rules().write, operation, summary);
  route.run = [&verbs = verbs_, status, act = std::move(act)](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, act(call.caller(), IdOf(verbs, call)));
    return ObjectReply(status, verbs.record(), row);
  };
  return *this;
}

}  // namespace bearward::door
