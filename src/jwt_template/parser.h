// Parser: reads the text of a template. Internal to the module.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "jwt_template/ast.h"

namespace bearward::jwt_template {

// Parser reads one text by recursive descent, at most 16 levels deep. All its errors are kInvalid
// "invalid_template" with the line and column.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  // Run reads the whole text, and checks the claims.
  base::Result<ObjectNode> Run();

 private:
  base::Result<Node> ReadNode(int depth);
  // ReadItems calls `read` for each item between `open`, which is next, and `close`.
  template <class ReadItem>
  base::Status ReadItems(int depth, const char* open, const char* close, ReadItem read);
  base::Result<ObjectNode> ReadObject(int depth);
  base::Result<MemberNode> ReadMember(int depth);
  base::Result<ArrayNode> ReadArray(int depth);
  base::Result<TextNode> ReadText();
  base::Result<std::string> ReadKey();
  base::Result<json::Value> ReadWord();
  // ReadExpression reads from `{{` to `}}`. A collection is refused `in_text`.
  base::Result<Expression> ReadExpression(bool in_text);
  base::Result<std::string> ReadLiteral();
  base::Result<Path> ReadPath(bool in_text);
  base::Status CheckClaims(const ObjectNode& root) const;

  base::Error Wrong(std::string text) const;
  base::Error Expected(std::string_view what) const;
  void SkipSpace();
  bool AtEnd() const { return at_ == text_.size(); }
  bool Sees(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  // Take skips the token if it is next.
  bool Take(std::string_view token);

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace bearward::jwt_template
