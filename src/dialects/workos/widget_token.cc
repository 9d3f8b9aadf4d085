#include "dialects/workos/widget_token.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "dialects/workos/contracts.h"
#include "dialects/workos/dialect.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

// kBodyReasons are the errors that this operation documents as 400 with a list of messages.
constexpr auto kBodyReasons = std::to_array<std::string_view>(
    {"missing_field", "wrong_type", "duplicate_field", "invalid_widget_scope"});

Result<Outcome> CreateWidgetToken(grant::Grant& grant, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  grant::WidgetTokenRequest request;
  BW_TRY_ASSIGN(request.user.text, body.RequiredText("user_id"));
  BW_TRY_ASSIGN(auto organization, body.Text("organization_id"));
  BW_TRY_ASSIGN(auto scopes, body.Texts("scopes"));
  if (organization) request.organization = model::OrganizationId{*std::move(organization)};
  request.scopes = std::move(scopes).value_or(std::vector<std::string>());
  return door::Defer(grant.WidgetToken(call.caller(), request), EncodeToken);
}

Reply BadRequest(const base::Error& error) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("message").BeginArray().String(error.public_text).EndArray();
  writer.Key("error").String("Bad Request").EndObject();
  return door::JsonReply(400, std::move(body));
}

// Errors writes those of the body in the form of BadRequest, which is one of the forms of kErrors.
const door::ErrorShape& Errors() {
  static const door::ErrorShape shape = [] {
    door::ErrorShape errors = MakeDialect().errors;
    errors.write = [others = errors.write](const base::Error& error, const Call& call) {
      const bool of_body = std::ranges::find(kBodyReasons, error.reason) != kBodyReasons.end();
      return of_body ? BadRequest(error) : others(error, call);
    };
    return errors;
  }();
  return shape;
}

constexpr json::Property kRequestMembers[] = {
    {"user_id", json::kText},
    json::Optional("organization_id", json::kText, "Required for `scopes`."),
    json::Optional("scopes", json::ListOf(json::kText),
                   "Permissions of widgets, such as widgets:users-table:manage. The token has "
                   "those that the user holds.")};
constexpr json::Schema kRequest =
    json::Open(json::ObjectOf(kRequestMembers, "WorkOSWidgetTokenRequest"));
constexpr json::Property kIssuedMembers[] = {{"token", json::kText}};
constexpr json::Schema kIssued = json::ObjectOf(kIssuedMembers, "WorkOSWidgetToken");
constexpr door::Contract kContract = {.body = &kRequest,
                                      .successes = door::kAnswer<201, "The widget token.", kIssued>,
                                      .errors = door::kStatuses<404, 422>};

}  // namespace

Reply EncodeToken(const grant::Granted& granted) {
  std::string text;
  json::Writer(text).BeginObject().Key("token").String(granted.issued.access.Reveal()).EndObject();
  return door::NoStore(door::JsonReply(201, std::move(text)));
}

door::Route WidgetTokenRoute(grant::Grant& grant, const door::Guard& guard,
                             const door::Dialect& dialect) {
  return {.method = http::Method::kPost,
          .pattern = "/widgets/token",
          .guard = guard,
          .run = [&grant](Call& call) { return CreateWidgetToken(grant, call); },
          .operation = "workos.create_widget_token",
          .summary = "Create a token for the widgets of a user",
          .contract = &kContract,
          .dialect = &dialect,
          .own_errors = &Errors()};
}

}  // namespace bearward::dialects::workos
