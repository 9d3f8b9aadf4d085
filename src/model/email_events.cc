#include "model/email_events.h"

#include <algorithm>
#include <array>

namespace bearward::model {
namespace {

using enum EventType;

constexpr std::array<EventType, 7> kTypes = {
    kEmailVerificationCreated, kMagicAuthCreated,  kPasswordResetCreated, kEmailChangeCreated,
    kPasswordlessSessionSent,  kInvitationCreated, kInvitationResent};

}  // namespace

bool SendsEmail(EventType type) { return std::ranges::find(kTypes, type) != kTypes.end(); }

}  // namespace bearward::model
