#include "dialects/teletracker/data.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/invalid.h"
#include "base/time.h"
#include "dialects/teletracker/contracts.h"
#include "dialects/teletracker/credentials.h"
#include "http/form.h"
#include "json/writer.h"
#include "objects/input.h"
#include "telephony/kinds.h"
#include "token/profiles.h"

namespace bearward::dialects::teletracker {
namespace {

using base::Result;
using door::Call;
using door::Reply;

constexpr std::size_t kDateLength = 10;  // YYYY-MM-DD

void BeginAnswer(json::Writer& writer, base::Entropy& entropy) {
  writer.BeginObject().Key("guid").String(base::NewUuid(entropy)).Key("success").Bool(true);
}

Reply EncodeResult(const objects::Kind& kind, const objects::Row& row, base::Entropy& entropy) {
  std::string body;
  json::Writer writer(body);
  BeginAnswer(writer, entropy);
  writer.Key("result").BeginObject();
  objects::WriteMembers(writer, kind, objects::kDetailed, row);
  writer.EndObject().EndObject();
  return door::JsonReply(200, std::move(body));
}

Reply EncodeCalls(const std::vector<objects::Row>& calls) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("success").Bool(true).Key("data").BeginArray();
  for (const objects::Row& call : calls) {
    writer.BeginObject();
    objects::WriteMembers(writer, telephony::kCall, objects::kListed, call);
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

// ReadFields returns the parameters of a GET request, which may be in the query or in the body.
Result<door::Body> ReadFields(const Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  json::Object fields = *body.object().AsObject();
  const auto query = http::ParseUrlEncoded(call.request().query);
  if (!query) return base::Fail(base::Invalid("malformed_query", "The query cannot be read."));
  for (const auto& [name, value] : *query) {
    if (body.Has(name)) {
      return base::Fail(base::Invalid("repeated_parameter",
                                      "A parameter is in the query and in the body.", {name}));
    }
    // Call::Query refuses a parameter that occurs twice.
    BW_TRY(call.Query(name));
    fields.push_back({name, json::Value::String(value)});
  }
  return door::Body(json::Value::Of(std::move(fields)));
}

Result<base::Time> ReadDay(const door::Body& fields, std::string_view name) {
  BW_TRY_ASSIGN(const std::string text, fields.RequiredText(name));
  const auto day = text.size() == kDateLength ? base::ParseIso(text) : std::nullopt;
  if (day) return *day;
  return base::Fail(
      base::Invalid("invalid_field", "A date is a day such as 2031-05-06.", {std::string(name)}));
}

// ReadNew reads the fields of a new object. The vendor's lists of fields are incomplete (contracts:
// TeleTracker section 2), so fields that are unknown here are ignored; those that only this server
// sets are refused.
Result<json::Object> ReadNew(const objects::Kind& kind, const json::Value& body) {
  json::Object fields = *body.AsObject();
  std::erase_if(fields, [&](const json::Member& field) {
    constexpr objects::Uses kAny = objects::kShown | objects::kCreate;
    return kind.FindAsked(field.key, kAny) == nullptr && kind.Find(field.key, kAny) == nullptr;
  });
  return objects::ReadInput(kind, objects::kCreate, json::Value::Of(std::move(fields)));
}

Result<Reply> Send(const Uses& uses, const Call& call, door::Encodings encodings) {
  BW_TRY_ASSIGN(const door::Upload upload, call.ReadUpload(encodings));
  BW_TRY_ASSIGN(const auto values, ReadNew(telephony::kMessage, upload.object));
  std::vector<telephony::Media> media;
  for (const door::File& file : upload.files) {
    media.push_back({file.name, file.type, static_cast<std::int64_t>(file.bytes.size())});
  }
  BW_TRY_ASSIGN(const auto message, uses.switchboard.SendMessage(call.caller(), values, media));
  return EncodeResult(telephony::kMessage, message, uses.entropy);
}

Result<json::Object> ReadValues(const Call& call, const objects::Kind& kind) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  return ReadNew(kind, body.object());
}

Result<Reply> ReadCallData(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body fields, ReadFields(call));
  BW_TRY(fields.RequireAll({"start_date", "end_date"}));
  BW_TRY_ASSIGN(const base::Time first, ReadDay(fields, "start_date"));
  BW_TRY_ASSIGN(const base::Time last, ReadDay(fields, "end_date"));
  BW_TRY_ASSIGN(const auto calls, uses.switchboard.ListCalls(call.caller(), {first, last}));
  return EncodeCalls(calls);
}

Result<Reply> QueueRapidResponse(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto values, ReadValues(call, telephony::kQueueEntry));
  BW_TRY_ASSIGN(const auto entry, uses.switchboard.QueueRapidResponse(call.caller(), values));
  return EncodeResult(telephony::kQueueEntry, entry, uses.entropy);
}

Result<Reply> PlaceCall(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto values, ReadValues(call, telephony::kCall));
  BW_TRY_ASSIGN(const auto placed, uses.switchboard.PlaceCall(call.caller(), values));
  return EncodeResult(telephony::kCall, placed, uses.entropy);
}

Result<Reply> SendSms(const Uses& uses, Call& call) { return Send(uses, call, kBodies); }

Result<Reply> SendMms(const Uses& uses, Call& call) {
  return Send(uses, call, door::kMultipartBody);
}

// Any accepts every credential of the vendor. The account may be in the query or in the body.
door::Guard Any(std::string_view permission) {
  using Kind = model::CredentialKind;
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer, kAuthentication, door::kBasic, kIntegrator>;
  guard.kinds = verify::KindBit(Kind::kReference) | verify::KindBit(Kind::kBasic) |
                verify::KindBit(Kind::kIntegrator);
  guard.profiles = token::kTeleTrackerBit;
  guard.need = model::Need::All({permission});
  guard.account_parameter = kAccountParameter;
  guard.account_bodies = kBodies;
  return guard;
}

}  // namespace

std::vector<door::Route> DataRoutes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  return {
      {kGet, "/reports/call-data", Any("calls:read"), door::RunOn::kWorker,
       door::Bind(uses, ReadCallData), "teletracker.call_data", "List the calls of some days",
       &kCallData, &dialect},
      {kPost, "/voice/rapidresponse", Any("calls:write"), door::RunOn::kWorker,
       door::Bind(uses, QueueRapidResponse), "teletracker.rapid_response", "Queue a call to a lead",
       &kRapidResponse, &dialect},
      {kPost, "/voice/call", Any("calls:write"), door::RunOn::kWorker, door::Bind(uses, PlaceCall),
       "teletracker.voice_call", "Call two parties and connect them", &kVoiceCall, &dialect},
      {kPost, "/sms/send", Any("messages:write"), door::RunOn::kWorker, door::Bind(uses, SendSms),
       "teletracker.send_sms", "Send a text", &kSms, &dialect},
      {kPost, "/mms/send", Any("messages:write"), door::RunOn::kWorker, door::Bind(uses, SendMms),
       "teletracker.send_mms", "Send a text with media", &kMms, &dialect},
  };
}

}  // namespace bearward::dialects::teletracker
