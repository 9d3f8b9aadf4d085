// Pending: a result that becomes valid with a write that is not committed yet.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/store.h"

namespace bearward::store {

// kSuperseded is the reason of the kConflict with which the write of a Pending fails if a
// concurrent request changed the data from which the value was computed.
inline constexpr std::string_view kSuperseded = "superseded";

// Pending is a value that must not be sent to a client before its write is committed.
template <class T>
struct Pending {
  T value;
  // commit starts the write and returns at once; it calls back once, as Store::Post does. Empty:
  // the value needs no write.
  std::function<void(std::function<void(base::Status)>)> commit = nullptr;
  // superseded computes the value again after the write failed with kSuperseded. It may block.
  // Empty: the write does not fail with it.
  std::function<base::Result<T>()> superseded = nullptr;
};

// Pend returns a value that becomes valid with the write `run`, which owns the objects that it
// refers to. `store` must outlive the result.
template <class T, class Run>
Pending<T> Pend(Store& store, T value, Run run) {
  return {std::move(value),
          [&store, run = std::move(run)](std::function<void(base::Status)> done) mutable {
            store.Post(std::move(run), std::move(done));
          }};
}

}  // namespace bearward::store
