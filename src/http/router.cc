#include "http/router.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/encode.h"

namespace bearward::http {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::kAny) + 1;

std::uint32_t Bit(Method method) { return 1U << static_cast<unsigned>(method); }

// Leaf is what a complete path holds: a route for each of its methods.
struct Leaf {
  std::uint32_t methods = 0;
  std::array<std::size_t, kMethods> values{};
  std::array<std::vector<std::string>, kMethods> names;

  // Pick gives the method to use for a request, HEAD falling back to GET and all to kAny.
  std::optional<Method> Pick(Method method) const {
    if ((methods & Bit(method)) != 0) return method;
    if (method == Method::kHead && (methods & Bit(Method::kGet)) != 0) return Method::kGet;
    if ((methods & Bit(Method::kAny)) != 0) return Method::kAny;
    return std::nullopt;
  }
};

// FoldHash and FoldEqual key a table by text in which the case of letters does not count, or counts
// with `exact`.
template <bool kExact>
struct FoldHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    if constexpr (kExact) return std::hash<std::string_view>()(text);
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(base::LowerChar(c))) * 0x100000001b3U;
    }
    return hash;
  }
};

template <bool kExact>
struct FoldEqual {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return kExact ? a == b : base::EqualsIgnoreCase(a, b);
  }
};

template <bool kExact>
using Literals = std::unordered_map<std::string, Leaf, FoldHash<kExact>, FoldEqual<kExact>>;

// Node is one segment's place in the tree of patterns that have parameters.
struct Node {
  struct Child {
    std::string text;
    PathCase path_case;
    std::unique_ptr<Node> node;

    bool Takes(std::string_view segment) const {
      return path_case == PathCase::kExact ? text == segment
                                           : base::EqualsIgnoreCase(text, segment);
    }
  };

  std::vector<Child> literals;
  std::unique_ptr<Node> parameter;
  Leaf leaf;
  Leaf rest;  // of `{name*}`: for whatever follows
};

// IsSafeSegment refuses what two readers of a path may understand differently once it is decoded.
bool IsSafeSegment(std::string_view segment) {
  if (segment.empty() || segment.find('\\') != std::string_view::npos) return false;
  if (segment.find('%') == std::string_view::npos) return segment != "." && segment != "..";
  const auto decoded = base::PercentDecode(segment, false);
  if (!decoded || *decoded == "." || *decoded == "..") return false;
  return decoded->find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

// NextSegment takes the text up to the next '/' off `rest`, which begins with one.
std::string_view NextSegment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
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
  // With parameters a trailing slash would be a parameter's empty neighbour.
  return parameters == 0 || (parameters <= Match::kMaxParams && !pattern.ends_with('/'));
}

// Walk is one lookup in the tree.
struct Walk {
  Method method;
  Match& match;
  std::array<std::string_view, Match::kMaxParams> values;

  bool Finish(const Leaf& leaf, std::size_t count) {
    match.allowed |= leaf.methods;
    const auto picked = leaf.Pick(method);
    if (!picked) return false;
    const auto index = static_cast<std::size_t>(*picked);
    match.found = true;
    match.value = leaf.values[index];
    match.param_count = count;
    for (std::size_t i = 0; i < count; ++i) match.params[i] = {leaf.names[index][i], values[i]};
    return true;
  }

  bool Visit(const Node& node, std::string_view rest, std::size_t count) {
    if (rest.empty()) return Finish(node.leaf, count);
    return VisitSegment(node, rest, count) || TakeRest(node, rest, count);
  }

  bool VisitSegment(const Node& node, std::string_view rest, std::size_t count) {
    const std::string_view segment = NextSegment(rest);
    for (const Node::Child& child : node.literals) {
      if (child.Takes(segment) && Visit(*child.node, rest, count)) return true;
    }
    if (node.parameter == nullptr || !IsSafeSegment(segment)) return false;
    values[count] = segment;
    return Visit(*node.parameter, rest, count + 1);
  }

  bool TakeRest(const Node& node, std::string_view rest, std::size_t count) {
    if (node.rest.methods == 0) return false;
    values[count] = rest;
    return Finish(node.rest, count + 1);
  }
};

}  // namespace

struct Router::Table {
  Literals<true> exact;
  Literals<false> folded;
  Node root;

  Leaf& LeafOf(std::string_view pattern, PathCase path_case, std::vector<std::string>& names);
};

// A pattern without parameters is one entry of a hash table, which is all that most requests need.
Leaf& Router::Table::LeafOf(std::string_view pattern, PathCase path_case,
                            std::vector<std::string>& names) {
  if (pattern.find('{') == std::string_view::npos) {
    if (path_case == PathCase::kExact) return exact[std::string(pattern)];
    return folded[std::string(pattern)];
  }
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
      return candidate.path_case == path_case && candidate.Takes(segment);
    });
    if (child == node->literals.end()) {
      node->literals.push_back({std::string(segment), path_case, std::make_unique<Node>()});
      child = std::prev(node->literals.end());
    }
    node = child->node.get();
  }
  return node->leaf;
}

std::string_view Match::Raw(std::string_view name) const {
  for (std::size_t i = 0; i < param_count; ++i) {
    if (params[i].name == name) return params[i].value;
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
  Walk walk{method, match, {}};
  if (!path.starts_with('/')) return match;
  if (const auto found = table_->exact.find(path);
      found != table_->exact.end() && walk.Finish(found->second, 0)) {
    return match;
  }
  if (const auto found = table_->folded.find(path);
      found != table_->folded.end() && walk.Finish(found->second, 0)) {
    return match;
  }
  walk.Visit(table_->root, path, 0);
  return match;
}

}  // namespace bearward::http
