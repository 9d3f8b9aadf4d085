// Contracts: the bodies, parameters and responses of TeleTracker's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::teletracker {

// kErrors are the forms of error bodies (contract section 6).
extern const std::span<const door::Content> kErrors;

// kBodies are the encodings that the contract accepts on every route but that of MMS.
inline constexpr door::Encodings kBodies = door::kJsonBody | door::kFormBody | door::kMultipartBody;

// kLogin and the contracts after it belong to the routes of the same name.
extern const door::Contract kLogin;
extern const door::Contract kRefresh;
extern const door::Contract kMasquerade;
extern const door::Contract kLogout;
extern const door::Contract kCallData;
extern const door::Contract kRapidResponse;
extern const door::Contract kVoiceCall;
extern const door::Contract kSms;
extern const door::Contract kMms;

}  // namespace bearward::dialects::teletracker
