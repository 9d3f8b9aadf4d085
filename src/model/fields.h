// Fields: the description of the fields of a resource. Generic code iterates over this description
// for SQL, JSON in both directions, validation, OpenAPI schemas, provisioning and the tests of
// every resource (docs/design/0007-field-tables.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "model/cell.h"
#include "model/ids.h"

namespace bearward::model {

// Uses is a bit set: where a field is used.
using Uses = std::uint16_t;
inline constexpr Uses kStored = 1;        // has a column
inline constexpr Uses kShown = 2;         // appears in responses
inline constexpr Uses kCreate = 4;        // a client may set it in a create request
inline constexpr Uses kUpdate = 8;        // a client may set it in an update request
inline constexpr Uses kRequired = 16;     // required in a create request
inline constexpr Uses kFilter = 32;       // a list can be filtered by it
inline constexpr Uses kProvision = 64;    // a provisioning file may set it
inline constexpr Uses kOmitted = 128;     // without a value: absent from responses instead of null
inline constexpr Uses kConstant = 512;    // an update of the row keeps it
inline constexpr Uses kAudited = 256;     // its values appear in events although it is not shown
inline constexpr Uses kUnaudited = 1024;  // does not appear in events at all
inline constexpr Uses kNullIfEmpty = 2048;  // an empty text is null in JSON
// kSelective: few rows have one value of it, so that a list filtered by it sorts them.
inline constexpr Uses kSelective = 8192;
inline constexpr Uses kMany = 4096;  // a list of up to kMostOfMany items instead of kMostItems
// kFixed is set on creation and shown; kEditable can also be updated.
inline constexpr Uses kFixed = kStored | kShown | kCreate;
inline constexpr Uses kEditable = kFixed | kUpdate;

// kMostItems limits the number of items of a list, and kMostOfMany that of a list with kMany.
inline constexpr std::size_t kMostItems = 64;
inline constexpr std::size_t kMostOfMany = 1000;

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
  bool (*set)(void* row, Cell cell) = nullptr;
  const Check* check = nullptr;
  std::span<const std::string_view> words = {};  // the allowed values of kWord and kWords

  constexpr bool Is(Uses wanted) const { return (uses & wanted) == wanted; }
  // MostItems returns the maximum number of items of a list.
  constexpr std::size_t MostItems() const { return Is(kMany) ? kMostOfMany : kMostItems; }
};

// kMostMetadata, kLongestMetadataKey and kLongestMetadataValue limit metadata.
inline constexpr std::size_t kMostMetadata = 10;
inline constexpr std::size_t kLongestMetadataKey = 40;
inline constexpr std::size_t kLongestMetadataValue = 600;
// kOrganizationField is the name of a field that refers to an organization.
inline constexpr std::string_view kOrganizationField = "organization_id";

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
  field.set = [](void* record, Cell cell) {
    return Conversion::Set(static_cast<R*>(record)->*Member, std::move(cell));
  };
  if constexpr (requires { Conversion::kWords; }) field.words = Conversion::kWords;
  return field;
}

}  // namespace bearward::model
