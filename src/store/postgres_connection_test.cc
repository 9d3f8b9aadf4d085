// Tests of a URL with several hosts, as after a failover.
#include "store/postgres_connection.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "store/columns.h"
#include "store/engine_postgres.h"
#include "testing/loopback_listener.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;
using testing::PostgresServer;

// HostOf returns the folder of the server's socket.
std::string HostOf(const PostgresOptions& options) {
  const std::string rest = options.url.substr(std::string("host=").size());
  return rest.substr(0, rest.find(' '));
}

class PostgresHosts : public ::testing::Test {
 protected:
  // After returns options that try another host first.
  PostgresOptions After(const std::string& first) const {
    PostgresOptions options = options_;
    options.url.insert(std::string("host=").size(), first + ",");
    return options;
  }
  static std::string TextOf(Engine& engine, const std::string& sql) {
    return std::get<std::string>(Must(engine.Execute(sql, {})).front().front());
  }
  // ServedBySecond returns whether a writer with these options writes to the server of options_.
  bool ServedBySecond(const PostgresOptions& options) const {
    const auto engine = Must(OpenPostgres(options, true));
    Must(engine->Begin(true));
    Must(Done(engine->Execute("CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY)", {})));
    Must(engine->Commit());
    return TextOf(*engine, "SELECT current_setting('unix_socket_directories')") == HostOf(options_);
  }
  // Standby returns options of a server that refuses writes, as after a failover.
  static PostgresOptions Standby() {
    static PostgresServer server;
    static const bool is_read_only = [] {
      const auto engine = Must(OpenPostgres(server.Options(), true));
      return Done(engine->Execute("ALTER ROLE bearward SET default_transaction_read_only = on", {}))
          .has_value();
    }();
    EXPECT_TRUE(is_read_only);
    return server.Options();
  }

  const PostgresOptions options_ = PostgresServer::Shared().Options();
};

TEST_F(PostgresHosts, AHostWithoutAServerIsPassedOver) {
  const testing::TempDir empty;
  EXPECT_TRUE(ServedBySecond(After(empty.path())));
}

// The kernel accepts the connection, as that of a machine whose PostgreSQL is stopped.
TEST_F(PostgresHosts, AHostThatDoesNotAnswerIsPassedOver) {
  const testing::LoopbackListener silent;
  PostgresOptions options = After("127.0.0.1");
  options.url += " port=" + std::to_string(silent.port()) + ",5432";
  options.patience = std::chrono::seconds(1);
  EXPECT_TRUE(ServedBySecond(options));
}

TEST_F(PostgresHosts, AHostThatRefusesWritesIsPassedOver) {
  EXPECT_TRUE(ServedBySecond(After(HostOf(Standby()))));
}

TEST_F(PostgresHosts, TheUrlCannotAllowAHostThatRefusesWrites) {
  PostgresOptions options = Standby();
  options.url += " target_session_attrs=any";
  const auto opened = OpenPostgres(options, true);
  ASSERT_EQ(CodeOf(opened), base::Code::kUnavailable);
  EXPECT_NE(opened.error().detail.find("read-only"), std::string::npos) << opened.error().detail;
}

}  // namespace
}  // namespace bearward::store
