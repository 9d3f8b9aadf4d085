#include "dialects/scim/filter.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"

namespace bearward::dialects::scim {
namespace {

using base::Result;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '$';
}

// Parser is a recursive descent over the grammar of figure 1: or, and, not and groups, from the
// weakest to the strongest.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Filter> Whole() {
    BW_TRY_ASSIGN(Filter filter, Or(0));
    SkipSpaces();
    if (at_ != text_.size()) return Wrong("the end");
    return filter;
  }

 private:
  std::unexpected<base::Error> Wrong(std::string_view expected) const {
    return base::Fail(base::Invalid("invalid_filter",
                                    "The filter is wrong at character " + std::to_string(at_ + 1) +
                                        ": expected " + std::string(expected) + ".",
                                    {"filter"}));
  }
  void SkipSpaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool Take(char c) {
    SkipSpaces();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // PeekWord returns the letters at the present place, after spaces.
  std::string_view PeekWord() {
    SkipSpaces();
    std::size_t end = at_;
    while (end < text_.size() && IsNameCharacter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool TakeWord(std::string_view word) {
    if (!base::EqualsIgnoreCase(PeekWord(), word)) return false;
    at_ += word.size();
    return true;
  }

  Result<Filter> Or(int depth) { return Chain(depth, "or", Filter::Kind::kOr); }
  Result<Filter> Chain(int depth, std::string_view word, Filter::Kind kind) {
    const auto next = [&] {
      return kind == Filter::Kind::kOr ? Chain(depth, "and", Filter::Kind::kAnd) : Not(depth);
    };
    BW_TRY_ASSIGN(Filter first, next());
    if (!TakeWord(word)) return first;
    Filter chain{.kind = kind};
    chain.children.push_back(std::move(first));
    do {
      BW_TRY_ASSIGN(Filter more, next());
      chain.children.push_back(std::move(more));
    } while (TakeWord(word));
    return chain;
  }
  Result<Filter> Not(int depth) {
    if (depth >= kDeepestFilter) return Wrong("less nesting");
    const std::size_t start = at_;
    if (TakeWord("not") && Take('(')) {
      Filter negated{.kind = Filter::Kind::kNot};
      BW_TRY_ASSIGN(Filter inner, Group(depth, ')'));
      negated.children.push_back(std::move(inner));
      return negated;
    }
    at_ = start;
    if (Take('(')) return Group(depth, ')');
    return Attribute(depth);
  }
  Result<Filter> Group(int depth, char close) {
    BW_TRY_ASSIGN(Filter inner, Or(depth + 1));
    if (!Take(close)) return Wrong(close == ')' ? "`)`" : "`]`");
    return inner;
  }
  Result<Filter> Attribute(int depth) {
    Filter filter;
    BW_TRY_ASSIGN(filter.path, ReadPath());
    if (at_ < text_.size() && text_[at_] == '[') {
      ++at_;
      filter.kind = Filter::Kind::kAny;
      BW_TRY_ASSIGN(Filter inner, Group(depth, ']'));
      filter.children.push_back(std::move(inner));
      return filter;
    }
    const auto op = base::ParseWord<Operator>(base::Lower(PeekWord()));
    if (!op) return Wrong("an operator such as eq");
    at_ += 2;
    filter.op = *op;
    if (*op == Operator::kPr) return filter;
    BW_TRY_ASSIGN(filter.value, ReadValue());
    return filter;
  }
  Result<Path> ReadPath() {
    SkipSpaces();
    std::size_t end = at_;
    while (end < text_.size() &&
           (IsNameCharacter(text_[end]) || text_[end] == '.' || text_[end] == ':')) {
      ++end;
    }
    const std::string_view whole = text_.substr(at_, end - at_);
    // The version in a URN contains a point, so the attribute begins after the last colon.
    const auto colon = whole.rfind(':');
    const std::string_view attribute = colon == whole.npos ? whole : whole.substr(colon + 1);
    const auto point = attribute.find('.');
    Path path;
    if (colon != whole.npos) path.schema = whole.substr(0, colon);
    path.name = attribute.substr(0, point);
    if (point != attribute.npos) path.sub = attribute.substr(point + 1);
    const bool dangling = point != attribute.npos && path.sub.empty();
    if (path.name.empty() || dangling || path.sub.contains('.')) return Wrong("an attribute");
    at_ = end;
    return path;
  }
  // A value is a JSON text without spaces outside of a string.
  Result<json::Value> ReadValue() {
    SkipSpaces();
    std::size_t end = at_;
    if (end < text_.size() && text_[end] == '"') {
      for (++end; end < text_.size() && text_[end] != '"'; ++end) {
        if (text_[end] == '\\') ++end;
      }
      end = std::min(end + 1, text_.size());
    } else {
      while (end < text_.size() && std::string_view(" )]").find(text_[end]) == std::string::npos) {
        ++end;
      }
    }
    auto value = json::Parse(text_.substr(at_, end - at_));
    if (!value || value->IsArray() || value->IsObject()) {
      return Wrong("a value such as \"ann@example.com\"");
    }
    at_ = end;
    return *std::move(value);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

const json::Value* FindMember(const json::Value& resource, std::string_view name) {
  const json::Object* members = resource.AsObject();
  if (members == nullptr) return nullptr;
  const auto found = std::ranges::find_if(*members, [&](const json::Member& member) {
    return base::EqualsIgnoreCase(member.key, name);
  });
  return found == members->end() ? nullptr : &found->value;
}

// Element appends the values of one element of an attribute: a complex one has the value of its
// sub-attribute, by default of "value" (RFC 7644 section 3.4.2.2).
void AddElement(const json::Value& element, const std::string& sub,
                std::vector<const json::Value*>& values) {
  const json::Value* value = &element;
  if (element.IsObject()) {
    value = FindMember(element, sub.empty() ? "value" : sub);
  } else if (!sub.empty()) {
    return;
  }
  if (value != nullptr && !value->IsNull()) values.push_back(value);
}

const json::Value* FindAttribute(const Path& path, const json::Value& resource) {
  const json::Value* extension = path.schema.empty() ? nullptr : FindMember(resource, path.schema);
  return FindMember(extension == nullptr ? resource : *extension, path.name);
}

std::vector<const json::Value*> ValuesOf(const Path& path, const json::Value& resource) {
  std::vector<const json::Value*> values;
  const json::Value* attribute = FindAttribute(path, resource);
  if (attribute == nullptr) return values;
  if (const json::Array* elements = attribute->AsArray()) {
    for (const json::Value& element : *elements) AddElement(element, path.sub, values);
  } else {
    AddElement(*attribute, path.sub, values);
  }
  return values;
}

template <class T>
bool Ordered(Operator op, const T& a, const T& b) {
  switch (op) {
    case Operator::kEq:
      return a == b;
    case Operator::kGt:
      return a > b;
    case Operator::kGe:
      return a >= b;
    case Operator::kLt:
      return a < b;
    case Operator::kLe:
      return a <= b;
    default:
      return false;
  }
}

bool MatchesText(Operator op, const std::string& a, const std::string& b) {
  switch (op) {
    case Operator::kCo:
      return a.contains(b);
    case Operator::kSw:
      return a.starts_with(b);
    case Operator::kEw:
      return a.ends_with(b);
    default:
      return Ordered(op, a, b);
  }
}

bool MatchesValue(Operator op, const json::Value& value, const json::Value& wanted) {
  if (value.IsString() && wanted.IsString()) {
    return MatchesText(op, base::Lower(*value.AsString()), base::Lower(*wanted.AsString()));
  }
  if (value.IsNumber() && wanted.IsNumber()) {
    return Ordered(op, *value.AsDouble(), *wanted.AsDouble());
  }
  return op == Operator::kEq && value.IsBool() && wanted.IsBool() &&
         value.AsBool() == wanted.AsBool();
}

bool Compares(const Filter& filter, const json::Value& resource) {
  const auto values = ValuesOf(filter.path, resource);
  if (filter.op == Operator::kPr) {
    // A complex attribute is present without a sub-attribute `value` too.
    const json::Value* attribute = FindAttribute(filter.path, resource);
    return !values.empty() || (filter.path.sub.empty() && attribute != nullptr &&
                               attribute->IsObject() && !attribute->AsObject()->empty());
  }
  const bool negated = filter.op == Operator::kNe;
  const Operator op = negated ? Operator::kEq : filter.op;
  // `eq null` asks for an attribute without a value.
  if (filter.value.IsNull()) return op == Operator::kEq && values.empty() != negated;
  return negated != std::ranges::any_of(values, [&](const json::Value* value) {
           return MatchesValue(op, *value, filter.value);
         });
}

bool MatchesElement(const Filter& filter, const json::Value& resource) {
  const json::Value* attribute = FindAttribute(filter.path, resource);
  if (attribute == nullptr) return false;
  if (const json::Array* elements = attribute->AsArray()) {
    return std::ranges::any_of(*elements, [&](const json::Value& element) {
      return Matches(filter.children.front(), element);
    });
  }
  return Matches(filter.children.front(), *attribute);
}

void AddPaths(const Filter& filter, const std::string& within, std::vector<std::string>& paths) {
  std::string own = within;
  if (!filter.path.name.empty()) {
    own += (own.empty() ? "" : ".") + filter.path.name;
    if (!filter.path.sub.empty()) own += "." + filter.path.sub;
  }
  if (filter.kind == Filter::Kind::kCompare) paths.push_back(own);
  for (const Filter& child : filter.children) AddPaths(child, own, paths);
}

}  // namespace

Result<Filter> ParseFilter(std::string_view text) {
  if (text.size() > kLongestFilter) {
    return base::Fail(base::Invalid(
        "invalid_filter", "The filter is longer than " + std::to_string(kLongestFilter) + " bytes.",
        {"filter"}));
  }
  return Parser(text).Whole();
}

bool Matches(const Filter& filter, const json::Value& resource) {
  const auto matches = [&](const Filter& child) { return Matches(child, resource); };
  switch (filter.kind) {
    case Filter::Kind::kCompare:
      return Compares(filter, resource);
    case Filter::Kind::kAny:
      return MatchesElement(filter, resource);
    case Filter::Kind::kNot:
      return !matches(filter.children.front());
    case Filter::Kind::kAnd:
      return std::ranges::all_of(filter.children, matches);
    case Filter::Kind::kOr:
      return std::ranges::any_of(filter.children, matches);
  }
  return false;
}

std::vector<std::string> PathsOf(const Filter& filter) {
  std::vector<std::string> paths;
  AddPaths(filter, "", paths);
  return paths;
}

}  // namespace bearward::dialects::scim
