// Parser: the recursive-descent parser behind Document::Parse. Only this module includes it.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "graphql/document.h"
#include "graphql/lexer.h"

namespace bearward::graphql {

// Parser reads one document. After the first fault every method returns at once and ok() is false;
// the nodes are then incomplete.
class Parser {
 public:
  Parser(std::string_view text, const Limits& limits);

  // Run parses the whole text; call it once.
  std::expected<Document, Error> Run();

 private:
  // Nesting counts one level of recursion while it exists.
  class Nesting {
   public:
    explicit Nesting(Parser& parser);
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --parser_.nesting_; }

   private:
    Parser& parser_;
  };

  // parser.cc: tokens
  bool ok() const { return error_.message.empty(); }
  bool Is(TokenKind kind) const { return token_.kind == kind; }
  bool IsKeyword(std::string_view word) const;
  void Advance();
  bool Skip(TokenKind kind);
  bool SkipKeyword(std::string_view word);
  void Expect(TokenKind kind, std::string_view shown);
  void Unexpected();
  void Fail(std::uint32_t offset, std::string message, std::string_view code);
  // Many calls `item` until `close`, at least once, if the token is `open`.
  template <class Item>
  void Many(TokenKind open, TokenKind close, Item item);
  NameNode Name();

  // parser.cc: executable definitions; their descriptions are accepted, which is later than October
  // 2021, and ignored
  void Definition();
  bool ExecutableDefinition();
  void Operation();
  void Fragment();
  Slice<VariableNode> Variables();
  Slice<Selection> Selections();
  Selection Field();
  Selection Spread();
  Slice<Selection> RequiredSelections();

  // parser_values.cc: parts of both kinds of definitions
  Literal Value(bool is_const);
  Literal ListValue(bool is_const);
  Literal ObjectValue(bool is_const);
  Literal NamedValue();
  Literal StringLiteral();
  TypeNode Type();
  Slice<ArgumentNode> Arguments(bool is_const);
  Slice<DirectiveNode> Directives(bool is_const);

  // parser_schema.cc: type system definitions
  bool TypeSystemDefinition(const DescriptionNode& description, std::uint32_t start);
  bool TypeDefinition(const DescriptionNode& description, bool is_extension);
  void SchemaDefinition(const DescriptionNode& description, bool is_extension);
  void DirectiveDefinition(const DescriptionNode& description);
  void TypeBody(TypeDefinitionNode& node);
  DescriptionNode Description();
  Slice<NameNode> NameList(TokenKind separator);
  Slice<FieldNode> Fields();
  Slice<InputValueNode> InputValues(TokenKind open, TokenKind close);
  Slice<EnumValueNode> EnumValues();

  Document document_;
  Limits limits_;
  Lexer lexer_;
  Token token_;
  Error error_;
  std::size_t tokens_ = 0;
  std::size_t nesting_ = 0;
  // Stacks of finished nodes whose parents are not finished yet.
  std::vector<OperationNode> operations_;
  std::vector<FragmentNode> fragments_;
  std::vector<TypeDefinitionNode> types_;
  std::vector<DirectiveDefinitionNode> directive_definitions_;
  std::vector<SchemaNode> schemas_;
  std::vector<NameNode> type_system_names_;
  std::vector<Selection> selections_;
  std::vector<VariableNode> variables_;
  std::vector<ArgumentNode> arguments_;
  std::vector<DirectiveNode> directives_;
  std::vector<Literal> literals_;
  std::vector<LiteralField> literal_fields_;
  std::vector<InputValueNode> input_values_;
};

template <class Item>
void Parser::Many(TokenKind open, TokenKind close, Item item) {
  if (!Is(open)) return;
  Advance();
  do {
    item();
  } while (ok() && !Skip(close));
}

}  // namespace bearward::graphql
