// HttpReceiver: a small HTTP server on loopback that keeps what clients send.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "testing/loopback_listener.h"

namespace bearward::testing {

// HttpReceiver serves each connection on a thread of its own, until it is destroyed.
class HttpReceiver {
 public:
  // Received is one request.
  struct Received {
    std::string line;  // method, target and version
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // Header returns the value of the header with this name, "" if there is none.
    std::string Header(std::string_view name) const;
  };
  // Respond returns the bytes of the response. With an empty text the connection stays open without
  // a response. It is called on the threads of the connections.
  using Respond = std::function<std::string(const Received& request)>;

  // Without `respond` the responses are those of AnswerNext, and 200 when there is none.
  explicit HttpReceiver(Respond respond = nullptr);
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  // Answer returns a response with this status; `headers` are lines that end with CRLF.
  static std::string Answer(int status, std::string_view body = "", std::string_view headers = "");

  std::uint16_t port() const { return listener_.port(); }
  // AnswerNext sets the responses to the next requests.
  void AnswerNext(std::vector<std::string> answers);
  std::string Url(std::string_view path = "/hook") const;
  std::size_t connections() const;
  std::vector<Received> requests() const;
  // Await waits until there are `count` requests, at most ten seconds, and returns all.
  std::vector<Received> Await(std::size_t count) const;

 private:
  struct Connection {
    int socket = -1;
    std::thread thread = {};
  };
  void Run();
  void Serve(int socket);
  std::string NextAnswer();

  Respond respond_;
  LoopbackListener listener_;
  mutable std::mutex mutex_;
  mutable std::condition_variable arrived_;
  std::vector<Received> requests_;
  std::vector<std::string> answers_;
  std::list<Connection> connections_;
  std::thread thread_;
};

}  // namespace bearward::testing
