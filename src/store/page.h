// Page: which part of a list a caller requests, and the cursors of the adjacent parts. All lists
// use it.
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
// the rows that follow, `after` those that precede (contracts: WorkOS 2.5).
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
// matches no row. With `through` the values are those of a column of another table: a literal
// `SELECT key FROM table WHERE environment_id = ?1 AND column`, which selects the keys of the rows.
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

// PageQuery requests a page of the list of an environment, or of one organization. `organization`
// must be empty for records that are not bound to one.
struct PageQuery : PageRequest {
  model::EnvironmentId environment;
  std::optional<model::OrganizationId> organization = std::nullopt;
  std::vector<Filter> filters = {};
  std::vector<Condition> conditions = {};
};

// PageEnds are the cursors of the adjacent pages: the keys to set as `before` or `after` of the
// next request. Empty where the list ends.
struct PageEnds {
  std::optional<std::string> before;
  std::optional<std::string> after;
};

// Direction is a request in terms of SQL. `cursor` is set unless the page is the first. The rows
// are read in ascending order if `ascending`; `backwards` says that they must be reversed, because
// they are the rows nearest before the cursor.
struct Direction {
  const std::string* cursor = nullptr;
  bool ascending = false;
  bool backwards = false;
  bool exchanged = false;
};

// DirectionOf derives the direction; `usual` is the order of a request without one. kInvalid
// "invalid_cursor" for a request with both cursors. The request must outlive the result.
base::Result<Direction> DirectionOf(const PageRequest& request, Order usual);

// InvalidCursor is the error of a cursor that is not a row of the list.
base::Error InvalidCursor(const PageRequest& request);

// EndsOf returns the cursors of the adjacent pages of rows from `first` to `last` (empty for an
// empty page). `more` says whether a row follows in the direction of reading.
PageEnds EndsOf(const Direction& direction, bool more, const std::string& first,
                const std::string& last);

}  // namespace bearward::store
