// View: the JSON object that shows a value of a C++ type. One table of its members serves the
// schema of the object and the writer.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "json/form.h"
#include "json/schema.h"
#include "json/writer.h"

namespace bearward::json {

// Read applies the pointers to members and the functions of a path one after the other. Only the
// last one may return a value instead of a reference.
template <auto kFirst, auto... kRest, class T>
constexpr decltype(auto) Read(const T& value) {
  if constexpr (sizeof...(kRest) == 0) {
    return std::invoke(kFirst, value);
  } else {
    static_assert(std::is_lvalue_reference_v<std::invoke_result_t<decltype(kFirst), const T&>>);
    return Read<kRest...>(std::invoke(kFirst, value));
  }
}

// ViewMember is one member of the object. `write` appends its value; `is_absent` returns whether an
// optional member is left out.
template <class T>
struct ViewMember {
  using Row = T;
  Property property;
  void (*write)(Writer& writer, const T& row);
  bool (*is_absent)(const T& row) = nullptr;
};

// kSchemaOf is the schema of the object with these members; with a name it is a component of the
// document.
template <const auto& kMembers>
inline constexpr auto kPropertiesOf = [] {
  std::array<Property, std::size(kMembers)> properties{};
  std::ranges::transform(kMembers, properties.begin(),
                         [](const auto& member) { return member.property; });
  return properties;
}();
template <const auto& kMembers, Literal kName = "">
inline constexpr Schema kSchemaOf = ObjectOf(kPropertiesOf<kMembers>, kName.text);

// WriteView appends the object for a value, and ViewText returns its text. The type of the value
// may be derived from that of the members.
template <const auto& kMembers, class T>
void WriteView(Writer& writer, const T& row) {
  writer.BeginObject();
  for (const auto& member : kMembers) {
    if (member.is_absent != nullptr && member.is_absent(row)) continue;
    member.write(writer.Key(member.property.name), row);
  }
  writer.EndObject();
}
template <const auto& kMembers, class T>
std::string ViewText(const T& row) {
  std::string text;
  Writer writer(text);
  WriteView<kMembers>(writer, row);
  return text;
}

// View makes the members of the object for a T. `kPath` leads from the T to the value (Read).
template <class T>
struct View {
  using Member = ViewMember<T>;
  template <auto... kPath>
  using ValueAt = std::remove_cvref_t<decltype(Read<kPath...>(std::declval<const T&>()))>;

  // Object is the member `object`, which names the kind of the object.
  template <Literal kKind>
  static constexpr Member Object() {
    return {{"object", Word<kKind>()}, [](Writer& writer, const T&) { writer.String(kKind.text); }};
  }
  template <auto... kPath>
  static constexpr Member Of(std::string_view name, std::string_view description = {}) {
    using Shape = Form<ValueAt<kPath...>>;
    return {{name, Shape::kSchema, true, description},
            [](Writer& writer, const T& row) { Shape::Write(writer, Read<kPath...>(row)); }};
  }
  // NullIfEmpty is null for an empty text.
  template <auto... kPath>
  static constexpr Member NullIfEmpty(std::string_view name, std::string_view description = {}) {
    return {{name, OrNull(kText), true, description}, [](Writer& writer, const T& row) {
              const auto& text = Read<kPath...>(row);
              text.empty() ? writer.Null() : writer.String(text);
            }};
  }
  // Omitted is left out if the value, which is a std::optional, is missing.
  template <auto... kPath>
  static constexpr Member Omitted(std::string_view name, std::string_view description = {}) {
    using Shape = Form<typename ValueAt<kPath...>::value_type>;
    return {Optional(name, Shape::kSchema, description),
            [](Writer& writer, const T& row) { Shape::Write(writer, *Read<kPath...>(row)); },
            [](const T& row) { return !Read<kPath...>(row).has_value(); }};
  }
  // Json is a text that is a JSON object, whose members are data.
  template <auto... kPath>
  static constexpr Member Json(std::string_view name, std::string_view description = {}) {
    return {{name, {.type = Type::kObject, .open = true}, true, description},
            [](Writer& writer, const T& row) { writer.Raw(Read<kPath...>(row)); }};
  }
  // OneOf is one of these words; `kGet` returns it.
  template <auto kGet, Literal... kWords>
  static constexpr Member OneOf(std::string_view name, std::string_view description = {}) {
    return {{name, Word<kWords...>(), true, description},
            [](Writer& writer, const T& row) { writer.String(Read<kGet>(row)); }};
  }
  // Part is an object for the value at the path, or for the T itself. OmittedPart is left out if
  // the value, which is a std::optional, is missing.
  template <const auto& kMembers, auto... kPath>
  static constexpr Member Part(std::string_view name, std::string_view description = {}) {
    return {{name, kSchemaOf<kMembers>, true, description}, [](Writer& writer, const T& row) {
              WriteView<kMembers>(writer, Read<std::identity{}, kPath...>(row));
            }};
  }
  template <const auto& kMembers, auto... kPath>
  static constexpr Member OmittedPart(std::string_view name, std::string_view description = {}) {
    return {Optional(name, kSchemaOf<kMembers>, description),
            [](Writer& writer, const T& row) { WriteView<kMembers>(writer, *Read<kPath...>(row)); },
            [](const T& row) { return !Read<kPath...>(row).has_value(); }};
  }
  // Each is a list with one object for each item that `kGet` returns; std::identity returns the
  // row.
  template <auto kGet, const auto& kMembers, Literal kItemName = "">
  static constexpr Member Each(std::string_view name, std::string_view description = {}) {
    return {{name, ListOf(kSchemaOf<kMembers, kItemName>), true, description},
            [](Writer& writer, const T& row) {
              writer.BeginArray();
              for (const auto& item : Read<kGet>(row)) WriteView<kMembers>(writer, item);
              writer.EndArray();
            }};
  }
};

}  // namespace bearward::json
