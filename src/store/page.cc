#include "store/page.h"

#include "base/invalid.h"

#include <utility>

namespace bearward::store {

base::Error InvalidCursor(const PageRequest& request) {
  base::Error error = base::Invalid("invalid_cursor", "The cursor is not an id of this list.");
  error.fields.emplace_back(request.before ? "before" : "after");
  return error;
}

base::Result<Direction> DirectionOf(const PageRequest& request, Order usual) {
  if (request.after && request.before) {
    return base::Fail(base::Invalid("invalid_cursor", "`after` and `before` exclude each other.",
                                    {"after", "before"}));
  }
  const Order order = request.order.value_or(usual);
  Direction direction{.exchanged = order == Order::kNormal};
  const auto& forwards = direction.exchanged ? request.before : request.after;
  const auto& backwards = direction.exchanged ? request.after : request.before;
  direction.backwards = backwards.has_value();
  if (forwards || backwards) direction.cursor = forwards ? &*forwards : &*backwards;
  direction.ascending = (order == Order::kAscending) != direction.backwards;
  return direction;
}

PageEnds EndsOf(const Direction& direction, bool more, const std::string& first,
                const std::string& last) {
  PageEnds ends;
  if (first.empty()) return ends;
  if (direction.backwards ? more : direction.cursor != nullptr) ends.before = first;
  if (direction.backwards || more) ends.after = last;
  if (direction.exchanged) std::swap(ends.before, ends.after);
  return ends;
}

}  // namespace bearward::store
