// Fields: the description of the fields of a resource. Generic code iterates over this description
// for SQL, JSON in both directions, validation, OpenAPI schemas, provisioning and the tests of
// every resource (docs/design/0007-field-tables.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/time.h"
#include "model/cell.h"
#include "model/ids.h"

namespace bearward::model {

// Uses is a bit set: where a field is used.
using Uses = std::uint8_t;
inline constexpr Uses kStored = 1;      // has a column
inline constexpr Uses kShown = 2;       // appears in responses
inline constexpr Uses kCreate = 4;      // a client may set it in a create request
inline constexpr Uses kUpdate = 8;      // a client may set it in an update request
inline constexpr Uses kRequired = 16;   // required in a create request
inline constexpr Uses kFilter = 32;     // a list can be filtered by it
inline constexpr Uses kProvision = 64;  // a provisioning file may set it
inline constexpr Uses kOmitted = 128;   // without a value: absent from responses instead of null
// kFixed is set on creation and shown; kEditable can also be updated.
inline constexpr Uses kFixed = kStored | kShown | kCreate;
inline constexpr Uses kEditable = kFixed | kUpdate;

// Check is a rule for a text, or for each text of a list. `wants` completes the error message
// "`name` must be ...".
struct Check {
  bool (*holds)(std::string_view text);
  std::string_view wants;
};

// Field is one row of a description. `get` and `set` take a pointer to a row of the described type.
// `set` returns false, and changes nothing, for a cell of another kind and for an unknown word.
struct Field {
  std::string_view name;  // of the column, the JSON member and the schema property
  Kind kind = Kind::kText;
  bool nullable = false;
  Uses uses = 0;
  Cell (*get)(const void* row) = nullptr;
  bool (*set)(void* row, const Cell& cell) = nullptr;
  const Check* check = nullptr;
  std::span<const std::string_view> words = {};  // the allowed values of kWord and kWords

  constexpr bool Is(Uses wanted) const { return (uses & wanted) == wanted; }
};

// kMostItems limits the number of items of a list.
inline constexpr std::size_t kMostItems = 64;
// kOrganizationField is the name of a field that refers to an organization.
inline constexpr std::string_view kOrganizationField = "organization_id";

// Entity is what every described resource has in addition to its fields. `id` is the value of its
// key.
struct Entity {
  std::string id;
  EnvironmentId environment;
  base::Time created_at;
  base::Time updated_at;
};

// AnyRow is an owned row of the type that a description describes.
using AnyRow = std::shared_ptr<void>;

// Record is the description of a resource. Lists are in order of creation, or in order of the keys
// where the client chooses the key. A Record has static storage duration.
struct Record {
  std::string_view object;     // the `object` member; also the prefix of its error reasons
  std::string_view id_prefix;  // of generated ids; empty: the client chooses the key
  std::string_view table;
  std::string_view key = "id";  // column and JSON member of Entity::id
  const Check* key_check = nullptr;
  // organization is the name of the field that binds a row to one tenant; it is empty where rows
  // belong to the environment as a whole.
  std::string_view organization = {};
  std::span<const Field> fields = {};
  std::string_view invalid = "invalid_value";  // error reason of a value that a check refuses
  // make creates an empty row, copy a copy of a row, and entity returns its Entity; RecordOf sets
  // them.
  AnyRow (*make)() = nullptr;
  AnyRow (*copy)(const void* row) = nullptr;
  Entity* (*entity)(void* row) = nullptr;

  // EntityOf returns the Entity of a row for reading.
  const Entity& EntityOf(const void* row) const {
    return *entity(const_cast<void*>(row));  // `entity` only converts the pointer
  }
  // MakesIds says whether the server generates the ids, which then sort in order of creation.
  constexpr bool MakesIds() const { return !id_prefix.empty(); }
  // Find returns the field with this name, or nullptr.
  constexpr const Field* Find(std::string_view name) const {
    for (const Field& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

// RecordOf binds a description to the C++ type that it describes.
template <class R>
struct RecordOf : Record {
  static_assert(std::is_base_of_v<Entity, R>);
  constexpr explicit RecordOf(const Record& record) : Record(record) {
    make = []() -> AnyRow { return std::make_shared<R>(); };
    copy = [](const void* row) -> AnyRow {
      return std::make_shared<R>(*static_cast<const R*>(row));
    };
    entity = [](void* row) -> Entity* { return static_cast<R*>(row); };
  }
};

// MemberOf yields the class and the type of a pointer to a member.
template <class Pointer>
struct MemberOf;
template <class R, class T>
struct MemberOf<T R::*> {
  using Record = R;
  using Type = T;
};

// F creates the Field of a member: F<&OrganizationDomain::domain>("domain", kFixed | kRequired,
// &kIs).
template <auto Member>
constexpr Field F(std::string_view name, Uses uses, const Check* check = nullptr) {
  using R = typename MemberOf<decltype(Member)>::Record;
  using Conversion = CellOf<typename MemberOf<decltype(Member)>::Type>;
  Field field{.name = name,
              .kind = Conversion::kKind,
              .nullable = Conversion::kNullable,
              .uses = uses,
              .check = check};
  field.get = [](const void* record) {
    return Conversion::Get(static_cast<const R*>(record)->*Member);
  };
  field.set = [](void* record, const Cell& cell) {
    return Conversion::Set(static_cast<R*>(record)->*Member, cell);
  };
  if constexpr (requires { Conversion::kWords; }) field.words = Conversion::kWords;
  return field;
}

}  // namespace bearward::model
