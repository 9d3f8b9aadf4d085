// Search: the order and the page of a list of rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "objects/kind.h"
#include "objects/row.h"

namespace bearward::objects {

// kMostRows is the largest page, kLastPage the highest number of a page, and kMostOrders the
// largest number of members by which a list is ordered.
inline constexpr std::int64_t kMostRows = 1000;
inline constexpr std::int64_t kLastPage = 1'000'000;
inline constexpr std::size_t kMostOrders = 8;

// OrderBy orders a list by one member, which must be a listed one.
struct OrderBy {
  std::string property;
  bool descending = false;
};

// Paging selects a page, from 1, with a number of rows of at most kMostRows.
struct Paging {
  std::int64_t page = 1;
  std::int64_t row_count = 500;
};

// SortAndPage sorts the rows, those that are equal in every order by ascending number, and removes
// all but those of the page. kInvalid "invalid_field" for an unknown property or a paging that is
// out of range.
base::Status SortAndPage(std::vector<Row>& rows, const Kind& kind,
                         const std::vector<OrderBy>& orders, const Paging& paging);

}  // namespace bearward::objects
