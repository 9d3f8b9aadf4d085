// Committed: waits for the write of a pending result. The server never waits; tests of use cases
// do.
#pragma once

#include <future>
#include <utility>

#include "base/result.h"
#include "store/pending.h"

namespace bearward::testing {

// Committed returns what a client would get: the value after its write is committed, the value that
// supersedes it, or the error.
template <class T>
base::Result<T> Committed(base::Result<store::Pending<T>> pending) {
  if (!pending) return base::Fail(std::move(pending).error());
  if (!pending->commit) return std::move(pending->value);
  std::promise<base::Status> promise;
  pending->commit([&promise](base::Status status) { promise.set_value(std::move(status)); });
  base::Status status = promise.get_future().get();
  if (status) return std::move(pending->value);
  const bool superseded = status.error().reason == store::kSuperseded;
  if (superseded && pending->superseded) return pending->superseded();
  return base::Fail(std::move(status).error());
}

}  // namespace bearward::testing
