// PostgresServer: a private PostgreSQL server for a test program (test/postgres/serve).
#pragma once

#include <cstdint>
#include <string>

#include "store/postgres_connection.h"
#include "testing/temp_dir.h"

namespace bearward::testing {

// PostgresServer runs from construction to destruction, reached by a socket in its folder, or by
// that port of 127.0.0.1 if it is not zero.
class PostgresServer {
 public:
  explicit PostgresServer(std::uint16_t port = 0);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Shared returns the one server of this process; the first call starts it.
  static PostgresServer& Shared();

  // Options returns options with a new schema at each call.
  store::PostgresOptions Options();

 private:
  const std::uint16_t port_;
  TempDir folder_;
  int process_ = 0;
  int schemas_ = 0;
};

}  // namespace bearward::testing
