// SmtpServer: a small SMTP server on loopback that keeps what clients send (RFC 5321, RFC 3207).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "testing/loopback_listener.h"

namespace bearward::testing {

// SmtpServer serves one connection after the other on a thread of its own, until it is destroyed.
class SmtpServer {
 public:
  // Options choose the behaviour. `certificate` and `key` are PEM texts; without them the server
  // offers no TLS. With `tls_first` the connection begins with TLS. `replies` replace those to
  // commands, by the first word; "connection" and "message" stand for the greeting and for the end
  // of a message.
  struct Options {
    std::string certificate = {};
    std::string key = {};
    bool tls_first = false;
    std::map<std::string, std::string, std::less<>> replies = {};
  };
  // Received is one line of a client, or one message. `encrypted` says whether it came over TLS.
  struct Received {
    std::string text;
    bool encrypted = false;
  };

  explicit SmtpServer(Options options);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::uint16_t port() const { return listener_.port(); }
  std::vector<Received> commands() const;
  std::vector<Received> messages() const;

 private:
  class Connection;
  void Run();
  void Serve(int socket);
  bool Handle(Connection& client, const std::string& line);
  void Receive(Connection& client);
  std::string ReplyTo(std::string_view word, std::string_view usual) const;

  Options options_;
  LoopbackListener listener_;
  mutable std::mutex mutex_;
  std::vector<Received> commands_;
  std::vector<Received> messages_;
  std::thread thread_;
};

}  // namespace bearward::testing
