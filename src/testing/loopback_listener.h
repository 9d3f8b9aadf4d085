// LoopbackListener: a listening socket on a free port of loopback, for the servers of tests.
#pragma once

#include <cstdint>

namespace bearward::testing {

// LoopbackListener listens from its construction on. Accept and Shutdown are safe from any thread.
class LoopbackListener {
 public:
  LoopbackListener();
  ~LoopbackListener();
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  std::uint16_t port() const { return port_; }
  // Accept waits for a connection and returns its socket, which the caller closes; -1 after
  // Shutdown.
  int Accept() const;
  void Shutdown() const;

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

}  // namespace bearward::testing
