#include "telephony/switchboard.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "objects/visible.h"
#include "objects/writes.h"
#include "telephony/account.h"
#include "telephony/kinds.h"
#include "telephony/phone_number.h"

namespace bearward::telephony {
namespace {

using json::Object;
using objects::Row;

constexpr std::chrono::hours kQueueTime{1};
constexpr std::size_t kLongestExtension = 9;  // digits of a PIN or of a ring group

json::Value Text(std::string text) { return json::Value::String(std::move(text)); }

std::unexpected<base::Error> Invalid(std::string reason, std::string text, std::string field) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text), {std::move(field)}));
}

base::Result<std::string> ReadNumber(const Object& values, const char* name,
                                     std::string_view field) {
  auto number = ParsePhoneNumber(TextOf(values, name));
  if (number) return *std::move(number);
  return Invalid("invalid_phonenumber", "A phone number has 10 digits or is in E.164.",
                 std::string(field));
}

// Party is one end of a call. `number` is what is dialled for it.
struct Party {
  std::string number;
  bool external = false;
};

std::optional<std::int64_t> ExtensionOf(const std::string& text) {
  const bool digits = !text.empty() && text.size() <= kLongestExtension &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::optional<std::int64_t>(std::stoll(text)) : std::nullopt;
}

base::Result<Party> FindParty(Account& account, const Object& values, const char* field) {
  const std::string text = TextOf(values, field);
  if (const auto extension = ExtensionOf(text)) {
    BW_TRY_ASSIGN(const auto user, account.FindByPin(text));
    if (user) return Party{NumberOf(*user, "number").value_or(text), false};
    BW_TRY_ASSIGN(const bool ring_group, account.HasRingGroup(*extension));
    if (ring_group) return Party{text, false};
  }
  BW_TRY_ASSIGN(std::string number, ReadNumber(values, field, field));
  return Party{std::move(number), true};
}

// LegsOf returns the calls that connect the parties: two when both are outside.
json::Value LegsOf(const Party& caller, const Party& callee, const std::string& caller_id) {
  json::Array legs;
  const auto add = [&](const Party& party) {
    legs.push_back(json::Value::Of(
        Object{{"leg", json::Value::Int(static_cast<std::int64_t>(legs.size()) + 1)},
               {"number", Text(party.number)},
               {"caller_id", Text(caller_id)}}));
  };
  if (caller.external) add(caller);
  if (callee.external || !caller.external) add(callee);
  return json::Value::Of(std::move(legs));
}

base::Result<std::string> FindSender(Account& account, const Object& values) {
  BW_TRY_ASSIGN(const auto user, account.FindActing(values));
  if (user) {
    if (auto own = NumberOf(*user, "number")) return *std::move(own);
  }
  if (Find(values, "from_number") != nullptr && !TextOf(values, "from_number").empty()) {
    BW_TRY_ASSIGN(std::string from, ReadNumber(values, "from_number", "from_number"));
    BW_TRY_ASSIGN(const bool active, account.HasActiveLine(from));
    if (active) return from;
  }
  BW_TRY_ASSIGN(auto usual, account.Setting("text_from_number"));
  if (usual) return *std::move(usual);
  return Invalid("invalid_from_number", "The account has no number to send from.", "from_number");
}

json::Value MediaList(const std::vector<Media>& media) {
  json::Array list;
  for (const Media& one : media) {
    list.push_back(json::Value::Of(Object{
        {"name", Text(one.name)}, {"type", Text(one.type)}, {"size", json::Value::Int(one.size)}}));
  }
  return json::Value::Of(std::move(list));
}

base::Result<std::int64_t> FindCallProcess(Account& account, const Object& values) {
  const json::Value* named = Find(values, "callprocess_id");
  if (named == nullptr) return account.FirstCallProcess();
  const std::int64_t number = named->AsInt().value_or(0);
  BW_TRY_ASSIGN(const bool exists, account.HasCallProcess(number));
  if (exists) return number;
  return Invalid("invalid_callprocess", "The account has no such call process.", "callprocess_id");
}

// CheckNotQueued refuses a lead that was queued within the last hour.
base::Status CheckNotQueued(store::ReadTx& tx, const objects::Author& author,
                            const std::string& lead) {
  BW_TRY_ASSIGN(const auto entries, objects::ListOwn(tx, author.principal(), kQueueEntry.kind));
  const bool queued = std::ranges::any_of(entries, [&](const Row& entry) {
    return entry.Text("lead_numtocall") == lead &&
           entry.object.created_at > author.now() - kQueueTime;
  });
  if (!queued) return {};
  return Invalid("duplicate_queue_entry", "The callee is queued already, within the last hour.",
                 "callee");
}

base::Time TimeOf(const Row& call) {
  return base::ParseIso(call.Text("timestamp")).value_or(call.object.created_at);
}

base::Status CheckDays(const Days& days) {
  const auto length = days.last - days.first;
  if (length >= std::chrono::days(0) && length < std::chrono::days(kMostDays)) return {};
  return Invalid("invalid_dates",
                 "end_date must be start_date or a later day, and the report at most " +
                     std::to_string(kMostDays) + " days long.",
                 "end_date");
}

}  // namespace

base::Result<Row> Switchboard::PlaceCall(const model::Caller& caller, const Object& values) {
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<Row> {
    Account account(tx, author.principal());
    BW_TRY_ASSIGN(const auto user, account.FindActing(values));
    BW_TRY_ASSIGN(const Party from, FindParty(account, values, "caller"));
    BW_TRY_ASSIGN(const Party to, FindParty(account, values, "callee"));
    std::optional<std::string> caller_id = user ? NumberOf(*user, "number") : std::nullopt;
    if (!caller_id) {
      BW_TRY_ASSIGN(caller_id, account.Setting("caller_id"));
    }
    Object fields{{"timestamp", Text(base::FormatIsoOffset(author.now()))},
                  {"status", Text("Queued")},
                  {"duration", json::Value::Int(0)},
                  {"caller", Text(from.number)},
                  {"callee", Text(to.number)},
                  {"legs", LegsOf(from, to, caller_id.value_or(from.number))}};
    return objects::Create(tx, author, parts_.entropy,
                           {kCall.kind, "Call to " + to.number, std::move(fields)});
  });
}

base::Result<Row> Switchboard::QueueRapidResponse(const model::Caller& caller,
                                                  const Object& values) {
  const objects::Author author(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const std::string lead, ReadNumber(values, "lead_numtocall", "callee"));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<Row> {
    Account account(tx, author.principal());
    BW_TRY_ASSIGN(const std::int64_t process, FindCallProcess(account, values));
    BW_TRY(CheckNotQueued(tx, author, lead));
    Object fields{{"callprocess_id", json::Value::Int(process)},
                  {"step_order", json::Value::Int(1)},
                  {"creation_date", Text(base::FormatIsoMillis(author.now()))},
                  {"callqueue_status", Text("processing")},
                  {"lead_numtocall", Text(lead)},
                  {"whisper_text", Text(TextOf(values, "whisper_text"))}};
    return objects::Create(tx, author, parts_.entropy,
                           {kQueueEntry.kind, "Call to " + lead, std::move(fields)});
  });
}

base::Result<Row> Switchboard::SendMessage(const model::Caller& caller, const Object& values,
                                           const std::vector<Media>& media) {
  if (media.size() > kMostMedia) {
    return Invalid("too_many_media",
                   "A message has at most " + std::to_string(kMostMedia) + " media parts.",
                   "media");
  }
  const objects::Author author(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(const std::string to, ReadNumber(values, "to_number", "to_number"));
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<Row> {
    Account account(tx, author.principal());
    BW_TRY_ASSIGN(const std::string from, FindSender(account, values));
    Object fields{{"from_number", Text(from)},
                  {"to_number", Text(to)},
                  {"payload", Text(TextOf(values, "payload"))},
                  {"status", Text("queued")},
                  {"creation_date", Text(base::FormatIsoMillis(author.now()))},
                  {"media", MediaList(media)}};
    return objects::Create(tx, author, parts_.entropy,
                           {kMessage.kind, "Message to " + to, std::move(fields)});
  });
}

base::Result<std::vector<Row>> Switchboard::ListCalls(const model::Caller& caller,
                                                      const Days& days) {
  BW_TRY(CheckDays(days));
  const base::Time end = days.last + std::chrono::days(1);
  using List = std::vector<Row>;
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<List> {
    BW_TRY_ASSIGN(List calls, objects::ListOwn(tx, caller.principal(), kCall.kind));
    std::erase_if(calls, [&](const Row& call) {
      const base::Time time = TimeOf(call);
      return time < days.first || time >= end;
    });
    if (calls.size() > kMostCalls) {
      return Invalid(
          "too_many_calls",
          "The report has more than " + std::to_string(kMostCalls) + " calls. Ask for fewer days.",
          "start_date");
    }
    std::ranges::stable_sort(calls, {}, TimeOf);
    return calls;
  });
}

}  // namespace bearward::telephony
