// Poller: which sockets of one thread are ready, by the kernel's epoll. Internal to http.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstdint>

#include "base/result.h"
#include "http/socket.h"

namespace bearward::http {

// Readiness says what may be tried on a socket; at its end, and after an error, both.
struct Readiness {
  bool readable = false;
  bool writable = false;
  bool ended = false;  // the peer sends no more
};

// Poller watches sockets by edges: each change to readiness is told once, so whoever is told must
// go on until the kernel says that there is nothing left. Closing a socket ends its watch. All but
// Wake belongs to one thread.
class Poller {
 public:
  // Open makes the poller; `beat` is how often Wait returns for kBeat at the latest. kInternal when
  // the kernel refuses.
  base::Status Open(std::chrono::milliseconds beat);

  // Tags that Wait gives for what is no watched socket.
  static constexpr std::uint64_t kWoken = 0;
  static constexpr std::uint64_t kBeat = 1;

  // Watch begins to watch a socket under a tag, which is neither of the two above. It is told about
  // what is ready already. False when the kernel refuses.
  bool Watch(const Socket& socket, std::uint64_t tag);
  // Wait sleeps until something is ready.
  void Wait() { ready_ = ::epoll_wait(epoll_.fd(), events_.data(), kMost, -1); }
  // Tell calls told(tag, Readiness) for each that Wait found ready.
  template <class F>
  void Tell(F told) {
    for (int i = 0; i < ready_; ++i) {
      const epoll_event& event = events_[static_cast<std::size_t>(i)];
      if (event.data.u64 <= kBeat) Acknowledge(event.data.u64);
      told(event.data.u64, ReadinessOf(event.events));
    }
  }
  // Wake makes Wait return with kWoken. From any thread.
  void Wake() const;

 private:
  // So many have their turn together at most: the first of them waits for the last.
  static constexpr int kMost = 16;
  static Readiness ReadinessOf(std::uint32_t events) {
    const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
    const bool ended = broken || (events & EPOLLRDHUP) != 0;
    return {ended || (events & EPOLLIN) != 0, broken || (events & EPOLLOUT) != 0, ended};
  }
  bool Add(const Socket& socket, std::uint64_t tag, std::uint32_t events);
  void Acknowledge(std::uint64_t tag) const;

  Socket epoll_;
  Socket waker_;
  Socket timer_;
  std::array<epoll_event, kMost> events_{};
  int ready_ = 0;  // of events_; negative when the wait was cut short
};

}  // namespace bearward::http
