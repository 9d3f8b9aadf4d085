// Contracts: the bodies, parameters and responses of the routes of /v1.
#pragma once

#include <span>

#include "door/contract.h"
#include "json/schema.h"

namespace bearward::dialects::v1 {

// kQuestion is one question of /v1/verify, kQuestions the body of a batch of them.
extern const json::Schema kQuestion;
extern const json::Schema kQuestions;

// kWhoAmI and the contracts after it belong to the routes of the same name.
extern const door::Contract kWhoAmI;
extern const door::Contract kRevokeSession;
extern const door::Contract kReadUser;
extern const door::Contract kUserState;
extern const door::Contract kReadApiKey;
extern const door::Contract kGenerateApiKey;
extern const door::Contract kChangeApiKey;
extern const door::Contract kRevokeApiKey;
extern const door::Contract kSetPassword;
extern const door::Contract kOrganizationState;
extern const door::Contract kLimitOrganization;
extern const door::Contract kApplicationState;
extern const door::Contract kLimitApplication;
extern const door::Contract kResetSecret;
extern const door::Contract kRemoveSecret;
extern const door::Contract kVerify;
extern const door::Contract kVerifyBatch;
extern const door::Contract kLiveness;
extern const door::Contract kReadiness;
// kReadinessForms are the forms of the errors of the same route.
extern const std::span<const door::Content> kReadinessForms;
extern const door::Contract kMetrics;
extern const door::Contract kDocument;
extern const door::Contract kChangePassword;
extern const door::Contract kSecurityText;

}  // namespace bearward::dialects::v1
