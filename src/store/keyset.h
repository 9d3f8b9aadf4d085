// Keyset: pages of a SELECT that a table writes itself, in the order of one unique column.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/columns.h"
#include "store/page.h"
#include "store/transaction.h"

namespace bearward::store {

// Keyset is the SELECT up to its last condition, with the values of ?1, ?2 and so on. `key` is the
// column that orders the rows; its values are the cursors. `usual` is the order if a request has
// none.
struct Keyset {
  std::string select;
  std::vector<Parameter> values;
  std::string_view key = "id";
  bool is_number = false;  // the key is an integer
  Order usual = Order::kDescending;
};

// KeysetPage is a page with the cursors of the adjacent pages.
template <class T>
struct KeysetPage {
  std::vector<T> rows;
  PageEnds ends;
};

// RunKeyset reads one row more than `request.limit`, in the direction of reading. kInvalid
// "invalid_cursor" for a cursor that is not a number although the keys are.
base::Result<Rows> RunKeyset(ReadTx& tx, Keyset keyset, const PageRequest& request,
                             const Direction& direction);

// ReadKeyset reads a page. `key_of` returns the key of a row as a cursor. Errors of DirectionOf and
// RunKeyset.
template <class T>
base::Result<KeysetPage<T>> ReadKeyset(ReadTx& tx, Keyset keyset, const PageRequest& request,
                                       T (*read)(Columns&), std::string (*key_of)(const T&)) {
  BW_TRY_ASSIGN(const Direction direction, DirectionOf(request, keyset.usual));
  KeysetPage<T> page;
  BW_TRY_ASSIGN(page.rows, ReadAll(RunKeyset(tx, std::move(keyset), request, direction), read));
  const bool more = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (more) page.rows.pop_back();
  if (direction.backwards) std::ranges::reverse(page.rows);
  if (page.rows.empty()) return page;
  page.ends = EndsOf(direction, more, key_of(page.rows.front()), key_of(page.rows.back()));
  return page;
}

}  // namespace bearward::store
