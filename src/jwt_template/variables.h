// Variables: what a template may refer to.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bearward::jwt_template {

// Shape is the kind of value that a variable has. The value of kAny is not known before it is
// rendered: it is a member that a customer named. kCollection is an object or an array.
enum class Shape : std::uint8_t { kScalar, kCollection, kAny };

// Variable is one row. In `path`, `*` stands for the index of an element, and `**` at the end for
// one or more names of a customer.
struct Variable {
  std::string_view path;
  Shape shape = Shape::kScalar;
};

// Variables returns the table.
std::span<const Variable> Variables();

// ShapeOf returns the shape of the value at a path such as `organization.domains.0.domain`; nullopt
// for a path that is in no row.
std::optional<Shape> ShapeOf(std::string_view path);

// IsReserved says whether a template may not set a claim. The first group is that of the vendor;
// the others state the session, the tenant and the rights, which only the server may state.
bool IsReserved(std::string_view claim);

}  // namespace bearward::jwt_template
