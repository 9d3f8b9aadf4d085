// Page: the request of one page of a list, and the cursors of the adjacent pages. All lists use it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/ids.h"

namespace bearward::model {
struct Field;
}

namespace bearward::store {

// Order is the order of a list. kNormal is kDescending with exchanged cursors: `before` requests
// the rows that follow, and `after` those that precede, as the order `normal` of the WorkOS API
// does.
enum class Order : std::uint8_t { kDescending, kAscending, kNormal };

// kLongestPage is the maximum of PageRequest::limit.
inline constexpr int kLongestPage = 100;

// PageRequest requests a page. `after` and `before` are keys of rows of the list; at most one of
// them may be set. `limit` is from 1 to kLongestPage.
struct PageRequest {
  std::optional<Order> order = std::nullopt;  // nullopt: the usual order of the list
  std::optional<std::string> after = std::nullopt;
  std::optional<std::string> before = std::nullopt;
  int limit = 10;
};

// Filter restricts a list to the rows whose field equals one of the values; an empty list of values
// matches no row. With `through` the values are those of a column of another table. `through` is
// then a literal `SELECT key FROM table WHERE environment_id = ?1 AND column`, which selects the
// keys of the rows of the list.
struct Filter {
  const model::Field* field = nullptr;
  std::vector<std::string> values;
  std::string_view through = {};
};

// Condition restricts a list by an SQL condition, a literal in which each `?` stands for the next
// value.
struct Condition {
  std::string_view sql;
  std::vector<std::string> values = {};
};

struct Search;

// PageQuery requests a page of the list of an environment, or of one organization. `organization`
// must be empty for records that are not bound to one. `search`, which has static storage duration,
// restricts the list to the rows that it finds for `text`, which is then not empty (search.h).
struct PageQuery : PageRequest {
  model::EnvironmentId environment;
  std::optional<model::OrganizationId> organization = std::nullopt;
  std::vector<Filter> filters = {};
  std::vector<Condition> conditions = {};
  const Search* search = nullptr;
  std::string text = {};
};

// PageEnds are the cursors of the adjacent pages: the keys to set as `before` or `after` of the
// next request. Empty where the list ends.
struct PageEnds {
  std::optional<std::string> before;
  std::optional<std::string> after;
};

// Direction is a request in terms of SQL. `cursor` is set unless the page is the first. The rows
// are read in ascending order if `ascending` is set. `backwards`: they are the rows before the
// cursor, read from the cursor on, and must be reversed. `exchanged` is set for Order::kNormal.
struct Direction {
  const std::string* cursor = nullptr;
  bool ascending = false;
  bool backwards = false;
  bool exchanged = false;
};

// DirectionOf derives the direction; `usual` is the order if the request has none. kInvalid
// "invalid_cursor" for a request with both cursors. The request must outlive the result.
base::Result<Direction> DirectionOf(const PageRequest& request, Order usual);

// InvalidCursor is the error of a cursor that is not a row of the list.
base::Error InvalidCursor(const PageRequest& request);

// EndsOf returns the cursors of the adjacent pages of rows from `first` to `last` (empty for an
// empty page). `more` says whether a row follows in the direction of reading.
PageEnds EndsOf(const Direction& direction, bool more, const std::string& first,
                const std::string& last);

}  // namespace bearward::store
