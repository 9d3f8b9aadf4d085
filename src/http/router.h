// Router: maps a method and a path to the number of a route.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace bearward::http {

// PathCase states whether the literal segments of a pattern match without ASCII case.
enum class PathCase : std::uint8_t { kExact, kIgnore };

// Match is the result of a lookup. Its views refer to the router and to the path looked up.
struct Match {
  static constexpr std::size_t kMaxParams = 8;

  bool found = false;
  std::size_t value = 0;      // as given to Add; only if found
  std::uint32_t allowed = 0;  // bit (1 << Method) for every method of this path; 0: no such path
  // names are the parameter names of the pattern, values the raw segments that matched. For
  // `{name*}` the value is the rest of the path, including its first '/'.
  std::span<const std::string> names;
  std::array<std::string_view, kMaxParams> values;

  // Raw returns a parameter as sent, "" if the pattern has no parameter of that name.
  std::string_view Raw(std::string_view name) const;
  // Decoded returns a parameter with its percent escapes decoded.
  std::string Decoded(std::string_view name) const;
};

// AllowHeader formats Match::allowed as the value of an Allow header; GET implies HEAD.
std::string AllowHeader(std::uint32_t allowed);

// Router finds routes by path patterns such as `/api/Forms/{id}`. A literal segment takes
// precedence over a parameter. A parameter is one non-empty segment. HEAD falls back to GET, and
// every method to kAny. A trailing slash makes a different path (door/table.h then looks for the
// path without it). A path never matches if it has an empty, `.` or `..` segment, a backslash, a
// malformed escape, an encoded `/`, `\`, `.`-only segment or NUL, or escapes that are not UTF-8. A
// last segment `{rest*}` matches the rest of the path, at least a '/', if no other pattern matches.
// None of these rules applies inside that rest, so the handler of such a route must validate it.
// Call Add before the first Find; Find is safe from any thread and does not allocate.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Add registers a route. Returns kInvalid with reason "bad_pattern" for a pattern that cannot
  // match, kExists with reason "route_exists" if the method already has an equal pattern.
  base::Status Add(Method method, std::string_view pattern, PathCase path_case, std::size_t value);
  // Find looks up a path (as sent, without its query).
  Match Find(Method method, std::string_view path) const;

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace bearward::http
