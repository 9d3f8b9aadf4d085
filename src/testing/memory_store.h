// MemoryStore: an in-memory store for one test, with short calls of the table functions.
#pragma once

#include <memory>

#include "base/result.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/test_engine.h"

namespace bearward::testing {

// MemoryStore is empty initially. Its functions take a table function and the arguments that follow
// the transaction: Write(store::InsertUser, user); Read(store::FindUser, environment, id).
class MemoryStore {
 public:
  // Read and Write return the value, or fail the test.
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(store_->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  template <class R, class... Parameters, class... Arguments>
  auto Write(R (*table)(store::WriteTx&, Parameters...), const Arguments&... arguments) {
    return Must(store_->Write([&](store::WriteTx& tx) { return table(tx, arguments...); }));
  }
  // WriteCode returns the error code of a write that must fail.
  template <class R, class... Parameters, class... Arguments>
  base::Code WriteCode(R (*table)(store::WriteTx&, Parameters...), const Arguments&... arguments) {
    return CodeOf(store_->Write([&](store::WriteTx& tx) { return table(tx, arguments...); }));
  }

  store::Store& operator*() { return *store_; }
  store::Store* operator->() { return store_.get(); }

 private:
  std::unique_ptr<store::Store> store_ = Must(store::Store::Open(TestEngine()));
};

}  // namespace bearward::testing
