// MemoryDatabase: an in-memory database with a saved state to which a server can return.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

struct sqlite3;

namespace bearward::store {

// MemoryDatabase has a saved state, which is empty at first, and a current database. Next makes a
// copy of the saved state the current database. Used by one thread at a time; it must outlive the
// stores.
class MemoryDatabase {
 public:
  // Make fails only for lack of memory.
  static base::Result<MemoryDatabase> Make();

  // Next returns the source of a new current database. An open store keeps the previous one.
  base::Result<EngineSource> Next();
  // Save makes the committed contents of the current database the saved state. It omits the signing
  // keys, so that a server on one copy refuses the tokens of servers on other copies.
  base::Status Save();

 private:
  using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
  explicit MemoryDatabase(Connection saved);
  Connection saved_;
  Connection current_;  // keeps the current database alive until a store opens it
};

}  // namespace bearward::store
