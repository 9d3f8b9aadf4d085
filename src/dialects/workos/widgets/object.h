// Object: what the resolvers return for one object, and how its fields are read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "graphql/resolver.h"
#include "graphql/schema_types.h"
#include "model/record.h"

namespace bearward::dialects::workos::widgets {

// Member is the value of one field of an object. `name` is a literal.
struct Member {
  std::string_view name;
  graphql::Value value;
};

// Object is a result of a resolver. A field has the value of the member with its name; else that of
// the described row, if the type has one (kRecordTypes in object.cc); else null.
struct Object {
  const void* row = nullptr;
  std::vector<Member> members = {};
};

// ObjectMaker makes values that live until the end of the execution. It is a view of a batch.
class ObjectMaker {
 public:
  explicit ObjectMaker(graphql::Batch& batch) : batch_(batch) {}

  // Text copies a text; an empty optional is null. Time writes ISO 8601.
  graphql::Value Text(std::string_view text);
  graphql::Value TextOrNull(const std::optional<std::string>& text);
  graphql::Value Time(base::Time time);
  graphql::Value Time(const std::optional<base::Time>& time);
  graphql::Value List(const std::vector<graphql::Value>& items);
  graphql::Value Texts(const std::vector<std::string>& texts);
  // Json copies a JSON text, for the scalar JSON.
  graphql::Value Json(std::string_view text);
  // Of makes an object of members. `type` is required where the field has a union type.
  graphql::Value Of(std::vector<Member> members, std::string_view type = {});
  // Row makes an object of a row of a described resource, which it keeps. Members replace fields;
  // `type` is as for Of.
  template <class R>
  graphql::Value Row(R row, std::vector<Member> members = {}, std::string_view type = {}) {
    return Keep(std::make_shared<const R>(std::move(row)), std::move(members), type);
  }
  graphql::Value Row(const model::AnyRow& row) { return Keep(row, {}); }

 private:
  graphql::Value Keep(std::shared_ptr<const void> row, std::vector<Member> members,
                      std::string_view type = {});

  graphql::Batch& batch_;
};

// FieldResolver returns the resolver of a field of an object type that is no root type. It must not
// outlive the schema of the field.
graphql::Resolver FieldResolver(const graphql::Field& field);

}  // namespace bearward::dialects::workos::widgets
