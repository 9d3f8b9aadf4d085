#include "worker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace bearward::load {
namespace {

constexpr std::size_t kReadSize = 64 * 1024;

int Connect(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int one = 1;
  if (socket < 0 ||
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0) {
    throw std::runtime_error("cannot connect");
  }
  return socket;
}

}  // namespace

Worker::Worker(Plan plan) : plan_(std::move(plan)), epoll_(::epoll_create1(0)), in_(kReadSize) {
  connections_.resize(plan_.connections);
  request_metrics_.latencies.reserve(1 << 20);
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    connections_[i].socket = Connect(plan_.port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].socket, &event);
    idle_.push_back(i);
  }
}

Worker::~Worker() {
  for (const Connection& connection : connections_) {
    if (connection.socket >= 0) ::close(connection.socket);
  }
  ::close(epoll_);
}

void Worker::Run() {
  const Clock::time_point begin = Clock::now();
  due_ = last_ = begin;
  end_ = begin + plan_.time;
  for (Clock::time_point now = begin; !IsOver(now); now = Clock::now()) {
    SendDue(now);
    Wait(now);
  }
  request_metrics_.seconds = std::chrono::duration<double>(last_ - begin).count();
}

bool Worker::IsOver(Clock::time_point now) const {
  const bool nothing_left = plan_.once && next_ >= plan_.credentials.size() && waiting_ == 0;
  return now >= end_ || nothing_left || (waiting_ == 0 && idle_.empty());
}

// An idle connection sends the next request at once, or when it is due. The one that is idle
// longest comes first, because a server closes a connection without requests.
void Worker::SendDue(Clock::time_point now) {
  const bool paced = plan_.interval.count() > 0;
  while (!idle_.empty() && (!paced || due_ <= now)) {
    if (plan_.once && next_ >= plan_.credentials.size()) return;
    const std::size_t connection = idle_.front();
    idle_.pop_front();
    Send(connection, paced ? due_ : now);
    due_ += plan_.interval;
  }
}

void Worker::Wait(Clock::time_point now) {
  Clock::time_point until = end_;
  if (plan_.interval.count() > 0 && !idle_.empty() && due_ < until) until = due_;
  const auto left = std::max(std::chrono::nanoseconds(until - now), std::chrono::nanoseconds(0));
  constexpr std::int64_t kSecond = 1'000'000'000;
  const timespec timeout{.tv_sec = left.count() / kSecond, .tv_nsec = left.count() % kSecond};
  std::array<epoll_event, 256> events;
  const int count =
      ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  for (int i = 0; i < count; ++i) Receive(events[static_cast<std::size_t>(i)].data.u64);
}

void Worker::Send(std::size_t connection, Clock::time_point since) {
  if (next_ >= plan_.credentials.size()) next_ = 0;
  plan_.question->Write(plan_.credentials[next_++], out_);
  connections_[connection].since = since;
  ++request_metrics_.sent;
  ++waiting_;
  const ssize_t written =
      ::send(connections_[connection].socket, out_.data(), out_.size(), MSG_NOSIGNAL);
  // A request is small: the socket takes it whole, or the connection is gone.
  if (written != static_cast<ssize_t>(out_.size())) Break(connection);
}

void Worker::Receive(std::size_t connection) {
  Connection& one = connections_[connection];
  const ssize_t size = ::recv(one.socket, in_.data(), in_.size(), MSG_DONTWAIT);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) return Break(connection);
  std::string_view bytes(in_.data(), static_cast<std::size_t>(size));
  if (!one.early.empty()) bytes = one.early.append(bytes);
  const Answer answer = ReadAnswer(bytes);
  if (answer.size == 0) {
    if (one.early.empty()) one.early = bytes;
    return;
  }
  if (answer.size != bytes.size()) return Break(connection);
  Take(connection, answer);
  one.early.clear();
}

void Worker::Take(std::size_t connection, const Answer& answer) {
  last_ = Clock::now();
  const auto latency = std::chrono::nanoseconds(last_ - connections_[connection].since).count();
  request_metrics_.latencies.push_back(
      static_cast<std::uint32_t>(std::min<std::int64_t>(latency, ~0U)));
  ++request_metrics_.answered;
  if (answer.status < 200 || answer.status > 299) ++request_metrics_.refused;
  if (plan_.keep) request_metrics_.bodies.append(answer.body).append("\n");
  --waiting_;
  idle_.push_back(connection);
  const bool done = plan_.once && next_ >= plan_.credentials.size();
  if (plan_.interval.count() == 0 && !done && last_ < end_) {
    idle_.pop_back();
    Send(connection, last_);
  }
}

void Worker::Break(std::size_t connection) {
  ++request_metrics_.broken;
  --waiting_;
  ::close(connections_[connection].socket);
  connections_[connection].socket = -1;
}

}  // namespace bearward::load
