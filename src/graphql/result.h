// Result: the tree of results of one execution. Only this module includes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/schema_types.h"
#include "graphql/value.h"

namespace bearward::graphql {

// PlannedField is one field of a group: all its selections with one response key.
struct PlannedField {
  std::string_view key;
  const Field* field = nullptr;
  std::vector<const Selection*> selections;
};

// ResultKind is the kind of a ResultNode.
enum class ResultKind : std::uint8_t { kNull, kLeaf, kObject, kList };

struct ResultGroup;

// ResultNode is one value of the result: a field of an object or an element of a list.
struct ResultNode {
  ResultKind kind = ResultKind::kNull;
  // is_non_null is set where the type is non-null: a failure here makes the parent null.
  bool is_non_null = false;
  // is_discarded is set on a null that replaced a value; nothing below it is executed.
  bool is_discarded = false;
  std::uint32_t index = 0;
  std::uint32_t size = 0;
  ResultNode* parent = nullptr;
  ResultNode* children = nullptr;
  // group has the keys of the children of an object.
  const ResultGroup* group = nullptr;
  // type is the type of a leaf.
  const NamedType* type = nullptr;
  Value leaf;
};

// ResultGroup is all objects of one type that one field of the operation returned. Their fields are
// resolved together.
struct ResultGroup {
  const NamedType* type = nullptr;
  std::vector<PlannedField> fields;
  std::vector<ResultNode*> nodes;
  std::vector<Handle> objects;
};

// PathOf returns the path of a node.
std::vector<PathKey> PathOf(const ResultNode& node);
// IsDiscarded returns whether the node or one around it was replaced by null.
bool IsDiscarded(const ResultNode& node);
// Discard makes the nearest nullable value around the node null.
void Discard(ResultNode& node);
// LeafError returns why `value` is no result of a scalar or enum; empty if it is one.
std::string LeafError(const NamedType& type, const Value& value);

// WriteResult appends the JSON text of a node.
void WriteResult(std::string& out, const ResultNode& node);
// WriteErrors appends the JSON array of errors.
void WriteErrors(std::string& out, const std::vector<Error>& errors);

}  // namespace bearward::graphql
