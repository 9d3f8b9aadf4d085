#include "log_streams/delivery.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/thread_name.h"
#include "egress/backoff.h"
#include "log_streams/answer.h"
#include "store/log_streams.h"

namespace bearward::log_streams {
namespace {

using base::Result;
using model::LogStream;
using model::LogStreamState;
using std::chrono::seconds;

constexpr int kSenders = 4;
constexpr int kMostEvents = 200;
constexpr std::size_t kMostBytes = 524'288;
// Events of audit logs and of other nodes are found after this time, and so are due repeats.
constexpr seconds kSendInterval{1};
constexpr seconds kMeasureInterval{5};
// A lease outlasts the last batch, which for Azure is two requests of at most 15 seconds: one for
// the token and one with the events. A node that has stopped delays its streams by this time.
constexpr seconds kBatchTime{10};
constexpr seconds kLease{60};

Result<bool> HasEnabledStream(store::ReadTx& tx) {
  BW_TRY_ASSIGN(const auto streams, store::LogStreams().ListAllEnvironments(tx));
  return std::ranges::any_of(streams, &LogStream::enabled);
}

// LimitOf halves the batch with each failure, because a target may refuse a long one.
int LimitOf(const LogStream& stream) {
  constexpr std::int64_t kMostSteps = 8;
  return std::max(1, kMostEvents >> std::min(stream.failures, kMostSteps));
}

// MostEntriesOf is one for S3, which has an object for each event.
int MostEntriesOf(model::LogStreamType type) {
  return type == model::LogStreamType::kS3 ? 1 : kMostEvents;
}

// TextOf returns the error as a client may see it: the details of a failure on this machine are for
// the log.
std::string TextOf(const base::Error& error) {
  const bool is_local = error.code == base::Code::kUnavailable && error.reason != kTargetFailed;
  return is_local ? error.reason : error.reason + ": " + error.public_text;
}

bool Concerns(const LogStream& stream, const model::Event& event) {
  return !stream.organization || event.organization == stream.organization;
}

}  // namespace

Delivery::Series::Series(observe::Registry& metrics)
    : delivered(metrics.AddCounter("bearward_log_stream_events_total",
                                   "Events that targets of log streams have accepted.")),
      failures(metrics.AddCounter("bearward_log_stream_failures_total",
                                  "Batches that targets of log streams have not accepted.")),
      waiting(metrics.AddGauge("bearward_log_stream_events_waiting",
                               "Events of all nodes that enabled log streams have not sent yet.")),
      failing(metrics.AddGauge("bearward_log_streams_failing",
                               "Log streams with the state error or invalid.")) {}

Delivery::Delivery(const Parts& parts, SenderSettings settings, bool is_alone)
    : parts_(parts),
      settings_(std::move(settings)),
      azure_tokens_(settings_.egress),
      is_alone_(is_alone),
      series_(parts.metrics),
      any_(std::make_shared<store::Cached<bool>>(
          parts.store, &HasEnabledStream,
          std::vector{model::EventType::kLogStreamCreated, model::EventType::kLogStreamUpdated,
                      model::EventType::kLogStreamDeleted})),
      sending_(std::make_shared<base::WakeSignal>()) {
  // A wake-up for each commit would cost grants about 2 % of the processor without any stream.
  parts_.store.OnCommit([signal = sending_, any = any_](std::span<const model::Event> committed) {
    const auto wanted = any->Get();
    if (!committed.empty() && (!wanted || **wanted)) signal->Raise();
  });
}

Delivery::~Delivery() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

void Delivery::Start() {
  if (is_alone_) static_cast<void>(parts_.store.Write(store::ClearLogStreamLeases));
  for (int i = 0; i < kSenders; ++i) {
    threads_.emplace_back(
        [this, measures = i == 0](const std::stop_token& stop) { Run(stop, measures); });
  }
}

// A failure of the store is reported by the requests that it affects.
void Delivery::Run(const std::stop_token& stop, bool measures) {
  base::NameThread("log streams");
  Sender sender(settings_, azure_tokens_);
  std::int64_t measured_at = 0;  // ticks
  while (!stop.stop_requested()) {
    static_cast<void>(any_->Retry());
    const auto any = any_->Get();
    const bool may_send = any && **any;
    const std::int64_t now = parts_.clock.Ticks();
    const bool is_due = now - measured_at >= std::chrono::nanoseconds(kMeasureInterval).count();
    if (measures && is_due) {
      static_cast<void>(Measure());
      measured_at = now;
    }
    if (may_send && SendDue(sender, stop).value_or(false)) continue;
    sending_->Await(stop, kSendInterval);
  }
}

base::Status Delivery::Measure() {
  std::int64_t waiting = 0;
  std::int64_t failing = 0;
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    waiting = failing = 0;
    BW_TRY_ASSIGN(const auto streams, store::LogStreams().ListAllEnvironments(tx));
    for (const LogStream& stream : streams) {
      if (!stream.enabled) continue;
      BW_TRY_ASSIGN(const std::int64_t count, store::CountWaiting(tx, stream));
      waiting += count;
      if (stream.state != LogStreamState::kActive) ++failing;
    }
    return {};
  }));
  series_.waiting.Set(static_cast<double>(waiting));
  series_.failing.Set(static_cast<double>(failing));
  return {};
}

Result<std::optional<LogStream>> Delivery::Lease() {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(auto stream, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindDueLogStream(tx, now);
  }));
  if (!stream) return std::nullopt;
  BW_TRY_ASSIGN(const bool leased, parts_.store.Write([&](store::WriteTx& tx) {
    return store::LeaseLogStream(tx, *stream, now + kLease);
  }));
  if (!leased) return std::nullopt;
  stream->leased_until = now + kLease;
  return stream;
}

// What was sent before a failure of the store is stored all the same, if that is possible again.
Result<bool> Delivery::SendDue(Sender& sender, const std::stop_token& stop) {
  BW_TRY_ASSIGN(auto stream, Lease());
  if (!stream) return false;
  sending_->Raise();  // another thread serves the next stream
  const base::Status sent = SendBatches(sender, stop, *stream);
  const base::Time now = parts_.clock.Now();
  BW_TRY(parts_.store.Write(
      [&](store::WriteTx& tx) { return store::EndLogStreamLease(tx, *stream, now); }));
  BW_TRY(sent);
  return true;
}

// Without its secret a stream waits like one whose target does not answer.
base::Status Delivery::SendBatches(Sender& sender, const std::stop_token& stop, LogStream& stream) {
  const base::Time begun = parts_.clock.Now();
  const auto secrets = parts_.streams.SecretsOf(stream);
  if (!secrets) {
    NoteFailure(secrets.error(), stream);
    return {};
  }
  if (stream.test_wanted && !SendTest(sender, *secrets, stop, stream)) return {};
  while (!stop.stop_requested() && parts_.clock.Now() - begun < kBatchTime) {
    BW_TRY_ASSIGN(const Batch batch, Read(stream));
    if (!batch.is_open || batch.end == stream.position) break;
    if (!batch.entries.empty()) {
      const base::Status sent =
          sender.Send(stream, *secrets, batch.entries, parts_.clock.Now(), stop);
      if (!sent) {
        NoteFailure(sent.error(), stream);
        break;
      }
      NoteSuccess(batch.entries, stream);
    }
    stream.position = batch.end;
  }
  return {};
}

base::Status Delivery::SendTest(Sender& sender, const Secrets& secrets, const std::stop_token& stop,
                                LogStream& stream) {
  const base::Time now = parts_.clock.Now();
  const std::vector<Entry> test = {TestEntry(stream.id, now)};
  base::Status sent = sender.Send(stream, secrets, test, now, stop);
  if (sent) {
    NoteSuccess({}, stream);
  } else {
    NoteFailure(sent.error(), stream);
  }
  return sent;
}

Result<Delivery::Batch> Delivery::Read(const LogStream& stream) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<Batch> {
    Batch batch{.end = stream.position};
    BW_TRY_ASSIGN(const auto present, store::LogStreams().Find(tx, stream.environment, stream.id));
    batch.is_open = present && present->enabled && present->updated_at == stream.updated_at;
    if (!batch.is_open) return batch;
    std::size_t bytes = 0;
    const int most = MostEntriesOf(stream.type);
    // Add returns whether more events fit into the batch.
    const auto add = [&](const auto& event) {
      batch.entries.push_back(EntryOf(event));
      bytes += batch.entries.back().json.size();
      return bytes < kMostBytes && std::ssize(batch.entries) < most;
    };
    if (stream.source == model::LogStreamSource::kAuditLogs) {
      const int limit = std::min(LimitOf(stream), most);
      BW_TRY_ASSIGN(const auto events, store::ListStreamedAuditLog(tx, stream, limit));
      for (const model::AuditLogEvent& event : events) {
        batch.end = event.position;
        if (!add(event)) break;
      }
      return batch;
    }
    BW_TRY_ASSIGN(const auto events, store::ListStreamedEvents(tx, stream, LimitOf(stream)));
    for (const model::Event& event : events) {
      batch.end = event.number;
      if (Concerns(stream, event) && !add(event)) break;
    }
    return batch;
  });
}

void Delivery::NoteSuccess(const std::vector<Entry>& entries, LogStream& stream) {
  stream.state = LogStreamState::kActive;
  stream.failures = 0;
  stream.last_error.reset();
  stream.paused_until.reset();
  if (entries.empty()) return;
  stream.last_synced_at = parts_.clock.Now();
  stream.last_event_id = entries.back().id;
  series_.delivered.Add(entries.size());
}

// A batch that ended because this process stops has not failed.
void Delivery::NoteFailure(const base::Error& error, LogStream& stream) {
  if (error.reason == "stopped") return;
  const bool may_pass = error.code == base::Code::kUnavailable;
  const auto asked = error.reason == kTargetFailed ? error.retry_after : std::nullopt;
  stream.state = may_pass ? LogStreamState::kError : LogStreamState::kInvalid;
  stream.last_error = TextOf(error);
  stream.paused_until = parts_.clock.Now() +
                        egress::Jitter(egress::PauseOf(++stream.failures, asked), parts_.entropy);
  series_.failures.Add();
  parts_.log.Warn("Events of a log stream were not delivered.",
                  {{"log_stream", stream.id},
                   {"reason", *stream.last_error},
                   {"detail", error.detail},
                   {"next", base::FormatIsoMillis(*stream.paused_until)}});
}

}  // namespace bearward::log_streams
