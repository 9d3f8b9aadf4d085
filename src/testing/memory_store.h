// MemoryStore: a store for one test, with the table functions a call away.
#pragma once

#include <memory>

#include "base/result.h"
#include "store/store.h"
#include "testing/must.h"

namespace bearward::testing {

// MemoryStore is empty at first. Its calls take a table's function and the arguments after the
// transaction: Write(store::InsertUser, user); Read(store::FindUser, environment, id).
class MemoryStore {
 public:
  // Read and Write give the value, or end the test.
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(store_->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  template <class R, class... Parameters, class... Arguments>
  auto Write(R (*table)(store::WriteTx&, Parameters...), const Arguments&... arguments) {
    return Must(store_->Write([&](store::WriteTx& tx) { return table(tx, arguments...); }));
  }
  // WriteCode gives the code of a write that has to fail.
  template <class R, class... Parameters, class... Arguments>
  base::Code WriteCode(R (*table)(store::WriteTx&, Parameters...), const Arguments&... arguments) {
    return CodeOf(store_->Write([&](store::WriteTx& tx) { return table(tx, arguments...); }));
  }

  store::Store& operator*() { return *store_; }
  store::Store* operator->() { return store_.get(); }

 private:
  std::unique_ptr<store::Store> store_ = Must(store::Store::Open(store::SqliteMemory()));
};

}  // namespace bearward::testing
