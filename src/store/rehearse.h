// Rehearse: a write whose changes are undone, for what it would make.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "store/store.h"
#include "store/transaction.h"

namespace bearward::store {

// Rehearse runs f(WriteTx&) -> Result<T> as Store::Write does, undoes its changes and returns its
// result. Errors as Store::Write.
template <class F>
auto Rehearse(Store& store, F f) -> std::invoke_result_t<F, WriteTx&> {
  std::optional<std::invoke_result_t<F, WriteTx&>> result;
  const base::Status undone = store.Write([&](WriteTx& tx) -> base::Status {
    result.emplace(f(tx));
    BW_TRY(*result);
    return base::Fail(base::Internal("rehearsed"));
  });
  // A failure of the store itself is never of this code.
  if (undone.error().code != base::Code::kInternal) return base::Fail(undone.error());
  return *std::move(result);
}

}  // namespace bearward::store
