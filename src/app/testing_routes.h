// TestingRoutes: /v1/testing/*, by which tests control a server of `serve --memory`.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <shared_mutex>

#include "app/injected_faults.h"
#include "app/offset_clock.h"
#include "base/result.h"
#include "door/timer.h"
#include "http/exchange.h"
#include "mail/mailbox.h"

namespace bearward::app {

// TestingRoutes receives every request before the door, because a reset replaces the door and an
// injected fault must apply to every route. Its own routes accept only a client on this machine: a
// loopback peer, without the headers of a proxy and without Origin, which web pages send. They need
// no credential, because a reset may revoke any. Safe from any thread.
class TestingRoutes {
 public:
  struct Uses {
    OffsetClock& clock;
    // serve passes a request to the door.
    std::function<void(http::Exchange)> serve;
    // reset returns the server to the provisioned state; no request is in progress meanwhile.
    std::function<base::Status()> reset;
    // tend performs the work that is due after the clock was set, such as a key rotation.
    std::function<base::Status()> tend;
    // mailbox returns the mailbox, with every email that a request before has sent. It may fail.
    std::function<base::Result<mail::Mailbox*>()> mailbox;
  };
  explicit TestingRoutes(Uses uses) : uses_(std::move(uses)), timer_(uses_.clock) {}

  // Owns reports whether the request is for a testing route.
  static bool Owns(const http::Request& request);
  // Handle is the http::Handler of the server. A reset blocks the calling thread until it is done.
  void Handle(http::Exchange exchange);
  // Keep prevents a reset as long as the lock is held.
  std::shared_lock<std::shared_mutex> Keep() { return std::shared_lock(resetting_); }

 private:
  struct Counted;
  void Pass(http::Exchange exchange);
  void Fail(InjectedFault fault, http::Exchange exchange);
  base::Result<std::string> Run(const http::Request& request);
  base::Result<std::string> MoveClock(const http::Request& request);
  base::Result<std::string> Reset();
  base::Result<std::string> ReadMailbox();
  base::Result<std::string> ClearMailbox();
  std::string ClockAsJson() const;
  void NoteAnswered();

  Uses uses_;
  InjectedFaults faults_;
  std::shared_mutex resetting_;  // held shared while a request enters the door
  std::mutex mutex_;
  std::condition_variable all_answered_;
  int in_progress_ = 0;  // requests in the door; guarded by mutex_
  door::Timer timer_;    // last: its tasks use the members above
};

}  // namespace bearward::app
