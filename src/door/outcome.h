// Outcome: what a route function returns, a reply or a deferred reply.
#pragma once

#include <functional>
#include <utility>
#include <variant>

#include "base/result.h"
#include "door/reply.h"
#include "store/pending.h"

namespace bearward::door {

// Deferred is a reply that is sent after one write. `commit` starts the write and returns at once;
// it calls back exactly once, from any thread, with the result. Then the reply or the error is
// sent. If the write fails with store::kSuperseded and `superseded` is set, that function runs on a
// worker and returns the reply instead.
struct Deferred {
  Reply reply;
  std::function<void(std::function<void(base::Status)>)> commit;
  std::function<base::Result<Reply>()> superseded = nullptr;
};

// Outcome is what a route function returns: a reply to send at once, or a deferred one. With a
// deferred reply no thread waits for the commit, so that one commit can contain the writes of more
// requests than there are threads.
using Outcome = std::variant<Reply, Deferred>;

// Defer returns the pending result of a use case as a deferred reply that `encode` writes: a
// callable Reply(const T&) that owns what it refers to, because it may run later. A result that
// needs no write is sent at once.
template <class T, class Encode>
base::Result<Outcome> Defer(base::Result<store::Pending<T>> pending, Encode encode) {
  if (!pending) return base::Fail(std::move(pending).error());
  Reply reply = encode(pending->value);
  if (!pending->commit) return reply;
  Deferred deferred{std::move(reply), std::move(pending->commit)};
  if (pending->superseded) {
    deferred.superseded = [again = std::move(pending->superseded),
                           encode = std::move(encode)]() -> base::Result<Reply> {
      BW_TRY_ASSIGN(const T value, again());
      return encode(value);
    };
  }
  return deferred;
}

}  // namespace bearward::door
