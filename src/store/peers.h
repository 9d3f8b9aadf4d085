// Peers: what a node knows about the other nodes of its database, from their rows in the table
// `nodes`. It does no I/O; Node reads the rows.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bearward::store {

// kLease is how long a node may answer from memory after the start of its last look at the event
// log. All nodes of a database must use the same value, so it is not a setting.
inline constexpr std::chrono::milliseconds kLease{1000};
// kLeaseWait is how long a write waits for a node that does not confirm it. It is longer than the
// lease because the clocks of two machines run at slightly different rates.
inline constexpr std::chrono::milliseconds kLeaseWait{1100};

// PeerRow is one row of `nodes`. A node increments `beat` before each look; `confirmed` is the
// number of the newest event that it had applied by then. The beat of a node that has ended is
// kEnded.
struct PeerRow {
  static constexpr std::int64_t kEnded = -1;

  std::string node;
  std::int64_t beat = 0;
  std::int64_t confirmed = 0;
};

// Peers is used by one thread. It does not compare the clocks of different machines. A node holds a
// lease only for kLease after it changed its row; if the row has not changed for kLeaseWait by the
// clock of this node, that node holds no lease.
class Peers {
 public:
  // Observe takes all rows of other nodes; `after` is a tick (base::BootTicks) after they were
  // read. If the row of a node that has not ended is missing, its last known row still counts,
  // because a failover may have lost the row.
  void Observe(std::span<const PeerRow> rows, std::int64_t after);
  // AllConfirmed returns whether no other node can answer from a cache without the event of that
  // number. `before` is a tick before the rows of the last Observe were read. These rows must have
  // been read after the event was committed.
  bool AllConfirmed(std::int64_t number, std::int64_t before) const;
  // Restart makes the time without a change begin at `now` for all rows. Call it after the
  // connection to the database was lost, because a crash of the server may have lost changes of
  // rows.
  void Restart(std::int64_t now);
  // live returns the number of other nodes that may hold a lease at `now`.
  std::size_t live(std::int64_t now) const;
  // TakeLongDead removes the rows that have not changed for a minute, and returns them.
  std::vector<PeerRow> TakeLongDead(std::int64_t now);

 private:
  struct Seen {
    PeerRow row;
    std::int64_t since = 0;  // tick of the observation in which the row had changed
  };
  std::map<std::string, Seen, std::less<>> peers_;
};

}  // namespace bearward::store
