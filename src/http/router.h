// Router: from a method and a path to the number of a route.
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

// PathCase says whether a pattern's literal segments match in any case of ASCII letters.
enum class PathCase : std::uint8_t { kExact, kIgnore };

// Match is the outcome of a lookup. Its views lie in the router and in the path looked up.
struct Match {
  static constexpr std::size_t kMaxParams = 8;

  bool found = false;
  std::size_t value = 0;      // as given to Add; only if found
  std::uint32_t allowed = 0;  // bit (1 << Method) for every method this path has; 0: no such path
  // names are those of the pattern's parameters, values the raw segments that they stand for. Of
  // `{name*}` it is the rest of the path, its first '/' included.
  std::span<const std::string> names;
  std::array<std::string_view, kMaxParams> values;

  // Raw gives a parameter as sent, "" if the pattern has none of that name.
  std::string_view Raw(std::string_view name) const;
  // Decoded gives a parameter with its percent escapes resolved.
  std::string Decoded(std::string_view name) const;
};

// AllowHeader writes Match::allowed as the value of an Allow header; GET brings HEAD with it.
std::string AllowHeader(std::uint32_t allowed);

// Router finds routes by path patterns such as `/api/Forms/{id}`: a literal segment beats a
// parameter, a parameter is one non-empty segment, HEAD falls back to GET and every method to kAny,
// and a trailing slash makes another path (door/table.h then looks for the one without it). Paths
// with an empty, `.` or `..` segment, a backslash, a broken escape or an encoded `/`, `\`, `.`-only
// segment or NUL never match. A last segment
// `{rest*}` takes what is left of the path, at least a '/', where nothing else fits: none of these
// rules holds within it, so whoever mounts one judges what it took. Fill it first; Find is safe
// from any thread and does not allocate.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Add registers a route. kInvalid with reason "bad_pattern" for a pattern that cannot match,
  // kExists with reason "route_exists" if the method already has an equal pattern.
  base::Status Add(Method method, std::string_view pattern, PathCase path_case, std::size_t value);
  // Find looks a path up (without its query, as sent).
  Match Find(Method method, std::string_view path) const;

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace bearward::http
