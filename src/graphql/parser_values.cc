// Values, types, arguments and directives: the parts that both kinds of definitions use.
#include "graphql/parser.h"

namespace bearward::graphql {

Literal Parser::Value(bool is_const) {
  const Nesting nesting(*this);
  Literal value{.offset = token_.offset, .text = token_.text};
  switch (token_.kind) {
    case TokenKind::kOpenBracket:
      return ListValue(is_const);
    case TokenKind::kOpenBrace:
      return ObjectValue(is_const);
    case TokenKind::kInt:
    case TokenKind::kFloat:
      value.kind = Is(TokenKind::kInt) ? LiteralKind::kInt : LiteralKind::kFloat;
      Advance();
      return value;
    case TokenKind::kString:
    case TokenKind::kBlockString:
      return StringLiteral();
    case TokenKind::kName:
      return NamedValue();
    case TokenKind::kDollar:
      if (is_const) break;
      Advance();
      value.kind = LiteralKind::kVariable;
      value.text = Name().text;
      return value;
    default:
      break;
  }
  Unexpected();
  return value;
}

Literal Parser::StringLiteral() {
  Literal value{.kind = LiteralKind::kString, .offset = token_.offset, .text = token_.text};
  if (token_.has_escapes) {
    value.text = document_.arena_->Text(Is(TokenKind::kBlockString) ? BlockStringValue(token_.text)
                                                                    : StringValue(token_.text));
  }
  Advance();
  return value;
}

Literal Parser::NamedValue() {
  Literal value{.kind = LiteralKind::kEnum, .offset = token_.offset, .text = token_.text};
  if (value.text == "true" || value.text == "false") value.kind = LiteralKind::kBoolean;
  if (value.text == "null") value.kind = LiteralKind::kNull;
  Advance();
  return value;
}

Literal Parser::ListValue(bool is_const) {
  Literal value{.kind = LiteralKind::kList, .offset = token_.offset};
  const std::size_t first = literals_.size();
  Advance();
  while (ok() && !Skip(TokenKind::kCloseBracket)) literals_.push_back(Value(is_const));
  value.items = document_.arena_->Take(literals_, first);
  return value;
}

Literal Parser::ObjectValue(bool is_const) {
  Literal value{.kind = LiteralKind::kObject, .offset = token_.offset};
  const std::size_t first = literal_fields_.size();
  Advance();
  while (ok() && !Skip(TokenKind::kCloseBrace)) {
    LiteralField field{.name = Name(), .value = {}};
    Expect(TokenKind::kColon, "\":\"");
    field.value = Value(is_const);
    literal_fields_.push_back(field);
  }
  value.fields = document_.arena_->Take(literal_fields_, first);
  return value;
}

TypeNode Parser::Type() {
  const Nesting nesting(*this);
  TypeNode node{.offset = token_.offset};
  if (Skip(TokenKind::kOpenBracket)) {
    const std::uint32_t offset = node.offset;
    node = Type();
    node.offset = offset;
    node.wrappers = Wrap(node.wrappers, kListLayer);
    Expect(TokenKind::kCloseBracket, "\"]\"");
  } else {
    node.name = Name();
  }
  if (Skip(TokenKind::kBang)) node.wrappers = Wrap(node.wrappers, kNonNullLayer);
  if (node.wrappers >> (2 * kMaxWrappers) != 0) {
    Fail(node.offset,
         "The type has more than 30 levels of lists and non-null marks, which is the limit.",
         kLimitExceeded);
  }
  return node;
}

Slice<ArgumentNode> Parser::Arguments(bool is_const) {
  const std::size_t first = arguments_.size();
  Many(TokenKind::kOpenParen, TokenKind::kCloseParen, [this, is_const] {
    ArgumentNode node{.name = Name(), .value = {}};
    Expect(TokenKind::kColon, "\":\"");
    node.value = Value(is_const);
    arguments_.push_back(node);
  });
  return document_.arena_->Take(arguments_, first);
}

Slice<DirectiveNode> Parser::Directives(bool is_const) {
  const std::size_t first = directives_.size();
  while (Is(TokenKind::kAt)) {
    DirectiveNode node{.offset = token_.offset};
    Advance();
    node.name = Name();
    node.arguments = Arguments(is_const);
    directives_.push_back(node);
  }
  return document_.arena_->Take(directives_, first);
}

}  // namespace bearward::graphql
