#include "http/poller.h"

#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace bearward::http {
namespace {

timespec SpanOf(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::chrono::nanoseconds rest = time - seconds;
  return {seconds.count(), rest.count()};
}

}  // namespace

base::Status Poller::Open(std::chrono::milliseconds beat) {
  epoll_ = Socket(::epoll_create1(EPOLL_CLOEXEC));
  waker_ = Socket(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  timer_ = Socket(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  const bool open = epoll_.valid() && Add(waker_, kWoken, EPOLLIN) && Add(timer_, kBeat, EPOLLIN) &&
                    SetBeat(beat);
  if (!open) return base::Fail(base::Internal("the kernel refuses to watch sockets"));
  return {};
}

bool Poller::SetBeat(std::chrono::milliseconds beat) {
  const itimerspec every{.it_interval = SpanOf(beat), .it_value = SpanOf(beat)};
  return ::timerfd_settime(timer_.fd(), 0, &every, nullptr) == 0;
}

bool Poller::Watch(const Socket& socket, std::uint64_t tag) {
  return Add(socket, tag, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

bool Poller::Add(const Socket& socket, std::uint64_t tag, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  return socket.valid() && ::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, socket.fd(), &event) == 0;
}

void Poller::Wake() const {
  const std::uint64_t one = 1;
  // This fails only if the counter is full, and then the thread is already being woken.
  [[maybe_unused]] const ssize_t written = ::write(waker_.fd(), &one, sizeof one);
}

void Poller::Acknowledge(std::uint64_t tag) const {
  std::uint64_t count = 0;
  const Socket& signalled = tag == kWoken ? waker_ : timer_;
  [[maybe_unused]] const ssize_t read = ::read(signalled.fd(), &count, sizeof count);
}

}  // namespace bearward::http
