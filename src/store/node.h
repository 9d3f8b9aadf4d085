// Node: this process as one of several that share a PostgreSQL database. It follows the event log,
// extends the lease of the caches, and delays the answers of writes until the other nodes have
// applied them.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/barrier.h"
#include "store/lease.h"
#include "store/node_link.h"
#include "store/peers.h"
#include "store/publisher.h"

namespace bearward::store {

// NodeState is reported by /readyz and the metrics. `live` is the number of live nodes, including
// this one. `lease` is the time until the lease ends; it is negative after the end. `lag` is the
// time since the start of the last successful look at the event log.
struct NodeState {
  std::size_t live = 1;
  std::chrono::nanoseconds lease{};
  std::chrono::nanoseconds lag{};
  std::string failure;  // of the last look; empty if it succeeded
};

// Node has one thread with one connection. Every kBeat, or when another node notifies, it performs
// a look: it writes its row in `nodes`, then reads and publishes the new events, and then extends
// the lease to kLease after the start of the look. The row is written first, so that a node that
// commits after the snapshot of the look finds the row and waits. docs/design/0009-nodes.md
// explains why this is sufficient. After a failed look the next one follows in kRetry.
class Node {
 public:
  // kBeat leaves a look most of the lease to finish in. A shorter one costs requests: each look
  // takes processor time of this node and of the database.
  static constexpr std::chrono::milliseconds kBeat{200};
  static constexpr std::chrono::milliseconds kRetry{50};
  // Adopt receives new events, including those of this node, after the listeners and on the thread
  // of the node. If it fails, the lease is not extended, and each further look calls it again with
  // these events.
  using Adopt = std::function<base::Status(std::span<const model::Event>)>;

  // Node uses the publisher and the lease until it is destroyed.
  Node(PostgresOptions options, Publisher& publisher, Lease& lease);
  // ~Node calls Stop.
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Start connects, ends the unlimited lease, performs the first look and starts the thread. All
  // listeners of the publisher must have been added.
  base::Status Start(Adopt adopt);
  // Stop ends the thread, marks the row of this node as ended and answers all writes that the
  // barrier holds. From then on, Hold answers at once.
  void Stop();
  // Hold answers a committed write when every other node has applied the event of that number or
  // holds no lease.
  void Hold(std::int64_t number, std::move_only_function<void()> answer);
  // AwaitLease waits until the lease holds. kUnavailable "lease_ended" if it does not hold after a
  // look that began after this call, or after `wait`.
  base::Status AwaitLease(std::chrono::milliseconds wait);
  // state is safe from any thread.
  NodeState state() const;

 private:
  void Loop();
  base::Status Look();
  base::Status LookOnce();
  base::Status Connect();
  base::Status TakeIn(std::span<const model::Event> events, std::int64_t published);
  base::Status ReadPeers(std::optional<Barrier::Ticket> held);
  void Finish(const base::Status& look);
  std::chrono::milliseconds PauseAfter(bool failed) const;

  const PostgresOptions options_;
  Publisher& publisher_;
  Lease& lease_;
  Barrier barrier_;
  WakeSignal wake_;
  // Used by the thread of the node only, after Start.
  std::unique_ptr<NodeLink> link_;
  std::string id_;
  Peers peers_;
  std::int64_t beat_ = 0;
  std::int64_t confirmed_ = 0;           // number of the newest adopted event
  std::optional<model::Event> last_;     // the newest event that was read
  std::vector<model::Event> unadopted_;  // events that adopt_ has not accepted yet
  bool owes_ack_ = false;                // other nodes wait for events that were applied
  Adopt adopt_;

  std::atomic<std::int64_t> looked_at_ = 0;  // start of the last successful look
  std::atomic<std::size_t> others_ = 0;      // number of other live nodes
  mutable std::mutex mutex_;
  std::condition_variable looked_;
  std::uint64_t begun_ = 0;  // number of looks; guarded by mutex_
  std::uint64_t ended_ = 0;  // guarded by mutex_
  base::Status last_look_;   // guarded by mutex_
  bool stopping_ = false;    // guarded by mutex_
  std::thread thread_;
};

}  // namespace bearward::store
