// Resolver: computes one field for all objects of a level at once.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graphql/arena.h"
#include "graphql/value.h"
#include "json/reader.h"

namespace bearward::graphql {

// Arguments are coerced arguments or variables by name, in the order of their definitions.
class Arguments {
 public:
  // Find returns the value; nullptr if it was neither provided nor has a default. Null is a value.
  const json::Value* Find(std::string_view name) const;
  // FindText, FindInt and FindBool return the value; nothing if it is absent, null or of another
  // kind.
  std::optional<std::string_view> FindText(std::string_view name) const;
  std::optional<std::int64_t> FindInt(std::string_view name) const;
  std::optional<bool> FindBool(std::string_view name) const;

  // Add appends a value.
  void Add(std::string_view name, json::Value value) {
    members_.push_back({std::string(name), std::move(value)});
  }
  const json::Object& members() const { return members_; }

 private:
  json::Object members_;
};

// Storage owns what resolvers create during one execution.
class Storage {
 public:
  Arena& arena() { return arena_; }
  // Keep moves `value` into memory that lives until the end of the execution.
  template <class T>
  T& Keep(T value) {
    auto kept = std::make_shared<T>(std::move(value));
    T& reference = *kept;
    kept_.push_back(std::move(kept));
    return reference;
  }

 private:
  Arena arena_;
  std::vector<std::shared_ptr<void>> kept_;
};

// AppliedDirective is a use of a custom directive on the field that is resolved.
struct AppliedDirective {
  std::string_view name;
  Arguments arguments;
};

// Batch is one call of a resolver: the parent objects, the arguments and the results. It is valid
// during the call. A result that is not set is null.
class Batch {
 public:
  // Inputs are what the executor passes in.
  struct Inputs {
    std::span<const Handle> parents;
    const Arguments& arguments;
    std::span<const AppliedDirective> directives;
    Handle context;
    Storage& storage;
  };
  Batch(const Inputs& inputs, std::span<Value> results) : inputs_(inputs), results_(results) {}

  // size is the number of parent objects; for a field of a root type it is 1.
  std::size_t size() const { return inputs_.parents.size(); }
  // Parent returns a parent object, which must be a T. Fields of root types have none.
  template <class T>
  const T& Parent(std::size_t i) const {
    return inputs_.parents[i].As<const T>();
  }
  // Context returns the object that the caller of Execute passed.
  template <class T>
  T& Context() const {
    return inputs_.context.As<T>();
  }
  const Arguments& arguments() const { return inputs_.arguments; }
  // directives are the custom directives on the first selection of the field.
  std::span<const AppliedDirective> directives() const { return inputs_.directives; }

  // Set sets the result of parent `i`.
  void Set(std::size_t i, Value value) { results_[i] = value; }
  // Fail makes the field of parent `i` fail; the client receives the public text and the reason.
  void Fail(std::size_t i, base::Error error) { results_[i] = Failed(std::move(error)); }
  // Failed is a value that fails; for elements of lists.
  Value Failed(base::Error error) {
    Value made(ValueKind::kFailed);
    made.object_ = Handle::Of(inputs_.storage.Keep(std::move(error)));
    return made;
  }

  // Keep moves `value` into memory that lives until the end of the execution.
  template <class T>
  T& Keep(T value) {
    return inputs_.storage.Keep(std::move(value));
  }
  // Copy copies a value that needs no destructor into that memory.
  template <class T>
  const T& Copy(const T& value) {
    return *inputs_.storage.arena().New(value);
  }
  // KeepText copies a text into that memory.
  std::string_view KeepText(std::string_view text) { return inputs_.storage.arena().Text(text); }
  // NewList returns `size` nulls in that memory; fill them and pass the span to Value::List.
  std::span<Value> NewList(std::size_t size) {
    return {inputs_.storage.arena().Array<Value>(size), size};
  }

 private:
  Inputs inputs_;
  std::span<Value> results_;
};

// Resolver sets the results of a batch. If it returns an error, the field fails for every parent.
// It must be safe to call from several threads, because executions share the schema.
using Resolver = std::function<base::Status(Batch&)>;

}  // namespace bearward::graphql
