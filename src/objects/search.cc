#include "objects/search.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <utility>

#include "base/invalid.h"

namespace bearward::objects {
namespace {

struct Key {
  const Member* member;
  bool descending;
};

// Compare orders two values of one shape: integers and flags by value, texts by bytes.
std::strong_ordering Compare(const json::Value& a, const json::Value& b) {
  if (a.IsInt() && b.IsInt()) return *a.AsInt() <=> *b.AsInt();
  if (a.IsBool() && b.IsBool()) return *a.AsBool() <=> *b.AsBool();
  if (a.IsString() && b.IsString()) return *a.AsString() <=> *b.AsString();
  return a.kind() <=> b.kind();
}

base::Result<std::vector<Key>> KeysOf(const Kind& kind, const std::vector<OrderBy>& orders) {
  std::vector<Key> keys;
  if (orders.size() > kMostOrders) {
    return base::Fail(base::Invalid("invalid_field", "The list has too many orders.", {"orderBy"}));
  }
  for (const OrderBy& order : orders) {
    const Member* member = kind.Find(order.property, kListed);
    if (member == nullptr) {
      return base::Fail(base::Invalid("invalid_field",
                                      "The list cannot be ordered by \"" + order.property + "\".",
                                      {"orderBy", "propertyName"}));
    }
    keys.push_back({member, order.descending});
  }
  return keys;
}

base::Status CheckPaging(const Paging& paging) {
  if (paging.page < 1 || paging.page > kLastPage) {
    return base::Fail(base::Invalid("invalid_field",
                                    "page must be from 1 to " + std::to_string(kLastPage) + ".",
                                    {"pagination", "page"}));
  }
  if (paging.row_count < 1 || paging.row_count > kMostRows) {
    return base::Fail(base::Invalid("invalid_field",
                                    "rowCount must be from 1 to " + std::to_string(kMostRows) + ".",
                                    {"pagination", "rowCount"}));
  }
  return {};
}

// Sorted pairs each row with the values of its keys, so that each value is computed once.
void Sort(std::vector<Row>& rows, const std::vector<Key>& keys) {
  struct Entry {
    std::vector<json::Value> values;
    Row row;
  };
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (Row& row : rows) {
    std::vector<json::Value> values;
    for (const Key& key : keys) values.push_back(ValueOf(*key.member, row));
    entries.push_back({std::move(values), std::move(row)});
  }
  std::ranges::sort(entries, [&keys](const Entry& a, const Entry& b) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::strong_ordering order = Compare(a.values[i], b.values[i]);
      if (order != 0) return keys[i].descending ? order > 0 : order < 0;
    }
    return a.row.object.number < b.row.object.number;
  });
  for (std::size_t i = 0; i < entries.size(); ++i) rows[i] = std::move(entries[i].row);
}

}  // namespace

base::Status SortAndPage(std::vector<Row>& rows, const Kind& kind,
                         const std::vector<OrderBy>& orders, const Paging& paging) {
  BW_TRY(CheckPaging(paging));
  BW_TRY_ASSIGN(const std::vector<Key> keys, KeysOf(kind, orders));
  Sort(rows, keys);
  const auto size = static_cast<std::int64_t>(rows.size());
  const std::int64_t from = std::min(size, (paging.page - 1) * paging.row_count);
  const std::int64_t to = std::min(size, from + paging.row_count);
  std::vector<Row> page(std::make_move_iterator(rows.begin() + from),
                        std::make_move_iterator(rows.begin() + to));
  rows = std::move(page);
  return {};
}

}  // namespace bearward::objects
