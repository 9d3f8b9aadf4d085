// The tree of a template. Internal to the module.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "json/reader.h"

namespace bearward::jwt_template {

// Path names a variable, by its names and indexes.
struct Path {
  std::vector<std::string> names;
};

// Expression has the value of its first operand that is not null. A string is a literal.
struct Expression {
  std::vector<std::variant<Path, std::string>> operands;
};

// TextNode is a JSON string: its parts in their order. A string is unescaped.
struct TextNode {
  std::vector<std::variant<std::string, Expression>> parts;
};

struct Node;
struct MemberNode;

// ArrayNode is a JSON array.
struct ArrayNode {
  std::vector<Node> items;
};

// ObjectNode is a JSON object. The keys are unique.
struct ObjectNode {
  std::vector<MemberNode> members;
};

// Node is one value. The json::Value is a number, true, false or null.
struct Node {
  std::variant<json::Value, Expression, TextNode, ArrayNode, ObjectNode> value;
};

// MemberNode is one member of an object.
struct MemberNode {
  std::string key;
  Node node;
};

}  // namespace bearward::jwt_template
