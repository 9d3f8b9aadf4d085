#include "door/rest.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/invalid.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/writer.h"
#include "resource/one_of.h"

namespace bearward::door {
namespace {

using base::Result;
using model::AnyRow;
using model::Record;
using resource::Purpose;

using Form = Rest::Form;

// ParentsOf returns the parents in the path of a call.
std::vector<store::Filter> ParentsOf(const Form& form, const Call& call) {
  std::vector<store::Filter> parents;
  for (const model::Field* const field : form.parents) {
    parents.push_back({field, {call.Param(field->name)}});
  }
  return parents;
}

resource::Address AddressOf(const Form& form, const Call& call) {
  return {call.Param(form.verbs.record().AddressName()), ParentsOf(form, call)};
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
  for (std::size_t i = 0; i < texts.size(); ++i) resource::JoinMembers(texts[i], members.at(i));
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

Result<Read> ReadCodec(const Form& form, const model::Caller& caller, std::string_view id,
                       const json::Value& body) {
  if (!form.codec.read || !body.IsObject()) return Read{body, {}};
  json::Object fields;
  for (const json::Member& member : *body.AsObject()) {
    const auto own = std::ranges::find(form.codec.input, member.key, &json::Property::name);
    if (own == form.codec.input.end()) fields.push_back(member);
  }
  BW_TRY_ASSIGN(auto extra, form.codec.read({caller, id, body}));
  return Read{json::Value::Of(std::move(fields)), std::move(extra)};
}

Result<Reply> CreateRow(const Form& form, int status, Call& call) {
  BW_TRY(form.verbs.CheckWrite(call.caller()));
  BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
  BW_TRY_ASSIGN(const Read read, ReadCodec(form, call.caller(), {}, body.object()));
  const AnyRow row = form.verbs.record().make();
  BW_TRY(form.mount.read_body(read.fields, form.verbs.record(), Purpose::kCreate, row.get()));
  if (read.extra.fill) read.extra.fill(row.get());
  for (const store::Filter& parent : ParentsOf(form, call)) {
    parent.field->set(row.get(), parent.values.front());
  }
  BW_TRY_ASSIGN(const AnyRow made,
                form.codec.create ? form.codec.create({call, body.object(), row, read.extra.also})
                                  : form.verbs.Create(call.caller(), row, read.extra.also));
  BW_TRY_ASSIGN(auto texts, Written(form, call.caller(), {&made, 1}));
  if (!read.extra.once) return JsonReply(status, std::move(texts.front()));
  resource::JoinMembers(texts.front(), read.extra.once());
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
  const resource::Address at = AddressOf(form, call);
  BW_TRY_ASSIGN(const Read read, ReadCodec(form, call.caller(), at.text, body.object()));
  // A malformed body is refused before the transaction.
  const AnyRow fresh = record.make();
  record.entity(fresh.get()).id = at.text;
  BW_TRY(form.mount.read_body(read.fields, record, Purpose::kUpdate, fresh.get()));
  const auto change = [&](void* row) -> base::Status {
    if (!replaces) return form.mount.read_body(read.fields, record, Purpose::kUpdate, row);
    CopyEditable(record, fresh.get(), row);
    return {};
  };
  BW_TRY_ASSIGN(const AnyRow row,
                form.verbs.Update(call.caller(), at, change, std::nullopt, read.extra.also));
  return ObjectReply(200, form, call, row);
}

Result<Reply> DeleteRow(const Form& form, bool with_body, int status, Call& call) {
  const resource::Address at = AddressOf(form, call);
  BW_TRY(form.verbs.Delete(call.caller(), at));
  if (!with_body) return EmptyReply(status);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String(form.verbs.record().object);
  writer.Key("id").String(at.text);
  writer.Key("status").String("deleted").EndObject();
  return JsonReply(status, std::move(text));
}

std::vector<std::string_view> FiltersOf(const Form& form) {
  std::vector<std::string_view> names;
  for (const model::Field& field : form.verbs.record().fields) {
    if (field.Is(model::kFilter)) names.push_back(field.name);
  }
  for (const ListParameter& parameter : form.codec.parameters) names.push_back(parameter.name);
  if (form.codec.search != nullptr) names.push_back(kSearch);
  return names;
}

// CheckWords refuses a value that no row can have, because an empty list would hide the mistake.
base::Status CheckWords(const Form& form, const FilterValues& filter) {
  const model::Field* const field = form.verbs.record().Find(filter.name);
  if (!form.mount.strict || field == nullptr || field->words.empty()) return {};
  for (const std::string& value : filter.values) {
    if (std::ranges::find(field->words, value) != field->words.end()) continue;
    return base::Fail(base::Invalid(
        "invalid_value",
        "`" + std::string(filter.name) + "` must be " + resource::OneOf(field->words) + ".",
        {std::string(filter.name)}));
  }
  return {};
}

// FilterOf returns nullopt for a parameter that the lister or SearchText reads itself.
std::optional<store::Filter> FilterOf(const Form& form, FilterValues values) {
  if (form.codec.search != nullptr && values.name == kSearch) return std::nullopt;
  const auto parameter =
      std::ranges::find(form.codec.parameters, values.name, &ListParameter::name);
  if (parameter == form.codec.parameters.end()) {
    return store::Filter{form.verbs.record().Find(values.name), std::move(values.values)};
  }
  if (parameter->field.empty() && parameter->through.empty()) return std::nullopt;
  if (parameter->convert != nullptr) {
    for (std::string& value : values.values) value = parameter->convert(value);
  }
  return store::Filter{form.verbs.record().Find(parameter->field), std::move(values.values),
                       parameter->through};
}

// SearchText returns the text of a search as it was sent, "" without one: it may have commas, which
// separate the values of filters.
Result<std::string> SearchText(const Form& form, const Call& call) {
  if (form.codec.search == nullptr) return std::string();
  BW_TRY_ASSIGN(auto text, call.Query(kSearch));
  return std::move(text).value_or("");
}

Result<Reply> ListRows(const Form& form, const Rest::Lister& lister, const Call& call) {
  const auto names = FiltersOf(form);
  BW_TRY_ASSIGN(ListQuery list, ParseListQuery(call.request().query, names, form.mount.strict));
  if (form.codec.complete_list != nullptr) BW_TRY(form.codec.complete_list(list));
  store::PageQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  for (FilterValues& filter : list.filters) {
    BW_TRY(CheckWords(form, filter));
    auto made = FilterOf(form, std::move(filter));
    if (made) query.filters.push_back(*std::move(made));
  }
  BW_TRY_ASSIGN(query.text, SearchText(form, call));
  if (!query.text.empty()) query.search = form.codec.search;
  BW_TRY_ASSIGN(const resource::Page page,
                lister ? lister(call, std::move(query))
                       : form.verbs.List(call.caller(), std::move(query), ParentsOf(form, call)));
  BW_TRY_ASSIGN(const auto texts, Written(form, call.caller(), page.rows));
  ListWriter writer;
  for (const std::string& text : texts) writer.items().Raw(text);
  return writer.Finish(page.ends);
}

// AllRows answers with all rows. Such a list has no cursors.
Result<Reply> AllRows(const Form& form, const Rest::Collect& collect, const Call& call) {
  BW_TRY_ASSIGN(const std::string search, SearchText(form, call));
  BW_TRY_ASSIGN(const auto rows, collect(call.caller(), ParentsOf(form, call), search));
  BW_TRY_ASSIGN(const auto texts, Written(form, call.caller(), rows));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("list").Key("data").BeginArray();
  for (const std::string& row : texts) writer.Raw(row);
  writer.EndArray().EndObject();
  return JsonReply(200, std::move(text));
}

}  // namespace

std::vector<const model::Field*> Rest::ParentsIn(std::string_view path, const Record& record) {
  std::vector<const model::Field*> parents;
  for (const model::Field& field : record.fields) {
    if (path.find("{" + std::string(field.name) + "}") != std::string_view::npos) {
      parents.push_back(&field);
    }
  }
  return parents;
}

Route& Rest::Add(http::Method method, std::string pattern, std::string_view permission,
                 const Contract& contract, const Words& words) {
  Route& route = rows_.emplace_back();
  route.method = method;
  route.pattern = std::move(pattern);
  route.guard = form_.mount.guard;
  route.guard.need = permission.empty() ? model::Need::Live() : model::Need::All({permission});
  route.operation = words.operation;
  route.summary = words.summary;
  route.contract = &contract;
  route.contract_owner = contracts_;
  route.dialect = &form_.mount.dialect;
  return route;
}

std::string Rest::OnePattern() const {
  return path_ + "/{" + std::string(form_.verbs.record().AddressName()) + "}";
}

Rest& Rest::Create(int status, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kPost, path_, form_.verbs.rules().write,
                     contracts_->Create(status), {operation, summary});
  route.run = [form = form_, status](Call& call) { return CreateRow(form, status, call); };
  return *this;
}

Rest& Rest::Get(std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, OnePattern(), form_.verbs.rules().read, contracts_->Get(),
                     {operation, summary});
  route.run = [form = form_](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, form.verbs.Get(call.caller(), AddressOf(form, call)));
    return ObjectReply(200, form, call, row);
  };
  return *this;
}

Rest& Rest::GetBy(std::string_view field, std::string_view operation, std::string_view summary) {
  const std::string name(field);
  Route& route = Add(http::Method::kGet, path_ + "/" + name + "/{" + name + "}",
                     form_.verbs.rules().read, contracts_->Get(), {operation, summary});
  route.run = [form = form_, field](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(
        const AnyRow row,
        form.verbs.GetBy(call.caller(), *form.verbs.record().Find(field), call.Param(field)));
    return ObjectReply(200, form, call, row);
  };
  return *this;
}

Rest& Rest::Update(http::Method method, std::string_view operation, std::string_view summary) {
  Route& route = Add(method, OnePattern(), form_.verbs.rules().write, contracts_->Update(),
                     {operation, summary});
  route.run = [form = form_](Call& call) { return UpdateRow(form, false, call); };
  return *this;
}

Rest& Rest::Replace(std::string_view operation, std::string_view summary) {
  Update(http::Method::kPut, operation, summary);
  rows_.back().run = [form = form_](Call& call) { return UpdateRow(form, true, call); };
  return *this;
}

Rest& Rest::Delete(int status, std::string_view operation, std::string_view summary) {
  return DeleteBy(false, status, {operation, summary});
}

Rest& Rest::DeleteWithBody(std::string_view operation, std::string_view summary) {
  return DeleteBy(true, 200, {operation, summary});
}

Rest& Rest::DeleteBy(bool with_body, int status, const Words& words) {
  Route& route =
      Add(http::Method::kDelete, OnePattern(), form_.verbs.rules().write,
          contracts_->Delete(status, with_body, form_.verbs.rules().remove != nullptr), words);
  route.run = [form = form_, with_body, status](Call& call) {
    return DeleteRow(form, with_body, status, call);
  };
  return *this;
}

Rest& Rest::List(std::string_view operation, std::string_view summary) {
  return ListBy(nullptr, operation, summary);
}

Rest& Rest::ListBy(Lister list, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, path_, form_.verbs.rules().read, contracts_->List(),
                     {operation, summary});
  route.run = [form = form_, list = std::move(list)](Call& call) {
    return ListRows(form, list, call);
  };
  return *this;
}

Rest& Rest::ListAll(Collect collect, std::string_view operation, std::string_view summary) {
  Route& route = Add(http::Method::kGet, path_, form_.verbs.rules().read, contracts_->ListAll(),
                     {operation, summary});
  route.run = [form = form_, collect = std::move(collect)](Call& call) {
    return AllRows(form, collect, call);
  };
  return *this;
}

Rest& Rest::Action(http::Method method, std::string_view suffix, int status, Act act,
                   std::string_view operation, std::string_view summary, const json::Schema* body) {
  const resource::Rules& rules = form_.verbs.rules();
  Route& route = Add(method, OnePattern() + std::string(suffix),
                     method == http::Method::kGet ? rules.read : rules.write,
                     contracts_->Action(status, body), {operation, summary});
  route.run = [form = form_, status, act = std::move(act)](Call& call) -> Result<Reply> {
    BW_TRY_ASSIGN(const AnyRow row, act(call, AddressOf(form, call)));
    if (status == 204) return EmptyReply(status);
    return ObjectReply(status, form, call, row);
  };
  return *this;
}

}  // namespace bearward::door
