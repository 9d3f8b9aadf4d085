#include "door/rest.h"

#include <algorithm>
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

using Form = Rest::Form;

std::string IdOf(const Verbs& verbs, const Call& call) { return call.Param(verbs.record().key); }

// AddMembers appends members to the JSON text of an object with at least one member.
void AddMembers(std::string& text, const std::string& members) {
  text.back() = ',';  // the closing brace
  text += members + "}";
}

// Written is the JSON text of each row.
Result<std::vector<std::string>> Written(const Form& form, const model::Caller& caller,
                                         std::span<const AnyRow> rows) {
  std::vector<std::string> texts;
  for (const AnyRow& row : rows) {
    texts.push_back(resource::ObjectText(form.verbs.record(), row.get()));
  }
  if (!form.codec.write) return texts;
  BW_TRY_ASSIGN(const auto members, form.codec.write(caller, rows));
  for (std::size_t i = 0; i < texts.size(); ++i) AddMembers(texts[i], members.at(i));
  return texts;
}

Result<Reply> ObjectReply(int status, const Form& form, const Call& call, const AnyRow& row) {
  BW_TRY_ASSIGN(auto texts, Written(form, call.caller(), {&row, 1}));
  return JsonReply(status, std::move(texts.front()));
}

// Read is a body without the members of the codec, and what those members ask for.
struct Read {
  json::Value fields;
  Extra extra;
};

Result<Read> ReadCodec(const Form& form, const json::Value& body, Purpose purpose) {
  if (!form.codec.read || !body.IsObject()) return Read{body, {}};
  json::Object fields;
  for (const json::Member& member : *body.AsObject()) {
    if (std::ranges::find(form.codec.members, member.key) == form.codec.members.end()) {
      fields.push_back(member);
    }
  }
  BW_TRY_ASSIGN(auto extra, form.codec.read(body, purpose));
  return Read{json::Value::Of(std::move(fields)), std::move(extra)};
}

Result<Reply> CreateRow(const Form& form, int status, Call& call) {
  BW_TRY(form.verbs.CheckWrite(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
  BW_TRY_ASSIGN(const Read read, ReadCodec(form, body.object(), Purpose::kCreate));
  const AnyRow row = form.verbs.record().make();
  BW_TRY(form.mount.read_body(read.fields, form.verbs.record(), Purpose::kCreate, row.get()));
  BW_TRY_ASSIGN(const AnyRow made, form.verbs.Create(call.caller(), row, read.extra.also));
  BW_TRY_ASSIGN(auto texts, Written(form, call.caller(), {&made, 1}));
  if (!read.extra.once) return JsonReply(status, std::move(texts.front()));
  AddMembers(texts.front(), read.extra.once());
  return NoStore(JsonReply(status, std::move(texts.front())));
}

// CopyEditable sets the fields that an update may contain to those of another row.
void CopyEditable(const Record& record, const void* from, void* to) {
  for (const model::Field& field : record.fields) {
    if (field.Is(model::kUpdate)) field.set(to, field.get(from));
  }
}

Result<Reply> UpdateRow(const Form& form, bool replaces, Call& call) {
  const Record& record = form.verbs.record();
  BW_TRY(form.verbs.CheckWrite(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
  BW_TRY_ASSIGN(const Read read, ReadCodec(form, body.object(), Purpose::kUpdate));
  const std::string id = IdOf(form.verbs, call);
  // A malformed body is refused before the transaction.
  const AnyRow fresh = record.make();
  record.entity(fresh.get()).id = id;
  BW_TRY(form.mount.read_body(read.fields, record, Purpose::kUpdate, fresh.get()));
  const auto change = [&](void* row) -> base::Status {
    if (!replaces) return form.mount.read_body(read.fields, record, Purpose::kUpdate, row);
    CopyEditable(record, fresh.get(), row);
    return {};
  };
  BW_TRY_ASSIGN(const AnyRow row,
                form.verbs.Update(call.caller(), id, change, std::nullopt, read.extra.also));
  return ObjectReply(200, form, call, row);
}

Result<Reply> DeleteRow(const Verbs& verbs, int status, Call& call) {
  const std::string id = IdOf(verbs, call);
  BW_TRY(verbs.Delete(call.caller(), id));
  if (status != 200) return EmptyReply(status);
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

Result<Reply> ListRows(const Form& form, Call& call) {
  const Record& record = form.verbs.record();
  const auto names = FiltersOf(record);
  BW_TRY_ASSIGN(ListQuery list, ParseListQuery(call.request().query, names, form.mount.strict));
  store::PageQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  for (FilterValues& filter : list.filters) {
    query.filters.push_back({record.Find(filter.name), std::move(filter.values)});
  }
  BW_TRY_ASSIGN(const resource::Page page, form.verbs.List(call.caller(), std::move(query)));
  BW_TRY_ASSIGN(const auto texts, Written(form, call.caller(), page.rows));
  ListWriter writer;
  for (const std::string& text : texts) writer.items().Raw(text);
  return writer.Finish(page.ends);
}

}  // namespace

Route& Rest::Add(http::Method method, std::string pattern, std::string_view permission,
                 std::string_view operation, std::string_view summary) {
  Route& route = rows_.emplace_back();
  route.method = method;
  route.pattern = std::move(pattern);
  route.guard = form_.mount.guard;
  route.guard.need = permission.empty() ? model::Need::Live() : model::Need::All({permission});
  route.operation = operation;
  route.summary = summary;
  route.dialect = &form_.mount.dialect;
  if (form_.mount.strict) route.members = std::span<const std::string_view>();
  return route;
}

std::string Rest::OnePattern() const {
  return path_ + "/{" + std::string(form_.verbs.record().key) + "}";
}

Rest& Rest::Create(int status, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kPost, path_, form_.verbs.rules().write, operation, summary);
  route.members.reset();
  route.run = [form = form_, status](Call& call) { return CreateRow(form, status, call); };
  return *this;
}

Rest& Rest::Get(std::string_view operation, std::string_view summary) {
  Route& route =
      Add(http::Method::kGet, OnePattern(), form_.verbs.rules().read, operation, summary);
  route.run = [form = form_](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, form.verbs.Get(call.caller(), IdOf(form.verbs, call)));
    return ObjectReply(200, form, call, row);
  };
  return *this;
}

Rest& Rest::GetBy(std::string_view field, std::string_view operation, std::string_view summary) {
  const std::string name(field);
  Route& route = Add(http::Method::kGet, path_ + "/" + name + "/{" + name + "}",
                     form_.verbs.rules().read, operation, summary);
  route.run = [form = form_, field](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(
        const AnyRow row,
        form.verbs.GetBy(call.caller(), *form.verbs.record().Find(field), call.Param(field)));
    return ObjectReply(200, form, call, row);
  };
  return *this;
}

Rest& Rest::Update(http::Method method, std::string_view operation, std::string_view summary) {
  Route& route = Add(method, OnePattern(), form_.verbs.rules().write, operation, summary);
  route.members.reset();
  route.run = [form = form_](Call& call) { return UpdateRow(form, false, call); };
  return *this;
}

Rest& Rest::Replace(std::string_view operation, std::string_view summary) {
  Update(http::Method::kPut, operation, summary);
  rows_.back().run = [form = form_](Call& call) { return UpdateRow(form, true, call); };
  return *this;
}

Rest& Rest::Delete(int status, std::string_view operation, std::string_view summary) {
  Route& route =
      Add(http::Method::kDelete, OnePattern(), form_.verbs.rules().write, operation, summary);
  route.run = [&verbs = form_.verbs, status](Call& call) { return DeleteRow(verbs, status, call); };
  return *this;
}

Rest& Rest::List(std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, path_, form_.verbs.rules().read, operation, summary);
  route.run = [form = form_](Call& call) { return ListRows(form, call); };
  return *this;
}

Rest& Rest::Action(http::Method method, std::string_view suffix, int status, Act act,
                   std::string_view operation, std::string_view summary) {
  Route& route = Add(method, OnePattern() + std::string(suffix), form_.verbs.rules().write,
                     operation, summary);
  route.run = [form = form_, status, act = std::move(act)](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, act(call.caller(), IdOf(form.verbs, call)));
    return ObjectReply(status, form, call, row);
  };
  return *this;
}

}  // namespace bearward::door
