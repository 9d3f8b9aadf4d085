#include "dialects/v1/profiles.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"
#include "observe/profiler.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

constexpr std::int64_t kUsualSeconds = 10;
constexpr std::int64_t kMostSeconds = 60;

constexpr door::Parameter kQuery[] = {
    {"seconds", json::kInteger, false, "How long to sample, 1 to 60; 10 by default."}};
constexpr door::Success kStacks[] = {{200,
                                      "The stacks in folded form with their numbers of samples.",
                                      &json::kText, door::kTextType}};
constinit const door::Contract kProfile = {
    .query = kQuery, .successes = kStacks, .errors = door::kStatuses<400, 409>};
std::int64_t MillisOf(const observe::ThreadTime& time) { return time.cpu.count(); }
using View = json::View<observe::ThreadTime>;
constexpr View::Member kMembers[] = {View::Of<&observe::ThreadTime::name>("name"),
                                     View::Of<&observe::ThreadTime::threads>("threads"),
                                     View::Of<&MillisOf>("cpu_ms")};
constexpr json::Schema kThread = json::kSchemaOf<kMembers, "ThreadTime">;
constexpr json::Schema kList = json::ObjectOf(door::kListMembers<kThread>, "ThreadTimeList");
constinit const door::Contract kThreads = {
    .successes = door::kAnswer<200, "The processor time of the threads.", kList>};

Result<Reply> ReadProfile(const observe::Health& health, const Call& call) {
  BW_TRY_ASSIGN(const auto text, call.Query("seconds"));
  const auto seconds = text ? door::ParseInteger(*text) : kUsualSeconds;
  if (!seconds || *seconds < 1 || *seconds > kMostSeconds) {
    return base::Fail(base::Invalid("invalid_value",
                                    "`seconds` must be a whole number from 1 to 60.", {"seconds"}));
  }
  BW_TRY_ASSIGN(std::string stacks,
                observe::SampleStacks(std::chrono::seconds(*seconds),
                                      [&health] { return !health.draining(); }));
  return door::NoStore(door::TextReply(200, std::move(stacks)));
}

Result<Reply> ReadThreads() {
  door::ListWriter list;
  for (const observe::ThreadTime& time : observe::ReadThreadTimes()) {
    json::WriteView<kMembers>(list.items(), time);
  }
  return list.Finish({});
}

}  // namespace

std::vector<door::Route> ProfileRoutes(const observe::Health& health,
                                       const door::Dialect& dialect) {
  using enum door::RunOn;
  return {{http::Method::kGet, "/debug/profile", door::OpenGuard(), kWorker,
           [&health](Call& call) { return ReadProfile(health, call); }, "v1.profile",
           "Sample the stacks of all threads", &kProfile, &dialect},
          {http::Method::kGet, "/debug/threads", door::OpenGuard(), kWorker,
           [](Call& /*call*/) { return ReadThreads(); }, "v1.thread_times",
           "Read the processor time of the threads by name", &kThreads, &dialect}};
}

}  // namespace bearward::dialects::v1
