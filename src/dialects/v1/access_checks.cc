#include "dialects/v1/access_checks.h"

#include <string>
#include <utility>
#include <vector>

#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "json/view.h"

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

// Checked is a question with its answer.
struct Checked : access::AccessAnswer {
  access::AccessQuestion question;

  std::vector<std::string> missing() const {
    std::vector<std::string> lacked;
    for (const access::AskedPermission& one : permissions) {
      if (!one.allowed) lacked.push_back(one.permission);
    }
    return lacked;
  }
};

using Asked = json::View<access::AskedPermission>;
constexpr Asked::Member kPermission[] = {
    Asked::Of<&access::AskedPermission::permission>("permission"),
    Asked::Of<&access::AskedPermission::allowed>("allowed"),
    Asked::Of<&access::AskedPermission::roles>("roles", "The roles of the user that have it.")};
using View = json::View<Checked>;
using access::AccessQuestion;
constexpr View::Member kMembers[] = {
    View::Object<"access_check">(),
    View::Of<&Checked::question, &AccessQuestion::user>("user_id"),
    View::Of<&Checked::question, &AccessQuestion::organization>("organization_id"),
    View::Of<&Checked::allowed>("allowed"),
    View::Of<&Checked::reason>(
        "reason",
        "missing_permission, or why every request of the user in the organization is refused."),
    View::Of<&Checked::roles>("roles", "The roles of the user in the organization."),
    View::Each<&Checked::permissions, kPermission, "AskedPermission">("permissions"),
    View::Of<&Checked::missing>("missing", "The permissions that the user lacks.")};
constexpr json::Schema kCheck = json::kSchemaOf<kMembers, "AccessCheck">;
constinit const door::Contract kCheckAccess = {
    .body = &kAccessQuestion,
    .successes = door::kAnswer<200, "Whether the user would be allowed.", kCheck>,
    .errors = door::kStatuses<404>};

Result<door::Reply> CheckAccess(const access::UserAccess& checks, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  access::AccessQuestion question;
  BW_TRY_ASSIGN(question.user.text, body.RequiredText("user_id"));
  BW_TRY_ASSIGN(question.organization.text, body.RequiredText("organization_id"));
  BW_TRY_ASSIGN(auto permissions, body.Texts("permissions"));
  if (permissions) question.permissions = *std::move(permissions);
  BW_TRY_ASSIGN(access::AccessAnswer answer, checks.Check(call.caller(), question));
  const Checked checked{std::move(answer), std::move(question)};
  return door::JsonReply(200, json::ViewText<kMembers>(checked));
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
