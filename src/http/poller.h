// Poller: reports which sockets of one thread are ready, through the kernel's epoll. Internal to
// http.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstdint>

#include "base/result.h"
#include "http/socket.h"

namespace bearward::http {

// Readiness states what may be tried on a socket; after the end of input or an error, both.
struct Readiness {
  bool readable = false;
  bool writable = false;
  bool ended = false;  // the peer sends nothing more
};

// Poller watches sockets edge-triggered: it reports each change to readiness once, so the receiver
// must read or write until the kernel returns EAGAIN. Closing a socket ends its watch. All methods
// except Wake must be called on one thread.
class Poller {
 public:
  // Open creates the epoll instance; `beat` is the longest interval between two kBeat events of
  // Wait. Returns kInternal if the kernel refuses.
  base::Status Open(std::chrono::milliseconds beat);
  // SetBeat changes the interval. Returns false if the kernel refuses; the old one then stays.
  bool SetBeat(std::chrono::milliseconds beat);

  // Tags that Wait reports for events other than those of watched sockets.
  static constexpr std::uint64_t kWoken = 0;
  static constexpr std::uint64_t kBeat = 1;

  // Watch begins to watch a socket under a tag other than the two above. If the socket is already
  // ready, this is reported too. Returns false if the kernel refuses.
  bool Watch(const Socket& socket, std::uint64_t tag);
  // Wait blocks until something is ready.
  void Wait() { ready_ = ::epoll_wait(epoll_.fd(), events_.data(), kMost, -1); }
  // Tell calls `notify`(tag, Readiness) for each event that Wait found.
  template <class F>
  void Tell(F notify) {
    for (int i = 0; i < ready_; ++i) {
      const epoll_event& event = events_[static_cast<std::size_t>(i)];
      if (event.data.u64 <= kBeat) Acknowledge(event.data.u64);
      notify(event.data.u64, ReadinessOf(event.events));
    }
  }
  // Wake makes Wait return with kWoken. From any thread.
  void Wake() const;

 private:
  // At most this many events per iteration, because the first request waits for the last one.
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
  int ready_ = 0;  // number of valid events_; negative if the wait was interrupted
};

}  // namespace bearward::http
