// Kinds: the objects of a telephone service, described once each (objects/kind.h; contracts:
// TeleTracker). The names are the vendor's, as provisioning files use them.
#pragma once

#include <cstdint>
#include <string_view>

#include "objects/kind.h"

namespace bearward::telephony {

using objects::kCreate;
using objects::kDetailed;
using objects::kDigits;
using objects::kLines;
using objects::kListed;
using objects::kRequired;
using objects::kShown;
using objects::Member;
using objects::Shape;
using objects::Source;

// kLongestMessage limits the text of a message, and kLongestWhisper that of a spoken text, in
// bytes.
inline constexpr std::int64_t kLongestMessage = 1600;
inline constexpr std::int64_t kLongestWhisper = 1000;

// The kinds that only provisioning files make: the settings of an account (text_from_number,
// caller_id), its lines (number, active), its users (user_id, pin, number), its call processes and
// its ring groups.
inline constexpr std::string_view kSettings = "phone_settings";
inline constexpr std::string_view kLine = "phone_line";
inline constexpr std::string_view kUser = "phone_user";
inline constexpr std::string_view kCallProcess = "call_process";
inline constexpr std::string_view kRingGroup = "ring_group";

// account_id chooses the account before the request runs (door::Guard), so that nothing stores it.
inline constexpr std::string_view kAccount = "account_id";

inline constexpr Member kCallMembers[] = {
    {"call_id", Shape::kInteger, kShown, Source::kNumber},
    {"timestamp", Shape::kText, kShown},
    {"status", Shape::kText, kShown},
    {"duration", Shape::kInteger, kShown},
    {"caller", Shape::kText, kShown | kCreate | kRequired | kDigits},
    {"callee", Shape::kText, kShown | kCreate | kRequired | kDigits},
    {"campaign", Shape::kText, kShown},
    {"rating", Shape::kInteger, kShown},
    {"legs", Shape::kItems, kDetailed},
    {"user_id", Shape::kInteger, kCreate},
    {"pin", Shape::kText, kCreate | kDigits},
    {kAccount, Shape::kInteger, kCreate},
};
inline constexpr objects::Kind kCall = {"call", kCallMembers};

inline constexpr Member kQueueEntryMembers[] = {
    {"callprocess_id", Shape::kInteger, kDetailed | kCreate},
    {"step_order", Shape::kInteger, kDetailed},
    {"creation_date", Shape::kText, kDetailed},
    {"callqueue_status", Shape::kText, kDetailed},
    {"lead_numtocall", Shape::kText, kDetailed | kCreate | kRequired | kDigits, Source::kField,
     "callee"},
    {"whisper_text",
     Shape::kText,
     kDetailed | kCreate | kRequired | kLines,
     Source::kField,
     {},
     kLongestWhisper},
    {"callqueue_id", Shape::kInteger, kDetailed, Source::kNumber},
    {kAccount, Shape::kInteger, kCreate},
};
inline constexpr objects::Kind kQueueEntry = {"rapid_response", kQueueEntryMembers};

inline constexpr Member kMessageMembers[] = {
    {"message_id", Shape::kInteger, kDetailed, Source::kNumber},
    {"from_number", Shape::kText, kDetailed | kCreate | kDigits},
    {"to_number", Shape::kText, kDetailed | kCreate | kRequired | kDigits},
    {"payload",
     Shape::kText,
     kDetailed | kCreate | kRequired | kDigits | kLines,
     Source::kField,
     {},
     kLongestMessage},
    {"status", Shape::kText, kDetailed},
    {"creation_date", Shape::kText, kDetailed},
    {"media", Shape::kItems, kDetailed},
    {"user_id", Shape::kInteger, kCreate},
    {"pin", Shape::kText, kCreate | kDigits},
    {kAccount, Shape::kInteger, kCreate},
};
inline constexpr objects::Kind kMessage = {"message", kMessageMembers};

}  // namespace bearward::telephony
