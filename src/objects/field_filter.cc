#include "objects/field_filter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "json/writer.h"

namespace bearward::objects {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

bool EqualsScalar(const json::Value& value, const json::Value& wanted) {
  if (value.IsNumber() && wanted.IsNumber()) return *value.AsDouble() == *wanted.AsDouble();
  const std::string* text = value.AsString();
  if (text != nullptr && wanted.IsNumber()) return *text == json::ToText(wanted);
  return value == wanted;
}

bool Equals(const json::Value& value, const json::Value& wanted) {
  const json::Array* list = value.AsArray();
  if (list == nullptr) return EqualsScalar(value, wanted);
  return std::ranges::any_of(*list,
                             [&](const json::Value& item) { return EqualsScalar(item, wanted); });
}

}  // namespace

// FilterParser is a recursive descent over the bytes, whose depth and size are limited.
class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  base::Result<FieldFilter> Parse() {
    if (text_.size() > kLongestFilter) {
      return Wrong("at most " + std::to_string(kLongestFilter) + " bytes are possible");
    }
    FieldFilter filter;
    BW_TRY_ASSIGN(filter.root_, Expression(0));
    SkipSpace();
    if (at_ != text_.size()) return Wrong("AND, OR or the end is expected");
    return filter;
  }

 private:
  using Node = FieldFilter::Node;
  using Operation = FieldFilter::Operation;

  std::unexpected<base::Error> Wrong(const std::string& what) const {
    return base::Fail(base::Invalid(
        "invalid_filter", "The filter is wrong at byte " + std::to_string(at_) + ": " + what + ".",
        {"filters"}));
  }

  void SkipSpace() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").contains(text_[at_])) ++at_;
  }
  bool Take(std::string_view token) {
    SkipSpace();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  std::string_view PeekWord() {
    SkipSpace();
    std::size_t end = at_;
    while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool TakeWord(std::string_view word) {
    if (!base::EqualsIgnoreCase(PeekWord(), word)) return false;
    at_ += word.size();
    return true;
  }

  // Joined reads parts with a word between them; one part alone is returned as it is.
  template <class F>
  base::Result<Node> Joined(std::string_view word, Operation operation, F part) {
    Node joined{.operation = operation};
    do {
      BW_TRY_ASSIGN(Node one, part());
      joined.parts.push_back(std::move(one));
    } while (TakeWord(word));
    if (joined.parts.size() > 1) return joined;
    return Node(std::move(joined.parts.front()));
  }

  base::Result<Node> Expression(int depth) {
    if (depth > kDeepestFilter) return Wrong("the parentheses are nested too deeply");
    return Joined("OR", Operation::kOr,
                  [&] { return Joined("AND", Operation::kAnd, [&] { return Factor(depth); }); });
  }

  base::Result<Node> Factor(int depth) {
    if (!Take("(")) return Comparison();
    BW_TRY_ASSIGN(Node inner, Expression(depth + 1));
    if (!Take(")")) return Wrong("a closing parenthesis is expected");
    return inner;
  }

  base::Result<Node> Comparison() {
    const std::string_view field = PeekWord();
    const bool is_field =
        !field.empty() && field.front() != '.' && field.back() != '.' && !field.contains("..");
    if (!is_field) return Wrong("the name of a field is expected");
    if (++comparisons_ > kMostComparisons) {
      return Wrong("at most " + std::to_string(kMostComparisons) + " comparisons are possible");
    }
    at_ += field.size();
    Node node{.operation = Operation::kIsOneOf, .field = std::string(field)};
    if (TakeWord("in")) {
      BW_TRY_ASSIGN(node.values, Values());
      return node;
    }
    if (Take("!=")) {
      node.operation = Operation::kIsNot;
    } else if (!Take("=")) {
      return Wrong("=, != or in is expected");
    }
    BW_TRY_ASSIGN(json::Value value, OneValue());
    node.values.push_back(std::move(value));
    return node;
  }

  base::Result<std::vector<json::Value>> Values() {
    if (!Take("[")) return Wrong("a list in brackets is expected");
    std::vector<json::Value> values;
    do {
      BW_TRY_ASSIGN(json::Value value, OneValue());
      values.push_back(std::move(value));
      if (values.size() > kMostFilterValues) {
        return Wrong("at most " + std::to_string(kMostFilterValues) + " values are possible");
      }
    } while (Take(","));
    if (!Take("]")) return Wrong("a comma or a closing bracket is expected");
    return values;
  }

  // OneValue leaves the syntax of texts and numbers to the JSON reader.
  base::Result<json::Value> OneValue() {
    SkipSpace();
    const std::size_t end = EndOfValue();
    auto value = json::Parse(text_.substr(at_, end - at_));
    if (!value || value->IsNull() || value->IsArray() || value->IsObject()) {
      return Wrong("a text in double quotes, a number, true or false is expected");
    }
    at_ = end;
    return *std::move(value);
  }

  std::size_t EndOfValue() const {
    std::size_t end = at_;
    if (end < text_.size() && text_[end] == '"') {
      for (++end; end < text_.size() && text_[end] != '"'; ++end) {
        if (text_[end] == '\\') ++end;
      }
      return std::min(end + 1, text_.size());
    }
    while (end < text_.size() &&
           (IsWordCharacter(text_[end]) || text_[end] == '-' || text_[end] == '+')) {
      ++end;
    }
    return end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t comparisons_ = 0;
};

base::Result<FieldFilter> FieldFilter::Parse(std::string_view text) {
  return FilterParser(text).Parse();
}

bool FieldFilter::Matches(const Node& node, const ValueOf& value_of) {
  const auto matches = [&](const Node& part) { return Matches(part, value_of); };
  switch (node.operation) {
    case Operation::kAnd:
      return std::ranges::all_of(node.parts, matches);
    case Operation::kOr:
      return std::ranges::any_of(node.parts, matches);
    case Operation::kIsOneOf:
    case Operation::kIsNot:
      break;
  }
  const json::Value value = value_of(node.field);
  const bool is_one = std::ranges::any_of(
      node.values, [&](const json::Value& wanted) { return Equals(value, wanted); });
  return is_one == (node.operation == Operation::kIsOneOf);
}

}  // namespace bearward::objects
