#include "http/server.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "http/loop.h"
#include "http/socket.h"

namespace bearward::http {

struct Server::State {
  std::shared_ptr<Shared> shared;
  std::vector<std::shared_ptr<Loop>> loops;
  std::vector<std::thread> threads;
};

Server::Server(ServerOptions options, const base::Clock& clock)
    : state_(std::make_unique<State>()) {
  const unsigned threads = options.threads;
  state_->shared = std::make_shared<Shared>(std::move(options), clock);
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
    state_->loops.push_back(std::make_shared<Loop>(state_->shared));
  }
}

Server::~Server() {
  Hurry();
  Join();
}

base::Result<Endpoint> Server::Listen(const ListenerOptions& options) {
  if (IsTaken(options)) {
    return base::Fail(base::Conflict("address_in_use", "Another program listens on " +
                                                           options.address + " port " +
                                                           std::to_string(options.port) + "."));
  }
  ListenerOptions chosen = options;
  for (const auto& loop : state_->loops) {
    // The first loop may let the kernel pick the port; the other loops listen on the same port.
    BW_TRY_ASSIGN(const Endpoint endpoint, loop->Listen(chosen));
    chosen.address = endpoint.address;
    chosen.port = endpoint.port;
  }
  return Endpoint{chosen.address, chosen.port};
}

base::Status Server::Start() {
  try {
    for (const auto& loop : state_->loops) {
      state_->threads.emplace_back([loop] { loop->Run(); });
    }
  } catch (const std::system_error& error) {
    Hurry();
    Join();
    return base::Fail(base::Internal(std::string("cannot start a thread: ") + error.what()));
  }
  return {};
}

void Server::SetLimits(const Limits& limits) { state_->shared->limits.Replace(limits); }

void Server::Drain(std::chrono::milliseconds grace) {
  const std::int64_t deadline =
      state_->shared->clock.Ticks() + std::chrono::nanoseconds(grace).count();
  for (const auto& loop : state_->loops) {
    loop->Post([&loop = *loop, deadline] { loop.Drain(deadline); });
  }
}

void Server::Hurry() {
  for (const auto& loop : state_->loops) loop->Post([&loop = *loop] { loop.Hurry(); });
}

void Server::Join() {
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

Stats Server::stats() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  Stats stats;
  stats.open = state_->shared->admission.open();
  for (const auto& loop : state_->loops) {
    const Counters& counters = loop->counters();
    stats.accepted += counters.accepted.load(kRelaxed);
    stats.over_limit += counters.over_limit.load(kRelaxed);
    stats.over_address += counters.over_address.load(kRelaxed);
    stats.over_memory += counters.over_memory.load(kRelaxed);
    stats.accept_errors += counters.accept_errors.load(kRelaxed);
    stats.requests += counters.requests.load(kRelaxed);
    stats.refused += counters.refused.load(kRelaxed);
    stats.timeouts += counters.timeouts.load(kRelaxed);
    stats.failed_handshakes += counters.failed_handshakes.load(kRelaxed);
  }
  return stats;
}

}  // namespace bearward::http
