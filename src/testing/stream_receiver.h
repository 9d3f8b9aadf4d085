// StreamReceiver: a small TCP or TLS server on loopback that keeps the bytes that clients send.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "testing/loopback_listener.h"
#include "testing/tls_context.h"

namespace bearward::testing {

// StreamReceiver serves one connection after the other on a thread of its own, until it is
// destroyed.
class StreamReceiver {
 public:
  // Manner is how a connection is treated: kReads reads to the end and closes, kHolds reads and
  // never closes, kIgnores neither reads nor closes, kCloses closes at once, kResets resets after
  // the first bytes.
  enum class Manner : std::uint8_t { kReads, kHolds, kIgnores, kCloses, kResets };
  // Options: `certificate` and `key` are PEM texts; without them there is no TLS.
  struct Options {
    Manner manner = Manner::kReads;
    std::string certificate = {};
    std::string key = {};
  };

  explicit StreamReceiver(Options options);
  ~StreamReceiver();
  StreamReceiver(const StreamReceiver&) = delete;
  StreamReceiver& operator=(const StreamReceiver&) = delete;

  std::uint16_t port() const { return listener_.port(); }
  std::size_t connections() const;
  // texts returns what each connection that ended has sent.
  std::vector<std::string> texts() const;

 private:
  void Run();
  void Serve(int socket);
  // Read appends bytes of the client to `text` until it closes.
  void Read(int socket, SSL* tls, std::string& text) const;

  Options options_;
  TlsContext context_;
  LoopbackListener listener_;
  mutable std::mutex mutex_;
  std::size_t connections_ = 0;
  int held_ = -1;  // the open connection
  std::vector<std::string> texts_;
  std::thread thread_;
};

}  // namespace bearward::testing
