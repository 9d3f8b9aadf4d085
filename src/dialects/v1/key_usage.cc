#include "dialects/v1/key_usage.h"

#include <array>
#include <string>
#include <utility>

#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "door/contract.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using json::kInteger;
using json::kText;
using json::kTime;
using Report = std::optional<verify::KeyUsage::Report>;

constexpr json::Property kHourMembers[] = {
    {"begin", kTime}, {"uses", kInteger}, {"denials", kInteger}};
constexpr json::Schema kHour = json::ObjectOf(kHourMembers);
constexpr json::Property kDenialMembers[] = {
    {"reason", json::OneOf(base::WordsOf<verify::Reason>::kWords)}, {"count", kInteger}};
constexpr json::Schema kDenial = json::ObjectOf(kDenialMembers);
constexpr json::Property kMembers[] = {
    {"object", json::Word<"api_key_usage">()},
    {"id", kText, true, "The key."},
    {"counted_since", json::OrNull(kTime), true,
     "When the node that answers began to count the key. Null if it does not count it: the key was "
     "not used there since the start, or it is not among the 10,000 most used ones."},
    {"uses", kInteger, true, "Allowed requests of the last 24 hours."},
    {"denials", json::ListOf(kDenial), true, "Refused requests of the last 24 hours, by reason."},
    {"hours", json::ListOf(kHour), true,
     "The last 24 hours, oldest first; the last one is not complete. Empty if the node does not "
     "count the key."}};
constexpr json::Schema kUsage = json::ObjectOf(kMembers, "ApiKeyUsage");
constinit const door::Contract kReadUsage = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "What the node that answers has counted.", kUsage>};

// Sums are the totals of all hours.
struct Sums {
  std::int64_t uses = 0;
  std::array<std::int64_t, verify::kReasons> denials{};
};

Sums SumsOf(const Report& report) {
  Sums sums;
  if (!report) return sums;
  for (const verify::KeyUsage::Hour& hour : report->hours) {
    sums.uses += hour.uses;
    for (std::size_t i = 0; i < verify::kReasons; ++i) sums.denials[i] += hour.denials[i];
  }
  return sums;
}

void WriteHour(json::Writer& writer, const verify::KeyUsage::Hour& hour) {
  std::int64_t denials = 0;
  for (const std::uint32_t count : hour.denials) denials += count;
  writer.BeginObject().Key("begin").String(base::FormatIsoMillis(hour.begin));
  writer.Key("uses").Int(hour.uses).Key("denials").Int(denials).EndObject();
}

Result<door::Reply> ReadUsage(const keys::KeyUsages& usages, const Call& call) {
  const std::string id = call.Param("id");
  BW_TRY_ASSIGN(const Report report, usages.Read(call.caller(), id));
  const Sums sums = SumsOf(report);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("api_key_usage").Key("id").String(id);
  writer.Key("counted_since");
  report ? writer.String(base::FormatIsoMillis(report->since)) : writer.Null();
  writer.Key("uses").Int(sums.uses).Key("denials").BeginArray();
  for (std::size_t i = 0; i < verify::kReasons; ++i) {
    if (sums.denials[i] == 0) continue;
    writer.BeginObject().Key("reason").String(base::Word(static_cast<verify::Reason>(i)));
    writer.Key("count").Int(sums.denials[i]).EndObject();
  }
  writer.EndArray().Key("hours").BeginArray();
  if (report) {
    for (const verify::KeyUsage::Hour& hour : report->hours) WriteHour(writer, hour);
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(text));
}

}  // namespace

std::vector<door::Route> KeyUsageRoutes(const keys::KeyUsages& usages,
                                        const door::Dialect& dialect) {
  return {{http::Method::kGet, "/v1/api_keys/{id}/usage", TokenOrKey(), door::RunOn::kWorker,
           [&usages](Call& call) { return ReadUsage(usages, call); }, "v1.read_api_key_usage",
           "Read how often an API key was used in the last 24 hours, and why it was refused",
           &kReadUsage, &dialect}};
}

}  // namespace bearward::dialects::v1
