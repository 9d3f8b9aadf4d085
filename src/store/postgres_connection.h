// PostgresConnection: one connection of libpq in pipeline mode. Statements whose results nobody
// waits for travel with the next one that somebody does.
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

// The reasons of failures that running the same transaction again may cure: kStoreBusy is a lock or
// a conflict, kStoreLost a connection that ended. What was sent may or may not have taken effect.
inline constexpr std::string_view kStoreBusy = "store_busy";
inline constexpr std::string_view kStoreLost = "store_lost";

// PostgresOptions: `url` is a connection string or URI of libpq, several hosts included; `schema`
// holds the tables and is made when it is missing. An answer that takes longer than `patience`
// counts as a lost connection.
struct PostgresOptions {
  std::string url;
  std::string schema = "bearward";
  std::chrono::milliseconds patience{5000};
};

// PostgresConnection is used by one thread at a time. Errors hold the SQLSTATE and the constraint's
// name only: the server's texts quote values.
class PostgresConnection {
 public:
  // Connect waits for the server at most `patience`: kUnavailable "store_lost".
  static base::Result<std::unique_ptr<PostgresConnection>> Connect(const PostgresOptions& options);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // Later queues a literal statement without values and rows. It is sent before the next Execute,
  // which fails when it failed.
  void Later(std::string sql) { queued_.push_back(std::move(sql)); }
  // DropQueued forgets what is queued and returns whether there was anything.
  bool DropQueued();
  // Execute sends what is queued and one statement of the shared subset, and waits for its rows.
  base::Result<Rows> Execute(std::string_view sql, std::span<const Parameter> values);
  // Flush sends what is queued and waits until it is done.
  base::Status Flush();
  // lost says whether the connection has ended; it cannot be used any more.
  bool lost() const { return lost_; }

 private:
  struct Prepared {
    std::string name;
    std::size_t placeholders = 0;
  };
  explicit PostgresConnection(const PostgresOptions& options) : options_(options) {}

  base::Status Open();
  bool SendQueued();
  bool Send(const Prepared& prepared, std::span<const Parameter> values);
  base::Result<Rows> Exchange(bool sent);
  base::Status Wait();
  base::Result<pg_result*> Next();
  base::Error Lost(std::string detail);

  const PostgresOptions options_;
  pg_conn* connection_ = nullptr;
  bool lost_ = false;
  std::vector<std::string> queued_;
  std::size_t names_ = 0;  // of prepared statements; none is used twice
  std::unordered_map<std::string, Prepared> prepared_;  // by the text in our words
};

}  // namespace bearward::store
