// Record: the description of a resource: its table, its key and its fields (model/fields.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/fields.h"
#include "model/ids.h"

namespace bearward::model {

// Entity is what every described resource has in addition to its fields. `id` is the value of its
// key. A type may also declare these four members itself, with an id of a type of its own.
struct Entity {
  std::string id;
  EnvironmentId environment;
  base::Time created_at;
  base::Time updated_at;
};

// EntityRef refers to these members of a row.
struct EntityRef {
  std::string& id;
  EnvironmentId& environment;
  base::Time& created_at;
  base::Time& updated_at;

  // Assign copies the values of another row.
  void Assign(const EntityRef& other) const {
    id = other.id;
    environment = other.environment;
    created_at = other.created_at;
    updated_at = other.updated_at;
  }
};

// AnyRow is an owned row of the type that a description describes.
using AnyRow = std::shared_ptr<void>;

// Record is the description of a resource. Lists are in order of creation, or in order of the keys
// where the client chooses the key. A Record has static storage duration.
struct Record {
  std::string_view object;           // the `object` member
  std::string_view error_name = {};  // prefix of its error reasons; empty: `object`
  std::string_view id_prefix;        // of generated ids; empty: the client chooses the key
  std::string_view table;
  std::string_view key = "id";  // column and JSON member of Entity::id
  const Check* key_check = nullptr;
  // address is the name of the field by which requests refer to a row. Its values are unique among
  // the rows below the same parent of a path. Empty: `key`.
  std::string_view address = {};
  // other_key is a unique field by which requests may refer to a row too; empty: none.
  std::string_view other_key = {};
  // organization is the name of the field that binds a row to one tenant; it is empty where rows
  // belong to the environment as a whole.
  std::string_view organization = {};
  bool is_tenant = false;  // rows are the organizations themselves
  std::span<const Field> fields = {};
  std::string_view invalid = "invalid_value";  // error reason of a value that a check refuses
  // make creates an empty row, copy a copy of a row, and entity returns its Entity; RecordOf sets
  // them.
  AnyRow (*make)() = nullptr;
  AnyRow (*copy)(const void* row) = nullptr;
  EntityRef (*entity)(void* row) = nullptr;

  // EntityOf returns the Entity of a row for reading.
  EntityRef EntityOf(const void* row) const {
    return entity(const_cast<void*>(row));  // `entity` only refers to the members
  }
  // MakesIds says whether the server generates the ids, which then sort in order of creation.
  constexpr bool MakesIds() const { return !id_prefix.empty(); }
  // Name returns the prefix of the error reasons, and AddressName the name of the field or key by
  // which requests refer to a row.
  constexpr std::string_view Name() const { return error_name.empty() ? object : error_name; }
  constexpr std::string_view AddressName() const { return address.empty() ? key : address; }
  // AddressOf returns the value of that field or key in a row.
  std::string AddressOf(const void* row) const {
    if (address.empty()) return EntityOf(row).id;
    return std::get<std::string>(Find(address)->get(row));
  }
  // Find returns the field with this name, or nullptr.
  constexpr const Field* Find(std::string_view name) const {
    for (const Field& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

// KeyOf returns the key of a row: its member `id`, or `name` of a type without ids.
template <class R>
auto& KeyOf(R& row) {
  if constexpr (requires { row.id; }) {
    return row.id;
  } else {
    return row.name;
  }
}

// TextOf returns the text of an id.
inline std::string& TextOf(std::string& id) { return id; }
template <class Tag>
std::string& TextOf(base::Id<Tag>& id) {
  return id.text;
}

// RecordOf binds a description to the C++ type that it describes, which has the members of Entity.
template <class R>
struct RecordOf : Record {
  constexpr explicit RecordOf(const Record& record) : Record(record) {
    make = []() -> AnyRow { return std::make_shared<R>(); };
    copy = [](const void* row) -> AnyRow {
      return std::make_shared<R>(*static_cast<const R*>(row));
    };
    entity = [](void* any) -> EntityRef {
      R& row = *static_cast<R*>(any);
      return {TextOf(KeyOf(row)), row.environment, row.created_at, row.updated_at};
    };
  }
};

}  // namespace bearward::model
