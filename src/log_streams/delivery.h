// Delivery: sends the events of log streams, on threads of its own, so that no request waits for a
// target.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/wake_signal.h"
#include "log_streams/azure_tokens.h"
#include "log_streams/sender.h"
#include "log_streams/streams.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/cached.h"
#include "store/store.h"

namespace bearward::log_streams {

// Delivery sends the events of each stream in order, at least once, and repeats a failed batch
// until it succeeds or the stream is disabled. A test message is sent at most once. One thread of
// one node at a time sends for a stream.
// Events are sent twice if the process ends between the answer of the target and the commit of the
// new position.
class Delivery {
 public:
  struct Parts {
    store::Store& store;
    const Streams& streams;
    const base::Clock& clock;
    base::Entropy& entropy;
    observe::Logger& log;
    observe::Registry& metrics;
  };
  // Delivery adds listeners to the store (see Store::OnCommit) and its metrics. The parts must
  // outlive it. `is_alone` says that no other process uses the database.
  Delivery(const Parts& parts, SenderSettings settings, bool is_alone);
  // ~Delivery ends the requests that are being sent; they are repeated later.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Start begins to send what is due. Without it, tests call SendDue.
  void Start();
  // SendDue sends batches for one stream. It returns whether there was one with something due, or
  // the first failure of the store.
  base::Result<bool> SendDue(Sender& sender, const std::stop_token& stop = {});
  // Measure sets the gauges.
  base::Status Measure();

  const SenderSettings& settings() const { return settings_; }

 private:
  // Series are the metrics.
  struct Series {
    explicit Series(observe::Registry& metrics);
    observe::Counter& delivered;
    observe::Counter& failures;
    observe::Gauge& waiting;
    observe::Gauge& failing;
  };
  // Batch is a part of a source: what the stream sends of it, and the position of its end.
  struct Batch {
    std::vector<Entry> entries = {};
    std::int64_t end = 0;
    bool is_open = false;  // the stream was neither changed nor disabled nor deleted
  };
  void Run(const std::stop_token& stop, bool measures);
  base::Result<std::optional<model::LogStream>> Lease();
  base::Status SendBatches(Sender& sender, const std::stop_token& stop, model::LogStream& stream);
  base::Status SendTest(Sender& sender, const Secrets& secrets, const std::stop_token& stop,
                        model::LogStream& stream);
  base::Result<Batch> Read(const model::LogStream& stream) const;
  void NoteSuccess(const std::vector<Entry>& entries, model::LogStream& stream);
  void NoteFailure(const base::Error& error, model::LogStream& stream);

  Parts parts_;
  SenderSettings settings_;
  AzureTokens azure_tokens_;  // of all senders
  const bool is_alone_;
  Series series_;
  // The listener of the store has both too, and outlives this.
  std::shared_ptr<store::Cached<bool>> any_;   // whether there is an enabled stream
  std::shared_ptr<base::WakeSignal> sending_;  // wakes a sender
  std::vector<std::jthread> threads_;
};

}  // namespace bearward::log_streams
