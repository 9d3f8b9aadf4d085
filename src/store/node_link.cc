#include "store/node_link.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>

#include "store/columns.h"
#include "store/events.h"
#include "store/transaction.h"

namespace bearward::store {
namespace {

// Statements is an Engine over the connection, so that the table functions of this module can use
// it. It has no transactions.
class Statements final : public Engine {
 public:
  explicit Statements(PostgresConnection& connection) : connection_(connection) {}
  base::Status Begin(bool) override { return {}; }
  base::Result<Rows> Run(std::string_view sql, std::span<const Parameter> values,
                         Need /*need*/) override {
    return connection_.Execute(sql, values);
  }
  base::Status Commit() override { return {}; }
  void RollBack() override {}
  bool IsRetryable(const base::Error&) const override { return false; }
  void Maintain(bool) override {}

 private:
  PostgresConnection& connection_;
};

}  // namespace

WakeSignal::WakeSignal() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
WakeSignal::~WakeSignal() { ::close(descriptor_); }

void WakeSignal::Set() {
  constexpr std::uint64_t kOne = 1;
  (void)!::write(descriptor_, &kOne, sizeof kOne);
}

void WakeSignal::Clear() {
  std::uint64_t count = 0;
  (void)!::read(descriptor_, &count, sizeof count);
}

void WakeSignal::Await(std::chrono::milliseconds time) const {
  pollfd readable{.fd = descriptor_, .events = POLLIN, .revents = 0};
  ::poll(&readable, 1, static_cast<int>(time.count()));
}

base::Result<std::unique_ptr<NodeLink>> NodeLink::Open(const PostgresOptions& options) {
  BW_TRY_ASSIGN(auto connection, PostgresConnection::Connect(options));
  connection->Later("BEGIN");
  connection->Later("SELECT pg_advisory_xact_lock(hashtextextended('bearward schemas', 0))");
  connection->Later(
      "CREATE TABLE IF NOT EXISTS nodes (node text PRIMARY KEY, address text NOT NULL, "
      "beat bigint NOT NULL, confirmed bigint NOT NULL, "
      "seen timestamptz NOT NULL DEFAULT clock_timestamp())");
  connection->Later("COMMIT");
  connection->Later(fmt::format("LISTEN \"{}\"", NotifyChannel(options)));
  // A crash of the server may then lose the newest beats. Peers::Restart allows for that.
  connection->Later("SET synchronous_commit = off");
  BW_TRY(connection->Flush());
  return std::unique_ptr<NodeLink>(new NodeLink(std::move(connection), NotifyStatement(options)));
}

base::Result<std::string> NodeLink::NewId() {
  BW_TRY_ASSIGN(const Rows rows, connection_->Execute("SELECT gen_random_uuid()::text", {}));
  return std::get<std::string>(rows.front().front());
}

base::Result<std::vector<model::Event>> NodeLink::Beat(const PeerRow& mine, bool notify,
                                                       std::int64_t from, int limit) {
  // The transaction is explicit, because the statements of one pipeline would otherwise share one
  // transaction, and the events would be read before the row is committed.
  connection_->Later("BEGIN");
  connection_->Later(fmt::format(
      "INSERT INTO nodes (node, address, beat, confirmed) "
      "VALUES ('{0}', coalesce(inet_client_addr()::text, 'local'), {1}, {2}) "
      "ON CONFLICT (node) DO UPDATE SET beat = {1}, confirmed = {2}, seen = clock_timestamp()",
      mine.node, mine.beat, mine.confirmed));
  if (notify) connection_->Later(notify_);
  connection_->Later("COMMIT");
  Statements statements(*connection_);
  ReadTx tx(statements);
  return ListEventsFrom(tx, from, limit);
}

base::Result<std::vector<PeerRow>> NodeLink::ReadPeers(const std::string& mine) {
  const std::array<Parameter, 1> values = {mine};
  return ReadAll<PeerRow>(
      connection_->Execute("SELECT node, beat, confirmed FROM nodes WHERE node <> ?1", values),
      [](Columns& columns) -> PeerRow {
        return {.node = columns.Text(), .beat = columns.Integer(), .confirmed = columns.Integer()};
      });
}

base::Status NodeLink::Leave(const std::string& mine) {
  const std::array<Parameter, 2> values = {mine, PeerRow::kEnded};
  return Done(connection_->Execute("UPDATE nodes SET beat = ?2 WHERE node = ?1", values));
}

base::Status NodeLink::Delete(const PeerRow& row) {
  const std::array<Parameter, 2> values = {row.node, row.beat};
  return Done(connection_->Execute("DELETE FROM nodes WHERE node = ?1 AND beat = ?2", values));
}

void NodeLink::Await(std::chrono::milliseconds time, WakeSignal& wake) {
  connection_->AwaitNotification(time, wake.descriptor());
  wake.Clear();
}

}  // namespace bearward::store
