#include "dialects/workos/widgets/operations.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"

namespace bearward::dialects::workos::widgets {

using graphql::Value;

const json::Value* Input::Find(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &json::Member::key);
  return found == members_.end() ? nullptr : &found->value;
}

std::optional<std::string> Input::OptionalText(std::string_view name) const {
  const json::Value* const value = Find(name);
  const std::string* const text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::nullopt : std::optional(*text);
}

std::string Input::Text(std::string_view name) const { return OptionalText(name).value_or(""); }

std::optional<std::int64_t> Input::Number(std::string_view name) const {
  const json::Value* const value = Find(name);
  return value == nullptr ? std::nullopt : value->AsInt();
}

std::optional<bool> Input::Flag(std::string_view name) const {
  const json::Value* const value = Find(name);
  return value == nullptr ? std::nullopt : value->AsBool();
}

std::vector<std::string> Input::Texts(std::string_view name) const {
  const json::Value* const value = Find(name);
  std::vector<std::string> texts;
  if (value == nullptr || !value->IsArray()) return texts;
  for (const json::Value& item : *value->AsArray()) {
    if (item.IsString()) texts.push_back(*item.AsString());
  }
  return texts;
}

Input Input::Below(std::string_view name) const { return Input(*Find(name)->AsObject()); }

base::Result<store::PageRequest> Input::Page() const {
  store::PageRequest page;
  const json::Value* const limit = Find("limit");
  if (limit != nullptr && !limit->IsNull()) {
    const std::int64_t wanted = limit->AsInt().value_or(0);
    if (wanted < 1 || wanted > store::kLongestPage) {
      return base::Fail(base::Invalid(
          "invalid_limit", "`limit` is " + std::to_string(wanted) + ". It must be from 1 to " +
                               std::to_string(store::kLongestPage) + "."));
    }
    page.limit = static_cast<int>(wanted);
  }
  page.after = OptionalText("after");
  page.before = OptionalText("before");
  const std::string order = Text("order");
  if (order == "Asc") page.order = store::Order::kAscending;
  if (order == "Desc") page.order = store::Order::kDescending;
  if (order == "Normal") page.order = store::Order::kNormal;
  return page;
}

base::Result<std::string> Input::Search() const {
  constexpr std::size_t kMost = 256;
  std::string text = Text("search");
  if (text.size() <= kMost) return text;
  return base::Fail(base::Invalid("invalid_value",
                                  "`search` has " + std::to_string(text.size()) +
                                      " bytes. It must have at most " + std::to_string(kMost) + ".",
                                  {"search"}));
}

base::Result<Value> RefusalOf(ObjectMaker& make, const base::Error& error,
                              std::span<const Refusal> refusals, std::vector<Member> details) {
  const auto found = std::ranges::find(refusals, error.reason, &Refusal::reason);
  if (found == refusals.end()) return base::Fail(error);
  // A type has some of these fields.
  details.push_back({"message", make.Text(error.public_text)});
  details.push_back({"_placeholder", Value::Bool(true)});
  return make.Of(std::move(details), found->type);
}

Value ListOf(ObjectMaker& make, const std::vector<Value>& items, const store::PageEnds& ends) {
  return make.Of({{"data", make.List(items)},
                  {"listMetadata", make.Of({{"after", make.TextOrNull(ends.after)},
                                            {"before", make.TextOrNull(ends.before)}})}});
}

Value RowsOf(ObjectMaker& make, const resource::Page& page) {
  std::vector<Value> items;
  for (const model::AnyRow& row : page.rows) items.push_back(make.Row(row));
  return ListOf(make, items, page.ends);
}

}  // namespace bearward::dialects::workos::widgets
