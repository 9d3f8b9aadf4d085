// verify_bench: the cost of a cached verdict, in nanoseconds and in bytes.
//
//   verify_bench hits [CREDENTIALS [PRINCIPALS [THREADS]]]
//   verify_bench fill FOLDER CREDENTIALS PRINCIPALS    writes a database and a list of its tokens
//   verify_bench memory FOLDER                         asks for each of them, in a fresh process
#include <fmt/format.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "testing/test_server.h"
#include "verify/subject.h"

namespace bearward {
namespace {

using testing::Must;
using testing::TestServer;

constexpr std::size_t kBatch = 1000;
constexpr std::string_view kPeer = "192.0.2.1";

std::size_t Number(const std::vector<std::string_view>& arguments, std::size_t place,
                   std::size_t otherwise) {
  std::size_t number = otherwise;
  if (place < arguments.size()) {
    const std::string_view text = arguments[place];
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

// Signs in `count` times as `principals` users in turn, a thousand sessions a transaction.
std::vector<std::string> SignInMany(TestServer& server, std::size_t count, std::size_t principals) {
  const auto environment = server.AddEnvironment("production");
  const auto acme = server.AddOrganization(environment, "Acme", 28);
  server.AddRole(environment, "planner", {"api:access", "forms:read"});
  std::vector<token::Subject> subjects;
  for (std::size_t i = 0; i < principals; ++i) {
    const auto user = server.AddUser(environment, {acme, "user" + std::to_string(i), {"planner"}});
    subjects.push_back(Must(server.store->Read(
        [&](store::ReadTx& tx) { return verify::LoadUserSubject(tx, environment, user, acme); })));
  }
  std::vector<std::string> tokens;
  while (tokens.size() < count) {
    std::vector<token::Issued> batch;
    for (std::size_t i = 0; i < std::min(kBatch, count - tokens.size()); ++i) {
      batch.push_back(Must(server.issuer.Open(subjects[(tokens.size() + i) % subjects.size()],
                                              token::kTeleTracker)));
    }
    Must(server.store->Write([&](store::WriteTx& tx) -> base::Status {
      for (const token::Issued& issued : batch) BW_TRY(token::PersistNew(tx, issued));
      return {};
    }));
    for (const token::Issued& issued : batch) tokens.emplace_back(issued.access.Reveal());
  }
  return tokens;
}

// The processor time of this thread, because other processes may use the machine as well.
double ThreadNanos() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The facts of the caller that a gateway forwards to the API: reading them is part of a hit.
std::size_t TextsOf(const model::Principal& who) {
  std::size_t sum = 0;
  for (const std::string_view text : {who.username.view(), who.email.view(), who.full_name.view(),
                                      std::string_view(who.roles.texts().at(0))}) {
    sum += text.empty() ? 0 : static_cast<unsigned char>(text.back());
  }
  return sum;
}

// Verifies `rounds` random cached credentials, as a gateway does; returns the nanoseconds per hit.
double AskRemembered(TestServer& server, const std::vector<std::string>& tokens, std::size_t rounds,
                     unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint32_t> order(rounds);
  for (auto& place : order) place = static_cast<std::uint32_t>(random() % tokens.size());
  const model::Need need = model::Need::All({"forms:read"});
  const auto first = server.verifier.TryCached(testing::BearerOf(tokens.front()), {need});
  const verify::Question question{.need = need,
                                  .environment = first->caller()->principal().environment};
  std::size_t allowed = 0;
  std::size_t read = 0;
  const double begin = ThreadNanos();
  for (const std::uint32_t place : order) {
    const auto decision = server.verifier.TryCached(testing::BearerOf(tokens[place]), question);
    if (!decision || !decision->allowed()) continue;
    ++allowed;
    read += TextsOf(decision->caller()->principal());
  }
  const double took = ThreadNanos() - begin;
  if (allowed != rounds || read == 0)
    fmt::print("only {} of {} were remembered\n", allowed, rounds);
  return took / static_cast<double>(rounds);
}

int Hits(const std::vector<std::string_view>& arguments) {
  const std::size_t count = Number(arguments, 0, 100'000);
  const std::size_t principals = Number(arguments, 1, 100);
  const std::size_t threads = Number(arguments, 2, 1);
  TestServer server({.limits = {}, .cache_capacity = 1'000'000});
  const auto tokens = SignInMany(server, count, principals);
  const model::Need need = model::Need::Live();
  for (const std::string& token : tokens) {
    (void)server.verifier.Verify(testing::BearerOf(token), {need}, kPeer);
  }
  constexpr std::size_t kRounds = 1'000'000;
  for (int run = 0; run < 7; ++run) {
    std::vector<double> took(threads);
    std::vector<std::thread> asking;
    for (std::size_t i = 0; i < threads; ++i) {
      asking.emplace_back([&, i] {
        took[i] = AskRemembered(server, tokens, kRounds, static_cast<unsigned>(i + 1));
      });
    }
    for (std::thread& thread : asking) thread.join();
    fmt::print("run {}: {:.0f} ns a hit and thread\n", run, *std::ranges::max_element(took));
  }
  return 0;
}

int Fill(const std::vector<std::string_view>& arguments) {
  const std::string folder(arguments.at(0));
  TestServer server({.source = store::SqliteFile(folder + "/store.db", 4), .limits = {}});
  std::ofstream list(folder + "/tokens");
  for (const auto& token :
       SignInMany(server, Number(arguments, 1, 1'000'000), Number(arguments, 2, 100))) {
    list << token << '\n';
  }
  return 0;
}

long ResidentKib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kib = 0;
  while (status >> word) {
    if (word == "VmRSS:") status >> kib;
  }
  return kib;
}

// Every thread verifies its share of the list, as the workers of the server do.
int Memory(const std::vector<std::string_view>& arguments) {
  constexpr std::size_t kThreads = 4;
  const std::string folder(arguments.at(0));
  TestServer server({.source = store::SqliteFile(folder + "/store.db", 4),
                     .limits = {},
                     .cache_capacity = 1'000'000});
  const model::Need need = model::Need::Live();
  fmt::print("idle: {:.1f} MiB\n", static_cast<double>(ResidentKib()) / 1024);
  std::vector<std::thread> asking;
  for (std::size_t i = 0; i < kThreads; ++i) {
    asking.emplace_back([&, i] {
      std::ifstream list(folder + "/tokens");
      std::string token;
      for (std::size_t line = 0; std::getline(list, token); ++line) {
        if (line % kThreads != i) continue;
        (void)server.verifier.Verify(testing::BearerOf(token), {need}, kPeer);
      }
    });
  }
  for (std::thread& thread : asking) thread.join();
  const auto used = mallinfo2();
  fmt::print("remembered: {}\nresident: {:.1f} MiB\nin use by malloc: {:.1f} MiB\n",
             server.verifier.cached_verdicts(), static_cast<double>(ResidentKib()) / 1024,
             static_cast<double>(used.uordblks + used.hblkhd) / 1048576);
  return 0;
}

int Run(std::string_view what, const std::vector<std::string_view>& arguments) {
  if (what == "hits") return Hits(arguments);
  if (what == "fill" && !arguments.empty()) return Fill(arguments);
  if (what == "memory" && !arguments.empty()) return Memory(arguments);
  fmt::print("usage: verify_bench hits|fill|memory; see the head of its source\n");
  return 2;
}

}  // namespace
}  // namespace bearward

int main(int count, char** texts) {
  const std::vector<std::string_view> arguments(texts + std::min(count, 2), texts + count);
  return bearward::Run(count > 1 ? texts[1] : "", arguments);
}
