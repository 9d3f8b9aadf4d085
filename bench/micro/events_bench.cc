// events_bench: the cost of the event log, over a new SQLite file or a PostgreSQL database.
//
//   events_bench append FILE-OR-URL [SECONDS [WRITERS]]   writes of one event each, in parallel
//   events_bench verify FILE-OR-URL [EVENTS]              appends events, then verifies the chain
//   events_bench fill FOLDER [EVENTS]                     appends events to a data folder, with the
//                                                         seals of its master key
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/entropy.h"
#include "crypto/key_ring.h"
#include "events/checkpoints.h"
#include "store/chain_check.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward {
namespace {

using store::Store;
using testing::Must;
using Clock = std::chrono::steady_clock;

int Number(const std::vector<std::string>& arguments, std::size_t place, int otherwise) {
  int number = otherwise;
  if (place < arguments.size()) {
    const std::string& text = arguments[place];
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

store::EngineSource SourceOf(const std::string& where) {
  if (where.starts_with("postgres")) return store::Postgres({.url = where}, 1);
  return store::SqliteFile(where, 1);
}

// SampleOf returns an event of about 300 bytes, as a change of a user by an API key makes it.
model::Event SampleOf() {
  model::Event event = testing::SampleEvent("env_01H0000000000000000000000", "user_01H");
  event.organization = model::OrganizationId{"org_01H0000000000000000000000"};
  event.actor = {.kind = "environment",
                 .id = "key_01H0000000000000000000000",
                 .credential_id = "key_01H0000000000000000000000",
                 .origin = {.address = "192.0.2.1", .request_id = "req-01H000000000000000000"}};
  event.data = R"({"changes":{"first_name":{"before":"Ann","after":"Anna"}},"object":{)"
               R"("id":"user_01H","first_name":"Anna","last_name":"Lee"}})";
  return event;
}

double Since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

// Each writer waits for its commit, as a request does.
void Append(Store& store, int seconds, int writers) {
  std::atomic<std::int64_t> written = 0;
  const auto begun = Clock::now();
  std::vector<std::jthread> threads;
  for (int i = 0; i < writers; ++i) {
    threads.emplace_back([&] {
      while (Since(begun) < seconds) {
        Must(store.Write([](store::WriteTx& tx) { return tx.Append(SampleOf()); }));
        ++written;
      }
    });
  }
  threads.clear();
  fmt::print("{:.0f} events/s in writes of one event by {} threads\n",
             static_cast<double>(written) / Since(begun), writers);
}

void AppendBatches(Store& store, int events) {
  constexpr int kBatch = 1000;
  const auto begun = Clock::now();
  for (int done = 0; done < events; done += kBatch) {
    Must(store.Write([](store::WriteTx& tx) -> base::Status {
      for (int i = 0; i < kBatch; ++i) BW_TRY(tx.Append(SampleOf()));
      return {};
    }));
  }
  fmt::print("{:.0f} events/s in writes of {} events\n", events / Since(begun), kBatch);
}

void Verify(Store& store, const store::EngineSource& source, int events) {
  AppendBatches(store, events);
  const auto engine = Must(source.open(false));
  Must(engine->Begin(false));
  const auto verifying = Clock::now();
  const store::ChainReport report = Must(store::CheckChain(*engine, store::EventChain()));
  fmt::print("{} events verified in {:.2f} s, {} problems\n", report.events, Since(verifying),
             report.problem_count);
}

// SourceOfFolder is the database of a data folder, whose chain its master key seals.
store::EngineSource SourceOfFolder(const std::string& folder) {
  std::ostringstream key;
  key << std::ifstream(folder + "/master.key").rdbuf();
  base::SystemEntropy entropy;
  const auto ring = Must(crypto::KeyRing::Parse(base::Secret(key.str()), entropy));
  store::EngineSource source = SourceOf(folder + "/bearward.db");
  source.chain_secret = ring.Derive(events::kChainPurpose);
  return source;
}

int Run(const std::vector<std::string>& arguments) {
  const std::string verb = arguments.empty() ? "" : arguments[0];
  const bool is_known = verb == "append" || verb == "verify" || verb == "fill";
  if (arguments.size() < 2 || !is_known) {
    fmt::print(stderr,
               "events_bench append|verify|fill FILE-OR-URL-OR-FOLDER [NUMBER [WRITERS]]\n");
    return 2;
  }
  const store::EngineSource source =
      verb == "fill" ? SourceOfFolder(arguments[1]) : SourceOf(arguments[1]);
  const auto store = Must(Store::Open(source));
  if (verb == "fill") {
    AppendBatches(*store, Number(arguments, 2, 1'000'000));
  } else if (verb == "verify") {
    Verify(*store, source, Number(arguments, 2, 1'000'000));
  } else {
    Append(*store, Number(arguments, 2, 10), Number(arguments, 3, 64));
  }
  return 0;
}

}  // namespace
}  // namespace bearward

int main(int argc, char** argv) { return bearward::Run({argv + 1, argv + argc}); }
