#include "http/router.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/utf8.h"
#include "http/byte_run.h"

namespace bearward::http {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::kAny) + 1;

std::uint32_t Bit(Method method) { return 1U << static_cast<unsigned>(method); }

// Leaf is the end of a pattern: a route for each of its methods.
struct Leaf {
  std::uint32_t methods = 0;
  std::array<std::size_t, kMethods> values{};
  std::array<std::vector<std::string>, kMethods> names;

  // Pick returns the method to use for a request: HEAD falls back to GET, all to kAny.
  std::optional<Method> Pick(Method method) const {
    if ((methods & Bit(method)) != 0) return method;
    if (method == Method::kHead && (methods & Bit(Method::kGet)) != 0) return Method::kGet;
    if ((methods & Bit(Method::kAny)) != 0) return Method::kAny;
    return std::nullopt;
  }
};

// Literal is a path, or a path segment, that must be equal in the request.
struct Literal {
  std::string text;
  PathCase path_case;

  // Takes compares. The exact comparison comes first, because it is cheaper and usually succeeds.
  bool Takes(std::string_view asked) const {
    return text == asked || (path_case == PathCase::kIgnore && base::EqualsIgnoreCase(text, asked));
  }
  // Equals returns whether another literal matches the same texts.
  bool Equals(std::string_view other, PathCase other_case) const {
    return path_case == other_case && Takes(other);
  }
};

// FoldedHash hashes a path without regard to case, eight bytes at a time.
inline std::uint64_t FoldedHash(std::string_view path) {
  constexpr std::uint64_t kFold = 0x2020202020202020U;
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15U;
  std::uint64_t hash = path.size();
  std::uint64_t word = 0;
  for (; path.size() >= sizeof word; path.remove_prefix(sizeof word)) {
    std::memcpy(&word, path.data(), sizeof word);
    hash = (hash ^ (word | kFold)) * kFactor;
  }
  word = 0;
  for (const char c : path) word = word << 8 | static_cast<unsigned char>(c);
  hash = (hash ^ (word | kFold)) * kFactor;
  return hash ^ (hash >> 32);
}

// Whole is a pattern without parameters.
struct Whole {
  Literal literal;
  Leaf leaf;
};

// Node is a segment in the tree of patterns that have parameters.
struct Node {
  struct Child {
    Literal literal;
    std::unique_ptr<Node> node;
  };

  std::vector<Child> literals;
  std::unique_ptr<Node> parameter;
  Leaf leaf;
  Leaf rest;  // of `{name*}`: matches the rest of the path
};

// IsSafeSegment refuses a segment that two parsers may interpret differently after decoding, and
// one that is not UTF-8: a database may refuse such a text, and no stored name is one. A byte that
// is not ASCII is always escaped, because the parser of the request refuses it in the target.
inline bool IsSafeSegment(std::string_view segment) {
  const char* const end = segment.end();
  const char* const odd = SkipWhile(
      segment.begin(), end, [](Bytes16 bytes) { return (bytes == '\\') | (bytes == '%'); },
      [](char c) { return c != '\\' && c != '%'; });
  if (odd == end) return !segment.empty() && segment != "." && segment != "..";
  if (segment.contains('\\')) return false;
  const auto decoded = base::PercentDecode(segment, false);
  if (!decoded || *decoded == "." || *decoded == "..") return false;
  return base::IsUtf8(*decoded) &&
         decoded->find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

// NextSegment removes the text up to the next '/' from `rest`, which begins with '/'.
inline std::string_view NextSegment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view::iterator begin = rest.begin();
  const char* const end = SkipWhile(
      begin, rest.end(), [](Bytes16 bytes) { return bytes == '/'; },
      [](char c) { return c != '/'; });
  const std::string_view segment(begin, end);
  rest.remove_prefix(segment.size());
  return segment;
}

bool IsParameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool IsRest(std::string_view segment) {
  return segment.size() > 3 && IsParameter(segment) && segment.ends_with("*}");
}

bool IsGoodPattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) return false;
  std::size_t parameters = 0;
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const std::string_view segment = NextSegment(rest);
    const bool last_slash = segment.empty() && rest.empty();
    if (IsParameter(segment)) {
      const std::string_view name = segment.substr(1, segment.size() - 2);
      if (name.contains('*') && (!IsRest(segment) || !rest.empty())) return false;
      ++parameters;
    } else if (segment.find_first_of("{}%?#") != std::string_view::npos) {
      return false;
    } else if (!last_slash && !IsSafeSegment(segment)) {
      return false;
    }
  }
  // With parameters, a trailing slash would require a parameter next to an empty segment.
  return parameters == 0 || (parameters <= Match::kMaxParams && !pattern.ends_with('/'));
}

// Walk is the state of one lookup.
struct Walk {
  Method method;
  Match& match;

  bool Finish(const Leaf& leaf) {
    match.allowed |= leaf.methods;
    const auto picked = leaf.Pick(method);
    if (!picked) return false;
    const auto index = static_cast<std::size_t>(*picked);
    match.found = true;
    match.value = leaf.values[index];
    match.names = leaf.names[index];
    return true;
  }

  bool Visit(const Node& node, std::string_view path, std::size_t count) {
    if (path.empty()) return Finish(node.leaf);
    std::string_view rest = path;
    const std::string_view segment = NextSegment(rest);
    for (const Node::Child& child : node.literals) {
      if (child.literal.Takes(segment) && Visit(*child.node, rest, count)) return true;
    }
    if (node.parameter != nullptr && IsSafeSegment(segment)) {
      match.values[count] = segment;
      if (Visit(*node.parameter, rest, count + 1)) return true;
    }
    if (node.rest.methods == 0) return false;
    match.values[count] = path;
    return Finish(node.rest);
  }
};

}  // namespace

struct Router::Table {
  // wholes are indexed by folded hash; within an entry, case-sensitive patterns come first.
  std::unordered_map<std::uint64_t, std::vector<Whole>> wholes;
  Node root;

  Leaf& LeafOf(std::string_view pattern, PathCase path_case, std::vector<std::string>& names);
  Leaf& LeafOfWhole(std::string_view pattern, PathCase path_case);
};

Leaf& Router::Table::LeafOfWhole(std::string_view pattern, PathCase path_case) {
  std::vector<Whole>& alike = wholes[FoldedHash(pattern)];
  for (Whole& whole : alike) {
    if (whole.literal.Equals(pattern, path_case)) return whole.leaf;
  }
  const auto place = path_case == PathCase::kExact ? alike.begin() : alike.end();
  return alike.insert(place, Whole{{std::string(pattern), path_case}, {}})->leaf;
}

// A pattern without parameters is one entry of a hash table; most requests need only this lookup.
Leaf& Router::Table::LeafOf(std::string_view pattern, PathCase path_case,
                            std::vector<std::string>& names) {
  if (!pattern.contains('{')) return LeafOfWhole(pattern, path_case);
  Node* node = &root;
  while (!pattern.empty()) {
    const std::string_view segment = NextSegment(pattern);
    if (IsRest(segment)) {
      names.emplace_back(segment.substr(1, segment.size() - 3));
      return node->rest;
    }
    if (IsParameter(segment)) {
      names.emplace_back(segment.substr(1, segment.size() - 2));
      if (node->parameter == nullptr) node->parameter = std::make_unique<Node>();
      node = node->parameter.get();
      continue;
    }
    auto child = std::ranges::find_if(node->literals, [&](const Node::Child& candidate) {
      return candidate.literal.Equals(segment, path_case);
    });
    if (child == node->literals.end()) {
      node->literals.push_back({{std::string(segment), path_case}, std::make_unique<Node>()});
      child = std::prev(node->literals.end());
    }
    node = child->node.get();
  }
  return node->leaf;
}

std::string_view Match::Raw(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return values[i];
  }
  return {};
}

std::string Match::Decoded(std::string_view name) const {
  return base::PercentDecode(Raw(name), false).value_or("");
}

std::string AllowHeader(std::uint32_t allowed) {
  if ((allowed & Bit(Method::kGet)) != 0) allowed |= Bit(Method::kHead);
  std::string out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Method::kOther); ++i) {
    const auto method = static_cast<Method>(i);
    if ((allowed & Bit(method)) == 0) continue;
    if (!out.empty()) out += ", ";
    out += MethodText(method);
  }
  return out;
}

Router::Router() : table_(std::make_unique<Table>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

base::Status Router::Add(Method method, std::string_view pattern, PathCase path_case,
                         std::size_t value) {
  if (method == Method::kOther || !IsGoodPattern(pattern)) {
    return base::Fail(base::Invalid("bad_pattern", "No request can match " + std::string(pattern)));
  }
  std::vector<std::string> names;
  Leaf& leaf = table_->LeafOf(pattern, path_case, names);
  if ((leaf.methods & Bit(method)) != 0) {
    return base::Fail(
        base::Exists("route_exists", "There are two routes for " + std::string(pattern)));
  }
  const auto index = static_cast<std::size_t>(method);
  leaf.methods |= Bit(method);
  leaf.values[index] = value;
  leaf.names[index] = std::move(names);
  return {};
}

Match Router::Find(Method method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  Walk walk{method, match};
  if (const auto found = table_->wholes.find(FoldedHash(path)); found != table_->wholes.end()) {
    for (const Whole& whole : found->second) {
      if (whole.literal.Takes(path) && walk.Finish(whole.leaf)) return match;
    }
  }
  walk.Visit(table_->root, path, 0);
  return match;
}

}  // namespace bearward::http
