#include "jwt_template/parser.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "json/writer.h"
#include "jwt_template/variables.h"

namespace bearward::jwt_template {
namespace {

using base::Result;

constexpr int kDeepest = 16;

constexpr bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
constexpr bool IsInWord(char c) { return IsAlphanumeric(c) || c == '+' || c == '-' || c == '.'; }
constexpr bool IsInPath(char c) { return IsAlphanumeric(c) || c == '_' || c == '-' || c == '.'; }

// Run of bytes at the beginning that have a property.
std::string_view RunOf(std::string_view text, bool (*has)(char)) {
  return text.substr(0,
                     static_cast<std::size_t>(std::ranges::find_if_not(text, has) - text.begin()));
}

Path Split(std::string_view path) {
  Path split;
  while (true) {
    const std::size_t dot = path.find('.');
    split.names.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return split;
    path.remove_prefix(dot + 1);
  }
}

}  // namespace

base::Error Parser::Wrong(std::string text) const {
  const std::string_view before = text_.substr(0, at_);
  const auto line = 1 + std::ranges::count(before, '\n');
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  text += " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
  return base::Invalid("invalid_template", std::move(text), {"content"});
}

base::Error Parser::Expected(std::string_view what) const {
  return Wrong("Template parse error: expected " + std::string(what) + ".");
}

void Parser::SkipSpace() {
  while (!AtEnd() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
}

bool Parser::Take(std::string_view token) {
  if (!Sees(token)) return false;
  at_ += token.size();
  return true;
}

Result<ObjectNode> Parser::Run() {
  SkipSpace();
  if (!Sees("{") || Sees("{{")) {
    return base::Fail(
        Wrong("The template must be a JSON object such as {\"email\": {{ user.email }}}."));
  }
  BW_TRY_ASSIGN(ObjectNode root, ReadObject(1));
  SkipSpace();
  if (!AtEnd()) return base::Fail(Expected("the end of the template"));
  BW_TRY(CheckClaims(root));
  return root;
}

base::Status Parser::CheckClaims(const ObjectNode& root) const {
  if (root.members.empty()) return base::Fail(Wrong("The template must have at least one claim."));
  const auto reserved = std::ranges::find_if(
      root.members, [](const MemberNode& member) { return IsReserved(member.key); });
  if (reserved == root.members.end()) return {};
  return base::Fail(Wrong("The claim \"" + reserved->key + "\" cannot be set by a template."));
}

Result<Node> Parser::ReadNode(int depth) {
  SkipSpace();
  Node node;
  if (Sees("{{")) {
    BW_TRY_ASSIGN(node.value, ReadExpression(false));
  } else if (Sees("{")) {
    BW_TRY_ASSIGN(node.value, ReadObject(depth + 1));
  } else if (Sees("[")) {
    BW_TRY_ASSIGN(node.value, ReadArray(depth + 1));
  } else if (Sees("\"")) {
    BW_TRY_ASSIGN(node.value, ReadText());
  } else {
    BW_TRY_ASSIGN(node.value, ReadWord());
  }
  return node;
}

template <class ReadItem>
base::Status Parser::ReadItems(int depth, const char* open, const char* close, ReadItem read) {
  if (depth > kDeepest) return base::Fail(Wrong("The template is nested too deeply."));
  Take(open);
  SkipSpace();
  if (Take(close)) return {};
  while (true) {
    BW_TRY(read());
    SkipSpace();
    if (Take(close)) return {};
    if (!Take(",")) return base::Fail(Expected("`,` or `" + std::string(close) + "`"));
  }
}

Result<ObjectNode> Parser::ReadObject(int depth) {
  ObjectNode object;
  BW_TRY(ReadItems(depth, "{", "}", [&]() -> base::Status {
    BW_TRY_ASSIGN(MemberNode member, ReadMember(depth));
    if (std::ranges::find(object.members, member.key, &MemberNode::key) != object.members.end()) {
      return base::Fail(Wrong("The member \"" + member.key + "\" is there twice."));
    }
    object.members.push_back(std::move(member));
    return {};
  }));
  return object;
}

Result<MemberNode> Parser::ReadMember(int depth) {
  MemberNode member;
  SkipSpace();
  BW_TRY_ASSIGN(member.key, ReadKey());
  SkipSpace();
  if (!Take(":")) return base::Fail(Expected("`:`"));
  BW_TRY_ASSIGN(member.node, ReadNode(depth));
  return member;
}

Result<ArrayNode> Parser::ReadArray(int depth) {
  ArrayNode array;
  BW_TRY(ReadItems(depth, "[", "]", [&]() -> base::Status {
    BW_TRY_ASSIGN(Node item, ReadNode(depth));
    array.items.push_back(std::move(item));
    return {};
  }));
  return array;
}

// The parts between expressions are JSON, so json::Parse removes their escapes.
Result<TextNode> Parser::ReadText() {
  TextNode node;
  Take("\"");
  while (true) {
    const std::size_t from = at_;
    while (!AtEnd() && !Sees("\"") && !Sees("{{")) {
      at_ += text_[at_] == '\\' && at_ + 1 < text_.size() ? 2 : 1;
    }
    if (AtEnd()) return base::Fail(Wrong("Template parse error: missing '\"'."));
    if (at_ > from) {
      const auto part = json::Parse('"' + std::string(text_.substr(from, at_ - from)) + '"');
      if (!part) return base::Fail(Wrong("Template parse error: the string is no JSON."));
      node.parts.emplace_back(*part->AsString());
    }
    if (Take("\"")) return node;
    BW_TRY_ASSIGN(Expression expression, ReadExpression(true));
    node.parts.emplace_back(std::move(expression));
  }
}

Result<std::string> Parser::ReadKey() {
  if (!Sees("\"")) return base::Fail(Expected("the name of a claim in double quotes"));
  BW_TRY_ASSIGN(TextNode node, ReadText());
  if (node.parts.empty()) return std::string();
  auto* const key = std::get_if<std::string>(&node.parts.front());
  if (key == nullptr || node.parts.size() > 1) {
    return base::Fail(Wrong("The name of a claim cannot contain an expression."));
  }
  return std::move(*key);
}

Result<json::Value> Parser::ReadWord() {
  const std::string_view word = RunOf(text_.substr(at_), IsInWord);
  auto value = json::Parse(word);
  if (!value) return base::Fail(Expected("a value"));
  at_ += word.size();
  return *std::move(value);
}

Result<Expression> Parser::ReadExpression(bool in_text) {
  Take("{{");
  SkipSpace();
  if (Sees("}}")) return base::Fail(Wrong("Expression cannot be empty."));
  Expression expression;
  while (true) {
    SkipSpace();
    if (Take("'")) {
      BW_TRY_ASSIGN(std::string literal, ReadLiteral());
      expression.operands.emplace_back(std::move(literal));
    } else {
      BW_TRY_ASSIGN(Path path, ReadPath(in_text));
      expression.operands.emplace_back(std::move(path));
    }
    SkipSpace();
    if (Take("}}")) return expression;
    if (AtEnd()) return base::Fail(Wrong("Template parse error: missing '}}'."));
    if (!Take("||")) return base::Fail(Wrong("Invalid expression segment: expected || or }}."));
  }
}

// The quotation marks are single, so the text has no escapes.
Result<std::string> Parser::ReadLiteral() {
  const std::size_t end = text_.find('\'', at_);
  if (end == std::string_view::npos) {
    return base::Fail(Wrong("Template parse error: missing \"'\"."));
  }
  std::string literal(text_.substr(at_, end - at_));
  const bool control =
      std::ranges::any_of(literal, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  // Quote replaces invalid UTF-8.
  const auto quoted = json::Parse(json::Quote(literal));
  if (control || !quoted || *quoted->AsString() != literal) {
    return base::Fail(Wrong("Template parse error: a text has control characters."));
  }
  at_ = end + 1;
  return literal;
}

Result<Path> Parser::ReadPath(bool in_text) {
  if (AtEnd()) return base::Fail(Wrong("Template parse error: missing '}}'."));
  const std::string_view path = RunOf(text_.substr(at_), IsInPath);
  if (path.empty()) {
    return base::Fail(
        Wrong("Invalid expression segment: expected a path such as user.email, or a text in single "
              "quotes."));
  }
  const auto shape = ShapeOf(path);
  if (!shape) return base::Fail(Wrong("Invalid path: \"" + std::string(path) + "\"."));
  if (in_text && *shape == Shape::kCollection) {
    return base::Fail(Wrong("String encapsulated expression cannot contain object reference: \"" +
                            std::string(path) + "\"."));
  }
  at_ += path.size();
  return Split(path);
}

}  // namespace bearward::jwt_template
