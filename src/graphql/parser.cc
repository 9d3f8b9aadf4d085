#include "graphql/parser.h"

#include "base/utf8.h"

namespace bearward::graphql {
namespace {

std::string LimitText(std::string_view what, std::size_t limit) {
  return "The document has more than " + std::to_string(limit) + " " + std::string(what) +
         ", which is the limit. Split it into several requests.";
}

}  // namespace

std::expected<Document, Error> Document::Parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) {
    return std::unexpected(Error{.message = LimitText("bytes", limits.max_bytes),
                                 .code = std::string(kLimitExceeded)});
  }
  if (!base::IsUtf8(text)) {
    return std::unexpected(Error{.message = "Syntax Error: The document is not valid UTF-8.",
                                 .code = std::string(kParseFailed)});
  }
  return Parser(text, limits).Run();
}

Location Document::LocationOf(std::uint32_t offset) const {
  Location location{1, 1};
  for (std::size_t i = 0; i < offset && i < source_.size(); ++i) {
    const char c = source_[i];
    if (c == '\n' || (c == '\r' && !source_.substr(i + 1).starts_with('\n'))) {
      ++location.line;
      location.column = 1;
    } else if (c != '\r' && (static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++location.column;
    }
  }
  return location;
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (++parser_.nesting_ > parser_.limits_.max_nesting) {
    parser_.Fail(parser_.token_.offset, LimitText("levels of nesting", parser_.limits_.max_nesting),
                 kLimitExceeded);
  }
}

Parser::Parser(std::string_view text, const Limits& limits) : limits_(limits), lexer_({}) {
  document_.source_ = document_.arena_->Text(text);
  lexer_ = Lexer(document_.source_);
}

std::expected<Document, Error> Parser::Run() {
  Advance();
  do {
    Definition();
  } while (ok() && !Is(TokenKind::kEnd));
  if (!ok()) return std::unexpected(std::move(error_));
  Arena& arena = *document_.arena_;
  document_.operations_ = arena.Take(operations_, 0);
  document_.fragments_ = arena.Take(fragments_, 0);
  document_.types_ = arena.Take(types_, 0);
  document_.directives_ = arena.Take(directive_definitions_, 0);
  document_.schemas_ = arena.Take(schemas_, 0);
  document_.type_system_definitions_ = arena.Take(type_system_names_, 0);
  return std::move(document_);
}

bool Parser::IsKeyword(std::string_view word) const {
  return Is(TokenKind::kName) && token_.text == word;
}

void Parser::Advance() {
  token_ = lexer_.Next();
  if (++tokens_ > limits_.max_tokens) {
    Fail(token_.offset, LimitText("tokens", limits_.max_tokens), kLimitExceeded);
  } else if (Is(TokenKind::kInvalid)) {
    Fail(lexer_.error_offset(), "Syntax Error: " + lexer_.error(), kParseFailed);
  }
}

bool Parser::Skip(TokenKind kind) {
  if (!Is(kind)) return false;
  Advance();
  return true;
}

bool Parser::SkipKeyword(std::string_view word) {
  if (!IsKeyword(word)) return false;
  Advance();
  return true;
}

void Parser::Expect(TokenKind kind, std::string_view shown) {
  if (Skip(kind)) return;
  Fail(token_.offset,
       "Syntax Error: Expected " + std::string(shown) + ", found " + Describe(token_) + ".",
       kParseFailed);
}

void Parser::Unexpected() {
  Fail(token_.offset, "Syntax Error: Unexpected " + Describe(token_) + ".", kParseFailed);
}

void Parser::Fail(std::uint32_t offset, std::string message, std::string_view code) {
  if (!ok()) return;
  error_ = {.message = std::move(message),
            .locations = {document_.LocationOf(offset)},
            .code = std::string(code)};
  // Every loop ends at the end of the document.
  token_ = {.kind = TokenKind::kEnd, .offset = offset};
}

NameNode Parser::Name() {
  const NameNode name{token_.text, token_.offset};
  Expect(TokenKind::kName, "Name");
  return name;
}

void Parser::Definition() {
  const std::uint32_t start = token_.offset;
  const DescriptionNode description = Description();
  // The short form of a query has no description.
  const bool is_bare = description.is_present && Is(TokenKind::kOpenBrace);
  if (!is_bare && (ExecutableDefinition() || TypeSystemDefinition(description, start))) return;
  Unexpected();
}

bool Parser::ExecutableDefinition() {
  if (IsKeyword("fragment")) {
    Fragment();
    return true;
  }
  if (!Is(TokenKind::kOpenBrace) && !IsKeyword("query") && !IsKeyword("mutation") &&
      !IsKeyword("subscription")) {
    return false;
  }
  Operation();
  return true;
}

void Parser::Operation() {
  OperationNode node{.offset = token_.offset};
  if (!Is(TokenKind::kOpenBrace)) {
    if (IsKeyword("mutation")) node.kind = OperationKind::kMutation;
    if (IsKeyword("subscription")) node.kind = OperationKind::kSubscription;
    Advance();
    if (Is(TokenKind::kName)) node.name = Name();
    node.variables = Variables();
    node.directives = Directives(false);
  }
  node.selections = RequiredSelections();
  operations_.push_back(node);
}

Slice<VariableNode> Parser::Variables() {
  const std::size_t first = variables_.size();
  Many(TokenKind::kOpenParen, TokenKind::kCloseParen, [this] {
    VariableNode node;
    Description();
    const std::uint32_t offset = token_.offset;
    Expect(TokenKind::kDollar, "\"$\"");
    node.name = Name();
    node.name.offset = offset;
    Expect(TokenKind::kColon, "\":\"");
    node.type = Type();
    if (Skip(TokenKind::kEquals)) node.default_value = document_.arena_->New(Value(true));
    node.directives = Directives(true);
    variables_.push_back(node);
  });
  return document_.arena_->Take(variables_, first);
}

void Parser::Fragment() {
  FragmentNode node{.offset = token_.offset};
  Advance();
  if (IsKeyword("on")) return Unexpected();
  node.name = Name();
  if (!SkipKeyword("on")) {
    Fail(token_.offset, "Syntax Error: Expected \"on\", found " + Describe(token_) + ".",
         kParseFailed);
  }
  node.type_condition = Name();
  node.directives = Directives(false);
  node.selections = RequiredSelections();
  fragments_.push_back(node);
}

Slice<Selection> Parser::RequiredSelections() {
  if (!Is(TokenKind::kOpenBrace)) Expect(TokenKind::kOpenBrace, "\"{\"");
  return Selections();
}

Slice<Selection> Parser::Selections() {
  const Nesting nesting(*this);
  const std::size_t first = selections_.size();
  Many(TokenKind::kOpenBrace, TokenKind::kCloseBrace,
       [this] { selections_.push_back(Is(TokenKind::kSpread) ? Spread() : Field()); });
  return document_.arena_->Take(selections_, first);
}

Selection Parser::Field() {
  Selection node{.kind = SelectionKind::kField, .offset = token_.offset};
  node.name = Name();
  if (Skip(TokenKind::kColon)) {
    node.alias = node.name;
    node.name = Name();
  }
  node.arguments = Arguments(false);
  node.directives = Directives(false);
  if (Is(TokenKind::kOpenBrace)) node.selections = Selections();
  return node;
}

Selection Parser::Spread() {
  Selection node{.kind = SelectionKind::kInlineFragment, .offset = token_.offset};
  Advance();
  if (Is(TokenKind::kName) && token_.text != "on") {
    node.kind = SelectionKind::kSpread;
    node.name = Name();
    node.directives = Directives(false);
    return node;
  }
  if (SkipKeyword("on")) node.type_condition = Name();
  node.directives = Directives(false);
  node.selections = RequiredSelections();
  return node;
}

}  // namespace bearward::graphql
