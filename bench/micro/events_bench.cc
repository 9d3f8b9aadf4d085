// events_bench: the cost of the event log, over a SQLite file or a PostgreSQL database.
//
//   events_bench append FILE-OR-URL [SECONDS [WRITERS]]   writes of one event each, in parallel
//   events_bench verify FILE-OR-URL [EVENTS]              appends events, then verifies the chain
//   events_bench fill FILE-OR-URL EVENTS MASTER-KEY-FILE  appends events to the log of a server
//
// The first two need a new database. fill seals with the keys of the server, which must not run.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.h"
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

// The events have the present time, so that a server does not prune them.
void Fill(Store& store, int events) {
  constexpr int kBatch = 1000;
  const auto begun = Clock::now();
  for (int done = 0; done < events; done += kBatch) {
    const int count = std::min(kBatch, events - done);
    Must(store.Write([&](store::WriteTx& tx) -> base::Status {
      model::Event event = SampleOf();
      event.at = base::SystemClock().Now();
      for (int i = 0; i < count; ++i) BW_TRY(tx.Append(event));
      return {};
    }));
  }
  fmt::print("{:.0f} events/s in writes of {} events\n", events / Since(begun), kBatch);
}

void Verify(Store& store, const store::EngineSource& source, int events) {
  Fill(store, events);
  const auto engine = Must(source.open(false));
  Must(engine->Begin(false));
  const auto verifying = Clock::now();
  const store::ChainReport report = Must(store::CheckChain(*engine, store::EventChain()));
  fmt::print("{} events verified in {:.2f} s, {} problems\n", report.events, Since(verifying),
             report.problem_count);
}

// ChainSecretOf returns the secret of the event log of a server with this master key.
base::Secret ChainSecretOf(const std::string& key_file) {
  std::ifstream file(key_file);
  const base::Secret text(std::string(std::istreambuf_iterator<char>(file), {}));
  base::SystemEntropy entropy;
  return Must(crypto::KeyRing::Parse(text, entropy)).Derive(events::kChainPurpose);
}

int Run(const std::vector<std::string>& arguments) {
  const std::string word = arguments.empty() ? "" : arguments[0];
  const bool fill = word == "fill";
  if (arguments.size() < (fill ? 4 : 2) || (!fill && word != "verify" && word != "append")) {
    fmt::print(stderr, "usage: see the head of bench/micro/events_bench.cc\n");
    return 2;
  }
  store::EngineSource source = SourceOf(arguments[1]);
  // A write of a thousand events may wait for a checkpoint.
  source.wait = std::chrono::seconds(60);
  if (fill) source.chain_secret = ChainSecretOf(arguments[3]);
  const auto store = Must(Store::Open(source));
  if (fill) {
    Fill(*store, Number(arguments, 2, 0));
  } else if (word == "verify") {
    Verify(*store, source, Number(arguments, 2, 1'000'000));
  } else {
    Append(*store, Number(arguments, 2, 10), Number(arguments, 3, 64));
  }
  return 0;
}

}  // namespace
}  // namespace bearward

int main(int argc, char** argv) { return bearward::Run({argv + 1, argv + argc}); }
