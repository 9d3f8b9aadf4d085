// Every schema of /openapi.json that has a name is one component.
#include <map>
#include <string>
#include <string_view>

#include "app/contract_fixture.h"
#include "json/schema.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

class SchemaNames : public ContractFixture {
 protected:
  // Note compares a schema, and those in it, with the earlier ones of the same name.
  void Note(const json::Schema& schema, const door::Route& route) {
    if (!schema.name.empty()) {
      std::string text;
      json::Writer writer(text);
      json::Schema definition = schema;
      definition.nullable = false;  // a property of the reference
      json::WriteDefinition(writer, definition);
      const auto [first, is_new] = definitions_.try_emplace(std::string(schema.name), text);
      EXPECT_EQ(first->second, text) << schema.name << " of " << route.operation;
      if (!is_new) return;
    }
    if (schema.items != nullptr) Note(*schema.items, route);
    for (const json::Property& member : schema.members) Note(member.schema, route);
    for (const json::Schema& choice : schema.choices) Note(choice, route);
  }

  std::map<std::string, std::string> definitions_;
};

// The first of two schemas with one name stood for both: GET /v1/webhook_endpoints/{id} had the
// description of the answer to its roll_secret, with a required member that it never has, and a new
// role of an organization that of one of the environment, which needs a slug.
TEST_F(SchemaNames, DifferentSchemasHaveDifferentNames) {
  for (const door::Route& route : core_->door().routes()) {
    const door::Contract& contract = *route.contract;
    if (contract.body != nullptr) Note(*contract.body, route);
    for (const door::Parameter& parameter : contract.query) Note(parameter.schema, route);
    for (const door::Success& success : contract.successes) {
      if (success.schema != nullptr) Note(*success.schema, route);
    }
    for (const door::Content& content : route.errors().contents) Note(*content.schema, route);
  }
  EXPECT_GT(definitions_.size(), 100U);
}

}  // namespace
}  // namespace bearward::app
