#include "dialects/v1/access_checks.h"

#include <string>
#include <utility>

#include "dialects/v1/codec.h"
#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kText;
using json::kTexts;

constexpr json::Property kQuestionMembers[] = {
    {"user_id", kText},
    {"organization_id", kText},
    {"permissions", kTexts, true, "All of them are required; at most 100."}};
constexpr json::Schema kAccessQuestion = json::ObjectOf(kQuestionMembers, "AccessQuestion");

constexpr json::Property kPermissionMembers[] = {
    {"permission", kText},
    {"allowed", json::kFlag},
    {"roles", kTexts, true, "The roles of the user that have it."}};
constexpr json::Schema kPermission = json::ObjectOf(kPermissionMembers, "AskedPermission");
constexpr json::Property kMembers[] = {
    {"object", json::Word<"access_check">()},
    {"user_id", kText},
    {"organization_id", kText},
    {"allowed", json::kFlag},
    {"reason", json::OrNull(kText), true,
     "missing_permission, or why every request of the user in the organization is refused."},
    {"roles", kTexts, true, "The roles of the user in the organization."},
    {"permissions", json::ListOf(kPermission)},
    {"missing", kTexts, true, "The permissions that the user lacks."}};
constexpr json::Schema kCheck = json::ObjectOf(kMembers, "AccessCheck");
constinit const door::Contract kCheckAccess = {
    .body = &kAccessQuestion,
    .successes = door::kAnswer<200, "Whether the user would be allowed.", kCheck>,
    .errors = door::kStatuses<404>};

door::Reply Encode(const access::AccessQuestion& question, const access::AccessAnswer& answer) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("access_check");
  writer.Key("user_id").String(question.user.text);
  writer.Key("organization_id").String(question.organization.text);
  writer.Key("allowed").Bool(answer.allowed()).Key("reason");
  writer.Raw(answer.reason ? json::Quote(*answer.reason) : "null");
  WriteTexts(writer, "roles", answer.roles);
  writer.Key("permissions").BeginArray();
  std::vector<std::string> missing;
  for (const access::AskedPermission& one : answer.permissions) {
    if (!one.allowed) missing.push_back(one.permission);
    writer.BeginObject().Key("permission").String(one.permission);
    writer.Key("allowed").Bool(one.allowed);
    WriteTexts(writer, "roles", one.roles);
    writer.EndObject();
  }
  writer.EndArray();
  WriteTexts(writer, "missing", missing);
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<door::Reply> CheckAccess(const access::UserAccess& checks, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  access::AccessQuestion question;
  BW_TRY_ASSIGN(question.user.text, body.RequiredText("user_id"));
  BW_TRY_ASSIGN(question.organization.text, body.RequiredText("organization_id"));
  BW_TRY_ASSIGN(auto permissions, body.Texts("permissions"));
  if (permissions) question.permissions = *std::move(permissions);
  BW_TRY_ASSIGN(const access::AccessAnswer answer, checks.Check(call.caller(), question));
  return Encode(question, answer);
}

}  // namespace

std::vector<door::Route> AccessCheckRoutes(const access::UserAccess& checks,
                                           const door::Dialect& dialect) {
  return {{http::Method::kPost, "/v1/access_checks", TokenOrKey(), door::RunOn::kWorker,
           [&checks](Call& call) { return CheckAccess(checks, call); }, "v1.check_access",
           "Check whether a user would be allowed something in an organization", &kCheckAccess,
           &dialect}};
}

}  // namespace bearward::dialects::v1
