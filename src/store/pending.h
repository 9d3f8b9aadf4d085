// Pending: a result that takes effect with a write that is not committed yet.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/store.h"

namespace bearward::store {

// kSuperseded is the reason with which the write of a Pending fails (kConflict) if a parallel
// request changed what the value was computed from.
inline constexpr std::string_view kSuperseded = "superseded";

// Pending is a value that must not leave the program before its write is committed.
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

// Pend returns a value that takes effect with `run`, which owns what it refers to. `store` must
// outlive the result.
template <class T, class Run>
Pending<T> Pend(Store& store, T value, Run run) {
  return {std::move(value),
          [&store, run = std::move(run)](std::function<void(base::Status)> done) mutable {
            store.Post(std::move(run), std::move(done));
          }};
}

}  // namespace bearward::store
