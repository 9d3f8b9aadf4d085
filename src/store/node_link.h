// NodeLink: the connection on which a node follows the event log.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/peers.h"
#include "store/postgres_connection.h"

namespace bearward::store {

// WakeSignal wakes a thread that polls its descriptor. Set is safe from any thread.
class WakeSignal {
 public:
  WakeSignal();
  ~WakeSignal();
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;

  // Set makes the descriptor readable until Clear is called.
  void Set();
  void Clear();
  // Await returns when the signal is set or the time has passed.
  void Await(std::chrono::milliseconds time) const;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// NodeLink is used by one thread. After a failure of the connection it must be replaced.
class NodeLink {
 public:
  // Open connects, creates the table `nodes` if it is missing, and subscribes to notifications.
  static base::Result<std::unique_ptr<NodeLink>> Open(const PostgresOptions& options);

  // NewId returns a random id for a node.
  base::Result<std::string> NewId();
  // lost returns whether the connection has ended.
  bool lost() const { return connection_->lost(); }
  // Beat writes the row of a node, notifies the other nodes if `notify` is set, and then reads up
  // to `limit` events from the number `from` on. The row is committed before the events are read.
  base::Result<std::vector<model::Event>> Beat(const PeerRow& mine, bool notify, std::int64_t from,
                                               int limit);
  // ReadPeers returns the rows of the other nodes.
  base::Result<std::vector<PeerRow>> ReadPeers(const std::string& mine);
  // Leave marks the row of a node as ended. Delete deletes a row unless it has changed since it was
  // read.
  base::Status Leave(const std::string& mine);
  base::Status Delete(const PeerRow& row);
  // Await returns when a notification has arrived, `wake` is set or the time has passed.
  void Await(std::chrono::milliseconds time, WakeSignal& wake);

 private:
  NodeLink(std::unique_ptr<PostgresConnection> connection, std::string notify)
      : connection_(std::move(connection)), notify_(std::move(notify)) {}
  std::unique_ptr<PostgresConnection> connection_;
  const std::string notify_;  // the statement
};

}  // namespace bearward::store
