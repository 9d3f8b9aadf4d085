// Spans: the requests that a trace records, until an exporter takes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/entropy.h"
#include "base/time.h"
#include "observe/request_line.h"
#include "observe/trace_context.h"

namespace bearward::observe {

// Span is one request. `attributes` hold no credential and no part of a path that a client chose.
struct Span {
  TraceId trace{};
  SpanId id{};
  std::optional<SpanId> parent;
  std::string name;  // the route, for example "POST /auth/login"
  base::Time start;
  std::int64_t duration_ns = 0;
  int status = 0;  // of the response
  std::vector<std::pair<std::string, std::string>> attributes;
};

// Spans decides which requests are recorded and keeps at most kMost of them. Safe from any thread.
class Spans {
 public:
  static constexpr std::size_t kMost = 4'096;

  // `ratio`, from 0 to 1, is the part of the requests without a trace context that is recorded. A
  // request with one is recorded if its caller records it. The entropy must outlive this.
  Spans(base::Entropy& entropy, double ratio) : entropy_(entropy), ratio_(ratio) {}

  // Note records a request, or drops it if kMost are waiting. `traceparent` is the header; empty:
  // none.
  void Note(const RequestLine& line, std::int64_t duration_ns, std::string_view traceparent);
  // Take returns the waiting spans and forgets them.
  std::vector<Span> Take();
  // dropped returns the number of spans that were dropped since the start.
  std::uint64_t dropped() const;

 private:
  bool IsChosen() const;

  base::Entropy& entropy_;
  const double ratio_;
  mutable std::mutex mutex_;
  std::vector<Span> waiting_;  // guarded by mutex_
  std::uint64_t dropped_ = 0;  // guarded by mutex_
};

}  // namespace bearward::observe
