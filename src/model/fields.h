// Fields: what a resource consists of, described once. The store's SQL, JSON in and out,
// validation, OpenAPI schemas, provisioning and the tests of every resource are loops over this
// description (docs/design/0007-field-tables.md).
#pragma once

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

// Uses is a set of the ways in which a field takes part.
using Uses = std::uint8_t;
inline constexpr Uses kStored = 1;      // has a column
inline constexpr Uses kShown = 2;       // stands in answers
inline constexpr Uses kCreate = 4;      // a client may give it when it creates
inline constexpr Uses kUpdate = 8;      // a client may change it
inline constexpr Uses kRequired = 16;   // and must give it when it creates
inline constexpr Uses kFilter = 32;     // a list may be narrowed by it
inline constexpr Uses kProvision = 64;  // a provisioning file may give it
inline constexpr Uses kOmitted = 128;   // left out of answers, not null, when it has no value
// kFixed is given once and shown; kEditable may also be changed.
inline constexpr Uses kFixed = kStored | kShown | kCreate;
inline constexpr Uses kEditable = kFixed | kUpdate;

// Check is a rule for a text, or for each text of a list; `wants` completes the sentence
// "`name` must be ...".
struct Check {
  bool (*holds)(std::string_view text);
  std::string_view wants;
};

// Field is one row of a description. `get` and `set` take a pointer to a row of the described type;
// `set` is false for a cell of another kind and for an unknown word, and then changes nothing.
struct Field {
  std::string_view name;  // of the column, the JSON member and the schema's property
  Kind kind = Kind::kText;
  bool nullable = false;
  Uses uses = 0;
  Cell (*get)(const void* row) = nullptr;
  bool (*set)(void* row, const Cell& cell) = nullptr;
  const Check* check = nullptr;
  std::span<const std::string_view> words = {};  // the closed set of kWord and kWords

  constexpr bool Is(Uses wanted) const { return (uses & wanted) == wanted; }
};

// Entity is what every described resource has besides its fields. `id` is the value of its key.
struct Entity {
  std::string id;
  EnvironmentId environment;
  base::Time created_at;
  base::Time updated_at;
};

// Record is the description of a resource. Lists are in the order of creation, or where the client
// gives the key, in the order of keys. A description lives as long as the program.
struct Record {
  std::string_view object;     // the `object` member; also begins the reasons of its errors
  std::string_view id_prefix;  // of the ids that we make; empty: the client gives the key
  std::string_view table;
  std::string_view key = "id";  // column and JSON member of Entity::id
  // organization names the field that binds a row to one tenant; empty where rows belong to the
  // environment as a whole.
  std::string_view organization = {};
  std::span<const Field> fields = {};
  // make builds an empty row, and entity gives its Entity; RecordOf sets both.
  std::shared_ptr<void> (*make)() = nullptr;
  Entity* (*entity)(void* row) = nullptr;

  // EntityOf gives the Entity of a row that is not changed through it.
  const Entity& EntityOf(const void* row) const {
    return *entity(const_cast<void*>(row));  // `entity` only converts the pointer
  }
  // MakesIds says whether we make the ids, in the order of creation.
  constexpr bool MakesIds() const { return !id_prefix.empty(); }
  // Find gives the field of a name, or nullptr.
  constexpr const Field* Find(std::string_view name) const {
    for (const Field& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

// RecordOf joins a description to the type that it describes.
template <class R>
struct RecordOf : Record {
  static_assert(std::is_base_of_v<Entity, R>);
  constexpr explicit RecordOf(const Record& record) : Record(record) {
    make = []() -> std::shared_ptr<void> { return std::make_shared<R>(); };
    entity = [](void* row) -> Entity* { return static_cast<R*>(row); };
  }
};

// MemberOf takes a pointer to a member apart.
template <class Pointer>
struct MemberOf;
template <class R, class T>
struct MemberOf<T R::*> {
  using Record = R;
  using Type = T;
};

// F makes the row of a member: F<&OrganizationDomain::domain>("domain", kFixed | kRequired, &kIs).
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
