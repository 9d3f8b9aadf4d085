#include "store/keyset.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <span>
#include <utility>

namespace bearward::store {
namespace {

base::Result<Parameter> CursorOf(const Keyset& keyset, const PageRequest& request,
                                 const std::string& text) {
  if (!keyset.is_number) return Parameter(text);
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault == std::errc() && end == text.data() + text.size()) return Parameter(number);
  return base::Fail(InvalidCursor(request));
}

}  // namespace

base::Result<Rows> RunKeyset(ReadTx& tx, Keyset keyset, const PageRequest& request,
                             const Direction& direction) {
  auto text = std::back_inserter(keyset.select);
  if (direction.cursor != nullptr) {
    BW_TRY_ASSIGN(Parameter cursor, CursorOf(keyset, request, *direction.cursor));
    keyset.values.push_back(std::move(cursor));
    fmt::format_to(text, " AND {} {} ?{}", keyset.key, direction.ascending ? ">" : "<",
                   keyset.values.size());
  }
  keyset.values.emplace_back(std::int64_t{request.limit} + 1);
  fmt::format_to(text, " ORDER BY {} {} LIMIT ?{}", keyset.key,
                 direction.ascending ? "ASC" : "DESC", keyset.values.size());
  return tx.Execute(keyset.select, std::span<const Parameter>(keyset.values));
}

}  // namespace bearward::store
