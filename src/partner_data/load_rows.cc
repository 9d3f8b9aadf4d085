#include "partner_data/load_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "json/writer.h"
#include "objects/reach.h"
#include "partner_data/kinds.h"
#include "store/object_links.h"
#include "store/objects.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using objects::Row;

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestKey = 256;
// kMostLoaded limits the objects of one kind that an organization may have when it loads more.
constexpr std::int64_t kMostLoaded = 100'000;

std::vector<std::string> TextsIn(const Row& row, std::string_view name) {
  std::vector<std::string> texts;
  const json::Value* value = row.fields.Find(name);
  const json::Array* list = value == nullptr ? nullptr : value->AsArray();
  if (list == nullptr) return texts;
  for (const json::Value& item : *list) {
    if (item.IsString()) texts.push_back(*item.AsString());
  }
  return texts;
}

std::string Or(const std::string& text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

// IsColumn accepts the names of fields: one word, or section.field.
bool IsColumn(std::string_view name) {
  return model::IsFieldName(name) || model::IsFieldName("section." + std::string(name));
}

const json::Value* Find(const json::Object& object, std::string_view name) {
  const auto found = std::ranges::find(object, name, &json::Member::key);
  return found == object.end() ? nullptr : &found->value;
}

bool HasNul(const json::Value& value) {
  const std::string* text = value.AsString();
  return text != nullptr && text->find('\0') != std::string::npos;
}

// NounOf names what a cell must be, for the message of a fault.
std::string_view NounOf(CellType type) {
  if (type == CellType::kNumber) return "number";
  return type == CellType::kDate ? "date such as 2031-05-06" : "text of at most 32768 bytes";
}

// Known is an object that a row may change.
struct Known {
  Row row;
  bool edits = false;
};

std::optional<std::string> KeyIn(const objects::ReachedRow& reached, const Integration& integration,
                                 const model::OrganizationId& viewer) {
  const json::Value key = objects::VisibleValue(reached, integration.link_field, viewer);
  return key.IsNull() ? std::nullopt : std::optional(TextOf(key));
}

// Loader writes rows one after the other: a later row finds what an earlier one created. `keys` are
// objects that were found before the transaction, and are read again; nullptr if FindKnown reads
// all objects in it.
class Loader {
 public:
  Loader(store::WriteTx& tx, const objects::Author& author, const Integration& integration,
         const objects::Creator& creator, const Keys* keys)
      : tx_(tx), author_(author), integration_(integration), creator_(creator), keys_(keys) {}

  base::Status FindKnown() {
    const model::Principal& principal = author_.principal();
    BW_TRY_ASSIGN(auto reached,
                  objects::ListReached(tx_, principal, principal.organization,
                                       integration_.object_kind, model::Operation::kWrite));
    for (objects::ReachedRow& one : reached) {
      auto key = KeyIn(one, integration_, principal.organization);
      if (key) known_.emplace(*std::move(key), Known{std::move(one.row), one.rights.edit});
    }
    return {};
  }
  Keys TakeCreated() { return std::move(created_); }

  // Load counts one row. Only a failure of the storage is an error.
  base::Status Load(const json::Object& given, LoadResult& result) {
    ++result.input;
    const json::Value* cell = Find(given, integration_.key_field);
    const std::string key = cell == nullptr || cell->IsNull() ? std::string() : TextOf(*cell);
    json::Object row = given;
    std::string fault = FaultOf(row, key);
    if (fault.empty()) fault = ReadCells(row);
    if (fault.empty()) {
      BW_TRY_ASSIGN(fault, Write(row, key, result));
    }
    if (fault.empty()) return {};
    ++result.errors;
    if (result.errors > kMostFaults) return {};
    result.faults.push_back({key, std::move(fault), json::Value::Of(given)});
    return {};
  }

 private:
  std::string FieldOf(const std::string& column) const {
    const auto mapped = integration_.fields.find(column);
    return mapped == integration_.fields.end() ? column : mapped->second;
  }

  std::string FaultOf(const json::Object& row, const std::string& key) const {
    if (key.empty()) return "The column " + integration_.key_field + " is empty.";
    if (key.size() > kLongestKey || base::HasControlCharacter(key)) {
      return "The column " + integration_.key_field + " is too long or has a control character.";
    }
    for (const std::string& name : integration_.required) {
      const json::Value* cell = Find(row, name);
      if (cell == nullptr || cell->IsNull()) return "The column " + name + " is empty.";
    }
    for (const json::Member& cell : row) {
      if (!IsColumn(FieldOf(cell.key))) return "The column \"" + cell.key + "\" is no field.";
      if (cell.value.IsObject() || cell.value.IsArray()) {
        return "The column " + cell.key + " must have one value.";
      }
      if (HasNul(cell.value)) return "The column " + cell.key + " has a NUL character.";
    }
    return {};
  }

  // ReadCells replaces the cells by what their columns store, and returns the first fault.
  std::string ReadCells(json::Object& row) const {
    for (json::Member& cell : row) {
      const auto column = std::ranges::find(integration_.columns, cell.key, &LoadColumn::name);
      const bool is_typed = column != integration_.columns.end() && column->type;
      if (!is_typed || cell.value.IsNull()) continue;
      auto value = CellOf(*column->type, cell.value);
      if (!value) {
        return "The column " + cell.key + " must have a " + std::string(NounOf(*column->type)) +
               ".";
      }
      cell.value = *std::move(value);
    }
    return {};
  }

  // FindByKey returns nullptr if no object has the key.
  Result<Known*> FindByKey(const std::string& key) {
    const auto known = known_.find(key);
    if (known != known_.end()) return &known->second;
    if (keys_ == nullptr) return nullptr;
    const auto before = keys_->find(key);
    if (before == keys_->end()) return FindNew(key);
    BW_TRY_ASSIGN(auto reached, objects::FindReached(tx_, author_.principal(), before->second));
    if (!reached) return nullptr;
    return Keep(key, *std::move(reached));
  }

  // FindNew finds an object that another request has created since the keys were read.
  Result<Known*> FindNew(const std::string& key) {
    const model::Principal& principal = author_.principal();
    BW_TRY_ASSIGN(
        const auto ids,
        store::ListLinkedObjects(tx_, {principal.environment, *principal.organization,
                                       integration_.object_kind, integration_.link_field, key}));
    for (const model::ObjectId& id : ids) {
      BW_TRY_ASSIGN(auto reached, objects::FindReached(tx_, principal, id));
      if (!reached) continue;
      BW_TRY_ASSIGN(reached->links, store::ListExternalIds(tx_, principal.environment, id));
      if (KeyIn(*reached, integration_, principal.organization) != key) continue;
      return Keep(key, *std::move(reached));
    }
    return nullptr;
  }

  Known* Keep(const std::string& key, objects::ReachedRow reached) {
    return &known_.emplace(key, Known{std::move(reached.row), reached.rights.edit}).first->second;
  }

  // Write returns the fault of the row, "" for none.
  Result<std::string> Write(const json::Object& row, const std::string& key, LoadResult& result) {
    BW_TRY_ASSIGN(Known* const found, FindByKey(key));
    if (found == nullptr) {
      if (integration_.creates) return Create(row, key, result);
      ++result.skipped;
      return std::string();
    }
    Known& known = *found;
    if (!known.edits) return std::string("The access level on the object is too low.");
    json::Object fields = objects::MembersOf(known.row);
    std::string fault = Fill(fields, row, known.row.object.owner);
    if (!fault.empty()) return fault;
    const std::string name = NameOf(row, known.row.object.name);
    if (name == known.row.object.name && json::Value::Of(fields) == known.row.fields) {
      ++result.skipped;
      return std::string();
    }
    BW_TRY_ASSIGN(known.row, objects::Replace(tx_, author_, known.row, name, std::move(fields)));
    ++result.loaded;
    return std::string();
  }

  Result<std::string> Create(const json::Object& row, const std::string& key, LoadResult& result) {
    json::Object fields;
    std::string fault = Fill(fields, row, author_.principal().organization);
    if (!fault.empty()) return fault;
    auto created = creator_.Create({{}, NameOf(row, key), std::move(fields)});
    if (!created && created.error().code == base::Code::kInvalid) {
      return created.error().public_text;
    }
    BW_TRY(created);
    BW_TRY(LinkTo(created->object, key));
    created_.emplace(key, created->object.id);
    known_.emplace(key, Known{*std::move(created), true});
    ++result.loaded;
    return std::string();
  }

  base::Status LinkTo(const model::Object& object, const std::string& key) {
    const std::string& field = integration_.link_field;
    BW_TRY(store::PutExternalId(tx_, {.environment = object.environment,
                                      .object = object.id,
                                      .field_name = field,
                                      .external_id = key,
                                      .organization = object.owner}));
    std::string data;
    json::Writer writer(data);
    writer.BeginObject().Key("field_name").String(field).Key("external_id").String(key).EndObject();
    return tx_.Append(author_.by().Make(model::EventType::kObjectLinked, object.id.text,
                                        object.owner, std::move(data)));
  }

  std::string NameOf(const json::Object& row, const std::string& otherwise) const {
    const json::Value* name = Find(row, "name");
    std::string text = name == nullptr || name->IsNull() ? otherwise : TextOf(*name);
    if (text.size() > kLongestName) text = text.substr(0, kLongestName);
    while (!base::IsUtf8(text)) text.pop_back();
    return base::HasControlCharacter(text) ? otherwise : text;
  }

  // Fill sets the fields of a row and returns a fault. Company fields belong to the owner of the
  // object (contracts: WorkSpan section 4, step 7).
  std::string Fill(json::Object& fields, const json::Object& row,
                   const model::OrganizationId& owner) const {
    for (const json::Member& cell : row) {
      if (cell.key == integration_.key_field || cell.key == "name") continue;
      const std::string field = FieldOf(cell.key);
      const bool foreign = model::ClassifyField(field) == model::FieldClass::kCompany &&
                           owner != *author_.principal().organization;
      if (foreign) return "The column " + cell.key + " is a company field of another company.";
      if (!objects::PutField(fields, field, cell.value)) {
        return "The column " + cell.key + " is no field of the object.";
      }
    }
    return {};
  }

  store::WriteTx& tx_;
  const objects::Author& author_;
  const Integration& integration_;
  objects::Creator creator_;
  const Keys* keys_;
  std::map<std::string, Known> known_;  // by key
  Keys created_;
};

}  // namespace

Result<Integration> FindIntegration(store::ReadTx& tx, const model::Principal& principal,
                                    const std::string& id) {
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, principal.environment, model::ObjectId{id}));
  const bool own =
      object && object->kind == kIntegrationKind && object->owner == *principal.organization;
  std::string kind;
  std::optional<Row> row;
  if (own) {
    BW_TRY_ASSIGN(row, objects::RowOf(*std::move(object)));
    kind = Or(row->Text("object_kind"), kUsualObjectKind);
  }
  // The profile is checked first, so that a caller without it does not learn what exists.
  BW_TRY(objects::CheckOwn(tx, principal, own ? kind : kIntegrationKind, model::Operation::kWrite));
  if (!own) {
    return base::Fail(base::NotFound("integration_not_found", "No such integration."));
  }
  Integration integration{.id = id, .object_kind = kind};
  integration.key_field = Or(row->Text("key_field"), kind + "_id");
  integration.link_field =
      Or(row->Text("link_field"), kind == "account" ? "account_info.external_account_id"
                                                    : "sales_details.crm_opportunity_id");
  const json::Value* creates = row->fields.Find("auto_create");
  integration.creates = creates == nullptr || creates->AsBool().value_or(true);
  integration.required = TextsIn(*row, "required");
  BW_TRY_ASSIGN(integration.columns, LoadColumnsOf(*row));
  integration.marketplace_type = row->Text("marketplace_type");
  const json::Value* fields = row->fields.Find("fields");
  if (fields != nullptr && fields->IsObject()) {
    for (const json::Member& member : *fields->AsObject()) {
      integration.fields.emplace(member.key, TextOf(member.value));
    }
  }
  return integration;
}

Result<Keys> KeysOf(store::ReadTx& tx, const model::Principal& principal,
                    const Integration& integration) {
  BW_TRY_ASSIGN(const auto reached,
                objects::ListReached(tx, principal, principal.organization, integration.object_kind,
                                     model::Operation::kWrite));
  Keys keys;
  for (const objects::ReachedRow& one : reached) {
    auto key = KeyIn(one, integration, principal.organization);
    if (key) keys.emplace(*std::move(key), one.row.object.id);
  }
  return keys;
}

base::Status LoadRows(store::WriteTx& tx, const objects::Author& author, base::Entropy& entropy,
                      const Integration& integration, const std::vector<json::Object>& rows,
                      LoadResult& result) {
  BW_TRY_ASSIGN(const auto creator,
                objects::Creator::Begin(tx, author, entropy, integration.object_kind, kMostLoaded));
  Loader loader(tx, author, integration, creator, nullptr);
  BW_TRY(loader.FindKnown());
  for (const json::Object& row : rows) BW_TRY(loader.Load(row, result));
  return {};
}

Result<Keys> ApplyRows(store::WriteTx& tx, const objects::Author& author, base::Entropy& entropy,
                       const Integration& integration, const std::vector<json::Object>& rows,
                       const Keys& keys, LoadResult& result) {
  BW_TRY_ASSIGN(const auto creator,
                objects::Creator::Begin(tx, author, entropy, integration.object_kind, kMostLoaded));
  Loader loader(tx, author, integration, creator, &keys);
  for (const json::Object& row : rows) BW_TRY(loader.Load(row, result));
  return loader.TakeCreated();
}

}  // namespace bearward::partner_data
