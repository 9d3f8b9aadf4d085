#include "dialects/workos/sign_out.h"

#include <utility>

#include "base/invalid.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;

Result<Reply> SignOut(grant::Grant& grant, Call& call) {
  BW_TRY_ASSIGN(auto session, call.Query("session_id"));
  if (!session || session->empty()) {
    return base::Fail(base::Invalid("missing_field", "`session_id` is missing.", {"session_id"}));
  }
  grant::SignOutRequest request{.session = {*std::move(session)},
                                .return_to = {},
                                .environment = {},
                                .origin = call.origin()};
  BW_TRY_ASSIGN(request.return_to, call.Query("return_to"));
  BW_TRY_ASSIGN(request.environment, call.environment());
  BW_TRY_ASSIGN(std::string destination, grant.SignOut(request));
  Reply reply = door::NoStore(door::EmptyReply(302));
  reply.headers.Add("Location", std::move(destination));
  return reply;
}

constexpr door::Parameter kQuery[] = {
    {"session_id", json::kText, true, "The claim `sid` of the access token."},
    {"return_to", json::kText, false, "A redirect URI of the environment."}};
constexpr door::Contract kContract = {
    .query = kQuery,
    .successes = door::kAnswer<302, "Redirects to `return_to`, or to the default redirect URI.">,
    .errors = door::kStatuses<422>};

}  // namespace

door::Route SignOutRoute(grant::Grant& grant, const door::Dialect& dialect) {
  return {.method = http::Method::kGet,
          .pattern = "/user_management/sessions/logout",
          .guard = door::OpenGuard(),
          .run = [&grant](Call& call) { return SignOut(grant, call); },
          .operation = "workos.sign_out",
          .summary = "End a session and redirect the browser",
          .contract = &kContract,
          .dialect = &dialect,
          .cross_origin = true};
}

}  // namespace bearward::dialects::workos
