// PostgresConnection: one connection of libpq in pipeline mode. Statements without a result are
// queued and sent together with the next statement that has one.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "store/engine.h"

struct pg_conn;
struct pg_result;

namespace bearward::store {

// Reasons of failures after which the same transaction may be run again: kStoreBusy is a lock or a
// conflict, kStoreLost a connection that ended. Statements already sent may have taken effect.
inline constexpr std::string_view kStoreBusy = "store_busy";
inline constexpr std::string_view kStoreLost = "store_lost";

// PostgresOptions: `url` is a connection string or URI of libpq, which may name several hosts;
// `schema` holds the tables and is created if it is missing. A response that takes longer than
// `patience` counts as a lost connection.
struct PostgresOptions {
  std::string url;
  std::string schema = "bearward";
  std::chrono::milliseconds patience{5000};
};

// NotifyChannel is the channel on which the nodes of a database notify each other. NotifyStatement
// is the statement that notifies them when its transaction is committed.
std::string NotifyChannel(const PostgresOptions& options);
std::string NotifyStatement(const PostgresOptions& options);

// PostgresConnection is used by one thread at a time. Errors contain only the SQLSTATE and the name
// of the constraint, because the server's messages quote values.
class PostgresConnection {
 public:
  // Connect waits for the server at most `patience`: kUnavailable "store_lost".
  static base::Result<std::unique_ptr<PostgresConnection>> Connect(const PostgresOptions& options);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // Later queues a statement without values and rows. It is sent before the next statement; the
  // next Execute or Flush fails if it failed.
  void Later(std::string sql) { queued_.push_back(std::move(sql)); }
  // DropQueued discards the queue and returns whether it held a statement.
  bool DropQueued();
  // Send sends the queue and one statement of the shared SQL subset (engine.h), and does not wait.
  // The next Execute or Flush fails if the statement failed.
  base::Status Send(std::string_view sql, std::span<const Parameter> values);
  // Execute sends the queue and one statement of the shared SQL subset, and waits for its rows.
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values);
  // Flush sends the queue and waits for its results.
  base::Status Flush();
  // AwaitNotification returns when a notification has arrived, the descriptor `other` is readable
  // or the time has passed. Notifications carry no data; all that have arrived are consumed.
  void AwaitNotification(std::chrono::milliseconds time, int other);
  // lost returns whether the connection has ended. It must then be replaced.
  bool lost() const { return lost_; }

 private:
  struct Prepared {
    std::string name;
    std::size_t parameters = 0;
  };
  explicit PostgresConnection(const PostgresOptions& options) : options_(options) {}

  base::Status Open();
  bool SendQueued();
  bool SendBound(const Prepared& prepared, std::span<const Parameter> values);
  // Exchange ends a pipeline and reads its results.
  base::Result<Rows> Exchange();
  base::Result<Rows> ReadResults();
  base::Status Wait();
  base::Result<pg_result*> Next();
  base::Error Lost(std::string detail);

  const PostgresOptions options_;
  pg_conn* connection_ = nullptr;
  bool lost_ = false;
  std::vector<std::string> queued_;
  bool unread_ = false;                // results of sent statements were not read yet
  std::vector<std::string> unproved_;  // statements prepared since the last read of results
  std::size_t names_ = 0;              // of prepared statements; none is used twice
  std::unordered_map<std::string, Prepared> prepared_;  // by the text of the shared subset
};

}  // namespace bearward::store
