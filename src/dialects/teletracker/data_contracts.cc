// The contracts of calls, messages and reports.
#include "dialects/teletracker/contracts.h"
#include "objects/kind_schema.h"
#include "telephony/kinds.h"

namespace bearward::dialects::teletracker {
namespace {

namespace tp = ::bearward::telephony;
using door::Contract;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Property;
using json::Schema;
using objects::kRequestOf;
using objects::kResponseOf;

constexpr door::Parameter kAccountQuery[] = {
    {"account_id", kInteger, false, "Number of the organization in which the caller acts."}};
// start_date and end_date may also be in a body, so the query does not have to have them.
constexpr door::Parameter kReportQuery[] = {
    {"start_date", kText, false, "The first day, such as 2031-05-06. Required."},
    {"end_date", kText, false, "The last day. Required."},
    kAccountQuery[0]};

constexpr Schema kCallItem = ObjectOf(kResponseOf<tp::kCall, tp::kListed>, "TeleTrackerCall");
constexpr Property kCallDataMembers[] = {{"success", kFlag}, {"data", ListOf(kCallItem)}};
constexpr Schema kCallDataBody = ObjectOf(kCallDataMembers, "TeleTrackerCallData");

constexpr Schema kEntry = ObjectOf(kResponseOf<tp::kQueueEntry, tp::kDetailed>);
constexpr Property kRapidMembers[] = {{"guid", kText}, {"success", kFlag}, {"result", kEntry}};
constexpr Schema kRapidBody = ObjectOf(kRapidMembers, "TeleTrackerRapidResponse");
constexpr Schema kNewEntry =
    Open(ObjectOf(kRequestOf<tp::kQueueEntry, tp::kCreate>, "TeleTrackerNewRapidResponse"));

constexpr Schema kPlaced = ObjectOf(kResponseOf<tp::kCall, tp::kDetailed>);
constexpr Property kPlacedMembers[] = {{"guid", kText}, {"success", kFlag}, {"result", kPlaced}};
constexpr Schema kPlacedBody = ObjectOf(kPlacedMembers, "TeleTrackerPlacedCall");
constexpr Schema kNewCall =
    Open(ObjectOf(kRequestOf<tp::kCall, tp::kCreate>, "TeleTrackerNewCall"));

constexpr Schema kSent = ObjectOf(kResponseOf<tp::kMessage, tp::kDetailed>);
constexpr Property kSentMembers[] = {{"guid", kText}, {"success", kFlag}, {"result", kSent}};
constexpr Schema kSentBody = ObjectOf(kSentMembers, "TeleTrackerSentMessage");
constexpr Schema kNewMessage =
    Open(ObjectOf(kRequestOf<tp::kMessage, tp::kCreate>, "TeleTrackerNewMessage"));

}  // namespace

constinit const Contract kCallData = {
    .encodings = kBodies,
    .query = kReportQuery,
    .successes = door::kAnswer<200, "The calls of these days.", kCallDataBody>};
constinit const Contract kRapidResponse = {
    .body = &kNewEntry,
    .encodings = kBodies,
    .query = kAccountQuery,
    .successes = door::kAnswer<200, "The entry of the queue.", kRapidBody>};
constinit const Contract kVoiceCall = {.body = &kNewCall,
                                       .encodings = kBodies,
                                       .query = kAccountQuery,
                                       .successes = door::kAnswer<200, "The call.", kPlacedBody>};
constinit const Contract kSms = {.body = &kNewMessage,
                                 .encodings = kBodies,
                                 .query = kAccountQuery,
                                 .successes = door::kAnswer<200, "The message.", kSentBody>};
constinit const Contract kMms = {.body = &kNewMessage,
                                 .encodings = door::kMultipartBody,
                                 .query = kAccountQuery,
                                 .successes = door::kAnswer<200, "The message.", kSentBody>,
                                 .description = "Parts with a file name are media: at most 10."};

}  // namespace bearward::dialects::teletracker
