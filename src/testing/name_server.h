// NameServer: a DNS server on loopback that answers questions for TXT records (RFC 1035).
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "testing/loopback_listener.h"

namespace bearward::testing {

// NameServer answers over UDP and, for answers of more than 512 bytes, over TCP, on threads of its
// own, until it is destroyed. All methods are safe from any thread.
class NameServer {
 public:
  // Behaviour: kAnswers as a server does; kFails with SERVFAIL; kIsSilent; kTruncates every answer
  // over UDP and closes connections over TCP without one.
  enum class Behaviour : std::uint8_t { kAnswers, kFails, kIsSilent, kTruncates };

  NameServer();
  ~NameServer();
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  std::uint16_t port() const { return listener_->port(); }
  // address is the value of the setting egress.nameserver.
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
  // Set replaces the TXT records of a name; a name without any has no such data. Other names do
  // not exist.
  void Set(const std::string& name, std::vector<std::string> texts);
  void Behave(Behaviour behaviour) { behaviour_ = behaviour; }
  // asked are the names in the questions over UDP.
  std::vector<std::string> asked() const;

 private:
  void ServeUdp();
  void ServeTcp();
  std::string AnswerTo(const std::string& query) const;

  std::optional<LoopbackListener> listener_;
  int socket_ = -1;
  std::atomic<bool> stops_ = false;
  std::atomic<Behaviour> behaviour_ = Behaviour::kAnswers;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> records_;
  std::vector<std::string> asked_;
  std::thread udp_;
  std::thread tcp_;
};

}  // namespace bearward::testing
