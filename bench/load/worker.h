// Worker: one thread of the generator, with its share of the connections and of the credentials.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "answer.h"
#include "question.h"

namespace bearward::load {

using Clock = std::chrono::steady_clock;

// Plan is the task of one worker.
struct Plan {
  std::uint16_t port = 0;
  std::size_t connections = 0;
  std::chrono::nanoseconds time{};
  bool once = false;  // each credential a single time, and then no more
  bool keep = false;  // the bodies are wanted
  // interval is the time from one request to the next; zero: as many as possible.
  std::chrono::nanoseconds interval{};
  const Question* question = nullptr;
  std::vector<std::string_view> credentials;  // at least one
};

// RequestMetrics is the result. Latencies are nanoseconds; with an interval they count from the
// time at which the request was due, even if no connection was idle then.
struct RequestMetrics {
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t refused = 0;  // answered by no success
  std::uint64_t broken = 0;   // connections that ended
  double seconds = 0;         // from the first request to the last answer
  std::vector<std::uint32_t> latencies;
  std::string bodies;
};

// Worker connects in its constructor and sends requests in Run.
class Worker {
 public:
  explicit Worker(Plan plan);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Run sends requests until the time has passed or no credential is left.
  void Run();
  const RequestMetrics& tally() const { return request_metrics_; }

 private:
  struct Connection {
    int socket = -1;
    Clock::time_point since;
    std::string early;  // what has come of an answer that is not whole yet
  };

  bool IsOver(Clock::time_point now) const;
  void Wait(Clock::time_point now);
  void SendDue(Clock::time_point now);
  void Send(std::size_t connection, Clock::time_point since);
  void Receive(std::size_t connection);
  void Take(std::size_t connection, const Answer& answer);
  void Break(std::size_t connection);

  Plan plan_;
  RequestMetrics request_metrics_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  std::deque<std::size_t> idle_;
  std::size_t next_ = 0;  // of the credentials
  std::size_t waiting_ = 0;
  Clock::time_point end_, due_, last_;
  std::string out_;
  std::vector<char> in_;
};

}  // namespace bearward::load
