#include "dialects/v1/contracts.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/words.h"
#include "door/list_contract.h"
#include "door/problem_schema.h"
#include "model/caller.h"
#include "model/session.h"

namespace bearward::dialects::v1 {
namespace {

using door::Contract;
using door::Success;
using json::kFlag;
using json::kInteger;
using json::kNoMembers;
using json::kText;
using json::kTexts;
using json::kTime;
using json::ListOf;
using json::ObjectOf;
using json::OneOf;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr door::Encodings kJsonOrForm = door::kJsonBody | door::kFormBody;
constexpr Schema kTextOrNull = OrNull(kText);
constexpr Schema kTimeOrNull = OrNull(kTime);

// The new state of an object.
template <json::Literal kObject, json::Literal... kStates>
constexpr Property kStateMembers[] = {
    {"object", Word<kObject>()}, {"id", kText}, {"status", Word<kStates...>()}};
constexpr Schema kSessionState = ObjectOf(kStateMembers<"session", "revoked">);
constexpr Schema kKeyState = ObjectOf(kStateMembers<"api_key", "revoked">);
constexpr Schema kUserStateBody =
    ObjectOf(kStateMembers<"user", "active", "inactive", "unlocked", "password_changed">);
constexpr Schema kOrganizationStateBody =
    ObjectOf(kStateMembers<"organization", "enabled", "disabled">);
constexpr Schema kSecretState = ObjectOf(kStateMembers<"application_secret", "removed">);
constexpr Success kUserChanged[] = {{200, "The new state of the user.", &kUserStateBody}};

// Users.
constexpr Property kUserMembers[] = {
    {"object", Word<"user">()},
    {"id", kText},
    {"number", kInteger},
    {"username", kTextOrNull},
    {"email", kTextOrNull},
    {"first_name", kTextOrNull},
    {"last_name", kTextOrNull},
    {"job_title", kTextOrNull},
    {"active", kFlag},
    {"password_change_required", kFlag},
    {"failed_sign_ins", kInteger},
    {"locked_until", kTimeOrNull},
    {"created_at", kTimeOrNull},
    {"updated_at", kTimeOrNull},
};
constexpr Schema kUser = ObjectOf(kUserMembers, "User");
constexpr Property kPasswordMembers[] = {
    {"password", kText},
    Optional("current_password", kTextOrNull, "Required when users change their own password."),
    Optional("password_change_required", kFlag,
             "For another user: whether it must replace the password at its next sign-in. The "
             "default keeps the present value."),
};
constexpr Schema kPasswordBody = ObjectOf(kPasswordMembers, "PasswordInput");

// API keys.
constexpr Schema kRateLimit = OrNull(kText);
constexpr std::string_view kRateLimitText =
    "A rate limit like 100/60s, or 100/60s monitor to count only; null: no limit.";
constexpr std::string_view kExpiryText =
    "For a key of the environment only; a time in the past: now; null: never.";
constexpr std::string_view kOnce = "Returned only once, when it is created.";
constexpr Property kApiKeyMembers[] = {
    {"object", Word<"api_key">()},
    {"id", kText},
    {"user_id", kTextOrNull},
    {"description", kText},
    {"obfuscated_value", kText},
    {"created_at", kTimeOrNull},
    {"expires_at", kTimeOrNull},
    {"last_used_at", kTimeOrNull},
    {"rate_limit", kRateLimit, true, kRateLimitText},
    Optional("permissions", kTexts, "Of a key of the environment; users bring their own."),
    Optional("value", kText, kOnce),
};
constexpr Schema kApiKey = ObjectOf(kApiKeyMembers, "ApiKey");
constexpr Property kNewKeyMembers[] = {Optional("description", kTextOrNull)};
constexpr Schema kNewKeyBody = ObjectOf(kNewKeyMembers);
constexpr Property kKeyChangeMembers[] = {Optional("description", kTextOrNull),
                                          Optional("rate_limit", kRateLimit, kRateLimitText),
                                          Optional("expires_at", kTimeOrNull, kExpiryText)};
constexpr Schema kKeyChangeBody = ObjectOf(kKeyChangeMembers, "ApiKeyChange");
constexpr Success kOneKey[] = {{200, "The API key, without its value.", &kApiKey}};

// Rate limits.
constexpr Property kLimitMembers[] = {{"rate_limit", kRateLimit, true, kRateLimitText}};
constexpr Schema kLimitBody = ObjectOf(kLimitMembers, "RateLimitInput");
constexpr Property kOrganizationLimitMembers[] = {
    {"object", Word<"organization">()}, {"id", kText}, {"rate_limit", kRateLimit}};
constexpr Schema kOrganizationLimit = ObjectOf(kOrganizationLimitMembers);

// Applications.
constexpr Property kApplicationStateMembers[] = {{"object", Word<"application">()},
                                                 {"id", kText},
                                                 {"client_id", kText},
                                                 {"status", Word<"enabled", "disabled">()}};
constexpr Schema kApplicationStateBody = ObjectOf(kApplicationStateMembers);
constexpr Property kApplicationLimitMembers[] = {{"object", Word<"application">()},
                                                 {"id", kText},
                                                 {"client_id", kText},
                                                 {"rate_limit", kRateLimit}};
constexpr Schema kApplicationLimit = ObjectOf(kApplicationLimitMembers);
constexpr Property kClientSecretMembers[] = {{"object", Word<"application">()},
                                             {"id", kText},
                                             {"client_id", kText},
                                             {"client_secret", kText, true, kOnce}};
constexpr Schema kClientSecret = ObjectOf(kClientSecretMembers, "ClientSecret");

// Verification.
constexpr Property kEnvironmentMembers[] = {{"id", kText}, {"name", kText}, {"client_id", kText}};
constexpr Property kOrganizationMembers[] = {{"id", kText}, {"number", kInteger}, {"name", kText}};
constexpr Property kSubjectMembers[] = {{"kind", OneOf(base::WordsOf<model::SubjectKind>::kWords)},
                                        {"id", kText},
                                        {"number", OrNull(kInteger)}};
constexpr Property kCredentialMembers[] = {
    {"kind", OneOf(base::WordsOf<model::CredentialKind>::kWords)},
    {"id", kTextOrNull},
    {"profile", kTextOrNull}};
constexpr Property kImpersonatorMembers[] = {
    {"id", kText},
    Optional("environment_id", kText,
             "The environment of that user, if it is not that of the session."),
    {"name", kText},
    {"reason", kText, true, "Empty if an operator acts for another environment."}};
constexpr Property kCallerMembers[] = {
    {"object", Word<"caller">()},
    {"environment", ObjectOf(kEnvironmentMembers)},
    {"organization", OrNull(ObjectOf(kOrganizationMembers))},
    {"subject", ObjectOf(kSubjectMembers)},
    {"permissions", kTexts},
    {"roles", kTexts},
    {"credential", ObjectOf(kCredentialMembers)},
    {"expires_at", kTimeOrNull},
    {"session_id", kTextOrNull},
    Optional("impersonator", ObjectOf(kImpersonatorMembers),
             "Only in a masquerade: the user who acts as the subject."),
    Optional("manages_installation", kFlag,
             "Only of /v1/whoami: whether the caller may manage the environments."),
    Optional("name", kText,
             "Only of /v1/whoami, for people to read: the full name of the subject, or else its "
             "username or email address."),
};
constexpr Schema kCaller = ObjectOf(kCallerMembers, "Caller");
constexpr door::Parameter kAccountQuery[] = {
    {"account_id", kInteger, false, "Number of the organization in which the caller acts."}};
constexpr Property kCacheMembers[] = {
    {"hit", kFlag},
    {"max_age", kInteger, true, "Seconds for which the result may be kept: always 0."}};
constexpr Property kVerificationMembers[] = {
    {"object", Word<"verification">()},
    {"allowed", kFlag},
    {"reason", kTextOrNull, true, "Why the credential is refused."},
    {"retry_after", OrNull(kInteger), true, "Seconds to wait after a rate limit."},
    {"caller", OrNull(kCaller)},
    {"cache", ObjectOf(kCacheMembers)},
};
constexpr Schema kVerification = ObjectOf(kVerificationMembers, "Verification");
constexpr Property kQuestionErrorMembers[] = {{"object", Word<"error">()},
                                              {"code", kText},
                                              {"detail", kText},
                                              Optional("errors", ListOf(door::kFault))};
constexpr Schema kResults[] = {kVerification, ObjectOf(kQuestionErrorMembers, "QuestionError")};
constexpr Schema kResult = {.type = json::Type::kChoice, .choices = kResults};
constexpr Property kResultListMembers[] = {{"object", Word<"list">()}, {"data", ListOf(kResult)}};
constexpr Schema kResultList = ObjectOf(kResultListMembers, "VerificationList");
constexpr Property kQuestionMembers[] = {
    {"token", kText},
    Optional("need", OrNull(kTexts), "Permissions of which all are required."),
    Optional("organization", kTextOrNull),
    Optional("audience", kTextOrNull),
    Optional("scheme", OrNull(Word<"bearer", "api_key">())),
};
constexpr Schema kOneQuestion = ObjectOf(kQuestionMembers, "Question");
constexpr Property kBatchMembers[] = {{"questions", ListOf(kOneQuestion), true, "1 to 100."}};
constexpr Schema kBatch = ObjectOf(kBatchMembers, "QuestionList");

// Operators.
constexpr Property kLiveMembers[] = {{"status", Word<"live">()}};
constexpr Property kNodeMembers[] = {
    {"nodes", kInteger, true, "Live nodes of the database, with this one."},
    {"lease_ms", kInteger, true, "Time for which this node may still answer from memory."},
    {"event_lag_ms", kInteger, true, "Time since its last successful look at the event log."},
};
constexpr Schema kNode = ObjectOf(kNodeMembers, "Node");
constexpr Property kShownNode = Optional(
    "node", kNode, "For one of several nodes on PostgreSQL, on the listener that has /metrics.");
constexpr Property kReadyMembers[] = {{"status", Word<"ready">()}, kShownNode};
constexpr auto kUnreadyMembers = [] {
  std::array<Property, std::size(door::kProblemMembers) + 1> members{};
  std::ranges::copy(door::kProblemMembers, members.begin());
  members.back() = kShownNode;
  return members;
}();
constexpr Schema kUnready = ObjectOf(kUnreadyMembers, "UnreadyProblem");
constexpr door::Content kUnreadyForms[] = {{door::kProblemType, &kUnready}};
constexpr Schema kLive = ObjectOf(kLiveMembers);
constexpr Schema kReady = ObjectOf(kReadyMembers);
constexpr Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr Success kContacts[] = {
    {200, "The contacts, as RFC 9116 describes them.", &kText, door::kTextType}};
constexpr Success kMetricsText[] = {
    {200, "The metrics in the Prometheus text format.", &kText, door::kTextType}};

}  // namespace

constinit const Schema kQuestion = kOneQuestion;
constinit const Schema kQuestions = kBatch;

constinit const Contract kWhoAmI = {
    .query = kAccountQuery, .successes = door::kAnswer<200, "The authenticated caller.", kCaller>};
constinit const Contract kRevokeSession = {
    .body = &kNoMembers,
    .successes = door::kAnswer<200, "The session and its tokens are revoked.", kSessionState>};
constinit const Contract kReadUser = {.body = &kNoMembers,
                                      .successes = door::kAnswer<200, "The user.", kUser>};
constinit const Contract kUserState = {.body = &kNoMembers, .successes = kUserChanged};
constinit const Contract kReadApiKey = {.body = &kNoMembers, .successes = kOneKey};
constinit const Contract kGenerateApiKey = {
    .body = &kNewKeyBody,
    .encodings = kJsonOrForm,
    .successes = door::kAnswer<201, "The new API key, with its value.", kApiKey>};
constinit const Contract kChangeApiKey = {.body = &kKeyChangeBody,
                                          .encodings = kJsonOrForm,
                                          .successes = kOneKey,
                                          .errors = door::kStatuses<409>};
constinit const Contract kRevokeApiKey = {
    .body = &kNoMembers, .successes = door::kAnswer<200, "The API key is revoked.", kKeyState>};
constinit const Contract kSetPassword = {.body = &kPasswordBody,
                                         .encodings = kJsonOrForm,
                                         .successes = kUserChanged,
                                         .errors = door::kStatuses<409>};
constinit const Contract kOrganizationState = {
    .body = &kNoMembers,
    .successes = door::kAnswer<200, "The new state of the organization.", kOrganizationStateBody>};
constinit const Contract kLimitOrganization = {
    .body = &kLimitBody,
    .encodings = kJsonOrForm,
    .successes = door::kAnswer<200, "The new rate limit of the organization.", kOrganizationLimit>};
constinit const Contract kApplicationState = {
    .body = &kNoMembers,
    .successes = door::kAnswer<200, "The new state of the application.", kApplicationStateBody>};
constinit const Contract kLimitApplication = {
    .body = &kLimitBody,
    .encodings = kJsonOrForm,
    .successes = door::kAnswer<200, "The new rate limit of the application.", kApplicationLimit>};
constinit const Contract kResetSecret = {
    .body = &kNoMembers,
    .successes = door::kAnswer<200, "The application with its new secret.", kClientSecret>};
constinit const Contract kRemoveSecret = {
    .body = &kNoMembers, .successes = door::kAnswer<200, "The secret is removed.", kSecretState>};
constinit const Contract kVerify = {
    .body = &kOneQuestion,
    .successes = door::kAnswer<200, "The result, allowed or refused.", kVerification>};
constinit const Contract kVerifyBatch = {
    .body = &kBatch,
    .successes =
        door::kAnswer<200, "A result or an error for each question, in their order.", kResultList>};
constinit const Contract kLiveness = {.successes = door::kAnswer<200, "The process runs.", kLive>};
constinit const Contract kReadiness = {
    .successes = door::kAnswer<200, "The server accepts requests.", kReady>};
constinit const std::span<const door::Content> kReadinessForms = kUnreadyForms;
constinit const Contract kMetrics = {.successes = kMetricsText};
constinit const Contract kDocument = {.successes =
                                          door::kAnswer<200, "The OpenAPI document.", kAnyObject>};
constinit const Contract kChangePassword = {.successes =
                                                door::kAnswer<302, "Redirects to the page.">};
constinit const Contract kSecurityText = {.successes = kContacts};

}  // namespace bearward::dialects::v1
