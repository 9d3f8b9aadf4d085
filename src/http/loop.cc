#include "http/loop.h"

#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <csignal>

#include "http/connection.h"
#include "http/tls.h"

namespace bearward::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

thread_local const Loop* current_loop = nullptr;

// Signals belong to the thread that waits for them; and OpenSSL writes to sockets without
// MSG_NOSIGNAL, so that SIGPIPE must not reach this one.
void BlockSignals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

std::string PeerText(const Socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

base::Error ListenError(const error_code& error, const ListenerOptions& options) {
  const std::string where = options.address + " port " + std::to_string(options.port);
  if (error == asio::error::address_in_use) {
    return base::Conflict("address_in_use", "Another program listens on " + where + ".");
  }
  return base::Invalid("bad_address", "Cannot listen on " + where + ": " + error.message() + ".");
}

}  // namespace

Loop::Loop(std::shared_ptr<Shared> shared)
    : shared_(std::move(shared)), io_(1), work_(io_.get_executor()), timer_(io_) {}

Loop::~Loop() = default;

base::Result<Endpoint> Loop::Listen(const ListenerOptions& options) {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return base::Fail(ListenError(error, options));
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  Acceptor acceptor(io_);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  const int on = 1;
  if (!error &&
      setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return base::Fail(ListenError(error, options));
  const std::uint16_t port = acceptor.local_endpoint(error).port();
  listeners_.push_back(std::make_unique<Listener>(std::move(acceptor), options.tls));
  return Endpoint{options.address, port};
}

void Loop::Run() {
  BlockSignals();
  current_loop = this;
  ReadClock();
  ScheduleSweep();
  for (auto& listener : listeners_) Accept(*listener);
  io_.run();
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  // What was posted between the end of run() and the flag holds references to us: let it go.
  io_.restart();
  io_.poll();
  current_loop = nullptr;
}

bool Loop::Post(std::move_only_function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  asio::post(io_, std::move(task));
  return true;
}

bool Loop::OnThread() const { return current_loop == this; }

void Loop::Accept(Listener& listener) {
  if (draining_ || listener.accepting) return;
  listener.accepting = true;
  listener.acceptor.async_accept(io_, [this, &listener](const error_code& error, Socket socket) {
    listener.accepting = false;
    if (draining_) return;
    if (!error) {
      OnAccepted(listener, std::move(socket));
    } else if (error != asio::error::connection_aborted) {
      // Out of descriptors or memory: trying again at once would spin, the next sweep does it.
      return;
    }
    Accept(listener);
  });
}

void Loop::OnAccepted(Listener& listener, Socket socket) {
  if (shared_->open.fetch_add(1, std::memory_order_relaxed) >= shared_->limits.connections) {
    shared_->open.fetch_sub(1, std::memory_order_relaxed);
    Counters::Add(counters_.over_limit);
    return;
  }
  Counters::Add(counters_.accepted);
  std::string peer = PeerText(socket);
  const auto context = listener.tls != nullptr ? listener.tls->current() : nullptr;
  const bool usable = listener.tls == nullptr || context != nullptr;
  auto connection =
      std::make_shared<Connection>(shared_from_this(), std::move(socket), context, std::move(peer));
  connection->set_slot(connections_.size());
  connections_.push_back(connection.get());
  if (usable) {
    connection->Start();
  } else {
    connection->Close();
  }
}

void Loop::Remove(Connection& connection) {
  Connection* last = connections_.back();
  connections_[connection.slot()] = last;
  last->set_slot(connection.slot());
  connections_.pop_back();
  shared_->open.fetch_sub(1, std::memory_order_relaxed);
  EndIfEmpty();
}

void Loop::Drain(std::int64_t deadline) {
  drain_deadline_ = deadline;
  if (!draining_) {
    draining_ = true;
    error_code ignored;
    for (auto& listener : listeners_) listener->acceptor.close(ignored);
  }
  // Closing moves another connection into the slot, so this goes backwards.
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->Drain();
  EndIfEmpty();
}

void Loop::Hurry() {
  Drain(now_);
  while (!connections_.empty()) connections_.back()->Close();
}

void Loop::EndIfEmpty() {
  if (!draining_ || !connections_.empty()) return;
  timer_.cancel();
  work_.reset();
}

std::int64_t Loop::DeadlineIn(std::chrono::milliseconds time) const {
  // now_ may be one sweep old: the time must not end early.
  const std::chrono::nanoseconds span = time + shared_->limits.sweep;
  return now_ + span.count();
}

void Loop::ReadClock() {
  now_ = shared_->clock.Ticks();
  const base::Time wall = shared_->clock.Now();
  if (base::ToSeconds(wall) == date_second_) return;
  date_second_ = base::ToSeconds(wall);
  date_ = base::FormatHttpDate(wall);
}

void Loop::ScheduleSweep() {
  timer_.expires_after(shared_->limits.sweep);
  timer_.async_wait([this](const error_code& error) {
    if (!error) Sweep();
  });
}

void Loop::Sweep() {
  ReadClock();
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->Sweep(now_);
  for (auto& listener : listeners_) Accept(*listener);
  if (draining_ && now_ >= drain_deadline_) Hurry();
  if (!draining_ || !connections_.empty()) ScheduleSweep();
}

}  // namespace bearward::http
