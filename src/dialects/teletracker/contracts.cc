#include "dialects/teletracker/contracts.h"

namespace bearward::dialects::teletracker {
namespace {

using door::Contract;
using door::Success;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTexts;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;

constexpr Property kReasonMembers[] = {{"code", kText}, {"message", kText}};
constexpr Property kErrorMembers[] = {
    {"success", kFlag, true, "Always false."},
    {"guid", kText},
    {"error", ObjectOf(kReasonMembers)},
    Optional("missing", kTexts, "The fields that are missing."),
};
constexpr Schema kError = ObjectOf(kErrorMembers, "TeleTrackerError");
constexpr door::Content kErrorForms[] = {{door::kJsonType, &kError}};

constexpr Property kPairMembers[] = {
    {"success", kFlag},
    {"guid", kText},
    Optional("token", kText),
    Optional("tokenExpiration", kText),
    Optional("tokenLifetime", kInteger, "Seconds."),
    Optional("refreshToken", kText),
    Optional("refreshTokenExpiration", kText),
};
constexpr Schema kPair = ObjectOf(kPairMembers, "TeleTrackerTokens");
constexpr Property kDoneMembers[] = {{"success", kFlag}, {"guid", kText}};
constexpr Schema kDone = ObjectOf(kDoneMembers, "TeleTrackerSuccess");
constexpr Success kRenewed[] = {{200, "The tokens.", &kPair}};

// A form sends a number as text, so both types are allowed.
constexpr Schema kNumbers[] = {kInteger, kText};
constexpr Schema kNumber = {.type = json::Type::kChoice, .choices = kNumbers};
constexpr Property kLoginMembers[] = {
    {"username", kText},
    {"password", kText},
    Optional("account_id", OrNull(kNumber), "Number of the organization to sign in to."),
    Optional("auth_only", OrNull(kNumber), "1: check the password only."),
};
constexpr Schema kLoginBody = Open(ObjectOf(kLoginMembers, "TeleTrackerLogin"));
constexpr Property kRefreshMembers[] = {
    Optional("refresh_token", kText),
    Optional("refreshToken", kText, "The same under another name. Send one of both."),
};
constexpr Schema kRefreshBody = Open(ObjectOf(kRefreshMembers, "TeleTrackerRefresh"));
constexpr Property kMasqueradeMembers[] = {{"account_id", kNumber}};
constexpr Schema kMasqueradeBody = Open(ObjectOf(kMasqueradeMembers, "TeleTrackerMasquerade"));
constexpr door::Parameter kAccountQuery[] = {
    {"account_id", kInteger, false, "Number of the organization in which the caller acts."}};
constexpr int kSignInErrors[] = {401, 403, 429};

}  // namespace

constinit const std::span<const door::Content> kErrors = kErrorForms;
constinit const Contract kLogin = {
    .body = &kLoginBody,
    .encodings = kBodies,
    .successes =
        door::kAnswer<200, "The tokens, or only success and guid when auth_only is 1.", kPair>,
    .errors = kSignInErrors};
constinit const Contract kRefresh = {
    .body = &kRefreshBody, .encodings = kBodies, .successes = kRenewed, .errors = kSignInErrors};
constinit const Contract kMasquerade = {
    .body = &kMasqueradeBody, .encodings = kBodies, .query = kAccountQuery, .successes = kRenewed};
constinit const Contract kLogout = {
    .query = kAccountQuery, .successes = door::kAnswer<200, "The session is ended.", kDone>};

}  // namespace bearward::dialects::teletracker
