// Executor: runs one operation level by level. Only execute.cc includes it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "graphql/execute.h"
#include "graphql/result.h"

namespace bearward::graphql {

// Executor executes one operation with coerced variables. Use it once, on one thread.
class Executor {
 public:
  // Inputs are the parts of the request. All must outlive the executor.
  struct Inputs {
    const Schema& schema;
    const Document& document;
    const Arguments& variables;
    Handle context;
    const base::Clock& clock;
    const Limits& limits;
    const std::function<base::Status(std::string_view field)>& admit;
  };
  explicit Executor(const Inputs& inputs);

  // Run executes the operation and returns the response.
  Response Run(const OperationNode& operation);

 private:
  // Children are the groups below one field, one for each object type.
  using Children = std::vector<ResultGroup*>;

  ResultGroup& NewGroup(const NamedType& type, std::span<const Slice<Selection>> selections);
  void CollectFields(ResultGroup& group, Slice<Selection> selections);
  void AddField(ResultGroup& group, const Selection& selection);
  void AddObject(ResultGroup& group, ResultNode& node, Handle object);

  // Admit asks for each root field whether it may run, and returns the first refusal.
  std::optional<Error> Admit(const ResultGroup& root) const;
  void RunGroup(ResultGroup& group);
  void RunQueue();
  void RunField(ResultGroup& group, std::uint32_t index);
  base::Status Resolve(const ResultGroup& group, const PlannedField& planned,
                       std::span<const Handle> parents, std::span<Value> results);
  std::vector<AppliedDirective> Directives(const Selection& selection) const;

  void Complete(ResultNode& node, const PlannedField& planned, TypeRef type, const Value& value,
                Children& children);
  void CompleteList(ResultNode& node, const PlannedField& planned, TypeRef type, const Value& value,
                    Children& children);
  void CompleteObject(ResultNode& node, const PlannedField& planned, const NamedType& type,
                      const Value& value, Children& children);
  void Fail(ResultNode& node, const PlannedField& planned, std::string message);
  void FailWith(ResultNode& node, const PlannedField& planned, const base::Error& error);
  void AddError(ResultNode& node, const PlannedField& planned, Error error);

  Inputs in_;
  std::int64_t deadline_ = 0;
  Storage storage_;
  std::vector<std::unique_ptr<ResultGroup>> groups_;
  // next_ is the first group of groups_ that did not run yet: groups_ is the queue.
  std::size_t next_ = 0;
  std::unordered_set<std::string_view> visited_;
  std::vector<Error> errors_;
  std::size_t dropped_errors_ = 0;
};

}  // namespace bearward::graphql
