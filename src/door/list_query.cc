#include "door/list_query.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "base/near_miss.h"
#include "door/body.h"
#include "http/form.h"
#include "model/fields.h"

namespace bearward::door {
namespace {

constexpr std::string_view kPageParameters[] = {"limit", "order", "after", "before"};

// NameOf returns the name of a parameter without an index: `k` for `k[]` and `k[0]`.
std::string_view NameOf(std::string_view key) {
  const std::size_t open = key.find('[');
  if (open == std::string_view::npos || !key.ends_with(']')) return key;
  const std::string_view index = key.substr(open + 1, key.size() - open - 2);
  const bool is_index = std::ranges::all_of(index, [](char c) { return c >= '0' && c <= '9'; });
  return is_index ? key.substr(0, open) : key;
}

base::Status ReadLimit(const std::string& text, store::PageRequest& page) {
  const auto number = ParseInteger(text);
  const std::string wants = "`limit` must be a number from 1 to " +
                            std::to_string(store::kLongestPage) + ", but is \"" + text + "\".";
  if (!number) return base::Fail(base::Invalid("wrong_type", wants, {"limit"}));
  if (*number < 1 || *number > store::kLongestPage) {
    return base::Fail(base::Invalid("invalid_limit", wants, {"limit"}));
  }
  page.limit = static_cast<int>(*number);
  return {};
}

base::Status ReadOrder(const std::string& text, store::PageRequest& page) {
  using store::Order;
  for (const auto& [word, order] :
       {std::pair("asc", Order::kAscending), std::pair("desc", Order::kDescending),
        std::pair("normal", Order::kNormal)}) {
    if (text != word) continue;
    page.order = order;
    return {};
  }
  return base::Fail(
      base::Invalid("invalid_order", "`order` must be `asc`, `desc` or `normal`.", {"order"}));
}

// ReadPage reads a parameter that has one value. An empty cursor is no cursor.
base::Status ReadPage(std::string_view name, std::string value, store::PageRequest& page) {
  if (name == "limit") return ReadLimit(value, page);
  if (name == "order") return ReadOrder(value, page);
  if (value.empty()) return {};
  (name == "after" ? page.after : page.before) = std::move(value);
  return {};
}

// AddValues appends the values of a filter, separated by commas.
base::Status AddValues(std::string_view name, std::string_view text, ListQuery& query) {
  auto found = std::ranges::find(query.filters, name, &FilterValues::name);
  if (found == query.filters.end()) {
    found = query.filters.insert(query.filters.end(), FilterValues{name, {}});
  }
  while (true) {
    const std::size_t comma = text.find(',');
    found->values.emplace_back(text.substr(0, comma));
    if (found->values.size() > model::kMostItems) {
      return base::Fail(base::Invalid("too_many_values",
                                      "`" + std::string(name) + "` must have at most " +
                                          std::to_string(model::kMostItems) + " values.",
                                      {std::string(name)}));
    }
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

base::Error UnknownParameter(std::string_view name, std::span<const std::string_view> filters) {
  std::vector<std::string_view> known(std::begin(kPageParameters), std::end(kPageParameters));
  known.insert(known.end(), filters.begin(), filters.end());
  return base::Invalid(
      "unknown_parameter",
      "Unknown parameter `" + std::string(name) + "`." + base::Suggest(name, known, ""),
      {std::string(name)});
}

}  // namespace

const std::vector<std::string>* ListQuery::Find(std::string_view name) const {
  const auto found = std::ranges::find(filters, name, &FilterValues::name);
  return found == filters.end() ? nullptr : &found->values;
}

base::Result<std::optional<std::string>> ListQuery::One(std::string_view name) const {
  const auto* const values = Find(name);
  if (values == nullptr) return std::nullopt;
  if (values->size() == 1) return values->front();
  return base::Fail(base::Invalid(
      "repeated_parameter", "`" + std::string(name) + "` takes one value.", {std::string(name)}));
}

base::Result<std::optional<base::Time>> ListQuery::Time(std::string_view name) const {
  BW_TRY_ASSIGN(const auto text, One(name));
  if (!text) return std::nullopt;
  return ParseTime(name, *text);
}

base::Result<ListQuery> ParseListQuery(std::string_view query,
                                       std::span<const std::string_view> filters, bool strict) {
  auto fields = http::ParseUrlEncoded(query);
  if (!fields) {
    return base::Fail(base::Invalid("malformed_query", "The query cannot be read."));
  }
  ListQuery list;
  std::vector<std::string_view> seen;
  for (auto& [key, value] : *fields) {
    const std::string_view name = NameOf(key);
    const auto filter = std::ranges::find(filters, name);
    const auto* const page = std::ranges::find(kPageParameters, key);
    if (filter != filters.end()) {
      BW_TRY(AddValues(*filter, value, list));
    } else if (page != std::end(kPageParameters)) {
      if (std::ranges::find(seen, *page) != seen.end()) {
        return base::Fail(
            base::Invalid("repeated_parameter", "`" + key + "` occurs more than once.", {key}));
      }
      seen.push_back(*page);
      BW_TRY(ReadPage(*page, std::move(value), list.page));
    } else if (strict) {
      return base::Fail(UnknownParameter(key, filters));
    }
  }
  return list;
}

ListWriter::ListWriter() {
  writer_.BeginObject().Key("object").String("list").Key("data").BeginArray();
}

Reply ListWriter::Finish(const store::PageEnds& ends) {
  writer_.EndArray().Key("list_metadata").BeginObject();
  for (const auto& [name, cursor] :
       {std::pair("before", &ends.before), std::pair("after", &ends.after)}) {
    writer_.Key(name);
    if (*cursor) {
      writer_.String(**cursor);
    } else {
      writer_.Null();
    }
  }
  writer_.EndObject().EndObject();
  return JsonReply(200, std::move(text_));
}

}  // namespace bearward::door
