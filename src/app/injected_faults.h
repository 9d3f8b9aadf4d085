// InjectedFaults: the failures and delays that a test asks for, per route.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "json/reader.h"

namespace bearward::app {

// InjectedFault is what happens to the next `times` requests of one route. Without `status` the
// request is only delayed.
struct InjectedFault {
  http::Method method = http::Method::kAny;  // kAny: every method
  std::string path;                          // a segment in braces matches any segment
  std::optional<int> status;                 // 400 to 599
  std::chrono::milliseconds delay{0};
  std::int64_t times = 1;
};

// ParseInjectedFault reads {"method":"POST","path":"/v1/users/{id}","status":503,"delay_ms":100,
// "times":2}; only the path, and a status or a delay, are required. kInvalid names the field.
base::Result<InjectedFault> ParseInjectedFault(const json::Value& body);

// InjectedFaults is safe from any thread.
class InjectedFaults {
 public:
  // Add appends a fault; the first one that matches a request applies to it.
  void Add(InjectedFault fault);
  void Clear();
  // Take returns the fault of a request and counts it down; nullopt if there is none.
  std::optional<InjectedFault> Take(http::Method method, std::string_view path);
  // AsJson returns {"faults":[...]} with the remaining times.
  std::string AsJson() const;

 private:
  mutable std::mutex mutex_;
  std::vector<InjectedFault> faults_;  // guarded by mutex_
};

}  // namespace bearward::app
