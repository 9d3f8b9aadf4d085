// Type system definitions (specification, section 3).
#include <algorithm>
#include <array>
#include <optional>

#include "graphql/parser.h"

namespace bearward::graphql {
namespace {

constexpr std::array<std::string_view, 6> kTypeKeywords = {"scalar", "type", "interface",
                                                           "union",  "enum", "input"};

constexpr std::array<std::string_view, 19> kDirectiveLocations = {"QUERY",
                                                                  "MUTATION",
                                                                  "SUBSCRIPTION",
                                                                  "FIELD",
                                                                  "FRAGMENT_DEFINITION",
                                                                  "FRAGMENT_SPREAD",
                                                                  "INLINE_FRAGMENT",
                                                                  "VARIABLE_DEFINITION",
                                                                  "SCHEMA",
                                                                  "SCALAR",
                                                                  "OBJECT",
                                                                  "FIELD_DEFINITION",
                                                                  "ARGUMENT_DEFINITION",
                                                                  "INTERFACE",
                                                                  "UNION",
                                                                  "ENUM",
                                                                  "ENUM_VALUE",
                                                                  "INPUT_OBJECT",
                                                                  "INPUT_FIELD_DEFINITION"};

bool IsEmpty(const TypeDefinitionNode& node) {
  return node.names.empty() && node.directives.empty() && node.fields.empty() &&
         node.input_fields.empty() && node.values.empty();
}

}  // namespace

DescriptionNode Parser::Description() {
  if (!Is(TokenKind::kString) && !Is(TokenKind::kBlockString)) return {};
  return {StringLiteral().text, true};
}

bool Parser::TypeSystemDefinition(const DescriptionNode& description, std::uint32_t start) {
  const bool is_extension = !description.is_present && SkipKeyword("extend");
  if (IsKeyword("schema")) {
    type_system_names_.push_back({"schema", start});
    SchemaDefinition(description, is_extension);
    return true;
  }
  if (!is_extension && IsKeyword("directive")) {
    DirectiveDefinition(description);
    type_system_names_.push_back({directive_definitions_.back().name.text, start});
    return true;
  }
  if (!TypeDefinition(description, is_extension)) return false;
  type_system_names_.push_back({types_.back().name.text, start});
  return true;
}

void Parser::SchemaDefinition(const DescriptionNode& description, bool is_extension) {
  SchemaNode node{
      .is_extension = is_extension, .offset = token_.offset, .description = description};
  Advance();
  node.directives = Directives(true);
  std::vector<RootNode> roots;
  if (!is_extension && !Is(TokenKind::kOpenBrace)) Expect(TokenKind::kOpenBrace, "\"{\"");
  Many(TokenKind::kOpenBrace, TokenKind::kCloseBrace, [&] {
    RootNode root;
    if (IsKeyword("mutation")) {
      root.kind = OperationKind::kMutation;
    } else if (IsKeyword("subscription")) {
      root.kind = OperationKind::kSubscription;
    } else if (!IsKeyword("query")) {
      Unexpected();
    }
    Advance();
    Expect(TokenKind::kColon, "\":\"");
    root.type = Name();
    roots.push_back(root);
  });
  node.roots = document_.arena_->Take(roots, 0);
  if (is_extension && node.roots.empty() && node.directives.empty()) Unexpected();
  schemas_.push_back(node);
}

bool Parser::TypeDefinition(const DescriptionNode& description, bool is_extension) {
  const auto* word = std::ranges::find(kTypeKeywords, token_.text);
  if (!Is(TokenKind::kName) || word == kTypeKeywords.end()) return false;
  TypeDefinitionNode node{.kind = static_cast<TypeKind>(word - kTypeKeywords.begin()),
                          .is_extension = is_extension,
                          .description = description};
  Advance();
  node.name = Name();
  TypeBody(node);
  if (is_extension && IsEmpty(node)) Unexpected();
  types_.push_back(node);
  return true;
}

void Parser::TypeBody(TypeDefinitionNode& node) {
  const bool has_fields = node.kind == TypeKind::kObject || node.kind == TypeKind::kInterface;
  if (has_fields && SkipKeyword("implements")) node.names = NameList(TokenKind::kAmpersand);
  node.directives = Directives(true);
  if (has_fields) node.fields = Fields();
  if (node.kind == TypeKind::kUnion && Skip(TokenKind::kEquals)) {
    node.names = NameList(TokenKind::kPipe);
  }
  if (node.kind == TypeKind::kEnum) node.values = EnumValues();
  if (node.kind == TypeKind::kInputObject) {
    node.input_fields = InputValues(TokenKind::kOpenBrace, TokenKind::kCloseBrace);
  }
}

// NameList reads names with a separator between them, and optionally before the first.
Slice<NameNode> Parser::NameList(TokenKind separator) {
  std::vector<NameNode> names;
  Skip(separator);
  do {
    names.push_back(Name());
  } while (ok() && Skip(separator));
  return document_.arena_->Take(names, 0);
}

Slice<FieldNode> Parser::Fields() {
  std::vector<FieldNode> fields;
  Many(TokenKind::kOpenBrace, TokenKind::kCloseBrace, [&] {
    FieldNode node{.description = Description()};
    node.name = Name();
    node.arguments = InputValues(TokenKind::kOpenParen, TokenKind::kCloseParen);
    Expect(TokenKind::kColon, "\":\"");
    node.type = Type();
    node.directives = Directives(true);
    fields.push_back(node);
  });
  return document_.arena_->Take(fields, 0);
}

Slice<InputValueNode> Parser::InputValues(TokenKind open, TokenKind close) {
  const std::size_t first = input_values_.size();
  Many(open, close, [this] {
    InputValueNode node{.description = Description()};
    node.name = Name();
    Expect(TokenKind::kColon, "\":\"");
    node.type = Type();
    if (Skip(TokenKind::kEquals)) node.default_value = document_.arena_->New(Value(true));
    node.directives = Directives(true);
    input_values_.push_back(node);
  });
  return document_.arena_->Take(input_values_, first);
}

Slice<EnumValueNode> Parser::EnumValues() {
  std::vector<EnumValueNode> values;
  Many(TokenKind::kOpenBrace, TokenKind::kCloseBrace, [&] {
    EnumValueNode node{.description = Description()};
    if (IsKeyword("true") || IsKeyword("false") || IsKeyword("null")) {
      Fail(token_.offset,
           "Syntax Error: Name \"" + std::string(token_.text) +
               "\" is reserved and cannot be used for an enum value.",
           kParseFailed);
    }
    node.name = Name();
    node.directives = Directives(true);
    values.push_back(node);
  });
  return document_.arena_->Take(values, 0);
}

void Parser::DirectiveDefinition(const DescriptionNode& description) {
  DirectiveDefinitionNode node{.description = description};
  Advance();
  Expect(TokenKind::kAt, "\"@\"");
  node.name = Name();
  node.arguments = InputValues(TokenKind::kOpenParen, TokenKind::kCloseParen);
  node.is_repeatable = SkipKeyword("repeatable");
  if (!SkipKeyword("on")) {
    Fail(token_.offset, "Syntax Error: Expected \"on\", found " + Describe(token_) + ".",
         kParseFailed);
  }
  node.locations = NameList(TokenKind::kPipe);
  for (const NameNode& location : node.locations) {
    if (ok() &&
        std::ranges::find(kDirectiveLocations, location.text) == kDirectiveLocations.end()) {
      Fail(location.offset,
           "Syntax Error: Unexpected Name \"" + std::string(location.text) +
               "\". It is not a directive location.",
           kParseFailed);
    }
  }
  directive_definitions_.push_back(node);
}

}  // namespace bearward::graphql
