// GraphqlFixture: WorkOS' client GraphQL API over the data of examples/demo.toml, with members of
// Acme that have different rights, and a user of Globex.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "app/email_code_fixture.h"
#include "app/widget_world_fixture.h"
#include "json/writer.h"
#include "model/environment.h"

namespace bearward::app {

class GraphqlFixture : public EmailCodeFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWidgetWorld);
  }

  // Token returns a client token of a user in an organization.
  static std::string Token(const std::string& user, const std::string& organization) {
    const ClientAnswer answer =
        Json(Method::kPost, "/client/token",
             R"({"organization_id":")" + organization + R"(","user_id":")" + user + R"("})",
             Bearer(kProductionKey));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "token");
  }
  static std::string Tessa() { return Token("user_tessa", "org_widgets"); }
  static std::string Peter() { return Token("user_peter", "org_widgets"); }
  static std::string Nora() { return Token("user_nora", "org_neighbor"); }

  // ClientId returns that of the default environment.
  static std::string ClientId() {
    return model::ClientIdOf(testing::Must(core_->store().Read([](store::ReadTx& tx) {
                               return store::ListEnvironments(tx);
                             }))
                                 .front()
                                 .id);
  }

  static ClientAnswer Post(const std::string& token, const std::string& body,
                           ClientHeaders headers = {}) {
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    return Json(Method::kPost, "/client/graphql", body, std::move(headers));
  }
  static std::string BodyOf(const std::string& document) {
    return "{\"query\":" + json::Quote(document) + "}";
  }
  // Ask runs a document and returns the response.
  static json::Value Ask(const std::string& token, const std::string& document) {
    const ClientAnswer answer = Post(token, BodyOf(document));
    EXPECT_EQ(answer.status, 200) << document << ": " << answer.body;
    return Value(answer);
  }
  // Run does the same for a document that must succeed, and returns its data.
  static json::Value Run(const std::string& token, const std::string& document) {
    const json::Value response = Ask(token, document);
    EXPECT_EQ(response.Find("errors"), nullptr) << document << ": " << json::ToText(response);
    const json::Value* const data = response.Find("data");
    return data == nullptr ? json::Value() : *data;
  }
  // At follows a path such as "roles.0.slug"; null for a place that does not exist.
  static json::Value At(const json::Value& value, std::string_view path) {
    if (path.empty()) return value;
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view step = path.substr(0, dot);
    const std::string_view rest = dot == path.size() ? "" : path.substr(dot + 1);
    if (value.IsArray()) {
      std::size_t index = 0;
      std::from_chars(step.data(), step.data() + step.size(), index);
      return index < value.AsArray()->size() ? At((*value.AsArray())[index], rest) : json::Value();
    }
    const json::Value* const member = value.Find(step);
    return member == nullptr ? json::Value() : At(*member, rest);
  }
  static std::string TextAt(const json::Value& value, std::string_view path) {
    const json::Value found = At(value, path);
    return found.IsString() ? *found.AsString() : json::ToText(found);
  }
  // ItemsAt returns the elements of a list.
  static json::Array ItemsAt(const json::Value& value, std::string_view path) {
    const json::Value found = At(value, path);
    EXPECT_TRUE(found.IsArray()) << path;
    return found.IsArray() ? *found.AsArray() : json::Array();
  }
  // CodeOf runs a document that must fail as a whole, and returns the code of the first error.
  static std::string CodeOf(const std::string& token, const std::string& document) {
    const json::Value response = Ask(token, document);
    EXPECT_TRUE(At(response, "data").IsNull()) << json::ToText(response);
    return TextAt(response, "errors.0.extensions.code");
  }
  static std::string Create(const std::string& path, const std::string& body) {
    const ClientAnswer answer = Json(Method::kPost, path, body, Bearer(kProductionKey));
    EXPECT_LT(answer.status, 300) << path << ": " << answer.body;
    return Text(answer, "id");
  }
};

}  // namespace bearward::app
