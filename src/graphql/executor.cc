#include "graphql/executor.h"

#include <algorithm>

#include "graphql/cost.h"
#include "graphql/input.h"

namespace bearward::graphql {

Executor::Executor(const Inputs& inputs) : in_(inputs) {
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(in_.limits.max_time);
  deadline_ = in_.clock.Ticks() + time.count();
}

Response Executor::Run(const OperationNode& operation) {
  const NamedType& type = *in_.schema.root(operation.kind);
  ResultGroup& group = NewGroup(type, {&operation.selections, 1});
  ResultNode root;
  // Resolvers of root fields have no parent; the introspection fields find the schema there.
  AddObject(group, root, Handle::Of(in_.schema));
  if (auto refusal = Admit(group)) return Withhold({*std::move(refusal)});
  next_ = 1;
  if (operation.kind == OperationKind::kMutation) {
    for (std::uint32_t i = 0; i < group.fields.size(); ++i) {
      RunField(group, i);
      RunQueue();
    }
  } else {
    RunGroup(group);
    RunQueue();
  }
  if (dropped_errors_ > 0) {
    errors_.push_back({.message = std::to_string(dropped_errors_) +
                                  " further errors were left out; the limit is " +
                                  std::to_string(in_.limits.max_errors) + ".",
                       .code = std::string(kLimitExceeded)});
  }
  Response response{.text = "{", .has_data = true, .errors = {}};
  if (!errors_.empty()) {
    response.text += "\"errors\":";
    WriteErrors(response.text, errors_);
    response.text += ',';
  }
  response.text += "\"data\":";
  WriteResult(response.text, root);
  response.text += '}';
  response.errors = std::move(errors_);
  return response;
}

std::optional<Error> Executor::Admit(const ResultGroup& root) const {
  if (!in_.admit) return std::nullopt;
  for (const PlannedField& planned : root.fields) {
    const base::Status status = in_.admit(planned.field->name());
    if (status) continue;
    return Error{.message = status.error().public_text,
                 .locations = {in_.document.LocationOf(planned.selections.front()->offset)},
                 .path = {std::string(planned.key)},
                 .code = status.error().reason,
                 .detail = status.error().detail};
  }
  return std::nullopt;
}

ResultGroup& Executor::NewGroup(const NamedType& type,
                                std::span<const Slice<Selection>> selections) {
  ResultGroup& group = *groups_.emplace_back(std::make_unique<ResultGroup>());
  group.type = &type;
  visited_.clear();
  for (const Slice<Selection>& one : selections) CollectFields(group, one);
  return group;
}

// CollectFields is CollectFields of the specification (6.3.2).
void Executor::CollectFields(ResultGroup& group, Slice<Selection> selections) {
  for (const Selection& selection : selections) {
    if (!selection.directives.empty() && !IsIncluded(selection, in_.variables)) continue;
    if (selection.kind == SelectionKind::kField) {
      AddField(group, selection);
      continue;
    }
    std::string_view condition = selection.type_condition.text;
    Slice<Selection> inner = selection.selections;
    if (selection.kind == SelectionKind::kSpread) {
      if (!visited_.insert(selection.name.text).second) continue;
      const FragmentNode* fragment = FindFragment(in_.document, selection.name.text);
      if (fragment == nullptr) continue;
      condition = fragment->type_condition.text;
      inner = fragment->selections;
    }
    const NamedType* type = condition.empty() ? group.type : in_.schema.FindType(condition);
    if (type != nullptr && type->Includes(*group.type)) CollectFields(group, inner);
  }
}

void Executor::AddField(ResultGroup& group, const Selection& selection) {
  for (PlannedField& planned : group.fields) {
    if (planned.key != selection.response_key()) continue;
    planned.selections.push_back(&selection);
    return;
  }
  const Field* field = in_.schema.FindField(*group.type, selection.name.text);
  if (field == nullptr) return;
  group.fields.push_back({selection.response_key(), field, {&selection}});
}

void Executor::AddObject(ResultGroup& group, ResultNode& node, Handle object) {
  node.kind = ResultKind::kObject;
  node.group = &group;
  node.size = static_cast<std::uint32_t>(group.fields.size());
  node.children = storage_.arena().Array<ResultNode>(node.size);
  for (std::uint32_t i = 0; i < node.size; ++i) {
    node.children[i].parent = &node;
    node.children[i].index = i;
  }
  group.nodes.push_back(&node);
  group.objects.push_back(object);
}

void Executor::RunQueue() {
  while (next_ < groups_.size()) RunGroup(*groups_[next_++]);
}

void Executor::RunGroup(ResultGroup& group) {
  for (std::uint32_t i = 0; i < group.fields.size(); ++i) RunField(group, i);
}

void Executor::RunField(ResultGroup& group, std::uint32_t index) {
  const PlannedField& planned = group.fields[index];
  std::vector<ResultNode*> nodes;
  std::vector<Handle> parents;
  for (std::size_t i = 0; i < group.nodes.size(); ++i) {
    if (IsDiscarded(*group.nodes[i])) continue;
    nodes.push_back(&group.nodes[i]->children[index]);
    parents.push_back(group.objects[i]);
  }
  if (nodes.empty()) return;
  std::vector<Value> results(nodes.size());
  const base::Status status = Resolve(group, planned, parents, results);
  Children children;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    nodes[i]->is_non_null = planned.field->type.is_non_null();
    // The failure of one element may have discarded the object of another.
    if (IsDiscarded(*nodes[i])) continue;
    if (status) {
      Complete(*nodes[i], planned, planned.field->type, results[i], children);
    } else {
      FailWith(*nodes[i], planned, status.error());
    }
  }
}

base::Status Executor::Resolve(const ResultGroup& group, const PlannedField& planned,
                               std::span<const Handle> parents, std::span<Value> results) {
  const Field& field = *planned.field;
  const Selection& selection = *planned.selections.front();
  if (field.name() == "__typename") {
    std::ranges::fill(results, Value::Text(group.type->name));
    return {};
  }
  if (!field.resolver) {
    return base::Fail(base::Internal("The field " + std::string(field.parent->name) + "." +
                                     std::string(field.name()) + " has no resolver."));
  }
  if (in_.clock.Ticks() > deadline_) {
    return base::Fail(base::Limited(std::string(kLimitExceeded),
                                    "The execution took longer than " +
                                        std::to_string(in_.limits.max_time.count()) +
                                        " ms, which is the limit. Request less at once.",
                                    std::chrono::seconds(1)));
  }
  Arguments arguments;
  if (auto fault =
          CoerceArguments(field.arguments, selection.arguments, in_.variables, arguments)) {
    return base::Fail(base::Invalid(std::string(kBadInput), std::move(*fault)));
  }
  const std::vector<AppliedDirective> directives = Directives(selection);
  Batch batch({parents, arguments, directives, in_.context, storage_}, results);
  return field.resolver(batch);
}

std::vector<AppliedDirective> Executor::Directives(const Selection& selection) const {
  std::vector<AppliedDirective> applied;
  for (const DirectiveNode& node : selection.directives) {
    const DirectiveType* type = in_.schema.FindDirective(node.name.text);
    if (type == nullptr || type->is_builtin) continue;
    AppliedDirective& one = applied.emplace_back(node.name.text);
    CoerceArguments(type->arguments, node.arguments, in_.variables, one.arguments);
  }
  return applied;
}

void Executor::Complete(ResultNode& node, const PlannedField& planned, TypeRef type,
                        const Value& value, Children& children) {
  node.is_non_null = type.is_non_null();
  if (value.kind() == ValueKind::kFailed) {
    return FailWith(node, planned, value.object().As<const base::Error>());
  }
  if (value.kind() == ValueKind::kNull) {
    if (!node.is_non_null) return;
    return Fail(node, planned,
                "Cannot return null for non-nullable field " +
                    std::string(planned.field->parent->name) + "." +
                    std::string(planned.field->name()) + ".");
  }
  type = type.nullable();
  if (type.is_list()) return CompleteList(node, planned, type.inner(), value, children);
  if (type.type->is_composite()) {
    return CompleteObject(node, planned, *type.type, value, children);
  }
  std::string fault = LeafError(*type.type, value);
  if (!fault.empty()) return Fail(node, planned, std::move(fault));
  node.kind = ResultKind::kLeaf;
  node.type = type.type;
  node.leaf = value;
}

void Executor::CompleteList(ResultNode& node, const PlannedField& planned, TypeRef type,
                            const Value& value, Children& children) {
  if (value.kind() != ValueKind::kList) {
    return Fail(node, planned, "The resolver returned a value that is not a list.");
  }
  node.kind = ResultKind::kList;
  node.size = static_cast<std::uint32_t>(value.items().size());
  node.children = storage_.arena().Array<ResultNode>(node.size);
  for (std::uint32_t i = 0; i < node.size; ++i) {
    ResultNode& item = node.children[i];
    item.parent = &node;
    item.index = i;
    Complete(item, planned, type, value.items()[i], children);
    // The first failure of a non-null element decides the list.
    if (type.is_non_null() && IsDiscarded(node)) return;
  }
}

void Executor::CompleteObject(ResultNode& node, const PlannedField& planned, const NamedType& type,
                              const Value& value, Children& children) {
  if (value.kind() != ValueKind::kObject) {
    return Fail(node, planned, "The resolver returned a value that is not an object.");
  }
  const NamedType* object = type.is_abstract() ? in_.schema.FindType(value.text()) : &type;
  if (object == nullptr || object->kind != TypeKind::kObject || !type.Includes(*object)) {
    return Fail(node, planned,
                "The resolver returned an object of the type \"" + std::string(value.text()) +
                    "\", which is not a possible type of \"" + std::string(type.name) + "\".");
  }
  for (ResultGroup* group : children) {
    if (group->type == object) return AddObject(*group, node, value.object());
  }
  std::vector<Slice<Selection>> selections;
  for (const Selection* selection : planned.selections) {
    selections.push_back(selection->selections);
  }
  ResultGroup& group = NewGroup(*object, selections);
  children.push_back(&group);
  AddObject(group, node, value.object());
}

void Executor::Fail(ResultNode& node, const PlannedField& planned, std::string message) {
  AddError(node, planned, {.message = std::move(message), .code = std::string(kInternalError)});
}

void Executor::FailWith(ResultNode& node, const PlannedField& planned, const base::Error& error) {
  AddError(node, planned,
           {.message = error.public_text, .code = error.reason, .detail = error.detail});
}

void Executor::AddError(ResultNode& node, const PlannedField& planned, Error error) {
  // The place is computed only for errors that are reported: a list may fail element by element.
  if (errors_.size() < in_.limits.max_errors) {
    error.locations = {in_.document.LocationOf(planned.selections.front()->offset)};
    error.path = PathOf(node);
    errors_.push_back(std::move(error));
  } else {
    ++dropped_errors_;
  }
  Discard(node);
}

}  // namespace bearward::graphql
